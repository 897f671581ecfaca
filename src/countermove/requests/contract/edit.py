"""The question `edit`: edits to the text of a case that keep its comments, and what is to be said of the new text."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from countermove.analysis.model.findings import Findings
from countermove.analysis.result import HIDDEN, SPREAD, Result
from countermove.errors import CaseError, CountermoveError, KeyPath, printable
from countermove.io.editing import REMOVED, Inserted, edit_text
from countermove.io.files import read_text
from countermove.requests.documents.files import findings_of
from countermove.requests.documents.refusals import RequestError
from countermove.requests.door import Answer, Request, Subject, question
from countermove.text.blocks import Verbatim

__all__ = ["EditRequest", "Edited", "edit"]

MOST_EDITS = 1_000
"""Edits in one request: each reads the text once or twice."""
Step = str | Annotated[int, Field(ge=1)]
Path = Annotated[tuple[Step, ...], Field(min_length=1, description="Keys, and positions counted from 1.")]


class _Edit(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class SetValue(_Edit):
    """Set a value; a last key that is not there is added."""

    set: Path
    value: Any = Field(description="Plain data, as a case file has it.")


class InsertEntry(_Edit):
    """Insert an entry into a list, before the one that has this position now."""

    insert: Path
    value: Any = Field(description="Plain data, as a case file has it.")


class RemoveEntry(_Edit):
    """Remove a key, or an entry of a list."""

    remove: Path


class EditRequest(Request):
    """Edits to the text of a case, in their order; everything else, comments included, stays as it is.

    `text` and `file`: the text, and what messages call it.
    """

    edits: tuple[SetValue | InsertEntry | RemoveEntry, ...] = Field(
        max_length=MOST_EDITS, description="What is set, inserted and removed, each a path of keys and positions."
    )
    text: str = ""
    file: str = ""


@dataclass(frozen=True)
class Edited(Result):
    """The new text, and the findings about it: an edit that makes the case wrong is an answer, too."""

    schema: ClassVar[str] = "edit/1"
    title: str | None = field(metadata=HIDDEN)
    text: str = field(repr=False)
    findings: Findings = field(metadata=SPREAD)


@question("edit", EditRequest, has_rows=False)
def edit(subject: Subject[EditRequest]) -> Answer:
    """Edit the text of a case; nothing is written here."""
    request = subject.request
    # What no file of a case may be is refused before anything is changed in it.
    text = read_text(io.StringIO(request.text), request.file)
    for position, one in enumerate(request.edits, start=1):
        try:
            text = edit_text(text, _change(one), request.file)
        except CaseError:
            raise
        except CountermoveError as fault:
            raise RequestError(str(fault), path=f"edits[{position}]") from None
    findings = findings_of(io.StringIO(text), request.file, with_sources=False)
    return Answer(Edited(findings.title, text, findings), lambda _: [Verbatim(printable(text))])


def _change(one: SetValue | InsertEntry | RemoveEntry) -> dict[KeyPath, Any]:
    match one:
        case SetValue():
            return {_counted_from_0(one.set): one.value}
        case InsertEntry():
            return {_counted_from_0(one.insert): Inserted(one.value)}
        case RemoveEntry():
            return {_counted_from_0(one.remove): REMOVED}


def _counted_from_0(path: Sequence[str | int]) -> KeyPath:
    return tuple(step - 1 if isinstance(step, int) else step for step in path)
