"""What chapters are built with: their material, tables and prose as readers of a report want them, and evidence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum

from countermove.analysis.equilibria import StabilityTable
from countermove.game.game import Game
from countermove.game.listed import ListedGame
from countermove.game.searched import SearchedGame
from countermove.model.case import Case, OptionRow
from countermove.text.blocks import (
    Block,
    Details,
    Inline,
    Link,
    Paragraph,
    Part,
    Picture,
    Quotation,
    Section,
    Table,
    Words,
    from_section,
    web_address,
)
from countermove.text.naming import Combinations, joined, shortened

__all__ = [
    "EXPLAINED", "MOST_NAMED", "Draw", "Length", "Material", "Quoted", "by_name", "cited", "folded", "for_readers",
    "grid", "in_details", "parts", "readable", "source_anchor", "source_words", "support", "together",
    "until_sentence_end", "without_column",
]  # fmt: skip

Draw = Callable[[str, Sequence[int], str | None], Picture | None]
"""Draws a picture of this kind, of the states with these keys, perhaps of one actor; None where there is none."""
SCREEN = re.compile(
    r"; --limit shows (?:it|them)|; --from STATE (?:tells more of|says more about) one|, and --limit lists them"
    r"|; explain tells which|,? in the order of solve(?=\))"
    r"| Outcomes are numbered in the order of solve\.| \(in the order of solve\)|; --state STATE tries one"
    r"|, and (?:was|were) not tried otherwise here: robust does"
    r"|(?<=deals): countermove deals|(?<=deal): countermove deals"
    r"|; add --scenario [\w-]+|(?<=tried): countermove robust|(?<=here): countermove compare|: countermove explain(?=\.)"
    r"| --state STATE tries one\.?|; ask for each, as in --scenario [\w-]+"
)
"""What is said to those who sit before a command line, and readers of a report cannot use."""
MOST_COLUMNS = 12
"""Columns of a table at most: more do not fit on a page of A4 in a size that can be read."""
MOST_PARTS = 12
"""Parts that stand open below each other; more are folded, so that a chapter stays a page or two."""
MOST_NAMED = 6
"""Names in a heading at most; of more, some, and all of them stand below it."""
LONGEST_CELL = 80
"""Options are named where no row of the table needs more letters than this, about a line of a page, ..."""
LONGEST_COLUMN = 600
"""... or all of them no more than this: few rows may be long."""
TAKEN = "options taken"
"""The column in which tables of the command line have options by their ids, as other commands take them."""
MOST_WORDS = 40
"""Words of a quotation at most."""
SENTENCE_END = re.compile(r"""[.!?\u2026]["'\u201d\u2019)\]]*$""")
BLANK = ("", "nothing")
EXPLAINED = 'Options stand by their ids; the chapter "Actors and options" has their names.'


class Length(Enum):
    """How long a report is: two pages, at most ten or so, or everything."""

    MEMO = "memo"
    SHORT = "short"
    FULL = "full"


@dataclass(frozen=True)
class Quoted:
    """What an evidence file has under a reference: words, whose claim they are ("" for the author's), their paragraph."""

    words: str
    claimed_by: str = ""
    paragraph: int = 0


@dataclass(frozen=True)
class Material:
    """What all chapters of a report may use.

    Attributes
    ----------
    case
        The case as it is written; the game has the one with the scenario.
    table
        The verdicts on the states of the game, or what a search found of them.
    outcomes
        The keys of the outcomes that are described in full, strongest first.
    seed
        The seed of what is estimated or drawn.
    draws
        How many plausible models are drawn; 0 where nobody asked.
    draw
        What makes pictures; None for a report without.
    length
        How long the report is.
    quotations
        What evidence files have under the references of the case: by reference.
    """

    case: Case
    table: StabilityTable
    outcomes: tuple[int, ...]
    seed: int
    draws: int = 0
    draw: Draw | None = None
    length: Length = Length.FULL
    quotations: Mapping[str, Quoted] = field(default_factory=dict)

    @property
    def game(self) -> Game:
        """The game that the report is about."""
        return self.table.game

    @property
    def listed(self) -> ListedGame:
        """The game of a chapter on listed games."""
        return self.table.listed

    @property
    def searched(self) -> SearchedGame:
        """The game of a chapter on searched games."""
        return self.table.searched

    def pictures(self, *kinds: str, actor: str | None = None) -> tuple[Picture, ...]:
        """The pictures of these kinds that there are for the game, or for one of its actors."""
        if self.draw is None:
            return ()
        drawn = (self.draw(kind, self.outcomes, actor) for kind in kinds)
        return tuple(picture for picture in drawn if picture is not None)


