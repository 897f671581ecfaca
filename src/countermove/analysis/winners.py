"""Who wins: how each actor fares in one state compared with another, and in every outcome that holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.data_frames import require_pandas
from countermove.analysis.equilibria import StabilityTable, equilibria
from countermove.analysis.lines import Difference, counts, differences, entries
from countermove.errors import QuestionError, SizeError, did_you_mean, quoted
from countermove.game.listed import ListedGame
from countermove.game.positions import position
from countermove.model.preferences import lines_of
from countermove.text.naming import number

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Fortune", "Standing", "Winners", "standings", "winners"]

Longs = NDArray[np.int64]
MOST = 5_000
"""So many outcomes are compared with each other at most."""
LIMIT = 1_000


@dataclass(frozen=True)
class Standing:
    """How one actor fares after a change: `share_before` and `share_after` of all states are worse for it."""

    actor: str
    verdict: Literal["better", "worse", "equal"]
    share_before: float
    share_after: float
    differences: tuple[Difference, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain data; lines count from 1."""
        return {
            "actor": self.actor,
            "verdict": self.verdict,
            "share": {"before": self.share_before, "after": self.share_after},
            "won": [difference.position + 1 for difference in self.differences if difference.gained],
            "lost": [difference.position + 1 for difference in self.differences if not difference.gained],
        }


def standings(graph: ListedGame, before: int, after: int) -> tuple[Standing, ...]:
    """How every actor fares in `after` against `before`, both counted from 0, in file order.

    Raises `QuestionError` where there is no such state.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> graph = compile(catalog.load_case("cuban-missile-crisis"))
    >>> [(s.actor, s.verdict) for s in standings(graph, 0, 5)]
    [('usa', 'better'), ('ussr', 'worse')]
    """
    before, after = position(graph.size, before), position(graph.size, after)
    found = []
    for actor, rank in zip(graph.actors, graph.ranks, strict=True):
        change = int(rank[after]) - int(rank[before])
        verdict: Literal["better", "worse", "equal"] = "better" if change > 0 else "worse" if change else "equal"
        lines = () if graph.is_graph else differences(graph, actor, before, after)
        shares = [float(np.mean(rank < rank[state])) for state in (before, after)]
        found.append(Standing(actor, verdict, shares[0], shares[1], lines))
    return tuple(found)


@dataclass(frozen=True)
class Fortune:
    """How one actor fares in one outcome.

    `worse`: how many of all `size` states it likes strictly less. `change`: 1 where it prefers the outcome to the
    status quo, -1 where it prefers the status quo, else 0; None without one. `met` and `partly`: the positions of
    its `prefers` (from 0) at which all statements hold, or some of a group. `regret`: how many more states would be
    worse for it in the outcome that is best for it.
    """

    actor: str
    state: int
    worse: int
    size: int
    change: int | None
    met: tuple[int, ...]
    partly: tuple[int, ...]
    regret: int

    @property
    def share(self) -> float:
        """The percentile: the share of all states that are strictly worse for it."""
        return self.worse / self.size

    def to_dict(self) -> dict[str, Any]:
        """As plain data; lines count from 1."""
        return {
            "share": self.share,
            "change": self.change,
            "met": [line + 1 for line in self.met],
            "partly": [line + 1 for line in self.partly],
            "regret": self.regret / self.size,
        }


