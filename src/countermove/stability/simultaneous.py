"""Simultaneous stability (SIM), and the conflict analysis of Fraser and Hipel, which falls back on it.

s is SIM stable for i iff every improvement of i is sanctioned: some non-empty set of other movers, each using
an improvement of its own from s, combines with i's move into a feasible state that i does not strictly prefer
to s. Each mover sets its own options; combinations that are not feasible do not sanction. Every improvement is
tried against all combinations afresh.

Reference: Fraser & Hipel 1984, *Conflict Analysis*.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from countermove.errors import QuestionError
from countermove.graph.compile import Graph, Mover
from countermove.graph.states import Codes
from countermove.stability.bodies import sanctions
from countermove.stability.improvements import rules_pass
from countermove.stability.sanction import seq
from countermove.stability.sweeps import Kernel, compiled

__all__ = ["Changes", "changes", "conflict_analysis", "sim", "simultaneous_sanction"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]
TABLE_OPTIONS = 26
"""Up to this many options the positions of all combinations stand in a table instead of being searched."""
COMPILE_FROM = 2_000
"""From this many combinations of options on, the kernel is compiled instead of run as it stands."""


@dataclass(frozen=True)
class Changes:
    """A mover's improvements between combinations, sorted by source, as the options that they change.

    Those of combination c are at ``start[c]:start[c + 1]``; `rules` holds, for a body, the rules that decide.
    """

    source: Ints
    target: Ints
    start: NDArray[np.int64]
    change: Codes
    rules: NDArray[np.int64] | None


def sim(graph: Graph, mover: Mover) -> Bools:
    """States that are simultaneously stable for `mover`, shape (S,); see the module for the definition.

    Raises `QuestionError` for a case given as a graph, where moves do not combine.

    >>> from countermove import catalog
    >>> from countermove.graph.compile import compile
    >>> graph = compile(catalog.load_case("chicken"))
    >>> sim(graph, graph.movers[0]).tolist()
    [False, True, True, True]
    """
    joining = np.ones((len(graph.movers), graph.size), dtype=bool)
    return _held(graph, mover, joining)


def conflict_analysis(graph: Graph, mover: Mover) -> Bools:
    """States that are stable for `mover` in the conflict analysis of Fraser and Hipel, shape (S,).

    s is stable for i iff it is SEQ stable for i, or it is SEQ unstable for i and for at least one other mover,
    and SIM, with only those other SEQ-unstable movers taking part, holds it.
    """
    _require_options(graph)
    unstable = ~np.array([graph.once(("seq", m.index), lambda m=m: seq(graph, m)) for m in graph.movers])  # type: ignore[misc]
    return np.asarray(~unstable[mover.index] | _held(graph, mover, unstable))


def changes(graph: Graph, mover: Mover, against: int | None = None) -> Changes:
    """The improvements of `mover` between combinations; `against` as in `improvements`."""
    return graph.once(("changes", mover.index, against), lambda: _changes(graph, mover, against))


def simultaneous_sanction(
    graph: Graph, focal: Mover, source: int, change: int, rules: int, joining: Sequence[Mover]
) -> tuple[dict[int, int], int] | None:
    """A combination that sanctions one improvement: the options that each mover changes, and the resulting state.

    The improvement changes the options `change` at combination `source`, by the set `rules` where `focal` is a
    body. None if no combination of improvements of `joining` sanctions it.
    """
    moves = [(m.index, _at(changes(graph, m, focal.actor), source)) for m in joining]
    combined = _combinations([options for _, options in moves])
    found, states = _existing(graph, graph.codes[source] ^ np.uint64(change) ^ combined)
    holding = np.flatnonzero(_not_better(graph, focal, int(graph.states_of_codes[source]), rules, states))
    if not len(holding):
        return None
    whole = int(combined[found[holding[0]]])
    parts = {m.index: whole & int(m.reach.mask) for m in joining}
    return {index: part for index, part in parts.items() if part}, int(states[holding[0]])


def _require_options(graph: Graph) -> None:
    if graph.is_listed:
        raise QuestionError("simultaneous moves are undefined in a case given as a graph; ask for another concept")


def _changes(graph: Graph, mover: Mover, against: int | None) -> Changes:
    source, target = graph.pairs[mover.index]
    before, after = graph.states_of_codes[source], graph.states_of_codes[target]
    rules = graph.rules_changed(mover, source, target)
    if mover.actor is not None:
        rank = graph.ranks[mover.actor]
        better = rank[after] > rank[before]
    else:
        assert rules is not None
        better = rules_pass(graph, mover, rules, before, after, against)
    source, target = source[better], target[better]
    start = np.zeros(len(graph.codes) + 1, dtype=np.int64)
    np.cumsum(np.bincount(source, minlength=len(graph.codes)), out=start[1:])
    change = graph.codes[source] ^ graph.codes[target]
    return Changes(source, target, start, change, None if rules is None else rules[better])


def _held(graph: Graph, focal: Mover, joining: Bools) -> Bools:
    """States at which every improvement of `focal` is sanctioned by movers that are `joining` there, shape (S,)."""
    _require_options(graph)
    own = changes(graph, focal)
    held = _sanctioned(graph, focal, own, joining)
    before, after = graph.states_of_codes[own.source], graph.states_of_codes[own.target]
    stable = np.ones(graph.size, dtype=bool)
    if not graph.is_coalesced:
        stable[before[~held]] = False
        return stable
    rules = np.zeros(len(held), dtype=np.int64) if own.rules is None else own.rules
    keys, of = np.unique(np.column_stack([before, after, rules]), axis=0, return_inverse=True)
    some = np.zeros(len(keys), dtype=bool)
    np.logical_or.at(some, of.ravel(), held)
    stable[keys[~some, 0]] = False
    return stable


def _sanctioned(graph: Graph, focal: Mover, own: Changes, joining: Bools) -> Bools:
    """Which improvements of `focal` some combination sanctions, one verdict for each."""
    others = [m for m in graph.movers if m is not focal]
    if focal.is_body:
        return _sanctioned_body(graph, focal, own, others, joining)
    theirs = [changes(graph, m, focal.actor) for m in others]
    held = np.zeros(len(own.source), dtype=bool)
    if not others or not len(held):
        return held
    assert focal.actor is not None
    rank = graph.ranks[focal.actor][graph.states_of_codes]
    sizes = np.array([len(t.change) for t in theirs])
    tables = (
        graph.codes, _places(graph), rank, own.source, own.change,
        np.array([t.start for t in theirs]), np.cumsum(sizes) - sizes,
        np.concatenate([t.change for t in theirs]), joining[[m.index for m in others]][:, graph.states_of_codes],
        np.zeros(len(others), dtype=np.int64),
    )  # fmt: skip
    if len(graph.codes) >= COMPILE_FROM:
        compiled(_combine)(*tables, held)
        return held
    found = held.tolist()
    plain: Kernel = _combine
    plain(*(table.tolist() for table in tables), found)
    return np.array(found, dtype=bool)


def _combine(codes, place, rank, source, change, start, offset, other, joining, choice, held):  # type: ignore[no-untyped-def]  # noqa: PLR0912
    movers = len(start)
    for e in range(len(source)):
        here = source[e]
        for k in range(movers):
            choice[k] = 0
        while True:
            # The next combination: choice[k] is 0 where mover k stays, j where it makes its j-th improvement.
            turn = 0
            while turn < movers:
                if joining[turn][here] and choice[turn] < start[turn][here + 1] - start[turn][here]:
                    choice[turn] += 1
                    break
                choice[turn] = 0
                turn += 1
            if turn == movers:
                break
            code = codes[here] ^ change[e]
            for k in range(movers):
                if choice[k] > 0:
                    code ^= other[offset[k] + start[k][here] + choice[k] - 1]
            if len(place):
                low = place[code]
            else:
                low, high = 0, len(codes) - 1
                while low < high:
                    middle = (low + high) // 2
                    if codes[middle] < code:
                        low = middle + 1
                    else:
                        high = middle
            if codes[low] == code and rank[low] <= rank[here]:
                held[e] = True
                break


def _places(graph: Graph) -> Ints:
    """The position of every combination in the codes (of those that are not feasible, some position).

    Empty where the options are too many for such a table.
    """
    if len(graph.options) > min(TABLE_OPTIONS, 4 + len(graph.codes).bit_length()):
        return np.zeros(0, dtype=np.int32)
    place = np.zeros(2 ** len(graph.options), dtype=np.int32)
    place[graph.codes] = np.arange(len(graph.codes), dtype=np.int32)
    return place


def _sanctioned_body(graph: Graph, body: Mover, own: Changes, others: Sequence[Mover], joining: Bools) -> Bools:
    assert own.rules is not None
    held = np.zeros(len(own.source), dtype=bool)
    for e, (source, change, rules) in enumerate(zip(own.source, own.change, own.rules, strict=True)):
        state = graph.states_of_codes[source]
        present = [m for m in others if joining[m.index, state]]
        held[e] = simultaneous_sanction(graph, body, int(source), int(change), int(rules), present) is not None
    return held


def _at(moves: Changes, source: int) -> Codes:
    return moves.change[moves.start[source] : moves.start[source + 1]]


def _combinations(moves: Sequence[Codes]) -> Codes:
    """All ways to combine the changes of several movers, each of whom may stay, but not all of them."""
    combined = np.zeros(1, dtype=np.uint64)
    for options in moves:
        combined = (np.append(np.uint64(0), options)[:, None] ^ combined[None, :]).ravel()
    return combined[1:]


def _existing(graph: Graph, codes: Codes) -> tuple[NDArray[np.int64], Ints]:
    """Which of `codes` are feasible, and their states."""
    place = np.minimum(np.searchsorted(graph.codes, codes), len(graph.codes) - 1)
    found = np.flatnonzero(graph.codes[place] == codes)
    return found, graph.states_of_codes[place[found]]


def _not_better(graph: Graph, focal: Mover, before: int, rules: int, states: Ints) -> Bools:
    if focal.actor is None:
        return sanctions(graph, focal, before, rules, states, counter=False)
    rank = graph.ranks[focal.actor]
    return np.asarray(rank[states] <= rank[before])
