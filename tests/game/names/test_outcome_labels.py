"""Which state bears which label, in games of either kind; states found by their labels; labels that nothing bears."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest

from cases import case_of, graph, labelled, random_case, random_graph_case
from countermove.errors import QuestionError
from countermove.game.compile import compile
from countermove.game.findings import state_findings
from countermove.game.game import Game
from countermove.game.listed import ListedGame
from countermove.game.names.outcome_labels import label_errors
from countermove.game.searched import searched_game
from countermove.model.case import Case
from countermove.model.walk import label_entries
from kinds import Kind, either_kind
from reference import Names, Raw, code_of, levels_of, states_of


def literal_label(case: Case, state: frozenset[Raw]) -> str | None:
    """The label of a state by the rules of the case format, word for word."""
    names = Names(case.option_rows)
    for entry in label_entries(case):
        if entry.label.state is not None and entry.label.state in state:
            return entry.name
        if entry.label.options is not None:
            listed = {names.find_text(text) for text in entry.label.options}
            defaults = {group[0] for group in levels_of(case) if not listed & set(group)}
            if code_of(listed | defaults) in state:
                return entry.name
    for entry in label_entries(case):
        if entry.label.where is not None and all(names.holds(entry.label.where.tree, int(code)) for code in state):
            return entry.name
    return None


@pytest.mark.parametrize("seed", range(60))
def test_labels_are_those_of_the_literal_rules(seed: int) -> None:
    rng = Random(seed)
    case = labelled(rng, random_case(rng, levels=rng.random() < 0.5))
    game = compile(case)
    wanted = [literal_label(case, state) for state in states_of(case)]
    assert [game.at(key).label for key in range(game.size or 0)] == wanted
    if not case.coalesce:
        searched = searched_game(case)
        codes = [int(min(state)) for state in states_of(case)]
        assert [searched.at(code).label for code in codes] == wanted


@pytest.mark.parametrize("seed", range(20))
def test_labels_of_listed_states(seed: int) -> None:
    rng = Random(seed)
    case = labelled(rng, random_graph_case(rng))
    game = compile(case)
    assert [game.at(key).label for key in range(game.size or 0)] == [literal_label(case, s) for s in states_of(case)]


@pytest.mark.parametrize("seed", range(40))
def test_a_label_that_one_state_has_finds_it(seed: int) -> None:
    rng = Random(seed)
    case = labelled(rng, random_case(rng))
    game = compile(case)
    held = [game.at(key).label for key in range(game.size or 0)]
    for entry in label_entries(case):
        for text in (entry.id, entry.name, f" {entry.name} "):
            if held.count(entry.name) == 1:
                assert game.find(text or "") == held.index(entry.name)
            else:
                with pytest.raises(QuestionError, match=r"is the label of|no state has the label"):
                    game.find(text or "")


def crisis(**more: object) -> Case:
    usa = {"options": {"strike": "Strike", "blockade": "Blockade"}, "prefers": ["ussr.withdraw", "not strike"]}
    ussr = {"options": {"withdraw": "Withdraw"}, "prefers": ["not usa.strike", "not withdraw"]}
    return case_of(actors={"usa": usa, "ussr": ussr}, status_quo=[], **more)


LABELS = {
    "war": {"name": "Open war", "where": "strike"},
    "way-out": {"name": "A way out", "options": ["blockade", "ussr.withdraw"]},
    "calm": [],
}


@either_kind
def test_ids_come_before_names(kind: Kind) -> None:
    game = kind(crisis(labels={"first": {"name": "second", "options": ["strike"]}, "second": []}))
    assert game.state("first").options == ("usa.strike",)
    assert game.state("second").options == ()
    assert game.state("first").label == game.state("second").label == "second"
    assert message(game, "SECOND") == (
        '"SECOND" is the label of 2 states, '
        + (
            "1 and 2; give the number of one"
            if game.is_listed
            else '"nothing" and "usa.strike"; give the options taken in one'
        )
    )


@either_kind
def test_a_state_is_found_by_its_label(kind: Kind) -> None:
    game = kind(crisis(labels=LABELS))
    for text in ("way-out", "A way out", "a WAY out"):
        assert game.state(text).options == ("usa.blockade", "ussr.withdraw")
    assert game.state("calm").label == "calm"
    assert game.state("usa.strike").label == "Open war"
    assert game.state("usa.blockade").label is None


def message(game: Game, text: str | Sequence[str]) -> str:
    with pytest.raises(QuestionError) as caught:
        game.find(text)
    return str(caught.value)


def test_what_is_said_of_a_label_that_does_not_mean_one_state() -> None:
    case = crisis(labels=LABELS)
    assert message(compile(case), "war") == '"war" is the label of 4 states, such as 2, 4 and 6; give the number of one'
    assert message(searched_game(case), "Open war") == (
        '"Open war" is a label for every state in which a statement holds, and the states of this case are too many to be '
        "looked through; give the options taken"
    )
    assert message(compile(case), "way-ou") == (
        'no state or option is called "way-ou"; did you mean "way-out"? '
        "(a state is a number, the word now, a label, or the options taken, with commas between them)"
    )
    listed = case_of(states={"s": "S", "t": "T"}, actors={"a": {"moves": [["s", "t"]]}}, labels={"end": "t"})
    assert compile(listed).find("end") == 1
    assert message(compile(listed), "ends") == 'unknown state "ends"; did you mean "end"?'


def test_a_coalesced_state_has_the_label_of_what_holds_in_all_of_it() -> None:
    a = {"options": {"x": "X", "y": "Y"}}
    case = case_of(actors={"a": a}, coalesce=["x"], labels={"both": {"where": "x and y"}, "gone": {"where": "x"}})
    assert [compile(case).at(key).label for key in range(3)] == [None, None, "gone"]
    named = case_of(actors={"a": a}, coalesce=["x"], labels={"gone": {"options": ["x", "y"]}})
    assert compile(named).state("gone").number == 3


def errors(case: Case) -> list[str]:
    return [str(finding) for finding in state_findings(case)[0] if finding.severity == "error"]


def test_a_label_that_no_state_has_is_an_error() -> None:
    labels = {"both": ["strike", "blockade"], "never": "strike and blockade", "war": "strike", "late": "strike and withdraw"}
    case = crisis(labels=labels, impossible=["strike and blockade"])
    assert errors(case) == [
        'labels.both: no state has the label "both": the state is not feasible; correct it, or take it out [CM307]',
        'labels.never: no state has the label "never": it holds in no feasible state; correct it, or take it out [CM307]',
        'labels.late: no state has the label "late": every state in which it holds has another label; '
        "the first one that holds counts: put the narrower label first, or take this one out [CM307]",
    ]
    # Of a searched game nobody knows where a statement holds; a state of its own is looked up.
    assert [finding.path for finding in label_errors(searched_game(case))] == [("labels", "both")]


def test_two_labels_for_one_coalesced_state() -> None:
    a = {"options": {"x": "X", "y": "Y"}}
    case = case_of(actors={"a": a}, coalesce=["x"], labels={"one": ["x"], "two": ["x", "y"]})
    assert errors(case) == [
        'labels.two: the state has the label "one" already; a state has one label: keep one of the two [CM308]'
    ]


def test_a_scenario_leaves_out_what_no_state_has_there() -> None:
    case = crisis(
        labels=LABELS,
        scenarios={"peace": {"impossible": ["strike"]}, "meant": {"impossible": ["strike"], "labels": {"war": None}}},
    )
    findings = [str(finding) for finding in state_findings(case)[0] if finding.code == "CM910"]
    assert findings == [
        'scenarios.peace: warning: with this change no state has the label "Open war", so it is left out: it holds in no '
        "feasible state; null at its key says that this is meant [CM910]"
    ]
    assert not errors(case)
    assert compile(case, "peace").state("way-out").label == "A way out"


def test_cases_without_labels_have_none() -> None:
    game = compile(graph("st", a=("st", "t s")))
    assert isinstance(game, ListedGame)
    assert game.labels == ()
    assert game.state("s").label is None
