"""The one text model: what views and chapters are made of, whatever they are laid out as.

A *page* is what a view makes of a result: sections of items, tables, and text that keeps its lines; `layout` writes it
for a terminal or as Markdown. A *document* is a report: chapters of paragraphs, lists, tables, pictures and details;
`report.render` writes it as HTML, Markdown, DOCX or PDF. Sections become parts of a document by `from_section`.
Text is text: the one who lays it out makes it harmless there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from countermove.errors import printable

__all__ = [
    "Adapted", "Block", "Chapter", "Details", "Document", "Entry", "Inline", "Item", "Link", "Listing", "Page", "Paragraph",
    "Part", "Picture", "Quotation", "Section", "Table", "Verbatim", "Words", "anchors", "clean", "from_items", "from_lines",
    "from_section", "in_document", "kept", "leads", "plain", "web_address",
]  # fmt: skip


_SPACE = re.compile(r"[^\S\u00a0\u202f]+")  # white space at which a line may end: not the two hard spaces

_SVG_SIZE = re.compile(r"<svg\b[^>]*>")


@dataclass(frozen=True)
class Item:
    """One entry of a section: `depth` levels in, after a mark such as ``-`` or ``1.`` (none: a paragraph)."""

    text: str
    depth: int = 0
    mark: str = ""


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it."""

    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Table:
    """Columns and rows of text. `right`: columns of numbers. `notes` stand below; `strong` rows stand out.

    A table for a paper has a `caption`, and a `label` by which the text refers to it; `is_continued`: it
    goes on with one that was too wide. In it `groups` are rows that head those below them, and `centred` columns hold signs.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    strong: frozenset[int] = field(default=frozenset(), repr=False)
    caption: str = ""
    label: str = ""
    is_continued: bool = False
    groups: frozenset[int] = field(default=frozenset(), repr=False)
    centred: frozenset[str] = field(default=frozenset(), repr=False)


@dataclass(frozen=True)
class Verbatim:
    """Text whose lines stay as they are; `fold`: lines too long for the screen go on below, further in.

    Markdown has it as a block of text, with `prose` each line as a paragraph, and without
    `is_fenced` as it is.
    """

    text: str
    fold: bool = False
    prose: bool = False
    is_fenced: bool = True


@dataclass(frozen=True)
class Adapted:
    """A part of a page that a terminal and a document, or Markdown, show differently; there it may be several parts."""

    screen: Section | Table | Verbatim
    document: Section | Table | Verbatim | tuple[Section | Table | Verbatim, ...]


Page = Sequence[Section | Table | Verbatim | Adapted]
"""What a view makes of a result, from top to bottom."""


def in_document(page: Page) -> Iterator[Section | Table | Verbatim]:
    """The parts of a page as a document has them."""
    for part in page:
        if not isinstance(part, Adapted):
            yield part
        elif isinstance(part.document, tuple):
            yield from part.document
        else:
            yield part.document


@dataclass(frozen=True)
class Link:
    """Words that lead somewhere: `to` is a web address, or ``#`` and the anchor of a part of the document."""

    text: str
    to: str


Inline = str | Link
Words = tuple[Inline, ...]
"""A line of text with links in it."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; a `note` is set small."""

    words: Words
    note: bool = False


@dataclass(frozen=True)
class Entry:
    """One entry of a list, and what stands below it."""

    words: Words
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Listing:
    """A list, numbered from 1 if it is `ordered`."""

    entries: tuple[Entry, ...]
    ordered: bool = False


@dataclass(frozen=True)
class Picture:
    """A picture with a text that says the same: as SVG, and as PNG when it is asked for.

    `title` stands below it; what to see in it is drawn in it. `variant`: the same picture for a theme (``light`` or
    ``dark``) and a width in pixels (None: that of `svg`), as SVG; None where there is no other.
    `tallest`: on paper at most this many centimetres high; None: a page.
    """

    title: str
    alt: str
    svg: str
    png: Callable[[], bytes]
    variant: Callable[[str, int | None], str] | None = None
    tallest: float | None = None

    @property
    def size(self) -> tuple[float, float] | None:
        """Width and height in points, as the SVG says; None where it does not."""
        found = _SVG_SIZE.match(self.svg)
        sizes = dict(re.findall(r' (width|height)="([\d.]+)(?:pt|px)?"', found[0])) if found else {}
        return (float(sizes["width"]), float(sizes["height"])) if len(sizes) == 2 else None


@dataclass(frozen=True)
class Quotation:
    """Words of a source: the `words`, whether some were left out at their end, and below them whose they are and where."""

    words: str
    source: Words
    is_cut: bool = False


@dataclass(frozen=True)
class Details:
    """Something that is shown on request where that is possible, and otherwise stands there under its `summary`."""

    summary: Words
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Part:
    """A part of a chapter, with a heading of its own."""

    title: str
    blocks: tuple[Block, ...]
    anchor: str = ""


Block = Paragraph | Listing | Table | Picture | Quotation | Details | Part


@dataclass(frozen=True)
class Chapter:
    """A chapter: its anchor is what links to it name. `is_appendix`: for reference, after all others."""

    anchor: str
    title: str
    blocks: tuple[Block, ...]
    is_appendix: bool = False


