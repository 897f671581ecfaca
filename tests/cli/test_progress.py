import io

import pytest

from countermove.cli import progress as module
from countermove.cli.progress import LONG_STATES, progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_no_bar_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(module.sys, "stderr", stream)
    with progress("Solving", 2, LONG_STATES) as step:
        assert step is None
    assert stream.getvalue() == ""


def test_no_bar_for_short_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.sys, "stderr", Terminal())
    with progress("Solving", 2, LONG_STATES - 1) as step:
        assert step is None


def test_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = Terminal()
    monkeypatch.setattr(module.sys, "stderr", stream)
    with progress("Solving", 2, LONG_STATES) as step:
        assert step is not None
        step()
        step()
    assert "Solving" in stream.getvalue()
