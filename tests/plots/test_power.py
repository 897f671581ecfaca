"""The bars of power are as long as power is great."""

from __future__ import annotations

import pytest
from matplotlib.colors import to_hex

import countermove as cm
from cases import case_of
from countermove.errors import SizeError
from countermove.plots import alt_text
from countermove.plots.power import PALE, STRONG, players_alike
from countermove.plots.shown import Choice
from countermove.plots.style import LIGHT
from countermove.requests.documents.plot import rules_shown
from plots.boxes import texts


def test_bars_are_in_proportion_to_the_indices() -> None:
    case = cm.load("security-council")
    found = cm.power(case, "council")
    dark, pale = LIGHT.shade(STRONG), LIGHT.shade(PALE)
    bars = [p for p in cm.plot(case, "power").axes[0].patches if to_hex(p.get_facecolor()) in (dark, pale)]
    lengths = {
        colour: [b.get_path().get_extents().width for b in bars if to_hex(b.get_facecolor()) == colour]
        for colour in (dark, pale)
    }
    scale = lengths[dark][0] / float(found.members[0].shapley_shubik)
    rows = [found.of("china"), found.of("e1")]
    assert "China, France, Russia, United Kingdom and United States (a veto each) 19.6 % and 16.7 % each" in alt_text(
        cm.plot(case, "power")
    )
    assert len(lengths[dark]) == len(rows)
    for k, member in enumerate(rows):
        assert lengths[dark][k] == pytest.approx(max(scale * float(member.shapley_shubik), 0.6))
        assert lengths[pale][k] == pytest.approx(max(scale * float(member.banzhaf), 0.6))


def test_every_rule_is_shown_once_and_vetoes_are_named() -> None:
    case = cm.load("european-security-2022")
    assert rules_shown(case, Choice()) == [("nato", None), ("nato", "admit")]
    found = texts(cm.plot(case, "power"))
    assert {"NATO", "NATO: Admit Ukraine", "Ukraine (veto)"} <= set(found)
    one = cm.plot(case, "power", body="nato", option="admit")
    assert "United States (veto) 33.3 % and 33.3 %" in alt_text(one)


def test_what_has_no_power_to_show_is_refused() -> None:
    with pytest.raises(cm.QuestionError, match="no body of this case decides anything"):
        cm.plot(cm.load("chicken"), "power")
    with pytest.raises(cm.QuestionError, match="option= needs body"):
        cm.plot(cm.load("eu-council"), "power", option="adopt")
    with pytest.raises(cm.QuestionError, match='did you mean "council"'):
        cm.plot(cm.load("eu-council"), "power", body="counsil")


def test_many_rules_need_a_choice() -> None:
    bodies = {f"b{k}": {"members": ["ann"], "decides": "consensus"} for k in range(7)}
    case = case_of(actors={"ann": {}}, bodies=bodies)
    with pytest.raises(SizeError, match="7 rules are too many for one picture; name a body"):
        cm.plot(case, "power")
    assert cm.plot(case, "power", body="b3").get_label().endswith("power in B3")


def test_few_players_have_a_row_each() -> None:
    assert [len(group) for group in players_alike(cm.power(cm.load("condorcet-committee"), "committee"))] == [1, 1, 1]
    many = players_alike(cm.power(cm.load("eu-council"), "council"))
    assert sorted(member.actor for group in many for member in group) == sorted(
        cm.load("eu-council").bodies["council"].members
    )
