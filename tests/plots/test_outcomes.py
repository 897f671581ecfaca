"""The table of options says of each outcome what is done in it; that of equilibria, under which concepts it holds."""

from __future__ import annotations

import pytest

import countermove as cm
from countermove.plots import alt_text
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
    assert found[found.index("under so many of 7 concepts") + 1 :][:2] == ["7/7", "7/7"]


def test_the_description_says_the_same() -> None:
    graph = cm.compile(cm.load("cuban-missile-crisis"))
    assert alt_text(cm.plot(graph, "outcomes", states=[7, 1])) == (
        'Cuban missile crisis: the outcomes that hold. A table of 2 states. "Withdrawal under the blockade" (state 7): US: '
        'Blockade Cuba; USSR: Withdraw the missiles; stable for everybody under 5 of 7 concepts. "No action" (state 1) '
        "(now): no option is taken; stable for everybody under 2 of 7 concepts."
    )


def test_a_case_without_options_is_told_which_pictures_it_has() -> None:
    with pytest.raises(cm.QuestionError, match="lists its states and has no options"):
        cm.plot(listed(), "outcomes")


@pytest.mark.parametrize("case", ["cuban-missile-crisis", "north-korea-2017", "security-council"])
def test_a_cell_holds_exactly_where_the_state_is_an_equilibrium(case: str) -> None:
    graph = cm.compile(cm.load(case))
    table = cm.equilibria(graph)
    found = texts(cm.plot(graph, "equilibria"))
    for equilibrium in table.equilibria():
        name = f"{equilibrium.state.number}{' (now)' if equilibrium.state.key == graph.status_quo else ''}"
        cells = [t for t in found[found.index(name) + 1 :] if t in ("holds", "-")][: len(table.concepts)]
        assert cells == ["holds" if c.id in equilibrium.concepts else "-" for c in table.concepts]


def test_only_the_concepts_asked_for_are_shown() -> None:
    graph = cm.compile(cm.load("cuban-missile-crisis"))
    found = texts(cm.plot(graph, "equilibria", concepts=["seq", "l3"]))
    assert found[2:4] == ["SEQ", "L3"]
    with pytest.raises(cm.QuestionError, match="unknown concept"):
        cm.plot(graph, "equilibria", concepts=["sek"])


def test_listed_states_go_by_their_ids_and_names() -> None:
    found = texts(cm.plot(listed(), "equilibria"))
    assert {"war", "War", "reached"} <= set(found)
    assert "war (War) holds under" in alt_text(cm.plot(listed(), "equilibria"))
