"""A comparison without state numbers: letters in the sentences, and a table that says what they stand for."""

from __future__ import annotations

from countermove.analysis.compare.large_comparison import LargeEntry, large_compared
from countermove.analysis.compare.what_ifs import applied, read_what_ifs
from countermove.catalog import load_case
from countermove.game.searched import searched_game
from countermove.text.prose import as_text
from countermove.views.large_comparison_words import Legend, large_comparison_prose, large_comparison_tables

CASE = load_case("thirty-allies-2022")
EUROPE = load_case("european-security-2022")


def words(found: object) -> str:
    return " ".join(as_text(large_comparison_prose(found)).split())  # type: ignore[arg-type]


def test_a_rule_that_gains_four_equilibria() -> None:
    changed = applied(CASE, read_what_ifs({"rule": {"nato": "majority"}})).case
    found = large_compared(LargeEntry("base", searched_game(CASE)), [LargeEntry("majority", searched_game(changed))])
    text = words(found)
    assert "base: 8 Nash equilibria (A, B, C, D, E, F, G and H), and no others" in text
    assert "The 8 Nash equilibria stay, and states I, J, K and L are gained." in text
    assert "still end in state A, so nobody gains or loses." in text
    states, power = large_comparison_tables(found, 5)
    assert [row[0] for row in states.rows] == ["A", "B", "C", "D", "E"]
    assert states.rows[0][-2:] == ("Nash >", "Nash >")
    assert states.rows[1][1] == "as A, but +russia.attack"
    assert "7 more; --limit shows them." in states.notes
    assert len(power.rows) == 1
    assert power.rows[0][1].startswith("United States, Czechia, ")


def test_states_that_only_one_side_has() -> None:
    found = large_compared(LargeEntry("base", searched_game(CASE)), [LargeEntry("small", searched_game(EUROPE))])
    legend = Legend(found)
    assert len(legend.rows) == 14
    states = large_comparison_tables(found, 20)[0]
    assert states.rows[0][-2:] == ("Nash >", "not there")
    assert states.rows[-1][-2:] == ("not there", "Nash")
    assert "end in state I instead of state A." in words(found)


def test_who_gains_and_what_is_not_whole() -> None:
    found = large_compared(
        LargeEntry("base", searched_game(EUROPE)), [LargeEntry("war-aims", searched_game(EUROPE, "war-aims"))], limit=2
    )
    text = words(found)
    assert "so there may be more equilibria there" in text
    assert "What was changed - war-aims Other preferences: Russia." in text


def test_bounded_concepts_are_told_as_such() -> None:
    found = large_compared(
        LargeEntry("base", searched_game(EUROPE)),
        [LargeEntry("war-aims", searched_game(EUROPE, "war-aims"))],
        ["nash", "seq"],
    )
    assert "answers of at most 3 moves: lost means no longer shown to hold" in words(found)


def test_without_a_status_quo_nothing_is_said_of_walks() -> None:
    case = EUROPE.model_copy(update={"status_quo": None})
    base = LargeEntry("base", searched_game(case))
    assert "no status quo, so it is not said where improvements lead" in words(large_compared(base, [base]))
    other = words(large_compared(base, [LargeEntry("now", searched_game(EUROPE))]))
    assert "One of the two has no status quo" in other
