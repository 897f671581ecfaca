"""Gambit's strategic form: its text, and the game that a case is."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pygambit
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import case_of, cases
from countermove.analysis.equilibria import equilibria
from countermove.catalog import load_case
from countermove.errors import QuestionError, SizeError
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.io.nfg import writing as module
from countermove.io.nfg.writing import Player, StrategicForm, dump_nfg, plain, strategic_form
from countermove.model.case import Case

GAME = StrategicForm(
    title='The "Cuban" crisis',
    comment="Payoffs are ranks",
    players=(Player("USA", ("NN", "YN", "NY")), Player("USSR", ("N", "Y"))),
    outcomes=(("state 1", (0, 3)), ("state 2", (5, 1)), ("infeasible", (-1, -1))),
    results=[0, 1, 2, 2, 1, 0],
)


def read(text: str) -> pygambit.Game:
    return pygambit.read_nfg(io.BytesIO(text.encode()))


def test_gambit_reads_what_was_written() -> None:
    game = read(dump_nfg(GAME))
    assert game.title == "The 'Cuban' crisis"
    assert [player.label for player in game.players] == ["USA", "USSR"]
    assert [[s.label for s in player.strategies] for player in game.players] == [["NN", "YN", "NY"], ["N", "Y"]]
    assert [outcome.label for outcome in game.outcomes] == ["state 1", "state 2", "infeasible"]
    payoffs = [[int(game[i, j][player]) for player in game.players] for j in range(2) for i in range(3)]
    assert payoffs == [list(GAME.outcomes[k][1]) for k in GAME.results]


def test_many_outcomes_stand_on_several_lines() -> None:
    labels = tuple(str(k) for k in range(50))
    outcomes = tuple((f"state {k}", (k,)) for k in range(50))
    text = dump_nfg(StrategicForm("", "", (Player("a", labels),), outcomes, range(50)))
    assert max(map(len, text.splitlines()[3:])) < 100
    game = read(text)
    assert [int(game[(k,)][next(iter(game.players))]) for k in range(50)] == list(range(50))


@pytest.mark.parametrize(
    ("text", "label"),
    [("a  b\n c", "a b c"), ("Größe", "Große".replace("ß", "?")), ("\\", "/"), ("", ""), ("\x1b[1m", "?[1m"), (" x ", "x")],
)  # fmt: skip
def test_labels_are_ascii_on_one_line(text: str, label: str) -> None:
    assert plain(text) == label


def test_a_name_in_other_letters_has_a_substitute() -> None:
    assert (plain("Россия", "russia"), plain("Français", "france"), plain("x→y", "move")) == (
        "russia",
        "Francais",
        "move",
    )


@given(st.lists(st.text(), min_size=4, max_size=4))
def test_gambit_reads_whatever_the_names_are(names: list[str]) -> None:
    title, comment, player, option = names
    game = read(dump_nfg(StrategicForm(title, comment, (Player(player, (option, "other")),), (("o", (1,)),), [0, 0])))
    assert [len(player.strategies) for player in game.players] == [2]


PAIR: dict[str, Any] = {
    "a": {"name": "Ann", "options": {"x": "Go", "y": "Stay"}, "prefers": ["x iff z", "y"]},
    "b": {"name": "Bob", "options": {"z": "Zig"}, "ranking": ["z", "not z"]},
}


def gambit(graph: ListedGame) -> pygambit.Game:
    return pygambit.read_nfg(io.BytesIO(dump_nfg(strategic_form(graph)[0]).encode()))


def pure_equilibria(game: pygambit.Game) -> set[tuple[str, ...]]:
    """The strategies played in each pure Nash equilibrium."""
    found = pygambit.nash.enumpure_solve(game).equilibria
    return {tuple(next(s.label for s in p.strategies if e[s] == 1) for p in game.players) for e in found}


def nash_states(graph: ListedGame) -> set[tuple[str, ...]]:
    """The Nash equilibria of a graph, each as what every actor does."""
    found = set()
    for state in np.flatnonzero(equilibria(graph, ["nash"]).holding("nash")):
        signs = ["Y" if taken else "N" for taken in graph.taken(int(state))]
        own = [[s for s, row in zip(signs, graph.options, strict=True) if row.owner == a] for a in graph.actors]
        found.add(tuple("".join(each) or "-" for each in own))
    return found


@given(cases(bodies=False, coalesce=False, needs=False, directions=False, infeasible=False))
def test_pure_equilibria_are_the_nash_equilibria(case: Case) -> None:
    graph = compile(case)
    assert pure_equilibria(gambit(graph)) == nash_states(graph)


@given(cases(bodies=False, coalesce=False, levels=True))
def test_payoffs_are_ranks_and_lowest_where_nothing_is_feasible(case: Case) -> None:
    graph = compile(case)
    game, _ = strategic_form(graph)
    shape = [len(player.strategies) for player in game.players]
    for position, outcome in enumerate(game.results):
        played = np.unravel_index(position, shape, order="F")
        labels = "".join(p.strategies[k] for p, k in zip(game.players, played, strict=True)).replace("-", "")
        code = sum(1 << k for k, sign in enumerate(labels) if sign == "Y")
        name, payoffs = game.outcomes[outcome]
        if code in graph.codes_at():
            state = graph.codes_at().index(code)
            assert (name, payoffs) == (f"state {state + 1}", tuple(graph.rank_rows[:, state].tolist()))
        else:
            assert (name, payoffs) == ("infeasible", (-1,) * len(graph.actors))
    assert all(vector.count("Y") <= len(vector) for player in game.players for vector in player.strategies)


def test_names_and_signs_are_explained() -> None:
    game, left_out = strategic_form(compile(case_of(title="T", actors=PAIR, status_quo=["x"])))
    assert game.title == "T"
    assert game.comment == "Payoffs are ranks. Y: taken, N: not taken. Ann: Go, Stay; Bob: Zig"
    assert [(p.name, p.strategies) for p in game.players] == [("Ann", ("NN", "YN", "NY", "YY")), ("Bob", ("N", "Y"))]
    assert left_out == ["status quo"]


def test_strategies_that_are_never_feasible_are_left_out() -> None:
    game, _ = strategic_form(compile(case_of(actors=PAIR, impossible=["x and y", "x and z"])))
    assert game.players[0].strategies == ("NN", "YN", "NY")
    assert game.outcomes[-1] == ("infeasible", (-1, -1))
    assert game.results.count(5) == 1


def test_actors_without_options_have_one_strategy() -> None:
    game, _ = strategic_form(compile(case_of(actors={**PAIR, "c": {"prefers": ["x"]}})))
    assert game.players[2].strategies == ("-",)
    assert {len(payoffs) for _, payoffs in game.outcomes} == {3}


def test_players_of_one_name_are_told_apart_by_their_ids() -> None:
    case = case_of(actors={"a": {"name": "A"}, "b": {"name": "A", "options": {"x": "X"}}, "c": {"name": "Россия"}})
    assert [player.name for player in strategic_form(compile(case))[0].players] == ["A (a)", "A (b)", "c"]


def test_labels_of_players_differ_from_all_others() -> None:
    names = {"a": "X (b)", "b": "X", "c": "X", "d": "a"}
    case = case_of(actors={id_: {"name": name, "options": {"x": "X"}} for id_, name in names.items()})
    assert [player.name for player in strategic_form(compile(case))[0].players] == ["a", "b", "c", "d"]
    case = case_of(actors={"a": {"name": "b", "options": {"x": "X"}}, "b": {"name": "X"}, "c": {"name": "X"}})
    assert [player.name for player in strategic_form(compile(case))[0].players] == ["b", "X (b)", "X (c)"]


@given(cases(bodies=False, coalesce=False, levels=True))
def test_both_versions_of_the_format_are_the_same_game(case: Case) -> None:
    form, _ = strategic_form(compile(case))
    one, other = read(dump_nfg(form)), read(dump_nfg(form, with_payoffs=True))
    for profile in one.contingencies:
        of_one, of_other = one[tuple(profile)], other[tuple(profile)]
        assert [of_one[p.label] for p in one.players] == [of_other[p.label] for p in other.players]


def test_payoffs_are_written_for_strategies_that_are_counted() -> None:
    assert dump_nfg(GAME, with_payoffs=True).splitlines() == [
        "NFG 1 R \"The 'Cuban' crisis\"", '{ "USA" "USSR" }', "{ 3 2 }", "", "0 3 5 1 -1 -1 -1 -1 5 1 0 3",
    ]  # fmt: skip


def test_what_a_strategic_form_cannot_say_is_told() -> None:
    actors = {"a": {"options": {"x": {"change": "take-only"}, "y": {"needs": "x"}}}, "b": {"options": {"z": {}}}}
    case = case_of(
        actors=actors, bodies={"u": {"members": ["a"], "decides": "majority"}}, views={"a": {"unaware": ["z"]}},
        coalesce=["YYY"],
    )  # fmt: skip
    game, left_out = strategic_form(compile(case))
    assert left_out == [
        "directions of options", "needs", "bodies", "views", "that some combinations count as one state",
    ]  # fmt: skip
    assert sorted(set(game.results)) == list(range(8))


def test_a_body_is_no_player() -> None:
    with pytest.raises(QuestionError, match="the body nato is no player: it decides by the votes of its members"):
        strategic_form(compile(load_case("european-security-2022")))


def test_listed_states_have_no_strategies() -> None:
    with pytest.raises(QuestionError, match="lists its states and moves"):
        strategic_form(compile(case_of(states={"s": "S", "t": "T"}, actors={"a": {"moves": [["s", "t"]]}})))


def test_a_form_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_COMBINATIONS", 7)
    with pytest.raises(SizeError, match="more than 7 combinations"):
        strategic_form(compile(case_of(actors=PAIR)))
