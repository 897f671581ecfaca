"""A game whose states are listed: all feasible states as arrays, with their labels."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, ClassVar, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from countermove.errors import CaseError, QuestionError, SizeError, did_you_mean, quoted
from countermove.game.checks import (
    check_coalesced,
    check_feasible,
    check_ranks,
    check_status_quo,
    listed_ranks,
    state_ranks,
)
from countermove.game.game import Game, State, own_key
from countermove.game.moves import Blocks, Edges, Reach, block_moves, blocks, edges, edges_from_pairs
from countermove.game.positions import position
from countermove.game.ranks import Ranks
from countermove.game.states import MAX_OPTIONS, MAX_STATES, WITHOUT_LIST, Codes, feasible_codes, holds
from countermove.game.voting import Vote, compile_vote
from countermove.model.case import Case, OptionRow
from countermove.model.names import OptionNames
from countermove.model.scenario import apply_scenario
from countermove.model.statements import Bit, Count, Node, Not

__all__ = ["ListedGame", "Mover", "listed_game"]

T = TypeVar("T")


class Made(Sequence[T]):
    """A sequence whose items are made when they are first asked for."""

    def __init__(self, makers: Sequence[Callable[[], T]]) -> None:
        self._makers = makers
        self._items: dict[int, T] = {}

    def __len__(self) -> int:
        return len(self._makers)

    def __getitem__(self, index: int) -> T:  # type: ignore[override]
        if index not in self._items:
            self._items[index] = self._makers[index]()
        return self._items[index]


@dataclass(frozen=True)
class Mover:
    """An actor or a body that has options (graph case: moves), or actors that move as one.

    `actor` is the position of its ranks, None for a body. A body asks `votes`, and `vote_of` gives for each of
    its options (by bit position) the position of the vote that decides it. `merged`: the positions of actors that
    move as one; like a body by unanimity, they ask one vote that passes if all of them are for.
    """

    id: str
    index: int
    actor: int | None
    reach: Reach
    votes: tuple[Vote, ...] = ()
    vote_of: dict[int, int] = field(default_factory=dict)
    merged: tuple[int, ...] = ()

    @property
    def opposing(self) -> tuple[int, ...]:
        """The actors that count as against what bodies do to this mover: itself, or all that move as one."""
        return self.merged if self.actor is None else (self.actor,)

    @property
    def is_body(self) -> bool:
        """Whether it decides by rules instead of preferences."""
        return self.actor is None


@dataclass(frozen=True, eq=False)
class ListedGame(Game):
    """A compiled case. F combinations of options are feasible and form S states (fewer where some are coalesced).

    `codes`: shape (F,), ascending; empty in a graph case. `state_of`: shape (F,), the state of each combination,
    or None where combinations are states. `ranks`: shape (A, S), one row per actor, those without options
    included. `status_quo`: a state, or None. States count from 0 here, and from 1 in everything that is shown.
    `merged`: the ids of actors that move as one, coalition by coalition.
    """

    is_listed: ClassVar[bool] = True

    case: Case
    scenario: str | None
    codes: Codes
    state_of: NDArray[np.int32] | None
    ranks: Ranks
    movers: tuple[Mover, ...]
    status_quo: int | None
    listed: tuple[Edges, ...] | None = None
    merged: tuple[tuple[str, ...], ...] = ()
    memo: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    def __repr__(self) -> str:
        return f"Game({self.case.title!r}, {self.size} states, {len(self.movers)} movers)"

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` returns, made once for each key: for arrays that several analyses derive from the graph."""
        if key not in self.memo:
            self.memo[key] = make()
        return cast(T, self.memo[key])

    def with_ranks(self, ranks: Ranks) -> ListedGame:
        """The same states and moves with other preferences, shape (A, S); the moves that were listed are shared."""
        other = replace(self, ranks=ranks, memo={})
        for made in ("pairs", "edges", "states_of_codes", "first_code"):
            other.__dict__[made] = getattr(self, made)
        return other

    @property
    def size(self) -> int:
        """The number of states, S."""
        return int(self.ranks.shape[1])

    @property
    def is_graph(self) -> bool:
        """Whether states and moves were listed instead of options."""
        return self.listed is not None

    @property
    def is_coalesced(self) -> bool:
        """Whether some combinations count as one state."""
        return self.state_of is not None

    @property
    def ordinary(self) -> int:
        """The number of ordinary states; coalesced ones have the numbers after them."""
        return self.size - len(self.case.coalesce)

    @property
    def is_full(self) -> bool:
        """Whether every combination of options is a state, so that states are their codes."""
        return not (self.is_graph or self.is_coalesced) and len(self.codes) == 1 << len(self.options)

    @cached_property
    def states_of_codes(self) -> NDArray[np.int32]:
        """The state of each combination, shape (F,)."""
        return np.arange(len(self.codes), dtype=np.int32) if self.state_of is None else self.state_of

    @cached_property
    def first_code(self) -> NDArray[np.int64]:
        """For each state the position of its first combination in `codes`, shape (S,)."""
        first = np.zeros(self.size, dtype=np.int64)
        first[self.states_of_codes[::-1]] = np.arange(len(self.codes))[::-1]
        return first

    def combinations(self, state: int) -> Codes:
        """The codes that count as `state`: one, or several where it is coalesced."""
        state = position(self.size, state)
        return self.codes[self.states_of_codes == state] if self.is_coalesced else self.codes[state : state + 1]

    def code(self, state: int) -> int | None:
        """The code of `state`, or None for a coalesced state, whatever is in it, or one that was listed."""
        state = position(self.size, state)
        if self.is_graph or state >= self.ordinary:
            return None
        return int(self.codes[self.first_code[state]]) if self.is_coalesced else int(self.codes[state])

    def code_of(self, key: int) -> int | None:
        """The code of a state; None for a coalesced state, and in a graph case."""
        return self.code(key)

    def find(self, state: State | int | str | Sequence[str]) -> int:
        """The key of the state that is meant; see `Game.find`."""
        from countermove.game.naming import find_state  # the names of states are a subject of their own

        return own_key(self, state) if isinstance(state, State) else find_state(self, state)

    def moves_from(self, mover: Mover, key: int) -> Iterator[int]:
        """The keys of the states to which a mover can move from one state, ascending."""
        yield from np.unique(self.edges[mover.index].targets(position(self.size, key))).tolist()

    def compare(self, actor: int, before: int, after: int) -> int:
        """1 where the actor strictly prefers `after` to `before`, -1 where the reverse, 0 where it is indifferent."""
        return int(np.sign(int(self.ranks[actor, after]) - int(self.ranks[actor, before])))

    def taken(self, state: int) -> tuple[bool | None, ...]:
        """Whether each option is taken in `state`; None where a coalesced state does not say."""
        state = position(self.size, state)
        if self.is_graph:
            return ()
        codes = self.combinations(state)
        bits = (codes[:, None] >> np.arange(len(self.options), dtype=np.uint64)) & np.uint64(1)
        return tuple(None if column.min() != column.max() else bool(column[0]) for column in bits.T)

    def mover(self, id_: str) -> Mover:
        """The mover with this id; raises `QuestionError` where there is none."""
        for mover in self.movers:
            if mover.id == id_:
                return mover
        known = [mover.id for mover in self.movers]
        for mover in self.movers:
            if id_ in [self.actors[actor] for actor in mover.merged]:
                raise QuestionError(f"{quoted(id_)} moves as one with others here; ask about {quoted(mover.id)}")
        if id_ in self.case.actors or id_ in self.case.bodies:
            raise QuestionError(f"{quoted(id_)} has no options, so it never moves; movers: {', '.join(known)}")
        raise QuestionError(f"unknown actor or body {quoted(id_)}; {did_you_mean(id_, known)}")

    @cached_property
    def pairs(self) -> Made[tuple[NDArray[np.int32], NDArray[np.int32]]]:
        """For each mover all moves between combinations, as pairs of positions in `codes`."""
        return Made([partial(block_moves, self.codes, mover.reach) for mover in self.movers])

    @cached_property
    def edges(self) -> Made[Edges]:
        """For each mover all moves between states."""
        return Made([partial(self._edges, mover) for mover in self.movers])

    def _edges(self, mover: Mover) -> Edges:
        if self.listed is not None:
            return self.listed[mover.index]
        pairs = self.pairs[mover.index]
        return edges(pairs, self.state_of, self.size, self.rules_changed(mover, *pairs))

    def rules_changed(self, mover: Mover, source: NDArray[np.int32], target: NDArray[np.int32]) -> NDArray[np.int64] | None:
        """For a body, the set of its rules that decides each move between combinations; None for an actor."""
        if not mover.is_body:
            return None
        changed = self.codes[source] ^ self.codes[target]
        rules = np.zeros(len(changed), dtype=np.int64)
        for option, vote in mover.vote_of.items():
            rules |= np.where((changed & np.uint64(1 << option)) != 0, np.int64(1 << vote), np.int64(0))
        return rules

    def blocks(self, mover: Mover, mask: int | None = None) -> Blocks:
        """The blocks of a mover, or of some of its options."""
        reach = mover.reach if mask is None else mover.reach.within(np.uint64(mask))
        return blocks(self.codes, reach)


