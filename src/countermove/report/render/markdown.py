"""A report as Markdown: what folds in HTML stands there in full, and pictures are described in words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from countermove.text.blocks import (
    Block,
    Details,
    Document,
    Listing,
    Paragraph,
    Part,
    Picture,
    Quotation,
    Table,
    Words,
    clean,
    kept,
    web_address,
)
from countermove.text.layout import table_markdown
from countermove.text.markup import escaped_markdown

__all__ = ["as_markdown"]


def as_markdown(document: Document) -> str:
    """The document as Markdown; what could be taken for a mark in the texts of the case is escaped.

    >>> from countermove.text.blocks import Chapter, Document, Paragraph
    >>> print(as_markdown(Document("A*b", "", "", (Chapter("c", "C", (Paragraph(("1. <x>",)),)),), (), "")), end="")
    # A\\*b
    <BLANKLINE>
    ## C
    <BLANKLINE>
    1\\. \\<x\\>
    """
    lines = [f"# {_text(document.title)}"]
    lines += [part for text in (document.subtitle, document.about) if text for part in ("", _opening(_text(text)))]
    if document.answer is not None:
        # In a memo the answer is all there is, and a heading above it would say nothing.
        heading = ["", f"## {_text(document.answer.title)}"] if document.chapters else []
        lines += [*heading, *_blocks(document.answer.blocks, 3 if heading else 2)]
    for chapter in document.chapters:
        lines += ["", f"## {_text(chapter.title)}", *_blocks(chapter.blocks, 3)]
    if document.facts:
        lines += ["", "---", ""]
        lines += [f"- {_text(name)}: {_text(value)}" for name, value in document.facts]
    return "\n".join(lines) + "\n"


def _blocks(blocks: Iterable[Block], level: int) -> Iterator[str]:
    """The lines of blocks, each block after an empty line."""
    for block in blocks:
        yield ""
        match block:
            case Paragraph(words):
                yield _opening(_words(words))
            case Listing(entries, ordered):
                for k, entry in enumerate(entries, 1):
                    mark = f"{k}." if ordered else "-"
                    yield f"{mark} {_opening(_words(entry.words))}"
                    indent = " " * (len(mark) + 1)
                    for line in _blocks(entry.blocks, level):
                        yield f"{indent}{line}" if line else ""
            case Table() as table:
                yield table_markdown(table)
            case Picture():
                yield f"*{_text(block.title)}*: {_text(block.alt)}"
            case Quotation(words, source, is_cut):
                yield f"> {_opening(_text(words))}{' […]' if is_cut else ''}"
                yield f"> ({_words(source)})"
            case Details(summary, inner):
                yield f"**{_words(summary)}**"
                yield from _blocks(inner, level)
            case Part(title, inner):
                yield f"{'#' * min(level, 6)} {_text(title)}"
                yield from _blocks(inner, level + 1)


def _words(words: Words) -> str:
    return "".join(_kept(part) if isinstance(part, str) else _link(part.text, part.to) for part in words)


def _link(text: str, to: str) -> str:
    address = web_address(to)
    return f"[{_text(text)}](<{address}>)" if address else _text(text)


def _kept(text: str) -> str:
    """Text between links, whose spaces at either end count."""
    return _escaped(kept(text))


def _text(text: str) -> str:
    return _escaped(clean(text))


def _escaped(text: str) -> str:
    return escaped_markdown(text.replace("&", "&amp;"), "~")


def _opening(text: str) -> str:
    """A line whose beginning would make it a heading, a list, a rule or a quotation, as plain text."""
    return re.sub(r"^(\d+)([.)])(?=\s|$)", r"\1\\\2", re.sub(r"^([#+=-])", r"\\\1", text))
