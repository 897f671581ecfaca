"""How a conflict may evolve: routes and first movers; in a searched game as in the listed one, or not said to be proved."""

from __future__ import annotations

import json
from random import Random

import pytest

from cases import case_of, graph, random_case, random_statement, sparse_case
from catalogued import unlabelled
from countermove.analysis.evolution import improvement_walk as walking
from countermove.analysis.evolution import paths as searching
from countermove.analysis.evolution.evolution import Evolution, Opening, paths, starts
from countermove.catalog import load_case
from countermove.errors import QuestionError, SizeError
from countermove.game.compile import compile
from countermove.game.game import State
from countermove.game.listed import ListedGame
from countermove.game.searched import searched_game
from countermove.model.names import OptionNames
from countermove.model.statements import Const, parse


@pytest.fixture(scope="module")
def opening() -> ListedGame:
    return compile(unlabelled("european-security-2022"))


def routes(found: Evolution) -> dict[tuple[int, str], tuple[int | None, int | None]]:
    return {(r.target.key, r.by): (r.length, r.count) for r in found.routes}


def keys(states: tuple[State, ...]) -> tuple[int, ...]:
    return tuple(state.key for state in states)


def opened(found: Evolution) -> list[tuple[str, tuple[int, ...]]]:
    return [(o.mover, keys(o.targets)) for o in found.openings or ()]


def test_the_ways_from_the_status_quo_to_the_nash_equilibria(opening: ListedGame) -> None:
    found = paths(opening, concepts=["nash"])
    assert found.start.key == 97
    assert keys(found.targets) == (147, 168, 411, 151, 172, 415), (
        "reached by improvements first, then Pareto-undominated ones"
    )
    assert routes(found)[147, "improvements"] == (2, 2)
    assert {length for (_, by), (length, _) in routes(found).items() if by == "improvements"} == {2, None}
    assert routes(found)[151, "moves"] == (2, 2)
    assert found.reachable.improvements == (98, 100, 114, 116, 130, 132, 146, 148)
    assert found.n_reached("moves") == 416
    there = (opening.at(147),)
    assert found.openings == (Opening("russia", there), Opening("usa", there))
    assert found.decisive == {}


def test_without_nash_and_seq_equilibria_others_are_followed() -> None:
    """A circle in which nobody ever stays."""
    case = case_of(
        actors={"a": {"options": {"x": {}}, "prefers": ["x iff y"]}, "b": {"options": {"y": {}}, "prefers": ["x iff not y"]}}
    )  # fmt: skip
    found = paths(compile(case), start=1)
    assert found.targets


def test_one_target_or_several(opening: ListedGame) -> None:
    assert keys(paths(opening, to=148).targets) == (147,)
    assert keys(paths(opening, "now", "nothing").targets) == (0,)
    assert keys(paths(opening, 100, targets=[148, 4]).targets) == (147, 3)


def test_only_the_nearest_of_many(opening: ListedGame) -> None:
    """Five of the states in which Russia attacks are one move away, by nobody's improvement."""
    attacked = [s + 1 for s in range(opening.size) if opening.taken(s)[2]]
    found = paths(opening, targets=attacked, nearest=True)
    assert [(r.target.number, r.by, r.length) for r in found.routes] == [(s, "moves", 1) for s in (101, 102, 103, 104)]
    assert keys(found.targets) == (100, 101, 102, 103)
    by_statement = paths(opening, where="russia.attack")
    assert (by_statement.targets, by_statement.routes) == (found.targets, found.routes)


def test_who_begins_may_decide() -> None:
    case = graph("stu", a=("st", "t s u"), b=("su", "u s t"))
    found = paths(compile(case), start=1)
    assert opened(found) == [("a", (1,)), ("b", (2,))]
    assert {state.key: mover for state, mover in found.decisive.items()} == {1: "a", 2: "b"}


def test_a_start_is_needed() -> None:
    with pytest.raises(QuestionError, match=r"no status quo to start from; name a state: start=STATE$"):
        paths(compile(load_case("chicken")))


