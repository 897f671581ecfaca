"""Perceptions: own games and hypergame equilibria as the literal definitions have them, and what must always hold."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given

from cases import case_of, cases, graph_cases, random_case, random_graph_case
from catalogued import LISTED, unlabelled
from countermove.analysis.equilibria import equilibria
from countermove.analysis.evolution.paths import reachable
from countermove.analysis.perceptions import Perceptions, perceptions
from countermove.catalog import load_case
from countermove.errors import QuestionError
from countermove.game.compile import compile
from countermove.game.perceived import own_game
from countermove.game.searched import searched_game
from countermove.model.case import Case
from engines import as_set, reference_concepts, swept
from reference_perceptions import Hypergame, with_views

PASS = "mountain-pass"


def seeded(seed: int) -> Case:
    rng = Random(seed)
    if seed % 5 == 4:
        return with_views(rng, random_graph_case(rng))
    return with_views(rng, random_case(rng, max_options=5, levels=seed % 5 == 3))


def agrees(case: Case, found: Perceptions) -> None:
    """The result is what the literal definitions say."""
    expected = Hypergame(case)
    assert {c.id for c in found.concepts} == set(reference_concepts(case))
    for concept in reference_concepts(case):
        for mover in found.game.movers:
            verdict = as_set(found.stable[concept][mover.index])
            assert verdict == expected.own[mover.id].stable(concept, mover.id), (concept, mover.id)
        assert as_set(found.holding(concept)) == expected.equilibria(concept)
        assert as_set(found.written[concept]) == expected.base.equilibria(concept)
        for viewer in case.views:
            own = expected.own_equilibria(viewer, concept)
            assert as_set(found.own[viewer][concept]) == own
            assert as_set(found.expected(viewer, concept)) == own & expected.conceivable(viewer)
    reached = expected.reached()
    assert (None if found.reached is None else as_set(found.reached)) == reached
    for viewer in case.views:
        every = range(found.game.size)
        there = found.surprises(viewer, [s + 1 for s in every])
        moves = {(m.mover, m.before.key, m.after.key, m.coming, m.reason) for m in there}
        assert moves == set().union(*(expected.surprises(viewer, s) for s in every))


@pytest.mark.parametrize("chunk", range(0, 150, 30))
def test_perceptions_are_those_of_the_reference(chunk: int) -> None:
    for seed in range(chunk, chunk + 30):
        case = seeded(seed)
        agrees(case, perceptions(case))


def test_large_cases_are_judged_alike() -> None:
    for seed in range(200, 240):
        case = seeded(seed)
        with swept():
            agrees(case, perceptions(case))


def test_random_views_are_of_every_kind() -> None:
    """Otherwise the tests above would compare less than they seem to."""
    differs = lost = gained = surprised = 0
    seen: set[tuple[bool, str]] = set()
    for seed in range(150):
        found = perceptions(seeded(seed), ["nash", "seq"])
        differs += any(len(game.states) < game.size for game in found.games.values())
        lost += bool((found.written["seq"] & ~found.holding("seq")).any())
        gained += bool((found.holding("seq") & ~found.written["seq"]).any())
        for viewer in found.games:
            moves = found.surprises(viewer)
            surprised += bool(moves)
            seen |= {(move.coming, move.reason) for move in moves}
    assert min(differs, lost, gained, surprised) > 5
    assert seen == {(coming, why) for coming in (True, False) for why in ("state", "option", "preference")}


# ------------------------------------------------------------------------------------------------ properties


@given(cases(max_options=5))
def test_without_views_the_hypergame_equilibria_are_the_equilibria(case: Case) -> None:
    graph = compile(case)
    found, table = perceptions(graph), equilibria(graph)
    assert not found.games
    for concept in table.concepts:
        assert np.array_equal(found.holding(concept.id), table.holding(concept.id))
        assert np.array_equal(found.written[concept.id], table.holding(concept.id))
    if graph.status_quo_key is not None:
        assert found.reached is not None
        assert np.array_equal(found.reached, reachable(graph, graph.status_quo_key, improving=True))


@given(graph_cases())
def test_a_view_that_repeats_the_case_changes_nothing(case: Case) -> None:
    data = case.model_dump(by_alias=True, exclude_defaults=True)
    same = {a: {"ranking": record["ranking"]} for a, record in data["actors"].items() if "ranking" in record}
    views = {a: {"actors": {b: seen for b, seen in same.items() if b != a}} for a in data["actors"]}
    found = perceptions(Case.model_validate(data | {"views": views}))
    for concept in found.concepts:
        assert np.array_equal(found.holding(concept.id), found.written[concept.id])
        for viewer in found.games:
            assert not found.unexpected(viewer, concept.id).any()
            assert not found.mistaken(viewer, concept.id).any()
    assert all(found.surprises(viewer) == () for viewer in found.games)


@given(cases(max_options=5, bodies=False))
def test_who_knows_of_no_option_of_others_fears_no_answer(case: Case) -> None:
    """With nobody else to move, what is stable under any concept of answers is Nash stable."""
    (viewer, *_) = case.movers
    others = [row.full for row in case.option_rows if row.owner != viewer]
    data = case.model_dump(by_alias=True, exclude_defaults=True) | {"views": {viewer: {"unaware": others}}}
    found = perceptions(Case.model_validate(data))
    row = found.game.mover(viewer).index
    nash = found.stable["nash"][row]
    assert np.array_equal(nash, equilibria(found.game, ["nash"]).stable["nash"][row])
    for concept in ("gmr", "smr", "seq", "sseq", "sim"):
        assert np.array_equal(found.stable[concept][row], nash)


@given(cases(max_options=5, coalesce=False))
def test_who_sees_only_the_present_is_content_everywhere(case: Case) -> None:
    data = case.model_dump(by_alias=True, exclude_defaults=True)
    graph = compile(case)
    if graph.status_quo_key is None:
        return
    taken = [row.full for row, value in zip(graph.options, graph.taken(graph.status_quo_key), strict=True) if value]
    rest = [row.full for row in graph.options if row.full not in taken]
    here = [*(_statement(case, full) for full in taken), *(f"not ({_statement(case, full)})" for full in rest)]
    actor = next(iter(case.actors))
    views = {actor: {"unseen": [f"not ({' and '.join(here)})"]}}
    found = perceptions(Case.model_validate(data | {"views": views}))
    assert found.games[actor].states.tolist() == [graph.status_quo_key]
    for mover in found.game.movers:
        if mover.id == actor:
            assert all(found.stable[c.id][mover.index].all() for c in found.concepts)


def _statement(case: Case, full: str) -> str:
    row = next(row for row in case.option_rows if row.full == full)
    return full if row.level is None else f"{full.removesuffix(f'-{row.level}')} is {row.level}"


# ------------------------------------------------------------------------------------------------- by hand


def test_the_defender_of_the_pass_is_surprised() -> None:
    found = perceptions(load_case(PASS))
    numbers = {
        name: (np.flatnonzero(states) + 1).tolist()
        for name, states in {
            "written": found.written["seq"],
            "holds": found.holding("seq"),
            "expected": found.expected("defender", "seq"),
            "unexpected": found.unexpected("defender", "seq"),
            "mistaken": found.mistaken("defender", "seq"),
            "overlooked": found.overlooked("defender", "seq"),
        }.items()
    }
    assert numbers == {
        "written": [1, 5, 6, 8, 9],
        "holds": [5, 6, 8, 9],
        "expected": [4, 5, 8],
        "unexpected": [6, 9],
        "mistaken": [4],
        "overlooked": [1, 6, 9],
    }
    moves = {(m.mover, m.before.number, m.after.number, m.coming, m.reason) for m in found.surprises("defender")}
    assert moves == {("attacker", 1, 3, True, "option"), ("attacker", 4, 6, True, "option")}


def two_drivers(**views: object) -> Case:
    """Chicken: straight or not, each likes best to drive straight alone, and least that both do."""
    row, column = ["YN", "NN", "NY", "YY"], ["NY", "NN", "YN", "YY"]
    actors = {
        "row": {"options": {"straight": {}}, "ranking": row},
        "column": {"options": {"straight": {}}, "ranking": column},
    }
    return case_of(actors=actors, views=views)


def test_who_takes_the_other_for_meek_and_is_taken_for_meek_crashes() -> None:
    meek_column = {"ranking": ["YN", "NN", "NY", "YY"]}
    meek_row = {"ranking": ["NY", "NN", "YN", "YY"]}
    case = two_drivers(row={"actors": {"column": meek_column}}, column={"actors": {"row": meek_row}})
    found = perceptions(case, ["nash"])
    assert (np.flatnonzero(found.expected("row", "nash")) + 1).tolist() == [2]
    assert (np.flatnonzero(found.expected("column", "nash")) + 1).tolist() == [3]
    assert (np.flatnonzero(found.holding("nash")) + 1).tolist() == [2, 3]
    (move,) = found.surprises("row", [1])
    assert (move.mover, move.after.key, move.coming, move.reason) == ("column", 2, True, "preference")


def test_preferences_of_others_enter_the_votes_of_a_body() -> None:
    """a believes that b would vote for peace with it; the union, which has no view, knows better."""
    case = case_of(
        actors={"a": {"options": {"x": {}}, "prefers": ["not peace", "x"]}, "b": {"prefers": ["peace"]}},
        bodies={"union": {"members": ["b"], "decides": "consensus", "options": {"peace": {}}}},
        views={"a": {"actors": {"b": {"prefers": ["not peace"]}}}},
        status_quo=[],
    )
    found = perceptions(case, ["nash"])
    (move,) = found.surprises("a", [1])
    assert (move.mover, move.coming, move.reason) == ("union", True, "preference")
    assert as_set(found.holding("nash")) == {3}
    assert as_set(found.expected("a", "nash")) == {1}


def test_an_actor_without_options_has_a_game_and_no_say() -> None:
    case = case_of(
        actors={"a": {"options": {"x": {}}, "prefers": ["x"]}, "b": {"prefers": ["x"]}},
        views={"b": {"actors": {"a": {"prefers": ["not x"]}}}},
        status_quo=[],
    )
    found = perceptions(case, ["nash"])
    assert (as_set(found.holding("nash")), as_set(found.expected("b", "nash"))) == ({1}, {0})
    assert [(m.after.key, m.coming) for m in found.surprises("b", [1])] == [(1, True)]


def test_what_is_not_known_is_fixed_where_it_stands() -> None:
    """b's y is taken now; a does not know of it, and cannot have in mind that it is dropped."""
    case = case_of(
        actors={
            "a": {"options": {"x": {}}, "prefers": ["x iff b.y"]},
            "b": {"options": {"y": {}}, "prefers": ["not y"]},
        },
        views={"a": {"unaware": ["b.y"]}},
        status_quo=["b.y"],
    )
    found = perceptions(case, ["nash"])
    assert as_set(found.own["a"]["nash"]) == {0, 3}
    assert as_set(found.expected("a", "nash")) == {3}
    assert as_set(found.holding("nash")) == {0}


