"""What rests on threats, against the literal definitions; and what must always hold."""

from __future__ import annotations

import json
from random import Random

import pytest
from hypothesis import given

from cases import case_of, cases, random_case, random_graph_case
from catalogued import LISTED
from countermove.analysis.credibility import Credibility, credibility
from countermove.analysis.threats import Search, cheapest_threat
from countermove.catalog import load_case
from countermove.errors import QuestionError
from countermove.game.compile import compile
from countermove.model.case import Case
from engines import swept
from reference import Model
from reference_credibility import CREDIBLE, cheapest, resting, undeterred

CUBA = "cuban-missile-crisis"


def agrees(model: Model, found: Credibility) -> int:
    """The result is what the literal definitions say; how many threats there were."""
    concept = found.concept.id
    assert frozenset(found.resting.tolist()) == resting(model, concept)
    assert frozenset(found.remaining.tolist()) == model.equilibria(CREDIBLE[concept])
    count = 0
    for s in found.resting.tolist():
        threats = found.threats(s)
        held = [
            m for m in model.movers
            if model.is_stable(concept, m, s) and not model.is_stable(CREDIBLE[concept], m, s)
        ]  # fmt: skip
        assert list(found.held_back(s)) == held
        for mover in held:
            gains = undeterred(model, concept, mover, s)
            assert sorted(t.target for t in threats if t.mover == mover) == sorted(a.target for a in gains)
            for threat in (t for t in threats if t.mover == mover):
                count += 1
                assert threat.steps is not None
                steps = [(step.mover, step.before, step.after) for step in threat.steps]
                assert steps[0][1] == threat.target
                assert model.is_legal_sequence(steps, False, mover)
                against = model.focal_actor(mover)
                willing = [t in model.steps(m, b, True, against) for m, b, t in steps]
                assert [step.willing for step in threat.steps] == willing
                price = (len(threat.unwilling), len(steps))
                possible = [a for a in gains if a.target == threat.target]
                assert price in {cheapest(model, concept, mover, s, a) for a in possible}
                assert any(model.deters(concept, mover, s, a, steps[-1][2]) for a in possible)
                ends = model.reachable_from(threat.target)["improvements"] & model.equilibria(CREDIBLE[concept])
                assert threat.ends == tuple(sorted(ends))
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
        for s in found.resting.tolist()[:4]:
            for threat in found.threats(s):
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
    assert (found.resting + 1).tolist() == [1, 2, 3, 6, 8]
    first = found.threats(0)[0]
    (step,) = first.steps or ()
    assert (first.mover, first.target + 1, step.mover, step.after + 1, step.willing, step.gain) == (
        "usa", 3, "ussr", 11, False, -1,
    )  # fmt: skip
    assert first.ends == (4, 6)
    assert step.worse is not None
    assert step.worse[0] > step.worse[1]


def test_the_price_is_told_in_lines() -> None:
    found = credibility(compile(load_case("european-security-2022")))
    threat = next(t for t in found.threats(0) if t.mover == "usa")
    (step,) = threat.unwilling
    assert (step.mover, [d.position + 1 for d in step.differences if not d.gained]) == ("russia", [3])


def test_a_body_that_would_not_decide_so_threatens_in_vain() -> None:
    """a gains by x; only the union could undo that, and no member wants it to."""
    case = case_of(
        actors={"a": {"options": {"x": {}}, "prefers": ["not (x and q)", "x", "not q"]}, "b": {"prefers": ["not q"]}},
        bodies={"union": {"members": ["b"], "decides": "consensus", "options": {"q": {}}}},
    )
    found = credibility(compile(case))
    (threat,) = found.threats(0)
    (step,) = threat.unwilling
    assert (step.mover, step.gain, step.against) == ("union", None, ("b",))


def test_a_search_that_is_given_up_says_so() -> None:
    graph = compile(load_case("european-security-2022"))
    usa = graph.mover("usa")
    assert cheapest_threat(graph, usa, 0, 16, 0, False, Search(pairs=0)) is None
    alone = compile(case_of(actors={"a": {"options": {"x": {}}, "prefers": ["x"]}}))
    with pytest.raises(ValueError, match="no answer"):
        cheapest_threat(alone, alone.movers[0], 0, 1, 0, False, Search())


def test_only_concepts_of_threats_can_be_audited() -> None:
    with pytest.raises(QuestionError, match='threats are what "gmr" and "smr" count on; not "seq"'):
        credibility(compile(load_case(CUBA)), "seq")


def test_data_frame_and_page() -> None:
    found = credibility(compile(load_case(CUBA)))
    data = json.loads(json.dumps(found.to_dict()))
    assert (data["concept"], data["credible"], data["equilibria"], data["resting"]) == ("gmr", "seq", 7, 5)
    assert data["remaining"] == [5, 7]
    one = data["threats"][0]["held_back"][0]
    assert one["answer"] == [
        {"mover": "ussr", "from": 3, "to": 11, "willing": False, "gain": -1, "lost": [], "won": [], "against": []}
    ]
    assert one["ends"] == [5, 7]
    short = found.to_dict(limit=2)
    assert (len(short["threats"]), short["truncated"]) == (2, True)
    assert found.to_dict([4])["threats"] == [{"state": 5, "held_back": []}]
    frame = found.to_frame()
    assert list(frame.columns) == ["state", "mover", "to", "unwilling", "who"]
    assert (len(frame), frame.iloc[0].who) == (9, "ussr")
    assert "<td>US</td>" in found._repr_html_()


@pytest.mark.parametrize("id_", [id_ for id_ in LISTED if id_ != "european-security-2022"])
def test_catalogue(id_: str) -> None:
    case = load_case(id_)
    for concept in CREDIBLE:
        agrees(Model(case), credibility(compile(case), concept))
