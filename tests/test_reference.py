"""The oracle itself: published figures, traps that a misreading falls into, and laws that always hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from hypothesis import given

from cases import TRAPS, case_of, cases, graph, graph_cases
from countermove.catalog import case_ids, load_case
from countermove.model.case import Case
from countermove.model.rules import Rule, Veto
from countermove.model.scenario import apply_scenario
from reference import CONCEPTS, FOR, Attempt, Changed, Model, Move, Stances, States, code_of, taken

CHICKEN = {
    "actors": {
        "row": {"options": {"cooperate": "Swerve"}, "ranking": ["NY", "YY", "YN", "NN"]},
        "column": {"options": {"cooperate": "Swerve"}, "ranking": ["YN", "YY", "NY", "NN"]},
    }
}
DILEMMA = {
    "actors": {
        "row": {"options": {"cooperate": "Cooperate"}, "ranking": ["NY", "YY", "NN", "YN"]},
        "column": {"options": {"cooperate": "Cooperate"}, "ranking": ["YN", "YY", "NN", "NY"]},
    }
}
USA = "NNYN NYYN YNYN YYYN NYNN YNNN YYNN NNNN YYNY YNNY NYNY NNNY"
USSR = "NNNN NNYN NYYN NYNN YNYN YNNN YYYN YYNN YYNY YNNY NYNY NNNY"
CUBA = {
    "actors": {
        "usa": {"options": {"air-strike": "Air strike", "blockade": "Blockade"}, "ranking": USA.split()},
        "ussr": {"options": {"withdraw": "Withdraw", "escalate": "Escalate"}, "ranking": USSR.split()},
    },
    "impossible": ["ussr.withdraw and ussr.escalate"],
}
EQUILIBRIA: dict[str, tuple[Any, dict[str, list[int]]]] = {
    "chicken": (CHICKEN, {"nash seq sseq": [2, 3], "gmr smr sim conflict-analysis": [2, 3, 4]}),
    "dilemma": (DILEMMA, {"nash": [1], "gmr smr seq sseq sim conflict-analysis": [1, 4]}),
    "cuba": (
        CUBA,
        {"nash sim": [], "gmr smr": [1, 2, 3, 5, 6, 7, 8], "seq sseq conflict-analysis": [5, 7]},
    ),
}


def numbers(states: States) -> list[int]:
    """States as people number them."""
    return sorted(s + 1 for s in states)


# ------------------------------------------------------------------------------------- published figures


@pytest.mark.parametrize("name", EQUILIBRIA)
def test_published_equilibria(name: str) -> None:
    data, published = EQUILIBRIA[name]
    model = Model(Case.model_validate(data))
    for concepts, expected in published.items():
        for concept in concepts.split():
            assert numbers(model.equilibria(concept)) == expected, concept


def test_published_stability_in_the_cuban_missile_crisis() -> None:
    model = Model(Case.model_validate(CUBA))
    assert numbers(model.stable("nash", "usa")) == [3, 5, 12]
    assert numbers(model.stable("nash", "ussr")) == [1, 6, 7, 8]
    assert numbers(model.stable("seq", "usa")) == numbers(model.stable("sseq", "usa")) == [3, 5, 7, 12]
    assert numbers(model.stable("seq", "ussr")) == numbers(model.stable("sseq", "ussr")) == [1, 5, 6, 7, 8]
    assert numbers(model.stable("gmr", "usa")) == [1, 2, 3, 4, 5, 6, 7, 8, 12]


@pytest.mark.parametrize("id_", [id_ for id_ in case_ids() if "stable" in load_case(id_).published])
def test_published_figures_of_the_catalogue(id_: str) -> None:
    case = load_case(id_)
    model = Model(case)
    for concept, movers in case.published["stable"].items():
        for mover, expected in movers.items():
            assert numbers(model.stable(concept, mover)) == [int(n) for n in expected], (concept, mover)
    for concept, expected in case.published["equilibria"].items():
        assert numbers(model.equilibria(concept)) == [int(n) for n in expected], concept


@pytest.mark.parametrize(("scenario", "reached"), [(None, [148]), ("war-aims", [152])])
def test_european_security(scenario: str | None, reached: list[int]) -> None:
    case = load_case("european-security-2022")
    model = Model(case if scenario is None else apply_scenario(case, scenario))
    assert len(model.states) == 416
    assert model.status_quo == 98 - 1
    nash = model.equilibria("nash")
    assert numbers(nash & model.reachable_from(model.status_quo)["improvements"]) == reached
    if scenario is None:
        assert len(nash) == 6


# ------------------------------------------------------------------------------------------------- traps


def check(name: str, misreading: type[Model] | None = None) -> Model:
    """The oracle gives the answer of the trap; an oracle with the misreading gives the other one."""
    trap = TRAPS[name]
    model = Model(trap.case)
    assert model.is_stable(trap.concept, trap.focal, trap.state) is trap.stable
    if misreading is not None:
        assert misreading(trap.case).is_stable(trap.concept, trap.focal, trap.state) is not trap.stable
    return model


@pytest.mark.parametrize("name", TRAPS)
def test_every_trap(name: str) -> None:
    check(name)


@pytest.mark.parametrize("name", ["an equally good state is a sanction", "moving back is a sanction"])
def test_weak_sanctions(name: str) -> None:
    """A sanction leaves the mover no better off than it was. Naively it must leave it worse off: unstable."""

    class OnlyWorseSanctions(Model):
        def better(self, focal: str, s: int, t: int, changed: Changed) -> bool:
            return self.rank(focal, t) >= self.rank(focal, s)

    check(name, OnlyWorseSanctions)


@pytest.mark.parametrize(
    "name",
    ["an opponent moves again after another", "an opponent moves again after another (any moves)"],
)
def test_opponents_sequences_of_any_length(name: str) -> None:
    """The sanction takes a, then b, then a again. With one move for each opponent there is none: unstable."""

    class OneMoveEach(Model):
        def _reach(self, start: int, movers: frozenset[str], improvements: bool, against: str | None, nobody: str) -> States:
            found: set[int] = set()
            for mover in movers:
                for target in self.steps(mover, start, improvements, against):
                    found |= {target} | self._reach(target, movers - {mover}, improvements, against, nobody)
            return frozenset(found)

    check(name, OneMoveEach)


def test_sets_of_last_movers() -> None:
    """Both a and b can move to x, and only a from there on. If x remembers only that a came first, a is
    barred from the sanction: unstable. Who comes first depends on the order, so the trap is set both ways.
    """

    class OneLastMover(Model):
        def _reach(self, start: int, movers: frozenset[str], improvements: bool, against: str | None, nobody: str) -> States:
            last = {start: nobody}
            todo = [start]
            while todo:
                state = todo.pop()
                for mover in sorted(movers - {last[state]}):
                    for target in self.steps(mover, state, improvements, against) - last.keys():
                        last[target] = mover
                        todo.append(target)
            return frozenset(last)

    check("every last mover counts", OneLastMover)
    check("every last mover counts (other order)", OneLastMover)


def test_no_mover_twice_in_a_row() -> None:
    """Only by moving twice could a sanction. The transitive closure of single moves lets it: stable."""

    class Closure(Model):
        def _reach(self, start: int, movers: frozenset[str], improvements: bool, against: str | None, nobody: str) -> States:
            found: set[int] = set()
            todo = [start]
            while todo:
                here = todo.pop()
                new = {t for m in movers for t in self.steps(m, here, improvements, against)} - found
                found |= new
                todo += new
            return frozenset(found)

    check("no opponent moves twice in a row", Closure)


@pytest.mark.parametrize("name", ["a step improves on where it is made", "a step that improves only on the start"])
def test_each_improving_step_is_judged_from_where_it_is_made(name: str) -> None:
    """Where b moves it gains (second case: loses). Judged on the start of the sequence, the other way round:
    unstable (second case: stable).
    """

    class JudgedOnTheStart(Model):
        def _reach(self, start: int, movers: frozenset[str], improvements: bool, against: str | None, nobody: str) -> States:
            found: set[tuple[int, str]] = set()
            todo = [(start, nobody)]
            while todo:
                state, last = todo.pop()
                for mover in movers - {last}:
                    for target in self.um(mover, state):
                        gains = self.rank(mover, target) > self.rank(mover, start)
                        if gains and (target, mover) not in found:
                            found.add((target, mover))
                            todo.append((target, mover))
            return frozenset(state for state, _ in found)

    check(name, JudgedOnTheStart)


def test_counter_moves_are_judged_against_the_original_state() -> None:
    """The counter-move only makes good a part of the loss. Judged against the sanction it escapes: unstable.
    In the second case it ends above the original state, if below the improvement, and that is enough: judged
    against the improvement it would not escape.
    """

    class JudgedOnTheSanction(Model):
        def deters(self, concept: str, focal: str, s: int, attempt: Attempt, s2: int) -> bool:
            escapes = any(self.rank(focal, s3) > self.rank(focal, s2) for s3 in self.um(focal, s2))
            return self.rank(focal, s2) <= self.rank(focal, s) and not escapes

    class JudgedOnTheImprovement(Model):
        def deters(self, concept: str, focal: str, s: int, attempt: Attempt, s2: int) -> bool:
            escapes = any(self.rank(focal, s3) > self.rank(focal, attempt.target) for s3 in self.um(focal, s2))
            return self.rank(focal, s2) <= self.rank(focal, s) and not escapes

    check("a counter-move that betters only the sanction", JudgedOnTheSanction)
    check("a counter-move that betters the original state", JudgedOnTheImprovement)


def test_sseq_is_stronger_than_smr_and_seq_together() -> None:
    """One sanction is credible and can be escaped, the other cannot be escaped and is not credible. SMR and
    SEQ hold, each by another sanction; SSEQ asks for one that is both. Naively SSEQ is SMR and SEQ: stable.
    """

    class BothAtOnce(Model):
        def is_stable(self, concept: str, focal: str, s: int) -> bool:
            return all(super(BothAtOnce, self).is_stable(c, focal, s) for c in ("smr", "seq"))

    check("SMR and SEQ do not make SSEQ", BothAtOnce)


def test_ties() -> None:
    """A move to an equally good state is no improvement. Naively whoever does not lose may move: unstable."""

    class Restless(Model):
        def may_step(self, mover: str, s: int, move: Move, improvements: bool, against: str | None = None) -> bool:
            return self.rank(mover, move.target) >= self.rank(mover, s)

    check("an equal state is no improvement", Restless)


def test_sim_tries_every_improvement_against_all_combinations_afresh() -> None:
    """Taking p is sanctioned by a alone, taking q by b alone. If the others must settle on one joint answer
    for both, or always all move, none will do: unstable. In the second case only both together sanction;
    tried one opponent at a time, none does: unstable.
    """

    class AllAtOnce(Model):
        def combined(self, focal: str, s: int, attempt: Attempt, partners: Sequence[str]) -> Iterator[int]:
            for s2 in super().combined(focal, s, attempt, partners):
                (code,) = self.states[s2]
                if all(any(taken(int(code), k) for k in self.options_of(p)) for p in partners):
                    yield s2

    class OneAtATime(Model):
        def combined(self, focal: str, s: int, attempt: Attempt, partners: Sequence[str]) -> Iterator[int]:
            for partner in partners:
                yield from super().combined(focal, s, attempt, [partner])

    check("every improvement meets all combinations afresh", AllAtOnce)
    check("two opponents sanction together", OneAtATime)


def test_sim_needs_a_feasible_combination() -> None:
    """All that the others could do at the same time is impossible. If that holds f back: stable."""

    class BlockedIsHeld(Model):
        def held_at_once(self, focal: str, s: int, partners: Sequence[str]) -> bool:
            results = [list(self.combined(focal, s, a, partners)) for a in self.ways(focal, s)]
            return not any(results) or super().held_at_once(focal, s, partners)

    check("an infeasible combination does not sanction", BlockedIsHeld)


def test_sim_partners_improve_on_where_all_of_them_are() -> None:
    """After p, a would not take x; where both still are, it would. Naively a answers what f did: unstable."""

    class Answering(Model):
        def combined(self, focal: str, s: int, attempt: Attempt, partners: Sequence[str]) -> Iterator[int]:
            return (t for p in partners for t in self.ui(p, attempt.target))

    check("those who move at once improve on where they are", Answering)


def test_conflict_analysis_counts_only_the_restless() -> None:
    """a could take x at the same time, but is SEQ-stable and stays. If every improvement counts: stable."""

    class EverybodyMoves(Model):
        def restless_others(self, focal: str, s: int) -> list[str]:
            return [m for m in self.movers if m != focal]

    check("only the restless take part in conflict analysis", EverybodyMoves)


def test_sim_from_a_coalesced_state_starts_from_one_combination() -> None:
    """f can move from one combination in the state, a from the other, and so not at the same time. If moves
    are combined without asking from where, p and x sanction: stable.
    """

    class FromAnywhere(Model):
        def combined(self, focal: str, s: int, attempt: Attempt, partners: Sequence[str]) -> Iterator[int]:
            for mine in self.moves(focal, s):
                for partner in partners:
                    for theirs in self.moves(partner, s):
                        yield self.state_of[int(mine.pair[0]) ^ code_of(mine.changed | theirs.changed)]

    check("moves at once from one combination", FromAnywhere)


class AnythingGoes(Model):
    """Every option may be changed at any time."""

    def may_change(self, option: int, before: int) -> bool:
        return True


def test_irreversibility_takes_away_moves() -> None:
    """f regrets p and cannot drop it; the threat to drop x is empty. Were all options reversible: not so."""
    check("an irreversible move cannot be taken back", AnythingGoes)
    check("an irreversible move cannot sanction", AnythingGoes)


def test_irreversibility_does_not_take_away_states() -> None:
    """f can never take p, and still p is taken in two of the four states. If these were dropped, the second
    state would be the one in which only x is taken: stable for a.
    """
    model = check("a state that nobody can bring about is a state")
    assert model.state_codes == [0, 1, 2, 3]
    kept = model.case.model_dump(include={"actors"}, exclude_defaults=True)
    without = case_of(**kept, impossible=["p"])
    assert Model(without).is_stable("nash", "a", 1)


def test_a_precondition_holds_before_the_move() -> None:
    """q needs p, and taking both at once does not do. Naively the same move provides it: unstable."""
    check("a precondition holds before the move", AnythingGoes)


def test_coalesced_is_not_infeasible() -> None:
    """The state that f wants is one of two that are not told apart. If they are impossible: stable."""
    model = check("coalesced is not infeasible")
    assert model.state_codes == [0, 2, None]
    kept = model.case.model_dump(include={"actors"}, exclude_defaults=True)
    gone = case_of(**kept, impossible=["p"])
    assert Model(gone).is_stable("nash", "f", 0)


def test_any_combination_in_a_coalesced_state_may_be_left() -> None:
    """f can take p where x is taken. Naively the lowest combination stands for the state: stable."""

    class Representative(Model):
        def moves(self, mover: str, s: int) -> tuple[Move, ...]:
            lowest = min(int(raw) for raw in self.states[s])
            return tuple(move for move in super().moves(mover, s) if move.pair[0] == lowest)

    model = check("any combination in a coalesced state may be left", Representative)
    assert model.um("a", 2) == set()  # moves inside the coalesced state vanish


def test_no_equilibrium_at_all() -> None:
    """Nash, SMR and SSEQ equilibria can be missing; with intransitive moves or a majority cycle all can.
    Naively there is always an equilibrium under a concept as weak as GMR.
    """
    pennies = check("no equilibrium at all")
    assert not any(pennies.equilibria(c) for c in ("nash", "smr", "sseq"))
    assert pennies.equilibria("gmr") == pennies.equilibria("seq") == {0, 1, 2, 3}
    listed = check("no equilibrium with intransitive moves")
    assert not any(listed.equilibria(c) for c in CONCEPTS[:5])
    cycle = check("no equilibrium with a majority cycle")
    assert not any(cycle.equilibria(c) for c in CONCEPTS)


@pytest.mark.parametrize(
    "name",
    ["a veto holder is not sanctioned through its body", "a veto holder does not help to sanction itself"],
)
def test_a_veto_holder_is_never_sanctioned_through_its_own_body(name: str) -> None:
    """f sits in the union and blocks what would hurt it. If a body's moves count like anybody's, or f is
    asked what it thinks of each step by itself (it likes the first), the union sanctions f: stable.
    """

    class NobodyAgainst(Model):
        def focal_actor(self, focal: str | None) -> str | None:
            return None

    check(name, NobodyAgainst)


def test_others_count_as_for_a_bodys_sanction_under_gmr() -> None:
    """GMR asks what could be done: members who would rather not count as for. As they prefer: unstable."""

    class AsTheyPrefer(Model):
        def may_step(self, mover: str, s: int, move: Move, improvements: bool, against: str | None = None) -> bool:
            return super().may_step(mover, s, move, improvements or self.is_body(mover), against)

    check("the other members count as for", AsTheyPrefer)


def test_consensus_is_not_decided_by_one_minimum_per_member() -> None:
    """Each answer leaves one member indifferent and the other for, so consensus passes at both: no sanction.
    Taking for each member the worst of all answers, nobody is for: stable.
    """

    class Minima(Model):
        def is_stable(self, concept: str, focal: str, s: int) -> bool:
            for s1, changed in self.attempts(focal, s):
                answers = self.answers(concept, focal, s1)
                worst = {a: min(self.rank(a, s2) for s2 in answers) - self.rank(a, s) for a in self.actors}
                if self.all_pass(focal, changed, {a: (x > 0) - (x < 0) for a, x in worst.items()}):
                    return False
            return True

    check("consensus is not one minimum per member", Minima)


def test_members_are_among_the_opponents_of_their_body() -> None:
    """The member a answers with an option of its own. If members stand aside, nobody answers: unstable."""

    class MembersStandAside(Model):
        def answers(self, concept: str, focal: str, s1: int) -> States:
            outside = set(self.movers) - {focal, *self.case.bodies[focal].members}
            return self.reach(s1, outside, False)

    check("members are among the opponents of their body", MembersStandAside)


def test_every_changed_option_meets_its_own_rule() -> None:
    """r passes, q fails, and so the move that changes both fails. If one of them were enough: unstable."""

    class OneIsEnough(Model):
        def all_pass(self, body: str, changed: Any, stances: Stances) -> bool:
            return any(self.passes(self.rule_of(body, k), body, stances) for k in changed)

    check("every changed option meets its own rule", OneIsEnough)


def test_a_rule_is_asked_about_the_whole_move() -> None:
    """Neither option is worth anything without the other. Voted on one by one, both fail: stable."""

    class OneByOne(Model):
        def may_step(self, mover: str, s: int, move: Move, improvements: bool, against: str | None = None) -> bool:
            singly = [self.state_of[int(move.pair[0]) ^ code_of([k])] for k in move.changed]
            votes = zip(move.changed, singly, strict=True)
            return all(self.all_pass(mover, [k], self.preferences(s, t)) for k, t in votes)

    check("a rule is asked about the whole move", OneByOne)


def test_a_counter_move_satisfies_the_rules_of_the_first_move_too() -> None:
    """a alone decides r, and r makes good its loss, not b's. Asked only about r, a lets the union escape."""

    class OnlyTheNewRules(Model):
        def deters(self, concept: str, focal: str, s: int, attempt: Attempt, s2: int) -> bool:
            escapes = (self.better(focal, s, move.target, move.changed) for move in self.moves(focal, s2))
            return not self.better(focal, s, s2, attempt.changed) and not any(escapes)

    check("a counter-move satisfies the rules of the first move too", OnlyTheNewRules)


