"""Every public function and method that takes a state refuses one that there is not, by name and in words."""

from __future__ import annotations

import inspect
import io
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
import pytest

import countermove as cm
from countermove.analysis.evolution.paths import reachable, shortest_path
from countermove.analysis.winners import standings
from countermove.game.listed import ListedGame
from countermove.game.names.naming import find_state
from countermove.game.names.positions import position, positions
from countermove.game.searched import searched_game

Ask = Callable[[Any], object]
CRISIS = "cuban-missile-crisis"


@cache
def crisis() -> cm.ListedGame:
    return cm.compile(cm.load(CRISIS))


@cache
def beliefs() -> cm.Perceptions:
    view = "views: {usa: {actors: {ussr: {prefers: [escalate]}}}}"
    return cm.perceptions(cm.load(io.StringIO(f"{cm.dump(cm.load(CRISIS))}\n{view}\n")))


@cache
def chicken() -> Any:
    return searched_game(cm.load("chicken"))


POSITIONS: dict[str, Ask] = {
    "reachable.start": lambda s: reachable(crisis(), s, True),
    "shortest_path.start": lambda s: shortest_path(crisis(), s, 0, False),
    "shortest_path.target": lambda s: shortest_path(crisis(), 0, s, False),
    "Graph.code": lambda s: crisis().code(s),
    "Graph.combinations": lambda s: crisis().combinations(s),
    "Graph.taken": lambda s: crisis().taken(s),
    "StabilityTable.at": lambda s: cm.equilibria(crisis()).at(s),
}
"""What takes positions, counted from 0, of the twelve states of one case."""
CODES: dict[str, Ask] = {
    "SearchedGame.code": lambda s: chicken().code(s),
    "SearchedGame.codes": lambda s: chicken().codes([s]),
}
"""What takes codes, in a case that is treated as one whose states are not listed, with four of them."""
NAMED: dict[str, Ask] = {
    "Perceptions.under": lambda s: beliefs().under(s),
    "Perceptions.under_written": lambda s: beliefs().under_written(s),
    "Perceptions.under_expected": lambda s: beliefs().under_expected("usa", s),
    "Perceptions.surprises": lambda s: beliefs().surprises("usa", [s]),
    "invert.want": lambda s: cm.invert(crisis(), [s]),
    "CoalitionTable.upset_by": lambda s: cm.coalitions(crisis()).upset_by(s),
    "CoalitionTable.minimal": lambda s: cm.coalitions(crisis()).minimal(s),
    "CoalitionTable.upsets": lambda s: cm.coalitions(crisis()).upsets(s),
    "StabilityTable.equilibrium": lambda s: cm.equilibria(crisis()).equilibrium(s),
    "find_state.state": lambda s: find_state(crisis(), s),
    "explain.state": lambda s: cm.explain(crisis(), s, "usa", "seq"),
    "explain.state of farsighted": lambda s: cm.explain(cm.farsighted(crisis()), s),
    "plot.states": lambda s: cm.plot(crisis(), "outcomes", states=[s]),
    "paths.start": lambda s: cm.paths(crisis(), s),
    "deals.start": lambda s: cm.deals(crisis(), s),
    "paths.to": lambda s: cm.paths(crisis(), 1, to=s),
    "paths.targets": lambda s: cm.paths(crisis(), 1, targets=[s]),
    "standings.before": lambda s: standings(crisis(), s, 1),
    "standings.after": lambda s: standings(crisis(), 1, s),
    "Winners.payoffs": lambda s: cm.winners(crisis()).payoffs(s),
    "Winners.better_for_all": lambda s: cm.winners(crisis()).better_for_all(s),
    "Credibility.held_back": lambda s: cm.credibility(crisis()).held_back(s),
    "Credibility.not_held_back": lambda s: cm.credibility(crisis()).not_held_back(s),
    "Credibility.is_equilibrium": lambda s: cm.credibility(crisis()).is_equilibrium(s),
    "Credibility.threats": lambda s: cm.credibility(crisis()).threats(s),
    "credibility.states": lambda s: cm.credibility(crisis(), states=[s]),
}
"""What takes states as people name them; numbers count from 1 there."""
LISTS = ("paths.targets", "plot.states", "credibility.states")


@pytest.mark.parametrize("name", POSITIONS)
@pytest.mark.parametrize("wrong", [12, 99, -1, np.int64(12), 10**30])
def test_a_position_out_of_range_is_a_wrong_question(name: str, wrong: Any) -> None:
    with pytest.raises(cm.QuestionError, match=rf"no state at position {wrong}; the 12 states have positions from 0"):
        POSITIONS[name](wrong)


@pytest.mark.parametrize("name", POSITIONS)
@pytest.mark.parametrize("wrong", ["7", "text", 1.0, None, True, np.bool_(True), [0]])
def test_a_position_is_a_whole_number(name: str, wrong: Any) -> None:
    with pytest.raises(TypeError, match="a state is given by its position, a whole number from 0, not"):
        POSITIONS[name](wrong)


