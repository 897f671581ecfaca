"""The table of equilibria says the same as the table of verdicts."""

from __future__ import annotations

import pytest

import countermove as cm
from countermove.plots import alt_text, plot
from plots.boxes import listed, texts


@pytest.mark.parametrize("case", ["cuban-missile-crisis", "north-korea-2017", "security-council"])
def test_a_cell_holds_exactly_where_the_state_is_an_equilibrium(case: str) -> None:
    graph = cm.compile(cm.load(case))
    table = cm.equilibria(graph)
    found = texts(plot(graph, "equilibria"))
    for equilibrium in table.equilibria():
        name = f"{equilibrium.state.number}{' (now)' if equilibrium.state.key == graph.status_quo else ''}"
        cells = [t for t in found[found.index(name) + 1 :] if t in ("holds", "-")][: len(table.concepts)]
        assert cells == ["holds" if c.id in equilibrium.concepts else "-" for c in table.concepts]


def test_only_the_concepts_asked_for_are_shown() -> None:
    graph = cm.compile(cm.load("cuban-missile-crisis"))
    found = texts(plot(graph, "equilibria", concepts=["seq", "l3"]))
    assert found[2:4] == ["SEQ", "L3"]
    with pytest.raises(cm.QuestionError, match="unknown concept"):
        plot(graph, "equilibria", concepts=["sek"])


def test_listed_states_go_by_their_ids_and_names() -> None:
    found = texts(plot(listed(), "equilibria"))
    assert {"war", "War", "reached"} <= set(found)
    assert "war (War) holds under" in alt_text(plot(listed(), "equilibria"))
