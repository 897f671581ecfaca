"""A page laid out: wrapped for a terminal, or as Markdown; sections of prose, and tables of text.

Everything passes `printable`: a name in a case file may hold escape sequences that would move the cursor or change
colours. In Markdown, signs with a meaning are escaped as well, so that a name is never a link or a heading.
"""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby

from countermove.errors import printable
from countermove.text.blocks import Adapted, Item, Page, Section, Table, Verbatim, in_document
from countermove.text.markup import escaped_markdown

__all__ = [
    "as_markdown", "as_text", "folded", "one_line", "sections_markdown", "sections_text",
    "table_markdown", "table_text",
]  # fmt: skip

COLUMNS = 100
"""Columns of a line where no terminal says otherwise: what fits on a printed page, and on half a common screen."""
LEAST_COLUMNS = 40
"""Columns below which a line is not wrapped: in less, indented prose is a word a line."""
HARD = "\u00a0"
"""A space at which no line ends, as in ``61 %``."""
BOLD, PLAIN = "\x1b[1m", "\x1b[0m"


def as_text(page: Page, width: int = COLUMNS, colour: bool = False) -> str:
    """A page for a terminal of `width` columns, its parts with a blank line between them.

    Parameters
    ----------
    page
        Its parts, from top to bottom.
    width
        Columns; fewer than 40 count as 40.
    colour
        Whether headings, and the rows of tables that stand out, are bold.

    Returns
    -------
    str
        The text, without a newline at its end.

    Examples
    --------
    >>> print(as_text([Section("Who", (Item("Anna", mark="-"),)), Verbatim("that is all")]))
    Who
      - Anna
    <BLANKLINE>
    that is all
    """
    return "\n\n".join(_texts(page, width, colour))


def _texts(page: Page, width: int, colour: bool) -> Iterator[str]:
    for part in page:
        on_screen = part.screen if isinstance(part, Adapted) else part
        match on_screen:
            case Section():
                yield sections_text([on_screen], width, colour)
            case Table():
                yield table_text(on_screen, width, colour)
            case Verbatim(text, fold, _):
                yield folded(text, width) if fold else text


def as_markdown(page: Page) -> str:
    """A page as Markdown; where a section comes first, its heading is that of the page.

    Examples
    --------
    >>> print(as_markdown([Section("Who", (Item("Anna", mark="-"),)), Verbatim("that is all")]))
    # Who
    <BLANKLINE>
    - Anna
    <BLANKLINE>
    ```text
    that is all
    ```
    """
    parts: list[str] = []
    # Neighbouring sections are laid out together, since which heading is the title depends on those before it.
    for kind, group in groupby(in_document(page), type):
        if kind is Section:
            sections = [part for part in group if isinstance(part, Section)]
            parts.append(sections_markdown(sections, has_title=bool(parts)))
        else:
            for part in group:
                if isinstance(part, Table):
                    parts.append(table_markdown(part))
                elif isinstance(part, Verbatim) and part.prose:
                    # In Markdown only a blank line ends a paragraph.
                    parts.append("\n\n".join(map(_escaped, part.text.split("\n"))))
                elif isinstance(part, Verbatim):
                    text = folded(part.text) if part.fold else part.text
                    parts.append(f"```text\n{text}\n```" if part.is_fenced else text)
    return "\n\n".join(parts)


# ----------------------------------------------------------------------------------- sections of prose