def test_a_scenario_may_change_views() -> None:
    case = case_of(
        actors={"a": {"options": {"x": {}}}, "b": {"options": {"y": {}}, "prefers": ["y"]}},
        views={"a": {"unaware": ["b.y"]}},
        scenarios={"informed": {"views": {"a": None}}},
        status_quo=[],
    )
    assert list(perceptions(case, ["nash"]).games) == ["a"]
    assert not perceptions(case, ["nash"], scenario="informed").games
    with pytest.raises(QuestionError, match="has its scenario already"):
        perceptions(compile(case), scenario="informed")


def test_other_concepts_can_be_asked_for() -> None:
    found = perceptions(load_case(PASS), ["l3", "nm", "maximin-4"])
    assert [c.id for c in found.concepts] == ["l3", "nm", "maximin-4"]
    with pytest.raises(QuestionError, match="unknown concept"):
        perceptions(load_case(PASS), ["nesh"])


# --------------------------------------------------------------------------------------------- as data


def test_the_data_count_from_one_and_are_cut_where_asked() -> None:
    found = perceptions(load_case(PASS))
    data = json.loads(json.dumps(found.to_dict()))
    assert data["equilibria"]["seq"] == [5, 6, 8, 9]
    assert data["written"]["seq"] == [1, 5, 6, 8, 9]
    game = data["games"]["defender"]
    assert (game["believes"], game["unaware"], game["unseen"]) == ([], ["attacker.pass"], [])
    assert game["expected"]["seq"] == [4, 5, 8]
    assert game["equilibria"]["seq"] == [4, 5, 6, 8, 9]
    assert game["moves"][0] == {"mover": "attacker", "from": 1, "to": 3, "coming": True, "reason": "option"}
    assert data["reachable"] == {"improvements": [1, 2, 3, 4, 5, 6, 9]}
    assert "truncated" not in data
    short = replace(found, limit=2).to_dict()
    assert short["truncated"]
    assert short["equilibria"]["seq"] == [5, 6]


