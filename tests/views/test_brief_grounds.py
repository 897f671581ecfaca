"""Who can block, and what the answer rests on, in words."""

from __future__ import annotations

import re
from random import Random
from typing import Any

import pytest

from briefs import blocking, grounds
from cases import case_of, graph, random_case
from countermove.analysis.blocking import decisions
from countermove.analysis.equilibria import StabilityTable, equilibria
from countermove.analysis.model.assumptions import Support, alternatives, uncertain
from countermove.briefing import grounds as module
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.model.case import Case
from countermove.views.brief.grounds import support_words
from reference import Model


def blocked(case: Case, state: int) -> list[str]:
    return [text for _, text in blocking(compile(case), state)]


def rests(table: StabilityTable, lead: int | None) -> list[str]:
    return [text.replace("\u00a0", " ") for _, text in grounds(table, lead)]


def union(rule: Any, actors: dict[str, Any], **options: Any) -> Case:
    body = {"members": list(actors), "decides": rule, "options": options or {"q": "Go"}}
    return case_of(actors=actors, bodies={"union": body})


KEEN, AVERSE, COOL = {"prefers": ["q"]}, {"prefers": ["true", "not q"]}, {"prefers": ["true"]}


# -------------------------------------------------------------------------------------------- who can block


@pytest.mark.parametrize(
    ("rule", "actors", "state", "expected"),
    [
        ("unanimity", {"a": KEEN, "b": KEEN}, 0, "a veto for each of A and B. Now it passes; for: A and B."),
        (
            "unanimity",
            {"a": KEEN, "b": COOL},
            0,
            "a veto for each of A and B. Now it fails; for: A. It would pass if B were for it.",
        ),
        ("majority", {"a": KEEN, "b": KEEN, "c": KEEN}, 0, "nobody has a veto. Now it passes; for: A, B and C."),
        (
            "majority",
            {"a": AVERSE, "b": KEEN, "c": {"worth": {"q": "-1"}}},
            0,
            "nobody has a veto. Now it fails; against: A, line 2 (not q); C; for: B. It would pass if A or C were for it.",
        ),
        ({"actor": "a"}, {"a": KEEN, "b": AVERSE}, 0, "a veto for A. Now it passes; for: A."),
        ("consensus", {"a": COOL}, 0, "a veto for A. Now it fails; nobody wants it. It would pass if A were for it."),
        ("consensus", {"a": AVERSE}, 1, "a veto for A. Now undoing it passes; for: A."),
        (
            "consensus",
            {"a": KEEN},
            1,
            "a veto for A. Now undoing it fails; against: A, line 1 (q). It would pass if A were for it.",
        ),
        (
            "consensus",
            {"a": KEEN, "b": AVERSE, "c": COOL},
            0,
            "a veto for each of A, B and C. Now it fails; against: B, line 2 (not q); for: A. "
            "It would pass if B stood aside.",
        ),
        (
            "unanimity",
            {"a": KEEN, "b": AVERSE, "c": COOL},
            0,
            "a veto for each of A, B and C. Now it fails; against: B, line 2 (not q); for: A. "
            "It would pass if B and C were both for it.",
        ),
        (
            "majority",
            {"a": KEEN, "b": KEEN, "c": COOL},
            0,
            "nobody has a veto. Now it passes; for: A and B. It would fail without A or B.",
        ),
        (
            {"quota": "4"},
            {"a": KEEN, **dict.fromkeys("bcdef", COOL)},
            0,
            "nobody has a veto. Now it fails; for: A. It would pass if 3 more were for it, such as B, C and D.",
        ),
        (
            "consensus",
            {"a": KEEN, **dict.fromkeys("bcdefg", AVERSE)},
            0,
            "a veto for each of A, B, C and 4 others. Now it fails; against: B, line 2 (not q); C, line 2 (not q); "
            "D, line 2 (not q); and 3 others; for: A. All 6 against it would have to stand aside.",
        ),
    ],
)
def test_who_has_a_veto_and_who_would_use_it(rule: Any, actors: dict[str, Any], state: int, expected: str) -> None:
    assert blocked(union(rule, actors), state) == [f"Union: Go: {expected}"]