def test_a_member_body_that_cannot_agree_is_not_against() -> None:
    """The inner body agrees on neither course and is indifferent. If not for were against: stable."""

    class ForOrAgainst(Model):
        def stance(self, who: str, stances: Stances) -> int:
            return super().stance(who, stances) or (-FOR if self.is_body(who) else 0)

    check("a member body that cannot agree is not against", ForOrAgainst)


def test_an_abstention_is_no_veto() -> None:
    """The holder of the veto does not care. If it had to be for: stable."""

    class ActiveConsent(Model):
        def passes(self, rule: Rule, body: str, stances: Stances) -> bool:
            consent = not isinstance(rule, Veto) or all(stances[a] == FOR for a in rule.actors)
            return consent and super().passes(rule, body, stances)

    check("an abstention is no veto", ActiveConsent)


# -------------------------------------------------------------------------------------------------- laws


@given(cases(levels=True))
def test_stability_concepts_are_nested(case: Case) -> None:
    model = Model(case)
    for mover in model.movers:
        stable = {concept: model.stable(concept, mover) for concept in CONCEPTS}
        assert stable["nash"] <= stable["sseq"] <= stable["seq"] <= stable["gmr"]
        assert stable["sseq"] <= stable["smr"] <= stable["gmr"]
        assert stable["seq"] <= stable["conflict-analysis"]
        assert [model.maximin_stable(mover, h) for h in (1, 2, 3)] == [
            stable["nash"],
            stable["gmr"],
            stable["smr"],
        ]


