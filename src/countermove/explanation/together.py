"""Moves at the same time: a combination of others' improvements that spoils an improvement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from countermove.explanation.search import Budget, Trial
from countermove.game.listed import Mover
from countermove.stability.engines.local import Moves, improvements_from, rules_of
from countermove.stability.joint import Choices, joint_moves, ways

__all__ = ["Together", "find_combination"]


@dataclass(frozen=True)
class Together:
    """A combination that spoils an improvement, or that there is none.

    `place`: the position in the graph's codes of the combination of options that all move from; `changed`:
    the options, as a mask (bit k is option k), that each of the others changes; `state`: the result. `reached`: how
    many feasible states were tried. `complete`: False where the search was given up.
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
    options in it, and the result must be feasible. Of sets of one size the first in the order of the movers.
    """
    graph, focal = trial.graph, trial.focal
    here = np.array([trial.before], dtype=np.int32)
    mine = improvements_from(graph, focal, here)
    mine = mine.select((mine.target == target) & (rules_of(focal, mine.changed) == trial.rules))
    theirs = [improvements_from(graph, m, here, focal.opposing) for m in partners]
    reached: set[int] = set()
    found: list[tuple[tuple[int, ...], int, int, int]] = []
    for place, own, others in _by_combination(trial, mine, partners, theirs):
        if not budget.spend(0, min(ways(own, others), len(graph.codes))):
            return Together(reached=len(reached), complete=False)
        ends = joint_moves(graph.codes, graph.codes[place], own, others)
        states = graph.states_of_codes[ends]
        reached.update(states.tolist())
        for end in ends[~trial.better(states)]:
            changed = int(graph.codes[place] ^ graph.codes[end])
            moving = tuple(k for k, m in enumerate(partners) if changed & int(m.reach.mask))
            found.append((moving, place, int(graph.states_of_codes[end]), changed))
    if not found:
        return Together(reached=len(reached))
    moving, place, state, changed = min(found, key=lambda one: (len(one[0]), *one))
    parts = ((partners[k], changed & int(partners[k].reach.mask)) for k in moving)
    changes = tuple((partner, graph.options_changed(place, part)) for partner, part in parts)
    return Together(place, changes, state, len(reached))


def _by_combination(
    trial: Trial, mine: Moves, partners: Sequence[Mover], theirs: Sequence[Moves]
) -> Iterator[tuple[int, Choices, list[Choices]]]:
    """For each combination from which the mover can move: its position, and what it and the others can change."""
    for place in np.unique(mine.place).tolist():
        own = Choices(trial.focal.reach.mask, mine.changed[mine.place == place])
        moves = zip(partners, theirs, strict=True)
        yield place, own, [Choices(m.reach.mask, their.changed[their.place == place]) for m, their in moves]
