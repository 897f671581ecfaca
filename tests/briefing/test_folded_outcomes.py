"""Thousands of equilibria: those that differ in what nobody cares about are told as one."""

from __future__ import annotations

import countermove as cm
from cases import case_of


def game(idle: int) -> cm.Game:
    """A case in which one actor cares about its option, and another has many that nobody cares about."""
    actors = {
        "a": {"options": {"p": "Press"}, "prefers": ["p"]},
        "b": {"options": {f"o{k}": f"Option {k}" for k in range(idle)}},
        "c": {"options": {"x": "Leave", "y": "Return"}, "prefers": ["x iff y"]},
    }
    return cm.compile(case_of(actors=actors, status_quo=[]))


def test_many_are_told_as_one_with_the_options_that_nobody_cares_about() -> None:
    briefing = cm.brief(game(7))
    (first,) = briefing.outcomes
    assert first.folded is not None
    # Two of the four states of c's options are as good, and all of b's: 2 * 2 ** 7 - 1 besides the first.
    assert first.folded.count == 255
    assert first.folded.options == (*(f"b.o{k}" for k in range(7)), "c.x", "c.y")
    assert all(other.rests_on != "nothing" for other in briefing.others)
    text = " ".join(str(briefing).split())
    assert "255 more Nash equilibria differ from 1 only in nine options of B and C; every actor is indifferent" in text


def test_those_that_an_actor_tells_apart_stay_apart() -> None:
    data = game(7).case.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    data["actors"]["c"]["prefers"] = ["x iff y", "b.o0"]
    first, second = cm.brief(cm.compile(cm.Case.model_validate(data))).outcomes
    assert first.folded is not None
    assert second.folded is not None
    assert (first.folded.count, second.folded.count) == (127, 127)
    assert "b.o0" not in (*first.folded.options, *second.folded.options)


def test_few_are_told_one_by_one() -> None:
    outcomes = cm.brief(game(3)).outcomes
    assert len(outcomes) == 4
    assert all(outcome.folded is None for outcome in outcomes)
