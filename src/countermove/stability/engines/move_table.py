"""What no preference changes: the moves of all movers as flat arrays, for a game that is solved many times."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.game.codes.states import Codes
from countermove.game.listed import ListedGame, Mover
from countermove.game.moves import edges_from_pairs
from countermove.stability.improvements import allowed_moves

__all__ = ["JointMoves", "MoveTable", "Restriction", "move_table", "without"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


@dataclass(frozen=True)
class Restriction:
    """What is taken out of a game: options that stay as they are, and actors who do not move.

    Parameters
    ----------
    mask
        The options that nobody changes, as bits.
    code
        Those of them that are taken.
    absent
        Positions of actors; in a game without options they make no moves.
    """

    mask: int = 0
    code: int = 0
    absent: frozenset[int] = frozenset()


@dataclass(frozen=True, eq=False)
class JointMoves:
    """The combinations behind the moves, for those who move at the same time; P ways in all, M movers, E moves.

    Parameters
    ----------
    by_move
        Move e can be made in the ways ``by_move[e]:by_move[e + 1]``; shape (E + 1,).
    place, change
        The combination from which a way starts (a position in the game's codes), and the options that it changes; (P,).
    at
        Mover m can make, from combination c, the ways ``at[m, c]:at[m, c + 1]`` of the two arrays below; shape (M, F + 1).
    by_edge, by_change
        Of these ways the move, and the options; shape (P,).
    """

    by_move: Longs
    place: Longs
    change: Codes
    at: Longs
    by_edge: Longs
    by_change: Codes


@dataclass(frozen=True, eq=False)
class MoveTable:
    """The moves between the states of a game, E in all, mover by mover and sorted by where they begin.

    Parameters
    ----------
    game
        The game.
    alive
        The states that exist, shape (S,).
    start
        The moves of mover m from state s are at ``start[m, s]:start[m, s + 1]``; shape (M, S + 1).
    source, target
        Positions of states, from 0; shape (E,).
    rules
        The set of rules that a move of a body must pass, as a mask; shape (E,).
    ways
        None without options.
    memo
        What has been computed from the table.
    """

    game: ListedGame
    alive: Bools
    start: Longs
    source: Ints
    target: Ints
    rules: Longs
    ways: JointMoves | None
    memo: dict[Any, Any] = field(default_factory=dict, repr=False)

    def carried(self, focal: int) -> Bools:
        """The moves with which the others may answer `focal`, at any cost: a body without that actor's help."""
        if focal not in self.memo:
            allowed = np.ones(len(self.target), dtype=bool)
            movers = self.game.movers
            for mover in movers:
                if mover.is_body and mover.index != focal:
                    able = allowed_moves(mover, movers[focal].opposing)
                    refused = sum(1 << vote for vote in {v for o, v in mover.vote_of.items() if not able & mover.bits[o]})
                    own = slice(int(self.start[mover.index, 0]), int(self.start[mover.index, -1]))
                    allowed[own] = (self.rules[own] & np.int64(refused)) == 0
            self.memo[focal] = allowed
        carried: Bools = self.memo[focal]
        return carried


def without(game: ListedGame, kept: Restriction) -> tuple[ListedGame, Bools]:
    """The game in which nobody makes the moves that are taken out, and the states that exist in it.

    All states are there still: those that do not exist are not reached from those that do.

    Parameters
    ----------
    game
        A listed game of S states.
    kept
        What is taken out.

    Returns
    -------
    tuple of ListedGame and numpy.ndarray
        The states that exist have shape (S,).

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> less, alive = without(compile(catalog.load_case("cuban-missile-crisis")), Restriction(mask=1))
    >>> [len(edges.target) for edges in less.edges], int(alive.sum())
    ([12, 24], 6)
    """
    if game.is_graph:
        nobody = np.zeros(0, dtype=np.int32)
        nothing = edges_from_pairs(nobody, nobody, game.size)
        listed = tuple(nothing if m.actor in kept.absent else game.edges[m.index] for m in game.movers)
        return replace(game, listed=listed, memo={}), np.ones(game.size, dtype=bool)
    stays = _stays(game, kept)
    alive = np.zeros(game.size, dtype=bool)
    alive[game.states_of_codes[stays]] = True
    if game.layout.is_plain and not game.is_coalesced:  # an option is a bit: nobody may change those that are kept
        free = ~np.uint64(kept.mask)
        return replace(game, movers=tuple(replace(m, reach=m.reach.within(free)) for m in game.movers), memo={}), alive
    # Only combinations that exist are left, so that moves lead from one of them to another; states keep their numbers.
    movers = []
    for mover in game.movers:
        no_take = mover.reach.no_take
        needs = replace(mover.reach, no_take=no_take[stays]) if isinstance(no_take, np.ndarray) else mover.reach
        movers.append(replace(mover, reach=needs))
    state_of = game.states_of_codes[stays]
    return replace(game, codes=game.codes[stays], state_of=state_of, movers=tuple(movers), memo={}), alive


def move_table(game: ListedGame, kept: Restriction | None = None) -> MoveTable:
    """The moves of a game as flat arrays, without those that are taken out.

    An option that is kept stays as it is: moves that change it, and states in which it is otherwise, do not exist.

    Parameters
    ----------
    game
        A listed game of S states.
    kept
        What is taken out; None for nothing.

    Returns
    -------
    MoveTable

    Notes
    -----
    Cost and memory: the number of moves.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> table = move_table(compile(catalog.load_case("cuban-missile-crisis")))
    >>> len(table.target), table.target[table.start[1, 0]:table.start[1, 1]].tolist()
    (60, [4, 8])
    """
    kept = kept or Restriction()
    pieces = list(_pieces(game, kept))
    sizes = np.array([len(piece.source) for piece in pieces], dtype=np.int64)
    offsets = np.cumsum(sizes) - sizes
    start = np.zeros((len(pieces), game.size + 1), dtype=np.int64)
    for row, piece in enumerate(pieces):
        start[row, 1:] = np.cumsum(np.bincount(piece.source, minlength=game.size))
    alive = np.ones(game.size, dtype=bool)
    if kept.mask:
        alive[:] = False
        alive[game.states_of_codes[_stays(game, kept)]] = True
    source, target = (_joined([getattr(piece, name) for piece in pieces], np.int32) for name in ("source", "target"))
    rules = _joined([piece.rules for piece in pieces], np.int64)
    ways = None if game.is_graph else _ways(game, pieces, offsets)
    return MoveTable(game, alive, start + offsets[:, None], source, target, rules, ways)


@dataclass(frozen=True, eq=False)
class _Piece:
    """The moves of one mover between states, and the pairs of combinations behind them: where, what, which move."""

    source: Ints
    target: Ints
    rules: Longs
    place: Longs
    change: Codes
    edge: Longs


def _pieces(game: ListedGame, kept: Restriction) -> Iterator[_Piece]:
    stays = _stays(game, kept)
    for mover in game.movers:
        if game.is_graph:
            edges = game.edges[mover.index]
            count = 0 if mover.actor in kept.absent else len(edges.source)
            none = np.zeros(0, dtype=np.int64)
            source, target = edges.source[:count], edges.target[:count]
            yield _Piece(source, target, np.zeros(count, dtype=np.int64), none, none.astype(np.uint64), none)
        else:
            yield _of_options(game, mover, stays)


def _of_options(game: ListedGame, mover: Mover, stays: Bools) -> _Piece:
    source, target = game.pairs[mover.index]
    # Where every option that is kept is as it is kept before and after, the move changes none of them.
    legal = stays[source] & stays[target]
    source, target = source[legal], target[legal]
    change = game.codes[source] ^ game.codes[target]
    rules = game.rules_changed(mover, source, target)
    rules = np.zeros(len(source), dtype=np.int64) if rules is None else rules
    if not game.is_coalesced:
        return _Piece(source, target, rules, source.astype(np.int64), change, np.arange(len(source)))
    before, after = game.states_of_codes[source], game.states_of_codes[target]
    leaves = before != after
    sets = game.option_sets(source, change)
    table = np.column_stack([before[leaves], after[leaves], rules[leaves], sets[leaves]]).astype(np.int64)
    # Several pairs of combinations stand for one move between coalesced states, if the same options change; other options
    # are another way to move, which moves of others at the same time have to answer as well.
    once, edge = np.unique(table, axis=0, return_inverse=True)
    columns = (once[:, 0].astype(np.int32), once[:, 1].astype(np.int32), once[:, 2])
    return _Piece(*columns, source[leaves].astype(np.int64), change[leaves], edge.ravel().astype(np.int64))


def _ways(game: ListedGame, pieces: list[_Piece], offsets: Longs) -> JointMoves:
    combinations = len(game.codes)
    counts = np.array([len(piece.place) for piece in pieces], dtype=np.int64)
    at = np.zeros((len(pieces), combinations + 1), dtype=np.int64)
    for row, piece in enumerate(pieces):
        at[row, 1:] = np.cumsum(np.bincount(piece.place, minlength=combinations))
    by_edge = _joined([p.edge + offset for p, offset in zip(pieces, offsets, strict=True)], np.int64)
    by_change = _joined([piece.change for piece in pieces], np.uint64)
    place = _joined([piece.place for piece in pieces], np.int64)
    # The same ways twice: by the combination from which they start, and by the move that they realise.
    order = np.argsort(by_edge, kind="stable")
    moves = sum(len(piece.source) for piece in pieces)
    by_move = np.zeros(moves + 1, dtype=np.int64)
    by_move[1:] = np.cumsum(np.bincount(by_edge, minlength=moves))
    at += (np.cumsum(counts) - counts)[:, None]
    return JointMoves(by_move, place[order], by_change[order], at, by_edge, by_change)


def _stays(game: ListedGame, kept: Restriction) -> Bools:
    """The combinations in which every option that is kept is as it is kept."""
    if game.layout.is_plain:
        return np.asarray((game.codes & np.uint64(kept.mask)) == np.uint64(kept.code & kept.mask))
    stays = np.ones(len(game.codes), dtype=bool)
    for option in range(len(game.options)):
        if kept.mask >> option & 1:
            stays &= game.layout.taken(option, game.codes) == bool(kept.code >> option & 1)
    return stays


def _joined(parts: list[NDArray[Any]], kind: Any) -> NDArray[Any]:
    return np.concatenate([np.zeros(0, dtype=kind), *parts]).astype(kind, copy=False)
