"""Labels and plurals in a case file: forms, merging, round trips, and what is said of those that are wrong."""

from __future__ import annotations

import io
import json
from random import Random
from typing import Any

import pytest

from cases import case_of, labelled, random_case, random_graph_case
from countermove.io.editing import edit_text
from countermove.io.formats import diagnose
from countermove.io.writing import dump
from countermove.model.case import Case
from countermove.model.scenario import apply_scenario, without
from countermove.model.schema import schema
from countermove.model.walk import label_entries

HEAD = """\
actors:
  a: {options: {go: Go, stop: Stop}, prefers: [go, stop]}
  b: {options: {go: Go, pay: {levels: [none, full]}}, prefers: [pay is full]}
impossible: [a.go and stop]
"""


def printed(text: str) -> list[str]:
    return [str(d) for d in diagnose(io.StringIO(text), "case.yaml")[1] if d.severity == "error" or d.code >= "CM907"]


def read(text: str) -> Case:
    case, findings = diagnose(io.StringIO(text), "case.yaml")
    assert case is not None, findings
    return case


def shape(case: Case) -> list[tuple[str | None, str, dict[str, Any]]]:
    return [(e.id, e.name, e.label.model_dump(exclude_defaults=True, exclude={"name"})) for e in label_entries(case)]


def test_short_forms() -> None:
    case = read(HEAD + "labels: {war-again: a.go, calm: [], late: {name: Too late, where: stop}, paid: [pay-full]}\n")
    assert shape(case) == [
        ("war-again", "war again", {"where": "a.go"}),
        ("calm", "calm", {"options": ()}),
        ("late", "Too late", {"where": "stop"}),
        ("paid", "paid", {"options": ("pay-full",)}),
    ]
    listed = read("states: {s: S, t: T}\nactors: {a: {moves: [[s, t]]}}\nlabels: {end: t, start: {name: Now, state: s}}\n")
    assert shape(listed) == [("end", "end", {"state": "t"}), ("start", "Now", {"state": "s"})]


def test_a_list_has_names_and_no_ids() -> None:
    case = read(HEAD + "labels:\n  - {name: War, where: a.go}\n  - {name: Calm, options: []}\n")
    assert shape(case) == [(None, "War", {"where": "a.go"}), (None, "Calm", {"options": ()})]


