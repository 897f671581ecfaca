"""Who can block a body's decision, and who would: for one option, at one state."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from countermove.analysis.lines import Difference, deciding_line
from countermove.graph.compile import Graph, Mover
from countermove.stability.improvements import rules_pass
from countermove.stability.local import Moves, moves_from, rules_of

__all__ = ["Decision", "decisions"]


@dataclass(frozen=True)
class Decision:
    """What changing one option of a body would meet at one state.

    `taking`: whether it would be taken (else dropped); None where a coalesced state leaves it open. `along`:
    other options that must change with it. `vetoes`: actors whose opposition alone stops it. `after`: the state
    it leads to, None where the body has no such move. `favour` and `oppose`: the actors with a say who are for
    and against, the latter with the most important of its lines that would suffer. `passes`: whether all rules
    of the changed options pass.
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


def decisions(graph: Graph, state: int) -> tuple[Decision, ...]:
    """For every option of every body, what a decision to change it would meet at `state`.

    Of the moves that change the option, the one that changes the fewest others is judged. Of the levels of an
    option, the one that holds is left out: it changes with any other.

    >>> from countermove import catalog
    >>> from countermove.graph.compile import compile
    >>> graph = compile(catalog.load_case("european-security-2022"))
    >>> [(d.vetoes, d.passes) for d in decisions(graph, graph.status_quo)]
    [(('usa', 'europe'), False), (('usa', 'europe', 'ukraine'), False)]
    """
    taken = graph.taken(state)
    found = []
    for mover in graph.movers:
        if mover.is_body:
            moves = moves_from(graph, mover, np.array([state], dtype=np.int32))
            for option in mover.vote_of:
                if not (graph.options[option].level is not None and taken[option]):
                    found.append(_decision(graph, mover, option, state, moves))
    return tuple(found)


def _decision(graph: Graph, mover: Mover, option: int, state: int, moves: Moves) -> Decision:
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
    return Decision(
        mover.id,
        option,
        taking,
        tuple(graph.actors[actor] for actor in blockers),
        after,
        tuple(o for o in mover.vote_of if changed >> o & 1 and o != option),
        tuple(graph.actors[p] for p in players if rank[p] > 0),
        tuple((graph.actors[p], deciding_line(graph, graph.actors[p], state, after)) for p in players if rank[p] < 0),
        bool(passes[0]),
    )
