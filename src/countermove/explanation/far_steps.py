"""The steps that people who look far ahead could take from a state, and what deters each of them, as data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.farsighted import Farsighted, path_ahead
from countermove.analysis.paths import Step
from countermove.game.listed import Mover
from countermove.stability.dominance import won
from countermove.stability.engines.local import moves_from, rules_of
from countermove.text.naming import number

__all__ = ["Doubt", "FarStep", "steps_from"]

ENDS = 100
"""So many of the ends of a step are written out as plain data."""


@dataclass(frozen=True)
class Doubt:
    """Why an actor cannot be sure to gain by a step: it may end in `state`, by the steps of `path`."""

    actor: str
    state: int
    path: tuple[Step, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain data; states count from 1."""
        path = [{"mover": s.mover, "from": number(s.before), "to": number(s.after)} for s in self.path]
        return {"actor": self.actor, "state": number(self.state), "path": path}


@dataclass(frozen=True)
class FarStep:
    """One step, and whether it is deterred; states count from 0.

    `ends`: the consistent states in which it may end, ascending. `sure`: those asked about the step who are better
    off in every one of them than in `before`. `doubts`: the others who are asked, each with an end that is no
    better for it. A step is deterred iff those who are sure do not include the mover, or do not win in the body.
    """

    mover: str
    before: int
    after: int
    deterred: bool
    sure: tuple[str, ...]
    doubts: tuple[Doubt, ...]
    ends: tuple[int, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain data; states count from 1. Of the ends the first hundred."""
        return {
            "mover": self.mover,
            "from": number(self.before),
            "to": number(self.after),
            "deterred": self.deterred,
            "sure": list(self.sure),
            "doubts": [doubt.to_dict() for doubt in self.doubts],
            "ends": {"count": len(self.ends), "states": [number(state) for state in self.ends[:ENDS]]},
        }


def steps_from(found: Farsighted, state: int) -> tuple[FarStep, ...]:
    """Every step from a state, those that nothing deters first.

    A decision of a body that several sets of rules may carry, from a coalesced state, is there once for each.

    >>> from countermove import catalog
    >>> from countermove.analysis.farsighted import farsighted
    >>> from countermove.game.compile import compile
    >>> found = farsighted(compile(catalog.load_case("prisoners-dilemma")))
    >>> [(step.mover, step.after, step.deterred, step.ends) for step in steps_from(found, 3)]
    [('row', 2, True, (0,)), ('column', 1, True, (0,))]
    """
    steps = [step for mover in found.graph.movers for step in _steps(found, mover, state)]
    return tuple(sorted(steps, key=lambda step: step.deterred))


def _steps(found: Farsighted, mover: Mover, state: int) -> Iterator[FarStep]:
    graph = found.graph
    moves = moves_from(graph, mover, np.array([state], dtype=np.int32))
    rules = rules_of(mover, moves.changed)
    for after, asked in sorted(set(zip(moves.target.tolist(), rules.tolist(), strict=True))):
        sure = found.least[:, after] > graph.ranks[:, state]
        if mover.actor is None:
            players = frozenset().union(*(vote.players for k, vote in enumerate(mover.votes) if asked >> k & 1))
            carried = bool(won(mover, np.array([asked]), sure[:, None])[0])
        else:
            players, carried = frozenset({mover.actor}), bool(sure[mover.actor])
        ends = np.flatnonzero(found.ahead.of(after) & found.consistent)
        yield FarStep(
            mover.id,
            state,
            after,
            not carried,
            tuple(graph.actors[actor] for actor in sorted(players) if sure[actor]),
            tuple(_doubt(found, actor, state, after, ends) for actor in sorted(players) if not sure[actor]),
            tuple(ends.tolist()),
        )


def _doubt(found: Farsighted, actor: int, state: int, after: int, ends: NDArray[np.int64]) -> Doubt:
    """An end that is no better for an actor than `state`: where the step leads, else the way back, else the worst."""
    rank = found.graph.ranks[actor]
    bad = ends[rank[ends] <= rank[state]]
    end = next((e for e in (after, state) if e in bad), int(bad[np.argmin(rank[bad])]))
    path = path_ahead(found, after, end)
    assert path is not None
    return Doubt(found.graph.actors[actor], end, path)
