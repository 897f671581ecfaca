"""A case in code: each method gives a new case, as a file with the same content would."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import countermove as cm
from countermove.errors import FrozenError
from countermove.model.case import Case

ACTORS: dict[str, Any] = {
    "port": {
        "options": {"toll": "Raise the toll", "close": {"change": "take-only"}},
        "prefers": ["toll", "not union.strike"],
    },
    "union": {"name": "Dockers", "options": {"strike": "Strike"}, "prefers": ["not port.toll"]},
    "city": {},
}
BODIES: dict[str, Any] = {
    "board": {"members": ["port", "union", "city"], "decides": "unanimity", "options": {"deal": "Settle"}}
}
DATA: dict[str, Any] = {
    "title": "Harbour",
    "actors": ACTORS,
    "bodies": BODIES,
    "impossible": ["port.close and union.strike"],
    "labels": {"dear": "port.toll"},
    "status quo": ["port.toll", "strike"],
    "views": {"city": {"actors": {"union": {"prefers": ["strike"]}}}},
    "events": [{"on": "2026-05", "actor": "union", "takes": ["strike"]}],
}
CASE = cm.load(DATA)


def data_with(**changes: Any) -> Case:
    """The case with some keys of its data replaced."""
    return Case.model_validate({**DATA, **{key.replace("_", " "): value for key, value in changes.items()}})


def test_a_case_in_code_equals_the_same_case_in_a_file() -> None:
    case = Case.build("Harbour")
    for id_, keys in ACTORS.items():
        case = case.with_actor(id_, **keys)
    case = case.with_body("board", **BODIES["board"]).with_constraint("impossible", "port.close and union.strike")
    case = case.with_label("dear", where="port.toll").with_status_quo(["port.toll", "strike"])
    case = case.with_view("city", actors={"union": {"prefers": ["strike"]}})
    case = case.with_event("2026-05", "union", takes="strike")
    assert case == CASE
    assert cm.dump(case) == cm.dump(CASE)
    assert [row.full for row in case.option_rows] == ["port.toll", "port.close", "union.strike", "board.deal"]


def prefers(*lines: Any) -> dict[str, Any]:
    return {**ACTORS, "port": {**ACTORS["port"], "prefers": list(lines)}}


def board(**keys: Any) -> dict[str, Any]:
    return {"board": {**BODIES["board"], **keys}}


EDITS: dict[str, tuple[Callable[[Case], Case], Case]] = {
    "inserted first": (
        lambda c: c.with_statement("port", 1, "board.deal"),
        data_with(actors=prefers("board.deal", "toll", "not union.strike")),
    ),
    "inserted last": (
        lambda c: c.with_statement("port", 3, "board.deal", sure=0.1, because="Said so"),
        data_with(actors=prefers("toll", "not union.strike", {"that": "board.deal", "sure": "0.1", "because": "Said so"})),
    ),
    "in place": (
        lambda c: c.with_statement("port", 2, {"equally": ["toll", "close"]}, replace=True),
        data_with(actors=prefers("toll", {"equally": ["toll", "close"]})),
    ),
    "taken out": (lambda c: c.without_statement("port", 1), data_with(actors=prefers("not union.strike"))),
    "weights": (
        lambda c: c.with_preferences("port", worth={"toll": 0.3}),
        data_with(
            actors={**ACTORS, "port": {"options": ACTORS["port"]["options"], "worth": {"toll": "0.3"}}},
        ),
    ),
    "rule": (lambda c: c.with_rule("board", {"quota": 0.65}), data_with(bodies=board(decides={"quota": "0.65"}))),
    "rule of an option": (
        lambda c: c.with_rule("board.deal", "majority"),
        data_with(bodies=board(options={"deal": {"name": "Settle", "decides": "majority"}})),
    ),
    "name": (
        lambda c: c.with_name("union", "The dockers", plural=True),
        data_with(actors={**ACTORS, "union": {**ACTORS["union"], "name": "The dockers", "plural": "true"}}),
    ),
    "replaced": (lambda c: c.with_actor("city", about="Pays"), data_with(actors={**ACTORS, "city": {"about": "Pays"}})),
    "no constraint": (lambda c: c.without_constraint("impossible", 1), data_with(impossible=[])),
    "no label": (lambda c: c.without_label("dear"), data_with(labels={})),
    "scenario": (
        lambda c: c.with_scenario("calm", {"status quo": []}, about="At first"),
        data_with(scenarios={"calm": {"about": "At first", "status quo": []}}),
    ),
    "no status quo": (
        lambda c: c.with_status_quo(None),
        Case.model_validate({key: value for key, value in DATA.items() if key != "status quo"}),
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_gives_the_case_of_the_edited_file(name: str) -> None:
    edit, wanted = EDITS[name]
    before = cm.dump(CASE)
    assert CASE.option_rows
    changed = edit(CASE)
    assert changed == wanted
    assert cm.dump(changed) == cm.dump(wanted)
    assert changed.option_rows == wanted.option_rows
    assert cm.dump(CASE) == before, "the old case stays as it was"
    assert pickle.loads(pickle.dumps(changed)) == changed
    assert cm.compile(changed).rank_rows.tolist() == cm.compile(wanted).rank_rows.tolist()


def test_who_is_removed_takes_along_what_is_its_own_and_nothing_else() -> None:
    case = CASE.without("union")
    assert list(case.actors) == ["port", "city"]
    assert case.bodies["board"].members == ("port", "city")
    assert (case.status_quo, case.events, case.views["city"].actors) == (("port.toll",), (), {})
    # What others say of it stays, and is named.
    assert case.impossible == CASE.impossible
    with pytest.raises(cm.CaseError) as caught:
        cm.compile(case)
    paths = [".".join(map(str, finding.path)) for finding in caught.value.diagnostics]
    assert paths == ["actors.port.prefers.1", "impossible.0"]


def test_options_are_removed_by_either_name() -> None:
    assert CASE.without("deal") == CASE.without("board.deal") == data_with(bodies=board(options={}))
    assert CASE.without("strike").status_quo == ("port.toll",)
    levels = Case.build().with_actor("a", options={"aid": {"levels": ["none", "full"]}}).with_status_quo(["aid-full"])
    assert levels.without("a.aid").status_quo == ()
    with pytest.raises(
        cm.QuestionError, match=r'several options are called "strike"; write "union.strike" or "city.strike"'
    ):
        CASE.with_option("city", "strike").without("strike")


def test_a_name_may_be_added_later() -> None:
    case = Case.build().with_actor("port", options={"toll": "Toll"}, prefers=["not union.strike"])
    with pytest.raises(cm.CaseError, match=r'^actors.port.prefers\[1\]: unknown option "union.strike"'):
        cm.compile(case)
    with pytest.raises(cm.CaseError, match=r"actors.port.prefers\[1\]"):
        cm.winners(case)
    assert cm.compile(case.with_actor("union", options={"strike": "Strike"})).size == 4


def test_a_graph_case_in_code() -> None:
    case = Case.build("Embargo").with_state("s1", "Now").with_state("s2").with_actor("a", ranking=["s2", "s1"])
    case = case.with_move("a", "s1", "s2").with_label("end", state="s2").with_status_quo("s1")
    assert [state.number for state in [e.state for e in cm.equilibria(case, ["nash"]).equilibria()]] == [2]
    with pytest.raises(cm.QuestionError, match="has the move from"):
        case.with_move("a", "s1", "s2")


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (lambda c: c.with_statement("prt", 1, "x"), 'with_statement("prt"): unknown actor "prt"; did you mean "port"?'),
        (
            lambda c: c.with_statement("board", 1, "x"),
            'with_statement("board"): "board" is a body; those of its members decide',
        ),
        (
            lambda c: c.with_statement("port", 0, "x"),
            'with_statement("port"): there is no position 0; statements have the positions 1 to 3; 3 is behind the last',
        ),
        (
            lambda c: c.without_statement("port", 3),
            'without_statement("port"): there is no position 3; statements have the positions 1 to 2',
        ),
        (
            lambda c: c.without_statement("city", 1),
            'without_statement("city"): there is no position 1; there is no statement',
        ),
        (lambda c: c.with_rule("bord", "majority"), 'with_rule("bord"): unknown body "bord"; did you mean "board"?'),
        (
            lambda c: c.without("strik"),
            'without("strik"): unknown actor, body or option "strik"; did you mean "strike"?',
        ),
        (lambda c: c.without_label("deer"), 'without_label("deer"): unknown label "deer"; did you mean "dear"?'),
        (
            lambda c: c.with_constraint("never", "x"),
            'with_constraint("never"): unknown kind of constraint "never"; known: "impossible", "always"',
        ),
        (
            lambda c: c.with_preferences("city", worth={"toll": 1}).with_statement("city", 1, "toll"),
            'with_statement("city"): the preferences of "city" are given by worth; replace it: with_preferences("city", [...])',
        ),
    ],
)
def test_an_edit_that_does_not_apply_is_one_error_with_the_way_out(edit: Callable[[Case], Case], message: str) -> None:
    with pytest.raises(cm.QuestionError) as caught:
        edit(CASE)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (
            lambda c: c.with_actor("x", prefers=["a", "not"]),
            'with_actor("x") prefers[2]: cannot read the statement: the statement ends where an option, "not" or "(" is '
            "expected [CM105]",
        ),
        (
            lambda c: c.with_actor("x", options={"go": {"nmae": "Go"}}),
            'with_actor("x") options.go.nmae: unknown key "nmae"; did you mean "name"? [CM101]',
        ),
        (
            lambda c: c.with_actor("x", options={5: "Go"}),
            'with_actor("x") options: a key is text, not 5; write it in quotation marks [CM102]',
        ),
        (
            lambda c: c.with_statement("port", 1, "toll", sure=2),
            'with_statement("port") sure: "2" cannot stand here as a number; write a share between 0 and 1, such '
            "as 0.6 [CM109]",
        ),
        (
            lambda c: c.with_rule("board", "majorty"),
            'with_rule("board") rule: unknown rule "majorty"; did you mean "majority"? [CM410]',
        ),
        (
            lambda c: c.with_label("peace"),
            'with_label("peace") id: the label does not say which outcome it is for; write options: [...] with all that is '
            "taken, or where: STATEMENT (in a case that lists its states, state: ID) [CM110]",
        ),
        (
            lambda c: c.with_heading(5),
            'with_heading title: text is expected, not "5"; write it as text [CM102]',
        ),
    ],
)
def test_a_wrong_shape_is_named_with_the_call_and_the_argument(edit: Callable[[Case], Case], message: str) -> None:
    with pytest.raises(cm.CaseError) as caught:
        edit(CASE)
    assert str(caught.value) == message


def test_the_parts_of_a_case_are_frozen() -> None:
    with pytest.raises(
        FrozenError, match=r"^Actor.name cannot be set: a case is frozen; a method of the case gives a new case"
    ):
        CASE.actors["port"].name = "x"  # type: ignore[misc]


def test_a_case_that_a_program_dumped_with_all_its_keys_is_sound() -> None:
    assert (
        cm.compile(Case.model_validate(CASE.model_dump(by_alias=True))).rank_rows.tolist()
        == cm.compile(CASE).rank_rows.tolist()
    )


def test_numbers_and_columns_of_data_frames_are_taken() -> None:
    case = CASE.with_statement("port", np.int64(1), "not port.toll")
    assert case == CASE.with_statement("port", 1, "not port.toll")
    worth = {"port.toll": np.float32(0.65), "strike": np.int64(5)}
    made = cm.Case.build().with_actor("port", options={"toll": "Toll"}).with_actor("union", options={"strike": "Strike"})
    assert made.with_preferences("union", worth=worth) == made.with_preferences(
        "union", worth={"port.toll": 0.65, "strike": 5}
    )
    members = np.array(["port", "union"])
    assert made.with_body("board", members=members).bodies["board"].members == ("port", "union")
    with pytest.raises(cm.QuestionError, match="there is no position True"):
        CASE.with_statement("port", True, "not port.toll")


def test_a_method_that_there_is_not_names_those_that_are_near() -> None:
    with pytest.raises(AttributeError, match="with_name"):
        CASE.with_named("port", "X")
