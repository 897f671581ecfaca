"""`new`: writes a commented starter case."""

from __future__ import annotations

import os

from countermove.cli.options import NewFile
from countermove.errors import QuestionError, printable
from countermove.report.delivery import deliver

__all__ = ["new"]


def new(file: NewFile) -> None:
    """Write a commented starter case."""
    from countermove.io.files import write_text
    from countermove.report.starter import STARTER

    if file.lower().endswith((".json", ".gmcr")):
        raise QuestionError(f"{file}: a starter case is full of comments, so it is YAML; end the name in .yaml")
    if os.path.lexists(file):
        raise QuestionError(f"{file}: the file exists already and is left as it is; give another name")
    write_text(file, STARTER)
    deliver(printable(f"{file} is written. Next: read it, change it, and run countermove check {file}"))