# ------------------------------------------------------------------------------------------- tables and prose


def for_readers(text: str) -> str:
    """Text without what only the command line can show.

    >>> for_readers("3 more states; --limit shows them.")
    '3 more states.'
    """
    return SCREEN.sub("", text)


def readable(sections: Iterable[Section]) -> list[Section]:
    """Sections without what only the command line can show."""
    return [
        replace(section, items=tuple(replace(item, text=for_readers(item.text)) for item in section.items))
        for section in sections
    ]


def parts(sections: Iterable[Section]) -> tuple[Part, ...]:
    """Sections of prose as parts of a chapter."""
    return tuple(from_section(section) for section in sections)


def grid(table: Table, game: Combinations | None = None) -> tuple[Table, ...]:
    """A table of the command line for readers of a report; nothing where it is empty or too wide for a page.

    With the `game` options are named instead of their ids, where names fit.
    """
    if not table.rows or len(table.columns) > MOST_COLUMNS:
        return ()
    if game is not None:
        table = by_name(table, game)
    notes = tuple(map(for_readers, table.notes))
    notes = tuple(note for note in notes if "the command tells" not in note and "--state" not in note)
    return (replace(table, notes=notes),)


def without_column(table: Table, column: int) -> Table:
    """A table without one of its columns, counted from 0."""
    rows = tuple((*row[:column], *row[column + 1 :]) for row in table.rows)
    return replace(table, columns=(*table.columns[:column], *table.columns[column + 1 :]), rows=rows)


def by_name(table: Table, game: Combinations) -> Table:
    """The table with the options of a state by their names and owners; as it is, with a note, where they are long.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("cuban-missile-crisis"))
    >>> by_name(Table(("state", "options taken"), (("8", "usa.air-strike, usa.blockade, ussr.withdraw"),)), game).rows
    (('8', 'US: Launch an air strike and Blockade Cuba; USSR: Withdraw the missiles'),)
    """
    if TAKEN not in table.columns or game.case.is_graph:  # in a graph case the column has the ids of states
        return table
    at = table.columns.index(TAKEN)
    options = {row.full: row for row in game.options}
    cells = [row[at] if row[at] in BLANK else _named([options[id_] for id_ in row[at].split(", ")], game)
             for row in table.rows]  # fmt: skip
    if max(map(len, cells), default=0) > LONGEST_CELL and sum(map(len, cells)) > LONGEST_COLUMN:
        return replace(table, notes=(*table.notes, EXPLAINED))
    rows = ((*row[:at], cell, *row[at + 1 :]) for row, cell in zip(table.rows, cells, strict=True))
    return replace(table, rows=tuple(rows))


def _named(rows: Sequence[OptionRow], game: Combinations) -> str:
    owners = dict.fromkeys(row.owner for row in rows)
    return "; ".join(
        f"{game.case.label(owner)}: {joined([row.name for row in rows if row.owner == owner])}" for owner in owners
    )


# ----------------------------------------------------------------------------------------------- parts, folded


