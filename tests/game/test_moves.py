"""Unilateral moves, as blocks and as lists."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from cases import case_of, random_case
from countermove.game import moves
from countermove.game.codes.states import Codes
from countermove.game.compile import compile
from countermove.game.moves import Blocks, Edges, Reach, block_moves, blocks, edges, edges_from_pairs
from countermove.model.case import Case
from reference import Model

Pairs = set[tuple[int, int]]


def pairs(source: np.ndarray, target: np.ndarray) -> Pairs:
    return set(zip(source.tolist(), target.tolist(), strict=True))


def reach(mask: int, no_drop: int = 0, no_take: int = 0) -> Reach:
    return Reach(np.uint64(mask), np.uint64(no_drop), np.uint64(no_take))


def random_codes(rng: Random, options: int) -> Codes:
    """Some of the combinations of a few options, ascending."""
    size = rng.randint(1, 2**options)
    return np.array(sorted(rng.sample(range(2**options), size)), dtype=np.uint64)


def random_reach(rng: Random, codes: Codes, options: int, needs: bool) -> Reach:
    """Some options, some of them not to be dropped or taken, here and there or everywhere."""
    mask = rng.randrange(1, 2**options)
    no_drop, no_take = (mask & rng.randrange(2**options) & rng.randrange(2**options) for _ in range(2))
    found = reach(mask, no_drop, no_take)
    if not needs:
        return found
    blocked = [no_take | mask & rng.randrange(2**options) for _ in codes]
    return Reach(found.mask, found.no_drop, np.array(blocked, dtype=np.uint64))


def literal_moves(codes: Codes, way: Reach) -> Pairs:
    """Every pair of combinations, asked one by one whether a move leads from the one to the other."""
    found = set()
    no_take = np.broadcast_to(way.no_take, codes.shape)
    for a, here in enumerate(codes.tolist()):
        for b, there in enumerate(codes.tolist()):
            dropped, taken = here & ~there, there & ~here
            own = (here ^ there) & ~int(way.mask) == 0
            if a != b and own and not dropped & int(way.no_drop) and not taken & int(no_take[a]):
                found.add((a, b))
    return found


# --------------------------------------------------------------------------------------------- listed moves


@pytest.mark.parametrize("needs", [False, True])
def test_moves_are_those_found_pair_by_pair(needs: bool) -> None:
    for seed in range(150):
        rng = Random(seed)
        options = rng.randint(1, 6)
        codes = random_codes(rng, options)
        way = random_reach(rng, codes, options, needs)
        assert way.has_needs is needs
        source, target = block_moves(codes, way)
        assert pairs(source, target) == literal_moves(codes, way), seed
        assert len(source) == len(pairs(source, target))


def test_moves_stand_in_order() -> None:
    codes = random_codes(Random(1), 6)
    source, target = block_moves(codes, reach(0b101101))
    assert list(zip(source, target, strict=True)) == sorted(zip(source, target, strict=True))


def test_many_moves_are_found_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = random_codes(Random(2), 6)
    whole = block_moves(codes, reach(0b110011))
    monkeypatch.setattr(moves, "PAIRS_AT_ONCE", 1)
    assert all(np.array_equal(a, b) for a, b in zip(block_moves(codes, reach(0b110011)), whole, strict=True))


def test_a_move_need_not_pass_through_feasible_states() -> None:
    """Both options change at once where neither alone can."""
    codes = np.array([0b00, 0b11], dtype=np.uint64)
    assert pairs(*block_moves(codes, reach(0b11))) == {(0, 1), (1, 0)}


def test_without_other_states_there_are_no_moves() -> None:
    source, target = block_moves(np.array([5], dtype=np.uint64), reach(0b111))
    assert len(source) == len(target) == 0


def moves_of(case: Case, mover: str = "f") -> Pairs:
    graph = compile(case)
    found = graph.edges[graph.mover(mover).index]
    return pairs(found.source, found.target)


@pytest.mark.parametrize(
    ("change", "expected"),
    [("both", {(0, 1), (1, 0)}), ("take-only", {(0, 1)}), ("drop-only", {(1, 0)})],
)
def test_directions_take_moves_away(change: str, expected: Pairs) -> None:
    assert moves_of(case_of(actors={"f": {"options": {"p": {"change": change}}}})) == expected


def test_a_precondition_is_asked_before_the_move() -> None:
    """q needs p: both cannot be taken in one move; and q may be dropped, or kept, without p."""
    case = case_of(actors={"f": {"options": {"p": {}, "q": {"needs": "p"}}}})
    assert moves_of(case) == {(s, t) for s in range(4) for t in range(4) if s != t} - {(0, 2), (0, 3)}


def test_a_drop_only_option_with_a_precondition_is_never_taken() -> None:
    case = case_of(actors={"f": {"options": {"p": {"change": "drop-only", "needs": "true"}}}})
    assert moves_of(case) == {(1, 0)}


# ------------------------------------------------------------------------------------------ coalesced states


def test_moves_inside_a_coalesced_state_vanish() -> None:
    case = case_of(actors={"f": {"options": {"p": {}, "q": {}}}}, coalesce=["Y-"])
    assert moves_of(case) == {(0, 1), (1, 0), (0, 2), (2, 0), (1, 2), (2, 1)}


def test_a_coalesced_state_is_left_by_any_combination_that_can_go() -> None:
    """p can be dropped only where q is taken, which one of the two combinations says."""
    case = case_of(actors={"f": {"options": {"p": {"needs": "q"}}}, "a": {"options": {"q": {}}}}, coalesce=["N-"])
    assert moves_of(case) == {(1, 2), (2, 1), (0, 2)}


def test_one_move_may_be_decided_by_several_sets_of_rules() -> None:
    """From both combinations of the coalesced state the same state is reached, by q alone or by q and r."""
    union = {"members": ["a"], "decides": "consensus", "options": {"q": {}, "r": {"decides": {"actor": "b"}}}}
    case = case_of(actors={"a": {}, "b": {}}, bodies={"union": union}, coalesce=["Y-"])
    graph = compile(case)
    found = graph.edges[0]
    assert found.rules is not None
    assert list(zip(found.source, found.target, found.rules, strict=True)) == [
        (0, 1, 2), (0, 2, 1), (0, 2, 3), (1, 0, 2), (1, 2, 1), (1, 2, 3),
        (2, 0, 1), (2, 0, 3), (2, 1, 1), (2, 1, 3),
    ]  # fmt: skip


def test_moves_and_their_rules_are_those_of_the_reference() -> None:
    for seed in range(100):
        case = random_case(Random(seed), max_options=5)
        graph, model = compile(case), Model(case)
        for mover in graph.movers:
            found = graph.edges[mover.index]
            rules = np.zeros(len(found.source), dtype=np.int64) if found.rules is None else found.rules
            listed = list(zip(found.source.tolist(), found.target.tolist(), rules.tolist(), strict=True))
            expected = {
                (s, move.target, sum(1 << vote for vote in {mover.vote_of[k] for k in move.changed} or ()))
                if mover.is_body
                else (s, move.target, 0)
                for s in range(graph.size)
                for move in model.moves(mover.id, s)
            }
            assert listed == sorted(expected), seed


# ------------------------------------------------------------------------------------------------ edges


def some_edges() -> Edges:
    source, target = (np.array(x, dtype=np.int32) for x in ([0, 0, 2], [1, 2, 0]))
    return edges_from_pairs(source, target, 4, np.array([1, 2, 3]))


def test_targets_are_found_state_by_state() -> None:
    assert [some_edges().targets(s).tolist() for s in range(4)] == [[1, 2], [], [0], []]


def test_the_best_and_the_least_value_in_reach() -> None:
    value = np.array([7, -3, 5, 9], dtype=np.int32)
    assert some_edges().best(value, -1).tolist() == [5, -1, 7, -1]
    assert some_edges().least(value, 99).tolist() == [-3, 99, 7, 99]


def test_without_moves_nothing_is_in_reach() -> None:
    none = edges_from_pairs(np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32), 3)
    assert none.best(np.array([1, 2, 3], dtype=np.int32), 0).tolist() == [0, 0, 0]


def test_selected_moves_keep_their_rules() -> None:
    found = some_edges().select(np.array([True, False, True]))
    assert found.rules is not None
    assert (found.source.tolist(), found.target.tolist(), found.rules.tolist()) == ([0, 2], [1, 0], [1, 3])
    assert found.start.tolist() == [0, 1, 1, 2, 2]


def test_moves_between_combinations_become_moves_between_states() -> None:
    state_of = np.array([0, 1, 1], dtype=np.int32)
    source, target = (np.array(x, dtype=np.int32) for x in ([0, 0, 1, 2], [1, 2, 2, 0]))
    found = edges((source, target), state_of, 2)
    assert pairs(found.source, found.target) == {(0, 1), (1, 0)}
    assert found.start.tolist() == [0, 1, 2]


# ----------------------------------------------------------------------------------------------- blocks


def block_pairs(found: Blocks) -> Pairs:
    """All moves that blocks allow: within a cell from each to each, between cells where directions allow."""
    result = set()
    for b in range(len(found.block_start) - 1):
        cells = range(int(found.block_start[b]), int(found.block_start[b + 1]))
        for c in cells:
            for d in cells:
                here, there = int(found.cell_code[c]), int(found.cell_code[d])
                if there & ~here & int(found.no_take) or here & ~there & int(found.no_drop):
                    continue
                for s in found.order[found.cell_start[c] : found.cell_start[c + 1]].tolist():
                    for t in found.order[found.cell_start[d] : found.cell_start[d + 1]].tolist():
                        result |= {(s, t)} if s != t else set()
    return result


def test_blocks_allow_the_moves_that_are_listed() -> None:
    for seed in range(200):
        rng = Random(seed)
        options = rng.randint(1, 6)
        codes = random_codes(rng, options)
        way = random_reach(rng, codes, options, needs=False)
        assert block_pairs(blocks(codes, way)) == literal_moves(codes, way), seed


def test_every_state_is_in_one_block() -> None:
    for seed in range(30):
        rng = Random(seed)
        codes = random_codes(rng, 5)
        found = blocks(codes, random_reach(rng, codes, 5, needs=False))
        assert sorted(found.order.tolist()) == list(range(len(codes)))
        assert (found.cell_start[0], found.cell_start[-1]) == (0, len(codes))
        assert (found.block_start[0], found.block_start[-1]) == (0, len(found.cell_start) - 1)


def test_a_part_of_a_movers_options_has_smaller_blocks() -> None:
    codes = np.arange(8, dtype=np.uint64)
    part = reach(0b111, no_drop=0b001).within(np.uint64(0b011))
    assert block_pairs(blocks(codes, part)) == literal_moves(codes, reach(0b011, no_drop=0b001))


def test_moves_are_found_without_writing_into_codes() -> None:
    codes = random_codes(Random(8), 5)
    kept = codes.copy()
    blocks(codes, reach(0b101, no_drop=0b1))
    block_moves(codes, reach(0b101, no_drop=0b1))
    assert np.array_equal(codes, kept)
