"""Threats in words: what they cost, who makes them, and what is left; for every kind of case."""

from __future__ import annotations

import re
from random import Random

import pytest

from briefs import brief
from cases import case_of, random_case, random_graph_case
from countermove.analysis.credibility import credibility
from countermove.analysis.equilibria import equilibria
from countermove.catalog import load_case
from countermove.errors import printable
from countermove.game.compile import compile
from countermove.model.case import Case
from countermove.text import prose
from countermove.views.threat_words import threat_prose, threat_table, threats_flat


def told(case: Case, state: int | None = None, concept: str = "gmr") -> str:
    found = credibility(compile(case), concept)
    return " ".join(prose.as_text(threat_prose(found, None if state is None else [state - 1])).split())


def test_a_price_in_ranks() -> None:
    assert told(load_case("cuban-missile-crisis"), 1) == (
        'State 1 Nobody does anything. - US would gain if it takes "Blockade" (state 3); nobody would undo that in its '
        'own interest. What holds it back is a threat: USSR takes "Escalate" (state 11), which it likes less: 67 % of '
        "all states are worse for it before, 8 % after. If the bluff is called, improvements can lead on to states 5 or "
        "7, without threats. It has 2 more such gains."
    )


def test_a_price_in_lines_and_a_decision_that_would_not_pass() -> None:
    text = told(load_case("european-security-2022"), 1)
    assert 'Russia takes "Attack Ukraine" (state 21), at the price of its line 3 (not attack).' in text
    assert (
        'Ukraine takes "Keep seeking membership" (state 100), in its own interest; then NATO takes "Admit Ukraine" '
        "(state 388), a decision that would not pass (against: United States and European allies)."
    ) in text


def test_a_threat_that_costs_nothing() -> None:
    case = case_of(actors={"a": {"options": {"x": {}}, "prefers": ["not (x and b.y)", "x"]}, "b": {"options": {"y": {}}}})
    assert 'B takes "Y" (state 4), by which it gains nothing.' in told(case, 1)


def test_what_is_left() -> None:
    assert "If nobody believes such threats, states 5 and 7 are left, which hold without them." in told(
        load_case("cuban-missile-crisis")
    )
    assert "All of them hold under SEQ, too: nobody has to count on a threat." in told(load_case("prisoners-dilemma"))


def test_the_brief_counts_them() -> None:
    text = brief(equilibria(compile(load_case("chicken"))))
    assert "1 of 3 outcomes under GMR rests on threats that somebody would rather not carry out." in text
    assert "under GMR" not in brief(equilibria(compile(load_case("chicken")), ["nash"]))


@pytest.mark.parametrize("seed", range(30))
def test_every_random_case_can_be_told(seed: int) -> None:
    rng = Random(seed)
    graph = compile(random_graph_case(rng) if seed % 3 == 2 else random_case(rng, max_options=5, actors=(2, 4)))
    for concept in ("gmr", "smr"):
        found = credibility(graph, concept)
        text = prose.as_text(threat_prose(found))
        assert printable(text) == text
        assert not re.search(r"\bNone\b|\{|\(\)", text)
        table = threat_table(found, 2)
        assert len(table.rows) == min(2, len(found.resting))
        flat = threats_flat(found, found.resting.tolist())
        assert all(len(row) == len(flat.columns) for row in flat.rows)
