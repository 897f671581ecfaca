"""What the answer rests on: counts, the order of outcomes, and what changes where a line does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from random import Random
from typing import Any

import pytest

from cases import case_of, random_case, random_graph_case, random_statement
from countermove.analysis.equilibria import equilibria
from countermove.analysis.model.assumptions import (
    Alternative,
    Support,
    alternatives,
    as_strong,
    support,
    uncertain,
)
from countermove.catalog import load_case
from countermove.game.compile import compile
from countermove.io.writing import data_of
from countermove.model.case import Case
from reference import CONCEPTS, Model

GROUPS = ("equally", "order unknown")
MANY = 1_000


# ---------------------------------------------------------------------------------------------------- support


def test_assumptions_are_lines_and_constraints() -> None:
    case = case_of(
        actors={
            "a": {
                "options": {"x": {"because": "Not counted"}, "y": {}},
                "prefers": [
                    "x",
                    {"that": "y", "because": "So it said"},
                    {"that": "x or y", "evidence": "nyt"},
                    {"equally": ["x", {"that": "y", "evidence": ["nyt"], "because": "So"}]},
                    {"order unknown": [{"that": "not x", "because": "So"}, "not y"]},
                ],
            },
            "b": {"worth": {"x": "1"}},
        },
        impossible=["x and y", {"that": "false", "evidence": ["nyt"]}],
        always=[{"that": "true", "because": "So"}],
        sources={"nyt": {}},
    )
    assert support(case) == Support(total=10, without_evidence=7, without_reason=4)


def test_support_counts_what_the_file_says() -> None:
    for seed in range(60):
        case = random_case(Random(seed))
        data = data_of(case)
        lines = [line for actor in data["actors"].values() for line in actor.get("prefers", ())]
        lines = [part for line in lines for part in inner(line)] + data.get("impossible", []) + data.get("always", [])
        reasoned = [line for line in lines if isinstance(line, dict) and "because" in line]
        assert support(case) == Support(len(lines), len(lines), len(lines) - len(reasoned))


def inner(line: Any) -> list[Any]:
    """The statements of a line as it stands in a file."""
    return next((line[key] for key in GROUPS if isinstance(line, dict) and key in line), [line])


# -------------------------------------------------------------------------------------------------- strongest


RESTS_ON = {"nash": 1, "seq": 2, "sseq": 2, "gmr": 3, "smr": 3, "sim": 4, "conflict-analysis": 4}


def reference_order(model: Model, concepts: tuple[str, ...]) -> list[int]:
    """The equilibria by what they rest on at best, Nash equilibria that improvements reach before all others.

    Of one kind those that improvements reach come first; of these, those that no other of them Pareto-improves on;
    then by state.
    """
    reach = frozenset[int]() if model.status_quo is None else model.reachable_from(model.status_quo)["improvements"]
    held = {c: model.equilibria(c) for c in concepts}
    kinds = {s: [RESTS_ON[c] for c in concepts if s in held[c]] for s in range(len(model.states))}
    groups = {s: (0 if min(kind) == 1 and s in reach else min(kind), s not in reach) for s, kind in kinds.items() if kind}

    def is_improved_on(s: int) -> bool:
        others = [t for t, group in groups.items() if group == groups[s]]
        gains = [[model.rank(a, t) - model.rank(a, s) for a in model.case.actors] for t in others]
        return any(min(gain) >= 0 and max(gain) > 0 for gain in gains)

    return sorted(groups, key=lambda s: (groups[s], is_improved_on(s), s))


def test_the_strongest_outcomes_come_first() -> None:
    for seed in range(50):
        case = random_graph_case(Random(seed)) if seed % 4 == 0 else random_case(Random(seed), max_options=5)
        table = equilibria(compile(case))
        expected = reference_order(Model(case), tuple(c.id for c in table.concepts))
        assert table.strongest() == expected, seed
        assert table.strongest(2) == expected[:2]
        assert table.strongest(0) == []
        assert all(type(state) is int for state in table.strongest())


def test_where_nothing_holds_nothing_is_strongest() -> None:
    case = case_of(
        actors={
            "a": {"options": {"x": {}}, "prefers": ["x iff y"]},
            "b": {"options": {"y": {}}, "prefers": ["not (x iff y)"]},
        },
        status_quo=[],
    )
    assert equilibria(compile(case), ["nash"]).strongest() == []


def test_the_opening_case_settles_where_improvements_lead() -> None:
    table = equilibria(compile(load_case("european-security-2022")))
    assert table.strongest(1) == [147]
    assert table.strength()[151] == table.strength()[147]


# ----------------------------------------------------------------------------------------------- alternatives


def doubtful(seed: int) -> Case:
    """A random case in which lines are unsure, inside groups too."""
    rng = Random(seed)
    data = data_of(random_case(rng, max_options=4, coalesce=False))
    names = [f"{o}.{x}" for o, record in owners(data) for x in record.get("options", {})]

    def unsure(text: Any) -> Any:
        if isinstance(text, dict) or rng.random() < 0.5:
            return text
        other = {"otherwise": random_statement(rng, names, 1)} if rng.random() < 0.5 else {}
        return {"that": text, "sure": "0.5"} | other

    for record in data["actors"].values():
        for k, line in enumerate(record.get("prefers", ())):
            key = next((key for key in GROUPS if isinstance(line, dict) and key in line), None)
            record["prefers"][k] = unsure(line) if key is None else {key: [unsure(part) for part in line[key]]}
    return Case.model_validate(data)


def owners(data: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [*data["actors"].items(), *data.get("bodies", {}).items()]


def changed_cases(case: Case) -> Iterator[tuple[str, int, str | None, Case]]:
    """The actor, the position, what it holds instead, and the case then, for each line that is not sure."""
    data = data_of(case)
    for actor, record in data["actors"].items():
        for position, line in enumerate(record.get("prefers", ())):
            for k, part in enumerate(inner(line)):
                if not isinstance(part, dict) or ("sure" not in part and "otherwise" not in part):
                    continue
                instead = part.get("otherwise")
                changed = deepcopy(data)
                lines = changed["actors"][actor]["prefers"]
                parts = inner(lines[position])
                parts[k : k + 1] = [] if instead is None else [instead]
                if parts is not inner(lines[position]) or not parts:
                    lines[position : position + 1] = parts
                yield actor, position, instead, Case.model_validate(changed)


def test_each_unsure_line_is_replaced_or_vanishes() -> None:
    """In groups, too: then the rest of the group stays, and a group of which nothing is left vanishes."""
    instead_of, vanished, in_groups = 0, 0, 0
    for seed in range(60):
        case = doubtful(seed)
        expected = list(changed_cases(case))
        found = list(alternatives(compile(case), CONCEPTS, None, MANY))
        assert len(found) == len(expected), seed
        for one, (actor, position, instead, changed) in zip(found, expected, strict=True):
            model = Model(changed)
            assert (one.actor, one.position) == (actor, position)
            assert (None if one.instead is None else str(one.instead)) == instead
            assert one.sound
            order = reference_order(model, CONCEPTS)
            assert one.state == (order[0] if order else None), (seed, actor, position)
            reached = None
            if one.state is not None and model.status_quo is not None:
                reached = one.state in model.reachable_from(model.status_quo)["improvements"]
            assert one.reached == reached
            vanished += instead is None
            instead_of += instead is not None
            in_groups += len(inner(data_of(case)["actors"][actor]["prefers"][position])) > 1
    assert min(vanished, instead_of, in_groups) > 20


def test_lines_that_are_sure_are_left_alone() -> None:
    prefers = ["x", {"that": "not x", "sure": "1"}]
    case = case_of(actors={"a": {"options": {"x": {}}, "prefers": prefers}, "b": {"worth": {"x": "1"}}})
    assert uncertain(case) == []
    assert list(alternatives(compile(case), CONCEPTS, None, MANY)) == []


def test_uncertain_lines_are_listed_in_order() -> None:
    for seed in range(40):
        case = doubtful(seed)
        expected = [(actor, position, instead) for actor, position, instead, _ in changed_cases(case)]
        found = [(a, k, None if line.otherwise is None else str(line.otherwise)) for a, k, line in uncertain(case)]
        assert found == expected


def test_only_so_many_lines_are_tried() -> None:
    graph = compile(doubtful(3))
    everything = list(alternatives(graph, CONCEPTS, None, MANY))
    assert len(everything) > 2
    assert list(alternatives(graph, CONCEPTS, None, 2)) == everything[:2]
    assert list(alternatives(graph, CONCEPTS, None, 0)) == []


def only_alternative(prefers: list[Any], lead: int | None = None) -> Alternative:
    """The alternative of a case of one actor that can take x and stands where it is not taken."""
    case = case_of(actors={"a": {"options": {"x": {}}, "prefers": prefers}}, status_quo=[])
    (found,) = alternatives(compile(case), ("nash",), lead, MANY)
    return found


def test_a_line_that_has_an_otherwise_is_asked_about_though_it_is_sure() -> None:
    found = only_alternative([{"that": "x", "otherwise": "not x"}])
    assert (found.state, found.reached, str(found.instead)) == (0, True, "not x")


def test_what_is_left_when_a_line_vanishes() -> None:
    """The line below it decides; without any the actor is indifferent, and stays."""
    below = only_alternative([{"that": "not x", "sure": "0.9"}, "x"])
    assert (below.state, below.reached, below.instead) == (1, True, None)
    nothing = only_alternative([{"that": "x", "sure": "0.9"}])
    assert (nothing.state, nothing.reached) == (0, True)


@pytest.mark.parametrize("group", GROUPS)
def test_a_line_of_a_group_vanishes_alone(group: str) -> None:
    """x and not x outweigh each other; without the second, x decides."""
    found = only_alternative([{group: ["x", {"that": "not x", "sure": "0.6"}]}])
    assert (found.position, str(found.line.that), found.state) == (0, "not x", 1)
    assert only_alternative([{group: ["x", {"that": "not x", "otherwise": "x"}]}]).state == 1
    assert only_alternative([{group: [{"that": "x", "sure": "0.6"}]}, "not x"]).state == 0


def test_the_old_outcome_stays_where_it_is_as_strong_as_any() -> None:
    kept = 0
    for seed in range(15):
        case = doubtful(seed)
        table = equilibria(compile(case))
        for lead in table.strongest(2):
            free = list(alternatives(table.listed, CONCEPTS, None, MANY))
            bound = list(alternatives(table.listed, CONCEPTS, lead, MANY))
            for one, other, (*_, changed) in zip(free, bound, changed_cases(case), strict=True):
                then = equilibria(compile(changed))
                stays = one.state is not None and bool(then.strength()[lead]) and as_strong(then, lead, one.state)
                assert other.state == (lead if stays else one.state), (seed, lead)
                assert other.reached == one.reached
                kept += stays and lead != one.state
    assert kept > 2


def test_outcomes_are_as_strong_where_the_order_does_not_tell_them_apart() -> None:
    for seed in range(40):
        table = equilibria(compile(random_case(Random(seed), max_options=4)))
        for one in table.equilibria(6):
            for other in table.equilibria(6):
                best = [min(RESTS_ON[c] for c in each.concepts) for each in (one, other)]
                same = best[0] == best[1] and one.by_improvements == other.by_improvements
                assert as_strong(table, one.state.key, other.state.key) == same


def test_only_the_concepts_asked_for_count() -> None:
    pennies = case_of(
        actors={
            "a": {"options": {"x": {}}, "prefers": [{"that": "x iff y", "sure": "0.7", "otherwise": "y or not x"}]},
            "b": {"options": {"y": {}}, "prefers": ["not (x iff y)"]},
        }
    )
    graph = compile(pennies)
    ((*_, changed),) = changed_cases(pennies)
    for concept in CONCEPTS:
        (found,) = alternatives(graph, (concept,), None, MANY)
        assert found.state == next(iter(reference_order(Model(changed), (concept,))), None)
        assert found.reached is None


def test_the_doubt_of_the_opening_case() -> None:
    """Were Russia to hold that an attack is better than nothing, it would come to the attack."""
    (found,) = alternatives(compile(load_case("european-security-2022")), CONCEPTS, 147, MANY)
    assert (found.actor, found.position, found.state, found.reached) == ("russia", 2, 151, True)


def test_the_case_itself_stays_as_it_is() -> None:
    case = doubtful(7)
    before = case.model_dump()
    graph = compile(case)
    ranks = graph.rank_rows.copy()
    list(alternatives(graph, CONCEPTS, None, MANY))
    assert case.model_dump() == before
    assert graph.rank_rows.tolist() == ranks.tolist()


@pytest.mark.parametrize(
    "line",
    [{"equally": [{"that": "x", "sure": "0.5"}, "not x"]}, {"that": "y", "sure": "0.5", "otherwise": "x"}],
    ids=["vanishes", "otherwise"],
)
def test_a_doubt_that_tells_coalesced_combinations_apart_says_nothing(line: dict[str, Any]) -> None:
    """The case is sound as it stands; what the doubt would make of it is not."""
    prefers = [line, {"that": "y", "sure": "0.5"}]
    case = case_of(actors={"a": {"options": {"x": {}, "y": {}}, "prefers": prefers}}, coalesce=["-Y"])
    unsound, other = alternatives(compile(case), CONCEPTS, None, MANY)
    assert (unsound.sound, unsound.state, unsound.reached) == (False, None, None)
    assert (other.sound, other.position) == (True, 1)
