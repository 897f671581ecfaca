"""Equilibria of a searched game: all Nash equilibria if the solver has the time, others by answers of bounded length."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from countermove.errors import QuestionError
from countermove.game.allowance import Allowance
from countermove.game.searched import SearchedGame
from countermove.search.bounded import BOUNDED, DEPTH, bounded_verdict, unknown_concept
from countermove.search.nash import NashFound, check_searched, nash_search, some_feasible
from countermove.search.walks import Walk, walks
from countermove.stability.concept import GMR, NASH

__all__ = ["SEED", "Search", "is_bounded_equilibrium", "search_equilibria"]

LIMIT = 1_000
WALKS = 20
"""Walks of improvements from the status quo; one costs milliseconds, and where 20 end tells which end is usual."""
SAMPLES = 30
"""Feasible states of the solver's own choice that are tried besides those on walks: one screen of them."""
SEED = 1


@dataclass(frozen=True, eq=False)
class Search:
    """What a search for equilibria found; states are codes.

    `equilibria` maps each, ascending, to the ids of the concepts under which it is shown to be one. `nash` says
    whether those under Nash are all. `tried` states that are no Nash equilibria were tried with answers of at most
    `depth` moves; `late` were left untried when the allowance was spent. `walks`: improvements followed from the status
    quo. `seconds`: the limit in seconds; None where work was counted.
    """

    equilibria: Mapping[int, tuple[str, ...]]
    nash: NashFound
    walks: tuple[Walk, ...]
    depth: int
    tried: int
    late: int
    seconds: float | None

    @cached_property
    def walk_to(self) -> Mapping[int, Walk]:
        """For each state on the walks the beginning of the first walk that leads there."""
        beginnings: dict[int, Walk] = {}
        for walk in self.walks:
            for length in range(len(walk.steps) + 1):
                # Only the full walk has settled; its beginnings lead to states that somebody would still leave.
                part = Walk(walk.start, walk.steps[:length], walk.settled and length == len(walk.steps))
                beginnings.setdefault(part.end, part)
        return beginnings


def search_equilibria(
    game: SearchedGame,
    concepts: Sequence[str],
    *,
    limit: int = LIMIT,
    allowance: Allowance | None = None,
    depth: int = DEPTH,
    rng: np.random.Generator | int = SEED,
) -> Search:
    """The equilibria of a searched game that are found within an allowance, `limit` of each kind at most.

    Nash equilibria are found by a constraint solver, all of them unless the limit or the allowance stops it. Every Nash
    equilibrium is one under GMR, SMR, SEQ and SSEQ as well (no improvement, so nothing to answer). Besides, where
    these are asked, the status quo, the states on walks of improvements from there, and 30 states that the solver
    comes upon are tried, with answers of at most `depth` moves.

    Parameters
    ----------
    game
        A searched game; a listed one that was made so by `searched_game` will do.
    concepts
        Ids out of nash, gmr, smr, seq and sseq.
    limit, allowance, depth
        The most Nash equilibria; what all of it may do, by default an allowance of its own; the most moves of an answer.
    rng
        Seed or generator of the walks.

    Returns
    -------
    Search
        The equilibria by code, whether those under Nash are all, and the walks.

    Raises
    ------
    QuestionError
        For a concept that cannot be asked of such games, and where the extra ``solver`` is not installed.
    CaseError
        Where no state is feasible, or a ranking does not cover every state once.

    Examples
    --------
    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> dict(search_equilibria(searched_game(load_case("prisoners-dilemma")), ["nash", "seq"]).equilibria)
    {0: ('nash', 'seq'), 3: ('seq',)}
    """
    chosen = tuple(dict.fromkeys(concepts))
    for id_ in chosen:
        if id_ not in BOUNDED:
            raise unknown_concept(id_)
    if not chosen:
        raise QuestionError(f"no concept is named; name some of {', '.join(BOUNDED)}")
    allowance = Allowance() if allowance is None else allowance
    check_searched(game)
    start = game.status_quo_key
    # Walks get half of the allowance at most, so that the solver, whose answer is exact, has the other half.
    followed = () if start is None else walks(game, start, rng, WALKS, allowance=allowance.part(0.5))
    nash = nash_search(game, limit, allowance)
    # Where walks come to rest is a Nash equilibrium, and the one that readers ask about first: it stands before
    # those that the limit may cut off.
    settled = [walk.end for walk in followed if walk.settled]
    codes = sorted(list(dict.fromkeys([*settled, *nash.codes]))[:limit])
    nash = NashFound(tuple(codes), nash.stopped)
    # Nash equilibria have no improvement to be answered, so they count under every concept asked.
    others = [concept for concept in chosen if concept != NASH.id]
    equilibria = dict.fromkeys(codes, chosen)
    visited = [*_visited(game, followed), *some_feasible(game, SAMPLES)] if others else []
    # States near the status quo first: when the allowance is spent, those are the ones that a reader asks about.
    candidates = [code for code in dict.fromkeys(visited) if code not in equilibria]
    by_answers, tried = _tried(game, candidates, others, depth, allowance)
    equilibria |= by_answers
    ascending = {code: equilibria[code] for code in sorted(equilibria) if equilibria[code]}
    return Search(ascending, nash, followed, depth, tried, len(candidates) - tried, allowance.seconds)


def _visited(game: SearchedGame, followed: Iterable[Walk]) -> list[int]:
    """The status quo, and the states on the walks, from their ends backwards."""
    first = [] if game.status_quo_key is None else [game.status_quo_key]
    steps = [step.after for walk in followed for step in reversed(walk.steps)]
    return list(dict.fromkeys([*first, *steps]))


def _tried(
    game: SearchedGame, candidates: Sequence[int], concepts: Sequence[str], depth: int, allowance: Allowance
) -> tuple[dict[int, tuple[str, ...]], int]:
    """The candidates that are shown to be equilibria, with the concepts, and how many were tried within the allowance."""
    equilibria: dict[int, tuple[str, ...]] = {}
    if not concepts:
        return equilibria, 0
    for tried, code in enumerate(candidates):
        if allowance.is_spent:
            return equilibria, tried
        # SMR, SEQ and SSEQ equilibria are GMR equilibria, so what fails here fails everywhere.
        if is_bounded_equilibrium(game, code, GMR.id, depth, allowance):
            others = (c for c in concepts if c != GMR.id and is_bounded_equilibrium(game, code, c, depth, allowance))
            under = {GMR.id, *others}
            equilibria[code] = tuple(c for c in concepts if c in under)
    return equilibria, len(candidates)


def is_bounded_equilibrium(game: SearchedGame, code: int, concept: str, depth: int, allowance: Allowance) -> bool:
    """Whether a feasible code is shown to be stable for every mover, within an allowance.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> is_bounded_equilibrium(searched_game(load_case("prisoners-dilemma")), 0b11, "seq", 3, Allowance())
    True
    """
    verdicts = (bounded_verdict(game, code, m.id, concept, depth, allowance, every_improvement=False) for m in game.movers)
    return all(verdict.stable for verdict in verdicts)
