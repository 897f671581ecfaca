"""A comparison in words: sentences that can be read aloud, and that say only what is so."""

from __future__ import annotations

import io
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from cases import case_of, random_case, random_graph_case
from countermove.analysis.compare.compare import Entry, compare, compared, what_if_entries
from countermove.analysis.compare.comparison import Comparison
from countermove.analysis.compare.what_ifs import applied, read_what_ifs, what_if
from countermove.catalog import load, load_case
from countermove.game.compile import compile
from countermove.game.searched import searched_game
from countermove.text.layout import sections_text as as_text
from countermove.text.layout import table_text
from countermove.views.compare.compare import comparison_prose, ends
from countermove.views.compare.state_names import Legend
from countermove.views.compare.tables import comparison_tables

OPENING = load_case("european-security-2022")


def said(case: Any, *arguments: Any, **wanted: Any) -> list[str]:
    """The first section: a paragraph on the base, and one on each change."""
    return [item.text for item in comparison_prose(compare(case, *arguments, **wanted))[0].items]


def test_the_opening_case() -> None:
    base, war, veto = said(OPENING)
    assert base == (
        'base: 416 states, 6 Nash equilibria: 148 ("Stand-off"), 152 ("Open war"), 169 ("Written guarantee to '
        'Russia"), 173 ("Open war"), 412 ("Admission of Ukraine") and 416 ("Open war"); improvements from the '
        'status quo, state 98, lead to state 148 ("Stand-off").'
    )
    assert war.startswith(
        "war-aims (What if Russia would rather attack than go without a guarantee?): Of the 6 Nash equilibria, states 148 "
        '("Stand-off") and 412 ("Admission of Ukraine") are lost, and none is gained. '
    )
    assert war.endswith(
        'Improvements from the status quo lead to state 152 ("Open war") (Russia: "Attack Ukraine") instead of state 148 '
        '("Stand-off"). Russia: better off by the preferences after the change, worse off by those before it. '
        "Worse off: United States, European allies and Ukraine."
    )
    assert veto == (
        "russian-veto (What if admission needed Russia's agreement too?): The 6 Nash equilibria are the same: 148 "
        '("Stand-off"), 152 ("Open war"), 169 ("Written guarantee to Russia"), 173 ("Open war"), 412 ("Admission of '
        'Ukraine") and 416 ("Open war"). Under SEQ, SSEQ, SIM and FH nothing changes either. GMR loses 28; SMR '
        'loses 24. Improvements from the status quo still lead to state 148 ("Stand-off"), so no actor gains or '
        "loses."
    )


def test_what_was_changed_is_said() -> None:
    found = comparison_prose(compare(OPENING, what_ifs={"without": ["europe"]}))[1]
    assert found.title == "What was changed"
    assert [item.text for item in found.items] == [
        "without europe",
        'Left out: European allies (its options: "Break ranks with Washington").',
        "In 3 statements the options of European allies count as not taken.",
        "NATO no longer has European allies as a member.",
    ]
    same = comparison_prose(compare(OPENING, other=OPENING))[1]
    assert same.items[1].text == "Nothing that the analysis uses."
    pass_ = load_case("mountain-pass")
    views = {"clear": {"views": {"defender": None}}}
    clear = case_of(**pass_.model_dump(by_alias=True, exclude_defaults=True) | {"scenarios": views, "published": {}})
    assert [item.text for item in comparison_prose(compare(clear))[1].items] == [
        "clear",
        "View of the game changed: Defender. This comparison uses the game as written; see countermove perceptions.",
    ]


