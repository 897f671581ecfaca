"""The evidence of concepts that ask what answers an improvement: gathered for one state of a listed game."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from countermove.explanation.evidence import Change, Combination, Escape, Explanation, Improvement, Step
from countermove.explanation.reasons import Ballot, Reason, reason
from countermove.explanation.search import Answers, Budget, Path, Trial, find_answer, find_combination
from countermove.game.listed import ListedGame, Mover
from countermove.game.moves import edges_from_pairs
from countermove.stability.bodies import resisted
from countermove.stability.concept import SEQ, Concept, Evidence, stable
from countermove.stability.engines.dispatch import LARGE, best_after, least_answer
from countermove.stability.engines.local import Moves, answers_from, improvements_from, moves_from, rules_of
from countermove.stability.improvements import not_better, rules_pass

__all__ = ["evidence"]

MAX_VISITED = 200_000
"""The most pairs of a state and its last mover that the search for one answer visits."""
SHORT = 5_000
"""The same in a large case, before its kernels are asked whether there is an answer."""
MOST_REFUSED = 100
"""The most refused moves of a body that are listed."""


def evidence(game: ListedGame, state: int, mover: Mover, concept: Concept, limit: int = MAX_VISITED) -> Explanation:
    """Why a state (a key) is stable for `mover` under `concept`, or is not.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("cuban-missile-crisis"))
    >>> found = evidence(game, 6, game.mover("usa"), SEQ)
    >>> found.stable, [(i.state, [(s.mover, s.after) for s in i.sanction]) for i in found.improvements]
    (True, [(4, [('ussr', 0)])])
    """
    gathering = _Gathering(game, state, mover, limit)
    improvements = gathering.judged(concept)
    joining = None
    if concept.evidence is Evidence.ANSWERS_OR_COMBINATIONS and not all(i.held for i in improvements):
        joining = gathering.restless()
        improvements = gathering.together([replace(i, in_sequence=i.held) for i in improvements], joining)
    verdict = all(i.held for i in improvements)
    if any(i.held is None for i in improvements) or not gathering.has_evidence(concept):
        verdict = bool(stable(game, mover, concept)[state])
        improvements = [replace(i, held=True) for i in improvements] if verdict else improvements
    # The concept itself has the last word; in a large case, where it has not been asked, the evidence is believed.
    fits = game.size >= LARGE or verdict == bool(stable(game, mover, concept)[state])
    refused, number = gathering.refused()
    return Explanation(
        game, game.at(state), mover.id, concept, verdict if fits else not verdict, tuple(improvements), refused, number,
        None if joining is None else tuple(m.id for m in joining),
        has_evidence=fits and gathering.has_evidence(concept), can_move=gathering.can_move(),
    )  # fmt: skip


@dataclass
class _Gathering:
    """One state and mover; what the searches may still cost is shared by all of them."""

    graph: ListedGame
    state: int
    mover: Mover
    limit: int
    budget: Budget = field(default_factory=Budget)

    def judged(self, concept: Concept) -> list[Improvement]:
        """The improvements, judged by a concept; of conflict analysis its first part, which is SEQ."""
        found = self.improvements()
        improvements = [improvement for improvement, _ in found]
        match concept.evidence:
            case Evidence.GAINS:
                return improvements
            case Evidence.COMBINATIONS:
                others = [m for m in self.graph.movers if m is not self.mover]
                return self.together(improvements, others)
            case Evidence.ANSWERS:
                return [self.answered(improvement, rules, concept) for improvement, rules in found]
            case Evidence.ANSWERS_OR_COMBINATIONS:
                return [self.answered(improvement, rules, SEQ) for improvement, rules in found]
        return [replace(improvement, held=None) for improvement in improvements]

    def has_evidence(self, concept: Concept) -> bool:
        """Whether this module knows what to gather for the concept."""
        known = (Evidence.GAINS, Evidence.ANSWERS, Evidence.COMBINATIONS, Evidence.ANSWERS_OR_COMBINATIONS)
        return concept.evidence in known

    def can_move(self) -> bool:
        """Whether the mover has any move from the state."""
        return len(moves_from(self.graph, self.mover, np.array([self.state], dtype=np.int32)).target) > 0

    def improvements(self) -> list[tuple[Improvement, int]]:
        """The improvements by target, of a body each with the set of rules that decides it."""
        moves = improvements_from(self.graph, self.mover, np.array([self.state], dtype=np.int32))
        found: dict[tuple[int, int], int] = {}
        for target, rules, changed in self.ways(moves):
            found.setdefault((target, rules), changed)
        return [
            (Improvement(target, self.names(changed), self.why(target, changed), held=False), rules)
            for (target, rules), changed in sorted(found.items())
        ]

    def answered(self, improvement: Improvement, rules: int, concept: Concept) -> Improvement:
        """An improvement with the shortest sequence that sanctions it, if any."""
        answers, held = self.search(improvement.state, rules, concept)
        if answers.sanction is not None:
            outcome = self.why(answers.sanction[-1][2], self.mask(improvement))
            steps = self.steps(answers.sanction, concept)
            return replace(improvement, held=True, sanction=steps, outcome=outcome)
        escape = None
        if answers.escaped is not None and answers.counter is not None and held is False:
            escape = self.escape(improvement, rules, answers.escaped, answers.counter, concept)
        return replace(improvement, held=held, evasion=escape, reached=answers.reached, searched=answers.complete)

    def search(self, target: int, rules: int, concept: Concept) -> tuple[Answers, bool | None]:
        """What the others can do about an improvement, and whether it is undone.

        In a large case a short search is followed by the kernel's verdict, and by the long search only where
        there is something to be found.
        """
        trial = Trial(self.graph, self.mover, self.state, rules, concept.sanctions)
        way = (concept.credible, concept.counter, self.budget)
        limit = min(self.limit, SHORT) if self.graph.size >= LARGE else self.limit
        answers = find_answer(trial, target, *way, limit)
        if answers.complete:
            return answers, answers.sanction is not None
        held = self.kernel_holds(target, rules, concept)
        if held and limit < self.limit:
            answers = find_answer(trial, target, *way, self.limit)
        return answers, held

    def escape(self, improvement: Improvement, rules: int, path: Path, target: int, concept: Concept) -> Escape:
        """The answer that only the counter-move to `target` defeats."""
        end, first = path[-1][2], self.mask(improvement)
        moves = moves_from(self.graph, self.mover, np.array([end], dtype=np.int32))
        moves = moves.select(moves.target == target)
        trial = Trial(self.graph, self.mover, self.state, rules, concept.sanctions)
        escaping = moves.select(trial.better(moves.target, rules_of(self.mover, moves.changed)))
        changed = self.graph.options_of(escaping)[0]
        counter = Step(self.mover.id, end, target, reason(self.graph, self.mover, end, target, changed))
        outcome = self.why(end, first)
        return Escape(self.steps(path, concept), outcome, counter, self.why(target, first | changed))

    def together(self, improvements: Sequence[Improvement], partners: Sequence[Mover]) -> list[Improvement]:
        """The improvements with the combination of the partners' moves that spoils each, if any."""
        return [self.combined(improvement, partners) for improvement in improvements]

    def combined(self, improvement: Improvement, partners: Sequence[Mover]) -> Improvement:
        """An improvement with a combination of the partners' moves that spoils it, if any."""
        first = self.mask(improvement)
        rules = sum(1 << vote for vote in {vote for k, vote in self.mover.vote_of.items() if first >> k & 1})
        trial = Trial(self.graph, self.mover, self.state, rules)
        found = find_combination(trial, improvement.state, partners, self.budget)
        improvement = replace(improvement, held=False, reached=found.reached, searched=found.complete)
        if found.found:
            changes = tuple(self.change(m, found.place, changed) for m, changed in found.changed)
            combination = Combination(changes, found.state, self.why(found.state, first))
            return replace(improvement, held=True, combination=combination)
        return improvement if found.complete else replace(improvement, held=None)

    def change(self, mover: Mover, place: int, changed: int) -> Change:
        """What one mover changes at a combination of options."""
        here = self.graph.layout.unpack(int(self.graph.codes[place]))
        after = int(self.graph.states_of_codes[self.graph.place(here ^ changed)])
        why = reason(self.graph, mover, self.state, after, changed, self.mover.opposing)
        return Change(mover.id, self.names(changed & ~here), self.names(changed & here), why)

    def restless(self) -> tuple[Mover, ...]:
        """The others for which the state is not SEQ-stable."""
        found = []
        for mover in self.graph.movers:
            if mover is not self.mover:
                seq = evidence(self.graph, self.state, mover, SEQ, self.limit)
                if not seq.stable:
                    found.append(mover)
        return tuple(found)

    def refused(self) -> tuple[tuple[Ballot, ...], int]:
        """Of a body, the moves that its rules do not let pass, the first of them, and how many there are."""
        if not self.mover.is_body or self.mover.merged:
            return (), 0
        moves = moves_from(self.graph, self.mover, np.array([self.state], dtype=np.int32))
        rules = rules_of(self.mover, moves.changed)
        moves = moves.select(~rules_pass(self.graph, self.mover, rules, moves.source, moves.target))
        found: dict[tuple[int, int], int] = {}
        for target, asked, changed in self.ways(moves):
            found.setdefault((target, asked), changed)
        first = list(found.items())[:MOST_REFUSED]
        ballots = (reason(self.graph, self.mover, self.state, to, changed) for (to, _), changed in first)
        return tuple(ballot for ballot in ballots if isinstance(ballot, Ballot)), len(found)

    def ways(self, moves: Moves) -> list[tuple[int, int, int]]:
        """The mover's moves by target, rules asked and options changed (as masks), sorted."""
        rules = rules_of(self.mover, moves.changed)
        return sorted(zip(moves.target.tolist(), rules.tolist(), self.graph.options_of(moves), strict=True))

    def steps(self, path: Path, concept: Concept) -> tuple[Step, ...]:
        """A path with what each mover thinks of its step."""
        return tuple(Step(m.id, a, b, self.step_reason(m, a, b, concept)) for m, a, b in path)

    def step_reason(self, mover: Mover, before: int, after: int, concept: Concept) -> Reason:
        """What the mover of a step thinks of it; of several ways to realise it, of one that passes."""
        here = np.array([before], dtype=np.int32)
        moves = answers_from(self.graph, self.mover, mover, here, concept.credible)
        ways = [
            reason(self.graph, mover, before, after, changed, self.mover.opposing)
            for changed in self.graph.options_of(moves.select(moves.target == after))
        ]
        return next((way for way in ways if way.favours), ways[0])

    def kernel_holds(self, target: int, rules: int, concept: Concept) -> bool | None:
        """What the kernels say of one improvement, where the search was given up; None where they judge otherwise."""
        graph, mover = self.graph, self.mover
        if concept.sanctions is not not_better:
            return None
        if mover.actor is None:
            here, there = (np.array([at], dtype=np.int32) for at in (self.state, target))
            moves = edges_from_pairs(here, there, graph.size, np.array([rules], dtype=np.int64))
            return bool(resisted(graph, mover, moves, concept.credible, concept.counter)[0])
        rank = graph.ranks[mover.actor]

        def least() -> NDArray[np.signedinteger]:
            base = best_after(graph, mover, rank) if concept.counter else rank
            return least_answer(graph, mover, base, concept.credible)

        key = ("held down", mover.index, concept.credible, concept.counter)
        return bool(graph.once(key, least)[target] <= rank[self.state])

    def why(self, after: int, changed: int) -> Reason:
        """What the mover thinks of a state, compared with the state in question."""
        return reason(self.graph, self.mover, self.state, after, changed)

    def names(self, changed: int) -> tuple[str, ...]:
        """The full names of the options in a mask."""
        return tuple(row.full for row in self.graph.options if changed >> row.index & 1)

    def mask(self, improvement: Improvement) -> int:
        """The options that an improvement changes, as a mask."""
        return sum(1 << row.index for row in self.graph.options if row.full in improvement.options)
