"""The option form as papers print it: options as rows, states as columns, the equilibria marked below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from countermove.analysis.equilibria import StabilityTable
from countermove.game.game import Game
from countermove.text.blocks import Table
from countermove.text.naming import joined, number
from countermove.views.journal.blocks import in_blocks
from countermove.views.journal.selection import Selection, label_of
from countermove.views.stability import left_out_words

__all__ = ["Columns", "heads_of", "named_states", "option_form_tables", "title_of"]

SIGNS = {True: "Y", False: "N", None: "-"}
LEGEND = "Y: option taken. N: not taken."
EITHER = "-: left open, so the state stands for both."
MARK = "E"
MOST_OPTIONS = 24
"""Options up to which each has a row; a page has room for twice as many lines, and every owner takes one too."""
MARKED = "E: equilibrium under this solution concept."
FOUND = "The {} options have too many combinations to number the states; here they are numbered in the order of this table."


@dataclass(frozen=True)
class Columns:
    """The states of a table: which they are, and what stands above each."""

    selection: Selection
    heads: tuple[str, ...]


def option_form_tables(game: Game, selection: Selection, table: StabilityTable | None) -> tuple[Table, ...]:
    """The option form of some states, with a row for each solution concept that marks its equilibria.

    Parameters
    ----------
    game
        A game of either kind.
    selection
        The states, and in words which they are.
    table
        The verdicts; None where only the options are shown.

    Returns
    -------
    tuple of Table
        One table, in several blocks where it is wider than a page. Of a graph case, which has no options, one with a
        row for each state.

    Examples
    --------
    >>> import countermove as cm
    >>> from countermove.views.journal.selection import all_or_notable
    >>> solved = cm.equilibria(cm.compile(cm.load("chicken")), ["nash"])
    >>> (form,) = option_form_tables(solved.game, all_or_notable(solved), solved)
    >>> form.columns, form.rows[1], form.rows[-1]
    (('State', '1', '2', '3', '4'), ('Cooperate', 'N', 'Y', 'N', 'Y'), ('Nash', '', 'E', 'E', ''))
    """
    if game.case.states is not None:
        return (_state_list(game, selection, table),)
    columns = Columns(selection, heads_of(game, selection.keys))
    rows, groups, folded = _option_rows(game, selection.keys)
    if table is not None:
        groups.append(len(rows))
        rows.append(("Equilibrium under", *[""] * len(selection.keys)))
        rows += _concept_rows(table, selection.keys)
    what = f"{title_of(game)}{selection.words} in option form"
    form = Table(
        ("State", *columns.heads),
        tuple(rows),
        notes=(*_notes(game, columns, table, any("-" in row[1:] for row in rows)), *folded),
        caption=f"{what}{selection.in_brackets}.",
        label=label_of(game.case.title, "option-form"),
        groups=frozenset(groups),
        centred=frozenset(columns.heads),
    )
    return in_blocks(form, what)


def title_of(game: Game) -> str:
    """The beginning of a caption."""
    scenario = f", scenario {game.scenario}" if game.scenario else ""
    return f"{game.case.title or 'Untitled case'}{scenario}: "


def heads_of(game: Game, keys: Sequence[int]) -> tuple[str, ...]:
    """What stands above each state: its number; in a searched game its place in the table."""
    return tuple(str(number(key) if game.is_listed else k) for k, key in enumerate(keys, 1))


def named_states(game: Game, columns: Columns) -> tuple[str, ...]:
    """Which of the states is the status quo, and what those with a label are called; as notes."""
    pairs = list(zip(columns.selection.keys, columns.heads, strict=True))
    now = [f"Status quo: state {head}." for key, head in pairs if key == game.status_quo_key]
    labels: dict[str, list[str]] = {}
    for key, head in pairs:
        if (label := game.label_of(key)) is not None:
            labels.setdefault(label, []).append(head)
    texts = [f"{label} ({', '.join(heads)})" for label, heads in labels.items()]
    return (*now, *([f"Labels: {'; '.join(texts)}."] if texts else []))


def _option_rows(game: Game, keys: Sequence[int]) -> tuple[list[tuple[str, ...]], list[int], tuple[str, ...]]:
    """A row for each option below the row of its owner, the positions of the rows of owners, and what has no row.

    Where options are many, those that are taken in none of the states are named below the table.
    """
    taken = [game.taken(key) for key in keys]
    rows: list[tuple[str, ...]] = []
    groups: list[int] = []
    owner = None
    idle = [o for o in game.options if all(state[o.index] is False for state in taken)]
    folded = {o.index for o in idle} if len(game.options) > MOST_OPTIONS else set()
    for option in game.options:
        if option.index in folded:
            continue
        if option.owner != owner:
            owner = option.owner
            groups.append(len(rows))
            rows.append((game.case.label(owner), *[""] * len(keys)))
        rows.append((option.name, *(SIGNS[state[option.index]] for state in taken)))
    owners: dict[str, list[str]] = {}
    for option in idle:
        owners.setdefault(option.name, []).append(game.case.label(option.owner))
    names = "; ".join(f'"{name}" of {joined(labels)}' for name, labels in owners.items())
    return rows, groups, (f"Not taken in any of these states: {names}.",) if folded else ()


def _concept_rows(table: StabilityTable, keys: Sequence[int]) -> list[tuple[str, ...]]:
    concepts_at = [table.at(key).concepts for key in keys]
    return [(c.label, *(MARK if c.id in at else "" for at in concepts_at)) for c in table.concepts]


def _notes(game: Game, columns: Columns, table: StabilityTable | None, has_open: bool) -> tuple[str, ...]:
    legend = " ".join([LEGEND, *([EITHER] if has_open else []), *([MARKED] if table is not None else [])])
    left_out = left_out_words(table) if table is not None and table.left_out else ""
    size = "" if game.is_listed else FOUND.format(len(game.options))
    return tuple(filter(None, [legend, *named_states(game, columns), size, left_out]))


def _state_list(game: Game, selection: Selection, table: StabilityTable | None) -> Table:
    """The states of a graph case, which were listed by name: a row for each."""
    names = game.case.states or {}
    ids = list(names)
    labels = [] if table is None else [concept.label for concept in table.concepts]
    rows = []
    for key in selection.keys:
        marks = () if table is None else table.at(key).concepts
        cells = [] if table is None else [MARK if concept.id in marks else "" for concept in table.concepts]
        rows.append((str(number(key)), names[ids[key]] or ids[key], *cells))
    columns = Columns(selection, tuple(row[0] for row in rows))
    legend = [MARKED] if table is not None else []
    return Table(
        ("State", "Name", *labels),
        tuple(rows),
        frozenset({"State"}),
        (*legend, *named_states(game, columns)),
        caption=f"{title_of(game)}{selection.words}{selection.in_brackets}.",
        label=label_of(game.case.title, "states"),
        centred=frozenset(labels),
    )