@pytest.mark.parametrize(
    ("option", "state", "expected"),
    [
        ({"change": "drop-only"}, 0, "As things stand, it is not possible."),
        ({"change": "take-only"}, 1, "As things stand, it cannot be undone."),
        ({"needs": "false"}, 0, "As things stand, it is not possible."),
    ],
)
def test_what_cannot_be_changed(option: dict[str, str], state: int, expected: str) -> None:
    assert blocked(union("consensus", {"a": KEEN}, q=option), state) == [f"Union: Q: a veto for A. {expected}"]


def test_what_only_changes_together_is_said_together() -> None:
    case = union("consensus", {"a": {"prefers": ["r"]}}, q="Go", r="Stay").model_copy(
        update={"always": case_of(actors={}, always=["one(union.q, union.r)"]).always}
    )
    first, second = blocked(case, 0)
    assert first == 'Union: Go: a veto for A. Now undoing it (together with "Stay") passes; for: A.'
    assert second.startswith("Union: Stay: a veto for A. Now ")
    assert second.endswith('(together with "Go") passes; for: A.')


def test_what_a_coalesced_state_leaves_open_is_said_to_be() -> None:
    case = case_of(
        actors={"a": {"prefers": ["r"]}},
        bodies={"union": {"members": ["a"], "decides": "consensus", "options": {"q": {}, "r": {}}}},
        coalesce=["-Y"],
    )
    assert blocked(case, 2) == [
        "Union: Q: a veto for A. This state leaves it open.",
        "Union: R: a veto for A. Now undoing it fails; against: A, line 1 (r). It would pass if A were for it.",
    ]


def test_without_bodies_there_is_nothing_to_block() -> None:
    assert blocked(load_case("chicken"), 0) == []


def test_what_is_said_of_decisions_is_so() -> None:
    """Vetoes, the verdict, and who is for and against, read back from the lines."""
    seen = set()
    for seed in range(120):
        case = random_case(Random(seed), max_options=5)
        compiled = compile(case)
        for state in Random(seed).sample(range(compiled.size), min(3, compiled.size)):
            for decision, line in zip(decisions(compiled, state), blocked(case, state), strict=True):
                name = f"{case.label(decision.body)}: {case.option_rows[decision.option].name}: "
                vetoes, _, now = line.removeprefix(name).partition(". ")
                assert line.startswith(name)
                assert labels(case, vetoes) == set(decision.vetoes), line
                if decision.passes is None:
                    assert now.startswith(("As things stand, it ", "This state leaves it open"))
                    continue
                verdict = re.match(r"Now (?:it |undoing it )?(?:\(together with .*?\) )?(passes|fails); ", now)
                assert verdict, now
                assert verdict[1] == ("passes" if decision.passes else "fails")
                assert ("undoing" in now) == (not decision.taking)
                now, _, turn = now.partition(". ")
                starts = "It would fail without " if decision.passes else ("It would pass ", "Both against", "All ")
                assert turn.startswith(starts) or (decision.passes and not turn)
                against, _, favour = now[verdict.end() :].rpartition("for: ")
                assert labels(case, favour) == set(decision.favour) if decision.favour else "for: " not in now
                assert (
                    all(f"{case.label(a)}, line {d.position + 1} (" in against for a, d in decision.oppose if d)
                    or not decision.favour
                )
                seen.add((decision.passes, decision.taking))
    assert len(seen) == 4


def labels(case: Case, text: str) -> set[str]:
    """The actors that are named in a text."""
    return {actor for actor in case.actors if re.search(rf"\b{case.label(actor)}\b", text)}


def test_the_opening_case_names_who_stands_in_the_way() -> None:
    first, second = blocked(load_case("european-security-2022"), 97)
    assert "a veto for each of United States and European allies. Now it fails; against: United States, line 3 (" in first
    assert second.endswith("; for: Ukraine. Both against it would have to agree.")


