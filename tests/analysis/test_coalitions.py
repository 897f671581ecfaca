"""Coalitions that upset outcomes, and their ways out, against the literal definitions."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from random import Random

import numpy as np
import pytest

import countermove as cm
import countermove.analysis.coalitions as module
from cases import case_of, random_case, random_graph_case
from countermove.analysis.coalitions import CoalitionTable, Upset, actor_units, coalitions, fitting_size, usual_size
from countermove.catalog import load_case
from countermove.errors import QuestionError, SizeError
from countermove.game.compile import compile
from countermove.game.merge import merge
from countermove.game.searched import searched_game
from countermove.model.case import Case
from countermove.stability.coalition import work_of
from engines import as_set, swept
from reference_coalitions import CONCEPTS, CoalitionModel


def check_upset(model: CoalitionModel, upset: Upset, concept: str, pareto: bool) -> None:
    """The steps are a shortest legal sequence of the coalition to an improvement that nobody answers."""
    coalition = frozenset(upset.coalition)
    targets = model.undeterred(concept, coalition, upset.state.key, pareto)
    assert upset.to is not None
    assert upset.steps is not None
    assert upset.to.key in targets
    assert (upset.steps[0].before, upset.steps[-1].after) == (upset.state.key, upset.to.key)
    assert all(a.after == b.before and a.mover != b.mover for a, b in pairwise(upset.steps))
    assert all(step.after in model.own_steps(coalition, step.mover, step.before) for step in upset.steps)
    assert len(upset.steps) == model.shortest(coalition, upset.state.key, targets)


def some_case(seed: int) -> Case:
    return random_graph_case(Random(seed)) if seed % 3 == 0 else random_case(Random(seed), max_options=4)


def test_each_upset_is_a_shortest_way_to_a_gain_that_nobody_undoes() -> None:
    lengths = set()
    for seed in range(36):
        rng, case = Random(seed), some_case(seed)
        graph, model = compile(case), CoalitionModel(case)
        concept, pareto = CONCEPTS[seed % 4], seed % 2 == 0
        found = coalitions(graph, pareto=pareto, concept=concept)
        for state in rng.sample(range(graph.size), min(5, graph.size)):
            told = list(found.upsets(graph.at(state)))
            unstable = [c for c in model.coalitions(4) if not model.is_stable_for(concept, c, state, pareto)]
            assert [frozenset(u.coalition) for u in told] == sorted(unstable, key=len) or {
                frozenset(u.coalition) for u in told
            } == set(unstable)
            for upset in told:
                check_upset(model, upset, concept, pareto)
                assert upset.minimal == (not any(c < frozenset(upset.coalition) for c in unstable))
                lengths.add(len(upset.steps or ()))
    assert {1, 2, 3} <= lengths


def test_an_equilibrium_is_stable_for_all_coalitions_up_to_the_size() -> None:
    for seed in range(30):
        case = some_case(seed)
        graph, model = compile(case), CoalitionModel(case)
        before = None
        for size in range(1, len(model.actors) + 1):
            found = coalitions(graph, size, concept="cseq")
            expected = {
                s for s in range(graph.size) if all(model.is_stable_for("cseq", c, s) for c in model.coalitions(size))
            }
            assert as_set(found.holding) == expected
            assert before is None or as_set(found.holding) <= before
            before = as_set(found.holding)
            assert found.size == size


def test_what_holds_alone_is_the_equilibrium_of_all_movers_bodies_included() -> None:
    for seed in range(20):
        graph = compile(random_case(Random(seed), max_options=4))
        for concept, alone in (("cnash", "nash"), ("cgmr", "gmr"), ("csmr", "smr"), ("cseq", "seq")):
            found = coalitions(graph, 1, concept=concept)
            assert np.array_equal(found.alone, cm.equilibria(graph, [alone]).holding(alone))


def test_what_holds_together_and_not_alone_is_what_a_body_would_leave() -> None:
    seen = 0
    for seed in range(60):
        graph = compile(random_case(Random(seed), max_options=4))
        found = coalitions(graph, 1)
        table = cm.equilibria(graph, ["nash"]).stable["nash"]
        for state in np.flatnonzero(found.holding & ~found.alone).tolist():
            assert all(graph.movers[k].is_body for k in np.flatnonzero(~table[:, state]))
            seen += 1
    assert seen


# ------------------------------------------------------------------------------------------- published, ours


def test_the_published_coalition_of_elmira() -> None:
    case = load_case("elmira")
    published = case.published["coalition"]
    found = coalitions(compile(case))
    (upset,) = found.upsets(int(published["equilibrium"]))
    assert list(upset.coalition) == published["upset by"]
    assert upset.to is not None
    assert upset.to.number == int(published["to"])
    assert [step.mover for step in upset.steps or ()] == ["uniroyal", "ministry"]
    assert (np.flatnonzero(found.holding) + 1).tolist() == [8, 9]


def test_the_dilemma_is_left_by_both_together() -> None:
    found = coalitions(compile(load_case("prisoners-dilemma")))
    assert [(u.coalition, u.to and u.to.number) for u in found.upsets(1)] == [(("row", "column"), 4)]


def test_the_opening_case_loses_two_nash_equilibria_to_its_allies() -> None:
    found = coalitions(compile(load_case("european-security-2022")))
    assert (np.flatnonzero(found.holding) + 1).tolist() == [148, 152, 412, 416]
    for state in (169, 173):
        assert found.minimal(state) == (("usa", "europe"),)
    assert [s.number for s in found.listed()] == [148, 152, 412, 416, 169, 173]


def test_a_coalition_moves_a_body_that_it_carries() -> None:
    case = case_of(
        actors={"a": {"options": {"x": {}}, "prefers": ["q"]}, "b": {"prefers": ["q"]}, "c": {"prefers": ["not q"]}},
        bodies={"council": {"members": ["a", "b", "c"], "decides": "majority", "options": {"q": {"needs": "x"}}}},
    )
    (upset,) = coalitions(compile(case)).upsets(1)
    assert (upset.coalition, [step.mover for step in upset.steps or ()]) == (("a", "b"), ["a", "council"])


def test_of_equally_near_gains_one_that_cannot_be_bettered() -> None:
    case = case_of(actors={"a": {"options": {"x": {}, "y": {}}, "ranking": ["NY", "YN", "YY", "NN"]}})
    (upset,) = coalitions(compile(case)).upsets(1)
    assert upset.to is not None
    assert upset.to.key == 2


# --------------------------------------------------------------------------------------------- merged actors


def test_merged_actors_count_as_one() -> None:
    merged = merge(compile(load_case("elmira")), [["ministry", "uniroyal"]])
    assert actor_units(merged) == [(0, 1), (2,)]
    found = coalitions(merged)
    assert found.coalitions == (
        ("ministry", "uniroyal"), ("local-government",), ("ministry", "uniroyal", "local-government")
    )  # fmt: skip
    (upset,) = (u for u in found.upsets(5) if u.coalition == ("ministry", "uniroyal"))
    assert [step.mover for step in upset.steps or ()] == ["ministry+uniroyal"]
    assert found.to_dict()["merged"] == [["ministry", "uniroyal"]]


# ------------------------------------------------------------------------------------------------ as data


def test_as_data() -> None:
    found = coalitions(compile(load_case("elmira")))
    data = json.loads(json.dumps(found.to_dict()))
    assert {k: data[k] for k in ("concept", "alone", "size", "pareto", "coalitions", "equilibria")} == {
        "concept": "cnash", "alone": "nash", "size": 3, "pareto": False, "coalitions": 7, "equilibria": [8, 9],
    }  # fmt: skip
    assert data["stable"][3] == {"coalition": ["ministry", "uniroyal"], "states": [1, 3, 4, 7, 8, 9]}
    assert data["states"][2] == {
        "state": 5, "alone": True, "together": False,
        "upset_by": [{
            "coalition": ["ministry", "uniroyal"], "minimal": True, "to": 8,
            "steps": [{"mover": "uniroyal", "from": 5, "to": 7}, {"mover": "ministry", "from": 7, "to": 8}],
        }],
    }  # fmt: skip
    assert replace(found, only=found.game.at(0)).to_dict()["states"][0]["state"] == 1
    short = replace(found, limit=2).to_dict()
    assert (len(short["states"]), short["truncated"]) == (2, True)
    assert "truncated" not in data


def test_of_many_coalitions_the_first_are_written() -> None:
    """Everybody alone would leave, and so would all coalitions."""
    actors = {a: {"options": {"x": {}}, "prefers": [" and ".join(f"{b}.x" for b in "abc"), "a.x or b.x"]} for a in "abc"}
    found = coalitions(compile(case_of(actors=actors)))
    assert len(found.upset_by(1)) > 2
    data = replace(found, only=found.game.at(0), limit=2).to_dict()
    assert (len(data["states"][0]["upset_by"]), data["truncated"]) == (2, True)
    assert "truncated" not in replace(found, only=found.game.at(0)).to_dict()


def test_listed_states_have_their_ids() -> None:
    graph = compile(random_graph_case(Random(4)))
    data = replace(coalitions(graph), only=graph.at(1)).to_dict()
    assert data["states"][0]["id"] == "s2"


def test_as_a_frame_and_as_text() -> None:
    found = coalitions(compile(load_case("elmira")))
    assert found.stable.shape == (7, 9)
    assert found.stable[:, 5 - 1].tolist() == [True, True, True, False, True, True, True]
    frame = found.to_frame()
    assert frame.index.tolist() == [8, 9, 5]
    assert frame.loc[5, "coalition"] == "ministry+uniroyal"
    assert "CNash" in repr(found)
    assert "ministry+uniroyal" in found._repr_html_()


# ------------------------------------------------------------------------------------------------- limits


def test_what_cannot_be_asked() -> None:
    graph = compile(load_case("elmira"))
    with pytest.raises(QuestionError, match='unknown coalition concept "cnahs"; did you mean "cnash"'):
        coalitions(graph, concept="cnahs")
    with pytest.raises(QuestionError, match="a coalition has at least one member; the size 0 asks for none"):
        coalitions(graph, 0)
    assert coalitions(graph, 99).size == 3


def test_single_movers_are_not_judged_by_coalition_concepts() -> None:
    with pytest.raises(QuestionError, match=r"cgmr is about coalitions, not about single movers; ask cm\.coal"):
        cm.equilibria(compile(load_case("elmira")), ["cgmr"])


def test_too_many_coalitions_are_refused_with_the_size_that_fits(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = compile(load_case("elmira"))
    monkeypatch.setattr(module, "MAX_WORK", 6 * work_of(graph))
    with pytest.raises(SizeError, match=r"7 coalitions of up to 3 actors are too many for 9 states; .* size=2"):
        coalitions(graph)
    assert len(coalitions(graph, 2).coalitions) == 6
    monkeypatch.setattr(module, "MAX_WORK", 2 * work_of(graph))
    with pytest.raises(SizeError, match="too many for 9 states; take options out of the case"):
        coalitions(graph, 1)
    assert fitting_size(graph, 10**9) == 3


def test_a_small_case_of_many_actors_is_refused_too() -> None:
    council = compile(load_case("eu-council"))
    with pytest.raises(SizeError, match=r"ask for coalitions of up to [345]: size="):
        coalitions(council)


def test_of_many_coalitions_the_smaller_ones_are_asked() -> None:
    assert usual_size(compile(load_case("eu-council"))) == 3
    assert usual_size(compile(load_case("elmira"))) is None


def test_many_members_without_options_are_refused_at_once() -> None:
    actors = {f"a{k}": {"options": {"x": {}}} if not k else {} for k in range(60)}
    with pytest.raises(SizeError, match="1,152,921,504,606,846,975 coalitions of up to 60 actors"):
        coalitions(compile(case_of(actors=actors)))


def test_a_way_that_is_too_long_to_find_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_VISITED", 0)
    (upset,) = coalitions(compile(load_case("elmira"))).upsets(5)
    assert (upset.to, upset.steps) == (None, None)
    assert upset.to_dict()["steps"] is None


def ways(table: CoalitionTable) -> list[list[object]]:
    """Every way out of every state, as data."""
    return [[(u.coalition, u.minimal, u.steps) for u in table.upsets(s + 1)] for s in range(table.game.size)]


def test_large_cases_have_the_same_ways_out() -> None:
    case = load_case("north-korea-2017")
    expected = ways(coalitions(compile(case)))
    with swept():
        assert ways(coalitions(compile(case))) == expected


def test_a_searched_game_says_what_would_help() -> None:
    with pytest.raises(QuestionError, match=r"^coalitions needs the list of all states.*; rule combinations out"):
        coalitions(searched_game(load_case("chicken")))
