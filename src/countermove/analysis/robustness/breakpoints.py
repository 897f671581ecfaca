"""What unseats an outcome: every single change of preferences, and every pair of changes, is tried exactly."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.robustness.changes import Change, Key, plausible, single_changes
from countermove.analysis.robustness.study import Study
from countermove.text.naming import number

__all__ = ["LISTED", "Breaker", "Breakpoints", "Pairs", "breakpoints", "named_state", "together"]

Bools = NDArray[np.bool_]
Pairs = Literal["all", "plausible", "none"]
LISTED = 50
"""So many pairs are listed for each outcome and concept; all are counted."""
WORK = 4 * 10**7
"""So many models times moves may be looked at before pairs are left out, unless they are asked for."""
SLICE = 64


def named_state(state: int, coded: bool) -> dict[str, Any]:
    """A state in plain data: by its number, or, where states are codes, by its code.

    >>> named_state(4, coded=False), named_state(4, coded=True)
    ({'state': 5}, {'state': None, 'code': 4})
    """
    return {"state": None, "code": state} if coded else {"state": number(state)}


@dataclass(frozen=True)
class Breaker:
    """Changes after which a state is no longer an equilibrium under a concept: one, or two where neither is enough.

    `drawn`: whether draws contain all of them (the others are stronger than what the analyst holds possible).
    """

    state: int
    concept: str
    changes: tuple[Change, ...]
    drawn: bool

    def to_dict(self, coded: bool = False) -> dict[str, Any]:
        """As plain data; the state and the lines count from 1. `coded`: states are codes, without numbers."""
        data: dict[str, Any] = {**named_state(self.state, coded), "concept": self.concept}
        if len(self.changes) == 1:
            data |= self.changes[0].to_dict()
        else:
            data["changes"] = [change.to_dict() for change in self.changes]
        return data | {"drawn": self.drawn}


@dataclass(frozen=True)
class Breakpoints:
    """What was tried on the outcomes watched, and what unseats them.

    `singles`: how many single changes were tried, `by_kind` how many of each kind. `pairs`: how many pairs, of which
    changes (``all``, only the ``plausible`` ones, or ``none``). `of_pairs` lists the first that unseat each outcome,
    `pair_counts` counts all of them by state and concept.
    """

    singles: tuple[Breaker, ...]
    tried: int
    by_kind: dict[str, int]
    of_pairs: tuple[Breaker, ...]
    tried_pairs: int
    kind_of_pairs: Pairs
    pair_counts: dict[tuple[int, str], int]

    def to_dict(self, coded: bool = False) -> dict[str, Any]:
        """As plain data; `coded`: states are codes, without numbers."""
        counts = [
            {**named_state(state, coded), "concept": concept, "count": count}
            for (state, concept), count in self.pair_counts.items()
        ]
        return {
            "breakers": [breaker.to_dict(coded) for breaker in self.singles],
            "pairs": [breaker.to_dict(coded) for breaker in self.of_pairs],
            "pair_counts": counts,
            "tried": {"singles": self.tried, "by_kind": self.by_kind, "pairs": self.tried_pairs,
                      "of": self.kind_of_pairs},
        }  # fmt: skip


def breakpoints(study: Study, pairs: Pairs | None = None) -> Breakpoints:
    """Every single change and every pair of changes of preferences, tried on the outcomes that a study watches.

    `pairs`: of which changes pairs are tried; if None, of all, or only of those that draws contain, or of none, by how
    much work it is. A pair is listed where neither of its changes unseats the outcome alone.

    >>> from countermove import catalog
    >>> from countermove.analysis.robustness.study import Settings, Study
    >>> from countermove.game.compile import compile
    >>> graph = compile(catalog.load_case("european-security-2022"))
    >>> found = breakpoints(Study(graph, Settings(concepts=("nash",))), "none")
    >>> [b.changes[0] for b in found.singles if b.state == 147 and b.drawn]
    [Change(actor='russia', line=2, kind='otherwise', part=None, order=None)]
    """
    changes = [(a, c) for a, wishes in enumerate(study.plan.wishes) for c in single_changes(wishes)]
    likely = [plausible(study.plan.wishes[a], c) for a, c in changes]
    held = study.standing(study.plan.written)
    left = np.array([_left(study, [change]) for change in changes], dtype=bool).reshape(len(changes), *held.shape)
    fallen = held & ~left
    singles = [
        Breaker(state, concept, (change,), likely[k])
        for t, state in enumerate(study.watched)
        for c, concept in enumerate(study.concepts)
        for k, (_, change) in enumerate(changes)
        if fallen[k, c, t]
    ]
    kind = pairs or _affordable(study, len(changes), sum(likely))
    chosen = [k for k in range(len(changes)) if kind == "all" or (kind == "plausible" and likely[k])]
    of_pairs, counts, tried = _of_pairs(study, changes, chosen, held, fallen, likely)
    kinds = [change.kind for _, change in changes]
    by_kind: dict[str, int] = {name: kinds.count(name) for name in sorted(set(kinds))}
    return Breakpoints(tuple(singles), len(changes), by_kind, tuple(of_pairs), tried, kind, counts)


def _affordable(study: Study, changes: int, likely: int) -> Pairs:
    moves = max(1, sum(len(edges.target) for edges in study.graph.edges))
    for kind, many in (("all", changes), ("plausible", likely)):
        if many * (many - 1) // 2 * moves <= WORK:
            return kind  # type: ignore[return-value]
    return "none"


def _left(study: Study, changes: Sequence[tuple[int, Change]]) -> Bools:
    """Which of the outcomes watched hold after changes, shape (C, T)."""
    keys: list[Key] = list(study.plan.written)
    for actor in {actor for actor, _ in changes}:
        keys[actor] = study.plan.wishes[actor].changed([change for a, change in changes if a == actor])
    return study.standing(keys)


def _of_pairs(
    study: Study,
    changes: Sequence[tuple[int, Change]],
    chosen: Sequence[int],
    held: Bools,
    fallen: Bools,
    likely: Sequence[bool],
) -> tuple[list[Breaker], dict[tuple[int, str], int], int]:
    """The first pairs that unseat each outcome though neither change does, how many do, how many were tried."""
    tried = [pair for one, other in combinations(chosen, 2) for pair in together(changes, one, other)]
    found: dict[tuple[int, int], list[tuple[int, int]]] = {}

    def several(begin: int) -> Bools:
        return np.array([_left(study, [changes[k] for k in pair]) for pair in tried[begin : begin + SLICE]])

    begins = range(0, len(tried), SLICE)
    pool = ThreadPoolExecutor(os.cpu_count() or 1)
    try:
        for begin, left in zip(begins, pool.map(several, begins), strict=True):
            for pair, stands in zip(tried[begin : begin + SLICE], left, strict=True):
                for c, t in np.argwhere(held & ~stands & ~fallen[pair[0]] & ~fallen[pair[1]]).tolist():
                    found.setdefault((t, c), []).append(pair)
    finally:
        pool.shutdown(cancel_futures=True)
    listed = [
        Breaker(study.watched[t], study.concepts[c], tuple(changes[k][1] for k in pair), likely[pair[0]] and likely[pair[1]])
        for t, c in sorted(found)
        for pair in found[t, c][:LISTED]
    ]
    counts = {(study.watched[t], study.concepts[c]): len(found[t, c]) for t, c in sorted(found)}
    return listed, counts, len(tried)


def together(changes: Sequence[tuple[int, Change]], one: int, other: int) -> Iterator[tuple[int, int]]:
    """How two changes can be made together: not at all, in one way, or in two where their order matters."""
    (a, first), (b, second) = changes[one], changes[other]
    if a == b and first.kind != "exchange" and second.kind != "exchange":
        both_orders = first.kind == second.kind == "order"
        if first.line == second.line and (
            both_orders or (first.part == second.part and "order" not in (first.kind, second.kind))
        ):
            return
    yield one, other
    if a == b and first.kind == second.kind == "exchange" and abs(first.line - second.line) == 1:
        yield other, one
