"""The feasible states of a game: all, those in which a statement holds, or as many as a search comes upon."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from countermove.analysis.result import HIDDEN, OPTIONAL, Column, Record, Result, Rows, member, with_labels
from countermove.errors import QuestionError
from countermove.game.allowance import Allowance, End
from countermove.game.compile import game_of
from countermove.game.game import COMPLETE, Coverage, Game, State
from countermove.game.listed import ListedGame
from countermove.game.names.where import statement_in, states_where
from countermove.game.searched import SearchedGame
from countermove.game.shares import Share
from countermove.game.tables.draws import generator_of
from countermove.model.case import Case
from countermove.model.statements import Const, Node

__all__ = ["ListedState", "States", "states"]

LIMIT = 1_000
"""States in one answer unless more are asked for: what a program reads at once, and a spreadsheet opens easily."""
SIGNS: Mapping[str | int | float | bool | None, str] = {True: "Y", False: "N", None: "-"}
"""How an option stands in a table: taken, not taken, left open by a coalesced state."""


@dataclass(frozen=True)
class ListedState(Record):
    """One state as programs have it: by number and code, the options taken, and its rank for each actor.

    `options` maps the full name of each option to whether it is taken, None where a coalesced state leaves that open.
    `ranks` maps each actor to its rank of the state (higher is better, 0 the worst); None in a searched game.
    """

    state: State
    id: str | None = field(metadata=OPTIONAL)
    code: int | None
    options: Mapping[str, bool | None]
    ranks: Mapping[str, int] | None


@dataclass(frozen=True, eq=False)
class States(Result):
    """Feasible states in which a statement holds.

    `count` is the number of all of them, None where a search was stopped before it had them all; `states` are the
    first ones, ascending, in a searched game with the status quo first. `stopped` says what stopped a search.
    `share`: in which share of the feasible states the statement holds, estimated from states drawn at random; None
    where these are all, where no statement was given, and where states cannot be drawn fairly.
    """

    schema = "states/1"

    game: Game = field(metadata=HIDDEN)
    statement: str | Node | None = field(metadata=HIDDEN)
    count: int | None
    share: Share | None
    states: tuple[ListedState, ...]
    stopped: Literal["limit"] | End | None = field(metadata=HIDDEN)
    seconds: float | None = field(default=None, metadata=HIDDEN)

    def __repr__(self) -> str:
        return f"States({len(self.states):,} states; {'these are all' if not self.truncated else 'not all'})"

    @member(optional=True)
    def truncated(self) -> bool:
        """Whether there are more states than these, or may be."""
        return self.stopped is not None

    @member()
    def coverage(self) -> Coverage:
        """Complete where the states are listed, or where the search found that these are all."""
        if self.game.is_listed:
            return COMPLETE
        return Coverage("search", self.stopped is None, None if self.stopped is None else self.stopped, self.seconds)

    def rows(self) -> Rows:
        """One row per state: its number or code, a column for each option, each rank."""
        listed, is_graph = self.game.is_listed, self.game.case.states is not None
        heads = [Column("state", "the number of the state, from 1")] if listed else []
        if is_graph:
            heads += [Column("id", "its id in the case"), Column("name", "its name in the case")]
        else:
            heads += [Column("code", "the options taken as a number, bit k for option k")]
            heads += [Column(row.full, f"whether it is taken: {row.name}", SIGNS) for row in self.game.options]
        if listed:
            heads += [Column(f"rank.{actor}", "the rank of the state for the actor, higher is better")
                      for actor in self.game.actors]  # fmt: skip
        names = dict(self.game.case.states or {})
        values = []
        for entry in self.states:
            row: list[str | int | bool | None] = [entry.state.number] if listed else []
            row += [entry.id, names[entry.id]] if entry.id is not None else [entry.code]
            row += entry.options.values()
            values.append((*row, *(entry.ranks or {}).values()))
        return with_labels(self.game, Rows(tuple(heads), tuple(values)), [entry.state for entry in self.states])


def states(
    game: Case | Game,
    where: str | Node | None = None,
    *,
    limit: int = LIMIT,
    seconds: float | None = None,
    seed: int | None = None,
    rng: np.random.Generator | None = None,
) -> States:
    """The feasible states of a game in which a statement holds, `limit` of them at most.

    In a listed game they are counted; in a searched game a constraint solver comes upon them in an order of its own,
    and either proves that there are no more than `limit`, or the share of states in which the statement holds is
    estimated.

    Parameters
    ----------
    game
        A game of either kind, or a case.
    where
        A statement of the case's language over its options, as text or bound to positions; None for all states.
    limit
        The most states to return, at least 1.
    seconds
        Of a search: a limit of the clock. None: `SEARCH_WORK`, which every machine counts alike.
    seed, rng
        The seed of the draws by which a share is estimated, or a generator of NumPy; seed 1 if neither is given.

    Returns
    -------
    States
        The states, whether these are all, and where a search did not find them all, the estimated share.

    Raises
    ------
    QuestionError
        For a statement that cannot be read, a limit or a time below 1, and where a search has no solver.

    Examples
    --------
    >>> import countermove as cm
    >>> answer = cm.states(cm.compile(cm.load("cuban-missile-crisis")), "blockade and withdraw")
    >>> [entry.state.number for entry in answer.states], answer.count
    ([7, 8], 2)
    """
    game, drawing = game_of(game), generator_of(seed, rng)
    if limit < 1:
        raise QuestionError(f"the limit is {limit}; give at least 1")
    allowance = Allowance(seconds=seconds)
    if isinstance(game, ListedGame):
        matching = states_where(game, where, "--where")
        first = tuple(_listed(game, key) for key in matching[:limit].tolist())
        cut: Literal["limit"] | None = "limit" if len(matching) > limit else None
        return States(game, where, len(matching), None, first, cut)
    assert isinstance(game, SearchedGame)
    return _searched(game, where, limit, allowance, drawing)


def _bound(game: Game, where: str | Node) -> Node:
    return statement_in(game.case, where) if isinstance(where, str) else where


def _listed(game: ListedGame, key: int) -> ListedState:
    state = game.at(key)
    ranks = dict(zip(game.actors, game.rank_rows[:, key].tolist(), strict=True))
    return ListedState(state, state.id, state.code, _options(game, state), ranks)


def _options(game: Game, state: State) -> dict[str, bool | None]:
    return {row.full: taken for row, taken in zip(game.options, state.taken, strict=True)}


def _searched(
    game: SearchedGame, where: str | Node | None, limit: int, allowance: Allowance, rng: np.random.Generator
) -> States:
    """What a constraint solver comes upon, the status quo first where the statement holds there."""
    from countermove.search.encoding import Encoding  # the solver is an extra
    from countermove.search.nash import check_searched

    check_searched(game)
    statement = Const(True) if where is None else _bound(game, where)
    encoding = Encoding(game)
    frame = encoding.state()
    encoding.require([encoding.holds(statement, frame)])
    now = game.status_quo_key if game.status_quo_key is not None and game.holds(statement, game.status_quo_key) else None
    codes: dict[int, None] = {} if now is None else {now: None}

    def on_solution(code: int) -> bool:
        codes[code] = None
        return len(codes) <= limit  # one more than asked for tells that these are not all

    is_all = encoding.solve_all(frame, on_solution, allowance)
    stopped: Literal["limit"] | End | None = None if is_all else "limit" if len(codes) > limit else allowance.end
    # The solver's order means nothing to people: ascending, but today's state on top.
    order = sorted(list(codes)[:limit], key=lambda code: (code != now, code))
    first = tuple(ListedState(game.at(code), None, code, _options(game, game.at(code)), None) for code in order)
    # Where all were found their number says more than a share.
    share = None if is_all or where is None else _share(game, statement, rng)
    return States(game, where, len(first) if is_all else None, share, first, stopped, allowance.seconds)


def _share(game: SearchedGame, statement: Node, rng: np.random.Generator) -> Share | None:
    """In how many of the states drawn the statement holds; None where states cannot be drawn fairly."""
    from countermove.search.samples import feasible_sample

    drawn = feasible_sample(game, rng)
    return None if drawn is None else Share(sum(game.holds(statement, code) for code in drawn), len(drawn))
