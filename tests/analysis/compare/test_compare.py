"""Comparisons, against the reference, on the opening case, and by what must hold of any two cases."""

from __future__ import annotations

import io
import json
from contextlib import suppress
from random import Random

import numpy as np
import pytest

from cases import case_of, random_case, random_graph_case, sparse_case
from countermove.analysis.compare.compare import Entry, compare, compared, outcomes
from countermove.analysis.compare.comparison import Comparison
from countermove.analysis.compare.matching import NOWHERE, ListedMatching, Matching
from countermove.catalog import load, load_case
from countermove.errors import QuestionError
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.game.merge import merge
from countermove.game.searched import searched_game
from countermove.model.case import Case
from reference import Model
from reference_compare import concepts_of, judged, named, names_of
from reference_compare import outcomes as literal_outcomes

OPENING = load_case("european-security-2022")
RULES = ("consensus", "majority", "unanimity", {"quota": "0.5"}, {"any": ["majority", {"actor": "ann"}]})


def numbers(states: object) -> list[int]:
    return [int(state) + 1 for state in states]  # type: ignore[attr-defined]


def keys(matching: Matching) -> list[int]:
    """For each state of a listed game its counterpart."""
    assert isinstance(matching, ListedMatching)
    return matching.keys.tolist()


# -------------------------------------------------------------------------------------------- the opening case


def test_a_russian_veto_over_admission_changes_no_nash_and_no_seq_equilibrium() -> None:
    _, veto = compare(OPENING).changes
    assert veto.side.name == "russian-veto"
    for concept in ("nash", "seq"):
        assert veto.equilibria[concept].is_none
        assert numbers(veto.equilibria[concept].kept) == [148, 152, 169, 173, 412, 416]
    assert numbers(veto.side.outcome_keys) == [148]
    assert {(stake.before, stake.after) for stake in veto.stakes} == {("equal", "equal")}


def test_war_aims_lose_two_nash_equilibria_and_lead_to_the_attack() -> None:
    found = compare(OPENING, ["war-aims"])
    (change,) = found.changes
    nash = change.equilibria["nash"]
    assert (numbers(nash.lost), numbers(nash.gained)) == ([148, 412], [])
    assert (numbers(found.base.outcome_keys), numbers(change.side.outcome_keys)) == ([148], [152])
    before, after = (set(found.base.game.at(s).options) for s in (147, 151))
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
        assert keys(change.there) == [news.get(key, -1) for key in olds]
        assert keys(change.back) == [olds.get(key, -1) for key in news]
        for concept in concepts_of(base.case):
            before = {named(old, s, names) for s in old.equilibria(concept)}
            after = {named(new, s, names) for s in new.equilibria(concept)}
            shift = change.equilibria[concept]
            assert {named(old, int(s), names) for s in shift.kept} == before & after
            assert {named(old, int(s), names) for s in shift.lost} == before - after
            assert {named(new, int(s), names) for s in shift.gained} == after - before
        ends = [{named(model, s, names) for s in literal_outcomes(model)} for model in (old, new)]
        assert {named(old, s, names) for s in found.base.outcome_keys} == ends[0]
        assert {named(new, s, names) for s in change.side.outcome_keys} == ends[1]
        for stake in change.stakes:
            verdicts = [judged(model, stake.actor, *ends, names) for model in (old, new)]
            if (old.status_quo is None) != (new.status_quo is None):
                verdicts = [None, None]
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
        seen |= {len(keys(change.there)) == len(keys(change.back)) for change in found.changes}
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
            assert numbers(shift.lost) == numbers(back.equilibria[concept].gained)
            assert numbers(shift.gained) == numbers(back.equilibria[concept].lost)


def test_numbers_of_states_are_never_compared() -> None:
    """An impossible combination gives all later states other numbers, and nothing else happens."""
    actors = {
        "a": {"options": {"x": {}, "y": {}}, "prefers": ["y", "x"]},
        "b": {"options": {"z": {}}, "prefers": ["z"]},
    }
    case = case_of(actors=actors, status_quo=["y"], scenarios={"less": {"impossible": ["x and not y"]}})
    (change,) = compare(case, concepts=["nash"]).changes
    assert keys(change.there) == [0, -1, 1, 2, 3, -1, 4, 5]
    assert change.equilibria["nash"].is_none
    assert numbers(change.equilibria["nash"].kept) == [8]
    assert change.side.outcome_keys == (5,)


def test_a_scenario_may_be_the_beginning_and_what_ifs_go_together() -> None:
    found = compare(OPENING, what_ifs={"veto": {"nato.admit": "russia"}}, start="war-aims", concepts=["nash"])
    assert found.base.name == "war-aims"
    assert numbers(found.base.outcome_keys) == [152]
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
    assert found.base.outcome_keys == ()
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
    data = compare(OPENING, ["war-aims"], limit=5).to_dict()
    assert data["truncated"] is True
    assert len(data["scenarios"]["base"]["equilibria"]["gmr"]) == 5


