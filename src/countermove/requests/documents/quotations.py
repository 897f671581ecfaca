"""What a case quotes: the words behind its references, from the evidence files beside the articles that it names."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from countermove.errors import QuestionError
from countermove.model.case import Case
from countermove.model.walk import citations
from countermove.report.chapters.parts import Quoted

if TYPE_CHECKING:
    from countermove.reader.evidence import Evidence, Item

__all__ = ["quotations"]

TELLING = ("speech", "event", "option-hint")
"""Kinds of items that say something: where a paragraph is cited, the longest of these stands for it."""


def quotations(case: Case, case_file: str) -> dict[str, Quoted]:
    """The words behind each reference of a case that an evidence file has; what the analyst rejected is not quoted.

    Parameters
    ----------
    case
        A case without errors.
    case_file
        Its path: the files of sources are seen from its folder.

    Returns
    -------
    dict of str to Quoted
        By reference, such as ``talks#3`` (a paragraph) or ``talks#e82c1f0a9b`` (an item). A source without an evidence
        file, or with one that cannot be read (`check` says so), has none.
    """
    files = dict(_files(case, Path(case_file).parent))
    quoted: dict[str, Quoted] = {}
    for _, reference in citations(case):
        source, _, place = reference.partition("#")
        item = _item(files[source], place) if source in files and place else None
        if item is not None and item.words:
            quoted[reference] = Quoted(item.words, _claimed_by(item), item.paragraph)
    return quoted


def _files(case: Case, folder: Path) -> Iterator[tuple[str, Evidence]]:
    """The evidence of each source that has some, as the analyst left it."""
    if not any(source.file for source in case.sources.values()):
        return
    from countermove.reader.decisions import decided, decisions_path, evidence_path, read_decisions, read_evidence

    for id_, source in case.sources.items():
        path = evidence_path(os.path.join(folder, source.file)) if source.file else ""
        if path and os.path.isfile(path):
            try:
                yield id_, decided(read_evidence(path), read_decisions(decisions_path(path)))
            except QuestionError:  # CM607 of `check`: the reference stands in the report without its words
                continue


def _item(evidence: Evidence, place: str) -> Item | None:
    """The item that a reference means: by its id, or the longest that says something in a paragraph."""
    if not place.isdigit():
        return evidence.item(place)
    there = [item for item in evidence.items if item.paragraph == int(place) and item.kind in TELLING]
    return max(there, key=lambda item: len(item.words), default=None)


def _claimed_by(item: Item) -> str:
    """Whose claim it is, for readers; nothing where it is the author's own or no claim."""
    from countermove.reader.names import label

    voices = [voice for voice in item.voices if voice != "author"]
    names = ["a source that is not named" if voice == "unknown" else label(voice) for voice in voices]
    return "" if not names else f"claimed by {', '.join(names[:-1])}{' and ' if names[1:] else ''}{names[-1]}"
