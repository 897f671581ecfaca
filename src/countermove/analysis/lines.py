"""Which of an actor's preference lines hold in a state, and which one decides between two states."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from countermove.game.listed import ListedGame
from countermove.game.states import Codes, holds
from countermove.model.names import OptionNames
from countermove.model.preferences import PreferenceLine, lines_of
from countermove.model.statements import Node

__all__ = ["Difference", "counts", "deciding_line", "differences", "entries"]


@dataclass(frozen=True)
class Difference:
    """A line of an actor that two states fulfil to different degrees; `position` counts from 0."""

    actor: str
    position: int
    line: PreferenceLine
    gained: bool


def entries(graph: ListedGame, actor: str) -> tuple[PreferenceLine, ...]:
    """The preference lines of an actor, most important first; none where it has a ranking or weights."""
    return graph.case.actors[actor].prefers or ()


def counts(graph: ListedGame, actor: str, state: int) -> tuple[int, ...]:
    """For each line of an actor, how many of its statements hold in `state` (0 or 1 for a single statement)."""
    trees = graph.once(("lines", actor), partial(_trees, graph, actor))
    code: Codes = graph.codes[graph.first_code[state] : graph.first_code[state] + 1]
    return tuple(sum(bool(holds(tree, code, graph.layout)[0]) for tree in group) for group in trees)


def differences(graph: ListedGame, actor: str, before: int, after: int) -> tuple[Difference, ...]:
    """The lines of an actor that `after` fulfils better or worse than `before`, most important first.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> graph = compile(catalog.load_case("european-security-2022"))
    >>> [(d.position + 1, d.gained) for d in differences(graph, "russia", 97, 147)]
    [(5, True), (6, True), (7, False)]
    """
    lines = entries(graph, actor)
    was, is_ = counts(graph, actor, before), counts(graph, actor, after)
    return tuple(Difference(actor, k, lines[k], is_[k] > was[k]) for k in range(len(lines)) if was[k] != is_[k])


def deciding_line(graph: ListedGame, actor: str, before: int, after: int) -> Difference | None:
    """The most important line at which two states differ for an actor; None if they are equal or it has no lines."""
    return next(iter(differences(graph, actor, before, after)), None)


def _trees(graph: ListedGame, actor: str) -> list[list[Node]]:
    names = OptionNames(graph.case)
    return [[names.bind(line.that, actor) for line in lines_of(entry)] for entry in entries(graph, actor)]
