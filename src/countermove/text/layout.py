"""A page laid out for a terminal or as Markdown: sections of prose, tables, and text that keeps its lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from countermove.text import prose, table
from countermove.text.prose import Section
from countermove.text.table import Table

__all__ = ["Page", "Verbatim", "as_markdown", "as_text"]


@dataclass(frozen=True)
class Verbatim:
    """Text whose lines stay as they are; `fold`: lines that are too long for the screen go on below, further in."""

    text: str
    fold: bool = False


Page = Sequence[Section | Table | Verbatim]
"""What a view makes of a result, from top to bottom."""


def as_text(page: Page, width: int = 100, colour: bool = False) -> str:
    """A page for a terminal of `width` columns, its parts with a blank line between them."""
    return "\n\n".join(_texts(page, width, colour))


def _texts(page: Page, width: int, colour: bool) -> Iterator[str]:
    for part in page:
        match part:
            case Section():
                yield prose.as_text([part], width, colour)
            case Table():
                yield table.as_text(part, width, colour)
            case Verbatim(text, fold):
                yield prose.folded(text, width) if fold else text


def as_markdown(page: Page) -> str:
    """A page as Markdown; of sections that follow each other the first has the heading of the page."""
    parts = []
    for kind, group in groupby(page, type):
        if kind is Section:
            parts.append(prose.as_markdown([part for part in group if isinstance(part, Section)]))
        else:
            for part in group:
                if isinstance(part, Table):
                    parts.append(table.as_markdown(part))
                elif isinstance(part, Verbatim):
                    text = prose.folded(part.text) if part.fold else part.text
                    parts.append(f"```text\n{text}\n```")
    return "\n\n".join(parts)
