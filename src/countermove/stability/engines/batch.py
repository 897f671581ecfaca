"""Which states hold, asked again and again of one game under other preferences: everything that repeats is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from countermove.game.listed import ListedGame, Mover
from countermove.game.preferences import Ranks
from countermove.stability.changes import moves_to_list
from countermove.stability.concept import Concept, Evidence
from countermove.stability.engines import batch_kernels as kernels
from countermove.stability.engines.compiling import Kernel, compiled, has_compiler
from countermove.stability.engines.dispatch import MOST_STEPS, check_speed
from countermove.stability.engines.move_table import MoveTable, Restriction, move_table, without
from countermove.stability.engines.rule_tables import rule_table

__all__ = ["Holding", "Memo", "Repeated"]

Bools = NDArray[np.bool_]
T = TypeVar("T")
_Rule = tuple[int, NDArray[np.int64], Bools, bool]
ROOM = 2**25
"""This many bytes of verdicts are kept of each kind."""
FEW = 256
"""Move tables that are kept in small games: as many as there are ways to take options out, as a rule."""
MANY = 2**14
"""Rows of ranks whose numbers are kept for each actor; also the states from which on few move tables are kept."""
SOON, SLOW = 3_000, 8
"""After this many states of solved models, a model counting for at least eight states an actor, the kernels are compiled
and serve instead of the ordinary engine: in less they would not save the seconds that it takes to compile them."""
PAIRWISE = 256
"""Up to this many states, rules with too many players for a table are asked of all pairs of states at once."""
_Kind = tuple[Evidence | None, bool, bool]
ALONE: dict[_Kind, int] = {
    (Evidence.GAINS, False, False): 0, (Evidence.ANSWERS, False, False): 1, (Evidence.ANSWERS, False, True): 2,
}  # fmt: skip
"""Kinds of concepts that ask for the preferences of the mover alone (of a body: of those who have a say)."""
CREDIBLE: dict[_Kind, int] = {(Evidence.ANSWERS, True, False): 0, (Evidence.ANSWERS, True, True): 1}
"""Kinds of concepts in whose answers everybody's preferences count."""


DRAWS_AT_EASE = 50
"""Draws may take this many times as long as a single question: some ten minutes without a compiler."""


class Memo:
    """What has been computed, by key; emptied when it is full, so that memory stays bounded.

    Parameters
    ----------
    most
        The most entries that are kept.
    """

    def __init__(self, most: int) -> None:
        self._most, self._kept = most, dict[Any, Any]()

    def once(self, key: Any, make: Callable[[], T]) -> T:
        """What `make` returns, made once for each key while it is kept."""
        try:
            value: T = self._kept[key]
        except KeyError:
            value = make()
            if len(self._kept) >= self._most:
                # All at once: to keep the order of use would cost more than to compute a few entries again.
                self._kept.clear()
            self._kept[key] = value
        return value


@dataclass(frozen=True, eq=False)
class Holding:
    """What holds under one set of preferences.

    Parameters
    ----------
    states
        For each concept the equilibria, shape (C, S).
    reached
        What improvements reach from the status quo, shape (S,); None without a status quo.
    """

    states: Bools
    reached: Bools | None


@dataclass(frozen=True, eq=False)
class _Draw:
    """The preferences that are judged, and what is the same for several verdicts on them.

    `rows`: for each actor a number that stands for its ranks. `own`: the moves that are improvements, shape (E,).
    """

    move_table: MoveTable
    ranks: Ranks
    rows: tuple[int, ...]
    own: Bools
    room: dict[str, NDArray[Any]] = field(default_factory=dict)


