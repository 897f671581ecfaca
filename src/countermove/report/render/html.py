"""A report as one HTML page that needs nothing else: no network and no script; it prints, and reads in the dark."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from importlib.resources import files

from countermove.text.blocks import (
    Block,
    Chapter,
    Details,
    Document,
    Listing,
    Paragraph,
    Part,
    Picture,
    Table,
    Words,
    clean,
    web_address,
)

__all__ = ["POLICY", "as_html"]

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
"""What a browser is told that the page needs: its own styles and pictures, and nothing that runs or is fetched."""
DENSE = 8
"""A table with more columns is set smaller."""
NOTE = '<p class="note">'
STRONG = '<tr class="strong">'
LONGEST = 14
"""A column is at least as wide as its longest word; only words of more characters than this are broken."""


def as_html(document: Document) -> str:
    """The page. Names and texts of the case are escaped wherever they stand, and only web addresses are links.

    >>> from countermove.text.blocks import Chapter, Document, Paragraph
    >>> page = as_html(Document("<b>", "", "", (Chapter("a", "A", (Paragraph(("x < y",)),)),), (), "countermove"))
    >>> "<h1>&lt;b&gt;</h1>" in page, "<p>x &lt; y</p>" in page
    (True, True)
    """
    style = files("countermove.report").joinpath("report.css").read_text(encoding="utf-8")
    title = _text(document.title)
    facts = "".join(f"<div><dt>{_text(name)}</dt><dd>{_text(value)}</dd></div>" for name, value in document.facts)
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{escape(POLICY)}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f'<meta name="generator" content="{_text(document.generator)}">',
        f"<title>{title}</title>",
        f"<style>\n{style.strip()}\n</style>",
        "</head>",
        "<body>",
        "<header>",
        f"<h1>{title}</h1>",
        *([f'<p class="subtitle">{_text(document.subtitle)}</p>'] if document.subtitle else []),
        *([f'<p class="about">{_text(document.about)}</p>'] if document.about else []),
        "</header>",
        _contents(document.chapters) if document.has_contents else "",
        "<main>",
        *map(_chapter, document.chapters),
        "</main>",
        f"<footer><dl>{facts}</dl></footer>" if facts else "",
        "</body>",
        "</html>",
    ]
    return "\n".join(line for line in lines if line) + "\n"


def _text(text: str) -> str:
    return escape(clean(text))


def _contents(chapters: Iterable[Chapter]) -> str:
    entries = "".join(f'<li><a href="#{escape(c.anchor)}">{_text(c.title)}</a></li>' for c in chapters)
    return f'<nav aria-label="Contents"><ol>{entries}</ol></nav>'


def _chapter(chapter: Chapter) -> str:
    body = _blocks(chapter.blocks, 3)
    return f'<section id="{escape(chapter.anchor)}">\n<h2>{_text(chapter.title)}</h2>\n{body}\n</section>'


def _blocks(blocks: Iterable[Block], level: int) -> str:
    return "\n".join(_block(block, level) for block in blocks)


def _block(block: Block, level: int) -> str:
    match block:
        case Paragraph(words, note):
            return f"{NOTE if note else '<p>'}{_words(words)}</p>"
        case Listing(entries, ordered):
            tag = "ol" if ordered else "ul"
            items = (f"<li>{_words(e.words)}{_blocks(e.blocks, level)}</li>" for e in entries)
            return f"<{tag}>{''.join(items)}</{tag}>"
        case Table() as table:
            return _table(table)
        case Picture(title, alt, svg):
            caption = f"<figcaption>{_text(title)}</figcaption>"
            return f'<figure role="group" aria-label="{_text(alt)}"><div class="plate">{svg}</div>{caption}</figure>'
        case Details(summary, inner):
            return f"<details><summary>{_words(summary)}</summary>\n{_blocks(inner, level)}\n</details>"
        case Part(title, inner, anchor):
            name = f' id="{escape(anchor)}"' if anchor else ""
            heading = f"h{min(level, 6)}"
            return f"<{heading}{name}>{_text(title)}</{heading}>\n{_blocks(inner, level + 1)}"


def _words(words: Words) -> str:
    return "".join(_text_kept(part) if isinstance(part, str) else _link(part.text, part.to) for part in words)


def _text_kept(text: str) -> str:
    """Text between links, whose spaces at either end count."""
    before = " " if text[:1].isspace() else ""
    after = " " if text[-1:].isspace() and text.strip() else ""
    return f"{before}{_text(text)}{after}"


def _link(text: str, to: str) -> str:
    if to.startswith("#"):
        return f'<a href="{escape(to)}">{_text(text)}</a>'
    address = web_address(to)
    return f'<a href="{escape(address)}" rel="noreferrer noopener">{_text(text)}</a>' if address else _text(text)


def _table(table: Table) -> str:
    classes = [_class(table, k) for k in range(len(table.columns))]
    head = "".join(f'<th scope="col"{c}>{_text(name)}</th>' for name, c in zip(table.columns, classes, strict=True))
    rows = []
    for k, row in enumerate(table.rows):
        cells = "".join(f"<td{c}>{_text(cell)}</td>" for cell, c in zip(row, classes, strict=True))
        rows.append(f"{STRONG if k in table.strong else '<tr>'}{cells}</tr>")
    notes = "".join(f"{NOTE}{_text(note)}</p>" for note in table.notes)
    body = f"<thead><tr>{head}</tr></thead><tbody>{''.join(rows)}</tbody>"
    dense = " dense" if len(table.columns) > DENSE else ""
    return f'<div class="grid{dense}"><table>{body}</table></div>{notes}'


def _class(table: Table, column: int) -> str:
    """Whether a column is as wide as its longest word or has words too long for that; whether it holds numbers."""
    texts = [table.columns[column], *(row[column] for row in table.rows)]
    longest = max((len(word) for text in texts for word in clean(text).split(" ")), default=1)
    right = " right" if table.columns[column] in table.right else ""
    return f' class="{"whole" if longest <= LONGEST else "long"}{right}"'