def in_details(title: str, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Something long, to be opened by who wants it; nothing where there is nothing."""
    return (Details((title,), blocks),) if blocks else ()


def together(case: Case, ids: Sequence[str], title: str, blocks: tuple[Block, ...], anchor: str = "") -> Part:
    """A part on some actors or bodies at once; `title` is that of one alone."""
    if len(ids) == 1:
        return Part(title, blocks, anchor)
    names = [case.label(id_) for id_ in ids]
    each = Paragraph((f"Each of {joined(names)}:",))
    return Part(shortened(names, MOST_NAMED), (each, *blocks) if len(names) > MOST_NAMED else blocks, anchor)


def folded(parts: Sequence[Part]) -> tuple[Block, ...]:
    """Parts below each other; many of them folded, each under its title."""
    if len(parts) <= MOST_PARTS:
        return tuple(parts)
    return tuple(Details((part.title,), part.blocks) for part in parts)


# ---------------------------------------------------------------------------------------------------- evidence


def source_anchor(id_: str) -> str:
    """The anchor of a source in the list of sources."""
    return f"source-{id_}"


def source_words(case: Case, id_: str) -> Words:
    """A source in one line: its title with a link to it, and what else is known of it."""
    source = case.sources[id_]
    address = web_address(source.url)
    title: Inline = Link(source.title or id_, address) if address else source.title or id_
    facts = [fact for fact in (source.author, source.outlet, source.kind, source.date) if fact]
    return (title, "".join(f", {fact}" for fact in facts))


def support(material: Material, because: str, evidence: Sequence[str]) -> tuple[Block, ...]:
    """Why something is assumed: the reason, and the evidence for it, quoted where its words are known."""
    case = material.game.case
    blocks: list[Block] = [Paragraph((f"Because: {because}",), note=True)] if because else []
    bare = [reference for reference in evidence if reference not in material.quotations]
    for reference in evidence:
        if reference not in bare:
            quoted = material.quotations[reference]
            words, is_cut = until_sentence_end(quoted.words, MOST_WORDS)
            blocks.append(Quotation(f"\u201c{words}\u201d", _whose(case, reference, quoted), is_cut))
    if bare:
        blocks.append(Paragraph(("Evidence: ", *cited(case, bare)), note=True))
    return tuple(blocks)


def cited(case: Case, evidence: Sequence[str]) -> Words:
    """References in words, each source once with a link to it: ``All allies are unanimous, paragraphs 2 and 9``.

    An item is a hash, which means nothing to a reader: of it the source alone is named.
    """
    places: dict[str, list[str]] = {}
    for reference in evidence:
        id_, _, place = reference.partition("#")
        known = id_ if id_ in case.sources else reference
        places.setdefault(known, []).extend([place] if place.isdigit() and place not in places.get(known, ()) else [])
    words: list[Inline] = []
    for id_, paragraphs in places.items():
        kind = "paragraph" if len(paragraphs) == 1 else "paragraphs"
        words += ["; "] if words else []
        words += _linked(case, id_, id_, f", {kind} {joined(paragraphs)}" if paragraphs else "")
    return tuple(words)


def _linked(case: Case, id_: str, reference: str, where: str) -> list[Inline]:
    source = case.sources.get(id_)
    if source is None:
        return [reference]
    return [Link(f"{source.title or id_}{where}", web_address(source.url) or f"#{source_anchor(id_)}")]


def _whose(case: Case, reference: str, quoted: Quoted) -> Words:
    """Whose words these are, and where they stand."""
    id_, _, _ = reference.partition("#")
    where = f", paragraph {quoted.paragraph}" if quoted.paragraph else ""
    claimed = f"{quoted.claimed_by}, in " if quoted.claimed_by else ""
    return (claimed, *_linked(case, id_, reference, where)) if claimed else tuple(_linked(case, id_, reference, where))


def until_sentence_end(text: str, most: int) -> tuple[str, bool]:
    """The first words of a text, at most this many and to the end of a sentence if one ends there; and whether it is cut.

    >>> until_sentence_end("It rains. It rains all the time.", 4)
    ('It rains.', True)
    >>> until_sentence_end("It rains all the time.", 3), until_sentence_end("It rains.", 3)
    (('It rains all', True), ('It rains.', False))
    """
    words = text.split()
    if len(words) <= most:
        return " ".join(words), False
    first = words[:most]
    ends = [k for k, word in enumerate(first, 1) if SENTENCE_END.search(word)]
    return " ".join(first[: ends[-1]] if ends else first), True
