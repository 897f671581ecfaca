"""Comparisons, against the reference, on the opening case, and by what must hold of any two cases."""

from __future__ import annotations

import io
from contextlib import suppress
from random import Random

import numpy as np
import pytest

from cases import case_of, random_case, random_graph_case
from countermove.analysis.compare.compare import compare, outcomes
from countermove.analysis.compare.comparison import Comparison, taken_names
from countermove.catalog import load, load_case
from countermove.errors import QuestionError
from countermove.game.listed import ListedGame
from countermove.model.case import Case
from reference import Model
from reference_compare import concepts_of, judged, named, names_of
from reference_compare import outcomes as literal_outcomes

OPENING = load_case("european-security-2022")
RULES = ("consensus", "majority", "unanimity", {"quota": "0.5"}, {"any": ["majority", {"actor": "ann"}]})


def numbers(states: object) -> list[int]:
    return [int(state) + 1 for state in states]  # type: ignore[attr-defined]


# -------------------------------------------------------------------------------------------- the opening case


def test_a_russian_veto_over_admission_changes_no_nash_and_no_seq_equilibrium() -> None:
    _, veto = compare(OPENING).changes
    assert veto.side.name == "russian-veto"
    for concept in ("nash", "seq"):
        assert veto.equilibria[concept].is_none
        assert numbers(veto.equilibria[concept].kept) == [148, 152, 169, 173, 412, 416]
    assert numbers(veto.side.outcomes) == [148]
    assert {(stake.before, stake.after) for stake in veto.stakes} == {("equal", "equal")}


def test_war_aims_lose_two_nash_equilibria_and_lead_to_the_attack() -> None:
    found = compare(OPENING, ["war-aims"])
    (change,) = found.changes
    nash = change.equilibria["nash"]
    assert (numbers(nash.lost), numbers(nash.gained)) == ([148, 412], [])
    assert (numbers(found.base.outcomes), numbers(change.side.outcomes)) == ([148], [152])
    before, after = (set(taken_names(found.base.table.listed, s)[0]) for s in (147, 151))
    assert after - before == {"russia.attack"}
    assert before <= after
    stakes = {stake.actor: (stake.before, stake.after) for stake in change.stakes}
    assert stakes["russia"] == ("worse", "better")
    assert {stakes[a] for a in ("usa", "europe", "ukraine")} == {("worse", "worse")}


def test_a_veto_as_a_what_if_is_not_stronger_than_the_consent_that_the_scenario_asks() -> None:
    found = compare(OPENING, ["russian-veto"], {"veto": {"nato.admit": "russia"}})
    scenario, asked = found.changes
    assert asked.side.name == "veto nato.admit=russia"
    for concept, shift in asked.equilibria.items():
        assert set(scenario.equilibria[concept].gained) == set(shift.gained)
    assert asked.equilibria["nash"].is_none


# ----------------------------------------------------------------------------------------------- the reference


def variants(rng: Random, case: Case) -> Case:
    """The case with scenarios: another title, other preferences, another rule, an option more."""
    actor = rng.choice(list(case.actors))
    tastes = [f"not {row.full}" for row in case.option_rows if row.level is None][:2]
    scenarios: dict[str, object] = {"title": {"title": "Another"}}
    if case.bodies:
        scenarios["rule"] = {"bodies": {rng.choice(list(case.bodies)): {"decides": "majority"}}}
    if not case.coalesce:
        scenarios["tastes"] = {"actors": {actor: {"prefers": tastes or ["true"]}}}
        if all(record.ranking is None for record in case.actors.values()):
            scenarios["option"] = {"actors": {actor: {"options": {"extra": {"name": "Extra"}}}}}
    return case_of(**case.model_dump(by_alias=True, exclude_defaults=True) | {"scenarios": scenarios})


def check_comparison(found: Comparison) -> None:
    """All of a comparison is what the reference says of the two cases."""
    base = found.base.table.listed
    old = Model(base.case)
    for change in found.changes:
        graph = change.side.table.listed
        new, names = Model(graph.case), names_of(base.case, graph.case)
        olds = {named(old, s, names): s for s in range(len(old.states))}
        news = {named(new, s, names): s for s in range(len(new.states))}
        assert change.there.tolist() == [news.get(key, -1) for key in olds]
        assert change.back.tolist() == [olds.get(key, -1) for key in news]
        for concept in concepts_of(base.case):
            before = {named(old, s, names) for s in old.equilibria(concept)}
            after = {named(new, s, names) for s in new.equilibria(concept)}
            shift = change.equilibria[concept]
            assert {named(old, int(s), names) for s in shift.kept} == before & after
            assert {named(old, int(s), names) for s in shift.lost} == before - after
            assert {named(new, int(s), names) for s in shift.gained} == after - before
        ends = [{named(model, s, names) for s in literal_outcomes(model)} for model in (old, new)]
        assert {named(old, s, names) for s in found.base.outcomes} == ends[0]
        assert {named(new, s, names) for s in change.side.outcomes} == ends[1]
        for stake in change.stakes:
            verdicts = [judged(model, stake.actor, *ends, names) for model in (old, new)]
            assert [stake.before, stake.after] == verdicts
        if old.status_quo is None or new.status_quo is None:
            assert change.reached is None
        else:
            reached = [
                {named(m, s, names) for s in m.reachable_from(m.status_quo)["improvements"]}  # type: ignore[arg-type]
                for m in (old, new)
            ]
            assert change.reached is not None
            assert {named(old, int(s), names) for s in change.reached.lost} == reached[0] - reached[1]
            assert {named(new, int(s), names) for s in change.reached.gained} == reached[1] - reached[0]


