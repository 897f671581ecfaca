import io
import sys
from pathlib import Path

import pytest

from countermove.errors import CountermoveError
from countermove.io.delivery import deliver, say, screen


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
