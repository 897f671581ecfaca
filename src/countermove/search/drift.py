"""Where improvements drift in a case that is not listed: chances of each ending, estimated by walks at random."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import inf
from time import monotonic
from typing import Any

import numpy as np

from countermove.game.shares import Share
from countermove.search.own_moves import OwnMoves

__all__ = ["LargeDrift", "large_drift"]

WALKS = 1_000
LONGEST = 500
"""A walk of so many steps is given up."""
STEPS = 200_000
"""No new walk is begun after so many steps of all walks together."""
SEED = 1


@dataclass(frozen=True)
class LargeDrift:
    """Where walks from a code ended: Nash equilibria, the most frequent first; an estimate of `drift.Drift`.

    `unsettled`: walks that were given up. `steps`: the mean number of moves of those that came to rest.
    """

    start: int
    endings: tuple[tuple[int, Share], ...]
    unsettled: Share
    steps: float | None

    @property
    def walks(self) -> int:
        """How many walks were made."""
        return self.unsettled.total

    def to_dict(self) -> dict[str, Any]:
        """As plain data; states have no numbers."""
        return {
            "from": None,
            "estimate": True,
            "walks": self.walks,
            "endings": [
                {"states": None, "codes": [code], "chance": share.share, **_ends(share)} for code, share in self.endings
            ],
            "unsettled": self.unsettled.to_dict(),
            "steps": self.steps,
        }


def large_drift(
    moves: OwnMoves, start: int, walks: int = WALKS, rng: np.random.Generator | int = SEED, *, end: float = inf
) -> LargeDrift:
    """Where improvements drift from a code, if whoever has one may take it next, each as likely as another.

    The Markov chain of `drift.drift`, followed by walks: at each step one of the movers with an improvement is drawn,
    and then one of its improvements; a mover may be drawn twice in a row here. A walk ends where nobody has an
    improvement, or is given up after 500 steps. The shares come with 95 % intervals (Wilson 1927). Fewer walks are
    made where they are long: none begins after 200,000 steps, or after the moment `end` of the monotonic clock, when
    the one that is on its way is given up; one is made at least.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> found = large_drift(OwnMoves(searched_game(load_case("prisoners-dilemma"))), 3, walks=50)
    >>> found.endings, found.steps
    (((0, Share(count=50, total=50)),), 2.0)
    """
    generator = np.random.default_rng(rng)
    ended: Counter[int] = Counter()
    made = settled_steps = all_steps = 0
    while made < walks and all_steps < STEPS and (not made or monotonic() < end):
        code, steps = _walk(moves, start, generator, end)
        made, all_steps = made + 1, all_steps + steps
        if code is not None:
            ended[code] += 1
            settled_steps += steps
    endings = sorted(ended.items(), key=lambda item: (-item[1], item[0]))
    rest = ended.total()
    return LargeDrift(
        start,
        tuple((code, Share(count, made)) for code, count in endings),
        Share(made - rest, made),
        settled_steps / rest if rest else None,
    )


def _walk(moves: OwnMoves, start: int, rng: np.random.Generator, end: float) -> tuple[int | None, int]:
    """Where one walk came to rest, None where it was given up, and after how many steps."""
    here = start
    for steps in range(LONGEST):
        able = moves.able(here)
        if not able:
            return here, steps
        if monotonic() > end:
            return None, steps
        mover = able[int(rng.integers(len(able)))]
        choices = moves.choices(mover, here, improving=True)
        here = here & ~mover.mask | choices[int(rng.integers(len(choices)))]
    return None, LONGEST


def _ends(share: Share) -> dict[str, float]:
    low, high = share.interval
    return {"low": low, "high": high}