@given(graph_cases())
def test_stability_concepts_are_nested_in_graph_cases(case: Case) -> None:
    model = Model(case)
    for mover in model.movers:
        stable = {concept: model.stable(concept, mover) for concept in CONCEPTS[:5]}
        assert stable["nash"] <= stable["sseq"] <= stable["seq"] <= stable["gmr"]
        assert stable["sseq"] <= stable["smr"] <= stable["gmr"]
        if model.attempts(mover, 0):
            with pytest.raises(ValueError, match="undefined"):
                model.is_stable("sim", mover, 0)


@given(cases(bodies=False, coalesce=False, needs=False, directions=False, infeasible=False))
def test_shortcut_theorems(case: Case) -> None:
    """Where everything is free, GMR is a maximin of the ranks, and SMR a minimax."""
    model = Model(case)
    for mover in model.movers:
        own = code_of(model.options_of(mover))
        table: dict[int, dict[int, int]] = {}
        for s, code in enumerate(model.state_codes):
            assert code is not None
            table.setdefault(code & own, {})[code & ~own] = model.rank(mover, s)
        maximin = max(min(row.values()) for row in table.values())
        minimax = min(max(row[b] for row in table.values()) for b in next(iter(table.values())))
        ranks = {s: model.rank(mover, s) for s in range(len(model.states))}
        assert model.stable("gmr", mover) == {s for s, r in ranks.items() if r >= maximin}
        assert model.stable("smr", mover) == {s for s, r in ranks.items() if r >= minimax}


