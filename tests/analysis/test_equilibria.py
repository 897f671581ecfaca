"""Equilibria against the reference, and the table as data."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import pytest

from cases import TRAPS, case_of, random_case, random_graph_case, random_statement, sparse_case
from catalogued import LISTED, unlabelled
from countermove import __version__
from countermove.analysis import equilibria as module
from countermove.analysis.equilibria import StabilityTable, assigned_equilibria, equilibria
from countermove.catalog import load_case
from countermove.cli import run
from countermove.errors import QuestionError, SizeError
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.game.names.naming import find_state
from countermove.game.searched import searched_game
from countermove.model.case import Case
from countermove.stability import simultaneous
from countermove.stability.concept import CONCEPTS, concepts_for
from countermove.stability.engines import dispatch as answers
from countermove.views.stability import stability_table
from engines import as_set, reference_concepts, swept
from reference import Model


def sample(number: int) -> list[tuple[int, Case]]:
    """Random cases of both kinds, numbered."""
    found = [(seed, random_case(Random(seed), max_options=5, levels=seed % 3 == 0)) for seed in range(number)]
    return found + [(seed, random_graph_case(Random(seed))) for seed in range(number)]


def assigned(graph: ListedGame, concepts: dict[str, str]) -> list[int]:
    """The positions of the states that are equilibria under one concept for each mover, asked both ways."""
    answer = equilibria(graph, ["nash"], assign=concepts).assigned
    assert answer == assigned_equilibria(graph, concepts)
    assert answer.concepts == concepts
    return [state.key for state in answer.equilibria]


def contract(id_: str, *arguments: str) -> Any:
    """What `solve` writes as JSON."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert run(["solve", id_, "--format", "json", *arguments]) == 0
    return json.loads(out.getvalue())


def solved(id_: str) -> StabilityTable:
    return equilibria(compile(load_case(id_)))


# ---------------------------------------------------------------------------------------------------- verdicts


def test_equilibria_are_those_of_the_reference() -> None:
    for seed, case in sample(45):
        model, table = Model(case), equilibria(compile(case))
        assert tuple(c.id for c in table.concepts) == reference_concepts(case)
        for concept in table.concepts:
            assert as_set(table.holding(concept.id)) == model.equilibria(concept.id), (seed, concept.id)
            for mover in table.listed.movers:
                assert as_set(table.stable[concept.id][mover.index]) == model.stable(concept.id, mover.id), seed


def test_equilibria_over_blocks_are_those_of_the_reference() -> None:
    for seed in range(30):
        case = random_case(Random(seed), max_options=5, needs=False, coalesce=False)
        with swept():
            table = equilibria(compile(case))
        for concept in table.concepts:
            assert as_set(table.holding(concept.id)) == Model(case).equilibria(concept.id), (seed, concept.id)


def test_each_equilibrium_says_under_which_concepts_and_what_leads_there() -> None:
    for seed, case in sample(45):
        model, table = Model(case), equilibria(compile(case))
        held = {c.id: model.equilibria(c.id) for c in table.concepts}
        found = table.equilibria()
        assert [e.state.key for e in found] == sorted(frozenset[int]().union(*held.values())), seed
        assert table.strength().tolist() == [sum(s in h for h in held.values()) for s in range(table.listed.size)]
        reach = None if model.status_quo is None else model.reachable_from(model.status_quo)
        for one in found:
            assert one.concepts == tuple(c for c in held if one.state.key in held[c])
            assert one.by_improvements == (None if reach is None else one.state.key in reach["improvements"])
            assert one.by_moves == (None if reach is None else one.state.key in reach["moves"])
        assert table.equilibria(2) == found[:2]