def shifted(before: str, after: str, **data: Any) -> str:
    """What is said of the Nash equilibria when what the only actor wants changes."""
    actors = {"a": {"options": {"x": {}, "y": {}}, "prefers": [before]}}
    case = case_of(actors=actors, scenarios={"s": {"actors": {"a": {"prefers": [after]}}}}, **data)
    return said(case, concepts=["nash"])[1].removeprefix("s: ")


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        ("x", "x and y", "Of the 2 Nash equilibria, state 2 is lost, and none is gained."),
        ("x and y", "x", "The Nash equilibrium stays, and state 2 is gained."),
        ("x and y", "x and not y", "The only Nash equilibrium, state 4, is lost, and state 2 is gained."),
        ("x", "not x", "All 2 Nash equilibria, states 2 and 4, are lost, and states 1 and 3 are gained."),
        ("x", "x", "The 2 Nash equilibria are the same (2 and 4). Without a status quo"),
        ("x and y", "x and y", "The Nash equilibrium is the same (4). Without a status quo"),
        ("x", "x or y", "The 2 Nash equilibria stay, and state 3 is gained."),
    ],
)
def test_what_becomes_of_the_equilibria(before: str, after: str, text: str) -> None:
    assert shifted(before, after).startswith(text)


def test_the_same_outcomes_are_no_gain_and_no_loss_though_they_differ_among_themselves() -> None:
    # Improvements can lead to the one or the other, which Bob tells apart; a veto for a member of a unanimous body
    # changes nothing, so that he is as well off as before.
    case = case_of(
        actors={
            "ann": {"options": {"go": {}}, "prefers": ["go or bob.go"]},
            "bob": {"options": {"go": {}}, "prefers": ["go or ann.go", "ann.go"]},
            "cat": {"options": {"wait": {}}, "prefers": ["not wait"]},
        },
        bodies={"club": {"members": ["ann", "bob", "cat"], "decides": "unanimity", "options": {"close": {}}}},
        status_quo=[],
    )
    base = Entry("base", compile(case))
    changed = what_if_entries(case, (what_if("veto", "club", "cat"),), False, compile)
    text = " ".join(item.text for item in comparison_prose(compared(base, changed, ["nash"]))[0].items)
    assert "Improvements from the status quo still lead to state 2 or 3, so no actor gains or loses." in text
    assert "depending" not in text


def test_from_none_to_some_and_back() -> None:
    def pennies(wish: str) -> dict[str, Any]:
        return {
            "a": {"options": {"x": {}}, "prefers": [wish]},
            "b": {"options": {"y": {}}, "prefers": ["not (x iff y)"]},
        }

    case = case_of(actors=pennies("x iff y"), scenarios={"s": {"actors": {"a": {"prefers": ["x"]}}}}, status_quo=[])
    base, text = said(case, concepts=["nash"])
    assert base.endswith("no Nash equilibrium; improvements from the status quo, state 1, lead to no equilibrium.")
    assert text == (
        "s: There was no Nash equilibrium before; state 2 is gained. Improvements from the status quo lead to state "
        "2 instead of no equilibrium."
    )
    same = said(case, [], other=case, concepts=["nash"])[1]
    assert "There is no Nash equilibrium, as before." in same
    assert same.endswith("Improvements from the status quo still lead to no equilibrium.")


def test_states_are_called_by_their_numbers_in_the_base() -> None:
    actors = {"a": {"options": {"x": {}, "y": {}}, "prefers": ["x and y"]}, "b": {"options": {"z": {}}}}
    case = case_of(actors=actors, status_quo=[], scenarios={"less": {"impossible": ["x and not y"]}})
    assert "lead to state 4 (there 3)" in said(case, concepts=["nash"])[1]
    more = case_of(
        actors={"a": {"options": {"x": {}}, "prefers": ["x"]}},
        scenarios={"more": {"actors": {"a": {"options": {"y": "Y"}, "prefers": ["y"]}}}},
        status_quo=[],
    )
    text = said(more, concepts=["nash"])[1]
    assert "states 3* and 4* are gained" in text
    assert text.endswith("(*: a state of more that base does not have.)")


def test_only_one_status_quo() -> None:
    actors = {"a": {"options": {"x": {}}, "prefers": ["x"]}}
    case = case_of(actors=actors, status_quo=[], scenarios={"s": {"status quo": None}})
    assert "One of the two cases has no status quo, so where improvements lead cannot be compared." in said(case)[1]
    without = case_of(actors=actors)
    base, text = said(without, other=without)
    assert base.endswith("no status quo, so the outcomes are the equilibria under most concepts: state 2.")
    assert text.endswith(
        "Without a status quo, the equilibria under most concepts are still state 2, so no actor gains or loses."
    )


