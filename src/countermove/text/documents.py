"""A page as a document: what a view makes for a screen, with the headings, lists and tables of a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from countermove.text.blocks import (
    Block,
    Chapter,
    Document,
    Page,
    Paragraph,
    Section,
    Table,
    from_items,
    from_lines,
    in_document,
)

__all__ = ["Frame", "as_document"]


@dataclass(frozen=True)
class Frame:
    """What stands around a page in a document: as in `Document`, and the heading of what has none of its own."""

    title: str
    heading: str
    subtitle: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    generator: str = ""


def as_document(page: Page, frame: Frame) -> Document:
    """A page as a document: each section is a chapter, and tables and texts belong to the chapter before them.

    Parameters
    ----------
    page
        What a view made.
    frame
        What stands around it.

    Returns
    -------
    Document
        Without a list of contents.

    Examples
    --------
    >>> from countermove.text.blocks import Verbatim
    >>> table = Table(("state",), (("1",),))
    >>> document = as_document([table, Section("Why", ()), Verbatim("so")], Frame("Chicken", "States"))
    >>> [(chapter.title, len(chapter.blocks)) for chapter in document.chapters]
    [('States', 1), ('Why', 1)]
    """
    chapters: list[tuple[str, list[Block]]] = []
    for part in in_document(page):
        if isinstance(part, Section):
            # Some pages begin with the title of the case, which the document has already.
            is_title = part.title == frame.title and not chapters
            if not is_title or part.items:
                chapters.append((frame.heading if is_title else part.title, list(from_items(part.items))))
            continue
        if not chapters:
            chapters.append((frame.heading, []))
        chapters[-1][1].extend([part] if isinstance(part, Table) else _paragraphs(part.text))
    rows = tuple(Chapter(f"part-{k}", title, tuple(blocks)) for k, (title, blocks) in enumerate(chapters, 1))
    return Document(frame.title, frame.subtitle, "", rows, frame.facts, frame.generator, has_contents=False)


def _paragraphs(text: str) -> Iterator[Block]:
    """Lines of text as blocks: a blank line parts, and what stands further in is a list below what it belongs to."""
    for is_blank, lines in groupby(text.split("\n"), lambda line: not line.strip()):
        if not is_blank:
            yield from _lines(lines)


def _lines(lines: Iterable[str]) -> Iterable[Block]:
    levels = [((len(line) - len(line.lstrip(" "))) // 2, line.strip()) for line in lines]
    if all(level == levels[0][0] for level, _ in levels):
        return [Paragraph((line,)) for _, line in levels]
    return from_lines(levels)
