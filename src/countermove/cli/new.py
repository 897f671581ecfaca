"""`new`: writes a commented starter case."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from countermove.cli.options import NewFile
from countermove.errors import QuestionError, printable
from countermove.io.delivery import deliver

__all__ = ["new"]


From = Annotated[str | None, typer.Option("--from", metavar="EVIDENCE", help="Draw the case from this evidence file.")]


def new(file: NewFile, evidence: From = None) -> None:
    """Write a commented starter case.

    With --from, a case drawn from an evidence file: actors, option hints as comments, sources, and no preferences.
    """
    from countermove.catalog.starter import STARTER
    from countermove.io.files import write_text

    if file.lower().endswith((".json", ".gmcr")):
        raise QuestionError(f"{file}: a starter case is full of comments, so it is YAML; end the name in .yaml")
    if os.path.lexists(file):
        raise QuestionError(f"{file}: the file exists already and is left as it is; give another name")
    write_text(file, STARTER if evidence is None else _drawn(evidence, file))
    deliver(printable(f"{file} is written. Next: read it, change it, and run countermove check {file}"))


def _drawn(evidence: str, file: str) -> str:
    """The starter case from an evidence file and the decisions beside it; paths of articles as seen from the case."""
    from countermove.io.evidence_files import decisions_path, evidence_path, read_decisions, read_evidence
    from countermove.reader.decisions import decided
    from countermove.reader.starter import starter

    found = read_evidence(evidence)
    kept = decided(found, read_decisions(decisions_path(evidence)))
    here, there = os.path.dirname(os.path.abspath(file)), os.path.dirname(os.path.abspath(evidence))
    paths = {}
    for origin in found.sources:
        article = os.path.join(there, origin.file)
        beside = bool(origin.file) and evidence_path(article) == os.path.abspath(evidence)
        paths[origin.id] = os.path.relpath(article if beside else evidence, here)
    return starter(kept, paths)
