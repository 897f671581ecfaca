"""Who wins, in words: shares, statements, regret, and outcomes that are better for all, in either kind of game."""

from __future__ import annotations

import csv
import io
import re
from random import Random

import pytest

from cases import case_of, random_case, random_graph_case
from catalogued import unlabelled
from countermove.analysis.winners import winners
from countermove.errors import printable
from countermove.game.compile import compile
from countermove.game.names.labels import share_words
from countermove.game.searched import searched_game
from countermove.model.case import Case
from countermove.text.layout import as_text
from countermove.text.phrases import place_cell
from countermove.views.winners import winners_prose, winners_table


def page(case: Case) -> str:
    return " ".join(as_text(winners_prose(winners(compile(case)))).split())


def test_prisoners() -> None:
    text = page(unlabelled("prisoners-dilemma"))
    assert text == (
        "Prisoner's dilemma: who wins 2 states are equilibria under at least one of Nash, GMR, SMR, SEQ, SSEQ, SIM and FH. A "
        "place, such as the top 10 %, says where a state stands for an actor among all 4 states. "
        "The best supported equilibrium State 1 (nobody does anything). - Row and Col: among the worst 50 %. "
        "The best equilibrium for each actor - Row and Col: state 4 (Row: Cooperate; Col: Cooperate), in the top 50 %; state 1 "
        "is among the worst 50 %. Better for some, worse for none State 4 is better than state 1 for Row and Col, and worse "
        "for nobody. 1 of 2 equilibria is Pareto-undominated: state 4. Pareto-undominated: no other equilibrium is better for "
        "some actor and worse for none."
    )


def test_preferences_that_are_met() -> None:
    both = {"equally": ["x", "b.y", "b.z"]}
    case = case_of(
        actors={
            "a": {"options": {"x": {}}, "prefers": ["x", both, "not x"]},
            "b": {"options": {"y": {}, "z": {}}, "prefers": ["y", "not z"]},
            "c": {"prefers": ["a.x"]},
            "d": {"prefers": ["not a.x"]},
        },
        status_quo=[],
    )
    text = page(case)
    assert (
        '- A: in the top 38 %, better than today; 1 of 3 preferences met, 1 in part, the first not fully met: "X"; B: "Y"; B: "Z" '
        "(statement 2). "
    ) in text
    assert "- B: among the best, better than today; both preferences met. " in text
    assert "- C: among the best, better than today; the one preference met. " in text
    assert '- D: among the worst, worse than today; the one preference missed: A: not "X" (statement 1). ' in text
    assert "- A: none is better than state 4 (in the top 38 %)." in text


def test_names_of_options_are_quoted_as_they_are() -> None:
    """An option called "its word" keeps its name where two actors are said to fare alike."""
    actors = {
        "p": {"name": "One", "options": {"keep": "Keep its promise"}, "prefers": ["keep"]},
        "q": {"name": "Two", "prefers": ["not p.keep"]},
        "r": {"name": "Three", "prefers": ["not p.keep"]},
    }
    text = page(case_of(actors=actors, status_quo=[]))
    assert '- Two and Three: the worst, worse than today; the one preference missed: One: not "Keep its' in text
    assert "their" not in text


def test_nearly_all_is_not_all_and_hardly_any_is_not_none() -> None:
    shares = (0.994, 0.996, 1.0, 1 - 1e-15, 0.0, 1e-15, 0.004, 0.006)
    assert [share_words(share).replace("\u00a0", " ") for share in shares] == [
        "99 %", "over 99 %", "100 %", "100 %", "0 %", "0 %", "under 1 %", "1 %",
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(30))
def test_every_random_case_can_be_told(seed: int) -> None:
    rng = Random(seed)
    answer = winners(compile(random_graph_case(rng) if seed % 3 == 2 else random_case(rng, max_options=5)))
    text = as_text(winners_prose(answer))
    assert printable(text) == text
    assert not re.search(r"\bNone\b|\{|\(\)", text)
    table = winners_table(answer, 2)
    assert len(table.rows) == min(2, len(answer.outcomes))
    assert all(len(row) == len(table.columns) for row in table.rows)


def test_of_many_that_are_best_the_first_is_named() -> None:
    options = {id_: {} for id_ in "wxyz"}
    case = case_of(actors={"a": {"options": options, "prefers": []}, "b": {"prefers": ["a.x"]}}, status_quo=[])
    text = " ".join(as_text(winners_prose(winners(compile(case), ["nash"]))).split())
    assert "B: state 3 (A: X) and 7 others, among the best; state 1 is among the worst." in text
    assert "7 other equilibria are also better for some actor and worse for none." in text