@pytest.mark.parametrize("name", POSITIONS)
def test_the_whole_numbers_of_numpy_are_as_good(name: str) -> None:
    state = int(np.flatnonzero(cm.equilibria(crisis()).strength())[0])
    one, other = (repr(POSITIONS[name](given)).split(" object")[0] for given in (np.int32(state), state))
    assert one == other


@pytest.mark.parametrize("name", CODES)
@pytest.mark.parametrize("wrong", [4, -1, np.int64(4), 10**30])
def test_a_code_beyond_the_options_is_a_wrong_question(name: str, wrong: Any) -> None:
    with pytest.raises(cm.QuestionError, match=f"no state with the code {wrong}; bit k is option k, of 2"):
        CODES[name](wrong)


@pytest.mark.parametrize("name", CODES)
@pytest.mark.parametrize("wrong", ["3", "now", 1.0, True, [0]])
def test_a_code_is_a_whole_number(name: str, wrong: Any) -> None:
    with pytest.raises(TypeError, match="a state is given by its code here, not"):
        CODES[name](wrong)


def test_a_code_that_is_not_feasible_is_a_wrong_question() -> None:
    model = searched_game(cm.load(CRISIS))
    feasible = {int(code) for code in crisis().codes}
    barred = next(code for code in range(16) if code not in feasible)
    with pytest.raises(cm.QuestionError, match=f"the state with the code {barred} is not feasible"):
        model.code(barred)


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("wrong", [0, 9999, "0", "99999", -1, "nonsense"])
def test_a_name_that_no_state_has_is_a_wrong_question(name: str, wrong: Any) -> None:
    with pytest.raises(cm.QuestionError):
        NAMED[name](wrong)


@pytest.mark.parametrize("name", NAMED)
@pytest.mark.parametrize("wrong", [1.0, True, b"7"])
def test_a_state_as_people_name_it_is_a_number_a_text_or_a_list(name: str, wrong: Any) -> None:
    with pytest.raises(TypeError, match="a state is a number, the word now, or the options taken"):
        NAMED[name](wrong)


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("wrong", ["text", 3])
def test_several_states_are_a_list(name: str, wrong: Any) -> None:
    ask: dict[str, Ask] = {
        "paths.targets": lambda s: cm.paths(crisis(), 1, targets=s),
        "credibility.states": lambda s: cm.credibility(crisis(), states=s),
        "plot.states": lambda s: cm.plot(crisis(), "outcomes", states=s),
    }
    with pytest.raises(
        TypeError, match=r"states are given as a list of (positions, such as \[0|numbers, such as \[1), 5\], not"
    ):
        ask[name](wrong)


def test_a_state_that_is_no_outcome_is_told_so() -> None:
    found = cm.winners(crisis())
    outcomes = {state.number for state in found.outcomes}
    other = next(number for number in range(1, 13) if number not in outcomes)
    with pytest.raises(cm.QuestionError, match=f"state {other} is none of the outcomes"):
        found.better_for_all(other)


@pytest.mark.parametrize("name", POSITIONS)
def test_a_state_is_as_good_as_its_position(name: str) -> None:
    state = int(np.flatnonzero(cm.equilibria(crisis()).strength())[0])
    one, other = (repr(POSITIONS[name](given)).split(" object")[0] for given in (crisis().at(state), state))
    assert one == other


def test_an_array_of_positions_will_do_and_a_mask_will_not() -> None:
    assert positions(12, np.array([3, 5])) == [3, 5]
    assert position(12, np.uint8(11)) == 11
    with pytest.raises(TypeError, match="flatnonzero gives the positions of what is True"):
        positions(12, np.array([True, False]))  # type: ignore[arg-type]


def test_no_public_function_that_takes_states_is_missing_here() -> None:
    """A parameter is about states if it is called so, but for the scenario that a comparison starts from.

    And for what takes a `State`, which no number can be mistaken for.
    """
    called = {
        "state",
        "states",
        "want",
        "start",
        "target",
        "targets",
        "to",
        "before",
        "after",
        "code",
        "codes",
        "also",
    }
    here = {name for table in (POSITIONS, CODES, NAMED) for name in table}
    results = (
        "StabilityTable",
        "Winners",
        "Credibility",
    )
    for id_ in cm.__all__:
        entry = getattr(cm, id_)
        if inspect.isfunction(entry):
            asked = {f"{id_}.{p}" for p in inspect.signature(entry).parameters if p in called}
            assert asked - {"compare.start", "power.states"} <= here, asked - here
    for id_ in (*results, "Evolution", "Farsighted", "StableSets", "Robustness", "Comparison", "Power"):
        for name, method in inspect.getmembers(getattr(cm, id_), inspect.isfunction):
            if not name.startswith("_") and name != "rules_changed" and called & set(inspect.signature(method).parameters):
                assert f"{id_}.{name}" in here
    for name, method in inspect.getmembers(ListedGame, inspect.isfunction):
        # The interface of games is about keys, which are right by construction; what is called a state may be wrong.
        if "state" in inspect.signature(method).parameters and name not in ("find", "state"):
            assert f"Graph.{name}" in here
