"""Which state of one game is which of another: the one in which the same options are taken."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from countermove.errors import QuestionError
from countermove.game.game import Game
from countermove.game.listed import ListedGame
from countermove.game.searched import SearchedGame
from countermove.model.case import OptionRow

__all__ = ["NOWHERE", "ListedMatching", "Matching", "SearchedMatching", "counterparts", "holds_unsaid", "matching"]

NOWHERE = -1
"""The counterpart, in arrays, of a state that the other game does not have."""


class Matching(ABC):
    """Which states of a game are which of another; see `matching`."""

    @abstractmethod
    def of(self, key: int) -> int | None:
        """The key of the same state in the other game; None where it has none."""


@dataclass(frozen=True, eq=False)
class ListedMatching(Matching):
    """The states of two listed games; `keys` has for each state the key of its counterpart or `NOWHERE`, shape (S,)."""

    keys: NDArray[np.int64]

    def of(self, key: int) -> int | None:
        """The key of the same state in the other game; None where it has none."""
        there = int(self.keys[key])
        return None if there == NOWHERE else there


class SearchedMatching(Matching):
    """The codes of one searched game as codes of another.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> case = load_case("european-security-2022")
    >>> SearchedMatching(searched_game(case), searched_game(case, "war-aims")).of(147)
    147
    """

    def __init__(self, game: SearchedGame, other: SearchedGame) -> None:
        self.game, self.other = game, other

    @cached_property
    def _places(self) -> dict[int, int]:
        # Full names, not positions: an actor that leaves moves the bits of all that follow.
        place = {row.full: row.index for row in self.other.options}
        return {row.index: place[row.full] for row in self.game.options if row.full in place}

    @cached_property
    def _assumed(self) -> tuple[int, int]:
        """What is taken unsaid on the other side, and of the options that only this side has, what must be taken."""
        own, theirs = ({row.full for row in one.options} for one in (self.game, self.other))
        added = sum(1 << r.index for r in self.other.options if r.full not in own and holds_unsaid(r))
        return added, sum(1 << r.index for r in self.game.options if r.full not in theirs and holds_unsaid(r))

    def of(self, key: int) -> int | None:
        """The code of the same state in the other game; None where it does not exist there, or is not feasible."""
        added, unsaid = self._assumed
        shared = sum(1 << k for k in self._places)
        # An option that the other game does not have must stand as it is assumed to stand there.
        if key & ~shared != unsaid:
            return None
        there = added | sum(1 << place for here, place in self._places.items() if key >> here & 1)
        return there if self.other.is_feasible(there) else None


def matching(game: Game, other: Game) -> Matching:
    """Which state of `game` is which of `other`, two games of the same kind.

    Options go by their full names; one that a game does not have counts as not taken there (of an option with
    levels, the first holds). Numbers of states are never compared. Raises `QuestionError` where only one of the two
    lists its states in the case.
    """
    if isinstance(game, ListedGame) and isinstance(other, ListedGame):
        return ListedMatching(counterparts(game, other))
    assert isinstance(game, SearchedGame)
    assert isinstance(other, SearchedGame)
    return SearchedMatching(game, other)


def counterparts(game: ListedGame, other: ListedGame, names: Mapping[str, str] | None = None) -> NDArray[np.int64]:
    """For each state of `game` the state of `other` in which the same options are taken, shape (S,).

    Options go by their full names; one that a game does not have counts as not taken there (of an option with
    levels, the first holds). A coalesced state has a counterpart only if the same combinations are coalesced
    there. Listed states go by their ids. Numbers are never compared. `NOWHERE` where there is none. `names`: what
    `other` calls the options, or listed states, of `game`; those that are not in it are nowhere there. Cost: one
    search for each combination. Raises `QuestionError` where only one of the two lists its states.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.compile import compile
    >>> case = load_case("european-security-2022")
    >>> counterparts(compile(case), compile(case, "war-aims"))[:3].tolist()
    [0, 1, 2]
    """
    if game.is_graph != other.is_graph:
        raise QuestionError("one case lists its states and the other has options, so their states cannot be matched")
    if game.case.states is not None and other.case.states is not None:
        # A graph case has no options; the analyst's ids are all that both sides share.
        position = {id_: k for k, id_ in enumerate(other.case.states)}
        called = game.case.states if names is None else [names.get(id_, "") for id_ in game.case.states]
        return np.array([position.get(id_, NOWHERE) for id_ in called], dtype=np.int64)
    codes, fits = _translated(game, other, names)
    # Codes ascend, so that a search replaces a table of all 2^n combinations.
    place = np.searchsorted(other.codes, codes)
    place[place == len(other.codes)] = 0  # beyond the last code: any place will do, for the comparison fails there
    fits &= other.codes[place] == codes
    there = np.where(fits, other.states_of_codes[place].astype(np.int64), NOWHERE)
    if not game.is_coalesced and not other.is_coalesced:
        return there
    return _coalesced(game, other, there)


def _translated(
    game: ListedGame, other: ListedGame, names: Mapping[str, str] | None
) -> tuple[NDArray[np.uint64], NDArray[np.bool_]]:
    """The codes of `game` as codes of `other`, and which of them take nothing that it does not have."""
    size = len(game.codes)
    place = {row.full: row.index for row in other.options}
    # Options that `game` does not have keep this value; the loop overwrites the columns of all others.
    columns = [np.full(size, holds_unsaid(row)) for row in other.options]
    fits = np.ones(size, dtype=bool)
    for row in game.options:
        taken = game.layout.taken(row.index, game.codes)
        name = row.full if names is None else names.get(row.full, "")
        if name in place:
            columns[place[name]] = taken
        else:
            fits &= taken == holds_unsaid(row)
    # The other layout may have no number for a combination that is not feasible there (see game.layout).
    codes, storable = other.layout.from_columns(columns)
    return codes, fits & storable


def holds_unsaid(row: OptionRow) -> bool:
    """Whether an option counts as taken where it does not exist: only the first of several levels does."""
    return row.level is not None and row.level == row.record.levels[0]


def _coalesced(game: ListedGame, other: ListedGame, there: NDArray[np.int64]) -> NDArray[np.int64]:
    """From combinations to states: those all of whose combinations are all of the combinations of one state."""
    states = game.states_of_codes
    # Least and greatest counterpart over the combinations of a state: equal iff all lead to one state.
    low = np.full(game.size, np.iinfo(np.int64).max)
    high = np.full(game.size, NOWHERE, dtype=np.int64)
    np.minimum.at(low, states, there)
    np.maximum.at(high, states, there)
    sizes = np.bincount(states, minlength=game.size)
    wanted = np.bincount(other.states_of_codes, minlength=other.size)
    same = (low == high) & (low != NOWHERE)
    # A part of a coalesced state is not that state: the numbers of combinations must agree as well.
    same[same] = sizes[same] == wanted[low[same]]
    return np.where(same, low, NOWHERE)