def test_coalesced_states_say_what_they_leave_open() -> None:
    case = case_of(actors={"a": {"options": {"x": {}, "y": {}}, "prefers": ["x"]}}, coalesce=["x"])
    (held,) = compare(case, other=case, concepts=["nash"]).to_dict()["scenarios"]["base"]["equilibria"]["nash"]
    assert held == {"state": 3, "code": None, "options": ["a.x"], "varies": ["a.y"]}


def test_listed_states_have_ids() -> None:
    text = "states: {s1: One, s2: Two}\nactors: {a: {moves: [[s1, s2]], ranking: [s2, s1]}}\n"
    case = load(io.StringIO(text))
    (held,) = compare(case, other=case, concepts=["nash"]).to_dict()["scenarios"]["base"]["equilibria"]["nash"]
    assert held == {"state": 2, "code": None, "options": [], "id": "s2"}


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
    nash = found.changes[0].equilibria["nash"]
    assert (len(nash.kept), len(nash.gained), len(nash.lost)) == (4, 0, 2)
    assert "<td>lost</td>" in found._repr_html_()


# ------------------------------------------------------------------------------------------- wrong questions


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"scenarios": ["war-aim"]}, 'unknown scenario "war-aim"; did you mean "war-aims"?'),
        ({"start": "war-aim"}, 'unknown scenario "war-aim"; did you mean "war-aims"?'),
        ({"scenarios": []}, "the case has no scenarios, so there is nothing to compare it with"),
        ({"what_ifs": {"merge-all": ["x"]}}, 'unknown what-if "merge-all"'),
        ({"concepts": ["nsah"]}, 'unknown concept "nsah"; did you mean "nash"?'),
        ({"other": case_of(states={"s": "s"}, actors={"a": {"moves": []}})}, "one case lists its states and the other"),
    ],
)
def test_questions_without_an_answer(arguments: dict[str, object], message: str) -> None:
    with pytest.raises(QuestionError) as caught:
        compare(OPENING, **arguments)  # type: ignore[arg-type]
    assert message in str(caught.value)


def test_a_case_without_scenarios_says_what_to_give() -> None:
    with pytest.raises(QuestionError, match=r"write some under scenarios:, ask a what-if \(what_ifs=\), or name"):
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


# ---------------------------------------------------------------------------------------- searched games


def both(case: Case, other: Case) -> tuple[Comparison, Comparison]:
    exact = compare(case, other=other, concepts=["nash"])
    return exact, compared(Entry("base", searched_game(case)), [Entry("other", searched_game(other))])


def pairs(seed: int) -> tuple[Case, Case]:
    """A case, and another with the same names, or the same with other preferences."""
    rng = Random(seed)
    wanted = {"coalesce": False, "levels": seed % 2 == 0, "max_options": 6}
    case = random_case(rng, **wanted)
    if seed % 3:
        return case, random_case(Random(seed + 1000), **wanted)
    actors = dict(case.actors)
    first = next(iter(actors))
    record = actors[first]
    if record.prefers:
        actors[first] = record.model_copy(update={"prefers": tuple(reversed(record.prefers))})
    return case, case.model_copy(update={"actors": actors})


@pytest.mark.parametrize("seed", range(45))
def test_shifts_are_those_of_the_exact_comparison(seed: int) -> None:
    exact, found = both(*pairs(seed))
    old, new = exact.base.table.listed, exact.changes[0].side.table.listed
    shift, change = exact.changes[0].equilibria["nash"], found.changes[0]
    searched = change.equilibria["nash"]
    assert [old.at(int(s)).code for s in shift.kept] == list(searched.kept)
    assert [old.at(int(s)).code for s in shift.lost] == list(searched.lost)
    assert [new.at(int(s)).code for s in shift.gained] == list(searched.gained)
    assert searched.complete
    assert [e.to_dict() for e in exact.changes[0].edits] == [e.to_dict() for e in change.edits]
    for s, there in enumerate(keys(exact.changes[0].there)):
        code = change.there.of(old.code_of(s) or 0)
        assert code == (None if there == NOWHERE else new.at(there).code)


@pytest.mark.parametrize("seed", range(30))
def test_who_gains_is_judged_as_the_reference_does(seed: int) -> None:
    case, other = pairs(seed)
    _, found = both(case, other)
    models, names = (Model(case), Model(other)), names_of(case, other)
    sides = (found.base, found.changes[0].side)
    ends = [
        [named(m, {c: s for s, c in enumerate(m.state_codes)}[code], names) for code in side.outcome_keys]
        for m, side in zip(models, sides, strict=True)
    ]
    for stake in found.changes[0].stakes:
        assert stake.before == judged(models[0], stake.actor, *ends, names)
        assert stake.after == judged(models[1], stake.actor, *ends, names)


