"""Pictures of searched games: the cells are the analysis, and nothing overlaps."""

from __future__ import annotations

from itertools import pairwise

import pytest

import countermove as cm
from cases import case_of
from catalogued import LARGE
from countermove.game.searched import searched_game
from countermove.plots import KINDS, alt_text, kinds_for
from countermove.plots.shown import STRONGEST, numbered_outcomes
from plots.boxes import HOSTILE, LONG, WORD, faults, texts

ABLE = ["outcomes", "path", "winners", "preferences", "power"]


def found(id_: str) -> cm.StabilityTable:
    return cm.equilibria(searched_game(cm.load(id_)))


TABLES = {id_: found(id_) for id_ in ("european-security-2022", *LARGE)}


@pytest.mark.parametrize("id_", TABLES)
@pytest.mark.parametrize("kind", ABLE)
def test_no_text_is_on_another_or_cut(id_: str, kind: str) -> None:
    assert faults(cm.plot(TABLES[id_], kind)) == []


@pytest.mark.parametrize("name", [LONG, WORD, HOSTILE])
@pytest.mark.parametrize("kind", ABLE[:3])
def test_no_text_is_on_another_or_cut_whatever_the_names_are(name: str, kind: str) -> None:
    case = case_of(
        title=name,
        actors={
            "ann": {"name": name, "options": {"go": name, "pay": name}, "prefers": ["not bob.arm", "go"]},
            "bob": {"name": name, "options": {"arm": name}, "prefers": ["arm iff ann.go"]},
        },
        status_quo=["ann.go"],
    )
    assert faults(cm.plot(cm.equilibria(searched_game(case)), kind)) == []


def test_other_kinds_are_refused_with_those_that_there_are() -> None:
    table = TABLES["european-security-2022"]
    assert [kind.id for kind in kinds_for(table.game)] == ABLE
    for kind in KINDS:
        if kind not in ABLE:
            with pytest.raises(cm.QuestionError, match="there are outcomes, path, winners, preferences and power"):
                cm.plot(table, kind)
    with pytest.raises(cm.QuestionError, match="states have no numbers here"):
        cm.plot(table, "outcomes", states=[1])


def test_a_row_says_in_which_outcomes_an_option_is_taken() -> None:
    table = TABLES["european-security-2022"]
    shown, note = numbered_outcomes(table)
    assert note == ""
    assert [code for _, code in shown] == [table.searched.status_quo_key, *(e.state.key for e in table.outcomes)]
    words = texts(cm.plot(table, "outcomes"))
    for option in table.searched.options:
        if words.count(option.name) == 1:
            at = words.index(option.name) + 1
            assert words[at : at + len(shown)] == ["Y" if code >> option.index & 1 else "N" for _, code in shown]


def test_those_who_do_the_same_share_rows_and_others_do_not() -> None:
    found = texts(cm.plot(TABLES["thirty-allies-2022"], "outcomes", width=1600))
    words = " ".join(found)
    assert "Czechia, Estonia, Latvia, Lithuania, Poland, Romania and Slovakia" in words
    assert "Hungary and Turkey" in words
    assert found.count("Help to reinforce the eastern allies") == 4


def test_signs_tell_who_is_better_off_than_today() -> None:
    table = TABLES["european-security-2022"]
    model = table.searched
    assert model.status_quo_key is not None
    words = texts(cm.plot(table, "winners"))
    for k, actor in enumerate(model.actors):
        at = words.index(model.case.label(actor)) + 2  # the first cell is today
        cells = words[at : at + table.count]
        signs = {1: "▲", -1: "▼", 0: "="}
        assert [cell[0] for cell in cells] == [
            signs[model.compare(k, model.status_quo_key, e.state.key)] for e in table.outcomes
        ]


def test_ends_of_a_tree_stand_in_the_order_in_which_the_actor_prefers_them() -> None:
    table = TABLES["european-security-2022"]
    model = table.searched
    codes = dict(numbered_outcomes(table)[0])
    for k, actor in enumerate(model.actors):
        told = alt_text(cm.plot(table, "preferences", actor=actor))
        leaves = told[told.index("best first: ") + 12 :].rstrip(".").split("; ")
        groups = [[codes[name] for name in leaf.split(", ")] for leaf in leaves if leaf != "\u2013"]
        assert sorted(code for group in groups for code in group) == sorted(codes.values())
        assert all(
            model.compare(k, worse, better) > 0 for one, other in pairwise(groups) for better in one for worse in other
        )


def test_a_case_without_outcomes_and_status_quo_has_nothing_to_show() -> None:
    case = case_of(
        actors={
            "a": {"options": {"x": {}}, "prefers": ["x iff b.y"]},
            "b": {"options": {"y": {}}, "prefers": ["not (y iff a.x)"]},
        }
    )
    with pytest.raises(cm.QuestionError, match="nothing to show"):
        cm.plot(cm.equilibria(searched_game(case)), "outcomes")


def test_of_many_outcomes_the_first_are_shown_and_it_is_said() -> None:
    case = case_of(actors={"a": {"options": {f"x{k}": {} for k in range(5)}}}, status_quo=[])
    shown, note = numbered_outcomes(cm.equilibria(searched_game(case)))
    assert len(shown) == STRONGEST
    assert note == "Of 32 outcomes found, 12 are shown."
    assert shown[0][0] == "1 (today)"
