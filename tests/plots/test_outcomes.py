"""The table of options says of each outcome what is done in it; that of equilibria, under which concepts it holds."""

from __future__ import annotations

import pytest

import countermove as cm
from countermove.plots import alt_text
from countermove.plots.shown import Choice, outcomes_shown
from plots.boxes import listed, texts


def test_each_cell_says_whether_the_option_is_taken() -> None:
    graph = cm.compile(cm.load("elmira"))
    found = texts(cm.plot(graph, "outcomes", states=[5, 9]))
    owners = {"Ministry of the Environment", "Uniroyal", "Local government"}
    start = {
        name: found.index(name)
        for name in (
            "Modify the control order",
            "Delay the appeal",
            "Accept the control order",
            "Abandon the Elmira plant",
            "Insist on the original order",
        )
    }
    assert owners <= set(found)
    assert {name: found[k + 1 : k + 3] for name, k in start.items()} == {
        "Modify the control order": ["N", "-"], "Delay the appeal": ["Y", "N"], "Accept the control order": ["N", "N"], "Abandon the Elmira plant": ["N", "Y"], "Insist on the original order": ["Y", "-"],
    }  # fmt: skip
    assert found[found.index("under how many of 7 concepts") + 1 :][:2] == ["7/7", "7/7"]


def test_the_description_says_the_same() -> None:
    graph = cm.compile(cm.load("cuban-missile-crisis"))
    assert alt_text(cm.plot(graph, "outcomes", states=[7, 1])) == (
        'In none of the 2 equilibria that are shown are "Launch an air strike" (US) or "Escalate the crisis" (USSR) taken. '
        '"Withdrawal under the blockade" (state 7): US: Blockade Cuba; USSR: Withdraw the missiles; an equilibrium under 5 '
        'of 7 concepts. "No action" (state 1, today): no option is taken; an equilibrium under 2 of 7 concepts.'
    )


def test_a_case_without_options_is_told_which_pictures_it_has() -> None:
    with pytest.raises(cm.QuestionError, match="lists its states and has no options"):
        cm.plot(listed(), "outcomes")


@pytest.mark.parametrize("case", ["cuban-missile-crisis", "north-korea-2017", "security-council"])
def test_a_cell_holds_exactly_where_the_state_is_an_equilibrium(case: str) -> None:
    graph = cm.compile(cm.load(case))
    table = cm.equilibria(graph)
    states = outcomes_shown(table, Choice(), 24).states
    cells = [text for text in texts(cm.plot(table, "equilibria", width=1200)) if text in ("yes", "-")]
    count = len(table.concepts)
    assert len(cells) == count * len(states)
    for k, state in enumerate(states):
        held = table.at(state).concepts
        assert cells[k * count : (k + 1) * count] == ["yes" if c.id in held else "-" for c in table.concepts]


def test_only_the_concepts_asked_for_are_shown() -> None:
    graph = cm.compile(cm.load("cuban-missile-crisis"))
    found = texts(cm.plot(graph, "equilibria", concepts=["seq", "l3"]))
    assert [text for text in found if text in ("Nash", "GMR", "SEQ", "L3")] == ["SEQ", "L3"]
    with pytest.raises(cm.QuestionError, match="unknown concept"):
        cm.plot(graph, "equilibria", concepts=["sek"])


def test_listed_states_go_by_their_ids_and_names() -> None:
    found = texts(cm.plot(listed(), "equilibria"))
    assert {"War (war)", "Embargo (embargo, today)"} <= set(found)
    assert "war (War): an equilibrium under" in alt_text(cm.plot(listed(), "equilibria"))
