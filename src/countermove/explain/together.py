"""Moves at the same time: a combination of others' improvements that spoils an improvement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import prod

import numpy as np

from countermove.explain.search import Budget, Trial
from countermove.graph.compile import Mover
from countermove.graph.states import Codes
from countermove.stability.local import Moves, improvements_from, rules_of

__all__ = ["Together", "find_combination"]

MOST_CHOICES = 2**22
"""The most combinations of one set of movers that are tried."""


@dataclass(frozen=True)
class Together:
    """A combination that spoils an improvement, or that there is none.

    `place`: the position in the graph's codes of the combination of options that all move from; `changed`:
    the options, as a mask, that each of the others changes; `state`: the result. `reached`: how many feasible
    states were tried. `complete`: False where the search was given up.
    """

    place: int = -1
    changed: tuple[tuple[Mover, int], ...] = ()
    state: int = -1
    reached: int = 0
    complete: bool = True

    @property
    def found(self) -> bool:
        """Whether there is a combination that spoils the improvement."""
        return bool(self.changed)


def find_combination(trial: Trial, target: int, partners: Sequence[Mover], budget: Budget) -> Together:
    """The smallest set of `partners` whose improvements, at the same time as the move to `target`, spoil it.

    Each partner uses an improvement of its own from the state before; all move from one combination of
    options in it, and the result must be feasible. Sets of one size are tried in the order of the movers.
    """
    graph, focal = trial.graph, trial.focal
    here = np.array([trial.before], dtype=np.int32)
    mine = improvements_from(graph, focal, here)
    mine = mine.select((mine.target == target) & (rules_of(focal, mine.changed) == trial.rules))
    theirs = {m.index: improvements_from(graph, m, here, focal.actor) for m in partners}
    reached: set[int] = set()
    for size in range(1, len(partners) + 1):
        for joining in combinations(partners, size):
            moving = [theirs[m.index] for m in joining]
            for place, tables in _by_combination(mine, moving):
                choices = prod(map(len, tables))
                if choices > MOST_CHOICES or not budget.spend(0, choices):
                    return Together(reached=len(reached), complete=False)
                codes = graph.codes[place] ^ _joint(tables)
                place_of = np.minimum(np.searchsorted(graph.codes, codes), len(graph.codes) - 1)
                found = np.flatnonzero(graph.codes[place_of] == codes)
                states = graph.states_of_codes[place_of[found]]
                reached.update(states.tolist())
                spoilt = np.flatnonzero(~trial.better(states))
                if len(spoilt):
                    first = spoilt[int(np.argmin(states[spoilt]))]
                    change = int(graph.codes[place] ^ codes[found[first]])
                    changed = tuple((m, change & int(m.reach.mask)) for m in joining)
                    return Together(place, changed, int(states[first]), len(reached))
    return Together(reached=len(reached))


def _by_combination(mine: Moves, moving: Sequence[Moves]) -> Iterator[tuple[int, list[Codes]]]:
    """For each combination from which all can move: its position, and what each can change there."""
    for place in np.unique(mine.place):
        tables = [moves.changed[moves.place == place] for moves in (mine, *moving)]
        if all(map(len, tables)):
            yield int(place), tables


def _joint(tables: Sequence[Codes]) -> Codes:
    """All ways to choose one change of each mover, joined."""
    joint = np.zeros(1, dtype=np.uint64)
    for changes in tables:
        joint = (joint[:, None] ^ changes[None, :]).ravel()
    return joint
