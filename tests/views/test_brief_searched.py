"""The brief of a case that is not listed: one screen, in words, with nothing claimed that was not found."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from briefs import brief
from cases import case_of, random_case, sparse_case
from countermove.analysis.equilibria import equilibria
from countermove.catalog import load_case
from countermove.game.searched import searched_game
from countermove.text.naming import taken_words
from countermove.views.brief.outcomes import walked_words
from countermove.views.stability import stability_table


def said(case, concepts=None, **settings) -> str:
    return brief(equilibria(searched_game(case), concepts, **settings))


def joined(text: str) -> str:
    return " ".join(text.split())


ALLIES = said(load_case("thirty-allies-2022"))


def test_the_thirty_allies_fit_on_a_screen() -> None:
    lines = ALLIES.split("\n")
    assert len(lines) <= 45
    assert max(map(len, lines)) <= 100
    for title in ("WHERE IT SETTLES", "HOW IT GETS THERE", "WHO GAINS AND WHO LOSES", "WHO CAN BLOCK"):
        assert title in lines


def test_the_thirty_allies_are_told_of_together() -> None:
    text = joined(ALLIES)
    assert "8 states are Nash equilibria, where nobody has anything better to move to; it is proved that" in text
    assert "a veto for each of the 30 members" in text
    assert 'One after another, Czechia, Estonia, Latvia and 4 others take "Receive allied forces on its soil".' in text
    assert "None of the 32 actors who can move is tempted" in text
    assert "NATO: none of its decisions would pass." in text


@pytest.mark.parametrize("seed", range(20))
def test_whatever_the_case_it_fits(seed: int) -> None:
    text = said(random_case(Random(seed), coalesce=False, max_options=5), ["nash", "gmr"], depth=1)
    assert len(text.split("\n")) <= 45
    assert max(map(len, text.split("\n"))) <= 100


def test_a_list_that_was_cut_is_said_to_be() -> None:
    text = joined(said(sparse_case(31, 4), limit=7))
    assert "7 states are Nash equilibria" in text
    assert "there are more, and --limit lists them" in text
    assert "proved" not in text


def test_that_there_is_none_is_said_to_be_proved() -> None:
    ring = {f"a{k}": {"options": {"x": {}}, "prefers": [f"x iff a{(k - 1) % 9}.x"]} for k in range(9)}
    ring["a0"]["prefers"] = ["x iff not a8.x"]
    text = joined(said(case_of(actors=ring, status_quo=[])))
    assert "No state is a Nash equilibrium, and this is proved" in text
    assert "none came to rest" in text


def test_what_answers_of_bounded_length_show_is_named_as_such() -> None:
    text = joined(said(load_case("cuban-missile-crisis"), ["nash", "seq"], depth=2))
    assert "tried with answers of at most 2 moves" in text
    assert "A longer answer might hold more of them." in text


def test_what_was_not_looked_at_is_said() -> None:
    text = joined(said(load_case("european-security-2022")))
    assert "1 line is not sure, and was not tried otherwise" in text
    assert "Scenarios war-aims and russian-veto: not compared here; ask for each, as in --scenario war-aims." in text


def test_the_table_tells_how_outcomes_differ_from_the_first() -> None:
    table = equilibria(searched_game(load_case("thirty-allies-2022")))
    rows = stability_table(table, 30).rows
    assert len(rows) == 8
    assert rows[0][0].startswith("russia.insist, russia.contain")
    assert rows[0][2] == "improvements"
    assert ("as the first, but +russia.attack", "Nash", "not known") in rows
    first = table.lead
    assert first is not None
    assert taken_words(table.searched, first.state.key) == rows[0][0]


def test_more_outcomes_than_lines_are_counted() -> None:
    found = stability_table(equilibria(searched_game(load_case("thirty-allies-2022"))), 3)
    assert len(found.rows) == 3
    assert found.notes[0] == "5 more were found; --limit shows them."


def test_rows_for_programs_have_every_option() -> None:
    text = equilibria(searched_game(load_case("prisoners-dilemma")), ["nash", "seq"]).to_csv()
    rows = [line.split(",") for line in text.splitlines()]
    assert rows[0] == ["code", "row.cooperate", "column.cooperate", "nash", "seq", "by-improvements"]
    assert rows[1:] == [["0", "N", "N", "1", "1", ""], ["3", "Y", "Y", "0", "1", ""]]


def test_walks_that_did_not_come_to_rest_are_counted() -> None:
    table = equilibria(searched_game(load_case("thirty-allies-2022")))
    search = table.search_result
    moving = replace(search.walks[0], settled=False)
    count = len(search.walks)
    assert "did not come to rest" not in walked_words(table)
    text = walked_words(replace(table, search=replace(search, walks=(moving, *search.walks[1:]))))
    assert f"{count - 1} of {count} walks of improvements ended in" in text
    assert "; 1 did not come to rest" in text
