"""Which states a picture shows."""

from __future__ import annotations

import pytest

import countermove as cm
from cases import case_of
from countermove.plots.shown import Choice, chosen_states, head_of, name_of, outcomes_shown
from countermove.requests.documents.plot import states_in
from plots.boxes import listed

GRAPH = cm.compile(cm.load("european-security-2022"))


def shown(game: cm.ListedGame, choice: Choice, most: int) -> tuple[int, ...]:
    return outcomes_shown(cm.equilibria(game, choice.concepts), choice, most).states


def test_the_status_quo_and_the_firmest_outcomes_are_shown() -> None:
    found = outcomes_shown(cm.equilibria(GRAPH), Choice(), 24)
    assert found.states[:2] == (97, 147)
    assert len(found.states) == 12
    assert found.note == "Of 240 equilibria, the 12 best supported are shown."
    assert shown(GRAPH, Choice(concepts=("nash",)), 24) == (97, 147, 168, 411, 151, 172, 415)
    assert outcomes_shown(cm.equilibria(GRAPH, ["nash"]), Choice(), 24).note == ""


def test_states_that_are_chosen_are_shown_and_no_others() -> None:
    assert shown(GRAPH, Choice(states=(3, 1, 3)), 24) == (3, 1)
    with pytest.raises(cm.QuestionError, match=r"25 states are too many .* at most 24; choose fewer with states="):
        chosen_states(Choice(states=tuple(range(25))), 24)


def test_where_nothing_holds_all_states_are_shown_if_they_fit() -> None:
    committee = cm.compile(cm.load("condorcet-committee"))
    assert shown(committee, Choice(), 24) == (0, 1, 2)
    assert shown(committee, Choice(), 2) == (0,)
    pennies = {
        "a": {"options": {"x": {}}, "prefers": ["x iff b.y"]},
        "b": {"options": {"y": {}}, "prefers": ["not (y iff a.x)"]},
    }
    alone = cm.equilibria(cm.compile(case_of(actors=pennies)), ["nash"])
    with pytest.raises(cm.QuestionError, match="no state is an equilibrium, and all 4 are too many"):
        outcomes_shown(alone, Choice(), 3)


def test_lists_of_states_are_read() -> None:
    assert [state.key for state in states_in(GRAPH, "1, now,1,416")] == [0, 97, 415]
    assert [state.key for state in states_in(listed(), "war,now,1")] == [2, 1, 0]
    for text, said in ((" , ", "states= is empty"), ("1;2", '"1;2" is no state'), ("417", "there is no state 417")):
        with pytest.raises(cm.QuestionError, match=said):
            states_in(GRAPH, text)


def test_states_are_called_by_number_or_by_id() -> None:
    assert (head_of(GRAPH, 97), name_of(GRAPH, 97), name_of(GRAPH, 0)) == ("98", "state 98 (today)", "state 1")
    assert (head_of(listed(), 2), name_of(listed(), 2)) == ("war", "war (War)")
