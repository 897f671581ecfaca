"""Evidence by reference: which source, which paragraph, and a link to it; never its words."""

from __future__ import annotations

from collections.abc import Sequence

from countermove.model.case import Case
from countermove.text.blocks import Block, Inline, Link, Paragraph, Words, web_address

__all__ = ["cited", "source_anchor", "support"]


def source_anchor(id_: str) -> str:
    """The anchor of a source in the list of sources."""
    return f"source-{id_}"


def cited(case: Case, evidence: Sequence[str]) -> Words:
    """References in words, each with a link to its source: ``All allies are unanimous, paragraph 12``.

    A reference is the id of a source, alone or with ``#`` and a paragraph or an item.
    """
    words: list[Inline] = []
    for k, reference in enumerate(evidence):
        words += ["; "] if k else []
        id_, _, place = reference.partition("#")
        source = case.sources.get(id_)
        if source is None:
            words.append(reference)
            continue
        where = f", paragraph {place}" if place.isdigit() else f", item {place}" if place else ""
        words.append(Link(f"{source.title or id_}{where}", web_address(source.url) or f"#{source_anchor(id_)}"))
    return tuple(words)


def support(case: Case, because: str, evidence: Sequence[str]) -> tuple[Block, ...]:
    """Why something is assumed: the reason, and the evidence for it; nothing where there is neither."""
    reason = (Paragraph((f"Because: {because}",), note=True),) if because else ()
    found = (Paragraph(("Evidence: ", *cited(case, evidence)), note=True),) if evidence else ()
    return (*reason, *found)