def test_listed_states_keep_their_ids() -> None:
    text = """
states: {s1: One, s2: Two}
actors: {a: {moves: [[s1, s2]], ranking: [s2, s1]}}
status quo: s1
scenarios: {content: {actors: {a: {ranking: [s1, s2]}}}}
"""
    base, change = said(load(io.StringIO(text)), concepts=["nash"])
    assert base.startswith("base: 2 states, 1 Nash equilibrium (s2); improvements from the status quo, state s1, ")
    assert "state s1 is gained" in change
    assert "lead to state s1 instead of state s2" in change
    assert "A: better off by the preferences after the change, worse off by those before it." in change


def test_the_end_is_one_state_a_few_or_many() -> None:
    assert ends([]) == "no equilibrium"
    assert ends(["1", "2"]) == "state 1 or 2"
    assert ends(list("12345")) == "one of 5 states"


def test_whatever_is_compared_is_said_in_whole_sentences() -> None:
    for seed in range(40):
        rng = Random(seed)
        make = random_graph_case if seed % 4 == 0 else lambda rng: random_case(rng, max_options=5)
        found = compare(make(rng), other=make(rng))
        for item in comparison_prose(found)[0].items:
            assert item.text.endswith((".", ".)"))
            assert "None" not in item.text
            assert "  " not in item.text
        assert as_text(comparison_prose(found))
        assert all(table_text(table) for table in comparison_tables(found))


# ------------------------------------------------------------------------------------------------------ tables


def test_the_sides_stand_side_by_side() -> None:
    first, second, third, fourth = comparison_tables(compare(OPENING))
    rows = {row[0]: row[1:] for row in first.rows}
    assert first.columns == ("", "base", "war-aims", "russian-veto")
    assert rows["Nash"] == ("6", "4 (-2)", "6")
    assert rows["SEQ"] == ("6", "78 (+74 -2)", "6")
    assert rows["leads to"] == ('148 ("Stand-off")', '152 ("Open war")', '148 ("Stand-off")')
    assert second.rows[0] == ("war-aims", "Nash", '148 ("Stand-off"), 412 ("Admission of Ukraine")', "none")
    assert [row for row in second.rows if row[0]][1] == (
        "russian-veto",
        "GMR",
        '28: 1, 2, 3, 17, 19, 21 ("Open war"), ...',
        "none",
    )
    assert fourth.rows[-1] == ("", "Russia", "no say", "", "25.0 % v")
    assert third.rows[0] == ("Russia", "better / worse", "same")
    assert third.notes == (
        "same: the outcome is as good as before.",
        "With a stroke: by the preferences after the change, and by those before it.",
    )


def test_power_stands_beside_where_a_rule_is_changed() -> None:
    asked = {"rule": {"nato": "majority"}, "without": ["europe"]}
    table = comparison_tables(compare(OPENING, ["russian-veto"], asked, concepts=["nash"]))[-1]
    assert table.columns == ("power over", "", "base", "russian-veto", "rule nato=majority", "without europe")
    assert table.rows[0] == ("NATO: Admit Ukraine", "United States", "33.3 % v", "25.0 % v", "", "50.0 % v")
    assert table.rows[1][1:] == ("European allies", "33.3 % v", "25.0 % v", "", "no say")
    assert table.rows[3][1:] == ("Russia", "no say", "25.0 % v", "", "no say")


def test_tables_without_anything_to_say_are_left_out() -> None:
    found = compare(OPENING, other=OPENING, concepts=["nash"])
    assert [table.columns[0] for table in comparison_tables(found)] == ["", "who gains"]


