"""A case as a game in strategic form: each actor chooses all its options at once, and its payoffs are its ranks."""

from __future__ import annotations

from math import prod

import numpy as np

from countermove.errors import QuestionError, SizeError
from countermove.game.listed import ListedGame
from countermove.game.states import Codes
from countermove.io.nfg import Game, Player, plain
from countermove.text.naming import number

__all__ = ["strategic_form"]

MOST = 1_000_000
"""So many combinations of strategies are written at most."""


def strategic_form(graph: ListedGame) -> tuple[Game, list[str]]:
    """The game, and in words what it leaves out.

    Players are the actors, an actor's strategies the vectors of its options that some feasible state has, and
    payoffs its ranks (ordinal: only their order means anything). A combination that is not feasible has the
    outcome ``infeasible``, whose payoff of -1 is below all others. Where every combination is feasible and
    every option reversible, the pure Nash equilibria are the Nash equilibria of the graph. Raises
    `QuestionError` for listed states and for bodies with options, which are no players.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game, _ = strategic_form(compile(catalog.load_case("chicken")))
    >>> game.players[0].strategies, game.outcomes[0]
    (('N', 'Y'), ('state 1', (0, 0)))
    """
    _refuse(graph)
    vectors = [_vectors(graph, actor) for actor in graph.actors]
    if prod(map(len, vectors)) > MOST:
        raise SizeError(f"the strategic form would have more than {MOST:,} combinations of strategies")
    codes = np.zeros(1, dtype=np.uint64)
    for own in vectors:
        codes = (own[:, None] | codes[None, :]).ravel()
    place = np.minimum(np.searchsorted(graph.codes, codes), len(graph.codes) - 1)
    feasible = graph.codes[place] == codes
    results = np.where(feasible, graph.states_of_codes[place], graph.size)
    payoffs = graph.ranks.T.tolist()
    outcomes = [(f"state {number(state)}", tuple(ranks)) for state, ranks in enumerate(payoffs)]
    if not feasible.all():
        outcomes.append(("infeasible", (-1,) * len(graph.actors)))
    players = tuple(
        Player(name, _labels(graph, actor, own))
        for name, actor, own in zip(_names(graph), graph.actors, vectors, strict=True)
    )
    return Game(graph.case.title, _legend(graph), players, tuple(outcomes), results.tolist()), _left_out(graph)


def _refuse(graph: ListedGame) -> None:
    if graph.is_graph:
        raise QuestionError("a strategic form is made of options, and this case lists its states and moves")
    for mover in graph.movers:
        if mover.is_body:
            raise QuestionError(
                f"the body {mover.id} is no player: it decides by the votes of its members; "
                "a strategic form can be written of a case in which no body has options"
            )


def _vectors(graph: ListedGame, actor: str) -> Codes:
    """The combinations of an actor's options that some feasible state has, as codes, ascending."""
    mask = sum(1 << row.index for row in graph.options if row.owner == actor)
    return np.unique(graph.codes & np.uint64(mask))


def _labels(graph: ListedGame, actor: str, own: Codes) -> tuple[str, ...]:
    """One sign for each of an actor's options; a hyphen where it has none."""
    positions = [row.index for row in graph.options if row.owner == actor]
    return tuple("".join("Y" if code >> k & 1 else "N" for k in positions) or "-" for code in own.tolist())


def _names(graph: ListedGame) -> list[str]:
    """A name for each actor; its id where the name has other letters, or is not the only one of its kind."""
    names = [plain(graph.case.label(actor), actor) for actor in graph.actors]
    return [n if names.count(n) == 1 else actor for n, actor in zip(names, graph.actors, strict=True)]


def _legend(graph: ListedGame) -> str:
    """What the signs of the strategies stand for."""
    parts = []
    for name, actor in zip(_names(graph), graph.actors, strict=True):
        rows = [plain(row.name, row.id) for row in graph.options if row.owner == actor]
        parts += [f"{name}: {', '.join(rows)}"] if rows else []
    return f"Payoffs are ranks. Y: taken, N: not taken. {'; '.join(parts)}"


def _left_out(graph: ListedGame) -> list[str]:
    case = graph.case
    rows = case.option_rows
    told = {
        "status quo": case.status_quo is not None,
        "directions of options": any(row.record.change != "both" for row in rows),
        "needs": any(row.record.needs is not None for row in rows),
        "bodies": bool(case.bodies),
        "views": bool(case.views),
        "that some combinations count as one state": graph.is_coalesced,
    }
    return [what for what, here in told.items() if here]