def test_any_assignment_of_a_concept_to_each_mover() -> None:
    for seed, case in sample(50):
        model, graph = Model(case), compile(case)
        rng = Random(seed)
        for _ in range(3):
            wanted = {mover: rng.choice(reference_concepts(case)) for mover in model.movers}
            expected = set(range(graph.size)).intersection(*(model.stable(c, m) for m, c in wanted.items()))
            found = assigned(graph, wanted)
            assert found == sorted(expected), (seed, wanted)
            shuffled = dict(rng.sample([*wanted.items()], len(wanted)))
            assert assigned(graph, shuffled) == found


def test_one_concept_for_everybody_is_the_equilibrium_under_it() -> None:
    for id_ in ("cuban-missile-crisis", "elmira", "european-security-2022"):
        table = solved(id_)
        for concept in table.concepts:
            under = assigned(table.listed, {m.id: concept.id.upper() for m in table.listed.movers})
            assert under == np.flatnonzero(table.holding(concept.id)).tolist()


def test_there_may_be_no_equilibrium_at_all() -> None:
    for name in (
        "no equilibrium at all",
        "no equilibrium with intransitive moves",
        "no equilibrium with a majority cycle",
    ):
        case = TRAPS[name].case
        table = equilibria(compile(case), ["nash"])
        assert table.equilibria() == ()
        assert table.to_dict()["equilibria"] == []


# ------------------------------------------------------------------------------------------------- questions


def test_only_the_concepts_asked_for_in_the_order_asked() -> None:
    graph = compile(load_case("chicken"))
    table = equilibria(graph, ["SEQ", "nash"])
    assert [c.id for c in table.concepts] == ["seq", "nash"]
    assert list(table.stable) == ["seq", "nash"]
    everything = equilibria(graph)
    assert all(np.array_equal(table.stable[c], everything.stable[c]) for c in table.stable)


def test_a_concept_that_is_named_twice_counts_once() -> None:
    graph = compile(load_case("chicken"))
    table = equilibria(graph, ["nash", "NASH", "l3", "l03", "nash"])
    assert [c.id for c in table.concepts] == ["nash", "l3"]
    assert table.strength().max() == 1
    assert table.to_dict()["concepts"] == ["nash", "l3"]


def test_some_concept_is_named_and_in_a_list() -> None:
    graph = compile(load_case("chicken"))
    with pytest.raises(QuestionError) as caught:
        equilibria(graph, [])
    assert str(caught.value) == (
        "no concept is named; name some of nash, gmr, smr, seq, sseq, sim, conflict-analysis, "
        "or leave the list out to ask all of them"
    )
    with pytest.raises(QuestionError, match=r'^concepts come in a list, even if there is one: \["seq"\]$'):
        equilibria(graph, "seq")


@pytest.mark.parametrize("concept", ["l3", "nm", "stackelberg-ministry", "maximin-0"])
def test_what_cannot_be_answered_is_refused_before_anything_is_computed(concept: str) -> None:
    told: list[None] = []
    with pytest.raises(QuestionError, match=r"a horizon has at least one move|exactly two actors"):
        equilibria(compile(load_case("elmira")), ["nash", concept], on_progress=lambda: told.append(None))
    assert told == []


def test_too_many_moves_at_the_same_time_are_refused_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = compile(load_case("elmira"))
    monkeypatch.setattr(simultaneous, "MAX_MOVES", 3)
    for concept in ("sim", "conflict-analysis"):
        with pytest.raises(SizeError, match="ask for nash, gmr, smr, seq and sseq alone"):
            equilibria(graph, ["nash", concept], on_progress=lambda: pytest.fail("computed"))


