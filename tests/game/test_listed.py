"""A case becomes a graph: states, ranks, movers and labels, and what is refused."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np
import pytest

from cases import case_of, graph, random_case, random_graph_case
from countermove.analysis.equilibria import equilibria
from countermove.errors import QuestionError, SizeError
from countermove.game.codes.states import WITHOUT_LIST
from countermove.game.compile import compile
from countermove.game.listed import ListedGame, listed_game
from countermove.model.case import Case
from kinds import codes_of
from reference import Model, code_of


def compiled_and_literal(number: int, **wanted: Any) -> list[tuple[ListedGame, Model]]:
    cases = [random_case(Random(seed), max_options=6, levels=seed % 3 == 0, **wanted) for seed in range(number)]
    return [(compile(case), Model(case)) for case in cases]


# ------------------------------------------------------------------------------- against the reference


def test_states_are_those_of_the_reference() -> None:
    for compiled, model in compiled_and_literal(100):
        unpack = compiled.layout.unpack
        states = [set(map(unpack, compiled.combinations(s).tolist())) for s in range(compiled.size)]
        assert states == [set(group) for group in model.states]
        assert compiled.status_quo_key == model.status_quo


def test_states_of_graph_cases_are_as_listed() -> None:
    for seed in range(60):
        case = random_graph_case(Random(seed))
        compiled, model = compile(case), Model(case)
        assert compiled.is_graph
        assert compiled.size == len(model.states)
        assert compiled.status_quo_key == model.status_quo
        assert compiled.rank_rows.tolist() == [model.ranks[actor] for actor in model.actors]
        for mover in compiled.movers:
            for s in range(compiled.size):
                assert set(compiled.edges[mover.index].targets(s).tolist()) == model.um(mover.id, s)


def test_ranks_are_those_of_the_reference() -> None:
    """Every actor has a row, those without options included; equal means indifferent."""
    for compiled, model in compiled_and_literal(150):
        assert compiled.actors == tuple(model.actors)
        assert compiled.rank_rows.dtype == np.int32
        assert compiled.rank_rows.tolist() == [model.ranks[actor] for actor in model.actors]


def test_movers_are_actors_with_options_then_bodies_with_options() -> None:
    for compiled, model in compiled_and_literal(60):
        assert [m.id for m in compiled.movers] == model.movers
        for index, mover in enumerate(compiled.movers):
            assert mover.index == index
            assert mover.is_body is model.is_body(mover.id)
            assert mover.actor == (None if mover.is_body else model.actors.index(mover.id))
            assert code_of(mover.options) == code_of(model.options_of(mover.id))
            assert int(mover.reach.mask) == compiled.layout.mask(mover.options)
            assert set(mover.vote_of) == (set(model.options_of(mover.id)) if mover.is_body else set())


def test_equal_rules_of_one_body_are_one_vote() -> None:
    options = {
        "q": {},
        "r": {"decides": "majority"},
        "s": {"decides": {"quota": "1"}},
        "t": {"decides": "consensus"},
    }
    union = {"members": ["a", "b"], "decides": "consensus", "options": options}
    (mover,) = compile(case_of(actors={"a": {}, "b": {}}, bodies={"union": union})).movers
    assert [vote.kind for vote in mover.votes] == ["consensus", "majority", "quota"]
    assert mover.vote_of == {0: 0, 1: 1, 2: 2, 3: 0}


# ------------------------------------------------------------------------------------- what can be asked


def test_a_state_knows_its_code_and_options() -> None:
    compiled = compile(case_of(actors={"f": {"options": {"p": {}, "q": {}}}}, impossible=["p and q"]))
    assert [compiled.code(s) for s in range(3)] == [0, 1, 2]
    assert compiled.taken(1) == (True, False)


def test_a_coalesced_state_does_not_know_what_differs_in_it() -> None:
    compiled = compile(case_of(actors={"f": {"options": {"p": {}, "q": {}}}}, coalesce=["Y-"]))
    assert [compiled.code(s) for s in range(3)] == [0, 2, None]
    assert compiled.taken(2) == (True, None)
    assert compiled.combinations(2).tolist() == [1, 3]
    assert compiled.is_coalesced


def test_a_coalesced_state_of_one_combination_has_no_code_either() -> None:
    compiled = compile(case_of(actors={"f": {"options": {"p": {}}}}, coalesce=["N"]))
    assert [compiled.code(s) for s in range(2)] == [1, None]
    assert [compiled.taken(s) for s in range(2)] == [(True,), (False,)]
    assert compiled.ordinary == 1


def test_listed_states_have_no_code_and_no_options() -> None:
    compiled = compile(graph("st", f=("st", "t s")))
    assert compiled.code(0) is None
    assert compiled.taken(0) == ()
    assert compiled.options == ()


def test_each_state_has_a_first_combination() -> None:
    for compiled, _ in compiled_and_literal(40):
        for s in range(compiled.size):
            assert compiled.codes[compiled.first_code[s]] == compiled.combinations(s)[0]
            assert compiled.states_of_codes[compiled.first_code[s]] == s


def test_the_status_quo_of_a_coalesced_state_is_that_state() -> None:
    case = case_of(actors={"f": {"options": {"p": {}, "q": {}}}}, coalesce=["Y-"], status_quo=["p"])
    assert compile(case).status_quo_key == 2


def test_of_levels_the_first_holds_now_by_default() -> None:
    arms = {"levels": ["none", "some", "full"]}
    case = case_of(actors={"f": {"options": {"arms": arms, "p": {}}}}, status_quo=["p"])
    compiled = compile(case)
    assert compiled.status_quo_key is not None
    assert compiled.taken(compiled.status_quo_key) == (True, False, False, True)


def test_of_levels_exactly_one_holds() -> None:
    arms = {"levels": ["none", "some", "full"]}
    compiled = compile(case_of(actors={"f": {"options": {"arms": arms}}}))
    assert codes_of(compiled) == [1, 2, 4]
    assert len(compiled.edges[0].target) == 6


def test_a_scenario_is_merged_before_compilation() -> None:
    actors = {"f": {"options": {"p": {}}, "prefers": ["p"]}}
    case = case_of(actors=actors, scenarios={"other": {"actors": {"f": {"prefers": ["not p"]}}}})
    assert compile(case).rank_rows.tolist() == [[0, 1]]
    changed = compile(case, "other")
    assert changed.rank_rows.tolist() == [[1, 0]]
    assert changed.scenario == "other"


def test_the_last_of_63_options_is_an_option_like_any_other() -> None:
    """All states are codes with the highest of the 63 bits or without."""
    options = {f"o{k}": {} for k in range(63)}
    constraints = [f"o{k}" for k in range(62)]
    compiled = compile(case_of(actors={"f": {"options": options, "prefers": ["o62"]}}, impossible=constraints))
    assert codes_of(compiled) == [0, 1 << 62]
    assert compiled.rank_rows.tolist() == [[0, 1]]
    assert compiled.edges[0].target.tolist() == [1, 0]


def test_what_is_asked_once_is_made_once() -> None:
    compiled = compile(graph("st", f=("st", "t s")))
    made: list[int] = []
    assert compiled.once("key", lambda: made.append(1) or len(made)) == 1  # type: ignore[func-returns-value]
    assert compiled.once("key", lambda: made.append(1) or len(made)) == 1  # type: ignore[func-returns-value]
    assert made == [1]


def test_moves_are_made_when_they_are_asked_for() -> None:
    compiled = compile(case_of(actors={"f": {"options": {"p": {}}}, "a": {"options": {"x": {}}}}))
    assert len(compiled.edges) == len(compiled.pairs) == 2
    assert compiled.edges[1] is compiled.edges[1]
    assert [len(e.target) for e in compiled.edges] == [4, 4]


def test_a_graph_says_what_it_is() -> None:
    assert repr(compile(case_of(title="Talks", actors={"f": {"options": {"p": {}}}}))) == (
        "Game('Talks', 2 states, 1 movers)"
    )


def test_a_case_is_not_changed_by_its_compilation() -> None:
    for seed in range(20):
        case = random_case(Random(seed))
        before = case.model_dump_json()
        compile(case)
        assert case.model_dump_json() == before


# --------------------------------------------------------------------------------------------- refusals


def test_an_unknown_mover_is_refused_with_the_nearest_names() -> None:
    compiled = compile(case_of(actors={"usa": {"options": {"p": {}}}, "uno": {}}))
    with pytest.raises(QuestionError) as caught:
        compiled.mover("us")
    assert str(caught.value) == 'unknown actor or body "us"; did you mean "usa"?'


def test_an_actor_without_options_is_no_mover() -> None:
    compiled = compile(case_of(actors={"usa": {"options": {"p": {}}}, "uno": {}}))
    with pytest.raises(QuestionError) as caught:
        compiled.mover("uno")
    assert str(caught.value) == '"uno" has no options, so it never moves; movers: usa'


def test_an_actor_with_an_empty_list_of_moves_is_no_mover() -> None:
    case = case_of(
        states={"s": "S", "t": "T"},
        actors={
            "f": {"moves": [["s", "t"]], "ranking": ["t", "s"]},
            "g": {"moves": [["t", "s"]], "ranking": ["s", "t"]},
            "h": {"moves": []},
        },
    )
    graph = compile(case)
    assert [mover.id for mover in graph.movers] == ["f", "g"]
    # What is defined for two who can move is defined here, and asks nothing of the third.
    assert equilibria(graph, ["l2"]).concept_ids == ("l2",)
    with pytest.raises(QuestionError, match='"h" has no moves, so it never moves; movers: f, g'):
        graph.mover("h")


def test_a_mover_is_found_by_its_id() -> None:
    compiled = compile(case_of(actors={"usa": {"options": {"p": {}}}}))
    assert compiled.mover("usa") is compiled.movers[0]


def test_a_case_without_options_has_no_states() -> None:
    with pytest.raises(QuestionError) as caught:
        compile(Case.model_validate({"actors": {"usa": {}}}))
    assert str(caught.value) == (
        "the case has no options, so there are no states to analyse; give an actor some under options:"
    )


def test_more_than_63_options_that_nothing_ties_are_not_listed_but_searched() -> None:
    case = case_of(actors={"usa": {"options": {f"o{k}": {} for k in range(64)}}})
    assert not compile(case).is_listed
    with pytest.raises(SizeError) as caught:
        listed_game(case)
    assert str(caught.value) == (
        f"the case has 64 options, and states are listed up to 63: {WITHOUT_LIST}, "
        "or leave out options that no preference mentions [CM305]"
    )


def test_more_states_than_allowed_are_not_listed_but_searched() -> None:
    case = case_of(actors={"usa": {"options": {f"o{k}": {} for k in range(12)}}})
    assert compile(case, max_states=4096).size == 4096
    assert not compile(case, max_states=4095).is_listed
    with pytest.raises(SizeError) as caught:
        listed_game(case, max_states=4095)
    assert str(caught.value) == (
        f"the case has more than 4,095 feasible states, too many to list: {WITHOUT_LIST}, "
        "or rule combinations out under impossible: [CM306]"
    )


def test_an_unknown_scenario_is_refused() -> None:
    case = case_of(actors={"usa": {"options": {"p": {}}}}, scenarios={"war": {"at": "x"}})
    with pytest.raises(QuestionError) as caught:
        compile(case, "wor")
    assert str(caught.value) == 'unknown scenario "wor"; did you mean "war"?'


def test_the_id_of_a_case_is_not_the_case() -> None:
    with pytest.raises(QuestionError, match=r"^a case is expected, not 'chicken'; read it first: load\(...\)$"):
        compile("chicken")  # type: ignore[arg-type]