WRONG = [
    ("labels: 3", 'case.yaml:5:9 labels: a mapping (key: value) is expected, not "3"; write each as id: {name: ..., where: ...} [CM102]'),
    (
        "labels: {war: {where: a.go, options: []}}",
        'case.yaml:5:23 labels.war.where: the label is given by "options" already; keep options or where [CM102]',
    ),
    (
        "labels: {war: {name: War}}",
        "case.yaml:5:10 labels.war: the label does not say which outcome it is for; write options: [...] with all that is "
        "taken, or where: STATEMENT (in a case that lists its states, state: ID) [CM110]",
    ),
    ("labels: {war: {that: a.go}}", 'case.yaml:5:16 labels.war.that: unknown key "that"; the statement of a label stands under where: [CM101]'),
    ("labels: {war: {options: {a: go}}}", "case.yaml:5:16 labels.war.options: a list is expected, not a mapping; write it as [...] [CM102]"),
    ("labels: [a.go]", "case.yaml:5:10 labels[1]: a label in a list needs a name; write {name: ..., where: ...}, or make labels: a mapping (id: label) [CM110]"),
    ("labels: {war: a.og}", 'case.yaml:5:15 labels.war.where: unknown option "a.og"; known: "go", "stop" [CM104]'),
    ("labels: {war: {where: go}}", 'case.yaml:5:23 labels.war.where: "go" is the id of several options; write one of a.go, b.go [CM106]'),
    ("labels: {war: [a.go, x]}", 'case.yaml:5:22 labels.war.options[2]: unknown option "x"; known: "go", "stop", "pay-none", "pay-full" [CM104]'),
    ("labels: {war: Open war}", 'case.yaml:5:20 labels.war: cannot read the statement: unexpected "war"; expected ".", "and", "if", "iff", "implies", "is", "or" or the end [CM105]'),
    ("labels: {go: a.go}", 'case.yaml:5:10 labels.go: "go" is the id of an option, too; give the label another id, and what is shown as name: [CM103]'),
    ("labels: {now: a.go}", 'case.yaml:5:10 labels.now: "now" is a reserved word; call it "now-1", for example [CM103]'),
    ("labels: {War: a.go}", 'case.yaml:5:10 labels.War: "War" is not an id; an id is small letters, digits and hyphens, beginning with a letter: "war" [CM103]'),
    ("labels: {war: {state: a.go}}", 'case.yaml:5:23 labels.war.state: "state" of a label needs a case that lists its states; write options: [...] or where: STATEMENT [CM111]'),
    (
        "labels: {x: [], y: [pay-none]}",
        'case.yaml:5:17 labels.y: the state has the label "x" already; a state has one label: keep one of the two [CM308]',
    ),
    ('labels: {war: {name: " ", where: a.go}}', "case.yaml:5:22 labels.war.name: the name is blank; write what people should read, or take the key out [CM114]"),
    (
        "labels: {" + ", ".join(f"x{k}: {{name: N{k}, where: a.go}}" for k in range(51)) + "}",
        "case.yaml:5:1 labels: the case has 51 labels; the limit is 50: keep those people talk about [CM002]",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("line", "text"), WRONG)
def test_one_message_for_what_is_wrong(line: str, text: str) -> None:
    assert printed(HEAD + line + "\n") == [text]


def test_labels_of_listed_states_that_are_not_there() -> None:
    head = "states: {s: S, t: T}\nactors: {a: {moves: [[s, t]], ranking: [t, s]}}\n"
    assert printed(head + "labels: {end: u, war: {where: s}, s: t}\n") == [
        'case.yaml:3:15 labels.end.state: there is no state "u"; known: "s", "t" [CM113]',
        'case.yaml:3:31 labels.war.where: "where" of a label cannot stand in a case that lists its states; write state: ID [CM111]',
        'case.yaml:3:35 labels.s: "s" is the id of a state, too; give the label another id, and what is shown as name: [CM103]',
    ]


def test_two_labels_of_one_name() -> None:
    assert printed(HEAD + "labels: {x: {name: War, where: a.go}, y: {name: War, where: stop}}\n") == [
        'case.yaml:5:39 labels.y: warning: "War" is the name of two labels; join their statements with or, or rename one [CM907]'
    ]


@pytest.mark.parametrize(
    "blank", ['name: ""', 'name: "  "', 'name: "\\u200b\\t"', "name: ' '"]
)  # what has characters, and nothing to see
def test_a_blank_name_is_an_error(blank: str) -> None:
    text = f"actors: {{a: {{{blank}, options: {{x: {{{blank}}}}}}}}}\nbodies: {{c: {{{blank}, members: [a], decides: majority}}}}\n"
    assert [line.partition(": ")[0] for line in printed(text)] == [
        "case.yaml:1:20 actors.a.name",
        f"case.yaml:1:{text.index('{x: ') + 12} actors.a.options.x.name",
        "case.yaml:2:20 bodies.c.name",
    ]
    assert printed("states: {s: ' '}\nactors: {a: {}}\n") == [
        "case.yaml:1:13 states.s: the name is blank; write what people should read, such as its id [CM114]"
    ]


@pytest.mark.parametrize(
    ("value", "what"), [("yes", '"yes"'), ("1", '"1"'), ("True", '"True"'), ("", "nothing"), ("[]", "a list or a mapping")]
)
def test_plural_is_true_or_false(value: str, what: str) -> None:
    text = printed(f"actors:\n  a:\n    plural: {value}\n    options: {{x: X}}\n")
    assert text == [
        f"case.yaml:3:{5 if value in ('', '[]') else 13} actors.a.plural: true or false is expected, not {what}; "
        "write true or false, or take the key out [CM102]"
    ]


def test_plural_of_actors_and_bodies() -> None:
    case = read(
        "actors: {a: {plural: true}, b: {plural: false}}\nbodies: {c: {plural: true, members: [a], decides: majority}}\n"
    )
    assert [case.actors["a"].plural, case.actors["b"].plural, case.bodies["c"].plural] == [True, False, True]
    assert read(dump(case)) == case == Case.model_validate(json.loads(dump(case, ".json")))


SCENARIOS = """\
labels: {war: {name: Open war, where: a.go}, calm: [], end: stop}
scenarios:
  some: {labels: {war: b.go, calm: null, end: {name: The end}, new: [stop]}}
  all: {labels: null}
  other: {labels: [{name: Peace, where: not a.go}]}
"""


def test_labels_merge_by_id() -> None:
    case = read(HEAD + SCENARIOS)
    assert shape(apply_scenario(case, "some")) == [
        ("war", "Open war", {"where": "b.go"}),
        ("end", "The end", {"where": "stop"}),
        ("new", "new", {"options": ("stop",)}),
    ]
    assert shape(apply_scenario(case, "all")) == []
    assert shape(apply_scenario(case, "other")) == [(None, "Peace", {"where": "not a.go"})]
    assert printed(HEAD + SCENARIOS) == [
        "case.yaml:9:11 scenarios.other.labels: warning: labels is a list here and a mapping in the case, so all labels of "
        "the case are replaced; write a mapping here to change some of them [CM911]"
    ]


def test_changes_to_labels_that_are_not_there() -> None:
    text = (
        HEAD
        + "labels: {war: a.go}\nscenarios:\n  s: {labels: {wra: null}}\n  t: {labels: {peace: {name: Peace}}}\n  u: {labels: {new: stop}}\n"
    )
    assert printed(text) == [
        'case.yaml:7:16 scenarios.s.labels.wra: there is no label "wra" to change; did you mean "war"? (a new one has options: or where:) [CM501]',
        'case.yaml:8:16 scenarios.t.labels.peace: there is no label "peace" to change; known: "war" (a new one has options: or where:) [CM501]',
    ]
    assert printed(HEAD + "scenarios: {s: {labels: {war: null}}}\n") == [
        'case.yaml:5:26 scenarios.s.labels.war: there is no label "war" to change; the case has no labels (a new one has options: or where:) [CM501]'
    ]


def test_a_label_of_another_kind_takes_the_place_of_the_old_one() -> None:
    case = read(HEAD + "labels: {war: {name: War, where: a.go}}\nscenarios: {s: {labels: {war: {options: [a.go]}}}}\n")
    assert shape(apply_scenario(case, "s")) == [("war", "War", {"options": ("a.go",)})]


def test_without_an_actor() -> None:
    case = read(HEAD + "labels: {one: [a.go, b.go], two: [a.go, pay-none], three: a.go or b.go, four: [stop]}\n")
    assert shape(without(case, "b").case) == [
        ("two", "two", {"options": ("a.go",)}),
        ("three", "three", {"where": "a.go or false"}),
        ("four", "four", {"options": ("stop",)}),
    ]


@pytest.mark.parametrize("seed", range(40))
def test_a_round_trip_keeps_labels(seed: int) -> None:
    rng = Random(seed)
    case = labelled(rng, random_case(rng) if seed % 4 else random_graph_case(rng))
    assert read(dump(case)) == case
    assert Case.model_validate(json.loads(dump(case, ".json"))) == case


def test_a_list_stays_a_list() -> None:
    case = case_of(actors={"a": {"options": {"x": "X"}}}, labels=[{"name": "High", "where": "x"}])
    assert "labels:\n  - {name: High, where: x}\n" in dump(case)
    assert read(dump(case)) == case


def test_an_edit_keeps_comments() -> None:
    text = HEAD + "labels:\n  war: a.go     # what all fear\n  calm: []\n"
    assert "  war: b.go     # what all fear\n" in edit_text(text, {("labels", "war"): "b.go"})
    assert "  calm: [stop]\n" in edit_text(text, {("labels", "calm"): ["stop"]})
    added = edit_text(text, {("labels", "late"): {"name": "Too late", "where": "stop"}})
    assert added.endswith("  calm: []\n  late: {name: Too late, where: stop}\n")


def test_the_schema_knows_all_forms() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    validator = jsonschema.Draft202012Validator(schema())
    actors = {"a": {"options": {"x": "X"}, "plural": True}}
    forms = [{"on": "x"}, {"on": ["x"]}, {"on": {"name": "On", "where": "x"}}, [{"name": "On", "options": []}]]
    assert all(validator.is_valid({"actors": actors, "labels": form}) for form in forms)
    assert validator.is_valid({"actors": actors, "scenarios": {"s": {"labels": {"on": None, "off": {"name": "Off"}}}}})
    for wrong in ({"On": "x"}, {"now": "x"}, {"on": {"that": "x"}}, "x"):
        assert not validator.is_valid({"actors": actors, "labels": wrong})
    assert not validator.is_valid({"actors": {"a": {"plural": "yes"}}})
