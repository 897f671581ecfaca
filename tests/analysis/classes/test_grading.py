"""Models of students beside a reference: theorems on random cases, shares against the literal ranks, and single changes."""

from __future__ import annotations

import copy
import re
from itertools import combinations
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import countermove as cm
from cases import cases, graph_cases, random_case
from countermove.analysis.classes.grading import graded
from countermove.analysis.classes.orders import alike_pairs, first_pair
from countermove.analysis.classes.pairing import pairing
from countermove.analysis.classes.records import Difference, GradedModel
from countermove.io.writing import data_of
from countermove.model.case import Case
from countermove.model.preferences import Line
from reference import Model

SEEDS = st.integers(0, 2**32 - 1)
FEW = settings(max_examples=25, deadline=None)


def grading_of(reference: Case, student: Case) -> GradedModel:
    return graded("file", *(cm.equilibria(cm.compile(case)) for case in (reference, student)))


def changed(case: Case, actor: str, prefers: list[Any]) -> Case:
    actors = {**case.actors, actor: case.actors[actor].model_copy(update={"prefers": tuple(prefers)})}
    return case.model_copy(update={"actors": actors})


def statements_case(seed: int) -> tuple[Random, Case, str]:
    """A random case, and an actor of it with at least two preference statements."""
    rng = Random(seed)
    while True:
        case = random_case(rng, coalesce=False, max_options=5)
        actors = [id_ for id_, actor in case.actors.items() if len(actor.prefers or ()) > 1]
        if actors:
            return rng, case, rng.choice(actors)


# ------------------------------------------------------------------------------------------------- theorems


@FEW
@given(st.one_of(cases(max_options=5, levels=True), graph_cases()))
def test_a_model_differs_nowhere_from_itself(case: Case) -> None:
    result = grading_of(case, case)
    assert result.differences == result.read_as == result.notes == ()
    assert all(one.alike == one.pairs for one in result.preferences.values())
    assert set(result.preferences) == set(case.actors)
    assert not any(one.missing or one.extra for one in result.equilibria.values())
    assert result.states is not None
    assert (result.states.missing, result.states.extra) == (0, 0)


