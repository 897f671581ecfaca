"""Why a state holds for people who look far ahead: every step is there, and its evidence is true."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pytest

import countermove as cm
from cases import case_of, graph
from catalogued import unlabelled
from countermove.explanation.farsighted import FarStep, steps_from
from countermove.views.explanation import foresight as far_sentences
from reference_farsighted import Farsighted, some_case


def explained(case: cm.Case, state: int | str) -> str:
    return str(cm.explain(cm.farsighted(cm.compile(case)), state))


# ------------------------------------------------------------------------------------------------- evidence


def check_step(reference: Farsighted, inside: Iterable[int], s: int, step: FarStep) -> None:
    """One step is deterred, or not, for the reasons that it gives."""
    ends = {e for e in inside if e == step.after or step.after in reference.indirect[e]}
    assert set(step.ends) == ends
    rank = reference.model.rank
    assert all(rank(actor, e) > rank(actor, s) for actor in step.sure for e in ends)
    for doubt in step.doubts:
        assert doubt.state in ends
        assert rank(doubt.actor, doubt.state) <= rank(doubt.actor, s)
        here = step.after
        for way in doubt.path:
            assert way.before == here
            assert any(
                each.target == way.after and each.mover == way.mover
                and any(reference.prefers(coalition, doubt.state, here) for coalition in each.coalitions)
                for each in reference.steps[here]
            )  # fmt: skip
            here = way.after
        assert here == doubt.state


def test_every_step_is_there_once_and_says_what_is_true_of_it() -> None:
    told = set()
    for seed in range(80):
        reference = Farsighted(some_case(seed))
        found = cm.farsighted(cm.compile(reference.model.case))
        inside = reference.largest_consistent_set()
        for s in reference.states:
            steps = steps_from(found, s)
            expected = {
                (each.mover, each.target, all(
                    any(not reference.prefers(coalition, e, s) for e in inside
                        if e == each.target or each.target in reference.indirect[e])
                    for coalition in each.coalitions
                ))
                for each in reference.steps[s]
            }  # fmt: skip
            assert {(step.mover, step.after, step.deterred) for step in steps} == expected, seed
            assert (s in inside) == all(step.deterred for step in steps)
            for step in steps:
                check_step(reference, inside, s, step)
                told.add((reference.model.is_body(step.mover), step.deterred, bool(step.sure), len(step.doubts)))
            if steps:
                assert str(cm.explain(found, s + 1)).count("\n") >= 2
    assert {(True, True, True, 1), (True, False, True, 0), (False, False, True, 0), (False, True, False, 1)} < told


def test_undeterred_steps_come_first() -> None:
    found = cm.farsighted(cm.compile(cm.load("european-security-2022")))
    deterred = [step.deterred for step in cm.explain(found, "now").steps]
    assert deterred == sorted(deterred)
    assert set(deterred) == {False, True}


# ------------------------------------------------------------------------------------------------ sentences


def test_what_deters_a_step_is_told_with_the_way_there() -> None:
    text = explained(cm.load("cuban-missile-crisis"), 7).split("\n")
    assert text[0] == (
        'For farsighted actors, "Withdrawal under the blockade" (state 7; US: "Blockade Cuba"; USSR: "Withdraw the '
        'missiles") is stable: it is in the largest consistent set.'
    )
    assert text[1] == far_sentences.LEGEND
    assert text[2:] == [
        "It is not in the core: some single step is better at once for all who have to take it.",
        'This step is deterred: US drops "Blockade Cuba" ("Withdrawal without pressure", state 5).',
        '  It may end in "No action" (state 1), which is no better for US than "Withdrawal under the blockade" (state 7).',
        '  The path: USSR drops "Withdraw the missiles" ("No action", state 1).',
        "For US there is no reason to take these steps: state 6 or 8 is no better, or US would move back.",
        'For USSR there is no reason to take these steps: state 3 ("Blockade without an answer") or 11 '
        '("Escalation") is no better, or USSR would move back.',
    ]


def test_a_step_that_nothing_deters_is_told_with_its_ends() -> None:
    text = explained(cm.load("cuban-missile-crisis"), 12).split("\n")
    assert text[0] == (
        'For farsighted actors, "Escalation" (state 12; US: "Launch an air strike", "Blockade Cuba"; USSR: '
        '"Escalate the crisis") is not stable: it is not in the largest consistent set.'
    )
    assert text[3:6] == [
        'Nothing deters US from these steps. They may end in state 1 ("No action"), 5 ("Withdrawal without '
        'pressure"), 6, 7 ("Withdrawal under the blockade") or 8, all of them better than "Escalation" (state 12) '
        "for US:",
        '  US drops "Launch an air strike" and "Blockade Cuba" ("Escalation", state 9).',
        '  US drops "Blockade Cuba" ("Escalation", state 10).',
    ]
    assert explained(unlabelled("prisoners-dilemma"), 2).split("\n")[3:] == [
        "Nothing deters Row from this step. It may end in state 1, which is better than state 2 for Row:",
        '  Row drops "Cooperate" (state 1).',
        "1 other step is deterred.",
    ]


def test_a_body_is_told_with_those_who_can_be_sure() -> None:
    text = explained(unlabelled("condorcet-committee"), 1).split("\n")
    at = text.index('This step is deterred: Committee adopts "Plan: ferry" and revokes "Plan: bridge" (state 3).')
    assert text[at + 1] == "  Certain to be better off in the end: Bob, whose vote is not enough."
    assert text[at + 2].startswith("  It may end in state 3, which is no better for Ann than state 1: what decides is that")
    assert "  Certain to be better off in the end: no member." in text
    at = text.index("  It may lead back to state 1, so that Bob would gain nothing.")
    assert text[at + 1].startswith("  The path: Committee adopts ")
    union = {"members": ["a", "b"], "decides": "unanimity", "options": {"q": {}}}
    keen = {"prefers": ["q"]}
    text = explained(case_of(actors={"a": keen, "b": keen}, bodies={"union": union}), 1).split("\n")
    assert text[3] == (
        "Nothing deters Union from this step. It may end in state 2, which is better than state 1 for A and B, "
        "whose votes are enough:"
    )
    union["decides"] = {"actor": "a"}
    text = explained(case_of(actors={"a": keen, "b": {}}, bodies={"union": union}), 1).split("\n")
    assert text[3] == (
        "Nothing deters Union from this step. It may end in state 2, which is better than state 1 for A, whose vote "
        "is enough:"
    )


def test_where_nobody_can_step_nothing_more_is_said() -> None:
    text = explained(graph("stu", f=("st", "u st"), a=("tu", "u st")), "u")
    assert text == (
        "For farsighted actors, u (U) is stable: it is in the largest consistent set.\nNo actor and no body can "
        "take a step from it."
    )


def test_long_lists_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    found = cm.farsighted(cm.compile(cm.load("european-security-2022")))
    whole = str(cm.explain(found, 98))
    assert "17 other steps are deterred." not in whole
    monkeypatch.setattr(far_sentences, "MOST_MOVES", 1)
    monkeypatch.setattr(far_sentences, "MOST_DOUBTS", 1)
    monkeypatch.setattr(far_sentences, "MOST_STATES", 2)
    assert "  and 2 more.\n" in str(cm.explain(found, 98))
    short = str(cm.explain(found, 148))
    assert "3 more steps are deterred too.\n" in short
    assert "state 145, 146 or one of 3 others is no better, or " in short
    assert "  For 2 others it may end no better either." in str(
        cm.explain(cm.farsighted(cm.compile(cm.load("condorcet-committee"))), 1)
    )


# ------------------------------------------------------------------------------------------- as plain data


def test_plain_data_and_the_page_say_the_same() -> None:
    explanation = cm.explain(cm.farsighted(cm.compile(cm.load("prisoners-dilemma"))), "row.cooperate,column.cooperate")
    data = explanation.to_dict()
    assert json.loads(json.dumps(data)) == data
    assert (data["state"], data["core"], data["largest_consistent_set"]) == (4, False, True)
    assert data["steps"][0] == {
        "mover": "row", "from": 4, "to": 3, "deterred": True, "sure": [],
        "doubts": [{"actor": "row", "state": 1, "path": [{"mover": "column", "from": 3, "to": 1}]}],
        "ends": {"count": 1, "states": [1]},
    }  # fmt: skip
    assert explanation._repr_html_().count("<p ") == len(explanation.sentences)
    assert (
        repr(explanation) == "FarExplanation(state=State(4: row.cooperate, column.cooperate), core=False, consistent=True)"
    )


def test_an_unknown_state_is_refused() -> None:
    found = cm.farsighted(cm.compile(cm.load("chicken")))
    with pytest.raises(cm.QuestionError, match="there is no state 9"):
        cm.explain(found, 9)
