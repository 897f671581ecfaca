"""Where walks of improvements from the status quo end, and whether they must, against a literal search."""

from __future__ import annotations

from random import Random

import pytest

from cases import graph, random_case, random_graph_case
from countermove.briefing import course as module
from countermove.briefing.course import course_of
from countermove.game.compile import compile
from countermove.model.case import Case
from reference import Model
from reference_paths import ends_of_walks


def literal(case: Case) -> tuple[set[int], bool]:
    """The states at which some walk from the status quo ends, and whether no walk can go round in a circle."""
    model = Model(case)
    assert model.status_quo is not None
    return ends_of_walks(model, model.status_quo)


def test_walks_end_where_a_literal_search_says_and_circles_are_seen() -> None:
    circles = 0
    for seed in range(400):
        rng = Random(seed)
        case = random_graph_case(rng) if seed % 2 else random_case(rng, max_options=5)
        game = compile(case)
        if game.status_quo_key is None:
            continue
        ends, always = literal(case)
        course = course_of(game, game.status_quo_key)
        assert course.ends is not None
        assert ({state.key for state in course.ends}, course.always_ends) == (ends, always), seed
        circles += not always
    assert circles


def test_a_circle_beside_one_end_is_no_certain_end() -> None:
    # From t one actor moves on to u, where everybody stays, and the other back to s, from where the first comes to t again.
    made = compile(graph("stu", a=("st tu", "u t s"), b=("ts", "s t u")).model_copy(update={"status_quo": ("s",)}))
    course = course_of(made, made.status_quo_key or 0)
    assert course.ends is not None
    assert [state.id for state in course.ends] == ["u"]
    assert (course.always_ends, course.only) == (False, None)


def test_too_many_states_are_said_to_be_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    made = compile(graph("stu", a=("st tu", "u t s")).model_copy(update={"status_quo": ("s",)}))
    monkeypatch.setattr(module, "MOST_STATES", 1)
    course = course_of(made, 0)
    assert (course.ends, course.always_ends, course.only) == (None, None, None)