def test_scenarios_are_compared_as_the_reference_does() -> None:
    seen = set()
    for seed in range(40):
        rng = Random(seed)
        case = variants(rng, random_case(rng, max_options=5, levels=seed % 3 == 0))
        found = compare(case)
        check_comparison(found)
        seen |= {s.before for change in found.changes for s in change.stakes}
        seen |= {len(change.there) == len(change.back) for change in found.changes}
    assert seen == {"better", "worse", "equal", "depends", None, True, False}


def test_what_ifs_are_compared_as_the_reference_does() -> None:
    done = set()
    for seed in range(30):
        rng = Random(seed)
        case = random_case(rng, max_options=5, levels=seed % 3 == 0)
        kinds: list[tuple[str, str, object]] = [("without", rng.choice([*case.actors, *case.bodies]), None)]
        if case.bodies:
            body = rng.choice(list(case.bodies))
            kinds += [("rule", body, rng.choice(RULES)), ("veto", body, rng.choice(list(case.actors)))]
        for kind, target, data in kinds:
            with suppress(QuestionError):  # what they say is tested with the what-ifs
                check_comparison(compare(case, None, {kind: [target] if data is None else {target: data}}))
                done.add(kind)
    assert done == {"without", "rule", "veto"}


def test_two_cases_are_compared_as_the_reference_does() -> None:
    for seed in range(40):
        rng = Random(seed)
        one, two = random_case(rng, max_options=4, levels=seed % 2 == 0), random_case(rng, max_options=4)
        check_comparison(compare(one, other=two))


def test_listed_states_are_compared_by_their_ids() -> None:
    for seed in range(25):
        rng = Random(seed)
        check_comparison(compare(random_graph_case(rng), other=random_graph_case(rng)))


# ---------------------------------------------------------------------------------------------- what must hold


def test_a_case_beside_itself_changes_nothing_and_a_comparison_can_be_turned_round() -> None:
    for seed in range(30):
        rng = Random(seed)
        one, two = random_case(rng, max_options=4), random_case(rng, max_options=4)
        (same,) = compare(one, other=one).changes
        assert all(shift.is_none for shift in same.equilibria.values())
        assert same.edits == ()
        assert {s.before for s in same.stakes} <= {"equal", "depends", None}
        (forth,), (back,) = compare(one, other=two).changes, compare(two, other=one).changes
        for concept, shift in forth.equilibria.items():
            assert shift.lost.tolist() == back.equilibria[concept].gained.tolist()
            assert shift.gained.tolist() == back.equilibria[concept].lost.tolist()


def test_numbers_of_states_are_never_compared() -> None:
    """An impossible combination gives all later states other numbers, and nothing else happens."""
    actors = {
        "a": {"options": {"x": {}, "y": {}}, "prefers": ["y", "x"]},
        "b": {"options": {"z": {}}, "prefers": ["z"]},
    }
    case = case_of(actors=actors, status_quo=["y"], scenarios={"less": {"impossible": ["x and not y"]}})
    (change,) = compare(case, concepts=["nash"]).changes
    assert change.there.tolist() == [0, -1, 1, 2, 3, -1, 4, 5]
    assert change.equilibria["nash"].is_none
    assert change.equilibria["nash"].kept.tolist() == [7]
    assert change.side.outcomes == (5,)


def test_a_scenario_may_be_the_beginning_and_what_ifs_go_together() -> None:
    found = compare(OPENING, what_ifs={"veto": {"nato.admit": "russia"}}, start="war-aims", concepts=["nash"])
    assert found.base.name == "war-aims"
    assert numbers(found.base.outcomes) == [152]
    assert [change.side.name for change in found.changes] == ["veto nato.admit=russia"]
    both = {"rule": {"nato": "majority"}, "without": ["europe"]}
    assert len(compare(OPENING, what_ifs=both, concepts=["nash"]).changes) == 2
    (one,) = compare(OPENING, what_ifs=both, together=True, concepts=["nash"]).changes
    assert one.side.name == "rule nato=majority + without europe"
    assert "europe" not in one.side.table.listed.actors


def test_names_that_occur_again_are_numbered() -> None:
    case = case_of(actors={"a": {"options": {"x": {}}}}, scenarios={"base": {"actors": {"a": {"prefers": ["x"]}}}})
    found = compare(case)
    assert [found.base.name, *(change.side.name for change in found.changes)] == ["base", "base (2)"]
    assert list(found.to_dict()["scenarios"]) == ["base", "base (2)"]


