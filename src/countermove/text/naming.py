"""States, moves and statements of a game in words, made from the case's own names and nothing else.

A state is called by its label where the case has one: see `countermove.game.names.labels` for the forms.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import index
from typing import Protocol, SupportsIndex, TypeVar

from countermove.game.game import Game
from countermove.game.names.labels import (
    change_words,
    deed_verbs,
    difference_words,
    joined,
    listed_name,
    move_words,
    state_in_brackets,
    state_inside,
    state_name,
    whose,
)
from countermove.model.case import Case, OptionRow
from countermove.model.names import OptionNames
from countermove.model.statements import (
    And,
    Bit,
    Const,
    Count,
    Iff,
    Implies,
    Node,
    Not,
    Or,
    Statement,
)
from countermove.text.blocks import Table

__all__ = [
    "Combinations", "against_first", "alike", "change_words", "deed_verbs", "difference_words",
    "doing_line", "doing_words", "joined", "labels_beside", "listed_name", "move_words", "named", "number",
    "outcome", "shortened", "size_words", "state_in_brackets", "state_inside", "state_name", "statement_words",
    "steps_words", "table_with_labels", "taken_words", "turn_words", "whose",
]  # fmt: skip

T = TypeVar("T", bound=Hashable)
MOST_NAMES = 4
"""Actors that are named one by one: as many as stand on half a line, with what is said of them on the other half."""


class Combinations(Protocol):
    """What has states that are combinations of options: a game of either kind, by keys."""

    @property
    def case(self) -> Case:
        """The case whose names the words are made of."""

    @property
    def options(self) -> tuple[OptionRow, ...]:
        """All options in bit order."""

    def taken(self, state: int) -> tuple[bool | None, ...]:
        """Whether each option is taken in `state`; None where that is left open."""


class Step(Protocol):
    """A move: who makes it, from which state to which."""

    @property
    def mover(self) -> str:
        """The id of who moves."""

    @property
    def before(self) -> SupportsIndex:
        """The state before it."""

    @property
    def after(self) -> SupportsIndex:
        """The state after it."""


def shortened(parts: Sequence[str], most: int, last: str = "and") -> str:
    """A list as people write it, its end counted instead of told where there are more than `most`.

    >>> shortened(["a", "b", "c", "d", "e"], 3)
    'a, b and 3 others'
    """
    if len(parts) <= most:
        return joined(parts, last)
    # At least two are counted: "1 others" would be wrong, and its name takes no more room.
    return joined([*parts[: most - 1], f"{len(parts) - most + 1} others"], last)


def number(state: int) -> int:
    """The number that people see: states count from 1."""
    return state + 1


def table_with_labels(table: Table, game: Game, keys: Iterable[int | None], place: int = 1) -> Table:
    """The table with a column of labels at `place`, one state for each row (None: none); as it is where none has one.

    >>> from countermove.game.compile import compile
    >>> from countermove.model.case import Case
    >>> game = compile(Case.model_validate({"actors": {"a": {"options": {"go": {}}}}, "labels": {"gone": "go"}}))
    >>> table_with_labels(Table(("state",), (("1",), ("2",))), game, [0, 1]).rows
    (('1', ''), ('2', 'gone'))
    """
    if not game.labels:
        return table
    return labels_beside(table, [None if key is None else game.label_of(key) for key in keys], place)


def labels_beside(table: Table, labels: Sequence[str | None], place: int = 1) -> Table:
    """The table with these labels, one for each row, in a column at `place`; as it is where no row has one."""
    if not any(labels):
        return table
    columns = (*table.columns[:place], "label", *table.columns[place:])
    rows = tuple((*row[:place], label or "", *row[place:]) for row, label in zip(table.rows, labels, strict=True))
    return replace(table, columns=columns, rows=rows)


def outcome(game: Combinations, key: int) -> list[tuple[str, list[str]]]:
    """Who does what in a state: for each owner in file order, its name and the options that it takes.

    An owner that takes nothing has an empty list. An option that a coalesced state leaves open is said to be.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> outcome(compile(catalog.load_case("cuban-missile-crisis")), 6)
    [('US', ['Blockade Cuba']), ('USSR', ['Withdraw the missiles'])]
    """
    taken = game.taken(key)
    lists: dict[str, list[str]] = {}
    for row in game.options:
        names = lists.setdefault(row.owner, [])
        if taken[row.index] is not False:
            names.append(row.name if taken[row.index] else f"{row.name}, or not")
    return [(game.case.label(owner), names) for owner, names in lists.items()]


def taken_words(game: Combinations, key: int, first: int | None = None, called: str = "the first") -> str:
    """The options taken in a state, as `explain` takes them: ``usa.blockade, ussr.withdraw``; in a graph case its id.

    `first`: another state, which is called `called`; how the state differs from that is said where it is shorter.
    """
    if game.case.states is not None:
        return list(game.case.states)[key]
    taken = game.taken(key)
    every = ", ".join(row.full for row in game.options if taken[row.index]) or "nothing"
    if first is None:
        return every
    before = game.taken(first)
    more = [f"+{row.full}" for row in game.options if taken[row.index] and not before[row.index]]
    less = [f"-{row.full}" for row in game.options if before[row.index] and not taken[row.index]]
    difference = f"as {called}, but {' '.join([*more, *less])}"
    return difference if len(difference) < len(every) else every


def doing_words(game: Combinations, key: int, idle: bool = True) -> Iterator[str]:
    """Who does what: owners who do the same together; last, if asked for, who does nothing."""
    together: dict[str, list[str]] = {}
    for owner, names in outcome(game, key):
        together.setdefault("; ".join(names), []).append(owner)
    resting = together.pop("", [])
    yield from (f"{joined(owners)}: {names}" for names, owners in together.items())
    if idle and resting:
        yield f"{joined(resting)}: nothing"


def doing_line(game: Combinations, key: int) -> str:
    """Who does what in a state, on one line; those who do nothing are left out."""
    return ". ".join(doing_words(game, key, idle=False)) or "Nobody does anything"


def named(game: Combinations, ids: Sequence[str]) -> str:
    """The names of actors and bodies; of many, the first three and the number of the others.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> named(searched_game(load_case("chicken")), ["row", "column"])
    'Row and Col'
    """
    return shortened([game.case.label(id_) for id_ in ids], MOST_NAMES)


def alike(pairs: Iterable[tuple[str, T]]) -> dict[T, list[str]]:
    """Actors of whom the same is said, together; in the order in which they come first.

    >>> alike([("a", "better off"), ("b", "worse off"), ("c", "better off")])
    {'better off': ['a', 'c'], 'worse off': ['b']}
    """
    # Not `itertools.groupby`: those who are alike need not be neighbours.
    groups: dict[T, list[str]] = {}
    for actor, said in pairs:
        groups.setdefault(said, []).append(actor)
    return groups


def against_first(game: Combinations, first: int, key: int) -> str:
    """How a state differs from another: ``France and Germany: "Send forces"``; who differs alike is shown together."""
    before, after = game.taken(first), game.taken(key)
    said = []
    for owner in dict.fromkeys(row.owner for row in game.options):
        rows = [row for row in game.options if row.owner == owner and before[row.index] != after[row.index]]
        words = joined([f'{"" if after[row.index] else "not "}"{row.name}"' for row in rows])
        if words:
            said.append((owner, words))
    return "; ".join(f"{named(game, owners)}: {words}" for words, owners in alike(said).items())


def size_words(game: Combinations) -> str:
    """How large a searched game is, and why its states have no numbers."""
    count = len(game.options)
    return (
        f"The {count} options have 2^{count} combinations, too many to list. "
        "So states have no numbers here; each is described by the options taken."
    )


def turn_words(game: Game, step: Step) -> str:
    """A move of a searched game in words, without its mover: ``chooses "Blockade Cuba"``."""
    return change_words(game, step.mover, index(step.before), index(step.after))


def steps_words(game: Game, steps: Iterable[Step]) -> Iterator[str]:
    """Steps in words; those that do the same one after another stand in one sentence."""
    # All are compared in the plural: whether two do the same does not hang on how their names are inflected.
    for words, run in groupby(steps, key=lambda step: _change_of(game, step, many=True)):
        same = list(run)
        movers = [step.mover for step in same]
        if len(movers) == 1:
            yield f"{game.case.label(movers[0])} {turn_words(game, same[0])}"
        else:
            yield f"One after another, {named(game, movers)} {words}"


def _change_of(game: Game, step: Step, many: bool) -> str:
    return change_words(game, step.mover, index(step.before), index(step.after), many)


def statement_words(case: Case, statement: Statement, owner: str | None = None) -> str:
    """A statement with option names for ids: ``not "Attack Ukraine"``; others' options name their owner.

    >>> from countermove import catalog
    >>> from countermove.model.statements import parse
    >>> statement_words(catalog.load_case("cuban-missile-crisis"), parse("not blockade or ussr.withdraw"), "usa")
    'not "Blockade Cuba" or USSR: "Withdraw the missiles"'
    """
    return _words(case, OptionNames(case).bind(statement, owner), owner)


def _words(case: Case, tree: Node, owner: str | None, inside: bool = False) -> str:
    def part(node: Node) -> str:
        return _words(case, node, owner, inside=True)

    match tree:
        case Const(value):
            return "true" if value else "false"
        case Bit(index):
            return _option(case, index, owner, "")
        case Not(Bit(index)):
            return _option(case, index, owner, "not ")
        case Not(inner):
            return f"not {part(inner)}"
        case And(parts) | Or(parts):
            # No rank of "and" over "or" is supposed: whatever stands inside another has brackets.
            text = (" and " if isinstance(tree, And) else " or ").join(map(part, parts))
        case Implies(left, right):
            text = f"{part(right)} if {part(left)}"
        case Iff(left, right):
            text = f"{part(left)} exactly if {part(right)}"
        case Count(low, high, parts):
            return f"{_amount(low, high, len(parts))} of ({', '.join(map(part, parts))})"
        case _:
            raise TypeError(f"{tree} is not bound to an option")
    return f"({text})" if inside else text


def _option(case: Case, index: int, owner: str | None, negation: str) -> str:
    row = case.option_rows[index]
    who = "" if row.owner == owner else f"{case.label(row.owner)}: "
    return f'{who}{negation}"{row.name}"'


def _amount(low: int, high: int, size: int) -> str:
    """How many of `size` statements hold: a bound that all of them meet goes without saying."""
    if low == high:
        return "none" if high == 0 else f"exactly {low}"
    return f"at least {low}" if high == size else f"at most {high}"
