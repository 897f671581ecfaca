"""What rests on threats: in a listed game by the literal definitions; in a searched one never wrong, and what is proved."""

from __future__ import annotations

import json
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given

from cases import case_of, cases, random_case, random_graph_case, sparse_case
from catalogued import LISTED
from countermove.analysis.credibility import Credibility, credibility
from countermove.analysis.model.places import Place
from countermove.analysis.threats import PairsLeft, cheapest_threat
from countermove.catalog import load_case
from countermove.errors import QuestionError, SizeError
from countermove.game.allowance import Allowance
from countermove.game.compile import compile
from countermove.game.game import State
from countermove.game.searched import searched_game
from countermove.model.case import Case
from engines import swept
from reference import Model
from reference_credibility import CREDIBLE, cheapest, resting, undeterred
from reference_large import shown

CUBA = "cuban-missile-crisis"


def keys(states: tuple[State, ...]) -> list[int]:
    return [state.key for state in states]


def agrees(model: Model, found: Credibility) -> int:
    """The result is what the literal definitions say; how many threats there were."""
    concept = found.concept.id
    assert frozenset(keys(found.resting)) == resting(model, concept)
    assert frozenset(keys(found.remaining)) == model.equilibria(CREDIBLE[concept])
    count = 0
    for state in found.resting:
        s, threats = state.key, found.threats(state)
        held = [
            m for m in model.movers
            if model.is_stable(concept, m, s) and not model.is_stable(CREDIBLE[concept], m, s)
        ]  # fmt: skip
        assert list(found.held_back(state)) == held
        for mover in held:
            gains = undeterred(model, concept, mover, s)
            assert sorted(t.target.key for t in threats if t.mover == mover) == sorted(a.target for a in gains)
            for threat in (t for t in threats if t.mover == mover):
                count += 1
                assert threat.steps is not None
                steps = [(step.mover, step.before.key, step.after.key) for step in threat.steps]
                assert steps[0][1] == threat.target.key
                assert model.is_legal_sequence(steps, False, mover)
                against = model.focal_actor(mover)
                willing = [t in model.steps(m, b, True, against) for m, b, t in steps]
                assert [step.is_willing for step in threat.steps] == willing
                price = (len(threat.unwilling), len(steps))
                possible = [a for a in gains if a.target == threat.target.key]
                assert price in {cheapest(model, concept, mover, s, a) for a in possible}
                assert any(model.deters(concept, mover, s, a, steps[-1][2]) for a in possible)
                onward = model.reach(threat.target.key, model.movers, True, last=mover) | {threat.target.key}
                assert keys(threat.ends) == sorted(onward & model.equilibria(CREDIBLE[concept]))
                # A credible answer without the counter-move is one that the mover escapes.
                is_answered = any(
                    model.deters("seq", mover, s, a, s2) for a in possible for s2 in model.answers("seq", mover, a.target)
                )
                assert threat.is_escaped == (concept == "smr" and is_answered)
    return count


@pytest.mark.parametrize("concept", CREDIBLE)
def test_threats_are_those_of_the_reference(concept: str) -> None:
    count = 0
    for seed in range(100):
        rng = Random(seed)
        case = random_graph_case(rng) if seed % 4 == 3 else random_case(rng, max_options=5, actors=(2, 4))
        count += agrees(Model(case), credibility(compile(case), concept))
    assert count > 50


def test_large_cases_are_audited_alike() -> None:
    for seed in range(300, 330):
        case = random_case(Random(seed), max_options=5, actors=(2, 4))
        with swept():
            agrees(Model(case), credibility(compile(case), "gmr"))


@given(cases(max_options=5))
def test_a_threat_has_a_step_that_nobody_wants(case: Case) -> None:
    for concept in CREDIBLE:
        found = credibility(compile(case), concept)
        for state in found.resting[:4]:
            for threat in found.threats(state):
                assert threat.unwilling
                for step in threat.unwilling:
                    assert step.gain in (0, -1, None)


@given(cases(max_options=5, bodies=False))
def test_who_is_alone_is_held_back_by_nobody(case: Case) -> None:
    """With one mover there is nobody to threaten."""
    if len(case.movers) == 1:
        assert not len(credibility(compile(case)).resting)


def test_the_crisis_rests_on_escalation() -> None:
    found = credibility(compile(load_case(CUBA)))
    assert repr(found) == "Credibility(5 of 7 GMR equilibria rest on threats)"
    assert [state.number for state in found.resting] == [1, 2, 3, 6, 8]
    first = found.threats(1)[0]
    (step,) = first.steps or ()
    assert (first.mover, first.target.number, step.mover, step.after.number, step.is_willing, step.gain) == (
        "usa", 3, "ussr", 11, False, -1,
    )  # fmt: skip
    assert keys(first.ends) == [4, 6]
    assert step.places == (Place(better=3, alike=1, worse=8), Place(better=10, alike=1, worse=1))


