"""How firmly outcomes hold, in words and in tables."""

from __future__ import annotations

import pytest

from cases import case_of
from countermove.analysis.robustness.robustness import Robustness, robust
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.model.case import Case
from countermove.text.prose import as_text
from countermove.views.firmness import firmness_flat, firmness_prose, firmness_table

OPENING = "european-security-2022"


def found(case: Case | str, **settings: object) -> Robustness:
    graph = compile(load_case(case) if isinstance(case, str) else case)
    return robust(graph, **({"draws": 100} | settings))  # type: ignore[arg-type]


def said(result: Robustness) -> dict[str, str]:
    """The sections on one line each, by title."""
    return {s.title: " ".join(item.text for item in s.items).replace("\u00a0", " ") for s in firmness_prose(result)}


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
        f"It holds (Nash) in {share.share:.0%} of the draws ({low:.0%} to {high:.0%})".replace("%", " %").replace(
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
    assert firmness_table(result, 10).rows == ()


def test_groups_whose_order_is_not_known() -> None:
    group = {"order unknown": ["x", "not x"]}
    words = said(found(case_of(actors={"a": {"options": {"x": {}}, "prefers": [group]}}), noise=[0]))
    assert "1 group of lines whose order is not known may come in any order." in words["What was drawn"]
    assert "What unseats it: for A, line 1 comes in the order x, then not x." in words["State 1"]


def test_the_table(opening: Robustness) -> None:
    table = firmness_table(opening, 2)
    assert table.columns == ("state", "options taken", "reached", "Nash", "SEQ")
    assert [row[0] for row in table.rows] == ["148", "152"]
    assert [cell.replace("\u00a0", " ") for cell in table.rows[1][3:]] == ["100 %*", "100 %*"]
    assert table.notes[0].replace("\u00a0", " ").startswith("The share of the draws in which a state holds, at noise 0 %; *")
    assert any("more states hold under fewer concepts" in note for note in table.notes)


def test_states_that_hold_at_more_noise_only_are_named_below() -> None:
    table = firmness_table(found("prisoners-dilemma"), 10)
    assert [row[0] for row in table.rows] == ["1", "4"]
    assert table.notes[-1] == "At more noise, in a tenth of the draws or more, these hold, too: state 2, state 3."


def test_rows_for_spreadsheets(opening: Robustness) -> None:
    flat = firmness_flat(opening, 3)
    assert flat.columns == ("state", "noise", "concept", "written", "share", "low", "high", "led", "reached")
    assert len(flat.rows) == 3 * 3 * 2
    first = dict(zip(flat.columns, flat.rows[0], strict=True))
    assert (first["state"], first["noise"], first["concept"], first["written"]) == ("148", "0", "nash", "1")
    assert float(first["low"]) < float(first["share"]) == float(first["led"]) < float(first["high"])


def test_text_fits_a_terminal(opening: Robustness) -> None:
    assert all(len(line) <= 100 for line in as_text(firmness_prose(opening)).split("\n"))