def test_outcomes_without_a_status_quo_and_without_any_equilibrium() -> None:
    table = compare(load_case("chicken"), other=load_case("chicken")).base.table
    assert outcomes(table) == (1, 2)
    pennies = case_of(
        actors={
            "a": {"options": {"x": {}}, "prefers": ["x iff y"]},
            "b": {"options": {"y": {}}, "prefers": ["not (x iff y)"]},
        },
        status_quo=[],
    )
    found = compare(pennies, other=pennies, concepts=["nash"])
    assert found.base.outcomes == ()
    assert {stake.before for stake in found.changes[0].stakes} == {None}


# ------------------------------------------------------------------------------------------------ the contract


def test_the_contract() -> None:
    data = compare(OPENING).to_dict()
    assert list(data["scenarios"]) == ["base", "war-aims", "russian-veto"]
    first = data["scenarios"]["base"]["equilibria"]["nash"][0]
    assert first["state"] == 148
    assert first["options"] == ["russia.insist", "russia.contain", "usa.talk", "usa.press", "ukraine.apply"]
    war = data["scenarios"]["war-aims"]
    assert [state["state"] for state in war["changes"]["nash"]["lost"]] == [148, 412]
    assert war["changes"]["nash"]["gained"] == []
    assert war["gains"]["russia"] == {"as_before": "worse", "as_after": "better"}
    assert war["states"] == {"count": 416, "status_quo": 98}
    assert [state["state"] for state in war["outcomes"]] == [152]
    assert "truncated" not in data
    assert data == load_json(data)


def load_json(data: object) -> object:
    import json

    return json.loads(json.dumps(data))


def test_long_lists_are_cut_and_said_to_be() -> None:
    data = compare(OPENING, ["war-aims"]).to_dict(limit=5)
    assert data["truncated"] is True
    assert len(data["scenarios"]["base"]["equilibria"]["gmr"]) == 5


def test_coalesced_states_say_what_they_leave_open() -> None:
    case = case_of(actors={"a": {"options": {"x": {}, "y": {}}, "prefers": ["x"]}}, coalesce=["x"])
    (held,) = compare(case, other=case, concepts=["nash"]).to_dict()["scenarios"]["base"]["equilibria"]["nash"]
    assert held == {"state": 3, "options": ["a.x"], "varies": ["a.y"]}


def test_listed_states_have_ids() -> None:
    text = "states: {s1: One, s2: Two}\nactors: {a: {moves: [[s1, s2]], ranking: [s2, s1]}}\n"
    case = load(io.StringIO(text))
    (held,) = compare(case, other=case, concepts=["nash"]).to_dict()["scenarios"]["base"]["equilibria"]["nash"]
    assert held == {"state": 2, "options": [], "id": "s2"}


def test_rows_and_frames() -> None:
    pytest.importorskip("pandas")
    found = compare(OPENING, ["war-aims"])
    frame = found.to_frame()
    lost = frame[(frame.concept == "nash") & (frame.change == "lost")]
    assert lost.before.tolist() == [148, 412]
    assert lost.after.tolist() == [148, 412]
    counts = frame[frame.concept == "seq"].change.value_counts()
    assert counts.to_dict() == {"gained": 74, "kept": 4, "lost": 2}
    assert repr(found) == "Comparison('European security talks, January 2022'; 'war-aims': nash +0 -2)"
    assert "<td>4 (+0 -2)</td>" in found._repr_html_()


# ------------------------------------------------------------------------------------------- wrong questions


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"scenarios": ["war-aim"]}, 'unknown scenario "war-aim"; did you mean "war-aims"?'),
        ({"start": "war-aim"}, 'unknown scenario "war-aim"; did you mean "war-aims"?'),
        ({"scenarios": []}, "the case has no scenarios, so there is nothing to compare it with"),
        ({"what_ifs": {"merge-all": ["x"]}}, 'unknown what-if "merge-all"'),
        ({"concepts": ["nsah"]}, 'unknown concept "nsah"; did you mean "nash"?'),
        ({"other": case_of(states={"s": ""}, actors={"a": {"moves": []}})}, "one case lists its states and the other"),
    ],
)
def test_questions_without_an_answer(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(QuestionError) as caught:
        compare(OPENING, **arguments)  # type: ignore[arg-type]
    assert message in str(caught.value)


def test_a_case_without_scenarios_says_what_to_give() -> None:
    with pytest.raises(QuestionError, match=r"write some under scenarios:, ask a what-if \(--rule, --veto, --without"):
        compare(load_case("chicken"))


def test_a_concept_that_one_side_does_not_have_names_the_side() -> None:
    with pytest.raises(QuestionError, match=r"^base: L3 "):
        compare(OPENING, concepts=["l3"])


def test_nothing_is_changed_by_comparing() -> None:
    before = OPENING.model_dump()
    compare(OPENING, what_ifs={"without": ["europe"], "rule": {"nato": "majority"}})
    assert OPENING.model_dump() == before
    graph: ListedGame = compare(OPENING).base.table.listed
    assert np.all(np.diff(graph.codes.astype(np.int64)) > 0)
