"""The picture of the evolution has the steps of the shortest ways."""

from __future__ import annotations

import pytest

import countermove as cm
from cases import case_of
from countermove.plots import alt_text
from countermove.plots.evolution import steps_shown
from plots.boxes import faults, texts


def test_the_steps_are_those_of_the_shortest_ways_by_gains() -> None:
    graph = cm.compile(cm.load("european-security-2022"))
    by, steps, rest = steps_shown(cm.paths(graph))
    assert by == "improvements"
    assert {(s.mover, s.before.number, s.after.number) for s in steps} == {
        ("russia", 98, 100), ("usa", 98, 146), ("usa", 100, 148), ("russia", 146, 148),
    }  # fmt: skip
    assert [state + 1 for state in rest] == [152, 169, 173, 412, 416]
    found = " ".join(texts(cm.plot(graph, "evolution")))
    assert '98 → 100 Russia takes "Answer with counter-containment, in the region and beyond"' in found
    assert "Not reached by gains alone: states 152, 169, 173, 412 and 416." in found


def test_where_gains_lead_nowhere_moves_are_shown_and_it_is_said() -> None:
    graph = cm.compile(cm.load("mountain-pass"))
    figure = cm.plot(graph, "evolution", states=[8])
    assert "No outcome is reached by gains alone" in alt_text(figure)
    assert faults(figure) == []


def test_without_a_status_quo_the_first_state_chosen_is_the_start() -> None:
    graph = cm.compile(cm.load("chicken"))
    with pytest.raises(cm.QuestionError, match="no status quo to start from; name a state with --states"):
        cm.plot(graph, "evolution")
    assert cm.plot(graph, "evolution", states=[1]).get_label() == "Chicken: how it may go on from state 1"


def test_a_start_from_which_nothing_moves_is_drawn_alone() -> None:
    graph = cm.compile(cm.load("cuban-missile-crisis"))
    figure = cm.plot(graph, "evolution", states=[5, 5])
    assert faults(figure) == []


def test_many_targets_are_refused() -> None:
    graph = cm.compile(cm.load("european-security-2022"))
    with pytest.raises(cm.QuestionError, match="at most 7"):
        cm.plot(graph, "evolution", states=range(1, 9))


def test_where_there_is_no_way_to_draw_it_is_said_why() -> None:
    graph = cm.compile(cm.load("condorcet-committee"))
    with pytest.raises(cm.QuestionError, match="no state holds under Nash or SEQ, so there is no outcome to which"):
        cm.plot(graph, "evolution")
    assert faults(cm.plot(graph, "evolution", states=[2])) == []
    rooted = cm.compile(case_of(**ROOTED))
    with pytest.raises(cm.QuestionError, match=r"no moves lead from state 1 \(now\) to any other outcome"):
        cm.plot(rooted, "evolution")


ROOTED = {"actors": {"a": {"options": {"go": {"change": "drop-only"}}, "prefers": ["not go"]}}, "status_quo": []}
