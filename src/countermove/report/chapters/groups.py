"""Actors and bodies of whom the same is to be told are told of together."""

from __future__ import annotations

from countermove.model.case import Case
from countermove.text.blocks import Block, Details, Paragraph, Part
from countermove.text.naming import joined, shortened

__all__ = ["folded", "together"]

FEW = 12
"""More parts than this are folded away."""
NAMED = 6
"""So many names are in a heading; of more, some, and all of them stand below it."""


def together(case: Case, ids: list[str], title: str, blocks: tuple[Block, ...], anchor: str = "") -> Part:
    """A part on some actors or bodies at once; `title` is that of one alone."""
    if len(ids) == 1:
        return Part(title, blocks, anchor)
    names = [case.label(id_) for id_ in ids]
    each = Paragraph((f"Each of {joined(names)}:",))
    return Part(shortened(names, NAMED), (each, *blocks) if len(names) > NAMED else blocks, anchor)


def folded(parts: list[Part]) -> tuple[Block, ...]:
    """Parts below each other; many of them folded, each under its title."""
    if len(parts) <= FEW:
        return tuple(parts)
    return tuple(Details((part.title,), part.blocks) for part in parts)
