"""What would have to change, in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cases import case_of, graph
from countermove.analysis.inverse.changes import Variant
from countermove.analysis.inverse.invert import invert
from countermove.analysis.inverse.rankings import ranking_counts
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.game.searched import searched_game
from countermove.text.blocks import Table
from countermove.text.layout import as_text
from countermove.views.inverse import inverse_page, inverse_sections, rankings_page
from countermove.views.preference_changes import variant_lines

ALLIES = searched_game(load_case("thirty-allies-2022"))


@pytest.fixture(scope="module")
def talks() -> ListedGame:
    return compile(load_case("european-security-2022"))


def said_of(game: ListedGame, targets: list[int] | str, **how: Any) -> list[str]:
    want = targets if isinstance(targets, str) else [game.at(key) for key in targets]
    (section,) = inverse_sections(invert(game, want, **how))
    return [item.text for item in section.items]


def test_a_target_that_is_an_equilibrium_already(talks: ListedGame) -> None:
    said = said_of(talks, [151, 172])
    assert said[0] == (
        'No preference has to change: "Open war" (state 152) and "Open war" (state 173) are already equilibria under Nash.'
    )
    assert said[1:3] == [
        "They are stable once they are reached, but no improvements lead there from the status quo.",
        "--reachable looks for a change that opens a path.",
    ]
    assert said[3].startswith('In "Open war" (state 152): Russia: Insist on')


def stags(status_quo: list[str]) -> ListedGame:
    """Two hunters: the stag pays if both hunt it, else each is better off without."""
    hunt = {"options": {"stag": {"name": "Stag"}}}
    return compile(
        case_of(
            actors={
                "ann": {**hunt, "prefers": ["stag and bob.stag", "not stag"]},
                "bob": {**hunt, "prefers": ["stag and ann.stag", "not stag"]},
            },
            status_quo=status_quo,
        )
    )


def test_stable_is_not_yet_reached() -> None:
    # Nobody moves first to the hunt of both, although it is an equilibrium; from one hunter improvements lead there.
    assert said_of(stags([]), "ann.stag")[:3] == [
        "No preference has to change: state 4 is already an equilibrium under Nash.",
        "It is stable once it is reached, but no improvements lead there from the status quo.",
        "--reachable looks for a change that opens a path.",
    ]
    assert said_of(stags(["ann.stag"]), "ann.stag")[:2] == [
        "Nothing has to change: state 4 is already an equilibrium under Nash.",
        "Improvements lead there from the status quo.",
    ]
    both = said_of(stags([]), "ann.stag or not ann.stag")
    assert both[:2] == [
        "Nothing has to change: state 1 and state 4 are already equilibria under Nash.",
        "Improvements from the status quo lead to state 1, but not to state 4.",
    ]
    few = said_of(stags(["ann.stag"]), "ann.stag or not ann.stag", limit=1)
    assert few[0] == "Nothing has to change: state 1 and 1 more are already equilibria under Nash."
    assert [s.reached for s in invert(stags([]), "true").solutions] == [True, False]


def test_each_order_is_told_once_with_all_its_states() -> None:
    # The third statement has to come before the first: it may pass two, or the first may fall back behind it.
    game = compile(
        case_of(
            actors={
                "ann": {"options": {"x": {"name": "X"}}, "prefers": ["not x", "bob.y", "x"]},
                "bob": {"options": {"y": {"name": "Y"}}},
            }
        )
    )
    said = said_of(game, "ann.x")
    assert said[0] == (
        "It takes 2 changes of preferences to make a target state an equilibrium under Nash; there are 2 ways."
    )
    assert said[2:] == [
        "In state 2: Ann: X.",
        "In state 4: Ann: X; Bob: Y.",
        "To make state 2 or state 4 an equilibrium, change preferences so that",
        'the order for Ann becomes: Bob: "Y" (statement 2), then "X" (statement 3), then not "X" (statement 1).',
        "To make state 2 or state 4 an equilibrium, change preferences so that",
        'the order for Ann becomes: "X" (statement 3), then not "X" (statement 1), then Bob: "Y" (statement 2).',
    ]


def test_a_target_that_takes_one_change(talks: ListedGame) -> None:
    said = said_of(talks, "attack", reachable=True, replace=True)
    assert said[0] == (
        "It takes 1 change of preferences to make a target state an equilibrium under Nash that improvements reach "
        "from the status quo; there are 2 ways."
    )
    assert said[1] == "Nothing smaller is enough (proved)."
    assert said[3:] == [
        'To make "Open war" (state 152) an equilibrium, change preferences so that',
        'not "Attack Ukraine" (statement 3 of Russia) is reversed.',
        'To make "Open war" (state 152) an equilibrium, change preferences so that',
        'not "Attack Ukraine" (statement 3 of Russia) is replaced by "Attack Ukraine" or NATO: "Promise in writing '
        'never to admit Ukraine" or United States: "Promise Russia an end to expansion over the allies\' heads".',
    ]


def test_a_target_that_no_change_reaches(talks: ListedGame) -> None:
    assert said_of(talks, [97]) == [
        "No change of these actors' preferences is enough (proved): no target state becomes an equilibrium under Nash.",
    ]


def test_a_target_that_is_true_in_no_feasible_state(talks: ListedGame) -> None:
    assert said_of(talks, "attack and not attack") == [
        "The target is true in no feasible state, so no change of preferences is enough.",
    ]


def test_a_search_that_was_stopped(talks: ListedGame) -> None:
    said = said_of(talks, "attack", reachable=True, tries=20)
    assert said[:2] == [
        "The search was stopped after 21 trials, before it found a change that is enough.",
        "There may be one.",
    ]


def test_moved_lines_and_new_orders(talks: ListedGame) -> None:
    def words(*order: int) -> list[str]:
        return list(variant_lines(talks, "ukraine", Variant(order)))

    assert words(1, 2, 0, 3, 4) == [
        'the order for Ukraine becomes: not (NATO: "Promise in writing never to admit Ukraine" or United States: '
        '"Promise Russia an end to expansion over the allies\' heads") (statement 2), then "Keep seeking '
        'membership" (statement 3), then Russia: not "Attack Ukraine" (statement 1)',
    ]
    assert words(0, 1, 4, 2, 3) == [
        'the order for Ukraine becomes: United States: "Raise the stakes" (statement 5), then "Keep seeking '
        'membership" (statement 3), then NATO: "Admit Ukraine" (statement '
        "4)",
    ]
    assert words(4, 3, 2, 1, 0) == [
        'the order for Ukraine becomes: United States: "Raise the stakes" (statement 5), then NATO: "Admit '
        'Ukraine" (statement 4), then "Keep seeking membership" (statement '
        '3), then not (NATO: "Promise in writing never to admit Ukraine" or United States: "Promise Russia an end '
        'to expansion over the allies\' heads") (statement 2), then Russia: not "Attack Ukraine" (statement 1)',
    ]
    assert words(0, 1, 2, 3, 4) == []


def test_places_of_a_ranking() -> None:
    said = said_of(compile(load_case("elmira")), [3])
    assert (
        'the order for Local government becomes: state 6, then state 4, then "Agreement on a softer order" (state 8).'
        in said
    )
    assert (
        'the order for Local government becomes: state 4, then "Agreement on a softer order" (state 8), then state 6.'
        in said
    )
    listed = said_of(compile(graph("st", a=("st", "t s"))), [0])
    assert listed[-2:] == [
        "To make s (S) an equilibrium, change preferences so that",
        "s (S) is better than t (T) for A.",
    ]


def test_the_rows(talks: ListedGame) -> None:
    answer = invert(talks, "attack", reachable=True, replace=True)
    assert answer.to_csv().splitlines()[2] == "2,1,152,Open war,russia,3,otherwise,,"
    case = graph("stuvwx", a=("st su tv", "s t u v w x"), b=("tw uv vx ws", "w x s v t u"))
    (table,) = rankings_page(ranking_counts(compile(case), 1, "a"))
    assert isinstance(table, Table)
    assert table.rows[0] == ("Nash", "240", "33\u00a0%")
    assert table.notes[0].startswith("How many of the 720 strict rankings of the 6 states make s (S) stable for A.")


def test_rules_in_words(talks: ListedGame) -> None:
    said = said_of(talks, "nato.renounce", rules=True, limit=7)
    assert said[0] == "It takes 1 change of rules or options to make a target state an equilibrium under Nash."
    assert 'NATO: "Promise in writing never to admit Ukraine" is decided by majority.' in said
    consent = 'NATO: "Promise in writing never to admit Ukraine" no longer needs the consent of European allies.'
    assert consent in said
    assert 'NATO: "Promise in writing never to admit Ukraine" cannot be dropped once it is taken.' in said
    assert said[-1] == "3 more of this cost; --limit shows more."


def test_rules_that_need_no_change_or_are_not_found(talks: ListedGame) -> None:
    said = said_of(talks, [147], rules=True)
    assert said[0] == "Nothing has to change: a target state is already an equilibrium under Nash."
    assert said_of(talks, "attack and not attack", rules=True)[0].startswith(
        "No one or two changes of rules and options make a target state an equilibrium"
    )


def words(want: str, **how: Any) -> str:
    return " ".join(as_text(inverse_page(invert(ALLIES, want, **how))).split())


def test_a_way_is_told_with_the_outcome_and_the_proof() -> None:
    text = words("russia.attack and usa.deal", replace=True, limit=2)
    assert "It takes 1 change of preferences to make a target state a Nash equilibrium; there are 30 solutions, " in text
    assert 'Outcome 1 ("Open war"): Russia: Attack Ukraine. Ukraine: Keep seeking membership.' in text
    assert (
        'not (NATO: "Promise in writing never to admit Ukraine" or "Promise Russia an end to expansion over the allies\' '
        'heads") (statement 2 of United States) is reversed.'
    ) in text
    assert (
        "28 more solutions cost as much, each for one state; --limit shows more. Nothing smaller is enough (proved)." in text
    )


def test_nothing_would_and_nothing_has_to_change() -> None:
    assert words("usa.deal").endswith(
        "No change of these actors' preferences is enough (proved): no target state becomes a Nash equilibrium."
    )
    text = words("nato.admit", limit=2)
    assert "Nothing has to change: 4 target states are already Nash equilibria. Whether improvements lead there" in text
    assert 'Outcome 2 ("Open war after the admission of Ukraine"): as outcome 1, but' in text
    assert "2 more states are such equilibria; --limit shows more." in text


def test_where_improvements_do_not_lead_is_said_and_what_is_not_known() -> None:
    text = words("nato.admit", reachable=True)
    assert (
        "A target state is already a Nash equilibrium, but no improvements lead there from the status quo (proved)." in text
    )
    assert "To open a path it takes at least 1 change; larger changes were not tried." in text
    text = words("usa.talk", reachable=True)
    assert "already a Nash equilibrium that improvements reach from the status quo." in text
    assert "Of the same cost, 7 more: no improvements lead there (proved)." in text
    unknown = replace(invert(ALLIES, "nato.admit", reachable=True), unreached=4, barred=0, at_least=0)
    text = " ".join(as_text(inverse_page(unknown)).split())
    assert "but the search did not show that improvements lead there from the status quo." in text


def test_a_search_that_was_stopped_says_what_is_certain() -> None:
    text = words("nato.renounce", replace=True, seconds=0.001)
    assert "The search was stopped" in text
    assert "of at least" in text or "before it found" in text or "nothing smaller is enough, but" in text


def test_what_a_stopped_search_of_listed_states_found_is_no_proof(talks: ListedGame) -> None:
    answer = invert(talks, "attack", reachable=True, replace=True)
    (section,) = inverse_sections(replace(answer, proved=False))
    assert section.items[1].text == "The search was stopped: nothing smaller is enough, but there may be more ways."


def test_rules_that_were_not_all_tried_are_not_said_to_be_no_way(talks: ListedGame) -> None:
    said = [i.text for s in inverse_page(invert(talks, 1, rules=True, seconds=1e-9)) for i in s.items]  # type: ignore[union-attr]
    assert said == ["The search was stopped after 1 trial, before it found a change that is enough.", "There may be one."]
