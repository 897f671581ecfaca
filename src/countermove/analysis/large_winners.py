"""Who wins in a case that is not listed: how each actor fares in the outcomes found, and in the status quo."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.data_frames import require_pandas
from countermove.analysis.equilibria import StabilityTable
from countermove.analysis.large_stakes import line_differences
from countermove.analysis.lines import Difference
from countermove.errors import QuestionError, did_you_mean, quoted
from countermove.game.searched import SearchedGame
from countermove.game.shares import Share
from countermove.model.preferences import lines_of
from countermove.search.bounded import options_of
from countermove.search.samples import feasible_sample

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LargeFortune", "LargeWinners", "large_winners"]

LIMIT = 1_000
SEED = 1


@dataclass(frozen=True)
class LargeFortune:
    """How one actor fares in one state, a code.

    `change`: 1 where it prefers the state to the status quo, -1 where it prefers the status quo, else 0; None without
    one. `met` and `partly`: the positions of its `prefers` (from 0) at which all statements hold, or some of a
    group. `worse`: the share of the states drawn that it likes strictly less, None where none could be drawn.
    `missed`: the lines that the outcome which is best for it, of those found, fulfils to another degree, the one
    that decides first; none where no outcome found is better for it, or where it has a ranking or weights. `better`:
    how many of the outcomes found it likes more.
    """

    actor: str
    code: int
    change: int | None
    met: tuple[int, ...]
    partly: tuple[int, ...]
    worse: Share | None
    better: int
    missed: tuple[Difference, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain data; lines count from 1. `share` and `regret` are null: nobody has counted the states."""
        return {
            "share": None,
            "estimate": None if self.worse is None else self.worse.to_dict() | {"draws": self.worse.total},
            "change": self.change,
            "met": [line + 1 for line in self.met],
            "partly": [line + 1 for line in self.partly],
            "regret": None,
            "better_outcomes": self.better,
            "missed": {
                "won": [d.position + 1 for d in self.missed if d.gained],
                "lost": [d.position + 1 for d in self.missed if not d.gained],
            },
        }