def test_what_is_too_large_is_left_out_where_nobody_named_it(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = compile(load_case("elmira"))
    monkeypatch.setattr(simultaneous, "MAX_MOVES", 3)
    table = equilibria(graph)
    assert [c.id for c in table.concepts] == ["nash", "gmr", "smr", "seq", "sseq"]
    assert table.to_dict()["left_out"] == ["sim", "conflict-analysis"]
    assert stability_table(table, 30).notes[-1] == "SIM and FH are left out: there are too many moves to list."
    assert "left_out" not in equilibria(graph, ["nash"]).to_dict()
    assert "left_out" not in equilibria(compile(load_case("chicken")), ["nash"]).to_dict()


def test_an_unknown_concept_is_refused() -> None:
    graph = compile(load_case("chicken"))
    with pytest.raises(QuestionError, match=r'^unknown concept "nahs"; did you mean "nash"\?$'):
        equilibria(graph, ["nahs"])
    with pytest.raises(QuestionError, match="unknown concept"):
        assigned_equilibria(graph, {"row": "nash", "column": "best"})


@pytest.mark.parametrize("concept", ["sim", "conflict-analysis"])
def test_moves_at_the_same_time_are_undefined_where_states_are_listed(concept: str) -> None:
    graph = compile(random_graph_case(Random(3)))
    message = f"^{concept} is undefined in a case given as a graph; ask for one of nash, gmr, smr, seq, sseq$"
    with pytest.raises(QuestionError, match=message):
        equilibria(graph, [concept])
    with pytest.raises(QuestionError, match=message):
        assigned_equilibria(graph, {m.id: concept for m in graph.movers})
    assert concept not in [c.id for c in equilibria(graph).concepts]


def test_an_assignment_names_every_mover_and_nobody_else() -> None:
    graph = compile(load_case("cuban-missile-crisis"))
    with pytest.raises(QuestionError, match=r"^no concept is assigned to ussr; name one for every mover$"):
        assigned_equilibria(graph, {"usa": "seq"})
    with pytest.raises(QuestionError, match=r'^unknown actor or body "us"; did you mean "usa"'):
        assigned_equilibria(graph, {"usa": "seq", "ussr": "seq", "us": "seq"})


@pytest.mark.parametrize("large", [False, True])
def test_every_verdict_is_told_once(large: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if large:
        monkeypatch.setattr(module, "SWEEP_FROM_STATES", 0)
    for id_ in ("chicken", "elmira"):
        graph = compile(load_case(id_))
        for concepts in (None, ["nash", "seq"]):
            told: list[int] = []
            table = equilibria(graph, concepts, on_progress=lambda: told.append(1))  # noqa: B023
            assert len(told) == len(table.concepts) * len(graph.movers)


def test_a_failure_among_several_movers_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SWEEP_FROM_STATES", 0)

    def broken(*_: Any) -> Any:
        raise QuestionError("no")

    monkeypatch.setattr(module, "stable", broken)
    with pytest.raises(QuestionError, match=r"^no$"):
        equilibria(compile(load_case("elmira")))


# -------------------------------------------------------------------------------------------------- large cases


def large_case() -> Case:
    """Five actors with three options each, but for one that a body of three decides: 32,768 states."""
    rng = Random(5)
    owned = {actor: [f"{actor}{k}" for k in range(3 if actor != "e" else 2)] for actor in "abcde"}
    names = [name for options in owned.values() for name in options] + ["q"]
    actors = {
        actor: {
            "options": {name: {"change": rng.choice(("both", "both", "take-only"))} for name in options},
            "prefers": [random_statement(rng, names, 2) for _ in range(6)],
        }
        for actor, options in owned.items()
    }
    council = {"members": ["a", "b", "c"], "decides": "consensus", "options": {"q": {}}}
    return case_of(actors=actors, bodies={"council": council}, status_quo=[])


def test_a_large_case_has_the_verdicts_of_the_small_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """SIM has only one engine, and takes the longest."""
    case = large_case()
    concepts = [concept for concept in CONCEPTS if concept in reference_concepts(case) and concept != "sim"]
    found = equilibria(compile(case), concepts)
    assert found.listed.size == 32_768 >= answers.SWEEP_FROM_STATES
    monkeypatch.setattr(answers, "SWEEP_FROM_STATES", 10**9)
    monkeypatch.setattr(module, "SWEEP_FROM_STATES", 10**9)
    expected = equilibria(compile(case), concepts)
    for concept in concepts:
        assert found.stable[concept].any(axis=1).all(), "somebody is stable somewhere"
        assert not found.stable[concept].all(), "and somebody is not"
        assert np.array_equal(found.stable[concept], expected.stable[concept]), concept
    assert found.reached is not None
    assert expected.reached is not None
    for way, states in found.reached.items():
        assert np.array_equal(states, expected.reached[way]), way
    assert found.to_dict() == expected.to_dict()


# ------------------------------------------------------------------------------------------------------- data

KEYS = {"countermove", "case", "actors", "options", "states", "concepts", "stable", "equilibria"}
HEAD = {"countermove", "case", "schema", "briefing"}
GAINED = {"coverage", "depth", "proved"}
"""Keys of the contract, those that every answer begins with, and those that came with one form for both games."""


def test_the_data_of_the_contract() -> None:
    data = contract("cuban-missile-crisis")
    assert set(data) == KEYS | HEAD | GAINED
    assert solved("cuban-missile-crisis").to_dict() == {key: data[key] for key in data if key not in HEAD}
    assert data["schema"] == "solve/1"
    assert data["briefing"]["headline"] == "credible"
    assert data["countermove"] == __version__
    assert data["case"] == {"title": load_case("cuban-missile-crisis").title, "scenario": None}
    assert data["actors"] == ["usa", "ussr"]
    assert data["options"] == ["usa.air-strike", "usa.blockade", "ussr.withdraw", "ussr.escalate"]
    assert data["states"] == {"count": 12, "status_quo": 1}
    assert data["concepts"] == ["nash", "gmr", "smr", "seq", "sseq", "sim", "conflict-analysis"]
    assert list(data["stable"]) == data["concepts"]
    assert data["stable"]["nash"]["usa"] == [3, 5, 12]
    (fifth,) = (one for one in data["equilibria"] if one["state"] == 5)
    assert fifth == {
        "state": 5,
        "label": "Withdrawal without pressure",
        "code": 4,
        "options": {"usa.air-strike": False, "usa.blockade": False, "ussr.withdraw": True, "ussr.escalate": False},
        "concepts": ["gmr", "smr", "seq", "sseq", "conflict-analysis"],
        "reachable": {"improvements": True, "moves": True},
    }


def test_the_data_say_what_the_reference_says() -> None:
    for seed, case in sample(50):
        model, table = Model(case), equilibria(compile(case))
        data = json.loads(json.dumps(table.to_dict()))
        assert set(data) == (KEYS | GAINED) - HEAD
        assert data["actors"] == [*case.actors, *case.bodies]
        assert data["options"] == ([] if case.is_graph else [row.full for row in case.option_rows])
        now = None if model.status_quo is None else model.status_quo + 1
        assert data["states"] == {"count": len(model.states), "status_quo": now}
        for concept in data["concepts"]:
            for mover in model.movers:
                assert data["stable"][concept][mover] == [s + 1 for s in sorted(model.stable(concept, mover))], seed
        for one in data["equilibria"]:
            state = one["state"] - 1
            codes = [] if case.is_graph else list(model.states[state])
            apart = not case.is_graph and state < len(model.states) - len(case.coalesce)
            assert one["code"] == (codes[0] if apart else None)
            assert one.get("id") == (list(case.states)[state] if case.states is not None else None)
            for k, (name, taken) in enumerate(one["options"].items()):
                values = {bool(int(code) >> k & 1) for code in model.states[state]}
                assert name == case.option_rows[k].full
                assert taken == (values.pop() if len(values) == 1 else None)
            assert (one["reachable"] is None) == (now is None)


def test_a_coalesced_state_has_no_code_and_leaves_options_open() -> None:
    case = case_of(actors={"a": {"options": {"x": {}, "y": {}}}}, coalesce=["-Y"], status_quo=["y"])
    data = equilibria(compile(case)).to_dict()
    assert data["states"] == {"count": 3, "status_quo": 3}
    assert data["equilibria"][2]["code"] is None
    assert data["equilibria"][2]["options"] == {"a.x": None, "a.y": True}
    assert data["equilibria"][2]["reachable"] == {"improvements": True, "moves": True}


def test_a_coalesced_state_of_one_combination_leaves_nothing_open_and_has_no_code() -> None:
    case = case_of(actors={"a": {"options": {"x": {}, "y": {}}}}, coalesce=["NY"])
    last = equilibria(compile(case)).to_dict()["equilibria"][3]
    assert (last["state"], last["code"], last["options"]) == (4, None, {"a.x": False, "a.y": True})


def test_listed_states_have_ids_and_no_code() -> None:
    case = case_of(
        states={"calm": "Calm", "war": "War"}, actors={"a": {"moves": [["calm", "war"]], "ranking": ["calm", "war"]}}
    )
    data = equilibria(compile(case)).to_dict()
    assert data["options"] == []
    assert data["concepts"] == ["nash", "gmr", "smr", "seq", "sseq"]
    assert [(one["state"], one["id"], one["code"], one["options"]) for one in data["equilibria"]] == [
        (1, "calm", None, {}),
        (2, "war", None, {}),
    ]


def test_a_scenario_is_named() -> None:
    data = contract("european-security-2022", "--scenario", "war-aims", "--concepts", "nash")
    assert data["case"]["scenario"] == "war-aims"


def idle(options: int) -> ListedGame:
    """A case of actors with an option each that are indifferent between all states."""
    return compile(case_of(actors={f"a{k}": {"options": {f"x{k}": {}}} for k in range(options)}))


def test_stable_states_of_large_cases_are_listed_on_request() -> None:
    few, many = equilibria(idle(12), ["nash"]), equilibria(idle(13), ["nash"])
    assert few.listed.size == 4_096
    assert few.to_dict()["stable"]["nash"]["a0"] == list(range(1, 4_097))
    assert "stable" not in many.to_dict()
    whole = replace(many, every=True).to_dict()
    assert set(whole) == (KEYS | GAINED | {"truncated"}) - HEAD
    assert len(whole["stable"]["nash"]["a0"]) == 8_192


def test_equilibria_are_cut_at_the_limit_and_the_data_say_so() -> None:
    table = equilibria(idle(10), ["nash"])
    data = table.to_dict()
    assert [one["state"] for one in data["equilibria"]] == list(range(1, 1_001))
    assert data["truncated"] is True
    assert len(replace(table, limit=1_023).to_dict()["equilibria"]) == 1_023
    whole = replace(table, limit=1_024).to_dict()
    assert len(whole["equilibria"]) == 1_024
    assert "truncated" not in whole
    assert replace(table, limit=0).to_dict()["equilibria"] == []


# ------------------------------------------------------------------------------------------------- data frame


def test_a_data_frame_has_a_row_for_each_state_and_a_column_for_each_verdict() -> None:
    for case in (load_case("elmira"), random_case(Random(8)), random_graph_case(Random(5))):
        table = equilibria(compile(case))
        frame = table.to_frame()
        movers = [m.id for m in table.listed.movers]
        verdicts = [f"{c.id}:{mover}" for c in table.concepts for mover in movers]
        assert [name for name in frame.columns if ":" in name] == verdicts
        assert list(frame.index.names) == ["state"]
        assert list(frame.index) == [s + 1 for s in range(table.listed.size)]
        assert set(frame[verdicts].dtypes) == {np.dtype(bool)}
        for concept in table.concepts:
            assert frame[concept.id].tolist() == table.holding(concept.id).tolist()
            for k, mover in enumerate(movers):
                assert frame[f"{concept.id}:{mover}"].tolist() == table.stable[concept.id][k].tolist()


def test_without_pandas_a_data_frame_is_an_error_that_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    # None in the list of loaded modules is a package that cannot be imported, also where an earlier test imported it.
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(QuestionError, match=r'pip install "countermove\[frames\]"$'):
        solved("chicken").to_frame()


def test_every_catalogue_case_has_data() -> None:
    for id_ in LISTED:
        table = solved(id_)
        assert len(table.to_dict()["equilibria"]) == int((table.strength() > 0).sum())
        assert concepts_for(table.listed) == table.concepts


def test_an_equilibrium_has_the_number_that_people_name_it_by() -> None:
    graph = compile(load_case("cuban-missile-crisis"))
    for found in equilibria(graph, ["seq"]).equilibria():
        assert found.state.number == found.state.key + 1 == found.to_dict()["state"]
        assert find_state(graph, found.state.number) == found.state.key
        assert equilibria(graph, ["seq"]).equilibrium(found.state.number) == found


# -------------------------------------------------------------------------------------------- searched games

BOUNDED = ("nash", "gmr", "smr", "seq", "sseq")


@pytest.mark.parametrize("seed", range(25))
def test_what_is_listed_is_an_equilibrium_and_every_nash_equilibrium_is_listed(seed: int) -> None:
    model = Model(random_case(Random(seed), coalesce=False, max_options=5))
    table = equilibria(searched_game(model.case), BOUNDED, depth=2)
    place = {code: s for s, code in enumerate(model.state_codes)}
    for concept in BOUNDED:
        found = {place[e.state.key] for e in table.equilibria() if concept in e.concepts}
        exact = model.equilibria(concept)
        assert found == exact if concept == "nash" else found <= exact
    assert table.search_result.nash.complete
    assert table.search_result.late == 0
    reached = {place[e.state.key] for e in table.outcomes if e.walk is not None}
    now = model.status_quo
    assert reached <= (set() if now is None else model.reach(now, model.movers, True) | {now})


def test_where_threats_hold_the_status_quo_it_is_found() -> None:
    table = equilibria(searched_game(load_case("cuban-missile-crisis")), BOUNDED)
    held = {e.code: e.concepts for e in table.equilibria()}
    assert table.search_result.nash.codes == ()
    assert set(held.values()) <= {("gmr",), ("gmr", "smr"), ("gmr", "smr", "seq", "sseq")}
    assert held


def test_the_outcome_to_look_at_first_is_where_walks_end() -> None:
    table = equilibria(searched_game(load_case("european-security-2022")))
    assert table.lead is not None
    assert table.lead.walk is not None
    assert table.lead.code == table.search_result.walks[0].end
    assert len(table.equilibria()) == len(table.outcomes) == 6


def test_without_a_status_quo_nothing_is_said_of_the_way() -> None:
    case = sparse_case(4, 2).model_copy(update={"status_quo": None})
    table = equilibria(searched_game(case), ["nash"])
    assert table.search_result.walks == ()
    assert all(e.walk is None for e in table.equilibria())


def test_the_limit_holds_and_where_walks_end_is_never_left_out() -> None:
    table = equilibria(searched_game(sparse_case(31, 4)), limit=5)
    assert len(table.equilibria()) == len(table.outcomes) == 5
    assert {walk.end for walk in table.search_result.walks if walk.settled} & {e.code for e in table.equilibria()}
    data = table.to_dict()
    assert (data["truncated"], data["proved"]) == (True, False)


def test_as_data() -> None:
    table = equilibria(searched_game(load_case("thirty-allies-2022")), ["nash", "gmr"], depth=1)
    data = table.to_dict()
    assert json.loads(json.dumps(data)) == data
    assert data["states"] == {"count": None, "status_quo": None}
    assert data["concepts"] == ["nash", "gmr"]
    assert data["depth"] == 1
    assert data["proved"] is True
    assert "truncated" not in data
    assert {e["state"] for e in data["equilibria"]} == {None}
    nash = [e for e in data["equilibria"] if "nash" in e["concepts"]]
    assert len(nash) == 8
    assert [e["reachable"] for e in nash].count({"improvements": True, "moves": True}) == 1
    assert list(nash[0]["options"]) == data["options"]
    assert repr(table).startswith("StabilityTable(38 options; nash 8, gmr ")
    assert "stable" not in data
    assert data["coverage"]["kind"] == "search"


def test_as_a_data_frame() -> None:
    frame = equilibria(searched_game(unlabelled("prisoners-dilemma")), ["nash", "seq"]).to_frame()
    assert list(frame.columns) == ["row.cooperate", "column.cooperate", "nash", "seq", "by-improvements"]
    assert list(frame.index) == [0, 3]
    assert frame["seq"].all()
    assert frame["nash"].sum() == 1


def test_the_answer_is_the_same_each_time() -> None:
    first, again = (equilibria(searched_game(sparse_case(31, 4)), limit=30).to_dict() for _ in range(2))
    assert first == again


@pytest.mark.parametrize(("concepts", "words"), [(["sim"], '"sim" is not defined'), ([], "no concept is named")])
def test_concepts_that_cannot_be_asked_are_refused(concepts: list[str], words: str) -> None:
    with pytest.raises(QuestionError, match=words):
        equilibria(searched_game(case_of(actors={"a": {"options": {"x": {}}}})), concepts)


# ---------------------------------------------------------------------------------------- both kinds of game

KINDS = {"listed": compile, "searched": searched_game}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(12))
def test_nash_equilibria_and_the_data_are_the_same_in_both_kinds_of_game(kind: str, seed: int) -> None:
    case = random_case(Random(seed), coalesce=False, max_options=5)
    model, table = Model(case), equilibria(KINDS[kind](case), ["nash"])
    expected = [model.state_codes[s] for s in sorted(model.equilibria("nash"))]
    assert [e.state.code for e in table.equilibria()] == expected
    assert sorted(e.state.key for e in table.outcomes) == [e.state.key for e in table.equilibria()]
    assert table.count == len(table.strongest()) == len(expected)
    assert (table.lead is None) == (not expected)
    data = json.loads(json.dumps(table.to_dict()))
    assert [e["code"] for e in data["equilibria"]] == expected
    assert set(data) - {"stable"} == (KEYS | GAINED) - HEAD - {"stable"}
    assert set(data["equilibria"][0]) == {"state", "code", "options", "concepts", "reachable"} if expected else True
    assert data["proved"] is True
    assert list(table.rows().names)[-1 if kind == "searched" else -2] == "by-improvements"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("concepts", "words"), [(["nahs"], '"nahs"'), ([], "no concept is named"), ("seq", "in a list")])
