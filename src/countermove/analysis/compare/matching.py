"""Which state of one graph is which of another: the one in which the same options are taken."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from countermove.errors import QuestionError
from countermove.game.listed import ListedGame
from countermove.model.case import OptionRow

__all__ = ["NOWHERE", "counterparts"]

NOWHERE = -1
"""The counterpart of a state that the other graph does not have."""


def counterparts(graph: ListedGame, other: ListedGame) -> NDArray[np.int64]:
    """For each state of `graph` the state of `other` in which the same options are taken, shape (S,).

    Options go by their full names; one that a graph does not have counts as not taken there (of an option with
    levels, the first holds). A coalesced state has a counterpart only if the same combinations are coalesced
    there. Listed states go by their ids. Numbers are never compared. `NOWHERE` where there is none. Cost: one
    search for each combination. Raises `QuestionError` where only one of the two lists its states.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.compile import compile
    >>> case = load_case("european-security-2022")
    >>> counterparts(compile(case), compile(case, "war-aims"))[:3].tolist()
    [0, 1, 2]
    """
    if graph.is_graph != other.is_graph:
        raise QuestionError("one case lists its states and the other has options, so their states cannot be matched")
    if graph.case.states is not None and other.case.states is not None:
        place = {id_: k for k, id_ in enumerate(other.case.states)}
        return np.array([place.get(id_, NOWHERE) for id_ in graph.case.states], dtype=np.int64)
    codes, fits = _translated(graph, other)
    found = np.searchsorted(other.codes, codes)
    found[found == len(other.codes)] = 0
    fits &= other.codes[found] == codes
    there = np.where(fits, other.states_of_codes[found].astype(np.int64), NOWHERE)
    if not graph.is_coalesced and not other.is_coalesced:
        return there
    return _whole(graph, other, there)


def _translated(graph: ListedGame, other: ListedGame) -> tuple[NDArray[np.uint64], NDArray[np.bool_]]:
    """The codes of `graph` as codes of `other`, and which of them take nothing that it does not have."""
    size = len(graph.codes)
    place = {row.full: row.index for row in other.options}
    columns = [np.full(size, _holds_unsaid(row)) for row in other.options]
    fits = np.ones(size, dtype=bool)
    for row in graph.options:
        taken = graph.layout.taken(row.index, graph.codes)
        if row.full in place:
            columns[place[row.full]] = taken
        else:
            fits &= taken == _holds_unsaid(row)
    codes, storable = other.layout.from_columns(columns)
    return codes, fits & storable


def _holds_unsaid(row: OptionRow) -> bool:
    """Whether an option counts as taken where it does not exist: only the first of several levels does."""
    return row.level is not None and row.level == row.record.levels[0]


def _whole(graph: ListedGame, other: ListedGame, there: NDArray[np.int64]) -> NDArray[np.int64]:
    """From combinations to states: those all of whose combinations are all of the combinations of one state."""
    states = graph.states_of_codes
    low = np.full(graph.size, np.iinfo(np.int64).max)
    high = np.full(graph.size, NOWHERE, dtype=np.int64)
    np.minimum.at(low, states, there)
    np.maximum.at(high, states, there)
    sizes = np.bincount(states, minlength=graph.size)
    wanted = np.bincount(other.states_of_codes, minlength=other.size)
    same = (low == high) & (low != NOWHERE)
    same[same] = sizes[same] == wanted[low[same]]
    return np.where(same, low, NOWHERE)
