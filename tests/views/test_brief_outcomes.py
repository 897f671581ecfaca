"""Where a conflict settles, in words, and how it gets there."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np
import pytest

from briefs import path_there, settling
from cases import TRAPS, case_of, graph, random_case
from countermove.analysis.equilibria import StabilityTable, equilibria
from countermove.analysis.evolution import paths
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from reference import Model


def solved(concepts: list[str] | None = None, **data: Any) -> StabilityTable:
    return equilibria(compile(case_of(**data)), concepts)


def opening(scenario: str | None = None) -> StabilityTable:
    return equilibria(compile(load_case("european-security-2022"), scenario))


def told(table: StabilityTable, number: int = 4) -> list[str]:
    """The lines of the section, without their indentation."""
    return [text for _, text in settling(table, table.strongest(number))]


def way(table: StabilityTable, lead: int) -> list[str]:
    return [text for _, text in path_there(table, lead)]


def actor(prefers: list[Any], **options: Any) -> dict[str, Any]:
    return {"options": options, "prefers": prefers}


# ------------------------------------------------------------------------------------------------- how many

ONE = {"a": actor(["x"], x={})}
IDLE = {"a": {"options": {"x": {}}}, "b": {"options": {"y": {}}}}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (
            {"actors": ONE},
            "Of 2 states, 1 is a Nash equilibrium (2), where nobody has anything better to move to.",
        ),
        (
            {"actors": ONE, "status_quo": []},
            "Of 2 states, 1 is a Nash equilibrium (2), where nobody has anything better to move to; improvements lead there from the status quo, state 1.",
        ),
        (
            {"actors": ONE, "status_quo": ["x"]},
            "Of 2 states, 1 is a Nash equilibrium (2), where nobody has anything better to move to; the status quo, state 2, is it.",
        ),
        (
            {"actors": {"a": actor(["x"], x={"needs": "false"})}, "status_quo": []},
            "Of 2 states, 2 are Nash equilibria (1 and 2), where nobody has anything better to move to; the status quo, state 1, is one of them; improvements lead to no other.",
        ),
        (
            {"actors": {"a": actor(["x"], x={}), "b": {"options": {"y": {}}}}, "status_quo": []},
            "Of 4 states, 2 are Nash equilibria (2 and 4), where nobody has anything better to move to; only state 2 can be reached by improvements from the status quo, state 1.",
        ),
        (
            {"actors": {"a": actor(["x or y"], x={}, y={})}, "status_quo": []},
            "Of 4 states, 3 are Nash equilibria (2, 3 and 4), where nobody has anything better to move to; improvements lead to all of them from the status quo, state 1.",
        ),
        (
            {"actors": {"a": {"options": {x: {} for x in "uvwx"}}}},
            "Of 16 states, 16 are Nash equilibria, where nobody has anything better to move to.",
        ),
    ],
)
def test_nash_equilibria_are_counted_and_what_leads_there(data: dict[str, Any], expected: str) -> None:
    assert told(solved(**data))[0] == expected


def test_many_that_are_reached_are_counted() -> None:
    table = solved(actors={"a": actor(["x or y or z"], x={}, y={}, z={}), "b": {"options": {"w": {}}}}, status_quo=[])
    assert told(table)[0].endswith("; 7 of them can be reached by improvements from the status quo, state 1.")


def test_none_that_is_reached_is_said() -> None:
    """s and t for ever; only u, which no moves lead to, holds."""
    case = graph("stu", a=("st", "t s u"), b=("ts", "s t u")).model_copy(update={"status_quo": ("s",)})
    assert told(equilibria(compile(case)))[0] == (
        "Of 3 states, 1 is a Nash equilibrium (u), where nobody has anything better to move to; "
        "improvements lead to none of them from the status quo, s (S)."
    )


def test_listed_states_are_named_by_their_ids() -> None:
    table = equilibria(compile(graph("stu", f=("st tu", "t su"))))
    first, *others = told(table)
    assert first == "Of 3 states, 2 are Nash equilibria (t and u), where nobody has anything better to move to."
    assert others[0] == "t (T) holds firmly (all 5 concepts)."
    assert others[1] == "u (U) holds firmly (all 5 concepts)"


def test_no_equilibrium_is_said_plainly() -> None:
    for name in ("no equilibrium at all", "no equilibrium with a majority cycle"):
        first, second = told(equilibria(compile(TRAPS[name].case), ["nash"]))
        assert first.endswith("states is a Nash equilibrium: in each, somebody has something better to move to.")
        assert first.startswith("None of ")
        assert second == "No state is an equilibrium under any of these concepts: wherever it stands, somebody moves on."


def test_without_nash_the_concepts_are_named() -> None:
    pennies = TRAPS["no equilibrium at all"].case
    assert told(equilibria(compile(pennies), ["smr", "sseq"]))[0] == "Of 4 states, 0 are equilibria under SMR or SSEQ."
    assert told(solved(["seq"], actors=ONE))[0] == "Of 2 states, 1 is an equilibrium under SEQ."


def test_counts_are_those_of_the_reference() -> None:
    for seed in range(60):
        case = random_case(Random(seed), max_options=5)
        model = Model(case)
        nash = sorted(s + 1 for s in model.equilibria("nash"))
        first = told(equilibria(compile(case)))[0]
        if not nash:
            assert first.startswith(f"None of {len(model.states)} states is a Nash equilibrium")
            continue
        assert first.startswith(f"Of {len(model.states)} states, {len(nash)} ")
        if len(nash) <= 8:
            assert f" ({', '.join(map(str, nash[:-1]))}{' and ' if nash[1:] else ''}{nash[-1]})" in first


# ------------------------------------------------------------------------------------------- how they hold


def test_the_first_outcome_is_told_in_full_and_the_others_by_what_differs() -> None:
    lines = list(settling(solved(actors=IDLE, status_quo=["x"]), [1, 2]))
    assert lines[1:-1] == [
        (1, "State 2 holds firmly (all 7 concepts), and is the status quo:"),
        (2, "A: X"),
        (2, "B: nothing"),
        (1, 'State 3 holds firmly (all 7 concepts); only other moves lead there: as state 2, but A: not "X"; B: "Y"'),
    ]


def test_several_who_do_nothing_stand_together() -> None:
    assert told(solved(actors={**IDLE, "c": {"options": {"z": {}}}}))[2] == "A, B and C: nothing"


def test_a_state_that_no_moves_lead_to_is_said_to_be_one() -> None:
    table = solved(actors={"a": {"options": {"x": {"change": "drop-only"}}}}, status_quo=[])
    assert told(table)[3] == 'State 2 holds firmly (all 7 concepts); no moves lead there: as state 1, but A: "X"'


def test_one_concept_is_named() -> None:
    assert told(solved(["nash"], actors=ONE))[1] == "State 2 holds firmly (Nash):"


@pytest.mark.parametrize(
    ("concepts", "kind", "legend"),
    [
        (["nash", "gmr"], "firmly", None),
        (
            ["sseq"],
            "by credible answers",
            "By credible answers: who leaves is answered by others in their own interest",
        ),
        (["seq", "gmr"], "by credible answers", "By credible answers: "),
        (["gmr"], "by threats", "By threats: who leaves can be punished, "),
        (["smr", "sim"], "by threats", "By threats: "),
        (["sim"], "by chance", "By chance: who leaves gains nothing if others happen to move at the same time."),
        (["conflict-analysis"], "by chance", "By chance: "),
    ],
)
def test_the_strongest_reason_says_how_firmly(concepts: list[str], kind: str, legend: str | None) -> None:
    """Where everybody is indifferent, every state is an equilibrium under every concept."""
    lines = told(solved(concepts, actors=IDLE), 1)
    assert f" holds {kind} (" in lines[1]
    if legend is None:
        assert not lines[-1].startswith("By ")
    else:
        assert lines[-1].startswith(legend)


def test_kinds_are_explained_once_each() -> None:
    lines = told(equilibria(compile(load_case("north-korea-2017"))))
    assert lines[-1].startswith("By credible answers: ")
    assert "; by threats: " in lines[-1]
    assert "firmly:" not in lines[-1]


def test_concepts_of_an_outcome_are_those_of_the_reference() -> None:
    labels = {
        "Nash": "nash",
        "GMR": "gmr",
        "SMR": "smr",
        "SEQ": "seq",
        "SSEQ": "sseq",
        "SIM": "sim",
        "FH": "conflict-analysis",
    }
    for seed in range(40):
        case = random_case(Random(seed), max_options=5)
        model, table = Model(case), equilibria(compile(case))
        for state in table.strongest(4):
            (line,) = (text for text in told(table) if text.startswith(f"State {state + 1} "))
            inside = line.partition(" (")[2].partition(")")[0]
            held = {id_ for id_ in labels.values() if state in model.equilibria(id_)}
            assert held == (set(labels.values()) if inside == "all 7 concepts" else {labels[x] for x in inside.split(", ")})


# ------------------------------------------------------------------------------------------------ all others


def rest(table: StabilityTable, number: int) -> str:
    """The line about the outcomes that are not told."""
    return next((line for line in told(table, number) if " other state" in line), "")


def test_outcomes_that_are_not_told_are_counted() -> None:
    table = solved(actors=IDLE)
    assert rest(table, 1) == "3 other states hold as firmly as state 1."
    assert rest(table, 3) == "1 other state holds as firmly as state 3."
    assert rest(table, 4) == ""
    reached = solved(actors=IDLE, status_quo=["x"])
    assert rest(reached, 1) == "3 other states hold less firmly, or are not reached by improvements."
    assert rest(reached, 3) == "1 other state holds as firmly as state 3."


def test_some_of_the_others_may_be_as_strong() -> None:
    table = equilibria(compile(load_case("chicken")))
    assert rest(table, 1) == "2 other states hold too, 1 of them as firmly as state 2."
    assert rest(table, 2) == "1 other state holds less firmly."


def test_of_those_that_are_as_strong_it_is_told_that_improvements_lead_there() -> None:
    """Other states may hold more firmly, where no improvement leads; the count must not be read as if none did."""
    assert rest(opening(), 4) == (
        "236 other states hold too, 4 of them as firmly as state 114, and improvements lead there; look at how each holds."
    )


def test_a_hundred_others_are_many() -> None:
    table = solved(actors={"a": {"options": {x: {} for x in "tuvwxyz"}}})
    assert rest(table, 28) == "100 other states hold as firmly as state 28; look at how each holds."
    assert rest(table, 29).startswith("99 other states hold ")


def test_who_is_as_strong_is_counted_right() -> None:
    for seed in range(80):
        table = equilibria(compile(random_case(Random(seed), max_options=5)))
        order = table.strongest()
        key = [(e.by_improvements, len(e.concepts)) for e in map(table.at, order)]
        for number in (1, 2, 4):
            others = key[number:]
            line = rest(table, number)
            if not others:
                assert line == ""
                continue
            tied = others.count(key[number - 1])
            assert f"{len(others)} other " in line
            assert ("less firmly" in line) == (tied == 0), seed
            assert (", " + f"{tied} of them as firmly" in line) == (0 < tied < len(others)), seed


def test_listed_states_are_named_in_the_count_of_the_others() -> None:
    table = equilibria(compile(graph("stu", f=("", "stu"))))
    assert rest(table, 1) == "2 other states hold as firmly as s (S)."


# ------------------------------------------------------------------------------------------------- the way


def test_the_way_is_told_move_by_move() -> None:
    table = opening()
    assert way(table, 147) == [
        "Today (state 98): Russia: Insist on a written end to NATO's expansion. Ukraine: Keep seeking membership.",
        '1. Russia takes "Answer with counter-containment, in the region and beyond" (state 100).',
        '2. United States takes "Negotiate on deployments and verification" and "Raise the stakes, with talk of invasion and a terrible price" (state 148).',
    ]


def test_without_a_status_quo_there_is_no_way() -> None:
    assert way(solved(actors=ONE), 1) == []


def test_where_things_stand_already() -> None:
    assert way(solved(actors=ONE, status_quo=["x"]), 1) == ["It is there already: state 2 is where things stand today."]


def test_where_no_moves_lead() -> None:
    table = solved(actors={"a": {"options": {"x": {"change": "drop-only"}}}}, status_quo=[])
    assert way(table, 1) == ["No legal sequence of moves leads there from the status quo, state 1."]


def test_where_somebody_moves_against_its_interest() -> None:
    table = solved(actors={"a": actor(["not x"], x={})}, status_quo=[])
    assert way(table, 1) == [
        "Not by steps that all who take them want; the shortest way against some mover's interest is:",
        "Today (state 1): nobody does anything.",
        '1. A takes "X" (state 2).',
    ]


def test_a_way_through_listed_states_does_not_say_who_does_what() -> None:
    case = graph("stu", f=("st", "ust"), b=("tu", "uts")).model_copy(update={"status_quo": ("s",)})
    lines = way(equilibria(compile(case)), 2)
    assert [line for line in lines if line[0].isdigit()] == ["1. F moves to t (T).", "2. B moves to u (U)."]
    assert not any("Today" in line for line in lines)


def test_a_way_that_is_too_long_to_search_is_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "MAX_VISITED", 0)
    assert way(opening(), 147) == ["Moves lead there from the status quo; the shortest way was too long to search."]


def test_the_way_is_a_legal_sequence() -> None:
    seen = 0
    for seed in range(80):
        case = random_case(Random(seed), max_options=5)
        if case.status_quo is None:
            continue
        model, table = Model(case), equilibria(compile(case))
        for lead in table.strongest(3):
            steps = read_steps(table.listed, way(table, lead))
            if not steps:
                continue
            improving = lead in model.reachable_from(steps[0][1])["improvements"]
            assert steps[0][1] == model.status_quo
            assert steps[-1][2] == lead
            assert model.is_legal_sequence(steps, improving, None), seed
            seen += len(steps) > 1
    assert seen > 5


def read_steps(graph: ListedGame, lines: list[str]) -> list[tuple[str, int, int]]:
    """The moves that the lines tell."""
    ids = {graph.case.label(mover.id): mover.id for mover in graph.movers}
    here, steps = graph.status_quo, []
    for line in lines:
        if line[0].isdigit():
            assert here is not None
            there = int(line.rstrip(".)").rpartition("state ")[2]) - 1
            steps.append((ids[line.split()[1]], here, there))
            here = there
    return steps


# --------------------------------------------------------------------------------------------- the opening case


def test_the_opening_case_has_six_nash_equilibria_one_of_which_is_reached() -> None:
    table = opening()
    assert (np.flatnonzero(table.holding("nash")) + 1).tolist() == [148, 152, 169, 173, 412, 416]
    assert told(table)[:2] == [
        "Of 416 states, 6 are Nash equilibria (148, 152, 169, 173, 412 and 416), where nobody has anything better to move to; only state 148 can be reached by improvements from the status quo, state 98.",
        "State 148 holds firmly (all 7 concepts), and improvements lead there:",
    ]


def test_under_war_aims_it_settles_where_russia_attacks() -> None:
    lines = told(opening("war-aims"))
    assert "only state 152 can be reached by improvements" in lines[0]
    assert lines[1].startswith("State 152 holds firmly")
    assert lines[2].startswith("Russia: ")
    assert lines[2].endswith("; Attack Ukraine")
