"""What a mover's opponents can bring about from each state: the answers to its improvements.

One door to two engines that give the same values: legal sequences over listed moves, and compiled sweeps over
blocks for large cases in which the last mover of a sequence never matters.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial, reduce
from operator import or_

import numpy as np
from numpy.typing import NDArray

from countermove.game.listed import ListedGame, Mover
from countermove.game.moves import Blocks, Edges
from countermove.stability.changes import moves_to_list
from countermove.stability.engines.compiling import has_compiler, without_compiler
from countermove.stability.engines.product import LEAST, WIDEST, least_improved, over_blocks
from countermove.stability.engines.sequences import least_reached
from countermove.stability.engines.sweeps import best_in_reach, least_swept, sort_cells
from countermove.stability.improvements import allowed_moves, improvements

__all__ = [
    "LARGE", "MOST_STEPS", "answering_moves", "best_after", "check_speed", "is_product", "least_against", "least_answer",
    "mover_blocks", "moves_against", "moves_within", "uses_blocks",
]  # fmt: skip

Ints = NDArray[np.int32]
LARGE = 20_000
"""From this many states on, cases are swept over blocks by compiled kernels; below, to compile costs more than to list."""
MOST_STEPS = 20_000_000
"""So many steps (moves that are listed, or pairs of a move and a word of bits) are made without machine code: some ten
seconds for a question, and at 16 bytes a move, half a gigabyte."""


def answering_moves(graph: ListedGame, focal: Mover, credible: bool) -> dict[int, Edges]:
    """The moves with which each opponent of `focal` may answer, by position of the mover.

    All moves, or only improvements where answers must be `credible`. A body answers an actor without that
    actor's help: it counts as against, and where answers need not be credible all others count as for.
    """
    others = [m for m in graph.movers if m is not focal]
    found = moves_against(graph, others, focal.opposing, credible)
    return {m.index: edges for m, edges in zip(others, found, strict=True)}


def moves_against(graph: ListedGame, movers: Sequence[Mover], against: tuple[int, ...], credible: bool) -> list[Edges]:
    """The moves with which each of `movers` may answer the actors `against`, who oppose what bodies do."""
    if credible:
        return [improvements(graph, m, against) for m in movers]
    return [moves_within(graph, m, allowed_moves(m, against)) for m in movers]


def least_answer(
    graph: ListedGame, focal: Mover, base: NDArray[np.signedinteger], credible: bool
) -> NDArray[np.signedinteger]:
    """For each state the least `base` over it and all states that the opponents of `focal` reach from it; (S,)."""
    return least_against(graph, [m for m in graph.movers if m is not focal], focal.opposing, base, credible)


def least_against(
    graph: ListedGame,
    movers: Sequence[Mover],
    against: tuple[int, ...],
    base: NDArray[np.signedinteger],
    credible: bool,
) -> NDArray[np.signedinteger]:
    """The same for any `movers` that answer the actors `against`."""
    if uses_blocks(graph, credible):
        return _swept(graph, movers, against, base, credible)
    return least_reached(moves_against(graph, movers, against, credible), base)


def best_after(graph: ListedGame, mover: Mover, value: Ints) -> Ints:
    """For each state the greatest `value` over it and the states to which `mover` can move at once; (S,)."""
    mask = int(mover.reach.mask)
    if uses_blocks(graph, False):
        if is_product(graph, [mover]):
            return over_blocks(np.maximum, mask, value)
        return best_in_reach(mover_blocks(graph, mover, mask), value)
    return np.maximum(value, graph.edges[mover.index].best(value, int(value.min(initial=0))))


def uses_blocks(graph: ListedGame, credible: bool) -> bool:
    """Whether the case is large and two moves of one mover in a row are always one, so that blocks serve."""
    if graph.size < LARGE or graph.is_graph or graph.is_coalesced or any(m.reach.has_needs for m in graph.movers):
        return False
    bodies = [m for m in graph.movers if m.is_body]
    if credible and not all(len(m.votes) == 1 and m.votes[0].is_transitive for m in bodies):
        return False
    if not has_compiler():  # then moves are listed, whatever that costs
        moves = graph.once("moves without a compiler", lambda: moves_to_list(graph, MOST_STEPS))
        check_speed(moves, f"a case of {graph.size:,} states")
        return False
    return True


def check_speed(steps: int, task: str) -> None:
    """Raise `QuestionError` where a task of so many steps needs machine code, and there is no compiler."""
    if steps > MOST_STEPS and not has_compiler():
        raise without_compiler(task)


def is_product(graph: ListedGame, movers: Sequence[Mover], improving: bool = False) -> bool:
    """Whether every combination of options is feasible and these movers can undo all their moves.

    With `improving`, moreover, whether they all are actors, and with few enough options for the kernel.
    """
    if not graph.is_full or any(m.reach.mask & (m.reach.no_drop | m.reach.no_take) for m in movers):
        return False
    few = graph.size >= LEAST and all(int(m.reach.mask).bit_count() <= WIDEST for m in movers)
    return not improving or (few and not any(m.is_body for m in movers))


def moves_within(graph: ListedGame, mover: Mover, mask: int) -> Edges:
    """The moves of a body that change only options in `mask`; of an actor all moves."""
    edges = graph.edges[mover.index]
    closed = int(mover.reach.mask) & ~mask
    refused = sum(1 << vote for vote in {v for o, v in mover.vote_of.items() if closed & mover.bits[o]})
    if not refused:
        return edges
    assert edges.rules is not None
    kept = (edges.rules & np.int64(refused)) == 0
    return graph.once(("within", mover.index, mask), lambda: edges.select(kept))


def _swept(graph: ListedGame, movers: Sequence[Mover], against: tuple[int, ...], base: Ints, credible: bool) -> Ints:
    if not credible:
        masks = [(m, allowed_moves(m, against)) for m in movers]
        if is_product(graph, movers):
            return over_blocks(np.minimum, reduce(or_, (mask for _, mask in masks), 0), base)
        return least_swept(base, [mover_blocks(graph, m, mask) for m, mask in masks if mask], [], [])
    if is_product(graph, movers, improving=True):
        return least_improved(base, [(int(m.reach.mask), graph.ranks[m.actor]) for m in movers if m.actor is not None])
    improving = [(_ranked_blocks(graph, m), graph.ranks[m.actor]) for m in movers if m.actor is not None]
    listed = [improvements(graph, m, against) for m in movers if m.is_body]
    return least_swept(base, [], improving, listed)


def mover_blocks(graph: ListedGame, mover: Mover, mask: int) -> Blocks:
    """The blocks of those options of a mover that are in `mask`, made once."""
    if mask == int(mover.reach.mask) and mover.actor is not None:
        return _ranked_blocks(graph, mover)
    return graph.once(("blocks", mover.index, mask), partial(graph.blocks, mover, mask))


def _ranked_blocks(graph: ListedGame, mover: Mover) -> Blocks:
    assert mover.actor is not None
    rank = graph.ranks[mover.actor]
    return graph.once(("ranked blocks", mover.index), lambda: sort_cells(graph.blocks(mover), rank))
