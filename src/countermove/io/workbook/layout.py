"""The sheets of a workbook that holds a case, with their columns: what is read, written and explained is made from here."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ABOUT_CASE", "GROUPS", "GUIDE", "KINDS_OF_CONSTRAINT", "KINDS_OF_PREFERENCE", "SHEETS", "Column", "Sheet"]

GUIDE = "read me"
"""The first sheet, which explains the others and is not read."""
ABOUT_CASE = ("title", "at", "about", "citation")
"""What the sheet *case* says of the whole case, each in a row of its own."""
KINDS_OF_PREFERENCE = ("statement", "rank", "worth")
GROUPS = ("equally", "order unknown")
KINDS_OF_CONSTRAINT = ("impossible", "always", "coalesce")
RULES = ("consensus", "unanimity", "majority")
NARROW, MIDDLE, WIDE = 14.0, 28.0, 60.0
"""Widths of columns, in characters of the usual font: a word, a name, a sentence."""


@dataclass(frozen=True)
class Column:
    """A column of a sheet.

    Parameters
    ----------
    name
        What stands above it.
    about
        What to write there, in at most 255 characters, which is what a note at a cell takes.
    kind
        How its cells are read: ``id`` (spaces and line breaks do not count), ``name`` (on one line), ``text``, ``date``,
        ``number``, ``yes`` (yes or no), ``choice`` (one of `choices`), ``list``, ``rule`` or ``statement``.
    choices
        What the drop-down list offers.
    offers
        Or the sheet and the column whose cells it offers.
    width
        In characters.
    is_needed
        Whether every row has it.
    """

    name: str
    about: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    offers: tuple[str, str] | None = None
    width: float = NARROW
    is_needed: bool = False


@dataclass(frozen=True)
class Sheet:
    """A sheet: its name, what its rows are, and its columns; a workbook without a needed sheet holds no case."""

    name: str
    about: str
    columns: tuple[Column, ...]
    is_needed: bool = False
    for_graph: bool = False

    def column(self, name: str) -> Column:
        """The column with this name."""
        return next(column for column in self.columns if column.name == name)


OF_ACTOR = ("actors", "id")
OF_OPTION = ("options", "option")
OF_STATE = ("states", "id")
BECAUSE = Column("because", "The reason, for readers of your case. May stay empty.", width=WIDE)
ID = "Small letters, digits and hyphens; begins with a letter. Statements use it."
NAME = "What people read. Empty: the id with a capital letter."
PLURAL = Column("plural", "yes if the name takes verbs in the plural (the allies take).", "yes", ("yes", "no"))
RULE = "consensus, unanimity, majority, or as in the case format: {quota: 2/3}, {actor: ann}, {veto: [ann], also: majority}."

SHEETS: tuple[Sheet, ...] = (
    Sheet(
        "case", "What the case is about: one row each, all optional.",
        (
            Column("what", "title, at (the moment described), about, citation.", "choice", ABOUT_CASE, is_needed=True),
            Column("text", "Its text.", "date", width=WIDE),
        ),
    ),
    Sheet(
        "actors", "Who takes part: one row for each actor.",
        (
            Column("id", ID, "id", is_needed=True),
            Column("name", NAME, "name", width=MIDDLE),
            PLURAL,
            Column("about", "A description. May stay empty.", width=WIDE),
        ),
        is_needed=True,
    ),
    Sheet(
        "options", "What each actor or body can do or leave undone: one row for each option.",
        (
            Column("owner", "The id of the actor or body whose option it is.", "id", (), OF_ACTOR, is_needed=True),
            Column("option", ID, "id", is_needed=True),
            Column("name", NAME, "name", width=MIDDLE),
            Column(
                "change", "both: it can be taken and dropped again (so if empty). take-only, drop-only: one of the two.",
                "choice", ("both", "take-only", "drop-only"),
            ),
            Column("needs", "A statement that holds before the option is taken. May stay empty.", "statement", width=MIDDLE),
            Column("levels", "Degrees of the option, with commas: none, partial, full. Empty: yes or no.", "list"),
            Column("rule", f"Options of bodies only, if not the body's own rule: {RULE}", "rule", RULES, width=MIDDLE),
            Column(
                "now", "yes if it is taken in the status quo, no if not (with levels: the level). "
                "Empty in all rows: the case has no status quo.", "id", ("yes", "no"),
            ),
            BECAUSE,
        ),
    ),
    Sheet(
        "preferences", "What each actor prefers: MOST IMPORTANT FIRST. One higher row outweighs everything below it.",
        (
            Column("actor", "The id of the actor whose preference it is.", "id", (), OF_ACTOR, is_needed=True),
            Column(
                "statement", "What the actor wants: options with not, and, or, if, iff. For rank: a state such as YN-Y. "
                "For worth: an option.", "statement", (), OF_OPTION, WIDE, is_needed=True,
            ),
            Column(
                "kind", "statement (so if empty); rank: states, best first; worth: an option has a weight. One kind each.",
                "choice", KINDS_OF_PREFERENCE,
            ),
            Column(
                "group", "equally: as important as the row above of the same actor. order unknown: you do not know which of "
                "the two comes first.", "choice", GROUPS,
            ),
            Column("worth", "Only for the kind worth: the weight of the option.", "number"),
            Column("sure", "How sure you are of it, from 0 to 1. Empty: sure.", "number"),
            Column("otherwise", "What the actor wants instead, if you are wrong, or empty.", "statement", width=MIDDLE),
            BECAUSE,
        ),
    ),
    Sheet(
        "bodies", "Groups that decide by a rule: one row for each body.",
        (
            Column("id", ID, "id", is_needed=True),
            Column("name", NAME, "name", width=MIDDLE),
            PLURAL,
            Column("members", "Ids of actors (or bodies), with commas: ann, bob.", "list", width=MIDDLE),
            Column("rule", RULE, "rule", RULES, width=MIDDLE),
            Column("about", "A description. May stay empty.", width=WIDE),
        ),
    ),
    Sheet(
        "constraints", "What cannot be: one row for each statement.",
        (
            Column(
                "kind", "impossible: no state in which it holds. always: only states in which it holds. coalesce: the "
                "states that match it count as one.", "choice", KINDS_OF_CONSTRAINT, is_needed=True,
            ),
            Column("statement", "A statement; for coalesce also a pattern such as YN-Y.", "statement", (), None, WIDE,
                   is_needed=True),
            BECAUSE,
        ),
    ),
    Sheet(
        "events", "What happened, in order: one row for each event.",
        (
            Column("on", "The day, such as 2021-12-17.", "date", is_needed=True),
            Column("actor", "The id of the actor or body whose doing it was.", "id", (), OF_ACTOR, is_needed=True),
            Column("takes", "Options that it took, with commas.", "list", (), OF_OPTION, MIDDLE),
            Column("drops", "Options that it gave up, with commas.", "list", (), OF_OPTION, MIDDLE),
            BECAUSE,
        ),
    ),
    Sheet(
        "states", "Only in a case that lists its states and has no options: one row for each state.",
        (
            Column("id", ID, "id", is_needed=True),
            Column("name", "What people read. Empty: the id.", "name", width=MIDDLE),
            Column("now", "yes at the status quo.", "yes", ("yes", "no")),
        ),
        for_graph=True,
    ),
    Sheet(
        "moves", "Only in a case that lists its states: one row for each move.",
        (
            Column("actor", "Who can move.", "id", (), OF_ACTOR, is_needed=True),
            Column("from", "The id of a state.", "id", (), OF_STATE, is_needed=True),
            Column("to", "The id of a state.", "id", (), OF_STATE, is_needed=True),
        ),
        for_graph=True,
    ),
)  # fmt: skip
"""All sheets in their order, after the one that explains them."""