@dataclass(frozen=True, eq=False)
class LargeWinners:
    """Who wins: the outcomes of `table`, the one to look at first before the others, as each actor ranks them.

    `drawn`: feasible states, each drawn as likely as another, by which shares are estimated; None where too few
    combinations are feasible to draw them fairly.
    """

    table: StabilityTable
    drawn: tuple[int, ...] | None

    def __repr__(self) -> str:
        undominated = sum(not self.better_for_all(code) for code in self.outcomes)
        return f"LargeWinners({len(self.outcomes)} outcomes found, {undominated} of them undominated)"

    @property
    def model(self) -> SearchedGame:
        """The case."""
        return self.table.searched

    @cached_property
    def outcomes(self) -> tuple[int, ...]:
        """The codes of the outcomes found, as people are told of them."""
        return tuple(self.table.strongest())

    @cached_property
    def _places(self) -> dict[int, int]:
        return {code: k for k, code in enumerate(self.outcomes)}

    @cached_property
    def _ranks(self) -> NDArray[np.int64]:
        """How each actor ranks the outcomes among each other, shape (A, outcomes); higher is better."""
        rows = []
        for actor in range(len(self.model.actors)):
            worths = [self.model.worth(actor, code) for code in self.outcomes]
            order = sorted(set(worths))
            rows.append([order.index(worth) for worth in worths])
        return np.array(rows, dtype=np.int64).reshape(len(self.model.actors), len(self.outcomes))

    @cached_property
    def _drawn(self) -> list[list[tuple[int, ...]]] | None:
        """For each actor what the states drawn are worth to it, ascending."""
        if self.drawn is None:
            return None
        return [sorted(self.model.worth(a, code) for code in self.drawn) for a in range(len(self.model.actors))]

    def fortunes(self, code: int) -> tuple[LargeFortune, ...]:
        """How each actor fares in one state, an outcome or any other, in file order."""
        code = self.model.code(code)
        return tuple(self._fortune(k, actor, code) for k, actor in enumerate(self.model.actors))

    def _fortune(self, k: int, actor: str, code: int) -> LargeFortune:
        model, worth = self.model, self.model.worth(k, code)
        change = None if model.status_quo is None else model.compare(k, model.status_quo, code)
        lines = model.case.actors[actor].prefers or ()
        held = list(zip(worth, map(len, map(lines_of, lines)), strict=False)) if lines else []
        place = self._places.get(code)
        rank, best = self._ranks[k], self.best(actor)
        better = int((rank > rank[place]).sum()) if place is not None else self._better(k, worth)
        return LargeFortune(
            actor,
            code,
            change,
            tuple(n for n, (count, size) in enumerate(held) if count == size),
            tuple(n for n, (count, size) in enumerate(held) if 0 < count < size),
            None if self._drawn is None else Share(bisect_left(self._drawn[k], worth), len(self._drawn[k])),
            better,
            line_differences(model, actor, code, best[0]) if better else (),
        )

    def _better(self, actor: int, worth: tuple[int, ...]) -> int:
        return sum(self.model.worth(actor, code) > worth for code in self.outcomes)

    def best(self, actor: str) -> tuple[int, ...]:
        """The outcomes found that are best for an actor; other outcomes, if there are any, may be better for it."""
        if actor not in self.model.actors:
            raise QuestionError(f"unknown actor {quoted(actor)}; {did_you_mean(actor, self.model.actors)}")
        row = self._ranks[self.model.actors.index(actor)]
        return tuple(self.outcomes[k] for k in np.flatnonzero(row == row.max(initial=-1)).tolist())

    def better_for_all(self, code: int) -> tuple[int, ...]:
        """The outcomes found that dominate one of them (Pareto): worse for no actor and better for some."""
        code = self.model.code(code)
        if code not in self._places:
            raise QuestionError(f"the state with the code {code} is none of the outcomes found; `outcomes` has them all")
        here = self._ranks[:, [self._places[code]]]
        found = (self._ranks >= here).all(axis=0) & (self._ranks > here).any(axis=0)
        return tuple(self.outcomes[k] for k in np.flatnonzero(found).tolist())

    def to_dict(self, *, limit: int = LIMIT) -> dict[str, Any]:
        """The result as the command line writes it in JSON; outcomes are referred to by their codes."""
        shown, now = self.table.outcomes[:limit], self.model.status_quo
        data: dict[str, Any] = {
            "concepts": list(self.table.concept_ids),
            "proved": self.table.search_result.nash.complete,
            "draws": None if self.drawn is None else len(self.drawn),
            "status_quo": None if now is None else self._record(now),
            "outcomes": [
                self._record(e.state.key)
                | {"concepts": list(e.concepts), "dominated_by": list(self.better_for_all(e.state.key)[:limit])}
                for e in shown
            ],
            "best": {actor: list(self.best(actor)[:limit]) for actor in self.model.actors},
        }
        cut = len(shown) < len(self.outcomes) or self.table.search_result.nash.stopped is not None
        return data | ({"truncated": True} if cut else {})

    def _record(self, code: int) -> dict[str, Any]:
        actors = {fortune.actor: fortune.to_dict() for fortune in self.fortunes(code)}
        return {"state": None, "code": code, "options": options_of(self.model, code), "actors": actors}

    def to_frame(self) -> pd.DataFrame:
        """One row per outcome and actor (needs the extra `frames`)."""
        require_pandas()
        import pandas as pd

        found = [fortune for code in self.outcomes for fortune in self.fortunes(code)]
        index = pd.MultiIndex.from_tuples([(f.code, f.actor) for f in found], names=["code", "actor"])
        rows = [
            {"change": f.change, "met": len(f.met), "estimate": f.worse and f.worse.share, "better": f.better} for f in found
        ]
        return pd.DataFrame(rows, index=index, columns=["change", "met", "estimate", "better"])


def large_winners(table: StabilityTable, *, draws: int = LIMIT, rng: np.random.Generator | int = SEED) -> LargeWinners:
    """How each actor fares in every outcome found and in the status quo, in a case that is not listed.

    What is compared is exact: who is better off, which lines hold, which outcome found dominates which. The share of
    all states that are worse is not known, since they are too many to be counted; it is estimated from feasible
    states drawn at random, with 95 % intervals (Wilson 1927). Where `table` does not hold all outcomes, "best" and
    "dominated" are said of those found. Cost: (outcomes)^2 times actors, and one look at each state drawn.

    >>> import countermove as cm
    >>> found = large_winners(cm.equilibria(cm.searched_game(cm.load("thirty-allies-2022"))))
    >>> found
    LargeWinners(8 outcomes found, 4 of them undominated)
    >>> [(f.actor, f.change, [line + 1 for line in f.met]) for f in found.fortunes(found.outcomes[0])][:2]
    [('russia', 1, [1, 3, 4, 5, 6]), ('ukraine', 0, [1, 2, 3])]
    """
    return LargeWinners(table, feasible_sample(table.searched, rng, draws))
