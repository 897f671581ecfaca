"""The tableau: order, marks and gains are those of the model."""

from __future__ import annotations

import pytest

import countermove as cm
from countermove.plots import alt_text
from countermove.plots.tableau import marks
from plots.boxes import listed, texts


@pytest.mark.parametrize("case", ["cuban-missile-crisis", "elmira", "north-korea-2017", "security-council"])
def test_marks_are_the_verdicts(case: str) -> None:
    graph = cm.compile(cm.load(case))
    table = cm.equilibria(graph, ["nash", "seq", "conflict-analysis"])
    for mover in graph.movers:
        for state, mark in enumerate(marks(table, mover)):
            kept = {id_: bool(table.stable[id_][mover.index, state]) for id_ in table.stable}
            assert (mark == "r") == kept["nash"]
            assert (mark in "rs") == kept["seq"]
            assert (mark != "u") == kept["conflict-analysis"]


def test_states_stand_in_order_of_preference_with_marks_and_gains() -> None:
    """The published model of the Cuban missile crisis, as the actor with the blockade sees it."""
    graph = cm.compile(cm.load("cuban-missile-crisis"))
    figure = cm.plot(graph, "tableau")
    found = texts(figure)
    first = found.index("US")
    head = found[first + 1 : found.index("USSR")]
    for label in ("equilibrium?", "stable for it?", "state", "improvements to:"):
        head.remove(label)
    assert head[:7] == ["E", "r", "5", "E", "s", "7", "5"]
    assert "US, best first: 5 r, 7 s, 6 u, 8 u, 3 r, 2 u" in alt_text(figure)


def test_equally_good_states_have_one_line() -> None:
    graph = cm.compile(cm.load("security-council"))
    thick = [p for p in cm.plot(graph, "tableau").axes[0].patches if p.get_linewidth() == 1.6]
    ranks = [graph.rank_rows[mover.actor].tolist() for mover in graph.movers if mover.actor is not None]
    assert len(thick) == sum(sum(row.count(value) > 1 for value in set(row)) for row in ranks)


def test_a_body_has_its_states_by_number() -> None:
    graph = cm.compile(cm.load("condorcet-committee"))
    assert "Committee, by number: 1 u, 2 u, 3 u." in alt_text(cm.plot(graph, "tableau"))


def test_without_options_nobody_moves_at_the_same_time() -> None:
    found = " ".join(texts(cm.plot(listed(), "tableau")))
    assert "at the same time" not in found
    assert "embargo" in found


def test_long_lists_of_gains_are_cut_and_say_so() -> None:
    graph = cm.compile(cm.load("european-security-2022"))
    with pytest.raises(cm.QuestionError, match="31 states are too many for this picture"):
        cm.plot(graph, "tableau", states=range(1, 32))
    found = texts(cm.plot(graph, "tableau", states=[1, 98]))
    assert {"1", "98"} <= set(found)


def test_only_what_is_there_is_explained() -> None:
    found = {id_: " ".join(texts(cm.plot(cm.compile(cm.load(id_)), "tableau"))) for id_ in ("chicken", "eu-council")}
    assert "u/: nobody answers some improvement" in found["chicken"]
    assert "equally good" not in found["chicken"]
    assert "u/:" not in found["eu-council"]
    assert "one line under several: equally good" in " ".join(found["eu-council"].split())
    alone = " ".join(texts(cm.plot(cm.compile(cm.load("condorcet-committee")), "tableau")))
    assert "comes first" not in alone
    assert "r: it" not in alone