@dataclass(frozen=True, eq=False)
class Winners:
    """Who wins: all outcomes (the equilibria of `table`), strongest first, as each actor ranks them."""

    table: StabilityTable
    outcomes: tuple[int, ...]

    def __repr__(self) -> str:
        undominated = sum(not self.better_for_all(state) for state in self.outcomes)
        return f"Winners({len(self.outcomes)} outcomes, {undominated} of them undominated)"

    def _repr_html_(self) -> str:
        from html import escape

        head = "".join(f"<th>{escape(self.graph.case.label(actor))}</th>" for actor in self.graph.actors)
        rows = ""
        for state in self.outcomes[:50]:
            cells = "".join(f"<td>{round(100 * f.share)} %</td>" for f in self.fortunes(state))
            rows += f"<tr><td>{number(state)}</td>{cells}</tr>"
        return f"<table><tr><th>state</th>{head}</tr>{rows}</table>"

    @property
    def graph(self) -> ListedGame:
        """The graph that was solved."""
        return self.table.listed

    @cached_property
    def _worse(self) -> Longs:
        """For each actor and outcome the number of states that are strictly worse; shape (A, outcomes)."""
        ranks = self.graph.ranks
        chosen = ranks[:, list(self.outcomes)]
        found = [np.searchsorted(np.sort(row), values) for row, values in zip(ranks, chosen, strict=True)]
        return np.array(found, dtype=np.int64).reshape(len(ranks), len(self.outcomes))

    def fortunes(self, state: int) -> tuple[Fortune, ...]:
        """How each actor fares in one of the outcomes, in file order."""
        graph, place = self.graph, self._place(state)
        state = self.outcomes[place]
        found = []
        for k, actor in enumerate(graph.actors):
            change = None
            if graph.status_quo is not None:
                change = int(np.sign(int(graph.ranks[k, state]) - int(graph.ranks[k, graph.status_quo])))
            held = () if graph.is_graph else counts(graph, actor, state)
            sizes = [len(lines_of(entry)) for entry in entries(graph, actor)]
            met = tuple(n for n, (count, size) in enumerate(zip(held, sizes, strict=False)) if count == size)
            partly = tuple(n for n, (count, size) in enumerate(zip(held, sizes, strict=False)) if 0 < count < size)
            worse = int(self._worse[k, place])
            regret = int(self._worse[k].max()) - worse
            found.append(Fortune(actor, state, worse, graph.size, change, met, partly, regret))
        return tuple(found)

    def _place(self, state: int) -> int:
        """Where a state stands among the outcomes."""
        state = position(self.graph.size, state)
        try:
            return self.outcomes.index(state)
        except ValueError:
            way = "`outcomes` has them all, and standings compares any two states"
            raise QuestionError(f"state {number(state)} is none of the outcomes; {way}") from None

    def best(self, actor: str) -> tuple[int, ...]:
        """The outcomes that are best for an actor, strongest first: nothing that holds at all is better for it."""
        if actor not in self.graph.actors:
            raise QuestionError(f"unknown actor {quoted(actor)}; {did_you_mean(actor, self.graph.actors)}")
        row = self._worse[self.graph.actors.index(actor)]
        return tuple(self.outcomes[k] for k in np.flatnonzero(row == row.max(initial=-1)).tolist())

    def better_for_all(self, state: int) -> tuple[int, ...]:
        """The outcomes that dominate one (Pareto): worse for no actor and better for some; strongest first."""
        place = self._place(state)
        ranks = self.graph.ranks[:, list(self.outcomes)]
        here = ranks[:, place : place + 1]
        found = (ranks >= here).all(axis=0) & (ranks > here).any(axis=0)
        return tuple(self.outcomes[k] for k in np.flatnonzero(found).tolist())

    def to_dict(self, *, limit: int = LIMIT) -> dict[str, Any]:
        """The result as the command line writes it in JSON: the strongest `limit` outcomes, states from 1."""
        shown = self.outcomes[:limit]
        data: dict[str, Any] = {
            "concepts": [c.id for c in self.table.concepts],
            "outcomes": [
                {
                    "state": number(state),
                    "concepts": list(self.table.at(state).concepts),
                    "dominated_by": [number(other) for other in self.better_for_all(state)[:limit]],
                    "actors": {fortune.actor: fortune.to_dict() for fortune in self.fortunes(state)},
                }
                for state in shown
            ],
            "best": {actor: [number(state) for state in self.best(actor)[:limit]] for actor in self.graph.actors},
        }
        return data | ({"truncated": True} if len(shown) < len(self.outcomes) else {})

    def to_frame(self) -> pd.DataFrame:
        """One row per outcome and actor (needs the extra `frames`)."""
        require_pandas()
        import pandas as pd

        found = [fortune for state in self.outcomes for fortune in self.fortunes(state)]
        index = pd.MultiIndex.from_tuples([(number(f.state), f.actor) for f in found], names=["state", "actor"])
        rows = [{"share": f.share, "change": f.change, "met": len(f.met), "regret": f.regret / f.size} for f in found]
        return pd.DataFrame(rows, index=index, columns=["share", "change", "met", "regret"])


def winners(graph: ListedGame | StabilityTable, concepts: Sequence[str] | None = None) -> Winners:
    """How each actor fares in every outcome that holds: each equilibrium under one of `concepts` (all, if None).

    For each actor and outcome: the *percentile*, the share of all states that are strictly worse for it; the change
    from the status quo; which lines of its preferences hold; and the *regret*, by how much the percentile falls
    short of the best outcome that is stable at all. One outcome *dominates* another if it is worse for no actor and
    better for some. Actors without options count, for they have preferences. A solved table may be given instead
    of a graph.

    Cost: that of the verdicts, and for dominance (outcomes)^2 times actors. Raises `QuestionError` for an unknown
    concept, `SizeError` for more than 5,000 outcomes.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> found = winners(compile(catalog.load_case("prisoners-dilemma")))
    >>> found
    Winners(2 outcomes, 1 of them undominated)
    >>> [(state + 1, [s + 1 for s in found.better_for_all(state)]) for state in found.outcomes]
    [(1, [4]), (4, [])]
    """
    if isinstance(graph, StabilityTable):
        if concepts is not None:
            raise QuestionError("a solved table has its concepts already; give the graph, or leave the concepts out")
        table = graph
    else:
        table = equilibria(graph, concepts)
    held = int((table.strength() > 0).sum())
    if held > MOST:
        raise SizeError(
            f"{held:,} states are equilibria; at most {MOST:,} are compared with each other: "
            "ask for fewer concepts, such as nash"
        )
    return Winners(table, tuple(table.strongest()))
