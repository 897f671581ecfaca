"""Single changes of preferences: each gives the ranks of the case that has it, and none is forgotten."""

from __future__ import annotations

from random import Random

import pytest

from cases import case_of, random_case, random_graph_case
from countermove.analysis.robustness.changes import Change, is_plausible, listed_preferences, single_changes
from countermove.catalog import load_case
from countermove.errors import QuestionError
from countermove.game.compile import compile
from countermove.model.case import Case
from reference import Model
from reference_robustness import changed_cases

TWO = {"options": {"x": {}, "y": {}}}


def wishes(case: Case, actor: str = "a"):  # type: ignore[no-untyped-def]
    return listed_preferences(compile(case), actor)


def test_every_single_change_gives_the_ranks_of_the_changed_case() -> None:
    kinds = set()
    for seed in range(80):
        case = random_graph_case(Random(seed)) if seed % 5 == 4 else random_case(Random(seed), max_options=4)
        graph = compile(case)
        for actor in case.actors:
            own = listed_preferences(graph, actor)
            assert own.ranks(own.changed(())).tolist() == graph.rank_rows[graph.actors.index(actor)].tolist()
            found = {(c.index, c.kind_key, c.part, c.order): c for c in single_changes(own)}
            expected = dict(changed_cases(case, actor))
            assert set(found) == set(expected), (seed, actor)
            for key, changed in expected.items():
                ranks = own.ranks(own.changed([found[key]])).tolist()
                assert ranks == Model(changed).ranks[actor], (seed, actor, key)
                assert own.ranks_after(found[key]).tolist() == ranks, (seed, actor, key)
                kinds.add(key[1])
    assert kinds == {"otherwise", "dropped", "negated", "exchange", "order"}


def test_exchanges_are_of_places_one_after_another() -> None:
    case = case_of(actors={"a": {"options": {"x": {}, "y": {}, "z": {}}, "prefers": ["x", "y", "z"]}})
    own = wishes(case)
    down = own.changed([Change("a", 0, "swap"), Change("a", 1, "swap")])
    up = own.changed([Change("a", 1, "swap"), Change("a", 0, "swap")])
    columns = [own.entries[k].parts[0].that for k in range(3)]
    assert down == ((columns[1],), (columns[2],), (columns[0],))
    assert up == ((columns[2],), (columns[0],), (columns[1],))


def test_what_happens_to_a_line_happens_wherever_it_stands() -> None:
    case = case_of(actors={"a": {"options": {"x": {}, "y": {}}, "prefers": ["x", "y"]}})
    own = wishes(case)
    (x,), (y,) = own.changed(())
    gone, turned = Change("a", 0, "dropped"), Change("a", 0, "negated")
    assert own.changed([gone]) == ((y,),)
    assert own.changed([Change("a", 0, "swap"), gone]) == own.changed([gone, Change("a", 0, "swap")]) == ((y,),)
    assert own.changed([turned, Change("a", 0, "swap")]) == ((y,), (x + 1,))


def test_draws_contain_what_the_analyst_is_not_sure_of_and_exchanges() -> None:
    lines = [
        {"that": "x", "sure": "0.5"},
        {"that": "y", "otherwise": "not y"},
        {"that": "x or y", "sure": "0.9", "otherwise": "x"},
    ]
    own = wishes(case_of(actors={"a": TWO | {"prefers": lines}}))
    drawn = [(c.index, c.kind) for c in single_changes(own) if is_plausible(own, c)]
    assert drawn == [(0, "dropped"), (2, "otherwise"), (0, "swap"), (1, "swap")]


def test_weights_and_the_indifferent_do_not_change() -> None:
    case = case_of(actors={"a": TWO | {"worth": {"x": "1"}}, "b": {"options": {"z": {}}}})
    for actor in case.actors:
        assert list(single_changes(wishes(case, actor))) == []
        assert wishes(case, actor).ranks(()).tolist() == Model(case).ranks[actor]


def test_a_line_that_would_split_a_coalesced_state_is_refused_with_its_place() -> None:
    split = {"that": "x or not x", "sure": "0.5", "otherwise": "y"}
    case = case_of(actors={"a": TWO | {"prefers": ["x", split]}}, coalesce=["Y-"])
    message = r'^actors\.a\.prefers\[2\]: "y" differs between combinations that coalesce: makes one state, so'
    with pytest.raises(QuestionError, match=message):
        wishes(case)


def test_positions_count_from_one_in_data() -> None:
    assert Change("a", 2, "otherwise").to_dict() == {"actor": "a", "line": 3, "change": "otherwise"}
    assert Change("a", 2, "swap").to_dict() == {"actor": "a", "line": 3, "change": "exchange", "with": 4}
    assert Change("a", 0, "dropped", 1).to_dict() == {"actor": "a", "line": 1, "change": "dropped", "part": 2}
    assert Change("a", 0, "order", order=(1, 0)).to_dict()["order"] == [2, 1]


def test_the_opening_case_has_ninety_single_changes() -> None:
    graph = compile(load_case("european-security-2022"))
    kinds = [change.kind for actor in graph.actors for change in single_changes(listed_preferences(graph, actor))]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        "otherwise": 1,
        "dropped": 31,
        "negated": 31,
        "swap": 27,
    }
