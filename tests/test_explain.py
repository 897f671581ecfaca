"""Explanations: every step of the evidence is replayed with the reference, and the sentences are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from random import Random

import numpy as np
import pytest

import countermove.explain.build
from cases import TRAPS, case_of, random_case, random_graph_case
from countermove.catalog import load_case
from countermove.errors import QuestionError
from countermove.explain import Ballot, Explanation, Improvement, Preference, Reason, Step, explain
from countermove.explain.build import evidence
from countermove.explain.moves import moves_from
from countermove.graph.compile import Graph, compile
from countermove.model.case import Case
from countermove.stability.concept import concepts_for, stable
from reference import Model, line_values

SEEDS = range(160)
SAMPLE = 4


def models() -> Iterator[Case]:
    """More than three hundred cases: random ones of both kinds, and the traps."""
    yield from (trap.case for trap in TRAPS.values())
    for seed in SEEDS:
        yield random_case(Random(seed))
        yield random_graph_case(Random(seed))


def explanations(case: Case, sample: int) -> Iterator[Explanation]:
    """Explanations of every concept and mover, at a sample of the states."""
    graph = compile(case)
    rng = Random(graph.size)
    for concept in concepts_for(graph):
        for mover in graph.movers:
            for state in rng.sample(range(graph.size), min(sample, graph.size)):
                yield evidence(graph, state, mover, concept)


# ------------------------------------------------------------------------------ against kernel and reference


@pytest.mark.parametrize("part", range(4))
def test_evidence_is_what_the_definitions_ask_for(part: int) -> None:
    for case in list(models())[part::4]:
        model = Model(case)
        for found in explanations(case, SAMPLE):
            mover = found.graph.mover(found.mover)
            assert found.stable == bool(stable(found.graph, mover, found.concept)[found.state])
            assert found.stable == model.is_stable(found.concept.id, found.mover, found.state)
            assert found.stable == all(i.held for i in found.improvements)
            assert {i.state for i in found.improvements} == model.ui(found.mover, found.state)
            for improvement in found.improvements:
                Replay(model, found, improvement).run()
            if found.joining is not None:
                assert list(found.joining) == model.restless_others(found.mover, found.state)
            for ballot in found.refused:
                check_reason(model, ballot)
                assert not ballot.favours


class Replay:
    """One improvement, and what becomes of it, step by step with the reference."""

    def __init__(self, model: Model, found: Explanation, improvement: Improvement) -> None:
        self.model, self.found, self.it = model, found, improvement
        self.focal, self.s = found.mover, found.state
        falls_back = found.concept.id == "conflict-analysis"
        self.rule = "seq" if falls_back else found.concept.id
        rows = {row.full: row.index for row in found.graph.options}
        self.changed = frozenset(rows[name] for name in improvement.options)

    def run(self) -> None:
        model, it = self.model, self.it
        assert it.searched
        assert model.is_improvement(self.focal, self.s, it.state)
        assert it.why.favours
        check_reason(model, it.why)
        if self.rule == "nash":
            return
        if it.combination is not None:
            assert model.sanctions(self.found.concept.id, self.focal, self.s, it.state, it.combination.state, self.changed)
            check_reason(model, it.combination.why)
            assert not it.combination.why.favours
            assert all(change.why.favours for change in it.combination.changes)
            if self.found.joining is not None:
                assert {change.mover for change in it.combination.changes} <= set(self.found.joining)
        if self.rule == "sim":
            assert it.held == (it.combination is not None)
            return
        if it.sanction is not None:
            self.sequence(it.sanction, it.outcome)
            assert not self.ways_out(it.sanction[-1].after)
        shortest = self.shortest(escaping=False)
        assert shortest == (None if it.sanction is None else len(it.sanction))
        assert it.held == (it.sanction is not None) or self.found.joining is not None
        if it.escape is not None:
            self.escape()
        elif it.sanction is None:
            assert self.shortest(escaping=True) is None

    def sequence(self, steps: Sequence[Step], outcome: Reason | None) -> None:
        """A sequence of answers is legal, and ends where nothing is gained."""
        model, credible = self.model, self.rule in ("seq", "sseq")
        path = [(step.mover, step.before, step.after) for step in steps]
        assert steps[0].before == self.it.state
        assert model.is_legal_sequence(path, credible, self.focal)
        assert model.sanctions(self.rule, self.focal, self.s, self.it.state, path[-1][2], self.changed)
        assert outcome is not None
        assert not outcome.favours
        check_reason(model, outcome)
        for step in steps:
            against = model.focal_actor(self.focal)
            assert step.credible == model.is_improvement(step.mover, step.before, step.after, against)
            check_reason(model, step.why, None if not isinstance(step.why, Ballot) else against)

    def escape(self) -> None:
        """The answer would sanction, but for the counter-move; and no shorter one would."""
        escape = self.it.escape
        assert escape is not None
        self.sequence(escape.answer, escape.why)
        assert len(escape.answer) == self.shortest(escaping=True)
        assert escape.counter.mover == self.focal
        assert escape.counter.before == escape.answer[-1].after
        assert escape.counter.after in self.ways_out(escape.counter.before)
        assert escape.gain.favours
        check_reason(self.model, escape.gain)

    def ways_out(self, s2: int) -> list[int]:
        model, s1 = self.model, self.it.state
        return [
            s3 for s3 in model.um(self.focal, s2)
            if model.escapes(self.rule, self.focal, self.s, s1, s2, s3, self.changed)
        ]  # fmt: skip

    def shortest(self, escaping: bool) -> int | None:
        """The length of the shortest legal sequence to a state that sanctions, by brute force."""
        model, credible = self.model, self.rule in ("seq", "sseq")
        others = [m for m in model.movers if m != self.focal]
        front, seen, length = {(self.it.state, "")}, set[tuple[int, str]](), 0
        while front:
            length += 1
            front = {
                (target, mover)
                for state, last in front
                for mover in others
                if mover != last
                for target in model.steps(mover, state, credible, model.focal_actor(self.focal))
            } - seen
            seen |= front
            for state in {state for state, _ in front}:
                if model.sanctions(self.rule, self.focal, self.s, self.it.state, state, self.changed) and (
                    escaping or not self.ways_out(state)
                ):
                    return length
        return None


def check_reason(model: Model, why: Reason, against: str | None = None) -> None:
    """What a reason says of gains and stances agrees with the reference."""
    if isinstance(why, Preference):
        gain = model.rank(why.actor, why.after) - model.rank(why.actor, why.before)
        assert why.gain == np.sign(gain)
        if model.case.actors[why.actor].prefers is not None and gain:
            before, after = (
                line_values(model.case, why.actor, int(min(model.states[s]))) for s in (why.before, why.after)
            )
            assert why.line is not None
            assert before[: why.line - 1] == after[: why.line - 1]
            assert np.sign(after[why.line - 1] - before[why.line - 1]) == why.gain
        else:
            assert why.line is None
        return
    stances = dict(model.preferences(why.before, why.after)) | ({} if against is None else {against: -1})
    for side, voters in ((1, why.favour), (-1, why.against), (0, why.neither)):
        assert all(model.stance(voter, stances) == side for voter in voters)
    assert set(model.case.bodies[why.body].members) <= {*why.favour, *why.against, *why.neither}
    rows = {row.full: row.index for row in model.case.option_rows}
    assert why.favours == model.all_pass(why.body, [rows[name] for name in why.options], stances)
    assert not (why.favours and why.objects)


def test_verdicts_survive_a_search_that_is_given_up() -> None:
    told = ""
    for seed in range(60):
        case = random_case(Random(seed))
        graph, model = compile(case), Model(case)
        for concept in concepts_for(graph):
            for mover in graph.movers:
                state = Random(seed).randrange(graph.size)
                found = evidence(graph, state, mover, concept, limit=1)
                assert found.stable == model.is_stable(concept.id, mover.id, state)
                told += str(found)
    assert "as the analysis of all states says" in told


def large_case(seed: int, body: bool) -> Case:
    rng = Random(seed)
    ids = [f"{actor}.o{k}" for actor in "abcd" for k in range(4)] + (["u.x"] if body else [])

    def line() -> str:
        return f"{rng.choice(ids)} {rng.choice(('and', 'or', 'iff', 'if not'))} {rng.choice(ids)}"

    actors = {
        a: {"options": {f"o{k}": {} for k in range(4)}, "prefers": [line() for _ in range(10)]} for a in "abcd"
    }
    union = {"members": ["a", "b", "c"], "decides": "majority", "options": {"x": {}}}
    return case_of(actors=actors, bodies={"u": union} if body else {})


@pytest.mark.parametrize("body", [False, True])
def test_large_cases_are_explained_without_listing_their_moves(body: bool) -> None:
    graph = compile(large_case(3, body))
    for concept in concepts_for(graph):
        for state in (0, 777, 40_000, graph.size - 1):
            for mover in graph.movers[::2]:
                found = evidence(graph, state, mover, concept)
                if concept.id in ("gmr", "smr"):  # the kernels of the others take longer here
                    assert found.stable == bool(stable(graph, mover, concept)[state])
                assert str(found)
    listed = {"edges", "pairs"} & set(vars(graph))
    assert not listed or body


def test_moves_are_those_of_the_graph() -> None:
    for case in models():
        graph = compile(case)
        states = np.arange(graph.size, dtype=np.int32)
        for mover in graph.movers:
            moves = moves_from(graph, mover, states)
            edges = graph.edges[mover.index]
            pairs = set(zip(moves.source.tolist(), moves.target.tolist(), strict=True))
            assert pairs == set(zip(edges.source.tolist(), edges.target.tolist(), strict=True))


def test_moves_are_found_in_blocks_where_options_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    case = case_of(
        actors={"a": {"options": {f"o{k}": {} for k in range(8)}}, "b": {"options": {"x": {}}}},
        impossible=["not atmost(1, " + ", ".join(f"a.o{k}" for k in range(8)) + ")"],
    )
    graph = compile(case)
    assert len(moves_from(graph, graph.movers[0], np.array([0], dtype=np.int32)).target) == 8
