"""Stable sets: sets of states that hold together, by one-step or by indirect dominance."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import isfinite
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.farsighted import frame, head
from countermove.errors import QuestionError, SizeError, did_you_mean, quoted
from countermove.game.listed import ListedGame
from countermove.stability.ahead import ahead
from countermove.stability.dominance import direct
from countermove.stability.stable_sets import kernels
from countermove.text.naming import number

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DOMINANCES", "LIMIT", "MOST_STATES", "SECONDS", "StableSets", "relation", "stable_sets"]

Bools = NDArray[np.bool_]
DOMINANCES = ("indirect", "direct")
MOST_STATES = 1_000
LIMIT = 100
SECONDS = 60.0
SHOWN = 50


@dataclass(frozen=True, eq=False)
class StableSets:
    """The stable sets that were found, each as its states in ascending order, counted from 0.

    `stopped`: None where these are all there are, else what ended the search: ``"limit"`` or ``"time"``.
    """

    graph: ListedGame = field(repr=False)
    dominance: str
    sets: tuple[tuple[int, ...], ...]
    stopped: Literal["limit", "time"] | None

    @property
    def proved(self) -> bool:
        """Whether the search was complete: these are all stable sets, and if there are none, there is none."""
        return self.stopped is None

    def __repr__(self) -> str:
        end = "all of them" if self.proved else f"stopped by the {self.stopped}"
        return f"StableSets({self.dominance} dominance; {len(self.sets)} found, {end})"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{k}</td><td>{', '.join(str(number(s)) for s in members)}</td></tr>"
            for k, members in enumerate(self.sets[:SHOWN], 1)
        )
        return f"<table><tr><th>stable set</th><th>states</th></tr>{rows}</table>"

    def to_dict(self) -> dict[str, Any]:
        """The result as the command line writes it in JSON; state numbers count from 1."""
        return head(self.graph) | {
            "dominance": self.dominance,
            "stable_sets": [[number(state) for state in members] for members in self.sets],
            "proved": self.proved,
            "stopped": self.stopped,
        }

    def to_frame(self) -> pd.DataFrame:
        """One row per state, and one Boolean column per stable set, named 1, 2, ... (extra `frames`)."""
        columns = {str(k): np.isin(np.arange(self.graph.size), members) for k, members in enumerate(self.sets, 1)}
        return frame(self.graph, columns)


def stable_sets(graph: ListedGame, dominance: str = "indirect", limit: int = LIMIT, seconds: float = SECONDS) -> StableSets:
    """The stable sets of von Neumann and Morgenstern, by ``"indirect"`` or ``"direct"`` (one-step) dominance.

    No state in a stable set is dominated by another in it, and every state outside is dominated by some state in
    it. At most `limit` are returned; there may be none. After `seconds` the search is given up, and what was found
    is returned as not proved to be all. Finding one is NP-complete; a constraint solver does it (extra `solver`).
    Raises `SizeError` above 1,000 states, and `QuestionError` for an unknown dominance or a limit below 1.

    References: von Neumann & Morgenstern 1944; Harsanyi 1974, Management Science 20, 1472-1495.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> found = stable_sets(compile(catalog.load_case("prisoners-dilemma")), "direct")
    >>> found
    StableSets(direct dominance; 1 found, all of them)
    >>> found.to_dict()["stable_sets"]
    [[1, 4]]
    """
    _check(graph, dominance, limit, seconds)
    found = kernels(relation(graph, dominance), limit, seconds)
    sets = tuple(tuple(np.flatnonzero(members).tolist()) for members in found.found)
    return StableSets(graph, dominance, sets, found.stopped)


def relation(graph: ListedGame, dominance: str) -> Bools:
    """For each d and s whether d dominates s, shape (S, S)."""
    if dominance == "indirect":
        return ahead(graph).matrix()
    dominates = np.zeros((graph.size, graph.size), dtype=bool)
    for mover in graph.movers:
        steps = direct(graph, mover)
        dominates[steps.target, steps.source] = True
    return dominates


def _check(graph: ListedGame, dominance: str, limit: int, seconds: float) -> None:
    """Raise an error that says what is wrong with the question."""
    if dominance not in DOMINANCES:
        raise QuestionError(f"unknown dominance {quoted(dominance)}; {did_you_mean(dominance, DOMINANCES)}")
    if limit < 1:
        raise QuestionError(f"a limit of {limit} leaves no stable set to return; give 1 or more")
    if not (isfinite(seconds) and seconds > 0):
        raise QuestionError(f"{seconds:g} seconds are no time to search in; give a number above 0")
    if graph.size > MOST_STATES:
        way = "list fewer" if graph.is_graph else "rule combinations out under impossible:, join some under coalesce:"
        raise SizeError(
            f"the case has {graph.size:,} states; stable sets are searched up to {MOST_STATES:,}: {way}, "
            "or ask for the core and the largest consistent set"
        )