class Repeated:
    """Equilibria of one game, over and over, under other preferences.

    The moves are laid out once. A verdict that depends on few preferences is kept for the next draw that has them. In a
    large game whose rules have too many players for a table, for concepts on request, and at first, the engine of an
    ordinary analysis serves, which compiles nothing. An actor without preferences is taken to be indifferent.

    Parameters
    ----------
    game
        A listed game of S states.
    concepts
        Rows of the table of concepts.
    soon
        For how many states in all the ordinary engine serves first.
    run
        Turns a kernel into what is called: machine code unless otherwise given.
    """

    def __init__(
        self,
        game: ListedGame,
        concepts: Sequence[Concept],
        *,
        soon: int = SOON,
        run: Callable[[Kernel], Kernel] = compiled,
    ) -> None:
        self.game, self.concepts, self._soon, self._run = game, tuple(concepts), soon, run
        # The one who is indifferent takes no side, so the tables of rules need no column for it.
        silent = {a for a, record in enumerate(game.case.actors.values()) if not _has_preferences(record)}
        self._rule_tables = [rule_table(mover, silent) for mover in game.movers]
        self._say = [sorted(_players(mover) - silent) for mover in game.movers]
        tables = game.size <= PAIRWISE or all(table is not None for table in self._rule_tables)
        self.is_fast = tables and all(c.has_kernel for c in self.concepts) and (run is not compiled or has_compiler())
        self._rows: list[Memo] = [Memo(MANY) for _ in game.actors]
        self._counted = self._work = 0
        size = max(1, game.size)
        self._move_tables = Memo(FEW if game.size < MANY else 4)
        self._left = Memo(FEW if game.size < MANY else 4)
        self._alone = Memo(max(16, ROOM // size))
        self._joint = Memo(max(16, ROOM // (size * (len(self.concepts) + 1))))

    def check_draws(self, count: int) -> None:
        """Raise `QuestionError` where to solve this many sets of preferences would take too long without a compiler."""
        if not self.is_fast and not has_compiler():
            moves = self.game.once("moves without a compiler", lambda: moves_to_list(self.game, MOST_STEPS))
            check_speed(count * moves // DRAWS_AT_EASE, f"to solve {count:,} drawn models of this case")

    def move_table(self, kept: Restriction | None = None) -> MoveTable:
        """The moves that are left when `kept` is taken out."""
        return self._move_tables.once(kept, lambda: move_table(self.game, kept))

    def holding(self, ranks: Ranks, kept: Restriction | None = None) -> Holding:
        """What holds under preferences.

        Parameters
        ----------
        ranks
            Shape (actors, S).
        kept
            What is taken out of the game.

        Returns
        -------
        Holding
        """
        # Equal ranks get equal numbers: keys of verdicts are then short tuples instead of arrays.
        rows = tuple(memo.once(row.tobytes(), self._number) for memo, row in zip(self._rows, ranks, strict=True))
        return self._joint.once((kept, rows), lambda: self._solved(ranks, rows, kept))

    def _number(self) -> int:
        self._counted += 1
        return self._counted

    def _solved(self, ranks: Ranks, rows: tuple[int, ...], kept: Restriction | None) -> Holding:
        self._work += max(self.game.size, SLOW * len(self.game.actors))
        # A part of the game is asked about by many draws, so kernels serve it from the first.
        if not self.is_fast or (kept is None and self._work <= self._soon):
            return self._by_the_ordinary_engine(ranks, kept)
        table = self.move_table(kept)
        draw = _Draw(table, ranks, rows, np.zeros(len(table.target), dtype=bool))
        for mover in self.game.movers:
            self._mark(draw, mover, -1, draw.own)
        states = self._states(draw, kept)
        return Holding(states, self._reached(draw))

    def _by_the_ordinary_engine(self, ranks: Ranks, kept: Restriction | None) -> Holding:
        from countermove.stability.concept import stable
        from countermove.stability.engines.sequences import reached
        from countermove.stability.improvements import improvements

        less, alive = self._left.once(kept, lambda: self._without(kept))
        game = less.with_ranks(ranks)
        states = np.tile(alive, (len(self.concepts), 1))
        for row, concept in enumerate(self.concepts):
            for mover in game.movers:
                states[row] &= stable(game, mover, concept)
        if game.status_quo_key is None:
            return Holding(states, None)
        from_status_quo = np.zeros(game.size, dtype=bool)
        edges = [improvements(game, mover) for mover in game.movers]
        from_status_quo[reached(edges, game.status_quo_key, np.zeros((len(edges), game.size), dtype=bool))] = True
        from_status_quo[game.status_quo_key] = True
        return Holding(states, from_status_quo)

    def _without(self, kept: Restriction | None) -> tuple[ListedGame, Bools]:
        return (self.game, np.ones(self.game.size, dtype=bool)) if kept is None else without(self.game, kept)

    def _states(self, draw: _Draw, kept: Restriction | None) -> Bools:
        states = np.zeros((len(self.concepts), self.game.size), dtype=bool)
        rows = [(row, concept.evidence, _kind(concept)) for row, concept in enumerate(self.concepts)]
        alive, movers = draw.move_table.alive, self.game.movers
        either = any(evidence is Evidence.ANSWERS_OR_COMBINATIONS for _, evidence, _ in rows)
        sequential = None
        if either or any(kind in CREDIBLE for _, _, kind in rows):
            sequential = self._sequential(draw, any(CREDIBLE.get(kind) for _, _, kind in rows), either)
        for row, evidence, kind in rows:
            if kind in ALONE:
                states[row] = alive
                for mover in movers:
                    states[row] &= self._judged_alone(draw, mover, kept)[ALONE[kind]]
            elif evidence is Evidence.COMBINATIONS:
                states[row] = self._spoilt(draw, np.ones((len(movers), self.game.size), dtype=bool), None)
            elif sequential is not None and evidence is Evidence.ANSWERS_OR_COMBINATIONS:
                states[row] = self._spoilt(draw, ~sequential[0], sequential[0])
            elif sequential is not None:
                states[row] = sequential[CREDIBLE[kind]].all(axis=0) & alive
        return states

    # ------------------------------------------------------------------------------ verdicts on one mover alone

    def _judged_alone(self, draw: _Draw, mover: Mover, kept: Restriction | None) -> Bools:
        """Nash, GMR and SMR stability of every state for one mover, shape (3, S)."""
        # GMR and SMR ask what others can do, not what they want: only the mover's own preferences count, or its voters'.
        voters = (mover.actor,) if mover.actor is not None else self._say[mover.index]
        key = (kept, mover.index, *(draw.rows[actor] for actor in voters))
        return self._alone.once(key, lambda: self._made_alone(draw, mover))

    def _made_alone(self, draw: _Draw, mover: Mover) -> Bools:
        stable = np.ones((3, self.game.size), dtype=bool)
        own = slice(int(draw.move_table.start[mover.index, 0]), int(draw.move_table.start[mover.index, -1]))
        stable[0, draw.move_table.source[own][draw.own[own]]] = False
        wanted = {ALONE.get(_kind(concept), 0) for concept in self.concepts} - {0}
        if wanted and mover.actor is not None:
            stable[1:] = self._undone(draw, mover, draw.move_table.carried(mover.index))
        elif wanted:
            self._strike_body(draw, mover, draw.move_table.carried(mover.index), counter=False, standing=stable[1])
            stable[2] = stable[1]
            if 2 in wanted:
                self._strike_body(draw, mover, draw.move_table.carried(mover.index), counter=True, standing=stable[2])
        return stable

    # --------------------------------------------------------------------------- verdicts that depend on everybody

    def _sequential(self, draw: _Draw, counter: bool, every: bool) -> Bools:
        """SEQ and SSEQ stability for every mover, shape (2, movers, S).

        Of bodies, unless `every` is asked for, only of states that are stable for all actors.
        """
        stable = np.ones((2, len(self.game.movers), self.game.size), dtype=bool)
        bodies = [mover for mover in self.game.movers if mover.is_body]
        for mover in self.game.movers:
            if not mover.is_body:
                stable[:, mover.index] = self._undone(draw, mover, self._answers(draw, mover))
        for mover in bodies:
            # A body's search is dear, so it is spared where some actor does not stay anyhow.
            standing = draw.move_table.alive.copy() if every else draw.move_table.alive & stable[0].all(axis=0)
            self._strike_body(draw, mover, draw.own, counter=False, standing=standing)
            stable[0, mover.index] = standing
            if counter:
                standing = standing & stable[1].all(axis=0)
                self._strike_body(draw, mover, draw.own, counter=True, standing=standing)
                stable[1, mover.index] = standing
        return stable

    def _spoilt(self, draw: _Draw, joining: Bools, safe: Bools | None) -> Bools:
        """States that hold for every mover since others who move at the same time would spoil every improvement.

        `joining` (movers, S): who may take part. `safe` (movers, S): where a mover is content anyhow.
        """
        table, game = draw.move_table, self.game
        ways = table.ways
        assert ways is not None
        standing = table.alive.copy()
        for mover in game.movers:
            open_ = standing if safe is None else standing & ~safe[mover.index]
            left = open_.copy()
            # For a focal body nobody counts as against; an actor counts as against in every body that would sanction it.
            allowed = draw.own if mover.is_body else self._answers(draw, mover)
            movers = len(game.movers)
            self._run(kernels.strike_spoilt)(
                table.start, table.rules, ways.by_move, ways.place, ways.change, ways.at, ways.by_edge, ways.by_change,
                game.codes, game.states_of_codes, draw.own, allowed, mover.index, *self._rule(draw, mover),
                draw.ranks, joining,
                np.zeros(movers, dtype=np.int64), np.zeros(movers, dtype=np.int64), self._offered(table), left,
            )  # fmt: skip
            standing &= ~open_ | left
        return standing

    def _offered(self, table: MoveTable) -> NDArray[np.uint64]:
        """Room for all ways from one combination."""
        ways = table.ways
        assert ways is not None
        if "most" not in table.memo:
            table.memo["most"] = int(np.diff(ways.at, axis=1).sum(axis=0).max(initial=0))
        return np.zeros(table.memo["most"], dtype=np.uint64)

    # ------------------------------------------------------------------------------------------ calls of kernels

    def _rule(self, draw: _Draw, mover: Mover, against: int = -1) -> _Rule:
        """What a kernel is given of a mover: its actor, the players and table of its rules, whether it is pairwise."""
        table = self._rule_tables[mover.index]
        actor = -1 if mover.actor is None else mover.actor
        if table is not None:
            return actor, table.players, table.table, False
        key = f"rules {mover.index} {against}"
        if key not in draw.room:
            draw.room[key] = _pairwise(mover, self._say[mover.index], draw.ranks, against)
        return actor, np.zeros(0, dtype=np.int64), draw.room[key], True

    def _mark(self, draw: _Draw, mover: Mover, against: int, improving: Bools) -> None:
        table = draw.move_table
        first, last = int(table.start[mover.index, 0]), int(table.start[mover.index, -1])
        self._run(kernels.mark_improvements)(
            table.source, table.target, table.rules, first, last, draw.ranks, *self._rule(draw, mover, against), against,
            improving,
        )  # fmt: skip

    def _answers(self, draw: _Draw, focal: Mover) -> Bools:
        """The improvements of the others, with `focal` (an actor) against every move of a body."""
        assert focal.actor is not None
        bodies = [m for m in self.game.movers if m.is_body and focal.actor in self._say[m.index]]
        if not bodies:
            return draw.own
        # Improvements are judged anew only for bodies in which the focal actor has a say.
        key = f"answers {focal.index}"
        if key not in draw.room:
            draw.room[key] = draw.own.copy()
            for mover in bodies:
                self._mark(draw, mover, focal.actor, draw.room[key])
        return draw.room[key]

    def _undone(self, draw: _Draw, mover: Mover, allowed: Bools) -> Bools:
        assert mover.actor is not None
        table = draw.move_table
        after = np.empty((len(self.game.movers), self.game.size), dtype=np.int32)
        base = np.empty(self.game.size, dtype=np.int32)
        stable = np.empty((2, self.game.size), dtype=bool)
        rank = draw.ranks[mover.actor]
        self._run(kernels.undone)(table.start, table.target, allowed, mover.index, rank, after, base, stable)
        return stable

    def _strike_body(self, draw: _Draw, body: Mover, allowed: Bools, counter: bool, standing: Bools) -> None:
        table, rule = draw.move_table, self._rule(draw, body)
        self._run(kernels.strike_answered_body)(
            table.start, table.target, table.rules, draw.own, allowed, body.index, *rule[1:], draw.ranks, counter,
            *self._search_room(draw), standing,
        )  # fmt: skip

    def _search_room(self, draw: _Draw) -> tuple[Bools, NDArray[np.int64]]:
        if "seen" not in draw.room:
            cells = len(self.game.movers) * self.game.size
            draw.room["seen"] = np.zeros((len(self.game.movers), self.game.size), dtype=bool)
            draw.room["queue"] = np.zeros(cells + 1, dtype=np.int64)
        return draw.room["seen"], draw.room["queue"]

    def _reached(self, draw: _Draw) -> Bools | None:
        begin, table = self.game.status_quo_key, draw.move_table
        if begin is None:
            return None
        reached = np.zeros(self.game.size, dtype=bool)
        seen = np.zeros((len(self.game.movers), self.game.size), dtype=bool)
        queue = np.zeros(seen.size + 1, dtype=np.int64)
        self._run(kernels.mark_reached)(table.start, table.target, draw.own, begin, seen, queue, reached)
        return reached


def _kind(concept: Concept) -> _Kind:
    return concept.evidence, concept.credible, concept.counter


def _players(mover: Mover) -> frozenset[int]:
    """All actors that have a say in a body."""
    return frozenset[int]().union(*(vote.players for vote in mover.votes))


def _pairwise(mover: Mover, players: Sequence[int], ranks: Ranks, against: int) -> Bools:
    """Whether each rule of a body passes for each state over each other, shape (rules, S * S)."""
    size = ranks.shape[1]
    favour, oppose = np.zeros((2, max(_players(mover)) + 1, size, size), dtype=bool)
    for player in players:
        after, before = ranks[player][:, None], ranks[player][None, :]
        favour[player] = (after > before) & (player != against)
        oppose[player] = (after < before) | (player == against)
    return np.array([vote.passes(favour, oppose).ravel() for vote in mover.votes])


def _has_preferences(record: Any) -> bool:
    return bool(record.prefers or record.ranking or record.worth)
