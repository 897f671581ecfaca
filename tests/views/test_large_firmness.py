"""How firm outcomes without numbers are, in sentences and in a table."""

from __future__ import annotations

from countermove.analysis.robustness.large_robustness import large_robust
from countermove.catalog import load_case
from countermove.game.searched import searched_game
from countermove.text.prose import as_text
from countermove.views.large_firmness import large_firmness_flat, large_firmness_prose, large_firmness_table

FOUND = large_robust(searched_game(load_case("thirty-allies-2022")), draws=30, pairs="plausible")
EUROPE = load_case("european-security-2022")


def words(found: object) -> str:
    return " ".join(as_text(large_firmness_prose(found)).split())  # type: ignore[arg-type]


def test_what_was_drawn_and_tried_is_said() -> None:
    text = words(FOUND)
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
    table = large_firmness_table(FOUND, 3)
    assert table.columns == ("", "outcome", "walks end", "noise 0\u00a0%", "noise 10\u00a0%", "noise 25\u00a0%")
    assert len(table.rows) == 3
    assert table.rows[1][1] == 'as 1, but Russia: "Attack Ukraine"'
    assert table.rows[1][-1] == "100\u00a0%*"
    assert "5 more; --limit shows them." in table.notes


def test_rows_for_spreadsheets() -> None:
    flat = large_firmness_flat(FOUND, 100)
    assert flat.columns == ("code", "noise", "concept", "written", "share", "low", "high", "led")
    assert len(flat.rows) == 3 * len(FOUND.outcomes)


def test_without_a_status_quo_and_without_an_equilibrium() -> None:
    case = EUROPE.model_copy(update={"status_quo": None})
    found = large_robust(searched_game(case), draws=5, noise=[0.0], pairs="none")
    assert "walks" not in words(found)
    assert "walks end" not in large_firmness_table(found, 10).columns
    none = large_robust(searched_game(load_case("cuban-missile-crisis")), draws=5, noise=[0.0], pairs="none")
    assert "No Nash equilibrium was found as the case is written" in words(none)
