"""Which states moves lead to, for large cases: reached states spread over blocks, by compiled kernels.

Serves where a mover's moves are transitive, so that the last mover of a sequence need not be remembered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from countermove.game.listed import ListedGame, Mover
from countermove.game.moves import Edges
from countermove.stability.engines.compiling import compiled
from countermove.stability.engines.dispatch import answering_moves, is_product, mover_blocks, uses_blocks
from countermove.stability.engines.product import least_improved
from countermove.stability.engines.sequences import reached
from countermove.stability.engines.sweeps import block_arrays
from countermove.stability.improvements import allowed_moves, improvements

__all__ = ["answer_finder", "reachable_states", "reachable_within"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]
FIRST_CHUNK = 512
"""States in the first chunk of a search: about what one NumPy call costs anyhow."""


def reachable_states(game: ListedGame, start: int | Ints, improving: bool) -> Bools:
    """States that moves of all movers reach from a state, or from any of several, these included.

    Parameters
    ----------
    game
        A listed game of S states whose moves are transitive.
    start
        Where they begin: a position, from 0, or several.
    improving
        Whether only improvements are made.

    Returns
    -------
    numpy.ndarray
        Shape (S,).
    """
    reachable = np.zeros(game.size, dtype=bool)
    reachable[start] = True
    if is_product(game, game.movers, improving):
        return _reachable_in_product(game, reachable, improving)
    spreads = [_spread(game, mover, int(mover.reach.mask), improving, reachable) for mover in game.movers]
    _until_nothing_changes(spreads)
    return reachable


def reachable_within(game: ListedGame, start: int, movers: Sequence[tuple[Mover, int]]) -> Bools:
    """States that moves of some movers reach from a state, itself included, each changing only some of its options.

    Parameters
    ----------
    game
        A listed game of S states whose moves are transitive.
    start
        Where they begin (a position, from 0).
    movers
        Who moves, and the options that each may change, as bits of packed codes.

    Returns
    -------
    numpy.ndarray
        Shape (S,).

    Notes
    -----
    Cost: a few sweeps over the states for each mover.
    """
    reachable = np.zeros(game.size, dtype=bool)
    reachable[start] = True
    _until_nothing_changes([_spread(game, mover, mask, False, reachable) for mover, mask in movers])
    return reachable


def _reachable_in_product(game: ListedGame, reachable: Bools, improving: bool) -> Bools:
    if not improving:
        return np.ones_like(reachable)
    # An improvement made backwards is one for somebody with the opposite ranks.
    backwards = [(int(m.reach.mask), -game.rank_rows[m.actor]) for m in game.movers if m.actor is not None]
    # Reached is -1, not reached 0: the least over what leads there says whether the start can be traced back.
    return least_improved(-reachable.astype(np.int32), backwards) < 0


def answer_finder(game: ListedGame, focal: Mover, credible: bool) -> Callable[[int], tuple[int, Iterable[Ints]]]:
    """A function from a state to all states that the opponents of a mover reach from it.

    Parameters
    ----------
    game, focal
        A listed game, and the mover that is answered.
    credible
        Whether answers are limited to improvements.

    Returns
    -------
    callable
        Takes a position and returns a key, equal for states from which the same states are reached, and the states in
        chunks. In large games the state itself may be among them although no answer leads back to it. A search must end
        before the next begins.
    """
    if not uses_blocks(game, credible):
        opponents = list(answering_moves(game, focal, credible).values())
        seen = np.zeros((len(opponents), game.size), dtype=bool)
        return lambda state: (state, [reached(opponents, state, seen)])
    if credible:
        return _listed_finder(list(answering_moves(game, focal, credible=True).values()), game.size)
    return _block_finder(game, focal)


def _block_finder(game: ListedGame, focal: Mover) -> Callable[[int], tuple[int, Iterable[Ints]]]:
    others = [m for m in game.movers if m is not focal]
    reversible = not any(int(m.reach.no_drop) | int(m.reach.no_take) for m in others)
    key_of = np.full(game.size, -1, dtype=np.int32)
    reached_from: dict[int, Ints] = {}

    def find(state: int) -> tuple[int, Iterable[Ints]]:
        if key_of[state] < 0:
            reachable = np.zeros(game.size, dtype=bool)
            reachable[state] = True
            masks = [(m, allowed_moves(m, focal.opposing)) for m in others]
            _until_nothing_changes([_spread(game, m, mask, False, reachable) for m, mask in masks if mask])
            reached_from[state] = np.flatnonzero(reachable).astype(np.int32)
            # Where every move can be undone, all that were reached reach each other.
            key_of[reached_from[state] if reversible else state] = state
        key = int(key_of[state])
        return key, _chunks(reached_from[key])

    return find


def _listed_finder(opponents: Sequence[Edges], size: int) -> Callable[[int], tuple[int, Iterable[Ints]]]:
    start = np.array([edges.start for edges in opponents])
    target = np.concatenate([edges.target for edges in opponents])
    offset = np.cumsum([0, *(len(edges.target) for edges in opponents[:-1])])
    seen, queue = np.zeros(size, dtype=bool), np.zeros(size, dtype=np.int32)

    def search(state: int) -> Iterator[Ints]:
        queue[0], seen[state] = state, True
        first, count, yielded = 0, 1, 0
        try:
            while yielded < count:
                # Chunks grow threefold: a sanction near at hand costs little, and a long search few calls.
                room = FIRST_CHUNK + 2 * count
                first, count = compiled(_reach_listed)(start, offset, target, seen, queue, first, count, room)
                yield queue[yielded:count].copy()
                yielded = count
        finally:
            # Also where the caller stops early, as it does at the first sanction.
            seen[queue[:count]] = False

    return lambda state: (state, search(state))


def _chunks(states: Ints) -> Iterator[Ints]:
    """The states piece by piece, each piece three times as long as the last."""
    first, size = 0, FIRST_CHUNK
    while first < len(states):
        yield states[first : first + size]
        first, size = first + size, 3 * size


def _spread(game: ListedGame, mover: Mover, mask: int, improving: bool, reachable: Bools) -> Callable[[], bool]:
    """One sweep that spreads `reachable` along the moves of one mover, and tells whether anything changed."""
    if mover.is_body and improving:
        edges = improvements(game, mover)
        return lambda: compiled(_mark_along_edges)(edges.start, edges.target, reachable)
    rank = game.rank_rows[mover.actor or 0]
    arrays = block_arrays(mover_blocks(game, mover, mask))
    return lambda: compiled(_mark_in_blocks)(*arrays, rank, improving, reachable)


def _until_nothing_changes(sweeps: Sequence[Callable[[], bool]]) -> None:
    unchanged = turn = 0
    while unchanged < len(sweeps):
        unchanged = 0 if sweeps[turn]() else unchanged + 1
        turn = (turn + 1) % len(sweeps)


def _mark_in_blocks(order, cell_start, block_start, cell_code, no_drop, no_take, rank, improving, reached):  # type: ignore[no-untyped-def]
    changed = False
    for block in range(len(block_start) - 1):
        first, last = block_start[block], block_start[block + 1]
        for a in range(first, last):
            some = False
            # The worst reached state of a cell decides: what improves on any reached state improves on that one.
            lowest = 0
            for k in range(cell_start[a], cell_start[a + 1]):
                if reached[order[k]] and (not some or rank[order[k]] < lowest):
                    some = True
                    lowest = rank[order[k]]
            if not some:
                continue
            for b in range(first, last):
                if cell_code[b] & ~cell_code[a] & no_take or cell_code[a] & ~cell_code[b] & no_drop:
                    continue
                for k in range(cell_start[b], cell_start[b + 1]):
                    if not reached[order[k]] and (not improving or rank[order[k]] > lowest):
                        reached[order[k]] = True
                        changed = True
    return changed


def _mark_along_edges(start, target, reached):  # type: ignore[no-untyped-def]
    changed = False
    for state in range(len(start) - 1):
        if reached[state]:
            for k in range(start[state], start[state + 1]):
                if not reached[target[k]]:
                    reached[target[k]] = True
                    changed = True
    return changed


def _reach_listed(start, offset, target, seen, queue, first, count, room):  # type: ignore[no-untyped-def]
    while first < count and count < room:
        state = queue[first]
        first += 1
        for mover in range(len(start)):
            for k in range(offset[mover] + start[mover][state], offset[mover] + start[mover][state + 1]):
                if not seen[target[k]]:
                    seen[target[k]] = True
                    queue[count] = target[k]
                    count += 1
    return first, count