def listed_game(case: Case, scenario: str | None = None, *, max_states: int = MAX_STATES) -> ListedGame:
    """A case, or one of its scenarios, with all its feasible states listed.

    Raises `CaseError` where the states make the case unsound (none is feasible, a ranking misses some, ...),
    `QuestionError` for an unknown scenario, `SizeError` beyond 63 options or `max_states` states.

    >>> from countermove.catalog import load_case
    >>> listed_game(load_case("chicken"))
    Game('Chicken', 4 states, 2 movers)
    """
    if not isinstance(case, Case):
        raise QuestionError(f"a case is expected, not {case!r:.80}; read it first: load(...)")
    changed = apply_scenario(case, scenario) if scenario is not None else case
    if changed.is_graph:
        return _compile_listed(changed, scenario)
    rows = changed.option_rows
    if not rows:
        raise QuestionError("the case has no options, so there are no states to analyse; give an actor some under options:")
    if len(rows) > MAX_OPTIONS:
        raise SizeError(
            f"the case has {len(rows)} options, and states are listed up to {MAX_OPTIONS}: {WITHOUT_LIST}, or leave "
            "out options that no preference mentions [CM305]"
        )
    names = OptionNames(changed)
    codes = feasible_codes(len(rows), impossible(changed, names), max_states)
    check_feasible(changed, codes)
    state_of, states = check_coalesced(changed, names, codes)
    of_codes, problems = state_ranks(changed, names, codes)
    ranks, split = check_ranks(changed, of_codes, state_of, states)
    status_quo, lost = check_status_quo(changed, names, codes)
    if problems or split or lost:
        raise CaseError([*problems, *split, *lost])
    if status_quo is not None and state_of is not None:
        status_quo = int(state_of[status_quo])
    return ListedGame(changed, scenario, codes, state_of, ranks, _movers(changed, names, codes), status_quo)