def test_what_one_side_did_not_find_is_tried_there() -> None:
    case = sparse_case(31, 4)
    entries = [Entry("same", searched_game(case)), Entry("same", searched_game(case))]
    found = compared(Entry("base", searched_game(case)), entries, limit=3)
    assert [change.side.name for change in found.changes] == ["same", "same (2)"]
    for change in found.changes:
        shift = change.equilibria["nash"]
        assert (shift.lost, shift.gained, shift.complete) == ((), (), False)
        assert len(shift.kept) >= 3


def test_lists_that_are_short_in_different_places_lose_nothing() -> None:
    """Nobody minds anything, so every state holds; the two searches list other states first."""
    options = {"x": {}, "y": {}}
    case = case_of(actors={id_: {"options": options} for id_ in "abc"})
    other = case_of(actors={id_: {"options": options} for id_ in "cba"})
    found = compared(Entry("base", searched_game(case)), [Entry("other", searched_game(other))], limit=3)
    change = found.changes[0]
    assert {change.there.of(code) for code in found.base.holding("nash")} != set(change.side.holding("nash"))
    shift = change.equilibria["nash"]
    assert (shift.is_none, shift.complete) == (True, False)
    assert len(shift.kept) > 3


def test_a_short_list_loses_nothing_that_holds_there() -> None:
    """The base lists all, the side lists one: what it does not list is tried, and kept."""
    case = load_case("thirty-allies-2022")
    found = compared(Entry("base", searched_game(case)), [Entry("other", searched_game(case))], limit=2)
    assert found.changes[0].equilibria["nash"].is_none


def test_other_concepts_are_bounded_and_never_whole() -> None:
    case = load_case("european-security-2022")
    found = compared(
        Entry("base", searched_game(case)),
        [Entry("war-aims", searched_game(case, "war-aims"))],
        ["nash", "seq"],
    )
    shift = found.changes[0].equilibria["seq"]
    assert not shift.complete
    assert set(found.changes[0].equilibria["nash"].lost) <= set(found.base.holding("seq"))


def test_both_kinds_have_the_same_data() -> None:
    case = load_case("european-security-2022")
    found = compared(Entry("base", searched_game(case)), [Entry("war-aims", searched_game(case, "war-aims"))])
    data = json.loads(json.dumps(found.to_dict()))
    exact = compare(case, ["war-aims"], concepts=["nash"]).to_dict()
    assert set(data) == set(exact)
    assert set(exact["scenarios"]["war-aims"]) == set(data["scenarios"]["war-aims"])
    assert data["scenarios"]["war-aims"]["changes"]["nash"]["kept"] == 4
    assert [s["options"] for s in data["scenarios"]["war-aims"]["changes"]["nash"]["lost"]] == [
        s["options"] for s in exact["scenarios"]["war-aims"]["changes"]["nash"]["lost"]
    ]
    assert data["scenarios"]["base"]["proved"] is True
    assert found.cut(1).to_dict()["truncated"] is True
    assert list(found.to_frame()["change"]).count("lost") == 2
    assert repr(found) == "Comparison('European security talks, January 2022'; 'war-aims': nash +0 -2)"


def test_nothing_to_compare_searched_games_with_and_an_unknown_concept_are_refused() -> None:
    model = searched_game(case_of(actors={"ann": {"options": {"go": {}}, "prefers": ["go"]}}))
    with pytest.raises(QuestionError, match="nothing to compare"):
        compared(Entry("base", model), [])
    with pytest.raises(QuestionError, match=r"base: .*not defined"):
        compared(Entry("base", model), [Entry("x", model)], ["sim"])


@pytest.mark.parametrize("kind", ["listed", "searched"])
def test_a_comparison_says_how_much_it_covers(kind: str) -> None:
    make = compile if kind == "listed" else searched_game
    base, entry = Entry("base", make(OPENING)), Entry("war-aims", make(OPENING, "war-aims"))
    found = compared(base, [entry], ["nash"])
    assert (found.coverage.kind, found.coverage.proved) == ("complete" if kind == "listed" else "search", True)
    assert len(found.changes[0].equilibria["nash"].lost) == 2
    assert found.changes[0].equilibria["nash"].complete
    assert found.n_rows == len(found.rows().values) == 6
    assert len(found.cut(4).rows().values) == 4


def test_where_one_side_is_searched_all_are() -> None:
    found = compared(Entry("base", compile(OPENING)), [Entry("same", searched_game(OPENING))])
    assert not found.is_listed
    assert not any(side.game.is_listed for side in found.sides)
    merged = merge(compile(OPENING), [["usa", "europe"]])
    with pytest.raises(QuestionError, match=r"cm.merge\(game, \[\[...\]\]\) is asked only where the states can be listed"):
        compared(Entry("base", searched_game(OPENING)), [Entry("merged", merged)])