@given(cases(bodies=False, actors=(2, 2), max_options=5))
def test_limited_moves(case: Case) -> None:
    """L_1 is Nash, L_2 lies in SEQ, every L_h in GMR; NM is what L_h settles to."""
    model = Model(case)
    for mover in model.movers:
        assert model.lh_stable(mover, 1) == model.stable("nash", mover)
        assert model.lh_stable(mover, 2) <= model.stable("seq", mover)
        assert all(model.lh_stable(mover, h) <= model.stable("gmr", mover) for h in range(1, 8))
        assert model.stackelberg(mover) <= model.lh_stable(mover, 2)
        for s, verdict in model.nm(mover).items():
            far = [s in model.lh_stable(mover, h) for h in range(60, 84)]
            match verdict:
                case ("cycle", int(period)):
                    assert period > 1
                    assert any(far)
                    assert not all(far)
                    assert far[period:] == far[:-period]
                case _:
                    assert set(far) == {verdict == "stable"}


@given(cases(bodies=False, actors=(2, 4)))
def test_a_body_of_one_is_its_member(case: Case) -> None:
    """A body with one member that has no options and no other vote is that actor."""
    data = case.model_dump(by_alias=True, exclude_defaults=True)
    last = list(data["actors"])[-1]
    before = Model(Case.model_validate(data | {"status quo": None}))
    body = Model(Case.model_validate(handed_over(data, last)))
    for concept in CONCEPTS:
        assert body.stable(concept, "agent") == before.stable(concept, last)
        for mover in before.movers[:-1]:
            assert body.stable(concept, mover) == before.stable(concept, mover)