def test_the_price_is_told_in_lines() -> None:
    found = credibility(compile(load_case("european-security-2022")))
    threat = next(t for t in found.threats(1) if t.mover == "usa")
    (step,) = threat.unwilling
    assert (step.mover, [d.position + 1 for d in step.differences if not d.gained]) == ("russia", [3])


def test_a_body_that_would_not_decide_so_threatens_in_vain() -> None:
    """a gains by x; only the union could undo that, and no member wants it to."""
    case = case_of(
        actors={"a": {"options": {"x": {}}, "prefers": ["not (x and q)", "x", "not q"]}, "b": {"prefers": ["not q"]}},
        bodies={"union": {"members": ["b"], "decides": "consensus", "options": {"q": {}}}},
    )
    found = credibility(compile(case))
    (threat,) = found.threats(1)
    (step,) = threat.unwilling
    assert (step.mover, step.gain, step.against) == ("union", None, ("b",))


def test_a_search_that_is_given_up_says_so() -> None:
    graph = compile(load_case("european-security-2022"))
    usa = graph.mover("usa")
    assert cheapest_threat(graph, usa, 0, 16, 0, False, PairsLeft(pairs=0)) is None
    alone = compile(case_of(actors={"a": {"options": {"x": {}}, "prefers": ["x"]}}))
    with pytest.raises(ValueError, match="no answer deters the mover"):
        cheapest_threat(alone, alone.movers[0], 0, 1, 0, False, PairsLeft())


def test_only_concepts_of_threats_can_be_audited() -> None:
    with pytest.raises(QuestionError, match='threats are what "gmr" and "smr" count on; not "seq"'):
        credibility(compile(load_case(CUBA)), "seq")


def test_data_frame_and_page() -> None:
    found = credibility(compile(load_case(CUBA)))
    data = json.loads(json.dumps(found.to_dict()))
    assert (data["concept"], data["credible"], data["equilibria"], data["resting"]) == ("gmr", "seq", 7, 5)
    assert data["remaining"] == [5, 7]
    one = data["threats"][0]["held_back"][0]
    (answer,) = one["answer"]
    move = {"mover": "ussr", "from": 3, "to": 11, "willing": False, "gain": -1, "lost": [], "won": [], "against": []}
    assert {key: answer[key] for key in move} == move
    assert one["ends"] == [5, 7]
    short = credibility(compile(load_case(CUBA)), limit=2).to_dict()
    assert (len(short["threats"]), short["truncated"]) == (2, True)
    (asked,) = credibility(compile(load_case(CUBA)), states=[5]).to_dict()["threats"]
    assert (asked["state"], asked["held_back"]) == (5, [])
    frame = found.to_frame()
    assert list(frame.columns)[:7] == ["state", "label", "held-back", "gain", "step", "mover", "from"]
    assert frame.groupby(["state", "held-back", "gain"]).ngroups == 9
    assert (frame.iloc[0]["mover"], bool(frame.iloc[0]["willing"])) == ("ussr", False)
    assert "<td>usa</td>" in found._repr_html_()


@pytest.mark.parametrize("id_", [id_ for id_ in LISTED if id_ != "european-security-2022"])
def test_catalogue(id_: str) -> None:
    case = load_case(id_)
    for concept in CREDIBLE:
        agrees(Model(case), credibility(compile(case), concept))


# ------------------------------------------------------------------------------------------------ searched games


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize(("concept", "credible"), [("gmr", "seq"), ("smr", "sseq")])
def test_verdicts_of_a_search_are_those_of_the_reference(seed: int, concept: str, credible: str) -> None:
    model = Model(random_case(Random(seed), coalesce=False, max_options=5))
    codes = [code for code in model.state_codes if code is not None]
    game = searched_game(model.case)
    found = credibility(game, concept, states=list(map(game.at, codes[:5])), depth=2)
    place = {code: s for s, code in enumerate(codes)}
    exact, firm = model.equilibria(concept), model.equilibria(credible)
    assert found.trials is not None
    assert found.trials.late == 0
    for one in found.trials.tried:
        s = place[one.key]
        assert one.is_credible == (s in firm)
        assert not one.is_stable or s in exact
        if all(shown(model, concept, m, s, 2) for m in model.movers):
            assert one.is_stable
    for state in found.resting[:2]:
        s = place[state.key]
        threats = found.threats(state)
        unwilling = [m for m in model.movers if s not in model.stable(credible, m)]
        assert list(found.held_back(state)) == unwilling
        for threat in threats:
            assert threat.is_certain
            assert threat.steps is None or threat.unwilling
            assert {place[end.key] for end in threat.ends} <= model.equilibria("nash") & firm


