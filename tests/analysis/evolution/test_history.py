"""Events as the model sees them, in a searched game as in the listed one."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from cases import case_of, graph, random_case
from countermove.analysis.evolution.history import Replayed, replay
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.game.game import State
from countermove.game.searched import searched_game
from countermove.model.case import Case


def replayed(events: list[dict[str, Any]], **changes: Any) -> list[Replayed]:
    """A case of two actors with three options; a prefers x, then b's y to be missing; today x is taken."""
    data: dict[str, Any] = {
        "at": "2022-06-01",
        "actors": {
            "a": {"options": {"x": {}, "z": {"change": "drop-only"}}, "prefers": ["x", "not y"]},
            "b": {"options": {"y": {"needs": "x"}}, "prefers": ["not y"]},
        },
        "status quo": ["x"],
        "events": events,
    }
    return list(replay(compile(case_of(**(data | changes)))))


def verdicts(found: list[Replayed]) -> list[tuple[int | None, int | None, str]]:
    return [(key(r.before), key(r.after), r.verdict) for r in found]


def key(state: State | None) -> int | None:
    return None if state is None else state.key


def test_what_happened_before_is_undone_from_the_status_quo() -> None:
    found = replayed([{"on": "2022-01-01", "actor": "a", "takes": ["x"]}])
    assert verdicts(found) == [(0, 1, "improvement")]


def test_several_events_are_undone_the_last_one_first() -> None:
    events = [
        {"on": "2022-01-01", "actor": "a", "takes": ["x"]},
        {"on": "2022-02-01", "actor": "b", "takes": ["y"]},
        {"on": "2022-03-01", "actor": "b", "drops": ["y"]},
    ]
    found = replayed(events)
    assert [r.event.on for r in found] == ["2022-01-01", "2022-02-01", "2022-03-01"]
    assert verdicts(found) == [(0, 1, "improvement"), (1, 5, "other move"), (5, 1, "improvement")]


def test_what_happens_later_goes_on_from_it() -> None:
    events = [{"on": "2022-07-01", "actor": "b", "takes": ["y"]}, {"on": "2022-08-01", "actor": "b", "drops": ["y"]}]
    found = replayed(events)
    assert verdicts(found) == [(1, 5, "other move"), (5, 1, "improvement")]
    assert found[0].lost is not None
    assert (found[0].lost.position, found[0].lost.gained) == (0, False)
    assert found[0].to_dict() == {
        "on": "2022-07-01", "actor": "b", "takes": ["y"], "drops": [], "before": 2, "after": 6,
        "verdict": "other move", "loses": 1, "before_code": 1, "after_code": 5,
    }  # fmt: skip


def test_before_and_after_are_told_apart_by_the_moment_of_the_case() -> None:
    events = [{"on": "2022-01-01", "actor": "a", "takes": ["x"]}, {"on": "2022-07-01", "actor": "a", "drops": ["x"]}]
    assert verdicts(replayed(events)) == [(0, 1, "improvement"), (1, 0, "other move")]


def test_without_a_moment_all_events_have_led_to_the_status_quo() -> None:
    events = [{"on": "2022-07-01", "actor": "a", "takes": ["x"]}]
    assert verdicts(replayed(events, at="")) == [(0, 1, "improvement")]


def test_moves_that_the_model_does_not_allow() -> None:
    needs = [{"on": "2022-07-01", "actor": "a", "drops": ["x"]}, {"on": "2022-07-02", "actor": "b", "takes": ["y"]}]
    assert verdicts(replayed(needs))[1] == (0, 4, "no move"), "y needs x"
    assert verdicts(replayed([{"on": "2022-07-01", "actor": "a", "takes": ["z"]}])) == [(1, 3, "no move")]


def test_what_stood_so_already() -> None:
    assert verdicts(replayed([{"on": "2022-07-01", "actor": "a", "takes": ["x"]}])) == [(1, 1, "no change")]


def test_what_the_status_quo_contradicts() -> None:
    assert verdicts(replayed([{"on": "2022-01-01", "actor": "b", "takes": ["y"]}])) == [(1, 1, "not in the model")]
    assert verdicts(replayed([{"on": "2022-01-01", "actor": "a", "drops": ["x"]}])) == [(1, 1, "not in the model")]


def test_what_is_ruled_out() -> None:
    events = [{"on": "2022-07-01", "actor": "b", "takes": ["y"]}]
    assert verdicts(replayed(events, impossible=["x and y"])) == [(1, None, "not in the model")]


def test_levels_replace_each_other() -> None:
    found = replayed(
        [{"on": "2022-07-01", "actor": "a", "takes": ["cut-deep"]}, {"on": "2022-07-02", "actor": "a", "drops": ["cut-deep"]}],
        actors={"a": {"options": {"cut": {"levels": ["none", "some", "deep"]}}, "prefers": ["cut is deep"]}},
        **{"status quo": ["cut-some"]},
    )  # fmt: skip
    assert verdicts(found) == [(1, 2, "improvement"), (2, 0, "other move")]


def test_a_body_improves_where_its_rules_pass() -> None:
    changes: dict[str, Any] = {
        "actors": {"a": {"prefers": ["y"]}, "b": {"prefers": ["not y"]}},
        "bodies": {"c": {"members": ["a", "b"], "decides": {"actor": "a"}, "options": {"y": {}, "z": {"decides": "consensus"}}}},
        "status quo": [],
    }  # fmt: skip
    events = [{"on": "2022-07-01", "actor": "c", "takes": ["y"]}, {"on": "2022-07-02", "actor": "c", "takes": ["z"]}]
    found = replayed(events, **changes)
    assert verdicts(found) == [(0, 1, "improvement"), (1, 3, "other move")]
    assert found[1].lost is None


def test_nothing_to_replay() -> None:
    assert replay(compile(graph("st", a=("st", "t s")))) == ()
    assert replay(compile(load_case("chicken"))) == ()


def with_events(seed: int) -> Case:
    """A random case with events of random movers, before and after its moment."""
    rng = Random(seed)
    case = random_case(rng, coalesce=False, levels=seed % 2 == 0)
    rows = [row for row in case.option_rows if row.level is None]
    events = []
    for day in range(1, 9):
        row = rng.choice(rows) if rows else None
        if row is not None:
            key = rng.choice(["takes", "drops"])
            events.append({"on": f"2020-01-{day:02}", "actor": row.owner, key: [row.full.partition(".")[2]]})
    data = case.model_dump(mode="json", by_alias=True, exclude_unset=True) | {"events": events, "at": "2020-01-04"}
    return Case.model_validate(data)


@pytest.mark.parametrize("seed", range(80))
def test_a_searched_game_says_what_the_listed_one_says(seed: int) -> None:
    case = with_events(seed)
    graph, found = compile(case), replay(searched_game(case))
    exact = replay(graph)
    assert len(found) == len(exact)
    for one, other in zip(found, exact, strict=True):
        assert (one.event, one.verdict, one.lost) == (other.event, other.verdict, other.lost)
        assert key(one.before) == (None if other.before is None else other.before.code)
        assert key(one.after) == (None if other.after is None else other.after.code)


def test_every_verdict_is_met() -> None:
    verdicts = {r.verdict for seed in range(80) for r in replay(searched_game(with_events(seed)))}
    assert verdicts == {"improvement", "other move", "no change", "no move", "not in the model"}
