"""Which states hold in a case whose states are too many to be listed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING, Any

import numpy as np

from countermove.analysis.data_frames import require_pandas
from countermove.errors import QuestionError
from countermove.game.searched import SearchedGame
from countermove.search.bounded import BOUNDED, DEPTH, bounded_verdict, options_of, unknown_concept
from countermove.search.nash import NashFound, check_searched, nash_search, some_feasible
from countermove.search.walks import Walk, walks
from countermove.stability.concept import CONCEPTS

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LargeEquilibrium", "LargeTable", "holds_bounded", "large_equilibria"]

LIMIT = 1_000
SECONDS = 60.0
WALKS = 20
SOME = 30
SEED = 1


@dataclass(frozen=True)
class LargeEquilibrium:
    """A state, as a code, that holds for every mover under the concepts named.

    `way`: improvements that lead there from the status quo, where some were found; None where none were.
    """

    code: int
    concepts: tuple[str, ...]
    way: Walk | None


@dataclass(frozen=True, eq=False)
class LargeTable:
    """The equilibria that were found. `nash` says whether they are all; `tried` states were tried otherwise.

    Under Nash the verdicts are exact. Under other concepts, states that `nash` did not find were tried with answers
    of at most `depth` moves: what is listed holds, and what is not listed may hold as well. `late`: states that were
    left untried when time ran out. `left_out`: the concepts that nobody named, where none was named.
    """

    model: SearchedGame
    concepts: tuple[str, ...]
    nash: NashFound
    found: tuple[LargeEquilibrium, ...]
    walks: tuple[Walk, ...]
    depth: int
    tried: int
    late: int
    left_out: tuple[str, ...] = ()

    def __repr__(self) -> str:
        counts = ", ".join(f"{c} {sum(c in e.concepts for e in self.found):,}" for c in self.concepts)
        whole = "all" if self.nash.complete else "not all"
        return f"LargeTable({len(self.model.options)} options; {counts}; Nash {whole})"

    @cached_property
    def lead(self) -> LargeEquilibrium | None:
        """The outcome to look at first: where most walks end, else the one that changes the fewest options."""
        if not self.found:
            return None
        ends = [walk.end for walk in self.walks if walk.settled]
        now = self.model.status_quo or 0
        return min(
            self.found,
            key=lambda e: ("nash" not in e.concepts and "nash" in self.concepts, -ends.count(e.code),
                           (e.code ^ now).bit_count(), e.code),
        )  # fmt: skip

    @cached_property
    def ordered(self) -> tuple[LargeEquilibrium, ...]:
        """The outcomes as people are told of them: that to look at first, then as they are near to the status quo."""
        now = self.model.status_quo or 0
        return tuple(sorted(self.found, key=lambda e: (e is not self.lead, (e.code ^ now).bit_count(), e.code)))

    def to_dict(self, limit: int = LIMIT) -> dict[str, Any]:
        """The result as the command line writes it in JSON: no state has a number, and nobody has counted them."""
        from countermove import __version__

        model = self.model
        data: dict[str, Any] = {
            "countermove": __version__,
            "case": {"title": model.case.title, "scenario": model.scenario},
            "actors": [*model.case.actors, *model.case.bodies],
            "options": [row.full for row in model.options],
            "states": {"count": None, "status_quo": None},
            "concepts": list(self.concepts),
            "depth": self.depth if set(self.concepts) - {"nash"} else None,
            "proved": self.nash.complete,
            "equilibria": [self._equilibrium(equilibrium) for equilibrium in self.found[:limit]],
        }
        if self.left_out:
            data["left_out"] = list(self.left_out)
        if self.nash.stopped is not None or len(self.found) > limit:
            data["truncated"] = True
        return data

    def _equilibrium(self, equilibrium: LargeEquilibrium) -> dict[str, Any]:
        reach: dict[str, Any] | None = None
        if equilibrium.way is not None:
            reach = {"improvements": True, "moves": True}
        return {
            "state": None,
            "code": equilibrium.code,
            "options": options_of(self.model, equilibrium.code),
            "concepts": list(equilibrium.concepts),
            "reachable": reach,
        }

    def to_frame(self) -> pd.DataFrame:
        """One row per equilibrium; a Boolean column per option and per concept (needs the extra `frames`)."""
        require_pandas()
        import pandas as pd

        rows = [options_of(self.model, e.code) | {c: c in e.concepts for c in self.concepts} for e in self.found]
        return pd.DataFrame(rows, columns=[*(row.full for row in self.model.options), *self.concepts])


def large_equilibria(
    model: SearchedGame,
    concepts: Sequence[str] | None = None,
    *,
    limit: int = LIMIT,
    seconds: float = SECONDS,
    depth: int = DEPTH,
    rng: np.random.Generator | int = SEED,
) -> LargeTable:
    """The equilibria of a case that is not listed, `limit` of each kind at most, within so many seconds.

    Nash equilibria by a constraint solver, all of them unless the limit or the time stops it. Under GMR, SMR, SEQ
    and SSEQ, which are asked only when they are named, every Nash equilibrium holds; besides, the status quo, the
    states on walks of improvements from there, and 30 states that the solver comes upon are tried, with answers of
    at most `depth` moves. Reachability is known where such a walk leads. Raises `QuestionError` for an unknown
    concept, and where the extra `solver` is not installed; `CaseError` where no state is feasible, or a ranking does
    not cover every state once.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> large_equilibria(searched_game(load_case("prisoners-dilemma")), ["nash", "seq"])
    LargeTable(2 options; nash 1, seq 2; Nash all)
    """
    chosen = tuple(dict.fromkeys(concepts if concepts is not None else ("nash",)))
    for id_ in chosen:
        if id_ not in BOUNDED:
            raise unknown_concept(id_)
    if not chosen:
        raise QuestionError(f"no concept is named; name some of {', '.join(BOUNDED)}")
    left_out = () if concepts is not None else tuple(id_ for id_ in CONCEPTS if id_ not in chosen)
    end = monotonic() + seconds
    check_searched(model)
    started = model.status_quo
    ways = () if started is None else walks(model, started, rng, WALKS, end=end - seconds / 2)
    nash = nash_search(model, limit, max(end - monotonic(), 1.0))
    settled = [walk.end for walk in ways if walk.settled]
    codes = sorted(list(dict.fromkeys([*settled, *nash.codes]))[:limit])
    found = dict.fromkeys(codes, chosen)
    nash = NashFound(tuple(codes), nash.stopped)
    others = [concept for concept in chosen if concept != "nash"]
    visited = [*_visited(model, ways), *some_feasible(model, SOME)] if others else []
    candidates = [code for code in dict.fromkeys(visited) if code not in found]
    held, tried = _tried(model, candidates, others, depth, end)
    found |= held
    every = _prefixes(ways)
    listed = tuple(LargeEquilibrium(code, found[code], every.get(code)) for code in sorted(found) if found[code])
    return LargeTable(model, chosen, nash, listed, ways, depth, tried, len(candidates) - tried, left_out)


def _prefixes(ways: Iterable[Walk]) -> Mapping[int, Walk]:
    """For each state on the walks the beginning of the first walk that leads there."""
    found: dict[int, Walk] = {}
    for walk in ways:
        for length in range(len(walk.steps) + 1):
            part = Walk(walk.start, walk.steps[:length], walk.settled and length == len(walk.steps))
            found.setdefault(part.end, part)
    return found


def _visited(model: SearchedGame, ways: Iterable[Walk]) -> list[int]:
    """The status quo, and the states on the walks, from their ends backwards."""
    first = [] if model.status_quo is None else [model.status_quo]
    steps = [step.after for walk in ways for step in reversed(walk.steps)]
    return list(dict.fromkeys([*first, *steps]))


def _tried(
    model: SearchedGame, candidates: Sequence[int], concepts: Sequence[str], depth: int, end: float
) -> tuple[dict[int, tuple[str, ...]], int]:
    """The candidates that are shown to hold, with the concepts, and how many were tried in time."""
    held: dict[int, tuple[str, ...]] = {}
    if not concepts:
        return held, 0
    for tried, code in enumerate(candidates):
        if monotonic() >= end:
            return held, tried
        if holds_bounded(model, code, "gmr", depth, end):  # what GMR does not hold, none of the others does
            held[code] = tuple(c for c in concepts if c == "gmr" or holds_bounded(model, code, c, depth, end))
    return held, len(candidates)


def holds_bounded(model: SearchedGame, code: int, concept: str, depth: int, end: float) -> bool:
    """Whether a feasible code is shown to hold for every mover, until the moment `end` of the monotonic clock.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> holds_bounded(searched_game(load_case("prisoners-dilemma")), 0b11, "seq", 3, monotonic() + 60)
    True
    """
    left = max(end - monotonic(), 0.001)
    return all(bounded_verdict(model, code, m.id, concept, depth, left, whole=False).stable for m in model.movers)