def test_what_is_too_large_is_left_out_or_refused(opening: ListedGame, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(walking, "MOST_MOVES", 3)
    monkeypatch.setattr(searching, "MAX_VISITED", 3)
    found = paths(opening, to="now")
    assert (found.improvement_walk, found.openings) == (None, None)
    assert found.to_dict()["drift"] is None
    assert found.to_dict()["first"] is None
    with pytest.raises(SizeError):
        paths(opening, to=148)


def test_as_data(opening: ListedGame) -> None:
    data = paths(opening, to=148, most_paths=1).to_dict()
    assert data["from"] == 98
    first = data["paths"][0]
    assert (first["to"], first["by"], first["length"]) == (148, "improvements", 2)
    assert [(step["mover"], step["from"], step["to"]) for step in first["steps"]] == [
        ("russia", 98, 100), ("usa", 100, 148),
    ]  # fmt: skip
    route = data["routes"][0]
    assert (route["to"], route["by"], route["length"], route["count"]) == (148, "improvements", 2, 2)
    assert data["reachable"]["improvements"] == [98, 100, 114, 116, 130, 132, 146, 148]
    assert data["reachable"]["moves"] == 416
    assert [(one["mover"], one["to"]) for one in data["first"]] == [("russia", [148]), ("usa", [148])]
    assert [(e["states"], e["chance"]) for e in data["drift"]["endings"]] == [([148], 1.0)]
    assert [event["verdict"] for event in data["events"]] == [*["improvement"] * 4, "other move"]


def test_as_a_frame(opening: ListedGame) -> None:
    frame = paths(opening, to=148).to_frame()
    assert frame.columns.tolist()[:-1] == ["to", "by", "sequence", "step", "mover", "before", "after"]
    assert frame.iloc[0].tolist()[:-1] == [148, "improvements", 1, 1, "russia", 98, 100]
    assert len(frame) == 8


def test_where_each_state_leads() -> None:
    found = starts(compile(load_case("elmira")))
    targets = [(s.state.number, [t.number for t in s.targets]) for s in found.starts]
    assert targets[:3] == [(1, [5]), (2, [8, 9]), (3, [9])]
    assert len(starts(compile(load_case("elmira")), limit=2).starts) == 2
    data = found.to_dict()["starts"][1]
    assert (data["from"], data["to"]) == (2, [8, 9])
    assert [(ending["states"], ending["chance"]) for ending in data["drift"]] == [([8], 0.5), ([9], 0.5)]


# ------------------------------------------------------------------------------------------------ searched games


def same(graph: ListedGame, found: Evolution, start: int, to: int) -> None:
    """Whether all that is exact is what the listed game says."""
    codes = graph.codes_at()
    exact = paths(graph, start + 1, to + 1)
    assert found.start.key == codes[start]
    for one, other in zip(found.routes, exact.routes, strict=True):
        assert one.is_proved
        assert (one.target.key, one.by, one.length) == (codes[other.target.key], other.by, other.length)
        assert one.count == other.count
        listed = [[(s.mover, codes[s.before.key], codes[s.after.key]) for s in path] for path in other.paths]
        assert [[(s.mover, s.before.key, s.after.key) for s in path] for path in one.paths] == listed
    for by, states in exact.reached.items():
        assert states is not None
        assert found.reached[by] == {codes[s] for s in states}
    assert exact.openings is not None
    assert found.openings is not None
    assert [o.mover for o in found.openings] == [o.mover for o in exact.openings]
    improved = next(r for r in found.routes if r.by == "improvements")
    for one_, other_ in zip(found.openings, exact.openings, strict=True):
        assert one_.unknown == ()
        if improved.length is not None:
            assert keys(one_.targets) == tuple(codes[t.key] for t in other_.targets)


@pytest.mark.parametrize("seed", range(60))
def test_it_is_what_the_listed_game_says(seed: int) -> None:
    rng = Random(seed)
    case = random_case(rng, coalesce=False, levels=seed % 2 == 0, max_options=5)
    graph, searched = compile(case), searched_game(case)
    assert isinstance(graph, ListedGame)
    start, to = rng.randrange(graph.size), rng.randrange(graph.size)
    codes = graph.codes_at()
    same(graph, paths(searched, searched.at(codes[start]), searched.at(codes[to])), start, to)


@pytest.mark.parametrize("seed", range(40))
def test_the_nearest_states_are_those_of_the_listed_game(seed: int) -> None:
    rng = Random(seed)
    case = random_case(rng, coalesce=False, max_options=5)
    graph, searched = compile(case), searched_game(case)
    assert isinstance(graph, ListedGame)
    node = OptionNames(case).bind(parse(random_statement(rng, [row.full for row in searched.options], 2)))
    codes = graph.codes_at()
    targets = [s + 1 for s, code in enumerate(codes) if searched.holds(node, code)]
    exact = paths(graph, 1, targets=targets, nearest=True)
    found = paths(searched, searched.at(codes[0]), where=node)
    for by in ("improvements", "moves"):
        there = {codes[r.target.key]: (r.length, r.count) for r in exact.routes if r.by == by and r.length is not None}
        assert {r.target.key: (r.length, r.count) for r in found.routes if r.by == by} == there
        assert found.missed.get(by) == (None if there else True)  # type: ignore[call-overload]


def test_the_alliance() -> None:
    found = paths(searched_game(load_case("thirty-allies-2022")))
    assert repr(found) == "Evolution(8 targets; improvements lead to 1)"
    assert all(route.is_proved for route in found.routes)
    assert {route.count for route in found.routes if route.by == "improvements"} == {None, 0}
    assert {route.length for route in found.routes if route.by == "moves"} == {17, 18, 29, 30}
    assert found.openings is not None
    assert len(found.openings) == 9
    assert {opening.targets for opening in found.openings} == {(found.targets[0],)}
    assert found.improvement_walk is not None
    assert found.improvement_walk.endings[0].states == (found.targets[0],)
    assert found.reached == {"improvements": None, "moves": None}


def test_what_is_not_found_is_not_proved() -> None:
    game = searched_game(sparse_case(20, 4))
    end = game.at((1 << 80) - 1)
    found = paths(game, to=end, most_pairs=50)
    assert [(r.by, r.length, r.is_proved, r.count) for r in found.routes] == [
        ("improvements", None, True, 0),  # some options never change
        ("moves", None, False, None),
    ]
    assert not found.coverage.proved
    rushed = paths(game, to=end, most_pairs=50, seconds=0.001)
    assert not any(route.is_proved and route.length is not None for route in rushed.routes)


def test_a_searched_game_as_data() -> None:
    game = searched_game(load_case("thirty-allies-2022"))
    data = paths(game, to=game.at(4194267)).to_dict()
    assert json.loads(json.dumps(data)) == data
    assert (data["from"], data["code"]) == (None, 9)
    assert data["routes"][0] == {
        "to": None, "code": 4194267, "by": "improvements", "length": 17, "count": None, "proved": True,
    }  # fmt: skip
    first = data["paths"][0]["steps"][0]
    assert (first["mover"], first["from"], first["from_code"]) == ("russia", None, 9)
    assert data["reachable"]["improvements"] is None
    assert "russia.attack" in data["reachable"]["fixed"]["improvements"]
    assert data["first"][0] == {"mover": "russia", "to": None, "codes": [4194267], "unknown": []}
    assert data["drift"]["estimate"] is True
    other = searched_game(load_case("european-security-2022"))
    listed = paths(other, to=other.at(179)).to_dict()
    assert listed["reachable"]["improvements"] == 8
    assert listed["events"][0]["before"] is None
    assert listed["events"][0]["before_code"] == 128


def test_a_searched_game_as_a_data_frame() -> None:
    game = searched_game(unlabelled("prisoners-dilemma"))
    frame = paths(game, game.at(3), game.at(0)).to_frame()
    assert list(frame.columns)[:-1] == ["to", "by", "sequence", "step", "mover", "before", "after"]
    assert len(frame) == 8


def test_without_a_start_one_is_asked_for() -> None:
    with pytest.raises(QuestionError, match="no status quo to start from; name a state by its options: start=STATE"):
        paths(searched_game(load_case("chicken")))


def test_too_many_choices_are_refused() -> None:
    case = case_of(actors={"a": {"options": {f"o{k}": {} for k in range(15)}}}, status_quo=[])
    game = searched_game(case)
    with pytest.raises(SizeError, match="A has 15 options of its own"):
        paths(game, to=game.at(1))


def test_a_statement_that_never_holds_is_nowhere() -> None:
    game = searched_game(load_case("chicken"))
    found = paths(game, game.at(0), where=Const(False))
    assert (found.routes, found.missed) == ((), {"improvements": True, "moves": True})
