"""Packed codes: options that share a field, in the order of codes; and games of which only the field widths differ."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np
import pytest

from cases import case_of, random_case
from countermove.errors import CaseError, SizeError
from countermove.explanation.answers import evidence
from countermove.game.codes import packing
from countermove.game.codes import states as growth
from countermove.game.codes.layout import Field, Layout, plain
from countermove.game.codes.states import feasible_codes, holds, matches
from countermove.game.compile import compile
from countermove.game.listed import ListedGame, listed_game
from countermove.game.merge import merge
from countermove.io.writing import data_of
from countermove.model.case import Case
from countermove.model.statements import Bit, Implies, Not
from countermove.stability.concept import CONCEPTS
from countermove.stability.engines.move_table import Restriction, move_table
from engines import verdicts
from game.trees import random_tree, true_of
from reference import Model

# ----------------------------------------------------------------------------------------------- layouts

EXCLUSIVE = Layout.of([Field(0, 1), Field(1, 3, (0b000, 0b001, 0b010, 0b100)), Field(4, 2, (0b01, 0b10)), Field(6, 1)])
"""One option; three of which at most one is taken; two of which exactly one is; one option."""


def every_code(layout: Layout) -> list[int]:
    return [code for code in range(1 << layout.options) if layout.pack(code) is not None]


def test_packing_keeps_the_order_of_codes_and_can_be_undone() -> None:
    codes = every_code(EXCLUSIVE)
    packed = [EXCLUSIVE.pack(code) for code in codes]
    assert packed == list(range(2 * 4 * 2 * 2))
    assert [EXCLUSIVE.unpack(number) for number in packed if number is not None] == codes


@pytest.mark.parametrize("code", [-1, 1 << 7, 0b0000110, 0b0000000, 0b0110000])
def test_what_no_field_holds_is_not_packed(code: int) -> None:
    assert EXCLUSIVE.pack(code) is None
    assert EXCLUSIVE.find(np.arange(32, dtype=np.uint64), code) is None


def test_a_code_is_found_among_packed_ones() -> None:
    codes = np.array([0, 3, 8], dtype=np.uint64)
    assert [EXCLUSIVE.find(codes, EXCLUSIVE.unpack(k)) for k in (0, 3, 8, 9)] == [0, 1, 2, None]


def test_statements_are_as_true_of_packed_codes_as_of_codes() -> None:
    codes = every_code(EXCLUSIVE)
    packed = np.array([EXCLUSIVE.pack(code) for code in codes], dtype=np.uint64)
    for seed in range(200):
        tree = random_tree(Random(seed), EXCLUSIVE.options)
        assert holds(tree, packed, EXCLUSIVE).tolist() == [true_of(tree, code) for code in codes], tree
    for pattern in ("Y------", "-NN----", "N--YY-N", "-------"):
        expected = matches(pattern, np.array(codes, dtype=np.uint64))
        assert matches(pattern, packed, EXCLUSIVE).tolist() == expected.tolist()


def test_columns_become_packed_codes_where_they_fit() -> None:
    every = np.arange(1 << EXCLUSIVE.options)
    codes, fits = EXCLUSIVE.from_columns([(every >> k & 1).astype(bool) for k in range(EXCLUSIVE.options)])
    assert np.flatnonzero(fits).tolist() == every_code(EXCLUSIVE)
    assert codes[fits].tolist() == list(range(32))


def test_what_changes_is_told_in_options() -> None:
    before, after = (EXCLUSIVE.pack(code) for code in (0b0010010, 0b1011000))
    assert before is not None
    assert after is not None
    assert EXCLUSIVE.changed(before, after) == 0b1001010
    assert EXCLUSIVE.mask([2]) == EXCLUSIVE.mask([1, 3]) == 0b110


def test_options_beyond_a_word_are_stored_in_narrow_fields() -> None:
    layout = Layout.of([Field(0, 100, tuple(1 << k for k in range(100))), Field(100, 1)])
    assert (layout.options, layout.width) == (101, 8)
    assert layout.pack(1 << 99 | 1 << 100) == 99 + 128
    assert holds(Bit(99), np.array([99, 98], dtype=np.uint64), layout).tolist() == [True, False]


def test_a_plain_layout_stores_codes_as_they_are() -> None:
    assert plain(5).pack(19) == plain(5).unpack(19) == 19
    assert plain(5).pack(32) is None


def test_codes_wider_than_a_word_are_whole_numbers() -> None:
    """Seventy options in a chain, each of which implies the one before."""
    chain = [Not(Implies(Bit(k), Bit(k - 1))) for k in range(1, 70)]
    found = feasible_codes(70, chain, limit=100)
    assert found.tolist() == [2**k - 1 for k in range(71)]


# -------------------------------------------------------------------------------------- games, however stored


def tied(seed: int) -> Case:
    """A random case with levels, and with options of one owner that exclude each other."""
    rng = Random(seed)
    case = random_case(rng, max_options=7, levels=True, options=(1, 4), coalesce=seed % 2 == 0)
    data = data_of(case)
    for owner in case.movers:
        own = [row.full for row in case.option_rows if row.owner == owner and row.level is None]
        if len(own) > 1 and rng.random() < 0.7:
            few = ", ".join(rng.sample(own, rng.randint(2, len(own))))
            data.setdefault("impossible", []).append(rng.choice([f"not atmost(1, {few})", f"not one({few})"]))
    return Case.model_validate(data)


def games(seeds: range, most: int, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Case, ListedGame]]:
    """The cases that codes of so few bits can list, as games."""
    for module in (packing, growth):
        monkeypatch.setattr(module, "MAX_BITS", most)
    found = []
    for seed in seeds:
        try:
            case = tied(seed)
            found.append((case, listed_game(case)))
        except (CaseError, SizeError):
            continue
    return found


@pytest.mark.parametrize("most", [3, 4, 5, 6, 63])
def test_however_narrow_codes_are_states_moves_and_verdicts_are_those_of_the_reference(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = 0
    for case, game in games(range(40), most, monkeypatch):
        model = Model(case)
        assert game.layout.width <= most
        shared += not game.layout.is_plain
        unpack = game.layout.unpack
        assert [set(map(unpack, game.combinations(s).tolist())) for s in range(game.size)] == [set(g) for g in model.states]
        assert game.status_quo_key == model.status_quo
        assert game.rank_rows.tolist() == [model.ranks[actor] for actor in model.actors]
        found = verdicts(game)
        for mover in game.movers:
            for s in range(game.size):
                assert set(game.moves_from(mover, s)) == model.um(mover.id, s)
            for concept in ("nash", "gmr", "smr", "seq", "sseq", "sim", "conflict-analysis"):
                assert found[concept, mover.id] == model.stable(concept, mover.id), (case, concept, mover.id)
    assert shared > 2


@pytest.mark.parametrize("most", [4, 63])
def test_however_narrow_codes_are_evidence_and_merged_movers_agree(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for case, game in games(range(40, 60), most, monkeypatch):
        with monkeypatch.context() as wide:
            wide.setattr(packing, "_with_levels", lambda _case, names: plain(len(names.rows)).fields)
            for module in (packing, growth):
                wide.setattr(module, "MAX_BITS", 63)
            other = listed_game(case)
        assert other.layout.is_plain
        assert game.codes_at() == other.codes_at()
        for concept in ("gmr", "sseq", "sim"):
            for mover in game.movers:
                for state in range(0, game.size, 3):
                    one = evidence(game, state, mover, CONCEPTS[concept])
                    two = evidence(other, state, other.mover(mover.id), CONCEPTS[concept])
                    assert (one.stable, one.improvements) == (two.stable, two.improvements)
                    assert (one.refused, one.joining) == (two.refused, two.joining)
        pair = [mover.id for mover in game.movers if not mover.is_body][:2]
        if len(pair) == 2:
            assert verdicts(merge(game, [pair])) == verdicts(merge(other, [pair]))
        kept = Restriction(0b101, other.codes_at()[0] & 0b101)
        assert np.array_equal(move_table(game, kept).target, move_table(other, kept).target)
        assert np.array_equal(move_table(game, kept).alive, move_table(other, kept).alive)


# ------------------------------------------------------------------------------------- few states, many options


def of_levels(count: int) -> Case:
    levels = [f"l{k}" for k in range(count)]
    a = {"options": {"x": {"levels": levels}}, "worth": {f"x-l{k}": str(k * 7 % count) for k in range(count)}}
    b = {"options": {"y": {"levels": levels}}, "prefers": [f"y is l{k} and a.x is l{k * 3 % count}" for k in range(count)]}
    return case_of(actors={"a": a, "b": b}, status_quo=[])


def of_exclusive(count: int) -> Case:
    def actor(id_: str, other: str) -> dict[str, Any]:
        prefers = [f"{id_}.o{k} and {other}.o{k * 5 % count}" for k in range(count)]
        return {"options": {f"o{k}": f"O{k}" for k in range(count)}, "prefers": prefers}

    few = [f"not atmost(1, {', '.join(f'{id_}.o{k}' for k in range(count))})" for id_ in "ab"]
    return case_of(actors={"a": actor("a", "b"), "b": actor("b", "a")}, impossible=few, status_quo=[])


@pytest.mark.parametrize(
    ("case", "states", "options", "width"),
    [(of_levels(40), 1_600, 80, 12), (of_levels(100), 10_000, 200, 14), (of_exclusive(35), 1_296, 70, 12)],
)
def test_feasible_states_decide_not_options(case: Case, states: int, options: int, width: int) -> None:
    game = compile(case)
    assert isinstance(game, ListedGame)
    assert (game.size, len(game.options), game.layout.width) == (states, options, width)
    numbers = game.codes_at()
    assert numbers == sorted(set(numbers))
    assert all(len(game.edges[mover.index].targets(5)) == round(states**0.5) - 1 for mover in game.movers)


def test_states_of_many_options_have_names_codes_and_numbers() -> None:
    game = compile(of_levels(100))
    assert game.find("a.x is l7, b.y is l99") == game.find("x-l7, y-l99") == 99 * 100 + 7
    assert game.state(9_908).code == 1 << 7 | 1 << 199
    assert game.state(9_908).options == ("a.x-l7", "b.y-l99")
    assert game.find("now") == game.status_quo_key == 0


def test_the_reference_agrees_on_exclusive_options_and_levels_in_small() -> None:
    for case in (of_levels(4), of_exclusive(3)):
        game, model = compile(case), Model(case)
        assert isinstance(game, ListedGame)
        assert game.rank_rows.tolist() == [model.ranks[actor] for actor in model.actors]
        found = verdicts(game)
        for (concept, mover), states in found.items():
            assert states == model.stable(concept, mover), concept


def test_constraints_across_owners_may_leave_few_states_too() -> None:
    """Seventy options of two owners, of which at most two are taken: no owner's constraint alone says so."""
    options = {id_: {f"o{k}": f"O{k}" for k in range(35)} for id_ in "ab"}
    every = ", ".join(f"{id_}.o{k}" for id_ in "ab" for k in range(35))
    actors = {id_: {"options": own, "prefers": ["o1"]} for id_, own in options.items()}
    game = compile(case_of(actors=actors, impossible=[f"atleast(3, {every})"]))
    assert isinstance(game, ListedGame)
    assert game.size == 1 + 70 + 70 * 69 // 2
    assert game.codes_at()[-1] == 1 << 69 | 1 << 68


def test_an_option_that_somebody_does_not_know_of_keeps_its_own_bit() -> None:
    case = of_exclusive(35).model_copy(deep=True)
    data = data_of(case) | {"views": {"b": {"unaware": ["a.o3"]}}}
    game = compile(Case.model_validate(data))
    assert isinstance(game, ListedGame)
    assert game.size == 1_296
    assert game.layout.bits[3] not in (game.layout.bits[2], game.layout.bits[4])
