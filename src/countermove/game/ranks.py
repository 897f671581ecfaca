"""Preferences as one integer rank per state: higher is preferred, equal is indifferent, 0 is the worst.

Exact throughout: no floating point, and no limit on the number of lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from math import lcm

import numpy as np
from numpy.typing import NDArray

from countermove.game.layout import Codes, Layout
from countermove.game.states import holds
from countermove.model.statements import Bit, Node

__all__ = ["Ranks", "dense", "rank_by_counts", "rank_by_groups", "rank_by_lines", "rank_by_weights"]

Ranks = NDArray[np.int32]
Ints = NDArray[np.int64]

WORD = 2**62
HALF_WORD = 2**31
PIECE = 2**14


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
        if room * (len(line) + 1) > HALF_WORD:
            yield _pack(lines[first:k], codes, layout), room - 1
            first, room = k, 1
        room *= len(line) + 1
    yield _pack(lines[first:], codes, layout), room - 1


def _pack(lines: Sequence[Sequence[Node]], codes: Codes, layout: Layout | None) -> Ints:
    """The counts of several lines in one number for each code, made in pieces that stay in the processor's cache."""
    packed = np.zeros(len(codes), dtype=np.int64)
    for first in range(0, len(codes), PIECE):
        piece, some = packed[first : first + PIECE], codes[first : first + PIECE]
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
    scale = lcm(*(w.denominator for w in exact)) if exact else 1
    whole = [int(w * scale) for w in exact]
    wide = sum(map(abs, whole)) > WORD
    score = np.zeros(len(codes), dtype=object if wide else np.int64)
    for (option, _), weight in zip(weights, whole, strict=True):
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
    if score.dtype == object or high - low > 4 * len(score) + 64:
        return np.unique(score, return_inverse=True)[1].astype(np.int32)
    shifted = score - low
    present = np.zeros(int(high - low) + 1, dtype=np.int32)
    present[shifted] = 1
    number = np.cumsum(present, dtype=np.int32) - np.int32(1)
    return np.asarray(number[shifted], dtype=np.int32)
