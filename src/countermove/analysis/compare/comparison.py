"""What a comparison holds: two solved sides, and for each concept which equilibria are kept, lost and gained."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.compare.edits import Edit
from countermove.analysis.compare.matching import Matching
from countermove.analysis.equilibria import LIMIT, StabilityTable, Totals
from countermove.analysis.power.shifts import PowerShift
from countermove.analysis.result import HIDDEN, OPTIONAL, Column, Record, Result, Rows, keyed, member, with_labels
from countermove.game.game import COMPLETE, Coverage, Game, State
from countermove.stability.concept import Concept

__all__ = ["Change", "Comparison", "Keys", "Shift", "Side", "Stake", "Verdict"]

Keys = NDArray[np.int64] | tuple[int, ...]
"""States by key: an array in a listed game, where they may be many, a tuple of codes of any width in a searched one."""
Verdict = Literal["better", "worse", "equal", "depends"]


@dataclass(frozen=True, eq=False)
class Side:
    """A solved entry. `outcome_keys`: the keys of the states where it ends, its `outcomes`; see `compare.outcomes`."""

    name: str
    about: str
    notes: tuple[str, ...]
    table: StabilityTable
    outcome_keys: tuple[int, ...]

    @property
    def game(self) -> Game:
        """The game of this side."""
        return self.table.game

    @property
    def outcomes(self) -> tuple[State, ...]:
        """The states where it ends."""
        return tuple(map(self.game.at, self.outcome_keys))

    def holding(self, concept: str) -> Keys:
        """The keys of the equilibria under a concept; in a searched game of those that the search found."""
        if self.table.search is None:
            # Arrays, since a listed game may have thousands of equilibria; codes of searched ones may exceed 64 bits.
            return np.flatnonzero(self.table.holding(concept))
        return tuple(code for code, ids in self.table.search.equilibria.items() if concept in ids)


@dataclass(frozen=True, eq=False)
class Shift:
    """How a set of states changes: `kept` and `lost` are keys of states of the base, `gained` keys on the other side.

    In a searched game each of them was tried on the other side, so under Nash it is kept, lost or gained for certain;
    under another concept it is shown, or not shown, to hold there by answers of bounded length. `complete`: whether
    there are no others.
    """

    kept: Keys
    lost: Keys
    gained: Keys
    complete: bool = True

    @property
    def is_none(self) -> bool:
        """Whether nothing is lost and nothing gained."""
        return not len(self.lost) and not len(self.gained)


@dataclass(frozen=True)
class Stake(Record):
    """Whether an actor prefers the outcomes after the change to those before.

    `before` judges by its preferences in the base, `after` by those on the other side. ``equal``: the
    same is possible for it on both sides. ``depends``: some pairs of outcomes are better and some are not. None where
    the actor, or one of the outcomes, does not exist there, or there is no outcome on a side, or only one side has a
    status quo.
    """

    actor: str = field(metadata=HIDDEN)
    before: Verdict | None = field(metadata=keyed("as_before"))
    after: Verdict | None = field(metadata=keyed("as_after"))


@dataclass(frozen=True, eq=False)
class Change:
    """One side against the base.

    Attributes
    ----------
    side
        The side.
    there, back
        For states of the base the same states on the side, and the reverse.
    equilibria
        The shift of the equilibria under each concept, by its id.
    reached
        The shift of the states that improvements reach from the status quo; None where a side has none, and in
        searched games.
    stakes
        Who gains and who loses.
    edits
        What is written differently.
    powers
        Who has how much power over what is decided by another rule.
    """

    side: Side
    there: Matching
    back: Matching
    equilibria: Mapping[str, Shift]
    reached: Shift | None
    stakes: tuple[Stake, ...]
    edits: tuple[Edit, ...]
    powers: tuple[PowerShift, ...] = ()


@dataclass(frozen=True)
class ComparedState(Record):
    """A state in short: its number or code, the options taken, and those that a coalesced state leaves open."""

    state: State
    code: int | None
    options: tuple[str, ...]
    id: str | None = field(metadata=OPTIONAL)
    varies: tuple[str, ...] = field(metadata=OPTIONAL)


@dataclass(frozen=True)
class ShiftData(Record):
    """How many equilibria are kept, which are lost and gained, and whether these are all."""

    kept: int
    lost: tuple[ComparedState, ...]
    gained: tuple[ComparedState, ...]
    complete: bool = field(metadata=keyed("whole"))


@dataclass(frozen=True)
class SideData(Record):
    """One side as data; lists of states are cut at the limit of the comparison."""

    about: str
    notes: tuple[str, ...]
    states: Totals
    proved: bool
    equilibria: Mapping[str, tuple[ComparedState, ...]]
    outcomes: tuple[ComparedState, ...]
    reachable: int | None


@dataclass(frozen=True)
class ChangeData(SideData):
    """A changed side as data: what is written differently, and what that changes."""

    edits: tuple[Edit, ...]
    changes: Mapping[str, ShiftData]
    reachable_changes: ShiftData | None
    power: tuple[PowerShift, ...]
    gains: Mapping[str, Stake]


@dataclass(frozen=True, eq=False)
class Comparison(Result):
    """The base, and each change against it; `limit`: the most states in each list of data, and the most rows."""

    schema = "compare/1"

    base: Side = field(metadata=HIDDEN)
    changes: tuple[Change, ...] = field(metadata=HIDDEN)
    limit: int = field(default=LIMIT, metadata=HIDDEN)

    def __repr__(self) -> str:
        parts = []
        for change in self.changes:
            concept, shift = next(iter(change.equilibria.items()))
            parts.append(f"{change.side.name!r}: {concept} +{len(shift.gained)} -{len(shift.lost)}")
        return f"Comparison({self.base.game.case.title!r}; {'; '.join(parts)})"

    def cut(self, limit: int) -> Comparison:
        """The same comparison with at most this many states in each list of data."""
        return replace(self, limit=limit)

    @property
    def is_listed(self) -> bool:
        """Whether the games are listed; the games of a comparison are all of one kind."""
        return self.base.game.is_listed

    @property
    def sides(self) -> tuple[Side, ...]:
        """The base, and the side of each change."""
        return (self.base, *(change.side for change in self.changes))

    @property
    def concepts(self) -> tuple[Concept, ...]:
        """The concepts that were asked."""
        return self.base.table.concepts

    @member("base")
    def base_name(self) -> str:
        """The name of the base."""
        return self.base.name

    @member("concepts")
    def concept_ids(self) -> tuple[str, ...]:
        """The ids of the concepts that were asked."""
        return tuple(concept.id for concept in self.concepts)

    @member("scenarios")
    def sides_by_name(self) -> Mapping[str, SideData | ChangeData]:
        """Each side by its name, the base first."""
        changed = {change.side.name: self._change_data(change) for change in self.changes}
        return {self.base.name: SideData(**self._side_data(self.base)), **changed}

    @member(optional=True)
    def truncated(self) -> bool:
        """Whether a list of states was cut."""
        # Lists are cut only here, in data; `Shift` holds all states, so that counts and sentences stay exact.
        return max(map(len, self._lists())) > self.limit

    @member()
    def coverage(self) -> Coverage:
        """Complete in listed games; of searches, whether every list is proved to be complete."""
        if self.is_listed:
            return COMPLETE
        search = self.base.table.search_result
        # One list that may be longer than it looks makes the result as a whole no proof.
        proved = all(shift.complete for change in self.changes for shift in change.equilibria.values())
        return Coverage("search", proved, None if proved else search.nash.stopped or "answers of bounded length",
                        search.seconds)  # fmt: skip

    def _lists(self) -> Iterator[Keys]:
        """Every list of states that JSON has."""
        for side in self.sides:
            yield side.outcome_keys
            yield from (side.holding(id_) for id_ in self.concept_ids)
        for change in self.changes:
            for shift in (*change.equilibria.values(), *([] if change.reached is None else [change.reached])):
                yield from (shift.lost, shift.gained)

    def _states(self, side: Side, keys: Keys | Sequence[int]) -> tuple[ComparedState, ...]:
        return tuple(_in_short(side.game.at(int(key))) for key in keys[: self.limit])

    def _side_data(self, side: Side) -> dict[str, Any]:
        game, table = side.game, side.table
        now = game.status_quo_key
        reached = None if table.reached is None else int(table.reached["improvements"].sum())
        return {
            "about": side.about,
            "notes": side.notes,
            "states": Totals(game.size, None if now is None else game.at(now)),
            "proved": table.proved,
            "equilibria": {id_: self._states(side, side.holding(id_)) for id_ in self.concept_ids},
            "outcomes": self._states(side, side.outcome_keys),
            "reachable": reached,
        }

    def _change_data(self, change: Change) -> ChangeData:
        return ChangeData(
            **self._side_data(change.side),
            edits=change.edits,
            changes={id_: self._shift_data(change, shift) for id_, shift in change.equilibria.items()},
            reachable_changes=None if change.reached is None else self._shift_data(change, change.reached),
            power=change.powers,
            gains={stake.actor: stake for stake in change.stakes},
        )

    def _shift_data(self, change: Change, shift: Shift) -> ShiftData:
        lost, gained = self._states(self.base, shift.lost), self._states(change.side, shift.gained)
        return ShiftData(len(shift.kept), lost, gained, shift.complete)

    def rows(self) -> Rows:
        """One row per change, concept and state that is an equilibrium on either side."""
        name = "number" if self.is_listed else "code"
        columns = (
            Column("scenario", "the changed side"),
            Column("concept", "the id of the concept"),
            Column("change", "kept, lost or gained"),
            Column("before", f"the {name} of the state in the base; nothing where it does not exist there"),
            Column("after", f"the {name} of the state on the changed side; nothing where it does not exist there"),
            Column("options", "the options taken, by full name"),
        )
        # `islice` stops at the limit, so that rows beyond it are never made.
        pairs = list(islice(self._rows(), self.limit))
        return with_labels(self.base.game, Rows(columns, tuple(row for row, _ in pairs), index=0), (s for _, s in pairs), 5)

    @property
    def n_rows(self) -> int:
        """How many rows there would be without a limit."""
        shifts = [shift for change in self.changes for shift in change.equilibria.values()]
        return sum(len(keys) for shift in shifts for keys in (shift.kept, shift.lost, shift.gained))

    def _rows(self) -> Iterator[tuple[tuple[str, str, str, int | None, int | None, str], State]]:
        """Each row with the state that its options and its label are read from."""
        for change in self.changes:
            for concept, shift in change.equilibria.items():
                for kind, keys in (("kept", shift.kept), ("lost", shift.lost)):
                    for key in map(int, keys):
                        state, after = self.base.game.at(key), _name(change.side.game, change.there.of(key))
                        numbers = _name(self.base.game, key), after
                        yield (change.side.name, concept, kind, *numbers, ", ".join(state.options)), state
                for key in map(int, shift.gained):
                    # A gained state belongs to the other side, so its name and options are read there.
                    state, before = change.side.game.at(key), _name(self.base.game, change.back.of(key))
                    numbers = before, _name(state.game, key)
                    yield (change.side.name, concept, "gained", *numbers, ", ".join(state.options)), state


def _name(game: Game, key: int | None) -> int | None:
    """The number of a state of a listed game, the code of one of a searched game."""
    return None if key is None else game.at(key).number if game.is_listed else key


def _in_short(state: State) -> ComparedState:
    varies = tuple(row.full for row, taken in zip(state.game.options, state.taken, strict=True) if taken is None)
    return ComparedState(state, state.code, state.options, state.id, varies)