def with_other_ids(case: Case) -> Case:
    """The case with other ids for its actors, bodies and options, all of which keep their names."""
    data = data_of(case)
    for block in ("actors", "bodies"):
        for owner, record in data.get(block, {}).items():
            record["name"] = case.label(owner)
    ids = [*case.actors, *case.bodies, *(id_ for _, _, record in case.owners for id_ in record.options)]
    names = {row.record.name for row in case.option_rows} | {case.label(id_) for id_ in (*case.actors, *case.bodies)}
    new = {id_: f"z-{id_}" for id_ in ids}
    pattern = re.compile(r"(?<![\w-])(" + "|".join(sorted(map(re.escape, new), key=len, reverse=True)) + r")(?![\w])")

    def rewritten(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {
                pattern.sub(lambda m: new[m[1]], k) if k not in RESERVED else k: rewritten(v, k) for k, v in value.items()
            }
        if isinstance(value, list | tuple):
            return [rewritten(part) for part in value]
        is_text = isinstance(value, str) and key != "name" and value not in names
        return pattern.sub(lambda m: new[m[1]], value) if is_text else value

    return Case.model_validate(rewritten(data))


RESERVED = {"actors", "bodies", "options", "name", "prefers", "that", "all", "any", "actor", "veto", "also", "quota"}


@FEW
@given(SEEDS)
def test_other_names_are_no_difference(seed: int) -> None:
    case = random_case(Random(seed), max_options=5)
    other = case.model_copy(
        update={
            "actors": {
                id_: actor.model_copy(
                    update={
                        "name": f"The {id_} people",
                        "options": {k: o.model_copy(update={"name": f"Do {k}"}) for k, o in actor.options.items()},
                    }
                )
                for id_, actor in case.actors.items()
            }
        }
    )
    assert grading_of(case, other).differences == ()


def test_other_ids_are_no_difference() -> None:
    """Ids are recognised by names, and by elimination where one thing is left; what is read so is said."""
    for id_ in ("cuban-missile-crisis", "chicken", "nile-dam-2021", "security-council"):
        case = cm.load(id_)
        other = Case.model_validate(with_other_ids(case).model_dump(by_alias=True) | {"scenarios": {}, "views": {}})
        result = grading_of(case, other)
        assert result.differences == (), id_
        assert len(result.read_as) == len({*case.actors, *case.bodies}) + len(case.option_rows), id_


@FEW
@given(SEEDS)
def test_shares_are_those_of_the_literal_ranks_and_symmetric(seed: int) -> None:
    rng, case, actor = statements_case(seed)
    prefers = list(case.actors[actor].prefers or ())
    rng.shuffle(prefers)
    other = changed(case, actor, prefers[: rng.randint(1, len(prefers))])
    forbidden = rng.choice(case.option_rows).full
    if rng.random() < 0.5 and case.status_quo is None:
        other = Case.model_validate(data_of(other) | {"impossible": [*data_of(other).get("impossible", []), forbidden]})
    try:
        cm.compile(other)
    except cm.CaseError:
        return
    there, back = grading_of(case, other), grading_of(other, case)
    own, theirs = Model(case), Model(other)
    common = [raw for raw in own.state_of if raw in theirs.state_of]
    for id_ in case.actors:
        signs = [
            [
                np.sign(model.rank(id_, model.state_of[a]) - model.rank(id_, model.state_of[b]))
                for a, b in combinations(common, 2)
            ]
            for model in (own, theirs)
        ]
        alike = sum(one == two for one, two in zip(*signs, strict=True))
        assert (there.preferences[id_].alike, there.preferences[id_].pairs) == (alike, len(signs[0]))
        assert back.preferences[id_] == there.preferences[id_]
        has_difference = any(d.part == "preferences" and d.about == id_ for d in there.differences)
        assert has_difference == (alike < len(signs[0]))
    assert there.states is not None
    assert (there.states.common, there.states.missing) == (len(common), len(own.states) - len(common))
    assert back.states is not None
    assert back.states.extra == there.states.missing


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=12))
def test_pairs_are_counted_as_one_would_by_hand(ranks: list[tuple[int, int]]) -> None:
    first, second = (np.array([pair[k] for pair in ranks], dtype=np.int64) for k in (0, 1))
    pairs = list(combinations(range(len(ranks)), 2))
    alike = [np.sign(first[a] - first[b]) == np.sign(second[a] - second[b]) for a, b in pairs]
    assert alike_pairs(first, second) == sum(alike)
    pair = first_pair(first, second)
    assert (pair is None) == all(alike)
    if pair is not None:
        assert first[pair[0]] <= first[pair[1]]
        assert np.sign(first[pair[0]] - first[pair[1]]) != np.sign(second[pair[0]] - second[pair[1]])


# ------------------------------------------------------------------------------------------- single changes


def only(result: GradedModel, part: str) -> Difference:
    (difference,) = [one for one in result.differences if one.part == part]
    return difference


