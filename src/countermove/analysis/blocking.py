"""Who can block a body's decision, who would, and whose change of mind would turn it: for one option, at one state."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.lines import Difference, deciding_line, differences
from countermove.game.listed import ListedGame, Mover
from countermove.game.voting import Vote
from countermove.stability.engines.local import Moves, moves_from, rules_of
from countermove.stability.improvements import rules_pass
from countermove.text.naming import number

__all__ = ["Decision", "decisions", "prices"]

MOST_GROUPS = 5_000
"""So many groups of one size are tried."""
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Decision:
    """What changing one option of a body would meet at one state.

    `taking`: whether it would be taken (else dropped); None where a coalesced state leaves it open. `along`:
    other options that must change with it. `vetoes`: actors whose opposition alone stops it. `after`: the state
    it leads to, None where the body has no such move. `favour` and `oppose`: the actors with a say who are for
    and against, the latter with the most important of its lines that would suffer; `neither`: the indifferent.
    `passes`: whether all rules of the changed options pass. `pivotal`: those of whom some other stance would
    change that. `openers`: where it fails, the smallest groups of actors, not for it today, with whom it would
    pass if they were; empty where the groups were too many to try, and `unopened` is the size up to which none
    does. `aside`: whether it is enough that such a group stands aside, neither for nor against.
    """

    body: str
    option: int
    taking: bool | None
    vetoes: tuple[str, ...]
    after: int | None = None
    along: tuple[int, ...] = ()
    favour: tuple[str, ...] = ()
    oppose: tuple[tuple[str, Difference | None], ...] = ()
    passes: bool | None = None
    neither: tuple[str, ...] = ()
    pivotal: tuple[str, ...] = ()
    openers: tuple[tuple[str, ...], ...] = ()
    unopened: int = 0
    aside: bool = False

    def to_dict(self, graph: ListedGame, state: int) -> dict[str, Any]:
        """As plain data; states and lines count from 1."""
        return {
            "option": graph.options[self.option].full,
            "taking": self.taking,
            "to": None if self.after is None else number(self.after),
            "along": [graph.options[option].full for option in self.along],
            "passes": self.passes,
            "for": list(self.favour),
            "against": [actor for actor, _ in self.oppose],
            "neither": list(self.neither),
            "vetoes": list(self.vetoes),
            "pivotal": list(self.pivotal),
            "openers": [list(group) for group in self.openers],
            "aside": self.aside,
            "price": {a: [line.position + 1 for line in lost] for a, lost in prices(graph, self, state).items()},
        }


def prices(graph: ListedGame, decision: Decision, state: int) -> dict[str, tuple[Difference, ...]]:
    """What each actor against a decision would have to be spared: its lines that would suffer, most important first.

    Empty for an actor whose preferences are not written in lines.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> graph = compile(catalog.load_case("european-security-2022"))
    >>> admission = decisions(graph, graph.status_quo)[1]
    >>> {a: [line.position + 1 for line in lost] for a, lost in prices(graph, admission, graph.status_quo).items()}
    {'usa': [4], 'europe': [4]}
    """
    if decision.after is None:
        return {}
    return {
        actor: tuple(d for d in differences(graph, actor, state, decision.after) if not d.gained)
        for actor, _ in decision.oppose
    }


def decisions(graph: ListedGame, state: int) -> tuple[Decision, ...]:
    """For every option of every body, what a decision to change it would meet at `state`.

    Of the moves that change the option, the one that changes the fewest others is judged. Of the levels of an
    option, the one that holds is left out: it changes with any other.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> graph = compile(catalog.load_case("european-security-2022"))
    >>> [(d.vetoes, d.passes) for d in decisions(graph, graph.status_quo)]
    [(('usa', 'europe'), False), (('usa', 'europe', 'ukraine'), False)]
    """
    taken = graph.taken(state)
    found = []
    for mover in graph.movers:
        if mover.is_body and not mover.merged:
            moves = moves_from(graph, mover, np.array([state], dtype=np.int32))
            for option in mover.vote_of:
                if not (graph.options[option].level is not None and taken[option]):
                    found.append(_decision(graph, mover, option, state, moves))
    return tuple(found)


def _decision(graph: ListedGame, mover: Mover, option: int, state: int, moves: Moves) -> Decision:
    taken = graph.taken(state)[option]
    taking = None if taken is None else not taken
    own = tuple(graph.actors[actor] for actor in mover.votes[mover.vote_of[option]].vetoes)
    able = moves.select((moves.changed & np.uint64(1 << option)) != 0)
    if taking is None or not len(able.target):
        return Decision(mover.id, option, taking, own)
    least = min(range(len(able.changed)), key=lambda k: int(able.changed[k]).bit_count())
    changed, after = int(able.changed[least]), int(able.target[least])
    votes = [mover.votes[mover.vote_of[o]] for o in mover.vote_of if changed >> o & 1]
    rank = graph.ranks[:, after].astype(np.int64) - graph.ranks[:, state]
    players = sorted(frozenset().union(*(vote.players for vote in votes)))
    blockers = sorted({actor for vote in votes for actor in vote.vetoes})
    rules = rules_of(mover, able.changed[least : least + 1])
    passes = rules_pass(graph, mover, rules, able.source[least : least + 1], able.target[least : least + 1])
    verdict, names = bool(passes[0]), graph.actors
    pivotal = _pivotal(votes, rank, players, verdict)
    openers, unopened = ([], 0) if verdict else _openers(votes, rank, players)
    return Decision(
        mover.id,
        option,
        taking,
        tuple(names[actor] for actor in blockers),
        after,
        tuple(o for o in mover.vote_of if changed >> o & 1 and o != option),
        tuple(names[p] for p in players if rank[p] > 0),
        tuple((names[p], deciding_line(graph, names[p], state, after)) for p in players if rank[p] < 0),
        verdict,
        tuple(names[p] for p in players if rank[p] == 0),
        tuple(names[p] for p in pivotal),
        tuple(tuple(names[p] for p in group) for group in openers),
        unopened,
        bool(openers) and bool(_pass(votes, rank, openers, 0).all()),
    )


def _pass(votes: Sequence[Vote], rank: NDArray[np.int64], turned: Sequence[Collection[int]], to: int) -> Bools:
    """Whether all votes pass if, each time, the players of one group are for (1), against (-1) or neither (0)."""
    stance = np.repeat(np.sign(rank)[:, None], len(turned), axis=1)
    for column, group in enumerate(turned):
        stance[list(group), column] = to
    return np.asarray(np.logical_and.reduce([vote.passes(stance > 0, stance < 0) for vote in votes]))


def _pivotal(votes: Sequence[Vote], rank: NDArray[np.int64], players: Sequence[int], passes: bool) -> list[int]:
    """Those of whom some other stance changes the result; by monotony the extreme one that could."""
    results = _pass(votes, rank, [(p,) for p in players], -1 if passes else 1)
    return [p for p, result in zip(players, results, strict=True) if result != passes]


def _openers(votes: Sequence[Vote], rank: NDArray[np.int64], players: Sequence[int]) -> tuple[list[tuple[int, ...]], int]:
    """The smallest groups, not for it now, with whom it would pass; and the size up to which none does."""
    others = [p for p in players if rank[p] <= 0]
    for size in range(1, len(others) + 1):
        if comb(len(others), size) > MOST_GROUPS:
            return [], size - 1
        groups = list(combinations(others, size))
        opened = [group for group, passes in zip(groups, _pass(votes, rank, groups, 1), strict=True) if passes]
        if opened:
            return opened, size - 1
    return [], len(others)