def test_the_frame_has_a_row_for_each_state_that_somebody_has_in_mind() -> None:
    found = perceptions(unlabelled(PASS), ["nash", "seq"])
    frame = found.to_frame()
    assert list(frame.columns) == ["options taken", "holds", "as written", "Defender expects", "reachable"]
    assert frame.loc[1].tolist() == ["nothing", "", "SEQ", "", True]
    assert [found.holding("seq")[0], found.written["seq"][0], found.expected("defender", "seq")[0]] == [False, True, False]
    assert len(frame) == len(found.notable()) == 6
    assert all(len(rows) == 9 for rows in (*found.written.values(), found.holding("nash")))


def test_it_looks_useful() -> None:
    found = perceptions(load_case(PASS), ["nash", "seq"])
    assert repr(found) == "Perceptions(own games: defender; hypergame equilibria: nash 4, seq 4)"
    assert "<th>Defender expects</th>" in found._repr_html_()
    assert repr(found.games["defender"]) == "OwnGame('defender', 9 of 9 states)"
    assert found.notable()[0].key == 4


@pytest.mark.parametrize("id_", LISTED)
def test_every_case_of_the_catalogue_can_be_asked(id_: str) -> None:
    found = perceptions(load_case(id_), ["nash", "seq"])
    if not found.game.case.views:
        assert np.array_equal(found.holding("seq"), found.written["seq"])


def test_an_own_game_is_a_graph_like_others() -> None:
    graph = compile(load_case(PASS))
    game = own_game(graph, "defender")
    assert own_game(graph, "defender") is game
    assert equilibria(game.game, ["seq"]).holding("seq").sum() == 5
    with pytest.raises(QuestionError, match="unknown actor"):
        own_game(graph, "defendr")


def test_a_searched_game_says_what_would_help() -> None:
    with pytest.raises(QuestionError, match=r"^perceptions needs the list of all states.*; rule combinations out"):
        perceptions(searched_game(load_case(PASS)))
