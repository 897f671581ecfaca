"""Bounded reading, writing that is whole or not at all, and standard output."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from countermove.errors import CaseError, CountermoveError
from countermove.io import pipes
from countermove.io.files import MAX_BYTES, deliver, read_text, say, screen, source_name, write_text


def refused(source: Any, name: str = "case.yaml") -> str:
    with pytest.raises(CaseError) as caught:
        read_text(source, name)
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"a: \xff", "case.yaml:1:4: the byte 0xff is not UTF-8; save the file as UTF-8 [CM003]"),
        ("a: b".encode("utf-16"), "case.yaml: this is text in UTF-16 or UTF-32; save it as UTF-8 [CM003]"),
        ("a: b".encode("utf-16-be"), "case.yaml: this is text in UTF-16 or UTF-32; save it as UTF-8 [CM003]"),
        ("a: b".encode("utf-32-le"), "case.yaml: this is text in UTF-16 or UTF-32; save it as UTF-8 [CM003]"),
        (
            b"a: b\r\nc\x00",
            "case.yaml:2:2: the file contains the control character U+0000; a case file is plain text: take it out [CM003]",
        ),
        (b"x" * (MAX_BYTES + 1), "case.yaml: the file is larger than 1 MB; is it a case file? [CM002]"),
    ],
)
def test_what_is_not_text_of_a_reasonable_size_is_refused(content: bytes, line: str, tmp_path: Path) -> None:
    assert refused(io.BytesIO(content)) == line
    (tmp_path / "case.yaml").write_bytes(content)
    assert refused(tmp_path / "case.yaml") == line


def test_a_pipe_is_read_to_its_end_and_given_up_where_nothing_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "case.yaml"
    os.mkfifo(path)

    def write() -> None:
        with open(path, "wb") as pipe:
            pipe.write(b"a: b\n" * 50_000)

    writer = Thread(target=write)
    writer.start()
    assert read_text(path) == "a: b\n" * 50_000
    writer.join()
    monkeypatch.setattr(pipes, "SILENT_SECONDS", 0.05)
    assert refused(path).startswith("case.yaml: nothing came through this pipe for ")
    assert refused(path).endswith("start the program that writes into it, or name a file [CM001]")


def test_a_byte_order_mark_does_no_harm() -> None:
    assert read_text(io.BytesIO("\ufeffé".encode())) == "é"
    assert read_text(io.StringIO("\ufeffé")) == "é"


def test_a_missing_file_names_a_neighbour(tmp_path: Path) -> None:
    (tmp_path / "crisis.yaml").write_text("a: b")
    line = "case.yaml: there is no such file; {} [CM001]"
    assert refused(tmp_path / "crsis.yaml") == line.format('did you mean "crisis.yaml"?')
    assert refused(tmp_path / "other.yaml") == line.format(f"check the name; the folder is {tmp_path}")
    assert refused(tmp_path / "no" / "crsis.yaml") == line.format(f"check the name; the folder is {tmp_path / 'no'}")


def test_what_cannot_be_opened_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path) == "case.yaml: this is a directory; name a file in it [CM001]"
    assert refused("a\0b").startswith("case.yaml: the file cannot be read: embedded null byte")
    assert refused("x" * 5000).startswith("case.yaml: the file cannot be read: file name too long")
    assert refused(7).endswith("give a path or an open file [CM001]")


@contextmanager
def somebody() -> Iterator[None]:
    """Not the superuser, who may read everything."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(user)


def test_a_file_without_permission_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("a: b")
    path.chmod(0)
    with somebody():
        found = refused(path)
    assert found == "case.yaml: the file may not be read by you; change its permissions [CM001]"


def test_a_stream_that_gives_little_at_a_time_is_read_to_its_end() -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(min(size or 0, 3))

    assert read_text(Slow(b"actors: {}")) == "actors: {}"


def test_sources_have_names(tmp_path: Path) -> None:
    with open(__file__, encoding="utf-8") as file:
        assert source_name(file) == __file__
    assert source_name(io.StringIO()) == "<stream>"
    assert source_name(tmp_path / "x.yaml") == str(tmp_path / "x.yaml")
    assert source_name("x.yaml", "y.yaml") == "y.yaml"


def test_writing_replaces_a_file_whole_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("old")
    path.chmod(0o640)
    link = tmp_path / "link.yaml"
    link.symlink_to(path)
    write_text(link, "new é")
    assert link.is_symlink()
    assert path.read_bytes() == "new é".encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert sorted(p.name for p in tmp_path.iterdir()) == ["case.yaml", "link.yaml"]


def test_nothing_is_left_of_a_failed_write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("old")

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CountermoveError, match="the file cannot be written: no space left on device"):
        write_text(path, "new")
    assert path.read_text() == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["case.yaml"]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(CountermoveError, match=r"no/case.yaml: the file cannot be written: no such file or directory"):
        write_text(tmp_path / "no" / "case.yaml", "x")
    with pytest.raises(CountermoveError, match="the file cannot be written"):
        write_text(tmp_path / "case.yaml", "\ud800")
    assert list(tmp_path.iterdir()) == []


def test_a_text_ends_with_its_line(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    deliver("a")
    deliver("b\n")
    assert capsys.readouterr().out == "a\nb\n"
    deliver("c", str(tmp_path / "f"))
    assert (tmp_path / "f").read_text() == "c\n"


def test_messages_are_harmless(capsys: pytest.CaptureFixture[str]) -> None:
    say("a\x1b[2J")
    assert capsys.readouterr() == ("", "a\\x1b[2J\n")


def test_no_standard_output(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert screen(None) == (100, False)
    say("nobody hears it")
    with pytest.raises(CountermoveError, match=r"^standard output is closed; name a file with -o$"):
        deliver("a")


def test_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdout", Terminal())
    monkeypatch.setenv("COLUMNS", "77")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert screen(None) == (77, True)
    assert screen("file") == (100, False)
    monkeypatch.setenv("NO_COLOR", "1")
    assert screen(None) == (77, False)
    monkeypatch.setenv("NO_COLOR", "")
    monkeypatch.setenv("TERM", "dumb")
    assert screen(None) == (77, False)
