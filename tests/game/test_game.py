"""Both kinds of game answer every method of the interface alike, and as the reference does."""

from __future__ import annotations

import inspect
from random import Random

import pytest

from cases import case_of, random_case, random_graph_case
from countermove.errors import QuestionError
from countermove.game.compile import compile
from countermove.game.game import Game, Mover, State
from countermove.game.listed import ListedGame
from countermove.game.searched import SearchedGame
from kinds import Kind, both, either_kind, key_at, number_of
from reference import Model

PAIR = case_of(
    actors={
        "a": {"options": {"x": "X", "y": {"name": "Y", "levels": ["none", "some", "full"]}}, "prefers": ["x", "y is full"]},
        "b": {"options": {"z": "Z"}, "prefers": ["not z"]},
        "c": {"prefers": ["z"]},
    },
    impossible=["x and z"],
    status_quo=["z"],
)


def small(seed: int) -> Model:
    return Model(random_case(Random(seed), coalesce=False, levels=seed % 2 == 0, max_options=6))


# ---------------------------------------------------------------------------------------- the interface


@pytest.mark.parametrize("seed", range(60))
def test_both_kinds_agree_on_movers_states_and_preferences(seed: int) -> None:
    model = small(seed)
    listed, searched = both(model.case)
    assert listed.actors == searched.actors
    assert listed.options == searched.options
    for one, two in zip(listed.movers, searched.movers, strict=True):
        assert isinstance(one, Mover)
        assert isinstance(two, Mover)
        for name in ("id", "index", "actor", "options", "merged", "is_body"):
            assert getattr(one, name) == getattr(two, name), name
        assert listed.mover(one.id) is one
        assert searched.mover(one.id) is two
    assert (listed.size, searched.size) == (len(model.states), None)
    assert (listed.status_quo_key is None) is (searched.status_quo_key is None)
    if listed.status_quo_key is not None and searched.status_quo_key is not None:
        assert listed.find("now") == listed.status_quo_key
        assert searched.find("now") == searched.status_quo_key
        assert listed.code_of(listed.status_quo_key) == searched.status_quo_key
    for s, code in enumerate(model.state_codes):
        assert code is not None
        assert listed.key_of(code) == s
        assert searched.key_of(code) == code
        assert listed.code_of(s) == searched.code_of(code) == code
        assert listed.taken(s) == searched.taken(code)
        here, there = listed.at(s), searched.at(code)
        assert (here.options, here.taken, here.code) == (there.options, there.taken, there.code)
        assert (here.number, there.number, here.index, there.index) == (s + 1, None, s, None)
        assert listed.state(", ".join(here.options) or "nothing") == here
        assert searched.state(", ".join(here.options) or "nothing") == there
        for t, other in enumerate(model.state_codes):
            for actor, name in enumerate(model.actors):
                sign = (model.rank(name, t) > model.rank(name, s)) - (model.rank(name, t) < model.rank(name, s))
                assert listed.compare(actor, s, t) == searched.compare(actor, code, other) == sign


@pytest.mark.parametrize("seed", range(60))
def test_both_kinds_agree_on_moves_and_improvements(seed: int) -> None:
    model = small(seed)
    for game in both(model.case):
        keys = list(range(len(model.states))) if game.is_listed else list(model.state_codes)
        for mover in game.movers:
            for s, key in enumerate(keys):
                moves, better = list(game.moves_from(mover, key)), list(game.improvements_from(mover, key))
                assert moves == sorted(keys[t] for t in model.um(mover.id, s))
                assert better == sorted(keys[t] for t in model.ui(mover.id, s))
                assert [t for t in keys if game.is_improvement(mover, key, t)] == better


@pytest.mark.parametrize("seed", range(40))
def test_improvements_between_coalesced_and_listed_states_are_those_of_the_reference(seed: int) -> None:
    for case in (random_case(Random(seed), max_options=6), random_graph_case(Random(seed))):
        game, model = compile(case), Model(case)
        for mover in game.movers:
            for s in range(len(model.states)):
                assert set(game.moves_from(mover, s)) == model.um(mover.id, s)
                assert set(game.improvements_from(mover, s)) == model.ui(mover.id, s)


def test_the_kinds_have_the_methods_of_the_interface_and_their_parameters() -> None:
    for name in Game.__abstractmethods__:
        asked = inspect.getattr_static(Game, name)
        for kind in (ListedGame, SearchedGame):
            here = inspect.getattr_static(kind, name)
            assert isinstance(here, property) is isinstance(asked, property)
            if inspect.isfunction(asked):
                assert len(inspect.signature(here).parameters) == len(inspect.signature(asked).parameters), name


# ------------------------------------------------------------------------------------------- names of states


@either_kind
def test_a_state_is_named_by_now_by_options_and_by_itself(kind: Kind) -> None:
    game = kind(PAIR)
    state = game.state("now")
    assert isinstance(state, State)
    assert state.options == ("a.y-none", "b.z")
    for name in (state, "z", "b.z", ["z"], "z, y is none", "a.y-none, b.z", " now "):
        assert game.find(name) == state.key
    assert game.state("y is full").options == ("a.y-full",)
    assert game.state("nothing").options == game.state(["nothing"]).options == ("a.y-none",)
    assert number_of(game, state) == 6
    assert key_at(game, 6) == state.key


@either_kind
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("x, z", '"x and z" is impossible in this case'),
        ("y-some, y-full", '"a.y" has exactly one level at a time'),
        ("x,,z", "an option is missing between two commas"),
        ("w", 'unknown option "w"'),
    ],
)
def test_what_is_no_state_is_refused_with_the_reason(kind: Kind, name: str, message: str) -> None:
    with pytest.raises(QuestionError, match=message):
        kind(PAIR).find(name)


@either_kind
def test_a_case_without_status_quo_has_no_state_now(kind: Kind) -> None:
    game = kind(case_of(actors={"a": {"options": {"x": "X"}}}))
    assert game.status_quo_key is None
    with pytest.raises(QuestionError, match='the case has no status quo, so there is no state "now"; give the'):
        game.find("now")


@either_kind
def test_a_state_of_another_game_is_refused(kind: Kind) -> None:
    with pytest.raises(QuestionError, match="is a state of another game; name it in this one"):
        kind(PAIR).find(kind(PAIR).state("now"))


def test_only_listed_states_have_numbers() -> None:
    listed, searched = both(PAIR)
    assert listed.state(7) == listed.state("7") == listed.state("now")
    for number in (7, "7", "+7"):
        with pytest.raises(QuestionError, match="too many to be numbered"):
            searched.find(number)


@either_kind
def test_an_unknown_mover_is_refused(kind: Kind) -> None:
    game = kind(PAIR)
    with pytest.raises(QuestionError, match='"c" has no options, so it never moves'):
        game.mover("c")
    with pytest.raises(QuestionError, match='unknown actor or body "d"'):
        game.mover("d")


def test_only_a_searched_game_has_questions_that_it_does_not_answer() -> None:
    listed, searched = both(PAIR)
    listed.require("coalitions")
    for question in searched.unanswered:
        with pytest.raises(QuestionError, match=f"^{question} "):
            searched.require(question)