def handed_over(data: Any, actor: str) -> Any:
    """The case with the options of its last actor given to a body of which it is the only member.

    The order of the options stays. Preferences are written out as rankings of patterns, because statements in
    the actor's own block may call its options by their bare ids.
    """
    model = Model(Case.model_validate(data))
    size = len(model.case.option_rows)
    actors: dict[str, Any] = {}
    for id_, record in data["actors"].items():
        ladder: dict[int, list[str]] = {}
        for s in sorted(range(len(model.states)), key=lambda s: -model.rank(id_, s)):
            patterns = ["".join("Y" if taken(int(c), k) else "N" for k in range(size)) for c in model.states[s]]
            ladder.setdefault(model.rank(id_, s), []).extend(patterns)
        actors[id_] = {"options": record["options"], "ranking": list(ladder.values())}
    agent = {"members": [actor], "decides": "consensus", "options": actors[actor].pop("options")}
    rest = {key: data[key] for key in ("impossible", "always", "coalesce") if key in data}
    return _renamed({"actors": actors, "bodies": {"agent": agent}, **rest}, actor)


def _renamed(value: Any, actor: str) -> Any:
    """The same with every `actor.` in a statement replaced by `agent.`."""
    match value:
        case dict():
            return {k: _renamed(v, actor) for k, v in value.items()}
        case list() | tuple():
            return [_renamed(v, actor) for v in value]
        case str():
            return value.replace(f"{actor}.", "agent.")
    return value


