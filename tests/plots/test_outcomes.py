"""The table of options tells of each outcome what is done in it."""

from __future__ import annotations

import pytest

import countermove as cm
from countermove.plots import alt_text, plot
from plots.boxes import listed, texts


def test_each_cell_says_whether_the_option_is_taken() -> None:
    graph = cm.compile(cm.load("elmira"))
    found = texts(plot(graph, "outcomes", states=[4, 8]))
    owners = {"MoE", "Uniroyal", "Local Government"}
    start = {name: found.index(name) for name in ("Modify", "Delay", "Accept", "Abandon", "Insist")}
    assert owners <= set(found)
    assert {name: found[k + 1 : k + 3] for name, k in start.items()} == {
        "Modify": ["N", "-"], "Delay": ["Y", "N"], "Accept": ["N", "N"], "Abandon": ["N", "Y"], "Insist": ["Y", "-"],
    }  # fmt: skip
    assert found[found.index("under so many of 7 concepts") + 1 :][:2] == ["7/7", "7/7"]


def test_the_description_says_the_same() -> None:
    graph = cm.compile(cm.load("cuban-missile-crisis"))
    assert alt_text(plot(graph, "outcomes", states=[6, 0])) == (
        "Cuban missile crisis: the outcomes that hold. A table of 2 states. state 7: US: Blockade; USSR: Withdraw; stable "
        "for everybody under 5 of 7 concepts. state 1: no option is taken; stable for everybody under 2 of 7 concepts."
    )


def test_a_case_without_options_is_told_which_pictures_it_has() -> None:
    with pytest.raises(cm.QuestionError, match="lists its states and has no options"):
        plot(listed(), "outcomes")