def test_many_actors_share_columns_where_they_fare_alike_and_each_has_its_own_in_a_file() -> None:
    answer = winners(compile(unlabelled("eu-council")))
    case = answer.game.case
    assert "State 8 is better than state 9 for all 29 actors, and worse for nobody." in as_text(winners_prose(answer))
    table, whole = winners_table(answer, 20), list(csv.reader(io.StringIO(answer.to_csv())))
    assert whole[0][3:-1] == [case.label(actor) for actor in case.actors]
    (note,) = [note for note in table.notes if note.startswith("Actors by number")]
    groups = {}
    for part in note.removesuffix(".").split(": ", 1)[1].split("; "):
        head, names = part.split(" ", 1)
        groups[head] = re.split(", | and ", names)
    assert list(table.columns[3:-1]) == list(groups)
    assert sorted(name for names in groups.values() for name in names) == sorted(whole[0][3:-1])
    for row, state in zip(table.rows, answer.outcomes, strict=True):
        cells = {case.label(payoff.actor): place_cell(payoff.place) for payoff in answer.payoffs(state) if payoff.place}
        for head, cell in zip(table.columns[3:-1], row[3:-1], strict=True):
            assert {cells[name] for name in groups[head]} == {cell}


# ------------------------------------------------------------------------------------------------ searched games


def searched(case: Case) -> str:
    return " ".join(as_text(winners_prose(winners(searched_game(case), draws=100))).split())


def test_who_is_better_off_and_which_statement_others_miss() -> None:
    text = searched(unlabelled("thirty-allies-2022"))
    assert "Today Russia: Insist on" in text
    assert re.search(r"- Belgium, Canada, Luxembourg and 5 others: about the top \d+ to \d+ %; 4 of 5 preferences met", text)
    assert re.search(r"- Russia: about the worst \d\d %; 4 of 7 preferences met, the first missed: NATO: ", text)
    assert "- United States, Belgium, Canada and 15 others: no state drawn is better, better than today; all 5" in text
    assert "- Russia, United States, Belgium and 21 others: none is better than outcome 1." in text
    assert '5 others: outcomes 3 and 7; outcome 1 misses NATO: "Admit Ukraine" (statement 4).' in text
    assert "Of all Nash equilibria, none is better than outcome 1 for some actor and worse for none." in text
    assert "4 of 8 outcomes are Pareto-undominated: outcomes 1, 3, 5 and 7." in text


def test_an_outcome_that_is_better_for_all_is_searched() -> None:
    together = {"options": {"x": {}}, "prefers": ["a.x iff b.x", "a.x"]}
    other = {"options": {"x": {}}, "prefers": ["a.x iff b.x", "a.x"]}
    text = searched(case_of(actors={"a": together, "b": other}, status_quo=[]))
    assert "Outcome 2 is better than outcome 1 for A and B, and worse for nobody. It is as outcome 1, but A and B:" in text
    assert "Today" not in text  # the status quo is outcome 1


def test_where_nothing_holds_that_is_all_that_is_said() -> None:
    case = case_of(
        actors={
            "a": {"options": {"x": {}}, "prefers": ["a.x iff b.x"]},
            "b": {"options": {"x": {}}, "prefers": ["not (a.x iff b.x)"]},
        }
    )
    answer = winners(searched_game(case), draws=10)
    (section,) = winners_prose(answer)
    assert section.items[0].text.startswith("No state is a Nash equilibrium (proved)")


def test_where_states_cannot_be_drawn_no_share_is_searched() -> None:
    options: dict[str, object] = {f"o{k}": {} for k in range(12)}
    text = searched(case_of(actors={"a": {"options": options}}, always=[f"all({', '.join(options)})"]))
    assert "so few combinations are feasible that states cannot be drawn at random either." in text.lower()
    assert "about" not in text.partition("drawn at random")[2]
    assert "- A: not known." in text


@pytest.mark.parametrize("seed", range(30))
def test_every_searched_case_has_sentences_and_tables(seed: int) -> None:
    answer = winners(searched_game(random_case(Random(seed), coalesce=False)), draws=20)
    assert winners_prose(answer)
    rows = winners_table(answer, 1_000).rows
    assert len(rows) == len(answer.outcomes)
    now = answer.game.status_quo_key
    codes = {*(state.key for state in answer.outcomes), *([] if now is None else [now])}
    assert len(answer.rows().values) == len(codes) * len(answer.game.actors)


def test_outcomes_that_are_not_in_the_table_are_counted() -> None:
    answer = winners(compile(unlabelled("european-security-2022")))
    note = f"{len(answer.outcomes) - 3:,} more equilibria; --limit shows them."
    assert winners_table(answer, 3).notes[0] == note
    assert note not in winners_table(answer, len(answer.outcomes)).notes
