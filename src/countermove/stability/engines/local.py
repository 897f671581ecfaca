"""Moves from a few states, found on the spot: a large graph is explained without listing all its moves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from countermove.game.listed import ListedGame, Mover
from countermove.game.states import Codes
from countermove.stability.engines.sequences import moves_from as positions_from
from countermove.stability.improvements import allowed_moves, rules_pass

__all__ = ["Moves", "answers_from", "improvements_from", "moves_from", "once", "rules_of", "work_of"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]
Places = NDArray[np.int64]
CHUNK = 2**21


@dataclass(frozen=True)
class Moves:
    """The moves of one mover from several states, one entry for every way to realise them.

    `origin`: the position of the state in the list that was asked for. `place`: the position in the graph's
    codes of the combination that is left, `changed`: the bits of its code that change (both 0 in a graph
    case); see `options` for what that means.
    """

    origin: NDArray[np.int64]
    source: Ints
    target: Ints
    place: NDArray[np.int64]
    changed: Codes

    def options(self, graph: ListedGame) -> list[int]:
        """The options that each move changes, as a mask: bit k is option k."""
        if graph.layout.is_plain:
            return [int(changed) for changed in self.changed.tolist()]
        pairs = zip(self.place.tolist(), self.changed.tolist(), strict=True)
        return [graph.options_changed(place, changed) for place, changed in pairs]

    def select(self, keep: Bools | NDArray[np.int64]) -> Moves:
        """Only the moves at which `keep` is true, or those at these positions, in their order."""
        return Moves(self.origin[keep], self.source[keep], self.target[keep], self.place[keep], self.changed[keep])


def moves_from(graph: ListedGame, mover: Mover, states: Ints) -> Moves:
    """The unilateral moves of `mover` from `states`, sorted by origin, combination and changed options.

    From a coalesced state every combination in it may move; moves inside it vanish.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> graph = compile(catalog.load_case("cuban-missile-crisis"))
    >>> moves_from(graph, graph.movers[1], np.array([0], dtype=np.int32)).target.tolist()
    [4, 8]
    """
    if graph.is_graph:
        edges = graph.edges[mover.index]
        found = positions_from(edges, states)
        origin = np.repeat(np.arange(len(states)), edges.start[states + 1] - edges.start[states])
        zeros = np.zeros(len(found), dtype=np.int64)
        return Moves(origin, states[origin], edges.target[found], zeros, zeros.astype(np.uint64))
    origin, place = _combinations(graph, states)
    pieces = list(_legal(graph, mover, place))
    row, changed, arrival = (np.concatenate(parts) for parts in zip(*pieces, strict=True))
    target = graph.states_of_codes[arrival]
    moves = Moves(origin[row], states[origin[row]], target, place[row], changed)
    if not graph.layout.is_plain:
        moves = _by_options(graph, moves)
    return moves.select(moves.source != moves.target) if graph.is_coalesced else moves


def _by_options(graph: ListedGame, moves: Moves) -> Moves:
    """The same moves in the order of the options that change, which bits of shared fields do not tell."""
    options = moves.options(graph)
    order = sorted(range(len(options)), key=lambda k: (moves.origin[k], moves.place[k], options[k]))
    return moves.select(np.array(order, dtype=np.int64))


def once(graph: ListedGame, moves: Moves) -> tuple[Places, Places]:
    """The states before and after each of some moves from different states, one entry for each pair of them.

    Where no states are coalesced, each change of options leads to another state.
    """
    source, target = moves.source.astype(np.int64), moves.target.astype(np.int64)
    if not (graph.is_coalesced or graph.is_graph):
        return source, target
    pairs = np.unique(source * graph.size + target)
    return pairs // graph.size, pairs % graph.size


def improvements_from(graph: ListedGame, mover: Mover, states: Ints, against: tuple[int, ...] = ()) -> Moves:
    """The moves from `states` that are improvements where they are made; `against` as in `improvements`."""
    moves = moves_from(graph, mover, states)
    if mover.actor is not None:
        rank = graph.ranks[mover.actor]
        return moves.select(rank[moves.target] > rank[moves.source])
    rules = rules_of(mover, moves.changed)
    return moves.select(rules_pass(graph, mover, rules, moves.source, moves.target, against))


def answers_from(graph: ListedGame, focal: Mover, mover: Mover, states: Ints, credible: bool) -> Moves:
    """The moves from `states` with which `mover` may answer `focal`: see `answering_moves`."""
    if credible:
        return improvements_from(graph, mover, states, focal.opposing)
    moves = moves_from(graph, mover, states)
    if not mover.is_body:
        return moves
    refused = int(mover.reach.mask) & ~allowed_moves(mover, focal.opposing)
    return moves.select((moves.changed & np.uint64(refused)) == 0)


def rules_of(mover: Mover, changed: Codes) -> NDArray[np.int64]:
    """The sets of rules (masks over ``mover.votes``) that decide changes of a body's options."""
    return mover.rules_on(changed)


