"""The matrix of winners says the same as the analysis."""

from __future__ import annotations

import countermove as cm
from countermove.plots import alt_text
from plots.boxes import texts


def test_shares_and_changes_are_those_of_the_analysis() -> None:
    graph = cm.compile(cm.load("security-council"))
    analysis = cm.winners(graph)
    state = analysis.outcomes[0]
    found = texts(cm.plot(graph, "winners", states=[state.number]))
    signs = {1: "▲ ", -1: "▼ ", 0: "= "}
    for payoff in analysis.payoffs(state):
        cell = found[found.index(graph.case.label(payoff.actor)) + 1]
        sign = "" if state.key == graph.status_quo_key else signs[payoff.change or 0]
        assert cell == f"{sign}{round(100 * (payoff.share or 0.0))} %"


def test_the_best_outcome_of_each_is_described() -> None:
    graph = cm.compile(cm.load("prisoners-dilemma"))
    assert (
        'Best for Row: "Both cooperate" (state 4) (50 percent). Best for Col: "Both cooperate" (state 4) (50 percent).'
        in alt_text(cm.plot(graph, "winners"))
    )
