"""Indirect dominance is what the definition says, over lists of steps and over blocks."""

from __future__ import annotations

import importlib

import numpy as np
import pytest
from hypothesis import given

from cases import case_of, cases, graph, graph_cases
from countermove.catalog import load_case
from countermove.errors import SizeError
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.model.case import Case
from countermove.stability.dominance import has_blocks, indirect_dominance
from engines import large
from reference_farsighted import Farsighted, some_case


def relation(case: Case | ListedGame) -> dict[int, frozenset[int]]:
    """For each state those that it indirectly dominates."""
    made = case if isinstance(case, ListedGame) else compile(case)
    return {d: frozenset(np.flatnonzero(row).tolist()) for d, row in enumerate(indirect_dominance(made).matrix())}


@pytest.mark.parametrize("part", range(3))
def test_indirect_dominance_is_that_of_the_reference(part: int) -> None:
    for seed in range(part, 150, 3):
        case = some_case(seed)
        expected = Farsighted(case).indirect
        assert relation(case) == expected, seed
        with large():
            assert relation(case) == expected, seed


@given(cases(max_options=4) | graph_cases())
def test_compiled_kernels_find_the_same(case: Case) -> None:
    expected = relation(case)
    with large(compiled=True):
        assert relation(case) == expected


def test_a_body_that_cannot_move_is_compiled_too() -> None:
    # Two rules, so that its steps are listed; and there are none, since both options always hold.
    options = {"q": {"decides": "unanimity"}, "r": {}}
    body = {"members": ["a", "b"], "decides": "majority", "options": options}
    actors = {"a": {"options": {"x": {}}, "prefers": ["x"]}, "b": {"options": {"y": {}}, "prefers": ["not x"]}}
    case = case_of(actors=actors, bodies={"union": body}, always=["q", "r"])
    expected = relation(case)
    assert expected == Farsighted(case).indirect
    with large(compiled=True):
        assert relation(case) == expected


def test_every_kind_of_steps_is_among_the_cases() -> None:
    """Over blocks and over lists, of actors and of bodies, of one rule and of several."""
    kinds = set()
    for seed in range(150):
        made = compile(some_case(seed))
        kinds |= {(has_blocks(made, m), m.is_body, len(m.votes) > 1, made.is_coalesced) for m in made.movers}
    assert {(True, False, False, False), (True, True, False, False), (False, True, True, False)} < kinds
    assert {(False, False, False, True), (False, True, True, True)} < kinds


def test_direct_dominance_by_an_actor_is_indirect_too_and_dominance_needs_somebody_who_gains() -> None:
    for seed in range(100):
        found = Farsighted(some_case(seed))
        for d, below in relation(found.model.case).items():
            assert found.direct[d] <= below
            assert d not in below
            for s in below:
                assert any(found.model.rank(a, d) > found.model.rank(a, s) for a in found.model.actors)


def test_more_states_than_one_word_holds() -> None:
    """The opening case has 416: rows are 7 words, and the last of them is not full."""
    made = compile(load_case("european-security-2022"))
    found = indirect_dominance(made)
    assert found.rows.shape == (416, 7)
    matrix = found.matrix()
    assert not (found.rows[:, -1] >> np.uint64(416 % 64)).any()
    for state in (0, 63, 64, 147, 415):
        expected = matrix[:, state].copy()
        expected[state] = True
        assert np.array_equal(found.of(state), expected)
        below = matrix[state].copy()
        below[state] = True
        assert np.array_equal(found.below(state), below)
    with large():
        assert np.array_equal(indirect_dominance(made).rows, found.rows)


def test_a_mover_may_move_twice_in_a_row_and_through_states_that_it_likes_less() -> None:
    """f goes from s through t, which it likes least, to u; x is reached by a, who would not go there."""
    case = graph("stux", f=("st tu", "u s t x"), a=("ux", "s t u x"))
    assert relation(case) == {0: frozenset(), 1: frozenset(), 2: {0, 1}, 3: frozenset()}


def test_each_option_of_a_body_asks_its_own_rule() -> None:
    """a decides q and b decides r: a alone brings about q, b alone r, and both together need both."""
    union = {"members": ["a", "b"], "options": {"q": {"decides": {"actor": "a"}}, "r": {"decides": {"actor": "b"}}}}
    case = case_of(actors={"a": {"prefers": ["q"]}, "b": {"prefers": ["q and r"]}}, bodies={"union": union})
    made = compile(case)
    assert not has_blocks(made, made.movers[0])
    expected = {0: frozenset(), 1: {0}, 2: frozenset(), 3: {0, 1, 2}}
    assert Farsighted(case).indirect == expected
    assert relation(case) == expected
    with large():
        assert relation(case) == expected


def test_batches_are_told() -> None:
    count = []
    indirect_dominance(compile(load_case("european-security-2022")), lambda: count.append(1))
    assert len(count) == 7


def test_too_many_states_are_refused_with_the_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.import_module("countermove.stability.dominance"), "MOST_STATES", 3)
    ways = ("rule combinations out under impossible:, or join some under coalesce:", "list fewer")
    actors = {a: {"options": {"x": {}}} for a in "ab"}
    for case, way in zip((case_of(actors=actors), graph("stux", f=("st", "stux"))), ways, strict=True):
        with pytest.raises(SizeError) as caught:
            indirect_dominance(compile(case))
        begin = "the case has 4 states; farsighted analysis compares each with each, at most 3: "
        assert str(caught.value) == begin + way
