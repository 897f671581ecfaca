"""Deals in words: what is said of two disputes, and each line that says that there is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cases import case_of, graph
from countermove.analysis.deals.deals import deals
from countermove.game.searched import searched_game
from countermove.model.case import Case
from countermove.text.blocks import Section, Table
from countermove.views.deals import deals_page, no_deal_words
from deal_cases import embargo, river


def sections(case: Case, start: int | None = None, **asked: bool | int) -> dict[str, list[str]]:
    page = deals_page(deals(case, start, **asked))  # type: ignore[arg-type]
    return {
        part.title: [f"{item.mark} {item.text}".strip() for item in part.items] for part in page if isinstance(part, Section)
    }


def test_the_river_in_words() -> None:
    told = sections(river())
    assert told["Untitled case: deals"] == [
        "The deals here replace today, state 1: Nobody does anything.",
        "There are 48 deals: nobody loses by 24 of them, somebody by each of the other 24. "
        "2 are self-enforcing: nobody gains by breaking them.",
        "3 more states are left out: single improvements lead there, so nobody needs a deal for them.",
    ]
    assert told["Deal 1, state 84: nobody loses by it"] == [
        "The package: Upper: Fill; Releases. Middle: Gauges. Basin: Rules.",
        "Who gains and who loses:",
        '- Upper, better off: gains "Fill" and Basin: "Rules"; loses not "Releases".',
        '- Lower, better off: gains Upper: "Releases" or Basin: "Treaty"; loses Upper: not "Fill" if Basin: not "Treaty" '
        'and "Court" if Upper: "Fill".',
        '- Middle, better off: gains Basin: "Rules" or Basin: "Treaty".',
        '- Union, better off: gains Basin: "Rules".',
        "Who does what first:",
        '1. Upper chooses "Fill" and "Releases" (state 4).',
        '2. Middle chooses "Gauges" (state 20).',
        '3. Basin adopts "Rules" (state 84).',
        "No step leaves the actor who takes it worse off than today.",
        'What could break it: Upper would rather drop "Releases" (state 82), and nobody has an interest in an answer that '
        "would take that gain away.",
        'Lower would rather choose "Court" (state 88); the others would answer that in their own interest.',
        "It is also the fallback: the outcome whose worst-off actor does best.",
    ]
    assert told["The fallback"] == [
        "Of the 26 states that nobody likes less than today, the worst-off actor does best in state 84: "
        "each actor gets one of its 6 best places.",
        "This is a yardstick, not a forecast: it asks what each could settle for, not who can move.",
    ]


def test_who_has_to_trust_and_what_keeps_a_deal() -> None:
    told = sections(embargo())
    deal = told["Deal 1, state 145: worse for Target"]
    assert (
        '2. Purse chooses "Grant" (state 17). Purse is then worse off than today, and has to trust that the others go on.'
        in deal
    )
    assert "What keeps it: it is self-enforcing, nobody gains by breaking it alone." in deal
    assert "No group of those who agree would leave it together." in deal
    assert (
        "There are 40 deals: somebody loses by each of them. 4 are self-enforcing: nobody gains by breaking them."
        in (told["Untitled case: deals"])
    )
    assert told["The fallback"][1] == (
        "If things could not stay as they are today, the worst-off actor would do best in states 177 and 179."
    )


def test_names_in_the_plural_have_verbs_in_the_plural() -> None:
    case = embargo()
    many = case.model_copy(
        update={"actors": {k: v.model_copy(update={"plural": k == "purse"}) for k, v in case.actors.items()}}
    )
    deal = sections(many)["Deal 1, state 145: worse for Target"]
    assert (
        '2. Purse choose "Grant" (state 17). Purse are then worse off than today, and have to trust that the others go on.'
    ) in deal


def two(**data: object) -> Case:
    return case_of(
        actors={
            "a": {"options": {"x": {}}, "prefers": data.get("a", ["y", "not x"])},
            "b": {"options": {"y": {}}, "prefers": data.get("b", ["x", "not y"])},
        },
        status_quo=[],
    )


def test_a_deal_that_answers_keep_and_a_group_that_would_leave() -> None:
    deal = sections(two())["Deal 1, state 4: nobody loses by it"]
    assert deal[-3:] == [
        'What keeps it: A would rather drop "X" (state 3); the others would answer that in their own interest.',
        'B would rather drop "Y" (state 2); the others would answer that in their own interest.',
        "It is also the fallback: the outcome whose worst-off actor does best.",
    ]
    assert deal[deal.index("Who does what first:") + 1] == (
        '1. A chooses "X" (state 2). A is then worse off than today, and has to trust that the others go on.'
    )


def test_no_deal_is_one_line_that_says_why() -> None:
    assert no_deal_words(deals(two(a=["not y"], b=["not x"]))) == (
        "There is no deal instead of today: no actors can together reach a state that each of them prefers."
    )
    assert no_deal_words(deals(two(a=["x and y", "x"], b=["x and y", "y"]))) == (
        "There is no deal instead of today: whatever actors would agree on, single improvements reach as well."
    )
    shut = graph("st", f=("ts", "t s"), g=("", "t s"))
    assert no_deal_words(deals(shut, "s")) == (
        "There is no deal instead of s (S): 1 state would be better for some and worse for none, "
        "but no moves of all actors together lead there."
    )


@pytest.mark.parametrize("work", [10])
def test_what_was_not_found_out_is_said(work: int) -> None:
    answer = deals(river(), work=work)
    told = " ".join(item.text for part in deals_page(answer) if isinstance(part, Section) for item in part.items)
    assert f"Of {answer.unjudged} states it is not known whether those who gain can reach them." in told


def test_the_table_has_a_row_for_each_deal_and_says_how_many_are_left() -> None:
    answer = deals(embargo(), limit=4)
    table = deals_page(answer)[-1]
    assert isinstance(table, Table)
    assert table.columns == ("", "state", "gain", "lose", "what keeps it", "steps")
    assert table.rows[0] == (
        "1", "145", "objector, core and purse", "target", "self-enforcing", "objector, purse, union",
    )  # fmt: skip
    assert table.notes[0] == "36 more deals; --limit shows them."
    every = deals_page(deals(embargo(), limit=100))[-1]
    assert isinstance(every, Table)
    assert len(every.rows) == 40
    assert "breakable by purse" in {row[4] for row in every.rows}


def test_the_smallest_coalitions_are_named_on_request() -> None:
    deal = sections(embargo(), minimal=True)["Deal 1, state 145: worse for Target"]
    assert "The smallest coalition that can make this deal: holdout, core and Purse." in deal


def test_a_state_that_is_not_today_is_called_by_its_number() -> None:
    told = sections(river(), start=22)
    assert told["Untitled case: deals"][0] == "The deals here replace state 22: Upper: Fill. Lower: Court. Middle: Gauges."
    first = next(title for title in told if title.startswith("Deal 1"))
    assert "No step leaves the actor who takes it worse off than in state 22." in told[first]


def test_what_a_search_did_not_find_out_is_not_claimed() -> None:
    case = case_of(
        actors={
            "a": {"options": {f"x{k}": {} for k in range(20)}, "prefers": ["y", "not x0"]},
            "b": {"options": {"y": {}}, "prefers": ["a.x0", "not y"]},
        },
        status_quo=[],
    )
    page = deals_page(deals(searched_game(case), limit=1))
    lines = [item.text for part in page if isinstance(part, Section) for item in part.items]
    assert lines[:2] == [
        "The deals here replace today: Nobody does anything.",
        "A search near today found 1 deal; there may be others.",
    ]
    (said,) = [line for line in lines if line.startswith("What could break it: A would rather ")]
    assert said.endswith("; whether somebody would answer that is not known.")
    assert 'B would rather drop "Y"; whether somebody would answer that is not known.' in lines
    table = page[-1]
    assert isinstance(table, Table)
    assert table.rows[0][4] == "not known"


def test_of_a_search_steps_that_are_alike_stand_in_one_sentence() -> None:
    told = deals_page(deals(searched_game(embargo()), limit=1))
    lines = [item.text for part in told if isinstance(part, Section) for item in part.items]
    assert 'Purse chooses "Grant". Purse is then worse off than today, and has to trust that the others go on.' in lines
    assert not any("state" in line for line in lines)


def test_that_a_search_found_no_deal_says_whether_there_may_be_one() -> None:
    answer = deals(searched_game(two(a=["not y"], b=["not x"])))
    assert answer.proved
    assert no_deal_words(answer) == "There is no deal instead of today."
    assert no_deal_words(replace(answer, proved=False)) == "No deal instead of today was found; one may still exist."


def test_a_fallback_that_changes_nothing_is_said_to() -> None:
    assert sections(two(a=["not y"], b=["not x"]))["The fallback"][0] == (
        "Somebody likes each other state less than today, so the fallback is today itself."
    )
    alike = two(a=["x or y"], b=["x or y"])
    assert sections(alike)["The fallback"][0] == (
        "Of the 4 states that nobody likes less than today, the worst-off actor does best in states 2, 3 and 4: "
        "each actor gets the best that it could have."
    )


def test_one_deal_is_spoken_of_as_one() -> None:
    assert "There is 1 deal: nobody loses by it. It is not self-enforcing." in sections(two())["Untitled case: deals"]
