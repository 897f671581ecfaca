"""Who can block a body's decision, and who would: for one option, at one state."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from countermove.analysis.lines import Difference, deciding_line
from countermove.graph.compile import Graph, Mover

__all__ = ["Decision", "decisions"]


@dataclass(frozen=True)
class Decision:
    """What changing one option of a body would meet at one state.

    `vetoes`: actors whose opposition alone stops it. `after`: the state it leads to, None where that is not
    feasible or the option cannot be changed back. `favour` and `oppose`: the actors with a say who are for and
    against, the latter with the most important of its lines that would suffer. `passes`: whether the rule passes.
    """

    body: str
    option: int
    taking: bool
    vetoes: tuple[str, ...]
    after: int | None
    favour: tuple[str, ...] = ()
    oppose: tuple[tuple[str, Difference | None], ...] = ()
    passes: bool | None = None


def decisions(graph: Graph, state: int) -> tuple[Decision, ...]:
    """For every option of every body, what a decision to change it would meet at `state`.

    >>> from countermove import catalog
    >>> from countermove.graph.compile import compile
    >>> graph = compile(catalog.load_case("european-security-2022"))
    >>> [(d.vetoes, d.passes) for d in decisions(graph, graph.status_quo)]
    [(('usa', 'europe'), False), (('usa', 'europe', 'ukraine'), False)]
    """
    return tuple(
        _decision(graph, mover, option, state) for mover in graph.movers if mover.is_body for option in mover.vote_of
    )


def _decision(graph: Graph, mover: Mover, option: int, state: int) -> Decision:
    vote = mover.votes[mover.vote_of[option]]
    vetoes = tuple(graph.actors[actor] for actor in vote.vetoes)
    taking = not graph.taken(state)[option]
    after = _changed(graph, mover, option, state)
    if after is None:
        return Decision(mover.id, option, taking, vetoes, None)
    rank = graph.ranks[:, [state, after]]
    favour, oppose = rank[:, 1] > rank[:, 0], rank[:, 1] < rank[:, 0]
    players = sorted(vote.players)
    return Decision(
        mover.id, option, taking, vetoes, after,
        tuple(graph.actors[p] for p in players if favour[p]),
        tuple((graph.actors[p], _suffers(graph, graph.actors[p], state, after)) for p in players if oppose[p]),
        bool(vote.passes(favour, oppose)),
    )  # fmt: skip


def _changed(graph: Graph, mover: Mover, option: int, state: int) -> int | None:
    """The state in which only `option` is changed, if the body can move there."""
    bit = np.uint64(1 << option)
    position = int(graph.first_code[state])
    code = graph.codes[position]
    no_take = mover.reach.no_take if not mover.reach.has_needs else mover.reach.no_take[position]  # type: ignore[index]
    forbidden = mover.reach.no_drop if code & bit else no_take
    place = int(np.searchsorted(graph.codes, code ^ bit))
    if forbidden & bit or place == len(graph.codes) or graph.codes[place] != code ^ bit:
        return None
    return int(graph.states_of_codes[place])


def _suffers(graph: Graph, actor: str, before: int, after: int) -> Difference | None:
    return deciding_line(graph, actor, before, after)