@FEW
@given(SEEDS, st.sampled_from(["drop", "swap", "negate", "move"]))
def test_a_single_change_of_statements_is_named(seed: int, change: str) -> None:
    """The change that is named makes the student's order of the reference's list, and is of the kind that was made."""
    rng, case, actor = statements_case(seed)
    prefers = list(case.actors[actor].prefers or ())
    i, j = sorted(rng.sample(range(len(prefers)), 2))
    student = prefers.copy()
    if change == "drop":
        del student[i]
    elif change == "swap":
        student[i], student[j] = student[j], student[i]
    elif change == "move":
        student.insert(j, student.pop(i))
    elif isinstance(prefers[i], Line):
        student[i] = Line.model_validate({"that": f"not ({prefers[i].that})"})
    other = changed(case, actor, student)
    ranks = [Model(one).ranks[actor] for one in (case, other)]
    result = grading_of(case, other)
    differences = [one for one in result.differences if one.part == "preferences"]
    if alike_pairs(*map(np.array, ranks)) == len(ranks[0]) * (len(ranks[0]) - 1) // 2:
        assert differences == []
        return
    (one,) = differences
    mine, yours = [k - 1 for k in one.reference_positions], [k - 1 for k in one.student_positions]
    again = prefers.copy()
    match one.kind:
        case "missing statement":
            assert change == "drop"
            del again[mine[0]]
        case "swapped statements":
            again[mine[0]], again[mine[1]] = again[mine[1]], again[mine[0]]
        case "opposite statement":
            again[mine[0]] = student[yours[0]]
        case "moved statement":
            again.insert(yours[0], again.pop(mine[0]))
        case _:
            pytest.fail(f"{change} was named {one.kind}")
    shown = Model(changed(case, actor, again)).ranks[actor]
    assert alike_pairs(np.array(shown), np.array(ranks[1])) == len(shown) * (len(shown) - 1) // 2


DATA: dict[str, Any] = {
    "title": "Dam",
    "actors": {
        "north": {
            "options": {"fill": {"name": "Fill the dam", "change": "take-only"}, "pay": "Pay for the water"},
            "prefers": ["fill", "not pay", "south.share"],
        },
        "south": {"options": {"share": "Share the river"}, "prefers": ["not north.fill", "north.pay", "not share"]},
        "east": {"prefers": ["talks.sign", "north.pay"]},
    },
    "bodies": {"talks": {"members": ["north", "south"], "decides": "unanimity", "options": {"sign": "Sign the treaty"}}},
    "impossible": ["north.pay and south.share"],
    "status quo": [],
}


def edited(*path: Any, value: Any = None, remove: bool = False) -> Case:
    data = copy.deepcopy(DATA)
    place = data
    for key in path[:-1]:
        place = place[key]
    if remove:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return Case.model_validate(data)


@pytest.mark.parametrize(
    ("student", "part", "kind", "about"),
    [
        (edited("actors", "north", "prefers", 1, remove=True), "preferences", "missing statement", "north"),
        (edited("actors", "north", "prefers", value=["not pay", "fill", "south.share"]), "preferences", "swapped statements", "north"),
        (edited("actors", "north", "prefers", 0, value="not fill"), "preferences", "opposite statement", "north"),
        (edited("actors", "north", "prefers", 2, value="talks.sign"), "preferences", "other statement", "north"),
        (edited("actors", "east", "prefers", value=["talks.sign", "north.pay", "north.fill"]), "preferences", "extra statement", "east"),
        (edited("actors", "south", "prefers", value=["not share", "not north.fill", "north.pay"]), "preferences", "moved statement", "south"),
        (edited("impossible", value=[*DATA["impossible"], "north.fill and talks.sign"]), "states", "missing states", ""),
        (edited("impossible", remove=True), "states", "extra states", ""),
        (edited("actors", "north", "options", "fill", value={"name": "Fill the dam"}), "moves", "direction", "north.fill"),
        (edited("actors", "south", "options", "share", value={"needs": "north.fill"}), "moves", "precondition", "south.share"),
        (edited("status quo", value=["pay"]), "status quo", "status quo", ""),
        (edited("bodies", "talks", "decides", value={"any": ["unanimity", {"actor": "east"}]}), "rules", "rule", "talks"),
        (edited("bodies", "talks", "members", value=["north", "south", "east"]), "rules", "members", "talks"),
        (edited("actors", "north", "options", "more", value="More"), "options", "extra option", "north.more"),
    ],
)  # fmt: skip
def test_each_single_change_is_named_as_that(student: Case, part: str, kind: str, about: str) -> None:
    result = grading_of(Case.model_validate(DATA), student)
    one = only(result, part)
    assert (one.kind, one.about) == (kind, about)
    # A change of one part of a model is a difference in that part; what follows from it are other equilibria.
    assert {difference.part for difference in result.differences} <= {part, "equilibria"}