def sections_text(sections: Sequence[Section], width: int = COLUMNS, colour: bool = False) -> str:
    """The sections as wrapped text, two spaces for each level; headings are bold where there is colour.

    >>> print(sections_text([Section("Who", (Item("Anna", mark="-"), Item("a friend", 1)))]))
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


def sections_markdown(sections: Sequence[Section], has_title: bool = False) -> str:
    """The sections as Markdown: the first heading is the title of the page, unless it has one above.

    >>> print(sections_markdown([Section("Who", (Item("Anna", mark="-"),))]))
    # Who
    <BLANKLINE>
    - Anna
    """
    blocks = []
    for level, section in enumerate(sections):
        lines = [f"{'##' if level or has_title else '#'} {_escaped(section.title)}"]
        # Where nothing stands at the margin as a list, the first level of indentation does.
        base = 0 if any(item.mark and not item.depth for item in section.items) else 1
        listing = False
        for item in section.items:
            mark = item.mark or ("-" if item.depth else "")
            # A blank line within a list would make Markdown set its entries as paragraphs, wide apart.
            lines += [] if listing and mark else [""]
            lines.append(f"{'   ' * (item.depth - base)}{mark}{' ' if mark else ''}{_escaped(item.text)}")
            listing = bool(mark)
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def folded(text: str, width: int = COLUMNS) -> str:
    """Text whose long lines are wrapped, each as far in as its first line, and two spaces more."""
    lines = []
    for line in printable(text).split("\n"):
        indent = line[: len(line) - len(line.lstrip(" "))]
        # Ids such as prisoners-dilemma are copied from the screen, so no line ends at a hyphen.
        wrapped = textwrap.wrap(
            line, max(width, LEAST_COLUMNS), subsequent_indent=f"{indent}  ", break_on_hyphens=False
        )  # fmt: skip
        lines += wrapped or [""]
    return "\n".join(lines)


def one_line(text: str) -> str:
    """Text with every run of white space turned into one space."""
    return " ".join(text.split())


def _wrapped(item: Item, width: int) -> Iterator[str]:
    indent = "  " * (item.depth + 1)
    first = f"{indent}{item.mark} " if item.mark else indent
    # `str.split` would split at hard spaces as well; they become common ones only when the lines are made.
    text = " ".join(re.split(rf"[^\S{HARD}]+", item.text.strip()))
    lines = textwrap.wrap(
        printable(text),
        max(width, LEAST_COLUMNS),
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_on_hyphens=False,
    )
    yield from (line.replace(HARD, " ") for line in lines)


def _escaped(text: str) -> str:
    """Text on one line in which no sign has a meaning in Markdown; ``|`` would end a cell."""
    return escaped_markdown(printable(one_line(text)))


# ---------------------------------------------------------------------------------------------- tables


def table_text(table: Table, width: int = COLUMNS, colour: bool = False) -> str:
    """The table for a terminal, at most `width` columns wide; long cells are wrapped.

    >>> print(table_text(Table(("state", "who"), (("1", "US"), ("12", "USSR")), frozenset({"state"}))))
    state  who
    ───────────
        1  US
       12  USSR
    """
    # Imported here: JSON and CSV, which programs read, need no library for terminals, and it takes a while to load.
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    grid = RichTable(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    for column in table.columns:
        side = "right" if column in table.right else "center" if column in table.centred else "left"
        grid.add_column(Text(_clean(column)), justify=side, overflow="fold")  # type: ignore[arg-type]
    for k, row in enumerate(table.rows):
        is_bold = k in table.strong or k in table.groups
        grid.add_row(*(Text(_clean(cell)) for cell in row), style="bold" if is_bold else "")
    out = io.StringIO()
    console = Console(
        file=out, width=max(width, LEAST_COLUMNS), force_terminal=colour, no_color=not colour, legacy_windows=False,
        color_system="standard" if colour else None, markup=False, emoji=False, highlight=False,
    )  # fmt: skip
    console.print(grid)
    # Rich fills cells with spaces to the width of their column; at the end of a line they only disturb a comparison.
    lines = [line.rstrip() for line in out.getvalue().rstrip("\n").split("\n")]
    notes = [_filled(_clean(note), width) for note in table.notes]
    caption = [_filled(_clean(table.caption), width), ""] if table.caption else []
    return "\n".join([*caption, *lines, *([""] if notes else []), *notes])


def table_markdown(table: Table) -> str:
    """The table as Markdown, its notes below it.

    >>> print(table_markdown(Table(("state", "who"), (("1", "US | USSR"),), frozenset({"state"}))))
    | state | who |
    | --: | :-- |
    | 1 | US \\| USSR |
    """
    rule = ["--:" if name in table.right else ":-:" if name in table.centred else ":--" for name in table.columns]
    rows = [[_escaped(cell) for cell in row] for row in (table.columns, *table.rows)]
    lines = [f"| {' | '.join(cells)} |" for cells in (rows[0], rule, *rows[1:])]
    caption = [f"**{_escaped(table.caption)}**", ""] if table.caption else []
    notes = [part for note in table.notes for part in ("", _escaped(note))]
    return "\n".join([*caption, *lines, *notes])


def _clean(cell: str) -> str:
    return printable(one_line(cell))


def _filled(text: str, width: int) -> str:
    return textwrap.fill(text, max(width, LEAST_COLUMNS), break_on_hyphens=False)
