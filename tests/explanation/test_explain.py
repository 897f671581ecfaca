"""Explanations: every step of the evidence is replayed with the reference, and the sentences are read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations
from random import Random

import numpy as np
import pytest

import countermove as cm
from cases import TRAPS, case_of, crowded_case, random_case, random_graph_case, two_ways
from catalogued import unlabelled
from countermove.catalog import load_case
from countermove.errors import QuestionError
from countermove.explanation import Ballot, Explanation, Improvement, Preference, Reason, Step
from countermove.explanation.answers import evidence
from countermove.game.compile import compile
from countermove.model.case import Case
from countermove.model.rules import passes
from countermove.requests.explain import explain
from countermove.stability.concept import CONCEPTS, concepts_for, stable
from countermove.stability.engines.local import moves_from
from countermove.views.explanation.explanation import sentences
from reference import Attempt, Model, line_values

SEEDS = range(160)
SAMPLE = 4


def said(found: Explanation) -> str:
    return "\n".join("  " * level + text for level, text in sentences(found))


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
            mover = found.game.mover(found.mover)
            assert found.stable == bool(stable(found.game, mover, found.concept)[found.state.key])
            assert found.stable == model.is_stable(found.concept.id, found.mover, found.state.key)
            assert found.stable == all(i.is_sanctioned for i in found.improvements)
            assert {i.state for i in found.improvements} == model.ui(found.mover, found.state.key)
            for improvement in found.improvements:
                Replay(model, found, improvement).run()
            if found.joining is not None:
                assert list(found.joining) == model.restless_others(found.mover, found.state.key)
            for ballot in found.refused:
                check_reason(model, ballot)
                assert not ballot.favours


class Replay:
    """One improvement, and what becomes of it, step by step with the reference."""

    def __init__(self, model: Model, found: Explanation, improvement: Improvement) -> None:
        self.model, self.found, self.it = model, found, improvement
        self.focal, self.s = found.mover, found.state.key
        falls_back = found.concept.id == "conflict-analysis"
        self.rule = "seq" if falls_back else found.concept.id
        rows = {row.full: row.index for row in found.game.options}
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
            assert it.is_sanctioned == (it.combination is not None)
            assert it.is_sanctioned or it.reached == len(model._outcomes("sim", self.focal, self.s, self.attempt()))
            return
        if it.sanction is not None:
            self.sequence(it.sanction, it.outcome)
            assert not self.ways_out(it.sanction[-1].after)
        shortest = self.shortest(escaping=False)
        assert shortest == (None if it.sanction is None else len(it.sanction))
        assert it.is_sanctioned == (it.sanction is not None) or self.found.joining is not None
        if it.evasion is not None:
            self.escape()
        elif it.sanction is None:
            assert self.shortest(escaping=True) is None
            if self.found.joining is None:
                assert it.reached == len(model.answers(self.rule, self.focal, it.state))

    def attempt(self) -> Attempt:
        is_way = self.rule == "sim" or self.model.is_body(self.focal)
        return Attempt(self.it.state, self.changed if is_way else frozenset())

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
        escape = self.it.evasion
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
            before, after = (line_values(model.case, why.actor, int(min(model.states[s]))) for s in (why.before, why.after))
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
    assert set(why.objects) == set(alone_against(model, why, stances, [rows[name] for name in why.options]))


def alone_against(model: Model, why: Ballot, stances: dict[str, int], options: list[int]) -> Iterator[str]:
    """Those whose stance alone makes a rule fail that fails, everybody else being for."""
    members = model.case.bodies[why.body].members
    for rule in {model.case.rule_of(model.case.option_rows[k]) for k in options} - {None}:
        if not passes(rule, members, lambda voter: model.stance(voter, stances)):
            for one in (*why.favour, *why.against, *why.neither):
                own = model.stance(one, stances)
                if own < 1 and not passes(rule, members, lambda voter, one=one, own=own: own if voter == one else 1):
                    yield one


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
                told += said(found)
    assert "there are too many sequences of moves to show this one by one." in told


def test_of_a_crowd_the_fewest_who_spoil_a_gain_are_named() -> None:
    """Where the ways to move at the same time outnumber the feasible states, too."""
    spoilt: Counter[int] = Counter()
    for seed in range(12):
        case = crowded_case(Random(seed))
        graph, model = compile(case), Model(case)
        for mover in graph.movers:
            others = [m.id for m in graph.movers if m is not mover]
            for state in (0, *Random(seed).sample(range(1, graph.size), 2)):
                found = evidence(graph, state, mover, CONCEPTS["sim"])
                assert found.stable == model.is_stable("sim", mover.id, state)
                for improvement in found.improvements:
                    Replay(model, found, improvement).run()
                    if improvement.combination is not None:
                        named = [change.mover for change in improvement.combination.changes]
                        assert named == first_to_spoil(model, mover.id, state, improvement, others)
                        spoilt[len(named)] += 1
    assert min(spoilt[1], spoilt[2]) > 2


def test_each_way_into_a_coalesced_state_is_explained_by_itself() -> None:
    """f may enter the last state by p, or by p and q; x, at the same time, is possible beside p alone."""
    game = compile(two_ways())
    text = str(cm.explain(game, 1, "f", "sim"))
    assert text.count("For F, this move is an improvement: F moves to state 6.") == 2
    before, after = text.split('In this way it changes "P".')
    assert 'In this way it changes "P" and "Q".' in before
    assert "No improvement of the others from state 1 can be combined with this one" in before
    assert 'But if at the same time A chooses "X", the result is state 4.' in after


def first_to_spoil(model: Model, focal: str, state: int, gain: Improvement, others: Sequence[str]) -> list[str]:
    """The smallest set of others, and of those the first in the order of movers, whose joining spoils a gain."""
    rows = {row.full: row.index for row in model.case.option_rows}
    attempt = Attempt(gain.state, frozenset(rows[name] for name in gain.options))
    for size in range(1, len(others) + 1):
        for joining in combinations(others, size):
            ends = model.combined(focal, state, attempt, joining)
            if any(not model.better(focal, state, end, attempt.changed) for end in ends):
                return list(joining)
    return []


def test_one_who_spoils_a_gain_alone_is_named_before_two_who_do_it_together() -> None:
    """a and b spoil it together, and so do all three; c does it alone, though it is the last."""
    actors = {"f": {"options": {"p": {}}, "prefers": ["not (p and (c.z or (a.x and b.y)))", "p"]}}
    actors |= {id_: {"options": {option: {}}, "prefers": [option]} for id_, option in ("ax", "by", "cz")}
    (gain,) = explain(compile(case_of(actors=actors)), 1, "f", "sim").improvements
    assert gain.combination is not None
    assert [change.mover for change in gain.combination.changes] == ["c"]


def test_thirty_one_movers_are_explained() -> None:
    """A search through all sets of those who could join would not end."""
    names = [f"a{k}" for k in range(31)]
    actors = {a: {"options": {"o": {}}, "prefers": ["o"]} for a in names}
    actors["a0"]["prefers"] = ["atmost(1, " + ", ".join(f"{a}.o" for a in names[:3]) + ")", "o"]
    graph = compile(case_of(actors=actors, always=["atmost(2, " + ", ".join(f"{a}.o" for a in names) + ")"]))
    (gain,) = explain(graph, 1, "a0", "sim").improvements
    assert gain.combination is not None
    assert [change.mover for change in gain.combination.changes] == ["a1"]
    (gain,) = explain(graph, 1, "a5", "sim").improvements
    assert (gain.is_sanctioned, gain.combination, gain.reached, gain.searched) == (False, None, 30, True)


def large_case(seed: int, body: bool) -> Case:
    rng = Random(seed)
    ids = [f"{actor}.o{k}" for actor in "abcd" for k in range(4)] + (["u.x"] if body else [])

    def line() -> str:
        return f"{rng.choice(ids)} {rng.choice(('and', 'or', 'iff', 'if not'))} {rng.choice(ids)}"

    actors = {a: {"options": {f"o{k}": {} for k in range(4)}, "prefers": [line() for _ in range(10)]} for a in "abcd"}
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
                assert said(found).count("\n") >= 2
    assert body or not {"edges", "pairs"} & set(vars(graph))


def test_moves_are_those_of_the_graph() -> None:
    for case in models():
        graph = compile(case)
        states = np.arange(graph.size, dtype=np.int32)
        for mover in graph.movers:
            moves = moves_from(graph, mover, states)
            edges = graph.edges[mover.index]
            pairs = set(zip(moves.source.tolist(), moves.target.tolist(), strict=True))
            assert pairs == set(zip(edges.source.tolist(), edges.target.tolist(), strict=True))


def test_moves_are_found_by_a_scan_where_options_are_many_and_states_few() -> None:
    case = case_of(
        actors={"a": {"options": {f"o{k}": {} for k in range(8)}}, "b": {"options": {"x": {}}}},
        impossible=["not atmost(1, " + ", ".join(f"a.o{k}" for k in range(8)) + ")"],
    )
    graph = compile(case)
    assert len(moves_from(graph, graph.movers[0], np.array([0], dtype=np.int32)).target) == 8


# ---------------------------------------------------------------------------------------------- read aloud


def told(case: Case, state: int | str, mover: str, concept: str) -> list[str]:
    return str(explain(compile(case), state, mover, concept)).split("\n")


def test_cuban_missile_crisis() -> None:
    case = load_case("cuban-missile-crisis")
    assert told(case, 7, "usa", "seq") == [
        'For US, "Withdrawal under the blockade" (state 7; US: "Blockade Cuba"; USSR: "Withdraw the missiles") is '
        "stable under SEQ.",
        "SEQ asks: Can the others answer every improvement by moves that they gain by? Yes.",
        'For US, this move is an improvement: US drops "Blockade Cuba" ("Withdrawal without pressure", state 5).',
        '  But USSR can answer: USSR drops "Withdraw the missiles" ("No action", state 1).',
        "  This is an improvement for USSR.",
        '  That leaves US worse off than in "Withdrawal under the blockade" (state 7).',
    ]
    assert told(case, "air-strike, withdraw", "usa", "seq") == [
        'For US, state 6 (US: "Launch an air strike"; USSR: "Withdraw the missiles") is not stable under SEQ.',
        "SEQ asks: Can the others answer every improvement by moves that they gain by? No.",
        'For US, this move is an improvement: US chooses "Blockade Cuba" and drops "Launch an air strike" '
        '("Withdrawal under the blockade", state 7).',
        '  None of the others has a move from "Withdrawal under the blockade" (state 7) that it gains by: this '
        "improvement has no answer.",
        'For US, this move is an improvement: US drops "Launch an air strike" ("Withdrawal without pressure", state 5).',
        '  But USSR can answer: USSR drops "Withdraw the missiles" ("No action", state 1).',
        "  This is an improvement for USSR.",
        "  That leaves US worse off than in state 6.",
    ]
    assert told(case, 6, "usa", "smr")[6:] == [
        '  No further move of US from "No action" (state 1) leads to a state that is better than state 6.',
        'For US, this move is an improvement: US chooses "Blockade Cuba" and drops "Launch an air strike" '
        '("Withdrawal under the blockade", state 7).',
        '  But USSR can answer: USSR drops "Withdraw the missiles" ("Blockade without an answer", state 3).',
        "  This would hurt USSR.",
        "  That leaves US worse off than in state 6.",
        '  No further move of US from "Blockade without an answer" (state 3) leads to a state that is better than state 6.',
    ]
    assert told(case, 5, "usa", "seq")[2:] == [
        'From "Withdrawal without pressure" (state 5), no move of US is an improvement, so there is nothing to answer.',
    ]
    assert told(case, 5, "ussr", "nash") == [
        'For USSR, "Withdrawal without pressure" (state 5; US: nothing; USSR: "Withdraw the missiles") is not '
        "stable under Nash.",
        "Nash asks: Is staying at least as good for the mover as every move of its own? No.",
        'For USSR, this move is an improvement: USSR drops "Withdraw the missiles" ("No action", state 1).',
    ]


def test_prisoners_dilemma() -> None:
    case = unlabelled("prisoners-dilemma")
    assert told(case, 4, "row", "sim") == [
        'For Row, state 4 (Row: "Cooperate"; Col: "Cooperate") is stable under SIM.',
        "SIM asks: Can the others answer every improvement by improvements made at the same time? Yes.",
        'For Row, this move is an improvement: Row drops "Cooperate" (state 3).',
        '  But if at the same time Col drops "Cooperate", the result is state 1.',
        "  That move is an improvement too.",
        "  That leaves Row worse off than in state 4.",
    ]
    assert told(case, 2, "row", "conflict-analysis") == [
        'For Row, state 2 (Row: "Cooperate"; Col: nothing) is not stable under FH.',
        "FH asks: Is every improvement answered, either in sequence or by others who move at the same time? No.",
        "Not every improvement has an answer in sequence, by moves that the others gain by.",
        "By the same test, state 2 is stable for all others, so none of them moves at the same time.",
        'For Row, this move is an improvement: Row drops "Cooperate" (state 1).',
        "  It has no answer in sequence.",
        "  This improvement has no answer at the same time either.",
    ]


def test_the_opening_case() -> None:
    case = load_case("european-security-2022")
    now = told(case, "now", "russia", "gmr")
    assert now == [
        'For Russia, state 98 (Russia: "Insist on a written end to NATO\'s expansion"; United States: nothing; '
        'European allies: nothing; Ukraine: "Keep seeking membership"; NATO: nothing) is stable under GMR.',
        "GMR asks: Can the others answer every improvement, at any cost to themselves? Yes.",
        'For Russia, this move is an improvement: Russia chooses "Answer with counter-containment" (state 100).',
        '  Reason: what decides is that this becomes true: "Answer with counter-containment" exactly if not (NATO: '
        '"Promise in writing never to admit Ukraine" or United States: "Promise '
        "Russia an end to expansion over the allies' heads\") (statement 6).",
        '  But NATO can answer: NATO adopts "Admit Ukraine" ("Admission of Ukraine", state 388).',
        "  It would not pass as things are, but it would if all the others voted for it.",
        "    In NATO, for: Ukraine; against: United States and European allies.",
        "    Each of these can stop it alone: United States and European allies.",
        "  That leaves Russia worse off than in state 98: what decides is that this is no longer true: NATO: not "
        '"Admit Ukraine" (statement 1).',
    ]
    assert told(case, "now", "russia", "seq")[3:] == [
        '  Reason: what decides is that this becomes true: "Answer with counter-containment" exactly if not (NATO: '
        '"Promise in writing never to admit Ukraine" or United States: "Promise '
        "Russia an end to expansion over the allies' heads\") (statement 6).",
        "  Whatever the others do then, if each gains by its move, Russia would still be better off than in state "
        "98: this improvement has no answer.",
    ]
    assert told(case, "usa.deal, renounce", "nato", "seq")[2:] == [
        'For NATO, this move is an improvement: NATO revokes "Promise in writing never to admit Ukraine" ("Written '
        'guarantee to Russia", state 9).',
        "  It would pass.",
        "  In NATO, for: European allies; against: nobody; indifferent: United States.",
        '  But European allies can answer: European allies choose "Break ranks with Washington" ("Written guarantee '
        'to Russia", state 65).',
        '  This is an improvement for European allies: what decides is that this becomes true: "Break ranks with '
        'Washington" exactly if United States: "Promise Russia an end to expansion over the allies\' heads" '
        "(statement 3).",
        '  In NATO, "Written guarantee to Russia" (state 65) would not win against "Written guarantee to Russia" '
        "(state 201).",
        "    In NATO, for: European allies; against: United States.",
        "    This one can stop it alone: United States.",
    ]
    assert told(case, "now", "nato", "nash")[2:] == [
        "From state 98, no change that NATO could make would pass.",
        'This would not pass: NATO adopts "Promise in writing never to admit Ukraine" ("Written guarantee to '
        'Russia", state 290).',
        "  In NATO, for: nobody; against: United States and European allies.",
        "  Each of these can stop it alone: United States and European allies.",
        'This would not pass: NATO adopts "Admit Ukraine" ("Admission of Ukraine", state 386).',
        "  In NATO, for: Ukraine; against: United States and European allies.",
        "  Each of these can stop it alone: United States and European allies.",
    ]


def test_a_counter_move_in_a_graph_case() -> None:
    trap = TRAPS["a counter-move that betters the original state"]
    assert told(trap.case, "s", "f", "smr") == [
        "For F, s (S) is not stable under SMR.",
        "SMR asks: Can the others answer every improvement, even if the mover may then move again? No.",
        "For F, this move is an improvement: F moves to t (T).",
        "  But B can answer: B moves to u (U).",
        "  This is an improvement for B.",
        "  That leaves F worse off than in s (S).",
        "  But then F can move again: F moves to v (V).",
        "  That leaves F better off than in s (S).",
        "  No other sequence of moves does better: this improvement has no answer.",
    ]


def test_a_veto_holder_is_told_that_it_counts_as_against() -> None:
    trap = TRAPS["a veto holder is not sanctioned through its body"]
    assert told(trap.case, 1, "f", "gmr")[2:] == [
        "In an answer by Union, the vote of F counts against it: no actor helps to answer its own improvement.",
        'For F, this move is an improvement: F chooses "P" (state 2).',
        '  Reason: what decides is that this becomes true: "P" (statement 2).',
        "  None of the others can move from state 2: this improvement has no answer.",
    ]


def test_groups_weights_and_indifference() -> None:
    case = case_of(
        actors={
            "a": {"options": {"x": {}}, "worth": {"x": "0.5"}},
            "b": {"options": {"y": {}}, "prefers": [{"equally": ["y", "not a.x"]}]},
            "c": {"options": {"z": {}}},
        }
    )
    assert told(case, 1, "a", "gmr")[2:] == [
        'For A, this move is an improvement: A chooses "X" (state 2).',
        "  Whatever the others do then, A would still be better off than in state 1: this improvement has no answer.",
    ]
    assert told(case, 1, "b", "gmr")[2:] == [
        'For B, this move is an improvement: B chooses "Y" (state 3).',
        '  Reason: what decides is that more of these are true: "Y"; A: not "X" (statement 1).',
        '  But A can answer: A chooses "X" (state 4).',
        "  This is an improvement for A.",
        "  That leaves B as well off as in state 1.",
    ]


def test_an_open_option_of_a_coalesced_state() -> None:
    assert told(load_case("elmira"), 9, "ministry", "nash")[0] == (
        'For Ministry of the Environment, "Closure of the plant" (state 9; Ministry of the Environment: "Modify the '
        'control order" or not; Uniroyal: "Abandon the Elmira plant"; Local government: "Insist on the original '
        'order" or not) is stable under Nash.'
    )


def dispute(*names: str) -> Case:
    one, two, three, council, go, stop, talk, join = names
    return case_of(
        actors={
            "zed": {"name": one, "options": {"go": go}, "prefers": ["not council.join", "not talk", "go"]},
            "yam": {
                "name": two, "options": {"stop": stop, "talk": talk},
                "prefers": ["talk iff go", "council.join"],
            },
            "ant": {"name": three, "worth": {"join": "1", "go": "-2"}},
        },
        bodies={
            "council": {
                "name": council, "members": ["yam", "ant", "zed"],
                "decides": "majority", "options": {"join": join},
            }
        },
    )  # fmt: skip


def test_names_are_inserted_and_nothing_else_depends_on_them() -> None:
    plain = tuple(f"<{k}>" for k in range(8))
    odd = ("von Z", 'ümit "x"', "A; B", "moves to state 3", "(", "Zebra: aardvark", "a and b", "not, nobody")
    first, second = compile(dispute(*plain)), compile(dispute(*odd))
    for concept in concepts_for(first):
        for mover in first.movers:
            for state in range(first.size):
                text = said(evidence(first, state, mover, concept))
                for token, name in zip(plain, odd, strict=True):
                    text = text.replace(token, name)
                assert text == said(evidence(second, state, second.mover(mover.id), concept))


def test_html_is_escaped_and_text_printable() -> None:
    names = ("<b>", "b\x1b[2J", "c\nd", "e", "f", "g", "h", "i")
    found = explain(compile(dispute(*names)), 1, "zed", "gmr")
    html = found._repr_html_()
    assert "<b>" not in html
    assert "For &lt;b&gt;, state 1 (" in html
    assert html.count("<p ") == len(str(found).split("\n"))
    assert "\x1b" not in str(explain(compile(dispute(*names)), 1, "yam", "gmr"))
    assert "Graph" not in repr(found)
    assert "Game" not in repr(found)


def test_many_refused_changes_are_summed_up() -> None:
    union = {"members": ["a"], "decides": "majority", "options": {f"o{k}": {} for k in range(7)}}
    case = case_of(actors={"a": {"prefers": ["none(o0, o1, o2, o3, o4, o5, o6)"]}}, bodies={"u": union})
    assert told(case, 1, "u", "nash")[-1] == "107 more changes would not pass either."
    found = explain(compile(case), 1, "u", "nash").to_dict()
    assert (len(found["refused"]), found["refused_in_all"]) == (100, 127)


def test_many_improvements_are_summed_up() -> None:
    case = case_of(
        actors={"a": {"options": {f"o{k}": {} for k in range(5)}, "worth": {f"o{k}": str(2**k) for k in range(5)}}}
    )
    assert told(case, 1, "a", "nash")[-1] == "For A, 11 more moves are improvements."
    assert told(case, 1, "a", "gmr")[-1] == "For A, 11 more moves are improvements; answered: none of these."


# ---------------------------------------------------------------------------------------------------- data


def test_the_data_in_json() -> None:
    graph = compile(load_case("cuban-missile-crisis"))
    ranked = {"gain": 1, "line": None}
    data = explain(graph, 7, "usa", "seq").to_dict()
    expected = {
        "state": 7, "actor": "usa", "concept": "seq", "stable": True,
        "improvements": [
            {
                "to": 5, "options": ["usa.blockade"], "why": ranked, "held": True,
                "sanction": [{"mover": "ussr", "from": 5, "to": 1, "credible": True, "why": ranked}],
                "combination": None, "escape": None, "answer": None, "searched": True,
            }
        ],
    }  # fmt: skip
    assert {key: data[key] for key in expected} == expected
    assert data["has_evidence"]


def test_an_escape_in_json() -> None:
    trap = TRAPS["a counter-move that betters the original state"]
    (improvement,) = explain(compile(trap.case), 1, "f", "smr").to_dict()["improvements"]
    steps = {key: improvement["escape"][key] for key in ("mover", "from", "to")}
    assert steps == {"mover": "f", "from": 3, "to": 4}
    assert [step["to"] for step in improvement["answer"]] == [3]
    assert improvement["sanction"] is None


def test_who_objects() -> None:
    graph = compile(load_case("european-security-2022"))
    refused = explain(graph, "now", "nato", "seq").refused
    assert [(b.after + 1, b.objects) for b in refused] == [(290, ("usa", "europe")), (386, ("usa", "europe"))]
    assert refused[1].favour == ("ukraine",)


@pytest.mark.parametrize(
    ("state", "actor", "concept", "text"),
    [
        (13, "usa", "seq", "there is no state 13; the states are numbered from 1 to 12"),
        (1, "us", "seq", 'unknown actor or body "us"; did you mean "usa" or "ussr"?'),
        (1, "usa", "sec", 'unknown concept "sec"; did you mean "seq"?'),
        ("now", "usa", "seq", 'the case has no status quo, so there is no state "now"; '
         "give the number of a state, or the options taken"),
    ],
)  # fmt: skip
def test_questions_that_cannot_be_answered(state: int | str, actor: str, concept: str, text: str) -> None:
    with pytest.raises(QuestionError) as caught:
        explain(compile(load_case("cuban-missile-crisis").model_copy(update={"status_quo": None})), state, actor, concept)
    assert str(caught.value) == text


def test_moves_at_the_same_time_need_options() -> None:
    trap = TRAPS["moving back is a sanction"]
    with pytest.raises(QuestionError, match="sim is undefined in a case given as a graph; ask for one of nash, gmr"):
        explain(compile(trap.case), 1, "f", "sim")
