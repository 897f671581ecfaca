"""Shares that may be estimates: how many of how many, with the interval in which the true share lies."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

__all__ = ["Share", "wilson"]

Z = 1.959963984540054
"""The point that a standard normal variable exceeds in 2.5 % of cases, for intervals of 95 %."""


def wilson(count: int, total: int) -> tuple[float, float]:
    """The 95 % interval of Wilson (1927) for a share of `count` in `total` independent draws.

    The ends solve ``|share - p| = z * sqrt(p * (1 - p) / total)`` for p. Unlike the usual interval it never leaves
    0 to 1, and it is not empty at the ends.

    Parameters
    ----------
    count, total
        How many draws had the property, and how many there were (at least 1).

    References
    ----------
    Wilson 1927, J. Am. Stat. Assoc. 22, 209-212.

    Examples
    --------
    >>> [round(end, 4) for end in wilson(600, 1000)]
    [0.5693, 0.6299]
    """
    share = count / total
    centre = (share + Z * Z / (2 * total)) / (1 + Z * Z / total)
    half = Z / (1 + Z * Z / total) * sqrt(share * (1 - share) / total + Z * Z / (4 * total * total))
    # At the ends the formula is exact but for rounding, which would show as -1e-17.
    low = 0.0 if count == 0 else max(0.0, centre - half)
    high = 1.0 if count == total else min(1.0, centre + half)
    return low, high


@dataclass(frozen=True)
class Share:
    """A share, `count` of `total`: counted if it is `exact`, else estimated from that many independent draws."""

    count: int
    total: int
    exact: bool = False

    @property
    def value(self) -> float:
        """The share, between 0 and 1."""
        return self.count / self.total

    @property
    def interval(self) -> tuple[float, float]:
        """The ends of the 95 % interval; both are the share itself where it is exact."""
        return (self.value, self.value) if self.exact else wilson(self.count, self.total)

    @property
    def low(self) -> float:
        """The lower end of the interval."""
        return self.interval[0]

    @property
    def high(self) -> float:
        """The upper end of the interval."""
        return self.interval[1]