def test_somebody_who_is_not_there_cannot_be_compared() -> None:
    case = case_of(actors={"a": {"options": {"x": {}}, "prefers": ["x"]}, "b": {"options": {"y": {}}, "prefers": ["y"]}})
    table = comparison_tables(compare(case, what_ifs={"without": ["b"]}))[2]
    assert table.rows == (("A", "same"), ("B", "worse"))
    strange = case_of(actors={"c": {"options": {"z": {}}, "prefers": ["z"]}})
    assert len(comparison_tables(compare(case, other=strange))) == 2


def test_rows_for_programs() -> None:
    found = compare(OPENING, ["war-aims"], concepts=["nash"])
    table = found.rows()
    assert found.n_rows - len(table.values) == 0
    assert table.values[-1][:5] == ("war-aims", "nash", "lost", 412, 412)
    assert len(table.values) == 6
    assert found.n_rows - len(found.cut(2).rows().values) == 4


# ---------------------------------------------------------------------------------------- searched games

ALLIES = load_case("thirty-allies-2022")


def words(found: Comparison) -> str:
    return " ".join(as_text(comparison_prose(found)).split())


def test_a_rule_that_gains_four_equilibria() -> None:
    changed = applied(ALLIES, read_what_ifs({"rule": {"nato": "majority"}})).case
    found = compared(Entry("base", searched_game(ALLIES)), [Entry("majority", searched_game(changed))])
    text = words(found)
    assert "base: 8 Nash equilibria (A, B, C, D, E, F, G and H), and no others" in text
    assert "The 8 Nash equilibria stay, and states I, J, K and L are gained." in text
    assert "still end in state A, so no actor gains or loses." in text
    states, power = comparison_tables(found, 5)
    assert [row[0] for row in states.rows] == ["A", "B", "C", "D", "E"]
    assert states.rows[0][-2:] == ("Nash >", "Nash >")
    assert states.rows[1][1] == "Open war"
    assert "7 more; --limit shows them." in states.notes
    assert len(power.rows) == 1
    assert power.rows[0][1].startswith("United States, Czechia, ")


def test_states_that_only_one_side_has() -> None:
    found = compared(Entry("base", searched_game(ALLIES)), [Entry("small", searched_game(OPENING))])
    legend = Legend(found)
    assert len(legend.rows) == 14
    states = comparison_tables(found, 20)[0]
    assert states.rows[0][-2:] == ("Nash >", "not there")
    assert states.rows[-1][-2:] == ("not there", "Nash")
    assert "end in state I instead of state A." in words(found)


def test_who_gains_and_what_is_not_whole() -> None:
    found = compared(Entry("base", searched_game(OPENING)), [Entry("war-aims", searched_game(OPENING, "war-aims"))], limit=2)
    text = words(found)
    assert "stopped: base and war-aims. So there may be more equilibria, and more that are kept, lost or gained;" in text
    assert "What was changed - war-aims Preferences changed: Russia." in text


def test_bounded_concepts_are_told_as_such() -> None:
    found = compared(
        Entry("base", searched_game(OPENING)),
        [Entry("war-aims", searched_game(OPENING, "war-aims"))],
        ["nash", "seq"],
    )
    assert "answers of at most 3 moves. There, lost means: no longer shown to be an equilibrium." in words(found)


def test_without_a_status_quo_nothing_is_said_of_walks() -> None:
    case = OPENING.model_copy(update={"status_quo": None})
    base = Entry("base", searched_game(case))
    assert "no status quo, so it is not known where improvements lead" in words(compared(base, [base]))
    other = words(compared(base, [Entry("now", searched_game(OPENING))]))
    assert "One of the two cases has no status quo" in other


def test_that_there_are_no_others_is_said_only_where_it_is_proved() -> None:
    comparison = compare(searched_game(OPENING), ["war-aims"])
    first = comparison_prose(comparison)[0].items[0].text
    assert ", and no others" in first
    search = replace(
        comparison.base.table.search_result, nash=replace(comparison.base.table.search_result.nash, stopped="time")
    )
    stopped = replace(comparison, base=replace(comparison.base, table=replace(comparison.base.table, search=search)))
    assert comparison_prose(stopped)[0].items[0].text == first.replace(", and no others", "")