def test_explanations_are_judged_step_by_step() -> None:
    trap = TRAPS["an opponent moves again after another"]
    model = Model(trap.case)
    s, t, x, y, z = range(5)
    assert model.is_move("f", s, t)
    assert model.is_improvement("f", s, t)
    assert not model.is_improvement("f", t, s)
    assert model.is_legal_sequence([("a", t, x), ("b", x, y), ("a", y, z)], True, "f")
    assert not model.is_legal_sequence([("a", t, x), ("a", y, z)], True, "f")
    assert not model.is_legal_sequence([("b", t, x)], True, "f")
    assert not model.is_legal_sequence([], True, "f")
    assert model.sanctions("seq", "f", s, t, z)
    assert not model.sanctions("seq", "f", s, t, y)
    escaping = Model(TRAPS["SMR and SEQ do not make SSEQ"].case)
    assert escaping.sanctions("sseq", "f", 0, 1, 2)
    assert escaping.escapes("sseq", "f", 0, 1, 2, 3)
    assert not escaping.sanctions("sseq", "f", 0, 1, 4)
    assert escaping.sanctions("smr", "f", 0, 1, 4)


def test_deeper_foresight_needs_two_actors() -> None:
    model = Model(graph("st", f=("st", "t s"), a=("ts", "st"), b=("ts", "s t")))
    with pytest.raises(ValueError, match="two actors"):
        model.lh_stable("f", 2)
