"""Every concept against the reference, and what holds of all of them alike."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest

import countermove
from cases import TRAPS, random_case, random_graph_case
from countermove.analysis.equilibria import assigned_equilibria
from countermove.errors import QuestionError
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.io.writing import data_of
from countermove.model.case import Case
from countermove.stability.coalition import COALITION_CONCEPTS
from countermove.stability.concept import CONCEPTS, FAMILIES, concepts_for, find_concept, stable
from countermove.stability.engines.dispatch import uses_blocks
from engines import Verdicts, as_set, reference_concepts, swept, verdicts
from reference import Model

Draw = Callable[[Random], Case]

DRAWS: dict[str, tuple[Draw, int]] = {
    "any": (lambda rng: random_case(rng, max_options=6), 560),
    "wide": (lambda rng: random_case(rng, max_options=7, actors=(2, 4)), 80),
    "levels": (lambda rng: random_case(rng, max_options=6, levels=True), 120),
    "blocks": (lambda rng: random_case(rng, max_options=6, needs=False, coalesce=False), 320),
    "listed": (random_graph_case, 480),
}
"""What is drawn, and how often."""

CHUNK = 40
CHUNKS = [(name, first) for name, (_, number) in DRAWS.items() for first in range(0, number, CHUNK)]


def drawn(name: str, seed: int) -> Case:
    """The case of this kind with this seed."""
    return DRAWS[name][0](Random(f"{name} {seed}"))


def reference_verdicts(case: Case) -> Verdicts:
    model = Model(case)
    return {(concept, mover): model.stable(concept, mover) for concept in reference_concepts(case) for mover in model.movers}


# ------------------------------------------------------------------------------------- the reference


@pytest.mark.parametrize(("name", "first"), CHUNKS)
def test_verdicts_are_those_of_the_reference(name: str, first: int) -> None:
    """Over 1,500 random cases: listed moves, and sweeps over blocks, against loops and sets."""
    for seed in range(first, first + CHUNK):
        case = drawn(name, seed)
        expected = reference_verdicts(case)
        assert verdicts(case) == expected, f"{name} {seed}, listed"
        with swept():
            assert verdicts(case) == expected, f"{name} {seed}, swept"


def test_compiled_kernels_say_the_same() -> None:
    for seed in range(60):
        case = drawn("blocks", seed)
        expected = verdicts(case)
        with swept(compiled=True):
            assert verdicts(case) == expected, seed


def test_the_random_cases_are_swept() -> None:
    """What is drawn for the sweeps is indeed swept, and bodies are in it whose improvements are swept too."""
    graphs = [compile(drawn("blocks", seed)) for seed in range(40)]
    with swept():
        assert all(uses_blocks(graph, credible=False) for graph in graphs)
        credible = [uses_blocks(graph, credible=True) for graph in graphs if any(m.is_body for m in graph.movers)]
        assert 5 < sum(credible) < len(credible)


@pytest.mark.parametrize("name", TRAPS)
def test_no_trap_is_fallen_into(name: str) -> None:
    trap = TRAPS[name]
    graph = compile(trap.case)
    found = find_concept(trap.concept).verdict(graph, graph.mover(trap.focal))
    assert bool(found[trap.state]) is trap.stable


@pytest.mark.parametrize("name", TRAPS)
def test_no_trap_is_fallen_into_over_blocks(name: str) -> None:
    trap = TRAPS[name]
    with swept():
        graph = compile(trap.case)
        found = find_concept(trap.concept).verdict(graph, graph.mover(trap.focal))
    assert bool(found[trap.state]) is trap.stable


# ---------------------------------------------------------------------------------------- larger cases


def larger_case(rng: Random, body: Any) -> Case:
    """A case of up to 2^10 states without preconditions: three actors, a body, directions, constraints."""
    actors: dict[str, Any] = {}
    options = {"ann": "abc", "bob": "def", "cat": "gh"}
    names = [f"{owner}.{o}" for owner, ids in options.items() for o in ids] + ["union.x", "union.y"]
    for owner, ids in options.items():
        change = {o: {"change": rng.choice(("both", "both", "take-only", "drop-only"))} for o in ids}
        pairs = [" and ".join(rng.sample(names, 2)) for _ in range(4)]
        lines = [rng.choice(("", "not ")) + f"({pair})" for pair in pairs]
        actors[owner] = {"options": change, "prefers": [*lines, *rng.sample(names, 3)]}
    union = {"members": ["ann", "bob", "cat"], "decides": body, "options": {"x": {}, "y": {}}}
    impossible = [" and ".join(rng.sample(names, 3)), " and ".join(rng.sample(names, 2))]
    return Case.model_validate({"actors": actors, "bodies": {"union": union}, "impossible": impossible})


RULES: list[Any] = [
    "unanimity",
    "consensus",
    {"actor": "bob"},
    {"all": ["consensus", {"actor": "cat"}]},
    {"veto": ["ann"], "also": {"actor": "cat"}},
    "majority",
]


@pytest.mark.parametrize("rule", RULES, ids=str)
def test_larger_cases_are_judged_alike_by_both_engines(rule: Any) -> None:
    for seed in range(2):
        case = larger_case(Random(seed), rule)
        expected = verdicts(case)
        with swept(compiled=True):
            graph = compile(case)
            assert graph.size > 300
            assert uses_blocks(graph, credible=False)
            assert verdicts(graph) == expected, seed


# -------------------------------------------------------------------------------------------- invariance

OLD = ["ann", "bob", "cat", "dan", "union", "council", "board", "pay", "go", "sign", "arm", "talk"]
NEW = ["zoe", "yan", "xia", "wim", "un", "co", "bo", "k1", "b-2", "a9", "zz", "m"]
WORDS = dict(zip(OLD, NEW, strict=True))


def renamed(value: Any) -> Any:
    """The same data with another name for every actor, body and option."""
    match value:
        case dict():
            return {renamed(key): renamed(inner) for key, inner in value.items()}
        case list() | tuple():
            return [renamed(inner) for inner in value]
        case str():
            return re.sub(r"(?<![\w-])(\w+)(?![\w-])", lambda word: WORDS.get(word[0], word[0]), value)
    return value


@pytest.mark.parametrize("first", range(0, 80, 40))
def test_names_do_not_matter(first: int) -> None:
    for seed in range(first, first + 40):
        case = drawn("any", seed)
        other = Case.model_validate(renamed(data_of(case)))
        assert [row.owner for row in other.option_rows] == [WORDS[row.owner] for row in case.option_rows]
        expected = {(concept, WORDS[mover]): found for (concept, mover), found in verdicts(case).items()}
        assert verdicts(other) == expected, seed


def shuffled(rng: Random, case: Case) -> Case:
    """The case with its actors, their options and the bodies in another order."""

    def mixed(block: dict[str, Any]) -> dict[str, Any]:
        return dict(rng.sample(list(block.items()), len(block)))

    data = data_of(case)
    for key in ("actors", "bodies"):
        for record in data.get(key, {}).values():
            if "options" in record:
                record["options"] = mixed(record["options"])
        if key in data:
            data[key] = mixed(data[key])
    place = {row.full: k for k, row in enumerate(case.option_rows)}
    order = [place[row.full] for row in Case.model_validate({**data, "coalesce": []}).option_rows]
    return Case.model_validate(_patterns_in_order(data, order))


def _patterns_in_order(value: Any, order: list[int]) -> Any:
    match value:
        case dict():
            return {key: _patterns_in_order(inner, order) for key, inner in value.items()}
        case list() | tuple():
            return [_patterns_in_order(inner, order) for inner in value]
        case str() if len(value) == len(order) and set(value) <= set("YN-"):
            return "".join(value[k] for k in order)
    return value


def by_options(graph: ListedGame) -> dict[str, frozenset[frozenset[frozenset[str]]]]:
    """The stable states of each concept and mover, each state as the sets of options taken in it."""
    names = [row.full for row in graph.options]

    def taken(state: int) -> frozenset[frozenset[str]]:
        codes = graph.combinations(state).tolist()
        return frozenset(frozenset(n for k, n in enumerate(names) if code >> k & 1) for code in codes)

    return {f"{c} {m}": frozenset(map(taken, found)) for (c, m), found in verdicts(graph).items()}


@pytest.mark.parametrize("first", range(0, 80, 40))
def test_order_does_not_matter(first: int) -> None:
    for seed in range(first, first + 40):
        case = drawn("any", seed)
        other = shuffled(Random(seed), case)
        assert by_options(compile(other)) == by_options(compile(case)), seed


def test_only_the_order_of_ranks_matters() -> None:
    """Other numbers in the same order, for every actor, change nothing."""
    for seed in range(60):
        graph = compile(drawn("any", seed))
        steps = np.random.default_rng(seed).integers(1, 9, size=int(graph.rank_rows.max(initial=0)) + 1)
        stretched = np.cumsum(steps).astype(np.int32)[graph.rank_rows]
        assert verdicts(replace(graph, rank_rows=stretched, memo={})) == verdicts(graph), seed


# ---------------------------------------------------------------------------------------------- the table


def test_each_concept_is_called_by_its_id() -> None:
    assert list(CONCEPTS) == ["nash", "gmr", "smr", "seq", "sseq", "sim", "conflict-analysis"]
    assert all(concept.id == id_ for id_, concept in CONCEPTS.items())


def test_a_concept_says_which_answers_and_counter_moves_it_admits() -> None:
    assert [c.id for c in CONCEPTS.values() if c.credible] == ["seq", "sseq"]
    assert [c.id for c in CONCEPTS.values() if c.counter] == ["smr", "sseq"]


def test_concepts_are_found_in_capitals_too() -> None:
    assert find_concept("GMR") is CONCEPTS["gmr"]


def test_an_unknown_concept_is_refused_with_the_nearest_names() -> None:
    with pytest.raises(QuestionError) as caught:
        find_concept("sequ")
    assert str(caught.value) == 'unknown concept "sequ"; did you mean "seq" or "sseq"?'


def test_simultaneous_concepts_are_left_out_where_states_are_listed() -> None:
    graph = compile(random_graph_case(Random(1)))
    assert [c.id for c in concepts_for(graph)] == ["nash", "gmr", "smr", "seq", "sseq"]


def test_verdicts_are_computed_once_for_each_graph() -> None:
    graph = compile(drawn("any", 3))
    mover, concept = graph.movers[0], CONCEPTS["smr"]
    first = stable(graph, mover, concept)
    assert stable(graph, mover, concept) is first
    assert as_set(first) == as_set(concept.verdict(graph, mover))


def test_each_mover_may_have_a_concept_of_its_own() -> None:
    """An equilibrium under an assignment is stable for every mover under its own concept."""
    for seed in range(60):
        case = drawn("any", seed)
        graph, model = compile(case), Model(case)
        rng = Random(seed)
        assignment = {mover: rng.choice(list(CONCEPTS)) for mover in model.movers}
        expected = frozenset(range(graph.size)).intersection(
            *(model.stable(concept, mover) for mover, concept in assignment.items())
        )
        assert frozenset(state.key for state in assigned_equilibria(graph, assignment).equilibria) == expected, seed


# ----------------------------------------------------------------------------------------- no side effects


def arrays_of(graph: ListedGame) -> list[np.ndarray]:
    """Everything in a graph that a concept could spoil."""
    found = [graph.codes, graph.rank_rows, *([] if graph.state_of is None else [graph.state_of])]
    for edges in graph.edges:
        found += [edges.source, edges.target, edges.start, *([] if edges.rules is None else [edges.rules])]
    return found


@pytest.mark.parametrize("name", ["any", "listed", "blocks"])
def test_concepts_leave_the_graph_as_it_is(name: str) -> None:
    for seed in range(15):
        graph = compile(drawn(name, seed))
        before = [array.copy() for array in arrays_of(graph)]
        verdicts(graph)
        with swept():
            verdicts(graph)
        assert all(np.array_equal(a, b) for a, b in zip(arrays_of(graph), before, strict=True)), seed


# ------------------------------------------------------------------------------------- one table of ids

SOURCE = Path(countermove.__file__).parent
TABLES = {SOURCE / "stability" / "concept.py", SOURCE / "stability" / "coalition.py", SOURCE / "verify.py"}
"""The tables, and the program that checks results: it shares nothing with the others, not even their names."""


def literals(text: str) -> Iterator[tuple[int, str]]:
    """The string literals of a program with their lines, without the names that it exports."""
    tree = ast.parse(text)
    exported = {
        id(name)
        for node in tree.body
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets)
        for name in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in exported:
            yield node.lineno, node.value


def test_ids_of_concepts_stand_in_the_tables_only() -> None:
    """A concept can be added, or renamed, in one place: no other module compares its id or lists it."""
    ids = {*CONCEPTS, *COALITION_CONCEPTS}
    found = [
        f"{path.relative_to(SOURCE)}:{line} {value!r}"
        for path in sorted(set(SOURCE.rglob("*.py")) - TABLES)
        for line, value in literals(path.read_text(encoding="utf-8"))
        if value in ids or any(re.fullmatch(family.pattern, value) for family in FAMILIES)
    ]
    assert found == []


def test_literals_are_found_but_for_names_that_are_exported() -> None:
    assert list(literals('__all__ = ["nash"]\nx == "seq"')) == [(2, "seq")]