# ------------------------------------------------------------------------------------------ what it rests on


def solved(*lines: Any, **data: Any) -> StabilityTable:
    """One actor that can take x and has not, and another without options."""
    return equilibria(
        compile(case_of(actors={"a": {"options": {"x": {}}, "prefers": list(lines)}}, status_quo=[], **data)), ["nash"]
    )


def test_assumptions_are_counted() -> None:
    table = solved("x", {"that": "not x", "because": "So"}, {"that": "true", "evidence": ["nyt"]}, always=["true"])
    assert rests(table, 1) == ["4 assumptions, 3 without evidence, of these 2 without a stated reason."]
    assert rests(solved("x"), 1) == ["1 assumption, without evidence or a stated reason."]


@pytest.mark.parametrize(
    ("counts", "words"),
    [
        ((1, 0, 0), "1 assumption, with evidence."),
        ((2, 0, 0), "2 assumptions, each with evidence."),
        ((1, 1, 0), "1 assumption, without evidence, but with a stated reason."),
        ((5, 5, 0), "5 assumptions, without evidence, but each with a stated reason."),
        ((5, 5, 5), "5 assumptions, without evidence or a stated reason."),
        ((5, 5, 2), "5 assumptions, none with evidence, 2 without a stated reason."),
        ((5, 3, 0), "5 assumptions, 3 without evidence, of these none without a stated reason."),
        ((5, 3, 1), "5 assumptions, 3 without evidence, of these 1 without a stated reason."),
        ((5, 3, 3), "5 assumptions, 3 without evidence, of these 3 without a stated reason."),
    ],
)
def test_support_is_told_without_saying_a_number_twice(counts: tuple[int, int, int], words: str) -> None:
    assert support_words(Support(*counts)) == words


def test_rankings_and_weights_are_taken_as_given() -> None:
    actors = {"a": {"options": {"x": {}}, "ranking": ["Y", "N"]}, "b": {"ranking": ["-"]}, "c": {"worth": {"x": "1"}}}
    assert rests(equilibria(compile(case_of(actors=actors))), 0) == [
        "The rankings of A and B, taken as given.",
        "The weights of C, taken as given.",
    ]
    assert rests(equilibria(compile(graph("st", f=("st", "ts")))), 1) == ["The ranking of F, taken as given."]


def test_without_assumptions_nothing_is_said() -> None:
    assert rests(equilibria(compile(case_of(actors={"a": {"options": {"x": {}}}}))), 0) == []


@pytest.mark.parametrize(
    ("line", "lead", "expected"),
    [
        (
            {"that": "x", "sure": "0.6", "otherwise": "not x"},
            1,
            'Line 1 of A (x) is 60 % sure. If it is not x instead, the outcome is state 1, which improvements reach: as state 2, but A: not "X".',
        ),
        (
            {"that": "x", "sure": "0.995"},
            1,
            'Line 1 of A (x) is 99.5 % sure. If it falls, the outcome is state 1, which improvements reach: as state 2, but A: not "X".',
        ),
        (
            {"that": "x", "sure": "0"},
            None,
            "Line 1 of A (x) is 0 % sure. If it falls, the outcome is state 1, which improvements reach.",
        ),
        (
            {"that": "x", "otherwise": "x or x"},
            1,
            "If line 1 of A (x) is x or x instead, the outcome is still state 2, which improvements reach.",
        ),
    ],
)
def test_what_a_line_that_is_not_sure_would_change(line: dict[str, str], lead: int | None, expected: str) -> None:
    assert rests(solved(line), lead)[1] == expected


def test_where_the_change_leaves_nothing_that_holds() -> None:
    actors = {
        "a": {"options": {"x": {}}, "prefers": [{"that": "x", "sure": "0.7", "otherwise": "x iff y"}]},
        "b": {"options": {"y": {}}, "prefers": ["not (x iff y)"]},
    }
    table = equilibria(compile(case_of(actors=actors)), ["nash"])
    assert rests(table, 1)[1] == "Line 1 of A (x) is 70 % sure. If it is x iff y instead, nothing is an equilibrium."


