"""A game whose states are listed: all feasible states as arrays, with their labels."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any, ClassVar, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from countermove.errors import CaseError, QuestionError, did_you_mean, quoted
from countermove.game import game
from countermove.game.checks import (
    check_coalesced,
    check_feasible,
    check_ranks,
    check_status_quo,
    listed_ranks,
    state_ranks,
)
from countermove.game.codes.layout import Codes, Layout
from countermove.game.codes.packing import feasible_states
from countermove.game.codes.states import MAX_STATES, holds
from countermove.game.game import Game, ListedMove, StateLike
from countermove.game.moves import (
    Blocks,
    Edges,
    Moves,
    Reach,
    block_moves,
    blocks,
    edges,
    edges_from_pairs,
    moves_between,
    subsets,
)
from countermove.game.names.naming import find_state
from countermove.game.names.outcome_labels import key_of_label
from countermove.game.names.positions import position
from countermove.game.names.reading import statement_in
from countermove.game.preferences import Ranks
from countermove.game.voting import Vote, compile_vote
from countermove.model.case import Case, OptionRow
from countermove.model.names import OptionNames
from countermove.model.scenario import apply_scenario
from countermove.model.statements import Node

__all__ = ["ListedGame", "Mover", "listed_game"]

T = TypeVar("T")


class Lazy(Sequence[T]):
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
class Mover(game.Mover):
    """A mover of a listed game.

    `reach`: what it may change, as bits of packed codes; `bits`: the bits that hold each of its options. A body asks
    `votes`, and `vote_of` gives for each of its options the position of the vote that decides it. Actors that move as
    one are like a body by unanimity: they ask one vote that passes if all of them are for.
    """

    reach: Reach
    votes: tuple[Vote, ...] = ()
    vote_of: dict[int, int] = field(default_factory=dict)
    bits: dict[int, int] = field(default_factory=dict)

    def rules_on(self, changed: NDArray[np.uint64]) -> NDArray[np.int64]:
        """The sets of rules (masks over `votes`) that decide changes of packed codes; shape of `changed`.

        All options that share bits are decided by one rule, so that the bits tell it.
        """
        # A mask over votes: the case format allows a rule for each option, and a move must pass the rules of all it
        # changes.
        rules = np.zeros(changed.shape, dtype=np.int64)
        for option, vote in self.vote_of.items():
            rules |= np.where((changed & np.uint64(self.bits[option])) != 0, np.int64(1 << vote), np.int64(0))
        return rules

    @property
    def opposing(self) -> tuple[int, ...]:
        """The actors that count as against what bodies do to this mover: itself, or all that move as one."""
        return self.merged if self.actor is None else (self.actor,)


@dataclass(frozen=True, eq=False)
class ListedGame(Game):
    """A compiled case. F combinations of options are feasible and form S states (fewer where some are coalesced).

    `codes`: packed codes, shape (F,), ascending; empty in a graph case (see `countermove.game.codes.layout`: without levels
    and with at most 63 options they are codes). `state_of`: shape (F,), the state of each combination,
    or None where combinations are states. `rank_rows`: shape (A, S), one row per actor, those without options
    included. `status_quo_key`: a state, or None. States count from 0 here, and from 1 in everything that is shown.
    `merged`: the ids of actors that move as one, coalition by coalition.
    """

    is_listed: ClassVar[bool] = True

    case: Case
    scenario: str | None
    codes: Codes
    state_of: NDArray[np.int32] | None
    rank_rows: Ranks
    movers: tuple[Mover, ...]
    status_quo_key: int | None
    listed: tuple[Edges, ...] | None = None
    merged: tuple[tuple[str, ...], ...] = ()
    layout: Layout = Layout(())  # noqa: RUF009
    memo: dict[Hashable, Any] = field(default_factory=dict, repr=False)

    def __repr__(self) -> str:
        return f"Game({self.case.title!r}, {self.size} states, {len(self.movers)} movers)"

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` returns, made once for each key: for arrays that several analyses derive from the graph."""
        # The memo belongs to the game, which is frozen, so that what is derived once stays true.
        if key not in self.memo:
            self.memo[key] = make()
        return cast(T, self.memo[key])

    def with_ranks(self, ranks: Ranks) -> ListedGame:
        """The same states and moves with other preferences, shape (A, S); the moves that were listed are shared."""
        # Moves do not depend on preferences, and are most of the work; all that is derived from ranks starts anew.
        other = replace(self, rank_rows=ranks, memo={})
        for name in ("pairs", "edges", "states_of_codes", "first_code"):
            other.__dict__[name] = getattr(self, name)
        return other

    @property
    def size(self) -> int:
        """The number of states, S."""
        return int(self.rank_rows.shape[1])

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
        # Written from behind, so that of several combinations of a state the first one stays.
        first[self.states_of_codes[::-1]] = np.arange(len(self.codes))[::-1]
        return first

    def combinations(self, state: int) -> Codes:
        """The packed codes that count as `state`: one, or several where it is coalesced."""
        state = position(self.size, state)
        return self.codes[self.states_of_codes == state] if self.is_coalesced else self.codes[state : state + 1]

    @cached_property
    def status_quo_place(self) -> int | None:
        """The position in `codes` of the status quo as the case writes it; None without one, and in a graph case."""
        if self.status_quo_key is None or self.is_graph:
            return None
        place = None
        if self.case.status_quo is not None:
            names = OptionNames(self.case)
            taken = names.with_defaults(names.find_text(text) for text in self.case.status_quo)
            place = self.place(sum(1 << option for option in taken))
        # A game whose status quo was moved elsewhere has a case that still writes the old one.
        if place is None or self.states_of_codes[place] != self.status_quo_key:
            return int(self.first_code[self.status_quo_key])
        return place

    def holds(self, statement: Node, places: NDArray[np.integer] | slice = slice(None)) -> NDArray[np.bool_]:
        """Where a bound statement is true, for all combinations, or those at some positions in `codes`."""
        return holds(statement, self.codes[places], self.layout)

    def place(self, code: int) -> int | None:
        """The position in `codes` of the combination with this code (bit k is option k); None where it is not feasible."""
        return self.layout.find(self.codes, code)

    def codes_at(self, places: NDArray[np.integer] | slice = slice(None)) -> list[int]:
        """The codes of all combinations, or of those at some positions in `codes`: bit k is option k."""
        return [self.layout.unpack(code) for code in self.codes[places].tolist()]

    def options_changed(self, place: int, changed: int) -> int:
        """The options that change, as a mask, where the packed code at a position in `codes` changes in some bits."""
        here = int(self.codes[place])
        return changed if self.layout.is_plain else self.layout.changed(here, here ^ changed)

    def code(self, state: int) -> int | None:
        """The code of `state`, or None for a coalesced state, whatever is in it, or one that was listed."""
        state = position(self.size, state)
        if self.is_graph or state >= self.ordinary:
            return None
        place = self.first_code[state] if self.is_coalesced else state
        return self.layout.unpack(int(self.codes[place]))

    def code_of(self, key: int) -> int | None:
        """The code of a state; None for a coalesced state, and in a graph case."""
        return self.code(key)

    def find(self, state: StateLike) -> int:
        """The key of the state that is meant; see `Game.find`."""
        return find_state(self, state)

    @cached_property
    def label_places(self) -> NDArray[np.int8]:
        """For each state the position of its label in `labels`, -1 where it has none; shape (S,)."""
        places = np.full(self.size, -1, dtype=np.int8)
        # From the last to the first, so that of several statements that hold the first one stays, and a label that is for
        # one state stands above all statements.
        for place, label in reversed(list(enumerate(self.labels))):
            if label.where is not None:
                places[self.holds_in(label.where)] = place
        for place, label in enumerate(self.labels):
            key = key_of_label(self, label)
            if key is not None:
                places[key] = place
        return places

    def label_of(self, key: int) -> str | None:
        """What people call a state; see `Game.label_of`."""
        if not self.labels:
            return None
        place = int(self.label_places[position(self.size, key)])
        return None if place < 0 else self.labels[place].name

    def keys_labelled(self, places: Sequence[int]) -> NDArray[np.int64]:
        """The states that bear one of some labels, by positions in `labels`, ascending."""
        return np.flatnonzero(np.isin(self.label_places, list(places)))

    def holds_somewhere(self, statement: Node) -> bool:
        """Whether a bound statement holds in some state."""
        return bool(self.holds_in(statement).any())

    def holds_in(self, statement: Node) -> NDArray[np.bool_]:
        """For each state whether a bound statement is true of all combinations in it; shape (S,)."""
        true = self.holds(statement)
        if not self.is_coalesced:
            return true
        everywhere = np.ones(self.size, dtype=bool)
        # One combination in which it fails is enough to take a coalesced state out.
        everywhere[self.states_of_codes[~true]] = False
        return everywhere

    def _listed(self, question: str) -> ListedGame:  # noqa: ARG002
        return self

    def keys_where(self, statement: str | Node, option: str = "statement") -> NDArray[np.int64]:
        """The positions of the states in which a statement holds, ascending; `option` is what an error calls it."""
        if self.is_graph:
            raise QuestionError(f"{option}: this case lists its states, so there are no options to ask about")
        tree = statement_in(self.case, statement, option) if isinstance(statement, str) else statement
        return np.flatnonzero(self.holds_in(tree))

    def label_names(self) -> NDArray[np.object_]:
        """What people call each state, None where it has no label; shape (S,)."""
        # One more than the labels, so that -1, which marks a state without one, finds None at the end.
        names = np.array([*(label.name for label in self.labels), None], dtype=object)
        return names[self.label_places]

    def code_column(self) -> Sequence[int | None]:
        """The code of each state, None for a coalesced one; empty in a graph case."""
        if self.is_graph:
            return ()
        codes = self.codes if not self.is_coalesced else self.codes[self.first_code[: self.ordinary]]
        if self.layout.is_plain and not self.is_coalesced:
            return cast(Sequence[int | None], codes.astype(np.int64))
        return [*map(self.layout.unpack, codes.tolist()), *([None] * (self.size - len(codes)))]

    def option_column(self, option: int) -> NDArray[np.int8]:
        """Whether an option is taken in each state: 1, 0, or -1 where a coalesced state leaves it open; shape (S,)."""
        taken = self.layout.taken(option, self.codes)
        if not self.is_coalesced:
            return taken.astype(np.int8)
        count = np.bincount(self.states_of_codes, taken, minlength=self.size)
        size = np.bincount(self.states_of_codes, minlength=self.size)
        return np.where(count == size, 1, np.where(count == 0, 0, -1)).astype(np.int8)

    @property
    def mover_ids(self) -> tuple[str, ...]:
        """The ids of the movers, in their order."""
        return tuple(mover.id for mover in self.movers)

    def moves_with_gain(self, mover: int) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.bool_]]:
        """All moves of a mover, by its position: from where, to where, and whether it gains; by state, each pair once."""
        own, edges = self.movers[mover], self.edges[mover]
        source, target = edges.source, edges.target
        if own.actor is not None:
            rank = self.rank_rows[own.actor]
            gains = rank[target] > rank[source]
        else:
            assert edges.rules is not None
            gains = self.rules_pass(own, edges.rules, source, target)
        if not self.is_coalesced:
            return source, target, gains
        # Between coalesced states a body may move in several ways, under other rules: one that passes is enough.
        pair, place = np.unique(source.astype(np.int64) * self.size + target, return_inverse=True)
        gained = np.bincount(place.ravel(), gains, minlength=len(pair)) > 0
        return (pair // self.size).astype(np.int32), (pair % self.size).astype(np.int32), gained

    def move_of(self, mover: str, before: int, after: int, improves: bool) -> ListedMove:
        """A move as people have it."""
        return ListedMove(mover, self.at(before), self.at(after), improves)

    def key_of(self, code: int) -> int | None:
        """The state in which exactly the options of a code are taken; None where that is not feasible."""
        place = self.place(code)
        return None if place is None else int(self.states_of_codes[place])

    def moves_of(self, mover: Mover, states: NDArray[np.integer]) -> Moves:
        """The unilateral moves of a mover from some states, sorted by origin, combination and changed options.

        From a coalesced state every combination in it may move; moves inside it vanish. They are found on the spot,
        without listing those from other states.
        """
        sources: NDArray[np.int32] = np.asarray(states, dtype=np.int32)
        if self.listed is not None:
            edges = self.listed[mover.index]
            places = edges.positions(sources)
            origin = np.repeat(np.arange(len(sources)), edges.start[sources + 1] - edges.start[sources])
            zeros = np.zeros(len(places), dtype=np.int64)
            return Moves(origin, sources[origin], edges.target[places], zeros, zeros.astype(np.uint64))
        # A coalesced state moves from any combination in it, so that one state may stand for several places.
        origin, place = self._places_in(sources)
        changes = None
        # Either all choices of the mover are tried, or all codes are compared: whichever are fewer.
        if self.work_of(mover) < len(self.codes):
            changes = self.once(("subsets", mover.index), lambda: subsets(int(mover.reach.mask)))
        row, changed, arrival = moves_between(self.codes, mover.reach, place, changes)
        target = self.states_of_codes[arrival]
        moves = Moves(origin[row], sources[origin[row]], target, place[row], changed)
        if not self.layout.is_plain:
            # The bits of a shared field do not tell in which order the options stand that change.
            options = self.options_of(moves)
            order = sorted(range(len(options)), key=lambda k: (moves.origin[k], moves.place[k], options[k]))
            moves = moves.select(np.array(order, dtype=np.int64))
        return moves.select(moves.source != moves.target) if self.is_coalesced else moves

    def work_of(self, mover: Mover) -> int:
        """How many combinations must be looked at to find the moves of a mover from one."""
        return min(1 << mover.reach.width, max(1, len(self.codes)))

    def options_of(self, moves: Moves) -> list[int]:
        """The options that each move changes, as a mask: bit k is option k."""
        if self.layout.is_plain:
            return [int(changed) for changed in moves.changed.tolist()]
        pairs = zip(moves.place.tolist(), moves.changed.tolist(), strict=True)
        return [self.options_changed(place, changed) for place, changed in pairs]

    def option_sets(self, places: NDArray[np.integer], changes: Codes) -> NDArray[np.int64]:
        """A number for each change of the packed codes at `places`, equal where the same options change; shape (n,)."""
        if self.layout.is_plain:
            return np.asarray(np.unique(changes, return_inverse=True)[1]).ravel().astype(np.int64)
        # Fields of a few bits may change alike though other options change in them, so the options are compared.
        numbers: dict[int, int] = {}
        masks = map(self.options_changed, places.tolist(), changes.tolist())
        return np.array([numbers.setdefault(mask, len(numbers)) for mask in masks], dtype=np.int64)

    def _places_in(self, states: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The combinations in some states: the position in `states` of each, and its position in the codes."""
        if not self.is_coalesced:
            return np.arange(len(states)), states.astype(np.int64)
        places = [
            np.array([place]) if state < self.ordinary else np.flatnonzero(self.states_of_codes == state)
            for state, place in zip(states, self.first_code[states], strict=True)
        ]
        sizes = [len(own) for own in places]
        return np.repeat(np.arange(len(states)), sizes), np.concatenate([np.zeros(0, dtype=np.int64), *places])

    def moves_from(self, mover: game.Mover, key: int) -> Iterator[int]:
        """The keys of the states to which a mover can move from one state, ascending."""
        moves = self.moves_of(self.movers[mover.index], np.array([position(self.size, key)]))
        yield from np.unique(moves.target).tolist()

    def improvements_from(self, mover: game.Mover, key: int) -> Iterator[int]:
        """The keys of the states to which a mover would rather move from one state than stay, ascending."""
        own = self.movers[mover.index]
        moves = self.moves_of(own, np.array([position(self.size, key)]))
        if own.actor is not None:
            better = self.rank_rows[own.actor, moves.target] > self.rank_rows[own.actor, key]
        else:
            better = self.rules_pass(own, own.rules_on(moves.changed), moves.source, moves.target)
        yield from np.unique(moves.target[better]).tolist()

    def is_improvement(self, mover: game.Mover, before: int, after: int) -> bool:
        """Whether `after` is among the mover's improvements from `before`."""
        return int(after) in self.improvements_from(mover, before)

    def rules_pass(
        self,
        mover: Mover,
        rules: NDArray[np.int64],
        before: NDArray[np.integer],
        after: NDArray[np.integer],
        against: Collection[int] = (),
    ) -> NDArray[np.bool_]:
        """Where all rules in the sets `rules` pass for the states `after` over the states `before`.

        `rules` (bit masks over ``mover.votes``), `before` and `after` have one shape, which the result has too. The
        actors `against` oppose every change, whatever they prefer.
        """
        passing = np.ones(len(rules), dtype=bool)
        if not len(rules):
            return passing
        # Only those whose stance can matter are compared; the other rows stay False and are never read.
        players = sorted(frozenset().union(*(vote.players for vote in mover.votes)))
        favour = np.zeros((len(self.rank_rows), len(rules)), dtype=bool)
        oppose = np.zeros((len(self.rank_rows), len(rules)), dtype=bool)
        for player in players:
            rank = self.rank_rows[player]
            favour[player] = (rank[after] > rank[before]) & (player not in against)
            oppose[player] = (rank[after] < rank[before]) | (player in against)
        for place, vote in enumerate(mover.votes):
            decides = (rules & np.int64(1 << place)) != 0
            # Votes are the dear part; moves that do not ask this one pass it.
            if decides.any():
                passing &= ~decides | vote.passes(favour, oppose)
        return passing

    def compare(self, actor: int, before: int, after: int) -> int:
        """1 where the actor strictly prefers `after` to `before`, -1 where the reverse, 0 where it is indifferent."""
        return int(np.sign(int(self.rank_rows[actor, after]) - int(self.rank_rows[actor, before])))

    def taken(self, state: int) -> tuple[bool | None, ...]:
        """Whether each option is taken in `state`; None where a coalesced state does not say."""
        state = position(self.size, state)
        if self.is_graph:
            return ()
        codes = self.combinations(state)
        if len(codes) == 1:
            code = self.layout.unpack(int(codes[0]))
            return tuple(bool(code >> k & 1) for k in range(len(self.options)))
        columns = (self.layout.taken(k, codes) for k in range(len(self.options)))
        return tuple(None if column.min() != column.max() else bool(column[0]) for column in columns)

    def mover(self, id_: str) -> Mover:
        """The mover with this id; raises `QuestionError` where there is none."""
        for mover in self.movers:
            if mover.id == id_:
                return mover
        ids = [mover.id for mover in self.movers]
        for mover in self.movers:
            if id_ in [self.actors[actor] for actor in mover.merged]:
                raise QuestionError(f"{quoted(id_)} moves as one with others here; ask about {quoted(mover.id)}")
        if id_ in self.case.actors or id_ in self.case.bodies:
            nothing = "moves" if self.is_graph else "options"
            raise QuestionError(f"{quoted(id_)} has no {nothing}, so it never moves; movers: {', '.join(ids) or 'none'}")
        raise QuestionError(f"unknown actor or body {quoted(id_)}; {did_you_mean(id_, ids)}")

    @cached_property
    def pairs(self) -> Lazy[tuple[NDArray[np.int32], NDArray[np.int32]]]:
        """For each mover all moves between combinations, as pairs of positions in `codes`."""
        return Lazy([partial(block_moves, self.codes, mover.reach) for mover in self.movers])

    @cached_property
    def edges(self) -> Lazy[Edges]:
        """For each mover all moves between states."""
        return Lazy([partial(self._edges, mover) for mover in self.movers])

    def _edges(self, mover: Mover) -> Edges:
        if self.listed is not None:
            return self.listed[mover.index]
        pairs = self.pairs[mover.index]
        return edges(pairs, self.state_of, self.size, self.rules_changed(mover, *pairs))

    def rules_changed(self, mover: Mover, source: NDArray[np.int32], target: NDArray[np.int32]) -> NDArray[np.int64] | None:
        """For a body, the set of its rules that decides each move between combinations; None for an actor."""
        if not mover.is_body:
            return None
        return mover.rules_on(self.codes[source] ^ self.codes[target])

    def blocks(self, mover: Mover, mask: int | None = None) -> Blocks:
        """The blocks of a mover, or of some of its options."""
        reach = mover.reach if mask is None else mover.reach.within(np.uint64(mask))
        return blocks(self.codes, reach)


def listed_game(case: Case, scenario: str | None = None, *, max_states: int = MAX_STATES) -> ListedGame:
    """A case, or one of its scenarios, with all its feasible states listed.

    Parameters
    ----------
    case
        The case, as `load` gives it.
    scenario
        The name of one of its scenarios, applied first; None for the case as written.
    max_states
        The most feasible states to list.

    Returns
    -------
    ListedGame
        Its states are numbered by their codes, ascending; coalesced states come after all others, in file order.

    Raises
    ------
    CaseError
        Where the states make the case unsound: none is feasible, a ranking misses some, the status quo is impossible.
    QuestionError
        For an unknown scenario, and for a case without options.
    SizeError
        For more than `max_states` states, and where codes of 63 bits cannot tell the states apart.

    Examples
    --------
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
    names = OptionNames(changed)
    layout, codes = feasible_states(changed, names, max_states)
    check_feasible(changed, codes)
    state_of, states = check_coalesced(changed, names, codes, layout)
    of_codes, problems = state_ranks(changed, names, codes, layout)
    ranks, split = check_ranks(changed, of_codes, state_of, states)
    status_quo, lost = check_status_quo(changed, names, codes, layout)
    # All faults at once, so that a case is not mended one error after another.
    if problems or split or lost:
        raise CaseError([*problems, *split, *lost])
    if status_quo is not None and state_of is not None:
        # A position among combinations until here; from here on a state.
        status_quo = int(state_of[status_quo])
    movers = _movers(changed, names, codes, layout)
    return ListedGame(changed, scenario, codes, state_of, ranks, movers, status_quo, layout=layout)


def _movers(case: Case, names: OptionNames, codes: Codes, layout: Layout) -> tuple[Mover, ...]:
    actor = {name: k for k, name in enumerate(case.actors)}
    movers = []
    for index, id_ in enumerate(case.movers):
        rows = [row for row in case.option_rows if row.owner == id_]
        votes: list[Vote] = []
        vote_of: dict[int, int] = {}
        for row in rows:
            rule = case.rule_of(row)
            if rule is not None:
                vote = compile_vote(case, id_, rule, actor)
                # Options with one rule share a vote, so that a move asks it once.
                if vote not in votes:
                    votes.append(vote)
                vote_of[row.index] = votes.index(vote)
        reach, bits = _reach(rows, names, codes, layout), {row.index: layout.bits[row.index] for row in rows}
        movers.append(Mover(id_, index, actor.get(id_), tuple(bits), reach, tuple(votes), vote_of, bits))
    return tuple(movers)


def _reach(rows: list[OptionRow], names: OptionNames, codes: Codes, layout: Layout) -> Reach:
    mask = _mask(rows, layout)
    no_drop = _mask((row for row in rows if row.record.change == "take-only"), layout)
    no_take = _mask((row for row in rows if row.record.change == "drop-only"), layout)
    conditions = [(row.index, row.record.needs, row.owner) for row in rows if row.record.needs is not None]
    if not conditions:
        return Reach(mask, no_drop, no_take)
    # A precondition is judged where the move begins, so what may not be taken differs from state to state.
    blocked = np.full(len(codes), no_take)
    for index, needs, owner in conditions:
        allowed = holds(names.bind(needs, owner), codes, layout)
        blocked |= np.where(allowed, np.uint64(0), np.uint64(layout.bits[index]))
    return Reach(mask, no_drop, blocked)


def _mask(rows: Iterable[OptionRow], layout: Layout) -> np.uint64:
    return np.uint64(layout.mask(row.index for row in rows))


def _compile_listed(case: Case, scenario: str | None) -> ListedGame:
    assert case.states is not None
    position = {state: k for k, state in enumerate(case.states)}
    actor = {name: k for k, name in enumerate(case.actors)}
    nothing = Reach(np.uint64(0), np.uint64(0), np.uint64(0))
    movers = tuple(Mover(id_, k, actor[id_], (), nothing) for k, id_ in enumerate(case.movers))
    listed = []
    for mover in movers:
        # Sorted by origin, as all edge lists are; a move that is written twice counts once.
        pairs = sorted({(position[a], position[b]) for a, b in case.actors[mover.id].moves or ()})
        table = np.array(pairs, dtype=np.int32).reshape(-1, 2)
        listed.append(edges_from_pairs(table[:, 0].copy(), table[:, 1].copy(), len(position)))
    status_quo = position[case.status_quo[0]] if case.status_quo else None
    ranks = listed_ranks(case, position)
    return ListedGame(case, scenario, np.zeros(0, dtype=np.uint64), None, ranks, movers, status_quo, tuple(listed))
