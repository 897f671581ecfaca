"""How firmly outcomes hold, in words and in tables."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cases import case_of
from countermove.analysis.equilibria import equilibria
from countermove.analysis.robustness.robustness import Robustness, robust
from countermove.analysis.robustness.single_breakers import single_breakers
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.game.searched import searched_game
from countermove.model.case import Case
from countermove.text.layout import as_text
from countermove.views.robustness import robust_lines, robust_sections, robust_table

OPENING = "european-security-2022"


def found(case: Case | str, **settings: object) -> Robustness:
    graph = compile(load_case(case) if isinstance(case, str) else case)
    return robust(graph, **({"draws": 100} | settings))  # type: ignore[arg-type]


def said(result: Robustness) -> dict[str, str]:
    """The sections on one line each, by title."""
    return {s.title: " ".join(item.text for item in s.items).replace("\u00a0", " ") for s in robust_sections(result)}


@pytest.fixture(scope="module")
def opening() -> Robustness:
    return found(OPENING, draws=300, concepts=["nash", "seq"], pairs="plausible")


def test_the_opening_case_in_words(opening: Robustness) -> None:
    words = said(opening)
    assert list(words) == ["What was drawn", "State 148", "State 152", "State 169"]
    assert words["What was drawn"] == (
        "300 plausible models, drawn from seed 1 at each of 3 noise levels, 0 %, 10 % and 25 %. 1 line of which the "
        "analyst is not sure may be replaced or missing; at noise above 0, neighbouring lines, or places of a ranking, "
        "change places with that chance."
    )
    share = opening.outcomes[0].levels[0].survival["nash"]
    low, high = share.interval
    assert (
        f"It holds (Nash) in {share.value:.0%} of the draws ({low:.0%} to {high:.0%})".replace("%", " %").replace(
            " % to", " to"
        )
        in words["State 148"]
    )
    assert "No exchange of two neighbours in anybody's order unseats it (27 exchanges were tried)." in words["State 148"]
    assert "leaving out a single line does not unseat it, whichever it is." in words["State 148"].lower()
    assert "in 0 % of the draws in which that is so, and in 100 % of the others." in words["State 148"]
    assert "It holds (Nash) in every draw (at least 98.7 %)" in words["State 152"]
    assert "improvements from the status quo never lead there" in words["State 169"]
    assert "No two changes unseat it together unless one does alone (" in words["State 169"]


def test_an_order_that_must_not_be_upset() -> None:
    words = said(found("cuban-missile-crisis"))
    assert "It holds as long as US ranks state 5 above state 7." in words["State 5"]
    assert "It holds as long as US ranks state 7 above state 6, USSR ranks state 1 above state 5" in words["State 7"]


def test_two_changes_together() -> None:
    words = said(found("north-korea-2017"))
    pair = "3 unseat it though neither change does alone, for example: US ranks state 10 above state 9 and US ranks"
    assert pair in words["State 9"]


def test_pairs_that_were_not_tried_are_said_to_be() -> None:
    assert "Pairs of changes were not tried." in said(found("chicken", pairs="none"))["State 2"]


def test_nothing_that_could_be_drawn() -> None:
    words = said(found(case_of(actors={"a": {"options": {"x": {}}, "worth": {"x": "1"}}})))
    assert "Nothing in anybody's preferences is drawn: they are certain, or weights." in words["What was drawn"]
    assert (
        words["State 2"]
        == "A: X. It holds (Nash) in every draw (at least 96.3 %). At noise 10 % and 25 %, it holds in 100 % and 100 %."
    )


def test_no_outcome() -> None:
    actors = {
        "a": {"options": {"x": {}}, "prefers": ["x iff b.y"]},
        "b": {"options": {"y": {}}, "prefers": ["not (y iff a.x)"]},
    }
    result = found(case_of(actors=actors), concepts=["nash"], noise=[0])
    assert said(result)["The outcomes"].startswith("No state is an equilibrium under any of these concepts")
    assert robust_table(result, 10).rows == ()


def test_groups_whose_order_is_not_known() -> None:
    group = {"order unknown": ["x", "not x"]}
    words = said(found(case_of(actors={"a": {"options": {"x": {}}, "prefers": [group]}}), noise=[0]))
    assert "1 group of lines whose order is not known may come in any order." in words["What was drawn"]
    assert "What unseats it: for A, line 1 comes in the order x, then not x." in words["State 1"]


def test_the_table(opening: Robustness) -> None:
    table = robust_table(opening, 2)
    assert table.columns == ("state", "options taken", "reached", "Nash", "SEQ")
    assert [row[0] for row in table.rows] == ["148", "152"]
    assert [cell.replace("\u00a0", " ") for cell in table.rows[1][3:]] == ["100 %*", "100 %*"]
    assert table.notes[0].replace("\u00a0", " ").startswith("The share of the draws in which a state holds, at noise 0 %; *")
    assert any("more states hold under fewer concepts" in note for note in table.notes)


def test_states_that_hold_at_more_noise_only_are_named_below() -> None:
    table = robust_table(found("prisoners-dilemma"), 10)
    assert [row[0] for row in table.rows] == ["1", "4"]
    assert table.notes[-1] == "At more noise, in a tenth of the draws or more, these hold, too: state 2, state 3."


def test_rows_for_spreadsheets(opening: Robustness) -> None:
    rows = replace(opening, limit=3).rows()
    assert rows.names == ("state", "noise", "concept", "written", "share", "low", "high", "led", "reached")
    assert len(rows.values) == 3 * 3 * 2
    first = dict(zip(rows.names, replace(opening, limit=3).to_csv().splitlines()[1].split(","), strict=True))
    assert (first["state"], first["noise"], first["concept"], first["written"]) == ("148", "0", "nash", "1")
    assert float(first["low"]) < float(first["share"]) == float(first["led"]) < float(first["high"])


def test_text_fits_a_terminal(opening: Robustness) -> None:
    assert all(len(line) <= 100 for line in as_text(robust_sections(opening)).split("\n"))


def firm(case: Case, states: list[int]) -> list[str]:
    table = equilibria(compile(case))
    return [text for _, text in robust_lines(table.listed, states, single_breakers(table, states))]


def test_the_line_of_the_brief() -> None:
    assert firm(load_case("european-security-2022"), [147, 151]) == [
        "State 148: none of 27 exchanges of neighbouring lines unseats it; doubtful line 3 of Russia does.",
        "State 152: none of 27 exchanges of neighbouring lines unseats it.",
    ]
    assert firm(load_case("cuban-missile-crisis"), [4]) == ["State 5: it holds as long as US ranks state 5 above state 7."]


def test_one_line_alone_has_no_neighbour() -> None:
    line = {"that": "x", "sure": "0.5"}
    case = case_of(actors={"a": {"options": {"x": {}}, "prefers": [line | {"otherwise": "not x"}]}})
    assert firm(case, [1]) == ["State 2: there are no neighbouring lines to exchange; doubtful line 1 of A does."]


def test_of_weights_nothing_is_said() -> None:
    assert firm(case_of(actors={"a": {"options": {"x": {}}, "worth": {"x": "1"}}}), [1]) == []


# ------------------------------------------------------------------------------------------- searched games

ALLIES = robust(searched_game(load_case("thirty-allies-2022")), draws=30, pairs="plausible")
EUROPE = load_case("european-security-2022")


def words(answer: Robustness) -> str:
    return " ".join(as_text(robust_sections(answer)).split())


def test_what_was_drawn_and_tried_is_said() -> None:
    text = words(ALLIES)
    assert "30 plausible models, drawn from seed 1 at each of 3 noise levels" in text
    assert "The 8 Nash equilibria of the case as written were tried in each model, exactly." in text
    assert "Other equilibria were not looked for there." in text
    assert "Outcome 1 Russia: Insist on a written end to NATO's expansion;" in text
    assert 'Outcome 2 As outcome 1, but Russia: "Attack Ukraine".' in text
    assert "walks of improvements from the status quo came to rest there in" in text
    assert "never came to rest there" in text
    assert 'What unseats it: Russia holds "attack or nato.renounce or usa.deal" instead of line 3' in text
    assert "and Norway: line 3 each" in text


def test_the_table_tells_outcomes_against_the_first() -> None:
    table = robust_table(ALLIES, 3)
    assert table.columns == ("", "outcome", "walks end", "noise 0\u00a0%", "noise 10\u00a0%", "noise 25\u00a0%")
    assert len(table.rows) == 3
    assert table.rows[1][1] == 'as 1, but Russia: "Attack Ukraine"'
    assert table.rows[1][-1] == "100\u00a0%*"
    assert "5 more; --limit shows them." in table.notes


def test_rows_of_a_searched_game_for_spreadsheets() -> None:
    rows = ALLIES.rows()
    assert rows.names == ("code", "noise", "concept", "written", "share", "low", "high", "led")
    assert len(rows.values) == 3 * len(ALLIES.outcomes)


def test_without_a_status_quo_and_without_an_equilibrium() -> None:
    case = EUROPE.model_copy(update={"status_quo": None})
    answer = robust(searched_game(case), draws=5, noise=[0.0], pairs="none")
    assert "walks" not in words(answer)
    assert "walks end" not in robust_table(answer, 10).columns
    none = robust(searched_game(load_case("cuban-missile-crisis")), draws=5, noise=[0.0], pairs="none")
    assert "No Nash equilibrium was found as the case is written" in words(none)


def test_whether_improvements_lead_there_is_told_as_often_as_it_is_so(opening: Robustness) -> None:
    outcome, nash = opening.outcomes[0], "nash"
    level = outcome.levels[0]
    assert level.led is not None
    assert level.led[nash] == level.survival[nash]
    assert "whenever it does, improvements lead there" in said(opening)["State 148"]
    fewer = replace(level, led={**level.led, nash: replace(level.led[nash], count=level.led[nash].count - 1)})
    changed = replace(opening, outcomes=(replace(outcome, levels=(fewer, *outcome.levels[1:])), *opening.outcomes[1:]))
    text = said(changed)["State 148"]
    assert "whenever it does" not in text
    assert "; it holds and improvements lead there from the status quo in" in text