def test_where_improvements_do_not_lead_to_the_other_outcome() -> None:
    """Without z, which nobody can bring about, a and b would chase each other for ever."""
    actors = {
        "a": {"options": {"x": {}}, "prefers": [{"that": "x", "sure": "0.5", "otherwise": "z or (x iff y)"}]},
        "b": {"options": {"y": {}}, "prefers": ["z or not (x iff y)"]},
        "c": {"options": {"z": {"needs": "false"}}},
    }
    table = equilibria(compile(case_of(actors=actors, status_quo=[])), ["nash"])
    assert rests(table, 1)[1].endswith(
        'If it is z or (x iff y) instead, the outcome is state 5, which improvements do not reach: as state 2, but A: not "X"; C: "Z".'
    )


def test_where_a_coalesced_state_would_split() -> None:
    prefers = [{"that": "y", "sure": "0.5", "otherwise": "x"}]
    case = case_of(actors={"a": {"options": {"x": {}, "y": {}}, "prefers": prefers}}, coalesce=["-Y"])
    assert rests(equilibria(compile(case)), 2)[1].endswith(
        "If it is x instead, a coalesced state would have to be split, so nothing can be said."
    )


def test_only_so_many_lines_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    table = solved(*[{"that": "x", "sure": "0.9"}] * 15)
    assert len(rests(table, 1)) == 1 + 12 + 1
    assert rests(table, 1)[-1] == "3 more lines are not sure, and were not tried."
    monkeypatch.setattr(module, "MOST_STATEMENTS", 14)
    assert rests(table, 1)[-1].startswith("1 more line is not sure, ")


def test_what_is_said_of_alternatives_is_so() -> None:
    seen = 0
    for seed in range(100):
        case = random_case(Random(seed), max_options=4)
        if not uncertain(case):
            continue
        table = equilibria(compile(case))
        lead = next(iter(table.strongest(1)), None)
        said = [text for text in rests(table, lead) if text.startswith(("Line ", "If line "))]
        found = list(alternatives(table.listed, tuple(c.id for c in table.concepts), lead, module.MOST_STATEMENTS))
        for one, text in zip(found, said, strict=True):
            assert f"ine {one.position + 1} of {case.label(one.actor)} ({one.line.that})" in text
            if one.state is not None:
                assert f"the outcome is {'still ' if one.state == lead else ''}state {one.state + 1}" in text
                assert (", which improvements reach" in text) == (one.reached is True)
                assert ("do not reach" in text) == (one.reached is False)
                seen += 1
            else:
                assert text.endswith(("nothing is an equilibrium.", "so nothing can be said."))
    assert seen > 12


def test_large_cases_are_tried_under_nash_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def spy(graph: Any, concepts: tuple[str, ...], lead: int | None, most: int) -> Any:
        asked.append(concepts)
        return alternatives(graph, concepts, lead, most)

    monkeypatch.setattr(module, "alternatives", spy)
    monkeypatch.setattr(module, "MANY_STATES", 2)
    graph_ = compile(case_of(actors={"a": {"options": {"x": {}}, "prefers": [{"that": "x", "sure": "0.5"}]}}))
    for concepts in (["nash", "seq"], ["seq"]):
        rests(equilibria(graph_, concepts), 1)
    assert asked == [("nash",), ("seq",)]


def test_the_opening_case_says_what_it_is_not_sure_of() -> None:
    case = load_case("european-security-2022")
    table = equilibria(compile(case))
    found = rests(table, 147)
    assert found[-1] == (
        "Line 3 of Russia (not attack) is 60 % sure. If it is attack or nato.renounce or usa.deal instead, the outcome is "
        'state 152, which improvements reach: as state 148, but Russia: "Attack Ukraine".'
    )
    model = Model(case)
    assert model.status_quo == 97
    assert re.fullmatch(r"35 assumptions, \d+ without evidence, of these \d+ without a stated reason\.", found[0])
