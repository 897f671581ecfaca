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
        "Rule:",
        "There are 3 voters. If each is for or against, the change passes in 37.5 % of all cases (3 of 8).",
        "Veto holder: A.",
        "Minimal winning coalitions: A and B; A and C.",
        "Minimal blocking coalitions: A; B and C.",
    ]


def test_who_decides_alone_and_who_never_does() -> None:
    found = power(house(["a", "b", "c"], {"actor": "b"}), "house")
    assert said(found)[2:] == [
        "Only the vote of B counts.",
        "These votes never decide: A and C.",
        "Minimal winning coalition: B.",
        "Minimal blocking coalition: B.",
    ]


def test_many_coalitions_are_counted_and_very_many_roughly() -> None:
    members = [f"m{k}" for k in range(9)]
    assert said(power(house(members, "majority"), "house"))[2:] == [
        "No voter has a veto.",
        "Minimal winning coalitions: 126.",
        "Minimal blocking coalitions: 126.",
    ]
    members = [f"m{k}" for k in range(60)]
    large = said(power(house(members, "majority"), "house"))
    assert large[1] == "There are 60 voters. If each is for or against, the change passes in 44.9 % of all cases."
    assert large[3] == "Minimal winning coalitions: about 10^17."


def test_an_estimate_says_what_it_is() -> None:
    members = [f"m{k}" for k in range(40)]
    parts = [{"quota": "0.5", "weights": {m: str(rng.randrange(10**9)) for m in members}} for rng in (Random(1), Random(2))]
    found = power(house(members, {"all": parts}), "house", draws=2000)
    words = said(found)
    assert "The minimal winning coalitions were not counted: there are too many." in words
    assert words[-2:] == [
        "The figures are estimated from 2,000 random draws; standard errors stand after \u00b1.",
        "The rule has too many voters with too many different weights to count every case.",
    ]
    assert all("\u00b1" in row[1] and "\u00b1" not in row[2] and "\u00b1" in row[3] for row in power_table(found).rows)
    flat = found.rows()
    assert len(flat.values) == 40
    assert "\u00b1" not in found.to_csv()


def test_an_option_has_its_name_in_the_title_and_its_own_rule_is_pointed_out() -> None:
    case = load_case("european-security-2022")
    assert power_sections(power(case, "nato", "admit"))[0].title == "Power in NATO: Admit Ukraine"
    assert (
        said(power(case, "nato"))[1]
        == 'This option has a rule of its own, which is not counted here: "Admit Ukraine" (--option admit).'
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
    assert power_table(council, 1).notes[-1] == "1 more row; --limit shows it."
    flat = council.rows()
    assert [row[0] for row in flat.values] == [m.actor for m in council.members]
    assert flat.values[0][1] == float(council.members[0].shapley_shubik)
    assert council.to_csv().count("\n") == 1 + len(council.members)


def test_nearly_all_is_not_written_as_all_and_nearly_nothing_not_as_nothing() -> None:
    # a decides alone, but for the one division in which all 15 others are for it without a.
    others = [f"m{k}" for k in range(15)]
    rule = {"any": [{"actor": "a"}, {"all": [{"actor": m} for m in others]}]}
    found = power(house(["a", *others], rule), "house")
    assert found.members[0].prevent is not None
    assert 0.9999 < found.members[0].prevent < 1
    # It is pivotal unless it comes last, decides 32,767 of 32,768 divisions of the others, can stop 32,767 of the 32,769
    # that pass, and can carry each of the 32,767 that fail; each of the others decides one division.
    assert power_table(found).rows[0][1:] == ("0.9375", "0.9995", "> 0.9999", "0.9999", "1")
    alone = power_table(power(house(["a", "b"], {"actor": "a"}), "house"))
    assert [row[1:] for row in alone.rows] == [("1",) * 5, ("0",) * 5]


def test_what_decisions_would_meet() -> None:
    case = load_case("security-council")
    (items,) = texts(decision_sections(compile(case), "council", [2], [3]))
    assert items == [
        'Taking "Impose sanctions" ("Sanctions of the Council", state 11) would fail; for: France, United Kingdom, '
        "United States, Elected member 1, Elected member 2, Elected member 3, Elected member 4 and 3 others; "
        "against: Russia and Elected member 10; indifferent: China, Elected member 8 and Elected member 9.",
        "It would pass if Russia stood aside.",
        "To win them over, concede something in return for what they would lose:",
        'for Russia and Elected member 10: Security Council: not "Impose sanctions" (statement 2)',
    ]
    (passing,) = texts(decision_sections(compile(case, "russia-abstains"), "council", [2], [3]))
    assert passing[0].startswith('Taking "Impose sanctions" ("Sanctions of the Council", state 11) would pass; ')
    assert passing[1:] == ["Each of these could stop it alone: China, France, Russia, United Kingdom and United States."]


def test_what_cannot_be_decided_is_said() -> None:
    options = {"q": {"change": "take-only"}, "r": {"needs": "q"}}
    case = house(["a"], "consensus", **options)
    graph = compile(case)
    first, *_, last = texts(decision_sections(graph, "house", [0, 3], [0, 1]))
    assert first[-1] == "R: not possible here."
    assert last[0] == "Q: taken, and cannot be dropped."
    assert last[1] == 'Dropping "R" (state 2) would fail; indifferent: A.'
    open_ = case_of(
        actors={"a": {}}, bodies={"house": {"members": ["a"], "decides": "majority", "options": {"q": {}, "r": {}}}},
        coalesce=["-Y"],
    )  # fmt: skip
    assert texts(decision_sections(compile(open_), "house", [2], [0])) == [["Q: this state leaves it open."]]
