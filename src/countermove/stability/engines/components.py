"""What a coalition can gain, for large cases: states that reach each other form components, kept by their best points.

Serves where a mover's moves are transitive, so that the last mover of a sequence need not be remembered. Then what a
coalition reaches from a state depends on its class alone, and of all that it reaches only the points matter that no
other point equals or exceeds in every coordinate: the *front*.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.game.moves import Blocks
from countermove.stability.engines.compiling import compiled

__all__ = ["Components", "Fronts", "components", "fronts", "surpassed", "unspoilt"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]
Longs = NDArray[np.int64]


@dataclass(frozen=True)
class Components:
    """States in components whose states reach each other, and moves from one of these classes to another.

    Parameters
    ----------
    of
        The class of each state, shape (S,).
    order, start
        States class by class; those of class c are ``order[start[c]:start[c + 1]]``.
    link, link_start
        From class c moves lead to the classes ``link[link_start[c]:link_start[c + 1]]``.
    """

    of: Ints
    order: Ints
    start: Longs
    link: Ints
    link_start: Longs

    @property
    def arrays(self) -> tuple[Any, ...]:
        """The arrays that the kernels take."""
        return self.of, self.order, self.start, self.link, self.link_start


@dataclass(frozen=True)
class Fronts:
    """For each class the points that no other point reached from it equals or exceeds.

    Parameters
    ----------
    point
        Coordinates, shape (P, d).
    start
        Those of class c are ``point[start[c]:start[c + 1]]``.
    """

    point: Longs
    start: Longs


def components(blocks: Sequence[Blocks], size: int) -> Components:
    """The components of states that reach each other under the moves of several movers.

    Parameters
    ----------
    blocks
        The moves of each mover; they are transitive.
    size
        The number of states, S.

    Returns
    -------
    Components

    Notes
    -----
    Options that cannot be undone belong to one mover each, so what reaches each other does so by undoable moves: the states
    of a cell. Cost: the states, times the movers.
    """
    least = np.arange(size, dtype=np.int32)
    for each in blocks:
        compiled(_join_cells)(each.order, each.cell_start, least)
    firsts, of = np.unique(compiled(_roots)(least), return_inverse=True)
    count = len(firsts)
    order = np.argsort(of, kind="stable").astype(np.int32)
    start = np.searchsorted(of[order], np.arange(count + 1))
    pairs = [_links(b, of.astype(np.int32)) for b in blocks if int(b.no_drop) | int(b.no_take)]
    links = np.unique(np.concatenate([np.zeros((0, 2), dtype=np.int32), *pairs]), axis=0)
    link_start = np.searchsorted(links[:, 0], np.arange(count + 1))
    return Components(of.astype(np.int32), order, start, np.ascontiguousarray(links[:, 1]), link_start)


def fronts(components: Components, points: Longs) -> Fronts:
    """The front of each class over all that is reached from it, the class itself included.

    Parameters
    ----------
    components
        Classes of S states.
    points
        Coordinates of each state, shape (d, S).

    Returns
    -------
    Fronts

    Notes
    -----
    Cost: the components that each class reaches, times the points kept of them.
    """
    nowhere, none = np.zeros(0, dtype=np.int32), np.zeros_like(components.start)
    flat = np.ascontiguousarray(points.T)
    # First the front of each class alone; then only these few points are carried along the links.
    own, start = compiled(_fronts)(nowhere, none, components.order, components.start, flat)
    if len(components.link):
        every = np.arange(len(own), dtype=np.int32)
        own, start = compiled(_fronts)(components.link, components.link_start, every, start, own)
    return Fronts(own, start)


def surpassed(components: Components, front: Fronts, bound: Longs) -> Bools:
    """States from which a point is reached that exceeds their bound in every coordinate.

    Parameters
    ----------
    components, front
        Classes of S states, and their fronts.
    bound
        Shape (d, S).

    Returns
    -------
    numpy.ndarray
        Shape (S,).
    """
    return np.asarray(compiled(_surpassed)(components.of, front.point, front.start, np.ascontiguousarray(bound.T)))


def unspoilt(
    own: Components, others: Components, front: Fronts, points: Longs, bound: Longs, states: Longs, limit: int
) -> Bools | None:
    """Which states tempt a coalition that may move again after the answer.

    A state tempts iff the coalition reaches a point that exceeds its bound from which, whatever the others reach, the
    coalition again reaches, or is at, such a point.

    Parameters
    ----------
    own, others
        The components of the coalition, and of those who answer.
    front
        The fronts of `own` over `points`.
    points, bound
        Coordinates of each state, and what a gain on it has to exceed; shape (d, S).
    states
        The states that are asked about (positions, from 0), n in all.
    limit
        The most steps.

    Returns
    -------
    numpy.ndarray or None
        Shape (n,); None beyond `limit` steps.
    """
    tempted = np.zeros(len(states), dtype=np.bool_)
    flat, bounds = np.ascontiguousarray(points.T), np.ascontiguousarray(bound.T)
    scratch = (
        np.full(len(own.start), -1), np.zeros(len(own.start), dtype=np.bool_),
        *(np.full(len(others.start), -1) for _ in range(3)), np.zeros(1, dtype=np.int64),
    )  # fmt: skip
    last, there = -1, own.order[:0]
    # Class by class, for what the coalition reaches is the same from all states of one.
    for k in np.argsort(own.of[states], kind="stable").tolist():
        if own.of[states[k]] != last:
            last = int(own.of[states[k]])
            there = _reached(own, last)
        theirs = (others.of, others.order, others.start, others.link, others.link_start)
        tempted[k], work = compiled(_open)(
            k, there, flat, bounds[states[k]], own.of, front.point, front.start, *theirs, *scratch
        )
        limit -= work
        if limit < 0:
            return None
    return tempted


def _reached(components: Components, first: int) -> Ints:
    """The states that are reached from a class, its own first."""
    classes, todo = {first: None}, [first]
    while todo:
        here = todo.pop()
        for there in components.link[components.link_start[here] : components.link_start[here + 1]].tolist():
            if there not in classes:
                classes[there] = None
                todo.append(there)
    return np.concatenate([components.order[components.start[c] : components.start[c + 1]] for c in classes])


def _links(blocks: Blocks, of: Ints) -> Ints:
    arrays = (blocks.cell_start, blocks.block_start, blocks.cell_code, blocks.no_drop, blocks.no_take)
    # Counted first, then written: Numba's lists would be slower than to go through the cells twice.
    count = compiled(_cell_links)(blocks.order, *arrays, of, np.empty((0, 2), dtype=np.int32))
    links: Ints = np.empty((count, 2), dtype=np.int32)
    compiled(_cell_links)(blocks.order, *arrays, of, links)
    return np.unique(links, axis=0)


def _join_cells(order, cell_start, least):  # type: ignore[no-untyped-def]
    """Put the states of each cell into one class: union-find, each state pointing to one no greater than itself."""
    for cell in range(len(cell_start) - 1):
        for k in range(cell_start[cell] + 1, cell_start[cell + 1]):
            one, other = order[k - 1], order[k]
            while least[one] != one:
                least[one] = least[least[one]]  # halve the path, so that the next search is short
                one = least[one]
            while least[other] != other:
                least[other] = least[least[other]]
                other = least[other]
            if one < other:
                least[other] = one
            else:
                least[one] = other


def _roots(least):  # type: ignore[no-untyped-def]
    """The least state of the class of each state; those before it have been looked up already."""
    for state in range(len(least)):
        least[state] = least[least[state]]
    return least


def _cell_links(order, cell_start, block_start, cell_code, no_drop, no_take, of, links):  # type: ignore[no-untyped-def]
    count = 0
    for block in range(len(block_start) - 1):
        for a in range(block_start[block], block_start[block + 1]):
            for b in range(block_start[block], block_start[block + 1]):
                if cell_code[b] & ~cell_code[a] & no_take or cell_code[a] & ~cell_code[b] & no_drop:
                    continue
                here, there = of[order[cell_start[a]]], of[order[cell_start[b]]]
                if here != there:
                    if count < len(links):
                        links[count, 0], links[count, 1] = here, there
                    count += 1
    return count


def _fronts(link, link_start, order, start, points):  # type: ignore[no-untyped-def]
    total, dimensions = len(start) - 1, points.shape[1]
    seen, queue = np.full(total, -1, dtype=np.int64), np.empty(total, dtype=np.int64)
    kept = np.empty((max(16, len(order)), dimensions), dtype=np.int64)
    kept_start = np.zeros(total + 1, dtype=np.int64)
    for c in range(total):
        first = last = kept_start[c]
        queue[0], seen[c] = c, c
        head, tail = 0, 1
        while head < tail:
            here = queue[head]
            head += 1
            for k in range(link_start[here], link_start[here + 1]):
                if seen[link[k]] != c:
                    seen[link[k]] = c
                    queue[tail] = link[k]
                    tail += 1
            for k in range(start[here], start[here + 1]):
                point = points[order[k]]
                beaten = False
                place = first
                for f in range(first, last):
                    below = above = True
                    for d in range(dimensions):
                        below &= point[d] <= kept[f, d]
                        above &= point[d] >= kept[f, d]
                    if below:
                        beaten = True
                        break
                    # Kept: the new point does not exceed it. Those that it exceeds are left out by not moving them forward.
                    if not above:
                        kept[place] = kept[f]
                        place += 1
                if beaten:  # what equals or exceeds it was kept, so it has replaced nothing
                    continue
                # Twice the room each time, so that copying costs no more than the points themselves.
                if place == len(kept):
                    kept = np.concatenate((kept, np.empty_like(kept)))
                kept[place] = point
                last = place + 1
        kept_start[c + 1] = last
    return kept[: kept_start[total]].copy(), kept_start


def _surpassed(of, front, front_start, bound):  # type: ignore[no-untyped-def]
    surpassing = np.zeros(len(of), dtype=np.bool_)
    for state in range(len(of)):
        for f in range(front_start[of[state]], front_start[of[state] + 1]):
            above = True
            for d in range(front.shape[1]):
                above &= front[f, d] > bound[state, d]
            if above:
                surpassing[state] = True
                break
    return surpassing


def _open(  # type: ignore[no-untyped-def]
    turn, there, points, bound, of, front, front_start, their_of, order, start, link, link_start,
    checked, escapes, tried, met, queue, rounds,
):  # fmt: skip
    work = 0
    for state in there:
        work += 1
        gains = tried[their_of[state]] != turn  # what the answers to one state of a class spoil, they spoil of all
        for d in range(points.shape[1]):
            gains &= points[state, d] > bound[d]
        if not gains:
            continue
        spoilt = False
        head, tail = 0, 1
        rounds[0] += 1
        queue[0], tried[their_of[state]], met[their_of[state]] = their_of[state], turn, rounds[0]
        while head < tail and not spoilt:
            here = queue[head]
            head += 1
            for k in range(start[here], start[here + 1]):
                after = of[order[k]]
                work += 1
                if checked[after] != turn:
                    checked[after], escapes[after] = turn, False
                    for f in range(front_start[after], front_start[after + 1]):
                        work += 1
                        above = True
                        for d in range(front.shape[1]):
                            above &= front[f, d] > bound[d]
                        escapes[after] |= above
                if not escapes[after]:
                    spoilt = True
                    break
            for k in range(link_start[here], link_start[here + 1]):
                if met[link[k]] != rounds[0]:
                    met[link[k]] = rounds[0]
                    queue[tail] = link[k]
                    tail += 1
        if not spoilt:
            return True, work
    return False, work
