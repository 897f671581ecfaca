"""Who wins, in words: shares, statements, regret, and outcomes that are better for all, in either kind of game."""

from __future__ import annotations

import csv
import io
import re
from random import Random

import pytest

from briefs import brief
from cases import case_of, random_case, random_graph_case
from countermove.analysis.equilibria import equilibria
from countermove.analysis.winners import winners
from countermove.catalog import load_case
from countermove.errors import printable
from countermove.game.compile import compile
from countermove.game.names.labels import share_words
from countermove.game.searched import searched_game
from countermove.model.case import Case
from countermove.text.layout import as_text
from countermove.views.winners import winners_prose, winners_table


def told(case: Case) -> str:
    return " ".join(as_text(winners_prose(winners(compile(case)))).split())


def test_prisoners() -> None:
    text = told(load_case("prisoners-dilemma"))
    assert "State 4 is worse for nobody than state 1, and better for Row and Col." in text
    assert "- Row and Col: state 4 (Row: Cooperate; Col: Cooperate), 50 %; the strongest outcome falls short of that" in text


def test_lines_that_hold() -> None:
    both = {"equally": ["x", "b.y", "b.z"]}
    case = case_of(
        actors={
            "a": {"options": {"x": {}}, "prefers": ["x", both, "not x"]},
            "b": {"options": {"y": {}, "z": {}}, "prefers": ["y", "not z"]},
        },
        status_quo=[],
    )
    text = told(case)
    assert "A: 62 %, better than today; line 1 of its 3 holds, line 2 in part." in text
    assert "B: 75 %, better than today; all its lines hold." in text
    assert "- A: nothing better than the strongest outcome (62 %)." in text


def test_nearly_all_is_not_all() -> None:
    assert [share_words(share).replace("\u00a0", " ") for share in (0.994, 0.996, 1.0, 0.0)] == [
        "99 %", "over 99 %", "100 %", "0 %",
    ]  # fmt: skip


def test_the_brief_says_whether_all_could_do_better() -> None:
    text = " ".join(brief(equilibria(compile(load_case("prisoners-dilemma")))).split())
    assert "State 4 would hold too, is worse for nobody, and better for Row and Col." in text
    text = " ".join(brief(equilibria(compile(load_case("chicken")))).split())
    assert "No other outcome that holds is better for somebody and worse for nobody." in text


@pytest.mark.parametrize("seed", range(30))
def test_every_random_case_can_be_told(seed: int) -> None:
    rng = Random(seed)
    found = winners(compile(random_graph_case(rng) if seed % 3 == 2 else random_case(rng, max_options=5)))
    text = as_text(winners_prose(found))
    assert printable(text) == text
    assert not re.search(r"\bNone\b|\{|\(\)", text)
    table = winners_table(found, 2)
    assert len(table.rows) == min(2, len(found.outcomes))
    assert all(len(row) == len(table.columns) for row in table.rows)


def test_of_many_that_are_best_the_first_is_named() -> None:
    options = {id_: {} for id_ in "wxyz"}
    case = case_of(actors={"a": {"options": options, "prefers": []}, "b": {"prefers": ["a.x"]}}, status_quo=[])
    text = " ".join(as_text(winners_prose(winners(compile(case), ["nash"]))).split())
    assert "B: state 3 (A: X) and 7 others, 50 %; the strongest outcome falls short of that by 50 points." in text
    assert "So are 7 other outcomes." in text


def test_many_actors_share_columns_where_they_fare_alike_and_each_has_its_own_in_a_file() -> None:
    found = winners(compile(load_case("eu-council")))
    case = found.game.case
    assert "State 8 is better for everybody than state 9." in as_text(winners_prose(found))
    table, whole = winners_table(found, 20), list(csv.reader(io.StringIO(found.to_csv())))
    assert whole[0][3:-1] == [case.label(actor) for actor in case.actors]
    (note,) = [note for note in table.notes if note.startswith("Actors by number")]
    groups = {}
    for told in note.removesuffix(".").split(": ", 1)[1].split("; "):
        head, names = told.split(" ", 1)
        groups[head] = re.split(", | and ", names)
    assert list(table.columns[3:-1]) == list(groups)
    assert sorted(name for names in groups.values() for name in names) == sorted(whole[0][3:-1])
    for row, full in zip(table.rows, whole[1:21], strict=True):
        cells = dict(zip(whole[0], full, strict=True))
        for head, share in zip(table.columns[3:-1], row[3:-1], strict=True):
            assert {cells[name] for name in groups[head]} == {share.replace("\u00a0", " ")}


# ------------------------------------------------------------------------------------------------ searched games


def searched(case: Case) -> str:
    return " ".join(as_text(winners_prose(winners(searched_game(case), draws=100))).split())


def test_who_is_better_off_and_by_which_line_others_fall_short() -> None:
    text = searched(load_case("thirty-allies-2022"))
    assert "Today Russia: Insist on" in text
    assert "23 others: about" not in text
    assert "20 others: about" in text
    assert "better than today; all their lines hold." in text
    assert "- Russia, United States, Belgium and 21 others: nothing better than outcome 1." in text
    assert "Of all that holds under Nash, nothing is better for somebody than outcome 1 and worse for nobody." in text
    assert "Of 8 outcomes, 4 are such that none found is better for all (outcomes 1, 3, 5 and 7)." in text


def test_an_outcome_that_is_better_for_all_is_searched() -> None:
    together = {"options": {"x": {}}, "prefers": ["a.x iff b.x", "a.x"]}
    other = {"options": {"x": {}}, "prefers": ["a.x iff b.x", "a.x"]}
    text = searched(case_of(actors={"a": together, "b": other}, status_quo=[]))
    assert "Outcome 2 is worse for nobody than outcome 1, and better for A and B. It is as outcome 1, but A and B:" in text
    assert "Today" not in text  # the status quo is outcome 1


def test_where_nothing_holds_that_is_all_that_is_said() -> None:
    case = case_of(
        actors={
            "a": {"options": {"x": {}}, "prefers": ["a.x iff b.x"]},
            "b": {"options": {"x": {}}, "prefers": ["not (a.x iff b.x)"]},
        }
    )
    found = winners(searched_game(case), draws=10)
    (section,) = winners_prose(found)
    assert "No state is a Nash equilibrium, and this is proved" in section.items[0].text


def test_where_states_cannot_be_drawn_no_share_is_searched() -> None:
    options: dict[str, object] = {f"o{k}": {} for k in range(12)}
    text = searched(case_of(actors={"a": {"options": options}}, always=[f"all({', '.join(options)})"]))
    assert "states cannot be drawn fairly" in text
    assert "about" not in text.partition("drawn fairly")[2]
    assert "- A: not known." in text


@pytest.mark.parametrize("seed", range(30))
def test_every_searched_case_has_sentences_and_tables(seed: int) -> None:
    found = winners(searched_game(random_case(Random(seed), coalesce=False)), draws=20)
    assert winners_prose(found)
    rows = winners_table(found, 1_000).rows
    assert len(rows) == len(found.outcomes)
    now = found.game.status_quo
    codes = {*(state.key for state in found.outcomes), *([] if now is None else [now])}
    assert len(found.rows().values) == len(codes) * len(found.game.actors)


def test_outcomes_that_are_not_in_the_table_are_counted() -> None:
    answer = winners(compile(load_case("european-security-2022")))
    note = f"{len(answer.outcomes) - 3:,} more outcomes hold less firmly; --limit shows them."
    assert winners_table(answer, 3).notes[0] == note
    assert note not in winners_table(answer, len(answer.outcomes)).notes
