"""For each case of the catalogue: what happened, and whether the model's own answer agrees, or why it does not.

The page docs/catalogue.md tells the same in words; `test_the_page_tells_of_every_case` holds the two together.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import countermove as cm
from countermove.analysis.evolution.history import replay
from countermove.catalog import case_ids, load_case
from countermove.game.listed import ListedGame, listed_game
from reference import Model

PAGE = Path(__file__).resolve().parents[2] / "docs" / "catalogue.md"

AGREES = {"cuban-missile-crisis", "north-korea-2017"}
"""What happened is an outcome that the case, as it stands, leads to."""
DIFFERS = {
    "elmira": "as a deal",
    "eu-sanctions-2025": "as a deal, kept in the scenario published-statement",
    "european-security-2022": "in the scenario war-aims",
    "nile-dam-2021": "except for one option; in the scenario sudan-refuses",
    "thirty-allies-2022": "in the scenario war-aims",
}
"""What happened is not where the actors end, each by itself; what in the case accounts for it."""

SAID = {
    "cuban-missile-crisis": ['"Withdrawal without pressure"'],
    "elmira": ['end in "Stalemate"', 'the deal "Agreement on a softer order"', "nobody gains by breaking it"],
    "eu-sanctions-2025": ['"Sanctions country by country"', 'the deal "Renewal for funds"'],
    "european-security-2022": ['end in "Stand-off"', "60 % certainty", '"Open war"'],
    "nile-dam-2021": ['end in "Filling without an agreement"', 'the deal "Guidelines with releases in droughts"'],
    "north-korea-2017": ["Things stay as they are"],
}
"""What the bottom line says of it."""
NO_HISTORY = {
    "chicken", "condorcet-committee", "eu-council", "mountain-pass", "prisoners-dilemma", "security-council",
}  # fmt: skip
"""Textbook games and invented disputes."""


def options_of(game: ListedGame, state: int) -> set[str]:
    """The full names of the options taken in a state, counted from 0."""
    return {row.full for row in game.options if game.taken(state)[row.index]}


def leads_to(id_: str, scenario: str | None = None, concept: str = "nash") -> list[set[str]]:
    """The options of the equilibria that improvements reach from the status quo, by the slow reference."""
    game = listed_game(load_case(id_), scenario)
    model = Model(game.case)
    assert game.status_quo_key is not None
    reached = model.reachable_from(game.status_quo_key)["improvements"] & model.equilibria(concept)
    return [options_of(game, state) for state in sorted(reached)]


def happened(id_: str) -> list[tuple[str, str, set[str]]]:
    """The events in order: who, what the model makes of it, and the options taken afterwards."""
    game = listed_game(load_case(id_))
    return [
        (event.actor, event.verdict, set() if event.after is None else options_of(game, event.after.key))
        for event in replay(game)
    ]


def test_each_case_is_of_one_kind() -> None:
    assert sorted([*AGREES, *DIFFERS, *NO_HISTORY]) == list(case_ids())


def test_the_page_tells_of_every_case() -> None:
    text = PAGE.read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `([a-z0-9-]+)` \| [^|]+ \| ([^|]+) \|$", text, flags=re.MULTILINE))
    assert sorted(told) == list(case_ids())
    assert {id_ for id_, verdict in told.items() if verdict == "yes"} == AGREES
    assert {id_ for id_, verdict in told.items() if verdict == "no history"} == NO_HISTORY
    assert {id_: verdict for id_, verdict in told.items() if id_ in DIFFERS} == DIFFERS


@pytest.mark.parametrize("id_", SAID)
def test_the_bottom_line_names_what_happened_or_what_could_be_agreed(id_: str) -> None:
    text = " ".join(str(cm.brief(cm.compile(cm.load(id_)))).split())
    line = text.partition("BOTTOM LINE")[2].partition("OUTCOMES")[0]
    assert [words for words in SAID[id_] if words not in line.replace("\u00a0", " ")] == []


@pytest.mark.parametrize("id_", sorted([*AGREES, *DIFFERS]))
def test_a_case_with_a_history_says_when_and_where_it_stood(id_: str) -> None:
    case = load_case(id_)
    assert case.at
    assert case.status_quo is not None


def test_cuba_went_through_the_blockade_to_the_withdrawal() -> None:
    """Each step was an improvement; both states after the withdrawal are SEQ equilibria that improvements reach."""
    blockade, withdrawal, end = happened("cuban-missile-crisis")
    assert blockade == ("usa", "improvement", {"usa.blockade"})
    assert withdrawal == ("ussr", "improvement", {"usa.blockade", "ussr.withdraw"})
    assert end == ("usa", "improvement", {"ussr.withdraw"})
    assert leads_to("cuban-missile-crisis") == []
    assert leads_to("cuban-missile-crisis", concept="seq") == [end[2], withdrawal[2]]


def test_korea_stayed_where_it_was() -> None:
    assert load_case("north-korea-2017").events == ()
    assert leads_to("north-korea-2017") == [set()]


def test_elmira_ended_with_an_agreement_of_two_that_no_single_step_leads_to() -> None:
    insists, softens, accepts = happened("elmira")
    assert insists == ("local-government", "improvement", {"uniroyal.delay", "local-government.insist"})
    assert softens[:2] == ("ministry", "other move")
    assert accepts == ("uniroyal", "improvement", {"ministry.modify", "uniroyal.accept", "local-government.insist"})
    assert leads_to("elmira") == [insists[2]]
    model = Model(load_case("elmira"))
    start, end = 5 - 1, 8 - 1
    assert end in model.reach(start, ["ministry", "uniroyal"], improvements=False)
    assert all(model.rank(actor, end) > model.rank(actor, start) for actor in ("ministry", "uniroyal"))
    assert end in model.equilibria("nash")


def test_the_attack_is_what_the_second_reading_of_russia_leads_to() -> None:
    """Up to the attack every step was an improvement; with war aims the attack is one as well."""
    events = happened("european-security-2022")
    assert [verdict for _, verdict, _ in events] == ["improvement"] * 4 + ["other move"]
    assert leads_to("european-security-2022") == [events[-2][2]]
    assert leads_to("european-security-2022", "war-aims") == [events[-1][2]]


def test_the_dam_was_filled_and_egypt_went_to_the_council() -> None:
    """Both as in the one outcome that improvements reach; Sudan did not settle for data, as in the scenario."""
    council, fill = happened("nile-dam-2021")
    assert (council[1], fill[1]) == ("other move", "improvement")
    assert fill[2] == {"ethiopia.fill", "egypt.council"}
    assert leads_to("nile-dam-2021") == [fill[2] | {"sudan.data"}]
    assert leads_to("nile-dam-2021", "sudan-refuses") == [fill[2]]


def test_the_sanctions_were_renewed_for_words_on_gas() -> None:
    """It is better for all who had to agree; once the words cannot be taken back, nobody gains by leaving it."""
    gas, renewal = happened("eu-sanctions-2025")
    assert (gas[1], renewal[1]) == ("other move", "other move")
    asked = renewal[2]
    assert asked == {"holdout.demand", "commission.gas", "council.renew"}
    assert asked not in leads_to("eu-sanctions-2025")
    for scenario, kept in ((None, False), ("published-statement", True)):
        game = listed_game(load_case("eu-sanctions-2025"), scenario)
        model = Model(game.case)
        (end,) = [state for state in range(game.size) if options_of(game, state) == asked]
        assert game.status_quo_key is not None
        assert end in model.reach(game.status_quo_key, ["holdout", "core", "commission", "council"], improvements=False)
        assert all(model.rank(who, end) > model.rank(who, game.status_quo_key) for who in ("holdout", "core", "commission"))
        assert (end in model.equilibria("nash")) is kept


@pytest.mark.parametrize("id_", case_ids())
def test_names_are_short_and_what_happened_has_a_label(id_: str) -> None:
    """Option names stand in sentences; an outcome that people talk about is called by its name."""
    case = load_case(id_)
    assert [row.full for row in case.option_rows if len(row.name) > 60] == []
    if id_ in NO_HISTORY or not case.events:
        return
    game = listed_game(case)
    end = replay(game)[-1].after
    assert end is not None
    assert end.label is not None
