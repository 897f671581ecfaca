"""Preferences as scales: levels of weighted statements, most important first, that no state need be listed for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm

from countermove.model.case import Case
from countermove.model.names import OptionNames
from countermove.model.preferences import is_pattern, lines_of
from countermove.model.statements import And, Bit, Node, Not, bits, parse

__all__ = ["Level", "Scale", "entry_nodes", "pattern_node", "scale_of"]


@dataclass(frozen=True)
class Level:
    """One level of a scale: a state has the sum of the weights of the statements that hold in it."""

    terms: tuple[tuple[int, Node], ...]

    @cached_property
    def mentions(self) -> frozenset[int]:
        """The options that the level can depend on."""
        return frozenset(bit for _, node in self.terms for bit in bits(node))


Scale = tuple[Level, ...]
"""s is preferred to t iff the first level at which they differ is higher at s."""


def scale_of(case: Case, names: OptionNames, actor: str) -> Scale:
    """The preferences of an actor as a scale, exactly: lines, weights or a ranking.

    A line is a level on which each of its statements counts 1. Weights are one level, multiplied until all are
    whole numbers. A ranking is one level as well: each entry weighs more than those behind it, and each feasible
    state is held to be covered once.

    >>> from countermove import catalog
    >>> case = catalog.load_case("condorcet-committee")
    >>> [level.terms for level in scale_of(case, OptionNames(case), "ann")]
    [((1, Not(part=Bit(index=2))),), ((1, Bit(index=0)),)]
    """
    record = case.actors[actor]
    if record.prefers is not None:
        lines = ([(1, names.bind(part.that, actor)) for part in lines_of(line)] for line in record.prefers)
        return tuple(Level(tuple(line)) for line in lines)
    if record.worth is not None:
        weights = {names.find_text(name, actor): Fraction(weight) for name, weight in record.worth.items()}
        scale = lcm(*(weight.denominator for weight in weights.values()))
        return (Level(tuple((int(weight * scale), Bit(option)) for option, weight in weights.items())),)
    if record.ranking is not None:
        groups = list(entry_nodes(case, names, actor))
        return (Level(tuple((len(groups) - k, node) for k, group in enumerate(groups) for _, node in group)),)
    return ()


def entry_nodes(case: Case, names: OptionNames, actor: str) -> Iterator[list[tuple[str, Node]]]:
    """The entries of an actor's ranking, best first: each tie group as its texts and what they mean."""
    for entry in case.actors[actor].ranking or ():
        texts = [entry] if isinstance(entry, str) else entry
        yield [(text, pattern_node(text) if is_pattern(text) else names.bind(parse(text), actor)) for text in texts]


def pattern_node(pattern: str) -> Node:
    """A pattern of Y, N and - as a statement.

    >>> pattern_node("Y-N")
    And(parts=(Bit(index=0), Not(part=Bit(index=2))))
    """
    signs = ((k, sign) for k, sign in enumerate(pattern) if sign != "-")
    return And(tuple(Bit(k) if sign == "Y" else Not(Bit(k)) for k, sign in signs))
