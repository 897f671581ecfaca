"""Text in sections, made once and laid out twice: wrapped for a terminal, or as Markdown."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from countermove.errors import printable

__all__ = ["Item", "Section", "as_markdown", "as_text", "folded", "one_line"]

HARD = "\u00a0"
"""A space at which no line ends, as in ``61 %``."""
BOLD, PLAIN = "\x1b[1m", "\x1b[0m"


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


def as_text(sections: Sequence[Section], width: int = 100, colour: bool = False) -> str:
    """The sections as wrapped text, two spaces for each level; headings are bold where there is colour.

    >>> print(as_text([Section("Who", (Item("Anna", mark="-"), Item("a friend", 1)))]))
    Who
      - Anna
        a friend
    """
    blocks = []
    for section in sections:
        title = printable(one_line(section.title))
        head = f"{BOLD}{title}{PLAIN}" if colour else title
        blocks.append("\n".join([head, *(line for item in section.items for line in _wrapped(item, width))]))
    return "\n\n".join(blocks)


def as_markdown(sections: Sequence[Section]) -> str:
    """The sections as Markdown: the first heading is the title of the page.

    >>> print(as_markdown([Section("Who", (Item("Anna", mark="-"),))]))
    # Who
    <BLANKLINE>
    - Anna
    """
    blocks = []
    for level, section in enumerate(sections):
        lines = [f"{'#' if level == 0 else '##'} {_escaped(section.title)}"]
        base = 0 if any(item.mark and not item.depth for item in section.items) else 1
        listing = False
        for item in section.items:
            mark = item.mark or ("-" if item.depth else "")
            lines += [] if listing and mark else [""]
            lines.append(f"{'   ' * (item.depth - base)}{mark}{' ' if mark else ''}{_escaped(item.text)}")
            listing = bool(mark)
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def folded(text: str, width: int = 100) -> str:
    """Text whose long lines are wrapped, each as far in as its first line, and two spaces more."""
    lines = []
    for line in printable(text).split("\n"):
        indent = line[: len(line) - len(line.lstrip(" "))]
        lines += textwrap.wrap(line, max(width, 40), subsequent_indent=f"{indent}  ", break_on_hyphens=False) or [""]
    return "\n".join(lines)


def one_line(text: str) -> str:
    """Text with every run of white space turned into one space."""
    return " ".join(text.split())


def _wrapped(item: Item, width: int) -> Iterator[str]:
    indent = "  " * (item.depth + 1)
    first = f"{indent}{item.mark} " if item.mark else indent
    text = " ".join(re.split(rf"[^\S{HARD}]+", item.text.strip()))
    lines = textwrap.wrap(
        printable(text),
        max(width, 40),
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_on_hyphens=False,
    )
    yield from (line.replace(HARD, " ") for line in lines)


def _escaped(text: str) -> str:
    return re.sub(r"([\\`*_<>\[\]|])", r"\\\1", printable(one_line(text)))