def work_of(graph: ListedGame, mover: Mover) -> int:
    """How many combinations must be looked at to find the moves from one."""
    return min(1 << int(mover.reach.mask).bit_count(), max(1, len(graph.codes)))


def _combinations(graph: ListedGame, states: Ints) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The combinations in `states`: the position in `states` of each, and its position in the codes."""
    first = graph.first_code[states] if graph.is_coalesced else states.astype(np.int64)
    if not graph.is_coalesced:
        return np.arange(len(states)), first
    places = [
        np.array([place]) if state < graph.ordinary else np.flatnonzero(graph.states_of_codes == state)
        for state, place in zip(states, first, strict=True)
    ]
    sizes = [len(found) for found in places]
    return np.repeat(np.arange(len(states)), sizes), np.concatenate([np.zeros(0, dtype=np.int64), *places])


def _legal(graph: ListedGame, mover: Mover, place: Places) -> Iterator[tuple[Places, Codes, Places]]:
    """The moves from combinations: the row in `place`, the options changed, the position where it ends."""
    none = np.zeros(0, dtype=np.int64)
    yield none, none.astype(np.uint64), none
    work = work_of(graph, mover)
    listing = work < len(graph.codes)
    changes = _subsets(graph, mover) if listing else np.zeros(0, dtype=np.uint64)
    step = max(1, CHUNK // work)
    for begin in range(0, len(place), step):
        here = graph.codes[place[begin : begin + step]][:, None]
        change = changes[None, :] if listing else here ^ graph.codes[None, :]
        change = np.broadcast_to(change, (len(here), change.shape[1]))
        no_take = mover.reach.no_take
        closed = no_take[place[begin : begin + step]][:, None] if isinstance(no_take, np.ndarray) else no_take
        legal = change != 0
        if not listing:
            legal &= (change & ~mover.reach.mask) == 0
        if np.any(closed):
            legal &= (change & ~here & closed) == 0
        if mover.reach.no_drop:
            legal &= (change & here & mover.reach.no_drop) == 0
        row, column = np.nonzero(legal)
        changed = change[row, column]
        code = here[row, 0] ^ changed
        arrival = np.minimum(np.searchsorted(graph.codes, code), len(graph.codes) - 1)
        exists = graph.codes[arrival] == code
        yield row[exists] + begin, changed[exists], arrival[exists]


def _subsets(graph: ListedGame, mover: Mover) -> Codes:
    """All sets of a mover's options, as masks, ascending."""

    def make() -> Codes:
        subsets = np.zeros(1, dtype=np.uint64)
        for option in range(int(mover.reach.mask).bit_length()):
            if int(mover.reach.mask) >> option & 1:
                subsets = np.concatenate([subsets, subsets | np.uint64(1 << option)])
        return subsets

    return graph.once(("subsets", mover.index), make)
