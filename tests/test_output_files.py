"""Result files are written whole or not at all: when the work is interrupted, and when the disk is full."""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread
from types import FrameType
from typing import Any

import pytest

from countermove.cli import run
from countermove.errors import CountermoveError
from countermove.io import files
from countermove.io.files import write_text
from processes import signalled

OLD, NEW = "what was there", "what is new\n" * 10_000


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


MOMENTS = {
    "at the start": ("countermove.cli.running:app_for", 1),
    "at the first verdict": ("countermove.analysis.equilibria:_verdicts", 1),
    "at the third verdict": ("countermove.analysis.equilibria:_verdicts", 3),
    "before the file is written": ("countermove.io.files:write_text", 1),
    "before it is on the disk": ("os:fsync", 1),
    "before it takes the place of the old one": ("os:replace", 1),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_an_interrupted_solve_leaves_no_file(moment: str, tmp_path: Path) -> None:
    place, call = MOMENTS[moment]
    command = ["solve", "cuban-missile-crisis", "-f", "json", "-o", "out.json"]
    done = signalled(command, signal.SIGINT, place, call, folder=tmp_path)
    assert (done.returncode, json.loads(done.stdout)["code"], done.stderr) == (130, "interrupted", "interrupted\n")
    assert names(tmp_path) == []


class Interrupter:
    """Ends the writing of a file before its nth line, counted over the module that does it.

    By an exception, or by a signal; one that would end the tests themselves is not sent, for then no file is there.
    """

    def __init__(self, moment: int, number: int | None, folder: Path) -> None:
        self.left, self.number, self.folder = moment, number, folder

    def __call__(self, frame: FrameType, event: str, _: Any) -> Interrupter | None:
        if frame.f_code.co_filename != files.__file__:
            return None
        if event == "line":
            self.left -= 1
            if self.left == 0:
                sys.settrace(None)
                self.strike()
        return self

    def strike(self) -> None:
        if self.number is None or signal.getsignal(self.number) is signal.SIG_DFL:
            assert self.number is None or set(names(self.folder)) <= {"out.txt"}
            raise KeyboardInterrupt
        signal.raise_signal(self.number)


def interrupted(path: Path, moment: int, number: int | None) -> bool:
    """Whether writing `path` takes so many steps that it could be interrupted before this one."""
    before = sys.gettrace()
    interrupter = Interrupter(moment, number, path.parent)
    sys.settrace(interrupter)
    try:
        write_text(path, NEW)
    except KeyboardInterrupt:
        return True
    except SystemExit as end:
        return number is not None and end.code == 128 + number
    finally:
        sys.settrace(before)
    return interrupter.left <= 0


def survey(path: Path, number: int | None, there: bool) -> dict[str, Any]:
    """What stands in `path` after an interruption before every line of its writing, and what is left beside it."""
    moment = 0
    left: list[tuple[int, str]] = []
    struck = {OLD: 0, NEW: 0, "": 0}
    while True:
        moment += 1
        path.unlink(missing_ok=True)
        if there:
            path.write_text(OLD)
        for ending in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(ending, signal.SIG_DFL)
        # A shell that starts the tests in the background has Ctrl-C ignored, and Python leaves it so.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if not interrupted(path, moment, number):
            break
        struck[path.read_text() if path.exists() else ""] += 1
        left += [(moment, name) for name in set(names(path.parent)) - {"out.txt"}]
    restored = signal.getsignal(signal.SIGTERM) is signal.getsignal(signal.SIGHUP) is signal.SIG_DFL
    return {"struck": struck, "left": left, "last": path.read_text(), "restored": restored}


@pytest.mark.parametrize("there", [False, True], ids=["new", "old"])
@pytest.mark.parametrize("number", [None, signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=str)
def test_an_interruption_before_any_line_leaves_the_old_file_or_the_new_one(
    number: int | None, there: bool, tmp_path: Path
) -> None:
    """In a process of its own, which alone would be ended if a signal came through."""
    arguments = [str(tmp_path / "out.txt"), str(int(number or 0)), "old" if there else "new"]
    done = subprocess.run([sys.executable, __file__, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    before, after = (OLD, "") if there else ("", OLD)
    assert found["struck"][after] == 0
    assert found["struck"][before] > 10
    assert (found["last"], found["left"], found["restored"]) == (NEW, [], True)


def test_a_file_is_written_in_a_thread_of_its_own_too(tmp_path: Path) -> None:
    """Where no signal can be dealt with."""
    thread = Thread(target=write_text, args=(tmp_path / "out.txt", NEW))
    thread.start()
    thread.join()
    assert (tmp_path / "out.txt").read_text() == NEW


def test_who_deals_with_a_signal_goes_on_to_do_so(tmp_path: Path) -> None:
    received: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: received.append(number))
    try:
        assert interrupted(tmp_path / "out.txt", 20, signal.SIGTERM)
        assert received == [signal.SIGTERM]
        assert signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL
    finally:
        signal.signal(signal.SIGTERM, before)
    assert (tmp_path / "out.txt").read_text() == NEW


@pytest.mark.parametrize("letter", ["x", "\N{EURO SIGN}", "\N{GRINNING FACE}"])
def test_a_name_may_be_as_long_as_the_system_takes_it(letter: str, tmp_path: Path) -> None:
    path = tmp_path / (letter * (255 // len(letter.encode())))
    write_text(path, NEW)
    write_text(path, OLD)
    assert (names(tmp_path), path.read_text()) == ([path.name], OLD)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for 16 kB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    with suppress(OSError):
        done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", folder], capture_output=True)
        if done.returncode == 0:
            try:
                yield folder
            finally:
                subprocess.run(["umount", folder], check=True)
            return
    pytest.skip("only an administrator can mount a small disk")


def test_a_full_disk_leaves_the_old_file(small_disk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = small_disk / "out.json"
    path.write_text(OLD)
    assert run(["states", "european-security-2022", "-f", "json", "-o", str(path)]) == 1
    assert capsys.readouterr().err == f"{path}: the file cannot be written: no space left on device\n"
    assert (names(small_disk), path.read_text()) == (["out.json"], OLD)
    assert run(["solve", "chicken", "-f", "json", "-o", str(path)]) == 0
    assert json.loads(path.read_text())["states"]["count"] == 4


@pytest.mark.parametrize("there", [False, True], ids=["new", "old"])
@pytest.mark.parametrize("step", ["open", "write", "fsync", "chmod", "replace"])
def test_a_disk_that_fills_up_at_any_step_leaves_the_old_file(
    step: str, there: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.txt"
    if there:
        path.write_text(OLD)

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    def half_written(handle: int) -> None:
        os.truncate(handle, 10)
        full()

    if step == "write":
        monkeypatch.setattr(os, "fsync", half_written)
    else:
        monkeypatch.setattr(os, step, full)
    with pytest.raises(CountermoveError, match=r"out\.txt: the file cannot be written: no space left on device$"):
        write_text(path, NEW)
    monkeypatch.undo()
    assert names(tmp_path) == (["out.txt"] if there else [])
    assert not there or path.read_text() == OLD


def test_a_file_beyond_the_limit_of_the_system_is_not_begun(tmp_path: Path) -> None:
    """A real failure in the middle of writing, for those who cannot mount a disk."""

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (16_384, 16_384))

    output = tmp_path / "out.json"
    command = [sys.executable, "-m", "countermove", "states", "european-security-2022", "-f", "json", "-o", output]
    done = subprocess.run(command, capture_output=True, text=True, preexec_fn=limited)
    assert (done.returncode, json.loads(done.stdout)["schema"]) == (1, "error/1")
    assert done.stderr == f"{output}: the file cannot be written: file too large\n"
    assert names(tmp_path) == []


def test_what_is_no_file_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "socket"
    with socket.socket(socket.AF_UNIX) as place:
        place.bind(str(path))
        with suppress(CountermoveError):
            write_text(path, NEW)
        assert stat.S_ISSOCK(path.stat().st_mode)
        assert names(tmp_path) == ["socket"]


if __name__ == "__main__":
    os.fsync = lambda handle: None  # it takes time, and changes nothing that can be read
    print(json.dumps(survey(Path(sys.argv[1]), int(sys.argv[2]) or None, sys.argv[3] == "old")))
