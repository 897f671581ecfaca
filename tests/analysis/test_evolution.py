"""How a conflict may evolve: routes, first movers, and the form of the result."""

from __future__ import annotations

import pytest

from cases import case_of, graph
from countermove.analysis import improvement_walk as walking
from countermove.analysis import paths as searching
from countermove.analysis.evolution import Evolution, Opening, paths, starts
from countermove.catalog import load_case
from countermove.errors import QuestionError, SizeError
from countermove.game.compile import compile
from countermove.game.listed import ListedGame


@pytest.fixture(scope="module")
def opening() -> ListedGame:
    return compile(load_case("european-security-2022"))


def routes(found: Evolution) -> dict[tuple[int, str], tuple[int | None, int]]:
    return {(r.target, r.by): (r.length, r.count) for r in found.routes}


def test_the_ways_from_the_status_quo_to_the_nash_equilibria(opening: ListedGame) -> None:
    found = paths(opening, concepts=["nash"])
    assert found.start == 97
    assert found.targets == (147, 151, 168, 172, 411, 415), "reached by improvements first"
    assert routes(found)[147, "improvements"] == (2, 2)
    assert {length for (_, by), (length, _) in routes(found).items() if by == "improvements"} == {2, None}
    assert routes(found)[151, "moves"] == (2, 2)
    assert (found.reached["improvements"] + 1).tolist() == [98, 100, 114, 116, 130, 132, 146, 148]
    assert len(found.reached["moves"]) == 416
    assert found.openings == (Opening("russia", (147,)), Opening("usa", (147,)))
    assert found.decisive == {}


def test_without_nash_and_seq_equilibria_others_are_followed() -> None:
    """A circle in which nobody ever stays."""
    case = case_of(
        actors={"a": {"options": {"x": {}}, "prefers": ["x iff y"]}, "b": {"options": {"y": {}}, "prefers": ["x iff not y"]}}
    )  # fmt: skip
    found = paths(compile(case), start=1)
    assert found.targets


def test_one_target_or_several(opening: ListedGame) -> None:
    assert paths(opening, to=148).targets == (147,)
    assert paths(opening, "now", "nothing").targets == (0,)
    assert paths(opening, 100, targets=[147, 3]).targets == (147, 3)


def test_only_the_nearest_of_many(opening: ListedGame) -> None:
    """Five of the states in which Russia attacks are one move away, by nobody's improvement."""
    attacked = [s for s in range(opening.size) if opening.taken(s)[2]]
    found = paths(opening, targets=attacked, nearest=True)
    assert [(r.target + 1, r.by, r.length) for r in found.routes] == [(s, "moves", 1) for s in (101, 102, 103, 104)]
    assert found.targets == (100, 101, 102, 103)


def test_who_begins_may_decide() -> None:
    case = graph("stu", a=("st", "t s u"), b=("su", "u s t"))
    found = paths(compile(case), start=1)
    assert found.openings == (Opening("a", (1,)), Opening("b", (2,)))
    assert found.decisive == {1: "a", 2: "b"}


def test_a_start_is_needed() -> None:
    with pytest.raises(QuestionError, match=r"no status quo to start from; name a state: --from STATE$"):
        paths(compile(load_case("chicken")))


def test_what_is_too_large_is_left_out_or_refused(opening: ListedGame, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "MOST_MOVES", 3)
    monkeypatch.setattr(searching, "MAX_VISITED", 3)
    found = paths(opening, to="now")
    assert (found.drift, found.openings) == (None, None)
    assert found.to_dict()["drift"] is None
    assert found.to_dict()["first"] is None
    with pytest.raises(SizeError):
        paths(opening, to=148)


def test_as_data(opening: ListedGame) -> None:
    data = paths(opening, to=148, most=1).to_dict()
    assert data["from"] == 98
    assert data["paths"][0] == {
        "to": 148,
        "by": "improvements",
        "length": 2,
        "steps": [{"mover": "russia", "from": 98, "to": 100}, {"mover": "usa", "from": 100, "to": 148}],
    }
    assert data["routes"][0] == {"to": 148, "by": "improvements", "length": 2, "count": 2}
    assert data["reachable"] == {"improvements": [98, 100, 114, 116, 130, 132, 146, 148], "moves": 416}
    assert data["first"] == [{"mover": "russia", "to": [148]}, {"mover": "usa", "to": [148]}]
    assert [(e["states"], e["chance"]) for e in data["drift"]["endings"]] == [([148], 1.0)]
    assert [event["verdict"] for event in data["events"]] == ["improvement"]


def test_as_a_frame(opening: ListedGame) -> None:
    frame = paths(opening, to=148).to_frame()
    assert frame.columns.tolist() == ["to", "by", "sequence", "step", "mover", "before", "after"]
    assert frame.iloc[0].tolist() == [148, "improvements", 1, 1, "russia", 98, 100]
    assert len(frame) == 8


def test_where_each_state_leads() -> None:
    found = starts(compile(load_case("elmira")))
    assert [(s.state + 1, [t + 1 for t in s.targets]) for s in found][:3] == [(1, [5]), (2, [8, 9]), (3, [9])]
    assert len(starts(compile(load_case("elmira")), limit=2)) == 2
    data = found[1].to_dict()
    assert (data["from"], data["to"]) == (2, [8, 9])
    assert [(ending["states"], ending["chance"]) for ending in data["drift"]] == [([8], 0.5), ([9], 0.5)]
