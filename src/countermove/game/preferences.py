"""Preferences of actors over states: ranks where states are listed, scales where they are not.

A *rank* is one integer per state: higher is preferred, equal is indifferent, 0 is the worst. A *scale* says the same
of a state that nobody has listed: levels of weighted statements, most important first. Both are exact: no floating
point, and no limit on the number of statements.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from math import lcm

import numpy as np
from numpy.typing import NDArray

from countermove.game.codes.layout import Codes, Layout
from countermove.game.codes.states import holds
from countermove.model.case import Case
from countermove.model.names import OptionNames
from countermove.model.preferences import is_pattern, lines_of
from countermove.model.statements import And, Bit, Node, Not, bits, parse

__all__ = [
    "Level", "Ranks", "Scale", "dense", "entry_nodes", "pattern_node", "rank_by_counts", "rank_by_groups", "rank_by_lines",
    "rank_by_weights", "scale_of",
]  # fmt: skip

Ranks = NDArray[np.int32]
Ints = NDArray[np.int64]

WORD = 2**62
"""The greatest score kept in a word of 64 bits, one bit short of overflow, so that adding a count cannot reach it."""
HALF_WORD = 2**31
"""The most values of several lines packed into one count: two such counts fit into a word."""
CODES_AT_ONCE = 2**14
"""Codes ranked at a time: their counts, 128 kB, stay in the processor's cache while all lines are added."""


def rank_by_lines(lines: Sequence[Sequence[Node]], codes: Codes, layout: Layout | None = None) -> Ranks:
    """Ranks by prioritised statements, most important first; shape of `codes`.

    A line is the group of its statements, and counts how many of them hold. s is preferred to t iff the first
    line at which they differ favours s. The counts are packed into one integer word, the first line in the
    highest place; when the word is full, the distinct values are numbered and packing goes on.

    >>> from countermove.model.statements import Bit
    >>> rank_by_lines([[Bit(1)], [Bit(0)]], np.arange(4, dtype=np.uint64)).tolist()
    [0, 1, 2, 3]
    """
    return rank_by_counts(_packed(lines, codes, layout), len(codes))


def _packed(lines: Sequence[Sequence[Node]], codes: Codes, layout: Layout | None) -> Iterator[tuple[Ints, int]]:
    """Lines as counts, neighbouring ones packed into one as long as they fit into half a word."""
    first, room = 0, 1
    for k, line in enumerate(lines):
        # Mixed radix: a line with n statements is a digit from 0 to n, so that one comparison of words compares all
        # lines.
        if room * (len(line) + 1) > HALF_WORD:
            yield _pack(lines[first:k], codes, layout), room - 1
            first, room = k, 1
        room *= len(line) + 1
    yield _pack(lines[first:], codes, layout), room - 1


def _pack(lines: Sequence[Sequence[Node]], codes: Codes, layout: Layout | None) -> Ints:
    """The counts of several lines in one number for each code, made in pieces that stay in the processor's cache."""
    packed = np.zeros(len(codes), dtype=np.int64)
    for first in range(0, len(codes), CODES_AT_ONCE):
        piece, some = packed[first : first + CODES_AT_ONCE], codes[first : first + CODES_AT_ONCE]
        for line in lines:
            piece *= len(line) + 1
            for statement in line:
                piece += holds(statement, some, layout)
    return packed


def rank_by_counts(lines: Iterable[tuple[Ints, int]], size: int) -> Ranks:
    """Ranks of `size` states by lines given as counts: for each line how much of it holds, and the most that can.

    >>> rank_by_counts([(np.array([0, 1, 2]), 2), (np.array([1, 0, 0]), 1)], 3).tolist()
    [0, 1, 2]
    """
    score = np.zeros(size, dtype=np.int64)
    room = 1
    for count, most in lines:
        base = most + 1
        # Full: the distinct scores become 0, 1, 2, ..., which keeps their order and makes room. No line is ever lost.
        if room * base > WORD:
            score = dense(score).astype(np.int64)
            room = int(score.max(initial=0)) + 1
        score *= base
        score += count
        room *= base
    return dense(score)


def rank_by_groups(groups: Sequence[NDArray[np.bool_]], size: int) -> Ranks:
    """Ranks by a ranking: one mask of states per tie group, best first; `size` states in all."""
    score = np.zeros(size, dtype=np.int64)
    for place, mask in enumerate(groups):
        score[mask] = len(groups) - place
    return dense(score)


def rank_by_weights(weights: Sequence[tuple[int, Decimal]], codes: Codes, layout: Layout | None = None) -> Ranks:
    """Ranks by the exact sum of the weights of the options taken; `weights` pairs positions and decimals.

    >>> rank_by_weights([(0, Decimal("0.1")), (1, Decimal("-0.2"))], np.arange(4, dtype=np.uint64)).tolist()
    [2, 3, 0, 1]
    """
    exact = [Fraction(weight) for _, weight in weights]
    # Decimals become whole numbers exactly; sums of floats would make equal states differ by rounding.
    scale = lcm(*(w.denominator for w in exact)) if exact else 1
    integers = [int(w * scale) for w in exact]
    wide = sum(map(abs, integers)) > WORD
    score = np.zeros(len(codes), dtype=object if wide else np.int64)
    for (option, _), weight in zip(weights, integers, strict=True):
        score[holds(Bit(option), codes, layout)] += weight
    return dense(score)


def dense(score: NDArray[np.int64]) -> Ranks:
    """The rank of each value among the distinct ones, from 0.

    >>> dense(np.array([5, -2, 5, 7])).tolist()
    [1, 0, 1, 2]
    """
    if not len(score):
        return np.zeros(0, dtype=np.int32)
    low, high = score.min(), score.max()
    # Scores that lie close together are counted into a table, which is linear; else sorting does it.
    if score.dtype == object or high - low > 4 * len(score) + 64:
        return np.unique(score, return_inverse=True)[1].astype(np.int32)
    shifted = score - low
    present = np.zeros(int(high - low) + 1, dtype=np.int32)
    present[shifted] = 1
    number = np.cumsum(present, dtype=np.int32) - np.int32(1)
    return np.asarray(number[shifted], dtype=np.int32)


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
