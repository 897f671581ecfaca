"""Pictures are an extra: what to say where the library that draws them is not installed."""

from __future__ import annotations

from importlib.util import find_spec

from countermove.errors import QuestionError

__all__ = ["needs_matplotlib"]


def needs_matplotlib() -> None:
    """Raise `QuestionError`, with what to install, where matplotlib is not there."""
    if find_spec("matplotlib") is None:
        raise QuestionError('pictures need matplotlib: install it with pip install "countermove[plots]"')