def test_what_is_missing_is_said_and_the_others_are_compared() -> None:
    data = copy.deepcopy(DATA)
    del data["actors"]["east"]
    del data["actors"]["north"]["options"]["pay"]
    data["actors"]["north"]["prefers"] = ["fill", "south.share"]
    data["actors"]["south"]["prefers"] = ["not share", "not north.fill"]
    del data["impossible"]
    result = grading_of(Case.model_validate(DATA), Case.model_validate(data))
    kinds = [(one.part, one.kind, one.about) for one in result.differences if one.part != "equilibria"]
    assert kinds == [
        ("actors", "missing actor", "east"),
        ("options", "missing option", "north.pay"),
        ("preferences", "swapped statements", "south"),
    ]
    assert result.states is not None
    assert (result.states.common, result.states.missing, result.states.extra) == (8, 0, 0)
    assert set(result.preferences) == {"north", "south"}


def test_a_statement_about_what_the_student_lacks_hides_no_other() -> None:
    data = copy.deepcopy(DATA)
    del data["actors"]["north"]["options"]["pay"], data["impossible"]
    data["actors"]["north"]["prefers"] = ["south.share", "fill"]
    data["actors"]["south"]["prefers"] = ["not north.fill", "not share"]
    data["actors"]["east"]["prefers"] = ["talks.sign"]
    one = only(grading_of(Case.model_validate(DATA), Case.model_validate(data)), "preferences")
    assert (one.kind, one.about) == ("swapped statements", "north")
    assert (one.reference_positions, one.student_positions) == ((1, 3), (1, 2))


def test_a_rule_in_other_words_is_no_difference() -> None:
    student = edited("bodies", "talks", "decides", value={"all": [{"actor": "north"}, {"actor": "south"}]})
    assert grading_of(Case.model_validate(DATA), student).differences == ()


def test_what_could_be_two_things_is_none_of_them() -> None:
    first = Case.model_validate(
        {"actors": {"a": {"name": "X", "options": {"go": "Go"}}, "b": {"options": {"stop": "Stop"}}}}
    )
    other = Case.model_validate(
        {"actors": {"c": {"name": "X", "options": {"o": "O"}}, "d": {"name": "x", "options": {"p": "P"}}}}
    )
    assert pairing(first, other).owners == pairing(other, first).owners == {}


def test_listed_states_and_moves_are_compared() -> None:
    def graph(moves: list[list[str]], ranking: list[str]) -> Case:
        actors = {"a": {"moves": moves, "ranking": ranking}, "b": {"moves": [["x", "z"]], "ranking": ["x", "y", "z"]}}
        return Case.model_validate({"states": {"x": "X", "y": "Y", "z": "Z"}, "actors": actors})

    first = graph([["x", "y"], ["y", "z"]], ["z", "y", "x"])
    result = grading_of(first, graph([["x", "y"]], ["z", "x", "y"]))
    kinds = {(one.part, one.kind, one.about, one.count) for one in result.differences if one.part != "equilibria"}
    assert kinds == {("moves", "missing moves", "a", 1), ("preferences", "other order", "a", 0)}
    assert result.preferences["a"].alike == 2


def test_cases_of_two_kinds_are_not_compared_further() -> None:
    result = grading_of(Case.model_validate(DATA), cm.load("elmira"))
    assert result.notes
    listed = Case.model_validate({"states": {"x": "X", "y": "Y"}, "actors": {"north": {"moves": [["x", "y"]]}}})
    result = grading_of(Case.model_validate(DATA), listed)
    assert result.states is None
    assert len(result.notes) == 1
