"""Labels in words: states, moves and statements of a graph, made from the case's own names and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from countermove.game.labels import change_words, difference_words, joined, move_words, state_name, whose
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

__all__ = [
    "Combinations", "change_words", "difference_words", "joined", "move_words", "number", "outcome", "shortened",
    "state_name", "statement_words", "taken_words", "whose",
]  # fmt: skip


class Combinations(Protocol):
    """What has states that are combinations of options: a graph, by numbers, or a case that is not listed, by codes."""

    @property
    def case(self) -> Case:
        """The case whose names the words are made of."""

    @property
    def options(self) -> tuple[OptionRow, ...]:
        """All options in bit order."""

    def taken(self, state: int) -> tuple[bool | None, ...]:
        """Whether each option is taken in `state`; None where that is left open."""


def shortened(parts: Sequence[str], most: int, last: str = "and") -> str:
    """A list as people write it, its end counted instead of told where there are more than `most`.

    >>> shortened(["a", "b", "c", "d", "e"], 3)
    'a, b and 3 others'
    """
    if len(parts) <= most:
        return joined(parts, last)
    return joined([*parts[: most - 1], f"{len(parts) - most + 1} others"], last)


def number(state: int) -> int:
    """The number that people see: states count from 1."""
    return state + 1


def outcome(graph: Combinations, state: int) -> list[tuple[str, list[str]]]:
    """Who does what in a state: for each owner in file order, its name and the options that it takes.

    An owner that takes nothing has an empty list. An option that a coalesced state leaves open is said to be.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> outcome(compile(catalog.load_case("cuban-missile-crisis")), 6)
    [('US', ['Blockade']), ('USSR', ['Withdraw'])]
    """
    taken = graph.taken(state)
    lists: dict[str, list[str]] = {}
    for row in graph.options:
        names = lists.setdefault(row.owner, [])
        if taken[row.index] is not False:
            names.append(row.name if taken[row.index] else f"{row.name}, or not")
    return [(graph.case.label(owner), names) for owner, names in lists.items()]


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


def statement_words(case: Case, statement: Statement, owner: str | None = None) -> str:
    """A statement with option names for ids: ``not "Attack Ukraine"``; others' options name their owner.

    >>> from countermove import catalog
    >>> from countermove.model.statements import parse
    >>> statement_words(catalog.load_case("cuban-missile-crisis"), parse("not blockade or ussr.withdraw"), "usa")
    'not "Blockade" or USSR: "Withdraw"'
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
    whose = "" if row.owner == owner else f"{case.label(row.owner)}: "
    return f'{whose}{negation}"{row.name}"'


def _amount(low: int, high: int, size: int) -> str:
    if low == high:
        return "none" if high == 0 else f"exactly {low}"
    return f"at least {low}" if high == size else f"at most {high}"
