"""What counting the coalitions of a simple game yields."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Counts", "binomials"]


@dataclass(frozen=True)
class Counts:
    """How coalitions of a game turn out, exactly.

    `winning`: their number by size. `swings`: for each kind of player, the number of coalitions of each size
    without one of its players that lose and win with it. Where `by_size` is false both hold one number only,
    for all sizes together. `minimal` and `blocking`: the number of minimal winning and of minimal blocking
    coalitions, None where they were too many to count.
    """

    winning: tuple[int, ...]
    swings: tuple[tuple[int, ...], ...]
    minimal: int | None
    blocking: int | None
    by_size: bool = True


@lru_cache(maxsize=8)
def binomials(n: int) -> tuple[int, ...]:
    """The number of coalitions of each size among n players."""
    row = [1]
    for k in range(n):
        row.append(row[-1] * (n - k) // (k + 1))
    return tuple(row)