def test_both_kinds_of_game_refuse_the_same_questions(kind: str, concepts: Any, words: str) -> None:
    with pytest.raises(QuestionError, match=words):
        equilibria(KINDS[kind](load_case("chicken")), concepts)


def test_one_concept_for_each_mover_needs_the_list_of_states() -> None:
    game = searched_game(load_case("chicken"))
    with pytest.raises(QuestionError, match="assign needs the list of all states"):
        equilibria(game, assign={"row": "nash", "column": "seq"})
    table = equilibria(game)
    assert table.searched is game
    with pytest.raises(QuestionError, match="too many to list"):
        table.strength()
    with pytest.raises(QuestionError, match="nothing of it was searched"):
        _ = solved("chicken").search_result
    with pytest.raises(QuestionError, match="nothing of it was searched"):
        _ = solved("chicken").searched


def test_the_equilibria_of_one_concept() -> None:
    table = solved("cuban-missile-crisis")
    assert [e.state.number for e in table.equilibria(concept="seq")] == [5, 7]
    assert [e.state.number for e in table.equilibria(1, concept="seq")] == [5]
    assert table.equilibria(concept="nash") == ()
    with pytest.raises(
        QuestionError, match=r"the first argument is a limit; name the concept: equilibria\(concept='nash'\)"
    ):
        table.equilibria("nash")  # type: ignore[arg-type]
    with pytest.raises(QuestionError, match='the table has no concept "nsh"; did you mean "nash"'):
        table.equilibria(concept="nsh")
