"""Power in words: every sentence and every figure is what was found."""

from __future__ import annotations

from random import Random
from typing import Any

from cases import case_of
from countermove.analysis.blocking import decisions
from countermove.analysis.power.power import DecisionsAt, Power, power
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.game.game import Game
from countermove.model.case import Case
from countermove.text.blocks import Section
from countermove.views.power import decision_sections as sections_of
from countermove.views.power import power_sections, power_table


def house(members: list[str], rule: Any, **options: Any) -> Case:
    body = {"members": members, "decides": rule, "options": options}
    return case_of(actors={m: {} for m in members}, bodies={"house": body})


def said(found: Power) -> list[str]:
    (section,) = power_sections(found)
    return [item.text for item in section.items if not item.mark]


def decision_sections(game: Game, body: str, states: list[int], options: list[int]) -> list[Section]:
    """What decisions on these options would meet at these states."""
    return sections_of(
        [
            DecisionsAt(game.at(key), tuple(d for d in decisions(game, key) if d.body == body and d.option in options))
            for key in states
        ]
    )


def texts(sections: list[Section]) -> list[list[str]]:
    return [[item.text for item in section.items] for section in sections]


def test_a_small_body_in_sentences() -> None:
    found = power(house(["a", "b", "c"], {"quota": "3", "weights": {"a": "2", "b": "1", "c": "1"}}), "house")
    assert power_sections(found)[0].title == "Power in House"
    assert said(found) == [
        "It passes if:",
        "3 players. Of all ways to divide them into those for it and those against it, 37.5 % pass (3 of 8).",
        "A veto for A.",
        "Just enough to carry it: A and B; or A and C.",
        "Just enough to stop it: A; or B and C.",
    ]


def test_who_decides_alone_and_who_never_does() -> None:
    found = power(house(["a", "b", "c"], {"actor": "b"}), "house")
    assert said(found)[2:] == [
        "B decides alone.",
        "Never decisive, whatever the others do: A and C.",
        "Just enough to carry it: B.",
        "Just enough to stop it: B.",
    ]


def test_many_coalitions_are_counted_and_very_many_roughly() -> None:
    members = [f"m{k}" for k in range(9)]
    assert said(power(house(members, "majority"), "house"))[2:] == [
        "Nobody has a veto.",
        "126 coalitions are just large enough to carry it.",
        "126 coalitions are just large enough to stop it.",
    ]
    members = [f"m{k}" for k in range(60)]
    large = said(power(house(members, "majority"), "house"))
    assert large[1] == "60 players. Of all ways to divide them into those for it and those against it, 44.9 % pass."
    assert large[3] == "About 10^17 coalitions are just large enough to carry it."


def test_an_estimate_says_what_it_is() -> None:
    members = [f"m{k}" for k in range(40)]
    parts = [{"quota": "0.5", "weights": {m: str(rng.randrange(10**9)) for m in members}} for rng in (Random(1), Random(2))]
    found = power(house(members, {"all": parts}), "house", draws=2000)
    words = said(found)
    assert "The coalitions that are just large enough to carry it were not counted: there are too many." in words
    assert words[-1].startswith("The figures are estimated from 2,000 random draws, with standard errors after \u00b1: ")
    assert all("\u00b1" in row[1] and "\u00b1" not in row[2] and "\u00b1" in row[3] for row in power_table(found).rows)
    flat = found.rows()
    assert len(flat.values) == 40
    assert "\u00b1" not in found.to_csv()


def test_an_option_has_its_name_in_the_title_and_its_own_rule_is_pointed_out() -> None:
    case = load_case("european-security-2022")
    assert power_sections(power(case, "nato", "admit"))[0].title == "Power in NATO: Admit Ukraine"
    assert (
        said(power(case, "nato"))[1]
        == 'Decided by a rule of its own, and not counted here: "Admit Ukraine" (--option admit).'
    )


def test_the_table_has_a_row_for_each_and_groups_equals_where_they_are_many() -> None:
    small = power_table(power(load_case("european-security-2022"), "nato"))
    assert [row[0] for row in small.rows] == ["United States", "European allies"]
    council = power(load_case("security-council"), "council")
    rows = power_table(council).rows
    assert rows == (
        ("each of 5: China, France, Russia, United Kingdom and United States", "0.1963", "0.1669", "0.05176", "1", "0.02657"),
        (
            "each of 10: Elected member 1, Elected member 2, Elected member 3, Elected member 4 and 6 others",
            "0.001865", "0.01654", "0.005127", "0.09906", "0.002632",
        ),
    )  # fmt: skip
    assert power_table(council, 1).notes[-1] == "1 more rows; --limit shows them"
    flat = council.rows()
    assert [row[0] for row in flat.values] == [m.actor for m in council.members]
    assert flat.values[0][1] == float(council.members[0].shapley_shubik)
    assert council.to_csv().count("\n") == 1 + len(council.members)


def test_what_decisions_would_meet() -> None:
    case = load_case("security-council")
    (items,) = texts(decision_sections(compile(case), "council", [2], [3]))
    assert items == [
        "Impose sanctions: would fail (to state 11); for: France, United Kingdom, United States, Elected member 1, "
        "Elected member 2, Elected member 3, Elected member 4 and 3 others; against: Russia and Elected member 10; "
        "indifferent: China, Elected member 8 and Elected member 9.",
        "It would pass if Russia stood aside.",
        "Its price, what those against it would have to be spared: Russia line 2 (not council.sanction); "
        "Elected member 10 line 2 (not council.sanction).",
    ]
    (passing,) = texts(decision_sections(compile(case, "russia-abstains"), "council", [2], [3]))
    assert passing[0].startswith("Impose sanctions: would pass (to state 11); ")
    assert passing[1].startswith("Could stop it alone: China, France, Russia, United Kingdom and United States.")


def test_what_cannot_be_decided_is_said() -> None:
    options = {"q": {"change": "take-only"}, "r": {"needs": "q"}}
    case = house(["a"], "consensus", **options)
    graph = compile(case)
    first, *_, last = texts(decision_sections(graph, "house", [0, 3], [0, 1]))
    assert first[-1] == "R: not possible here."
    assert last[0] == "Q: taken, and cannot be undone."
    assert last[1].startswith("R, to undo it: would fail (to state 2); indifferent: A.")
    open_ = case_of(
        actors={"a": {}}, bodies={"house": {"members": ["a"], "decides": "majority", "options": {"q": {}, "r": {}}}},
        coalesce=["-Y"],
    )  # fmt: skip
    assert texts(decision_sections(compile(open_), "house", [2], [0])) == [["Q: this state leaves it open."]]
