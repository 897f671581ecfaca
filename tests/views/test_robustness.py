"""How robust outcomes are, in words and in tables."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cases import case_of
from catalogued import unlabelled
from countermove.analysis.equilibria import equilibria
from countermove.analysis.robustness.robustness import Robustness, robust
from countermove.analysis.robustness.single_breakers import single_breakers
from countermove.game.compile import compile
from countermove.game.searched import searched_game
from countermove.game.shares import Share
from countermove.model.case import Case
from countermove.text.layout import as_text
from countermove.views.robustness import _share_words, robust_lines, robust_sections, robust_table

OPENING = "european-security-2022"


def robustness_of(case: Case | str, **settings: object) -> Robustness:
    graph = compile(unlabelled(case) if isinstance(case, str) else case)
    return robust(graph, **({"draws": 100} | settings))  # type: ignore[arg-type]


def sections(result: Robustness) -> dict[str, str]:
    """The sections on one line each, by title."""
    return {s.title: " ".join(item.text for item in s.items).replace("\u00a0", " ") for s in robust_sections(result)}


@pytest.fixture(scope="module")
def opening() -> Robustness:
    return robustness_of(OPENING, draws=300, concepts=["nash", "seq"], pairs="plausible")


def test_the_opening_case_in_words(opening: Robustness) -> None:
    words = sections(opening)
    assert list(words) == ["What was drawn", "State 148", "State 152", "State 169"]
    assert words["What was drawn"] == (
        "300 models drawn at each of 3 noise levels, 0 %, 10 % and 25 % (seed 1). 1 uncertain statement may fail: it is then "
        "replaced by its alternative, or left out. Adjacent statements swap with a chance equal to the noise level."
    )
    share = opening.outcomes[0].levels[0].survival["nash"]
    low, high = share.interval
    assert (
        f"It is an equilibrium under Nash in {round(100 * share.value)} % of the models (95 % interval: {round(100 * low)} to "
        f"{round(100 * high)} %)." in words["State 148"]
    )
    otherwise = (
        'not "Attack Ukraine" (statement 3 of Russia) is replaced by "Attack Ukraine" or NATO: "Promise in writing never to '
        'admit Ukraine" or United States: "Promise Russia an end to expansion over the allies\' heads".'
    )
    assert f"This change alone breaks it: {otherwise} It survives every swap of two" in words["State 148"]
    assert "every swap of two adjacent statements (27 tried). It survives leaving out any single" in words["State 148"]
    assert "leaving out any single statement (31 tried). It also breaks if one of these" in words["State 148"]
    assert f"At noise 25 %, this change matters most: {otherwise} It survives in 0 % of the" in words["State 148"]
    assert "in 0 % of the models with this change, and in 100 % of the others." in words["State 148"]
    assert "It is an equilibrium under Nash in all 300 models (95 % interval: at least 98.7 %)." in words["State 152"]
    assert "It survives if any single uncertain statement fails." in words["State 152"]
    assert "Improvements lead there from the status quo in no model." in words["State 169"]
    assert "No pair of changes breaks it unless one of the two does so alone (" in words["State 169"]
    assert " pairs of plausible changes tried)" in words["State 169"]


def test_places_of_a_ranking_that_must_not_swap() -> None:
    words = sections(robustness_of("cuban-missile-crisis"))
    assert "This change alone breaks it: state 7 is better than state 5 for US. No pair" in words["State 5"]
    assert (
        "Any one of these changes breaks it: state 6 is better than state 7 for US. state 5 is better than state 1 for USSR."
        in words["State 7"]
    )
    assert "It survives every swap of two adjacent places of a ranking (22 tried)." in words["State 3"]


def test_two_changes_together() -> None:
    words = sections(robustness_of("north-korea-2017"))
    pair = "break it although neither change does so alone. Example: state 10 is better than state 9 for United States"
    assert f"3 of 251 pairs of changes {pair}" in words["State 9"]


def test_pairs_that_were_not_tried_are_said_to_be() -> None:
    assert "Pairs of changes were not tried." in sections(robustness_of("chicken", pairs="none"))["State 2"]


def test_nothing_that_could_be_drawn() -> None:
    words = sections(robustness_of(case_of(actors={"a": {"options": {"x": {}}, "worth": {"x": "1"}}})))
    assert words["What was drawn"].endswith(
        "All preferences are the same in every model, so the figures are exact: no actor has statements or a ranking."
    )
    assert words["State 2"] == ("A: X. It is an equilibrium under Nash in the case as written.")


def test_no_outcome() -> None:
    actors = {
        "a": {"options": {"x": {}}, "prefers": ["x iff b.y"]},
        "b": {"options": {"y": {}}, "prefers": ["not (y iff a.x)"]},
    }
    result = robustness_of(case_of(actors=actors), concepts=["nash"], noise=[0])
    assert sections(result)["What was drawn"].endswith(
        "in every model, so the figures are exact: no statement is uncertain."
    )
    assert sections(result)["Outcomes"] == (
        "No state of the case as written is an equilibrium under Nash, so no change can break one."
    )
    assert robust_table(result, 10).rows == ()


def test_groups_whose_order_is_not_known() -> None:
    group = {"order unknown": ["x", "not x"]}
    words = sections(robustness_of(case_of(actors={"a": {"options": {"x": {}}, "prefers": [group]}}), noise=[0]))
    assert "1 group of statements in unknown order comes in a random order." in words["What was drawn"]
    assert 'This change alone breaks it: group 1 of A comes in the order "X", then not "X".' in words["State 1"]


def test_orders_that_are_too_many_to_try_are_said_not_to_be_tried() -> None:
    group = {"order unknown": ["b.y", "not b.y", "b.y or x", "not b.y or x", "x or not x"]}
    actors = {"a": {"options": {"x": {}}, "prefers": ["x", group]}, "b": {"options": {"y": {}}, "prefers": ["y"]}}
    words = sections(robustness_of(case_of(actors=actors), noise=[0], concepts=["nash"]))
    assert "comes in another order" not in words["State 4"]
    pair = {"order unknown": ["b.y", "not b.y"]}
    actors["a"] = {"options": {"x": {}}, "prefers": ["x", group, pair, {"that": "b.y", "sure": "0.5"}]}
    words = sections(robustness_of(case_of(actors=actors), noise=[0], concepts=["nash"]))
    assert (
        "It survives if any single uncertain statement fails or a group of unknown order comes in another order; orders of "
        "groups of more than 4 statements were not tried."
    ) in words["State 4"]


def test_leaving_out_is_harmless_only_if_no_statement_is_missed() -> None:
    """An uncertain statement without an alternative, and one inside a group, are left out like any other."""
    alone = {"a": {"options": {"x": {}}, "prefers": [{"that": "not x", "sure": "0.7"}, "x"]}}
    words = sections(robustness_of(case_of(actors=alone), concepts=["nash"], noise=[0]))["State 1"]
    assert 'breaks it: not "X" (statement 1 of A) is left out.' in words
    assert "It survives leaving out" not in words
    grouped = {"a": {"options": {"x": {}, "y": {}}, "prefers": [{"equally": ["not x", "y"]}, "x", "y"]}}
    words = sections(robustness_of(case_of(actors=grouped), concepts=["nash"], noise=[0]))["State 3"]
    assert 'breaks if this statement is left out, which happens in no model: not "X" (in group 1 of A).' in words
    assert "It survives leaving out" not in words


def test_of_an_equilibrium_that_never_survives_no_share_of_its_models_is_given() -> None:
    line = {"that": "not x", "sure": "0", "otherwise": "x"}
    case = case_of(actors={"a": {"options": {"x": {}}, "prefers": [line]}}, status_quo=[])
    words = sections(robustness_of(case, concepts=["nash"], noise=[0]))["State 1"]
    assert "in none of 100 models (95 % interval: at most 3.7 %). This change alone breaks it:" in words


def test_the_table(opening: Robustness) -> None:
    table = robust_table(opening, 2)
    assert table.columns == ("state", "options taken", "reached", "Nash", "SEQ")
    assert [row[0] for row in table.rows] == ["148", "152"]
    assert [cell.replace("\u00a0", " ") for cell in table.rows[1][3:]] == ["100 %*", "100 %*"]
    assert [note.replace("\u00a0", " ") for note in table.notes] == [
        "Under each concept: the share of the models at noise 0 % in which the state is an equilibrium. *: it is one in the "
        "case as written.",
        "reached: the share in which improvements lead there from the status quo, equilibrium or not.",
        "Listed are the equilibria of the case as written, and every other state that is an equilibrium under one of these "
        "concepts in at least 10 % of the models at some noise level.",
        f"{len(opening.outcomes) - 2 - 3} more of these states are left out of the table; --limit shows them.",
        "3 more are equilibria only at more noise, so without a row here: states 309, 310 and 311.",
    ]


def test_equilibria_at_more_noise_only_are_named_below() -> None:
    table = robust_table(robustness_of("prisoners-dilemma"), 10)
    assert [row[0] for row in table.rows] == ["1", "4"]
    assert table.notes[-1] == "2 more are equilibria only at more noise, so without a row here: states 2 and 3."


def test_rows_for_spreadsheets(opening: Robustness) -> None:
    rows = replace(opening, limit=3).rows()
    assert rows.names == ("state", "noise", "concept", "written", "share", "low", "high", "led", "reached")
    assert len(rows.values) == 3 * 3 * 2
    first = dict(zip(rows.names, replace(opening, limit=3).to_csv().splitlines()[1].split(","), strict=True))
    assert (first["state"], first["noise"], first["concept"], first["written"]) == ("148", "0", "nash", "1")
    assert float(first["low"]) < float(first["share"]) == float(first["led"]) < float(first["high"])


def test_text_fits_a_terminal(opening: Robustness) -> None:
    assert all(len(line) <= 100 for line in as_text(robust_sections(opening)).split("\n"))


def brief_lines(case: Case, states: list[int]) -> list[str]:
    table = equilibria(compile(case))
    return [text for _, text in robust_lines(table.listed, states, single_breakers(table, states))]


def test_the_line_of_the_brief() -> None:
    assert brief_lines(unlabelled("european-security-2022"), [147, 151]) == [
        'State 148: it survives every swap of two adjacent statements (27 tried); it breaks if not "Attack Ukraine" '
        '(statement 3 of Russia) is replaced by "Attack Ukraine" or NATO: "Promise in writing never to admit Ukraine" or '
        'United States: "Promise Russia an end to expansion over the allies\' heads".',
        "State 152: it survives every swap of two adjacent statements (27 tried); no other change breaks it alone "
        "(1 tried).",
    ]
    assert brief_lines(unlabelled("cuban-missile-crisis"), [4]) == [
        "State 5: it breaks if state 7 is better than state 5 for US."
    ]


def test_one_statement_alone_has_nothing_to_swap_with() -> None:
    line = {"that": "x", "sure": "0.5"}
    case = case_of(actors={"a": {"options": {"x": {}}, "prefers": [line | {"otherwise": "not x"}]}})
    assert brief_lines(case, [1]) == ['State 2: it breaks if "X" (statement 1 of A) is replaced by not "X".']


def test_of_weights_nothing_is_said() -> None:
    assert brief_lines(case_of(actors={"a": {"options": {"x": {}}, "worth": {"x": "1"}}}), [1]) == []


# ------------------------------------------------------------------------------------------- searched games

ALLIES = robust(searched_game(unlabelled("thirty-allies-2022")), draws=30, pairs="plausible")
EUROPE = unlabelled("european-security-2022")


def words(answer: Robustness) -> str:
    return " ".join(as_text(robust_sections(answer)).split())


def test_what_was_drawn_and_tried_is_said() -> None:
    text = words(ALLIES)
    assert "30 models drawn at each of 3 noise levels, 0 %, 10 % and 25 % (seed 1)." in text.replace("\u00a0", " ")
    assert "The 8 Nash equilibria of the case as written were tried in each model, exactly." in text
    assert "Other equilibria of the models drawn were not searched for." in text
    assert "Outcome 1 Russia: Insist on a written end to NATO's expansion;" in text
    assert 'Outcome 2 As outcome 1, but Russia: "Attack Ukraine".' in text
    assert "Walks of improvements from the status quo ended there in 60" in text
    assert "Walks of improvements from the status quo ended there in no model." in text
    assert 'This change alone breaks it: - not "Attack Ukraine" (statement 3 of Russia) is replaced by "Attack' in text
    assert "statement 3 of each of Ukraine, Czechia, Estonia" in text


def test_the_table_tells_outcomes_against_the_first() -> None:
    table = robust_table(ALLIES, 3)
    assert table.columns == ("", "outcome", "walks end", "noise 0\u00a0%", "noise 10\u00a0%", "noise 25\u00a0%")
    assert len(table.rows) == 3
    assert table.rows[1][1] == 'as 1, but Russia: "Attack Ukraine"'
    assert table.rows[1][-1] == "100\u00a0%*"
    assert "5 more outcomes are left out of the table; --limit shows them." in table.notes


def test_rows_of_a_searched_game_for_spreadsheets() -> None:
    rows = ALLIES.rows()
    assert rows.names == ("code", "noise", "concept", "written", "share", "low", "high", "led")
    assert len(rows.values) == 3 * len(ALLIES.outcomes)


def test_without_a_status_quo_and_without_an_equilibrium() -> None:
    case = EUROPE.model_copy(update={"status_quo": None})
    answer = robust(searched_game(case), draws=5, noise=[0.0], pairs="none")
    assert "walks" not in words(answer)
    assert "walks end" not in robust_table(answer, 10).columns
    none = robust(searched_game(unlabelled("cuban-missile-crisis")), draws=5, noise=[0.0], pairs="none")
    assert "No Nash equilibrium was found in the case as written, so no change can break one." in words(none)


def test_that_improvements_lead_there_is_said_of_all_models_only_if_it_is_so(opening: Robustness) -> None:
    outcome, nash = opening.outcomes[0], "nash"
    level = outcome.levels[0]
    assert level.led is not None
    assert level.led[nash] == level.survival[nash]
    assert "In each of these models, improvements lead there from the status quo." in sections(opening)["State 148"]
    fewer = replace(level, led={**level.led, nash: replace(level.led[nash], count=level.led[nash].count - 1)})
    changed = replace(opening, outcomes=(replace(outcome, levels=(fewer, *outcome.levels[1:])), *opening.outcomes[1:]))
    text = sections(changed)["State 148"]
    assert "In each of these models" not in text
    assert "It survives and improvements lead there from the status quo in" in text


def test_a_noise_level_is_written_as_it_was_chosen() -> None:
    result = robustness_of("chicken", noise=[0.121, 0.124], drop_options=0.005)
    words = sections(result)["What was drawn"]
    assert "at each of 2 noise levels, 12.1 % and 12.4 % (seed 1)." in words
    assert "Each option is left out with a chance of 0.5 %;" in words


def test_what_the_alternative_says_happens_in_some_model() -> None:
    line = {"that": "x", "sure": "0.5", "otherwise": "not x"}
    words = sections(robustness_of(case_of(actors={"a": {"options": {"x": {}}, "prefers": [line]}}), noise=[0]))["State 2"]
    assert 'This change alone breaks it: "X" (statement 1 of A) is replaced by not "X".' in words
    assert "happens in no model" not in words


def test_bounds_of_intervals_are_rounded_so_that_they_stay_true() -> None:
    shares = [Share(10**6, 10**6), Share(0, 10**6)]
    words = [_share_words(share).replace("\u00a0", " ") for share in shares]
    assert [w.split(": ")[1] for w in words] == ["at least 99.9 %)", "at most 0.1 %)"]
