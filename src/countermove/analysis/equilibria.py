"""Which states are stable for whom, and which are equilibria: the question, for a game of either kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.evolution.paths import reachable
from countermove.analysis.stability_table import LIMIT, Assigned, Equilibrium, StabilityTable, Totals
from countermove.errors import QuestionError, SizeError, require_list
from countermove.game.allowance import Allowance
from countermove.game.compile import game_of
from countermove.game.game import Game
from countermove.game.listed import ListedGame, Mover
from countermove.game.searched import SearchedGame
from countermove.game.tables.draws import generator_of
from countermove.model.case import Case
from countermove.search.bounded import DEPTH
from countermove.search.equilibria import search_equilibria
from countermove.stability.concept import CONCEPTS, NASH, Concept, concepts_for, defined, find_concept, stable
from countermove.stability.engines.dispatch import SWEEP_FROM_STATES
from countermove.stability.engines.threads import in_order

__all__ = [
    "LIMIT", "Assigned", "Equilibrium", "StabilityTable", "Totals", "assigned_equilibria", "check_assignment",
    "chosen_concepts", "equilibria",
]  # fmt: skip

Bools = NDArray[np.bool_]


def equilibria(
    game: Case | Game,
    concepts: Sequence[str] | None = None,
    *,
    assign: Mapping[str, str] | None = None,
    limit: int = LIMIT,
    depth: int = DEPTH,
    seconds: float | None = None,
    allowance: Allowance | None = None,
    seed: int | None = None,
    rng: np.random.Generator | None = None,
    on_progress: Callable[[], None] | None = None,
) -> StabilityTable:
    """The stability table of a game: for whom each state is stable, and the equilibria, under each concept.

    An equilibrium under a concept is a state that is stable under it for every mover, bodies included. Nash, SMR and
    SSEQ equilibria may be missing. In a listed game every verdict is exact. In a searched game a constraint solver
    finds the Nash equilibria, and says whether they are all; under GMR, SMR, SEQ and SSEQ states are shown to be
    equilibria by answers of at most `depth` moves, and what is not shown may still be one.

    Parameters
    ----------
    game
        A game of either kind, or a case.
    concepts
        Ids of concepts, such as ``["nash", "seq", "maximin-4"]``; however often and however an id is written, it
        counts once. None: in a listed game all that are defined for it and not too large to compute (SIM and conflict
        analysis may be, and are then named in `left_out`); in a searched game Nash.
    assign
        A concept for every mover, to ask for the states that are stable for each under its own; listed games only.
    limit
        The most equilibria that JSON has, and that a search looks for of each kind.
    depth
        Of a search: the most moves of an answer.
    seed, rng
        Of a search: the seed of its walks, or a generator of NumPy; seed 1 if neither is given.
    seconds, allowance
        Of a search: a limit of the clock, or what it may do, shared with other searches. None of both: `SEARCH_WORK`,
        which every machine counts alike.
    on_progress
        Called after each verdict of a listed game, one for each concept and mover.

    Returns
    -------
    StabilityTable
        The verdicts, and the equilibria with what leads to them from the status quo.

    Raises
    ------
    QuestionError
        Before anything is computed, for a concept that is unknown or not defined for the game, where none is named,
        unless `assign` names exactly the movers, and for a search without the extra ``solver``.

    Notes
    -----
    Cost in a listed game of S states: near-linear in S times movers for Nash, GMR, SMR, SEQ and SSEQ.

    References
    ----------
    Fang, Hipel, Kilgour 1993, Interactive Decision Making: The Graph Model for Conflict Resolution, ch. 3.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> table = equilibria(compile(catalog.load_case("cuban-missile-crisis")))
    >>> [(e.state.number, e.concepts) for e in table.equilibria() if "seq" in e.concepts][0]
    (5, ('gmr', 'smr', 'seq', 'sseq', 'conflict-analysis'))
    """
    require_list(concepts, "concepts")
    walking = generator_of(seed, rng)
    game, allowance = game_of(game), Allowance(seconds=seconds) if allowance is None else allowance
    if isinstance(game, ListedGame):
        return _of_listed(game, concepts, assign, limit, on_progress)
    assert isinstance(game, SearchedGame)
    if assign is not None:
        game.require("assign")
    ids = tuple(dict.fromkeys(id_.lower() for id_ in concepts)) if concepts is not None else (NASH.id,)
    left_out = () if concepts is not None else tuple(c for c in CONCEPTS.values() if c.id not in ids)
    search = search_equilibria(game, ids, limit=limit, allowance=allowance, depth=depth, rng=walking)
    chosen = tuple(find_concept(id_) for id_ in ids)
    return StabilityTable(game, chosen, {}, None, left_out=left_out, search=search, limit=limit)


def _of_listed(
    game: ListedGame,
    concepts: Sequence[str] | None,
    assign: Mapping[str, str] | None,
    limit: int,
    on_progress: Callable[[], None] | None,
) -> StabilityTable:
    if assign is not None:
        check_assignment(game, assign)
    # Only what nobody named is left out silently; a concept that was asked for raises its own error.
    left_out = () if concepts is not None else tuple(c for c in concepts_for(game) if _is_refused(game, c))
    ids = [c.id for c in concepts_for(game) if c not in left_out] if left_out else concepts
    chosen = chosen_concepts(game, ids)
    # All names are checked before the first verdict, which may take minutes.
    verdicts = {concept.id: _verdicts(game, concept, on_progress) for concept in chosen}
    cycling = {c.id: np.array([c.periods(game, m) for m in game.movers]) for c in chosen if c.periods is not None}
    assigned = None if assign is None else assigned_equilibria(game, assign)
    return StabilityTable(
        game, chosen, verdicts, _reached(game), cycling, left_out, assigned=assigned, limit=limit
    )  # fmt: skip


def _is_refused(game: ListedGame, concept: Concept) -> bool:
    """Whether a game has too many moves or states for a concept, which is known before anything is computed."""
    try:
        if concept.requires is not None:
            concept.requires(game)
    except SizeError:
        return True
    return False


def chosen_concepts(game: ListedGame, concepts: Sequence[str] | None) -> tuple[Concept, ...]:
    """The concepts named, each once; all that are defined, if None."""
    require_list(concepts, "concepts")
    ids = [c.id for c in concepts_for(game)] if concepts is None else concepts
    chosen = {concept.id: concept for concept in (defined(game, id_) for id_ in ids)}
    if not chosen:
        ids_defined = ", ".join(c.id for c in concepts_for(game))
        raise QuestionError(f"no concept is named; name some of {ids_defined}, or leave the list out to ask all of them")
    return tuple(chosen.values())


def _verdicts(game: ListedGame, concept: Concept, on_progress: Callable[[], None] | None) -> Bools:
    """The verdicts on all states for every mover, shape (movers, S); in large cases several movers at a time."""

    def judged(mover: Mover) -> Bools:
        verdict = stable(game, mover, concept)
        if on_progress is not None:
            on_progress()
        return verdict

    # Kernels release the interpreter's lock, so threads pay; in smaller games starting them takes longer than the work.
    rows = map(judged, game.movers) if game.size < SWEEP_FROM_STATES else in_order(judged, game.movers)
    return np.array(list(rows), dtype=bool).reshape(-1, game.size)


def assigned_equilibria(game: ListedGame, assign: Mapping[str, str]) -> Assigned:
    """The states that are stable for every mover, each under the concept assigned to it.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("cuban-missile-crisis"))
    >>> [state.number for state in assigned_equilibria(game, {"usa": "seq", "ussr": "nash"}).equilibria]
    [7]
    """
    concepts = check_assignment(game, assign)
    # Each mover under its own concept: heterogeneous stability, as in mixed tables of the literature.
    holding = np.ones(game.size, dtype=bool)
    for mover in game.movers:
        holding &= stable(game, mover, concepts[mover.id])
    labels = {mover: concept.label for mover, concept in concepts.items()}
    return Assigned(dict(assign), tuple(game.at(key) for key in np.flatnonzero(holding).tolist()), labels)


def check_assignment(game: ListedGame, assign: Mapping[str, str]) -> dict[str, Concept]:
    """The concept of each mover; raises `QuestionError` unless all movers, and only they, have one that is defined."""
    for id_ in assign:
        game.mover(id_)
    missing = [m.id for m in game.movers if m.id not in assign]
    if missing:
        raise QuestionError(f"no concept is assigned to {', '.join(missing)}; name one for every mover")
    return {mover: defined(game, concept) for mover, concept in assign.items()}


def _reached(game: ListedGame) -> dict[str, Any] | None:
    if game.status_quo_key is None:
        return None
    return {
        "improvements": reachable(game, game.status_quo_key, improving=True),
        "moves": reachable(game, game.status_quo_key, improving=False),
    }