@dataclass(frozen=True)
class Document:
    """A report, or an answer laid out as one. `facts` are what identifies it: names and values.

    `has_contents`: whether it has a list of its chapters. `answer` is what stands before that list; a report without
    other chapters is the answer and nothing else.
    """

    title: str
    subtitle: str
    about: str
    chapters: tuple[Chapter, ...]
    facts: tuple[tuple[str, str], ...]
    generator: str
    has_contents: bool = True
    answer: Chapter | None = None

    @property
    def sections(self) -> tuple[Chapter, ...]:
        """The answer, where there is one, and the other chapters."""
        return self.chapters if self.answer is None else (self.answer, *self.chapters)


def kept(text: str) -> str:
    """`clean` text between other words: a space at either end stays."""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and text.strip() else ""
    return f"{before}{clean(text)}{after}"


def clean(text: str) -> str:
    r"""Text on one line that does nothing to the one who reads it: control and format characters become escapes.

    A space at which no line may be broken stays one.

    >>> clean("one\n two\u202e"), clean("5\u00a0%")
    ('one two\\u202e', '5\xa0%')
    """
    return printable(_SPACE.sub(" ", text).strip(" \t\n\r\f\v"))


def plain(words: Words) -> str:
    """A line of text without its links."""
    return "".join(part if isinstance(part, str) else part.text for part in words)


def leads(words: Words) -> bool:
    """Whether a line leads to what stands below it, so that no page should end with it."""
    return plain(words).endswith(":")


def web_address(text: str) -> str | None:
    """A web address as it may be linked to, or None where the text is none; only http and https are links.

    >>> web_address("https://example.org/a?b=1#c"), web_address("javascript:alert(1)"), web_address("notes.txt")
    ('https://example.org/a?b=1#c', None, None)
    """
    # Quotes, brackets and backslashes end an attribute or a link in one of the formats; no address needs them as they are.
    if text != text.strip() or not text.isprintable() or any(c in text for c in " \"'<>\\`{}|^"):
        return None
    try:
        parts = urlsplit(text)
    except ValueError:  # such as an open bracket of an IPv6 address
        return None
    return text if parts.scheme.lower() in ("http", "https") and parts.netloc else None


def anchors(document: Document) -> frozenset[str]:
    """All anchors of a document: to others no link may lead."""

    def below(blocks: Iterable[Block]) -> Iterator[str]:
        for block in blocks:
            match block:
                case Part(_, inner, anchor):
                    yield from [anchor] if anchor else []
                    yield from below(inner)
                case Details(_, inner):
                    yield from below(inner)
                case _:
                    pass

    return frozenset(name for chapter in document.sections for name in (chapter.anchor, *below(chapter.blocks)))


# ------------------------------------------------------------------------------------- from prose to blocks


def from_section(section: Section, anchor: str = "") -> Part:
    """A section of prose as a part of a chapter."""
    return Part(section.title, from_items(section.items), anchor)


def from_items(items: Sequence[Item]) -> tuple[Block, ...]:
    """Items of prose as blocks: marks make lists, depth makes lists in lists.

    >>> from_items([Item("Can:"), Item("pay", 1, "-"), Item("at once", 2), Item("sue", 1, "-")])[1].entries[0]
    Entry(words=('pay',), blocks=(Paragraph(words=('at once',), note=False),))
    """
    return _blocks(_tree(list(items)), inside=False)


def from_lines(lines: Iterable[tuple[int, str]]) -> tuple[Block, ...]:
    """Lines with levels of indentation as blocks: what stands deeper is a list below what it belongs to."""
    entries = list(lines)
    least = min((level for level, _ in entries), default=0)
    return from_items([Item(text, level - least, "-" if level > least else "") for level, text in entries])


Tree = list[tuple[Item, "Tree"]]


def _tree(items: list[Item]) -> Tree:
    """Items with those below them that are deeper."""
    tree: Tree = []
    k = 0
    while k < len(items):
        end = k + 1
        while end < len(items) and items[end].depth > items[k].depth:
            end += 1
        tree.append((items[k], _tree(items[k + 1 : end])))
        k = end
    return tree


def _blocks(tree: Tree, inside: bool) -> tuple[Block, ...]:
    """Blocks of a tree; what has no mark is a paragraph, or, below a paragraph, an entry of a list."""
    blocks: list[Block] = []
    entries: list[Entry] = []
    ordered = False

    def finish() -> None:
        if entries:
            blocks.append(Listing(tuple(entries), ordered))
            entries.clear()

    for item, below in tree:
        numbered = item.mark.rstrip(".").isdigit()
        if item.mark:
            # A list that begins again at 1 is another list, although the one before it was numbered, too.
            if numbered != ordered or item.mark == "1.":
                finish()
            ordered = numbered
            entries.append(Entry((item.text,), _blocks(below, inside=True)))
        elif item.depth and not inside and not item.text.endswith(":"):
            # Without a mark, indentation alone makes a list; but a line that leads to others introduces them.
            if ordered:
                finish()
            ordered = False
            entries.append(Entry((item.text,), _blocks(below, inside=True)))
        else:
            finish()
            blocks.append(Paragraph((item.text,)))
            blocks += _blocks(below, inside=False)
    finish()
    return tuple(blocks)