def impossible(case: Case, names: OptionNames) -> list[Node]:
    """All statements that hold in no feasible state: as written, of `always` and of levels."""
    trees: list[Node] = [names.bind(claim.that) for claim in case.impossible]
    trees += [Not(names.bind(claim.that)) for claim in case.always]
    return trees + [Not(Count(1, 1, tuple(map(Bit, levels)))) for levels in names.levels.values()]


def _movers(case: Case, names: OptionNames, codes: Codes) -> tuple[Mover, ...]:
    actor = {name: k for k, name in enumerate(case.actors)}
    found = []
    for index, id_ in enumerate(case.movers):
        rows = [row for row in case.option_rows if row.owner == id_]
        votes: list[Vote] = []
        vote_of: dict[int, int] = {}
        for row in rows:
            rule = case.rule_of(row)
            if rule is not None:
                vote = compile_vote(case, id_, rule, actor)
                if vote not in votes:
                    votes.append(vote)
                vote_of[row.index] = votes.index(vote)
        found.append(Mover(id_, index, actor.get(id_), _reach(rows, names, codes), tuple(votes), vote_of))
    return tuple(found)


def _reach(rows: list[OptionRow], names: OptionNames, codes: Codes) -> Reach:
    mask = _mask(rows)
    no_drop = _mask(row for row in rows if row.record.change == "take-only")
    no_take = _mask(row for row in rows if row.record.change == "drop-only")
    conditions = [(row.index, row.record.needs, row.owner) for row in rows if row.record.needs is not None]
    if not conditions:
        return Reach(mask, no_drop, no_take)
    blocked = np.full(len(codes), no_take)
    for index, needs, owner in conditions:
        blocked |= np.where(holds(names.bind(needs, owner), codes), np.uint64(0), np.uint64(1 << index))
    return Reach(mask, no_drop, blocked)


def _mask(rows: Iterable[OptionRow]) -> np.uint64:
    return np.uint64(sum(1 << row.index for row in rows))


def _compile_listed(case: Case, scenario: str | None) -> ListedGame:
    assert case.states is not None
    position = {state: k for k, state in enumerate(case.states)}
    actor = {name: k for k, name in enumerate(case.actors)}
    nothing = Reach(np.uint64(0), np.uint64(0), np.uint64(0))
    movers = tuple(Mover(id_, k, actor[id_], nothing) for k, id_ in enumerate(case.movers))
    listed = []
    for mover in movers:
        pairs = sorted({(position[a], position[b]) for a, b in case.actors[mover.id].moves or ()})
        table = np.array(pairs, dtype=np.int32).reshape(-1, 2)
        listed.append(edges_from_pairs(table[:, 0].copy(), table[:, 1].copy(), len(position)))
    status_quo = position[case.status_quo[0]] if case.status_quo else None
    ranks = listed_ranks(case, position)
    return ListedGame(case, scenario, np.zeros(0, dtype=np.uint64), None, ranks, movers, status_quo, tuple(listed))