def test_the_alliance_rests_on_a_threat_that_nobody_would_carry_out() -> None:
    found = credibility(searched_game(load_case("thirty-allies-2022")))
    now = found.resting[0]
    assert now.key == found.game.status_quo_key
    assert len(found.remaining) == 8
    threats = {threat.mover: threat for threat in reversed(found.threats(now))}
    assert threats["usa"].is_certain
    assert not threats["estonia"].is_certain
    (step,) = threats["estonia"].steps or ()
    assert (step.mover, step.is_willing) == ("russia", False)
    assert [d.position + 1 for d in step.differences if not d.gained] == [3]
    assert repr(found) == "Credibility(17 of 25 GMR equilibria found rest on threats)"
    assert found.not_held_back(now) == ()


def test_a_searched_game_as_data() -> None:
    game = searched_game(load_case("chicken"))
    found = credibility(game, states=[game.at(3)])
    data = found.to_dict()
    assert json.loads(json.dumps(data)) == data
    assert (data["concept"], data["credible"], data["depth"], data["proved"]) == ("gmr", "seq", 3, False)
    assert (data["equilibria"], data["resting"], sorted(data["remaining"])) == (3, 1, [1, 2])
    (held,) = data["threats"]
    assert (held["state"], held["code"]) == (None, 3)
    row = held["held_back"][0]
    assert (row["mover"], row["to"], row["certain"], row["ends"]) == ("row", None, True, [2])
    assert row["answer"][0]["willing"] is False
    assert row["answer"][0]["to"] is None
    assert row["answer"][0]["options"] == {"row.cooperate": False, "column.cooperate": False}
    assert data["coverage"]["kind"] == "search"
    assert replace(found, limit=1).to_dict()["truncated"] is True


def test_a_searched_game_as_a_data_frame() -> None:
    game = searched_game(load_case("chicken"))
    frame = credibility(game, states=[game.at(3)]).to_frame()
    assert frame["held-back"].tolist() == ["row", "column"]
    assert frame["certain"].all()


def test_what_was_left_untried_is_counted() -> None:
    found = credibility(searched_game(load_case("thirty-allies-2022")), allowance=Allowance(1e-6))
    assert found.trials is not None
    assert found.trials.late == 17
    assert found.to_dict()["truncated"] is True


def test_who_is_not_held_back_is_named() -> None:
    wild = {"options": {"x": {}}, "prefers": ["x"]}
    case = case_of(actors={"a": wild, "b": {"options": {"y": {}}}}, status_quo=[])
    game = searched_game(case)
    found = credibility(game)
    assert found.resting == ()
    assert found.not_held_back(game.at(0)) == ("a",)


def test_a_gain_that_nothing_deters_is_no_threat() -> None:
    """In a searched game, too: no answer takes x away, so no bluff deters it, and data has none."""
    wild = {"options": {"x": {}}, "prefers": ["x"]}
    case = case_of(actors={"a": wild, "b": {"options": {"y": {}}, "prefers": ["y"]}}, status_quo=[])
    game = searched_game(case)
    answer = credibility(game, states=[game.at(0)])
    assert answer.threats(game.at(0)) == ()
    assert answer.held_back(game.at(0)) == ()
    assert answer.to_dict()["threats"][0]["held_back"] == []
    assert answer.rows().values == ()


@pytest.mark.parametrize("seed", [58, 83, 122])
def test_an_answer_that_is_escaped_is_known_in_a_search_too(seed: int) -> None:
    case = random_case(Random(seed), coalesce=False, max_options=4, bodies=False)
    listed = credibility(compile(case), "smr")
    escaped = [t for state in listed.resting for t in listed.threats(state) if t.is_escaped]
    assert escaped
    game = searched_game(case)
    for threat in escaped:
        answer = credibility(game, "smr", states=[game.at(threat.state.code)])
        assert [t.is_escaped for t in answer.threats(game.at(threat.state.code)) if t.target.code == threat.target.code] == [
            True
        ]


@pytest.mark.parametrize("concept", ["nash", "seq", "sim"])
def test_other_concepts_count_on_no_threats(concept: str) -> None:
    for game in (searched_game(load_case("chicken")), compile(load_case("chicken"))):
        with pytest.raises(QuestionError, match='threats are what "gmr" and "smr" count on'):
            credibility(game, concept)


def test_too_many_choices_are_refused() -> None:
    case = case_of(actors={"a": {"options": {f"o{k}": {} for k in range(15)}, "prefers": ["o1"]}}, status_quo=[])
    game = searched_game(case)
    found = credibility(game)
    assert found.trials is not None
    assert found.trials.late == 1
    with pytest.raises(SizeError, match="15 options"):
        found.threats(game.at(0))


def test_a_wide_case_is_answered() -> None:
    found = credibility(searched_game(sparse_case(20, 4)), limit=3, depth=1, allowance=Allowance(5))
    assert found.trials is not None
    assert found.trials.table.search_result.nash.stopped == "limit"
