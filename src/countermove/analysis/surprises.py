"""Moves that an actor gets wrong: those that come and it does not reckon with, and those that it awaits in vain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from countermove.game.listed import ListedGame, Mover
from countermove.game.perceived import OwnGame, own_game, played
from countermove.game.positions import positions
from countermove.stability.engines.local import improvements_from, moves_from
from countermove.text.naming import number

__all__ = ["Reason", "Surprise", "surprises"]

Ints = NDArray[np.int32]
Reason = Literal["state", "option", "preference"]
"""What somebody gets wrong: it does not see the state, does not know an option, or is mistaken about preferences."""


@dataclass(frozen=True)
class Surprise:
    """A move of another mover that `viewer` gets wrong.

    `coming`: the mover would gain by it, in its own eyes, and the viewer does not reckon with it; otherwise the
    viewer reckons with it, and in the mover's own eyes it is no gain. `reason`: what the one who does not count
    on the move lacks: it does not see the state where the move ends, knows no such move, or sees no gain in it.
    """

    viewer: str
    mover: str
    before: int
    after: int
    coming: bool
    reason: Reason

    def to_dict(self) -> dict[str, Any]:
        """As plain data; states count from 1."""
        return {
            "mover": self.mover,
            "from": number(self.before),
            "to": number(self.after),
            "coming": self.coming,
            "reason": self.reason,
        }


def surprises(graph: ListedGame, viewer: str, states: Sequence[int]) -> tuple[Surprise, ...]:
    """What `viewer` gets wrong at those of `states` that it sees: by state, then mover, then where the move ends.

    A move counts where it is an improvement for its mover: if it is one in the game that the mover plays, it comes;
    if it is one in the viewer's own game, the viewer reckons with it.
    """
    own = own_game(graph, viewer)
    here = np.array([s for s in sorted(set(positions(graph.size, states))) if own.place[s] >= 0], dtype=np.int32)
    found: list[Surprise] = []
    for mover in graph.movers:
        if mover.id == viewer:
            continue
        theirs = played(graph, mover)
        coming, awaited = _improving(theirs, mover, here), _improving(own, mover, here)
        for pairs, blind, comes in ((coming - awaited, own, True), (awaited - coming, theirs, False)):
            known = _moving(blind, mover, here) if pairs else set()
            for before, after in pairs:
                reason: Reason = "preference" if (before, after) in known else "option"
                if blind.place[before] < 0 or blind.place[after] < 0:
                    reason = "state"
                found.append(Surprise(viewer, mover.id, before, after, comes, reason))
    place = {mover.id: mover.index for mover in graph.movers}
    return tuple(sorted(found, key=lambda s: (s.before, not s.coming, place[s.mover], s.after)))


def _improving(game: OwnGame, mover: Mover, states: Ints) -> set[tuple[int, int]]:
    """The improvements of a mover from `states` in a game, as pairs of states of the game as written."""
    here = game.place[states]
    moves = improvements_from(game.graph, game.mover(mover), here[here >= 0])
    return _pairs(game, moves.source, moves.target)


def _moving(game: OwnGame, mover: Mover, states: Ints) -> set[tuple[int, int]]:
    """The moves of a mover from `states` in a game, as pairs of states of the game as written."""
    here = game.place[states]
    moves = moves_from(game.graph, game.mover(mover), here[here >= 0])
    return _pairs(game, moves.source, moves.target)


def _pairs(game: OwnGame, source: Ints, target: Ints) -> set[tuple[int, int]]:
    return set(zip(game.states[source].tolist(), game.states[target].tolist(), strict=True))
