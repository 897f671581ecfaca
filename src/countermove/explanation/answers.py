"""The evidence of concepts that ask what answers an improvement: gathered for one state of a listed game."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from countermove.explanation.evidence import Change, Combination, Escape, Explanation, Improvement, Step
from countermove.explanation.reasons import Ballot, Reason, reason
from countermove.explanation.search import MAX_VISITED, Answers, Budget, Path, Together, Trial, find_answer, find_combination
from countermove.game.listed import ListedGame, Mover
from countermove.game.moves import edges_from_pairs
from countermove.stability.bodies import resisted
from countermove.stability.concept import SEQ, Concept, Evidence, stable
from countermove.stability.engines.dispatch import SWEEP_FROM_STATES, best_after, least_answer
from countermove.stability.engines.local import Moves, answers_from, improvements_from, moves_from, rules_of
from countermove.stability.improvements import not_better, rules_pass

__all__ = ["GATHERED", "Gathering", "evidence"]

GATHERED = (Evidence.GAINS, Evidence.ANSWERS, Evidence.COMBINATIONS, Evidence.ANSWERS_OR_COMBINATIONS)
"""The kinds of evidence that are gathered here."""

SHORT = 5_000
"""The same in a large game, before its kernels are asked whether there is an answer: what costs less than one sweep."""
MOST_REFUSED = 100
"""The most refused moves of a body that are listed: a page of them; all are counted."""


def evidence(game: ListedGame, state: int, mover: Mover, concept: Concept, limit: int = MAX_VISITED) -> Explanation:
    """Why a state is stable for a mover under a concept that asks what answers an improvement, or is not.

    Parameters
    ----------
    game
        A listed game.
    state
        A key of it (a position, from 0).
    mover
        An actor or a body of it.
    concept
        A row of the table of concepts.
    limit
        The most pairs of a state and its last mover that the search for one answer visits.

    Returns
    -------
    Explanation
        Without evidence where the concept is of another kind.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("cuban-missile-crisis"))
    >>> gathered = evidence(game, 6, game.mover("usa"), SEQ)
    >>> gathered.stable, [(i.state, [(s.mover, s.after) for s in i.sanction]) for i in gathered.improvements]
    (True, [(4, [('ussr', 0)])])
    """
    gathering = Gathering(game, state, mover, limit)
    improvements = gathering.judged(concept)
    joining = None
    # Conflict analysis: only where SEQ fails is it asked whether others who are not content either spoil the gains.
    if concept.evidence is Evidence.ANSWERS_OR_COMBINATIONS and not all(i.is_sanctioned for i in improvements):
        joining = gathering.restless()
        improvements = gathering.together([replace(i, in_sequence=i.is_sanctioned) for i in improvements], joining)
    verdict = all(i.is_sanctioned for i in improvements)
    if any(i.is_sanctioned is None for i in improvements) or not gathering.has_evidence(concept):
        # A search that was given up shows nothing: then the concept itself is asked, which analyses all states.
        verdict = bool(stable(game, mover, concept)[state])
        improvements = [replace(i, is_sanctioned=True) for i in improvements] if verdict else improvements
    # The concept itself has the last word; in a large case, where it has not been asked, the evidence is believed.
    fits = game.size >= SWEEP_FROM_STATES or verdict == bool(stable(game, mover, concept)[state])
    refused, number = gathering.refused()
    return Explanation(
        game, game.at(state), mover.id, concept, verdict if fits else not verdict, tuple(improvements), refused, number,
        None if joining is None else tuple(m.id for m in joining),
        has_evidence=fits and gathering.has_evidence(concept), can_move=gathering.can_move(),
    )  # fmt: skip


@dataclass
class Gathering:
    """One state and mover; what the searches may still cost is shared by all of them."""

    game: ListedGame
    state: int
    mover: Mover
    limit: int
    budget: Budget = field(default_factory=Budget)

    def judged(self, concept: Concept) -> list[Improvement]:
        """The improvements, judged by a concept; of conflict analysis its first part, which is SEQ."""
        together = concept.evidence in (Evidence.COMBINATIONS, Evidence.ANSWERS_OR_COMBINATIONS)
        pairs = self.improvements(each_way=together)
        improvements = [improvement for improvement, _ in pairs]
        match concept.evidence:
            case Evidence.GAINS:
                return improvements
            case Evidence.COMBINATIONS:
                others = [m for m in self.game.movers if m is not self.mover]
                return self.together(improvements, others)
            case Evidence.ANSWERS:
                return [self.answered(improvement, rules, concept) for improvement, rules in pairs]
            case Evidence.ANSWERS_OR_COMBINATIONS:
                return [self.answered(improvement, rules, SEQ) for improvement, rules in pairs]
        return [replace(improvement, is_sanctioned=None) for improvement in improvements]

    def has_evidence(self, concept: Concept) -> bool:
        """Whether this module knows what to gather for the concept."""
        return concept.evidence in GATHERED

    def can_move(self) -> bool:
        """Whether the mover has any move from the state."""
        return len(moves_from(self.game, self.mover, np.array([self.state], dtype=np.int32)).target) > 0

    def improvements(self, each_way: bool = False) -> list[tuple[Improvement, int]]:
        """The improvements by target, of a body each with the set of rules that decides it; see `decisions`."""
        return [
            (Improvement(target, self.names(changed), self.why(target, changed), is_sanctioned=False), rules)
            for target, rules, changed in self.decisions(each_way)
        ]

    def decisions(self, each_way: bool) -> list[tuple[int, int, int]]:
        """The improvements as target, set of rules and options changed (a mask), sorted.

        Of several ways to change options under the same rules one is enough where others answer one after the other: the
        verdict is the same for all. Moves at the same time have to answer `each_way`.
        """
        moves = improvements_from(self.game, self.mover, np.array([self.state], dtype=np.int32))
        by_decision: dict[tuple[int, ...], tuple[int, int, int]] = {}
        for way in self.ways(moves):
            by_decision.setdefault(way if each_way else way[:2], way)
        return sorted(by_decision.values())

    def answered(self, improvement: Improvement, rules: int, concept: Concept) -> Improvement:
        """An improvement with the shortest sequence that sanctions it, if any."""
        answers, sanctioned = self.search(improvement.state, rules, concept)
        if answers.sanction is not None:
            outcome = self.why(answers.sanction[-1][2], self.mask(improvement))
            steps = self.steps(answers.sanction, concept)
            return replace(improvement, is_sanctioned=True, sanction=steps, outcome=outcome)
        escape = None
        if answers.escaped is not None and answers.counter is not None and sanctioned is False:
            escape = self.escape(improvement, rules, answers.escaped, answers.counter, concept)
        return replace(
            improvement, is_sanctioned=sanctioned, evasion=escape, reached=answers.reached, searched=answers.complete
        )

    def search(self, target: int, rules: int, concept: Concept) -> tuple[Answers, bool | None]:
        """What the others can do about an improvement, and whether it is answered.

        In a large case a short search is followed by the kernel's verdict, and by the long search only where
        there is something to be found.
        """
        trial = Trial(self.game, self.mover, self.state, rules, concept.sanctions)
        way = (concept.credible, concept.counter, self.budget)
        limit = min(self.limit, SHORT) if self.game.size >= SWEEP_FROM_STATES else self.limit
        # First few states: most answers are short, and most searches end here.
        answers = find_answer(trial, target, *way, limit)
        if answers.complete:
            return answers, answers.sanction is not None
        sanctioned = self.kernel_holds(target, rules, concept)
        # The long search is made only where it must succeed: for what none can answer, the verdict is all there is to show.
        if sanctioned and limit < self.limit:
            answers = find_answer(trial, target, *way, self.limit)
        return answers, sanctioned

    def escape(self, improvement: Improvement, rules: int, path: Path, target: int, concept: Concept) -> Escape:
        """The answer that only the counter-move to `target` defeats."""
        end, first = path[-1][2], self.mask(improvement)
        moves = moves_from(self.game, self.mover, np.array([end], dtype=np.int32))
        moves = moves.select(moves.target == target)
        trial = Trial(self.game, self.mover, self.state, rules, concept.sanctions)
        # Of several ways to realise the counter-move one whose rules pass, together with those of the improvement.
        escaping = moves.select(trial.better(moves.target, rules_of(self.mover, moves.changed)))
        changed = self.game.options_of(escaping)[0]
        counter = Step(self.mover.id, end, target, reason(self.game, self.mover, end, target, changed))
        outcome = self.why(end, first)
        return Escape(self.steps(path, concept), outcome, counter, self.why(target, first | changed))

    def together(self, improvements: Sequence[Improvement], partners: Sequence[Mover]) -> list[Improvement]:
        """The improvements with the combination of the partners' moves that spoils each, if any."""
        return [self.combined(improvement, partners) for improvement in improvements]

    def combined(self, improvement: Improvement, partners: Sequence[Mover]) -> Improvement:
        """An improvement with a combination of the partners' moves that spoils it, if any."""
        first = self.mask(improvement)
        spoiling = self.spoiling(improvement.state, first, partners)
        improvement = replace(improvement, is_sanctioned=False, reached=spoiling.reached, searched=spoiling.complete)
        if spoiling.exists:
            changes = tuple(self.change(m, spoiling.place, changed) for m, changed in spoiling.changed)
            combination = Combination(changes, spoiling.state, self.why(spoiling.state, first))
            return replace(improvement, is_sanctioned=True, combination=combination)
        return improvement if spoiling.complete else replace(improvement, is_sanctioned=None)

    def spoiling(self, target: int, changed: int, partners: Sequence[Mover]) -> Together:
        """What the partners can do at the same time as the improvement that changes some options (a mask)."""
        # The rules of the options that the improvement changes, as the judge of a sanction takes them.
        rules = sum(1 << vote for vote in {vote for k, vote in self.mover.vote_of.items() if changed >> k & 1})
        return find_combination(Trial(self.game, self.mover, self.state, rules), target, changed, partners, self.budget)

    def change(self, mover: Mover, place: int, changed: int) -> Change:
        """What one mover changes at a combination of options."""
        here = self.game.layout.unpack(int(self.game.codes[place]))
        after = int(self.game.states_of_codes[self.game.place(here ^ changed)])
        # Each move must be an improvement by itself, from the state in question, whatever the others do at the same time.
        why = reason(self.game, mover, self.state, after, changed, self.mover.opposing)
        return Change(mover.id, *self.parts(place, changed), why)

    def parts(self, place: int, changed: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The full names of the options in a mask that are taken, and dropped, from a combination of options."""
        here = self.game.layout.unpack(int(self.game.codes[place]))
        return self.names(changed & ~here), self.names(changed & here)

    def restless(self) -> tuple[Mover, ...]:
        """The others for which the state is not SEQ-stable."""
        movers = []
        for mover in self.game.movers:
            if mover is not self.mover:
                # By evidence, not by the kernel: in a large game that would analyse all states for the sake of one.
                seq = evidence(self.game, self.state, mover, SEQ, self.limit)
                if not seq.stable:
                    movers.append(mover)
        return tuple(movers)

    def refused(self) -> tuple[tuple[Ballot, ...], int]:
        """Of a body, the moves that its rules do not let pass, the first of them, and how many there are."""
        # A merged coalition has no rules to explain: each of its members must gain.
        if not self.mover.is_body or self.mover.merged:
            return (), 0
        moves = moves_from(self.game, self.mover, np.array([self.state], dtype=np.int32))
        rules = rules_of(self.mover, moves.changed)
        moves = moves.select(~rules_pass(self.game, self.mover, rules, moves.source, moves.target))
        by_decision: dict[tuple[int, int], int] = {}
        for target, decisive, changed in self.ways(moves):
            by_decision.setdefault((target, decisive), changed)
        first = list(by_decision.items())[:MOST_REFUSED]
        ballots = (reason(self.game, self.mover, self.state, to, changed) for (to, _), changed in first)
        return tuple(ballot for ballot in ballots if isinstance(ballot, Ballot)), len(by_decision)

    def ways(self, moves: Moves) -> list[tuple[int, int, int]]:
        """The mover's moves by target, rules asked and options changed (as masks), sorted."""
        rules = rules_of(self.mover, moves.changed)
        return sorted(zip(moves.target.tolist(), rules.tolist(), self.game.options_of(moves), strict=True))

    def steps(self, path: Path, concept: Concept) -> tuple[Step, ...]:
        """A path with what each mover thinks of its step."""
        return tuple(Step(m.id, a, b, self.step_reason(m, a, b, concept)) for m, a, b in path)

    def step_reason(self, mover: Mover, before: int, after: int, concept: Concept) -> Reason:
        """What the mover of a step thinks of it; of several ways to realise it, of one that passes."""
        here = np.array([before], dtype=np.int32)
        moves = answers_from(self.game, self.mover, mover, here, concept.credible)
        ways = [
            reason(self.game, mover, before, after, changed, self.mover.opposing)
            for changed in self.game.options_of(moves.select(moves.target == after))
        ]
        # A body in a coalesced state may realise a step in several ways; shown is one that its rules let pass.
        return next((way for way in ways if way.favours), ways[0])

    def kernel_holds(self, target: int, rules: int, concept: Concept) -> bool | None:
        """What the kernels say of one improvement, where the search was given up; None where they judge otherwise."""
        game, mover = self.game, self.mover
        # The kernels know one judge of a sanction only; a concept with a judge of its own is asked as a unit.
        if concept.sanctions is not not_better:
            return None
        if mover.actor is None:
            here, there = (np.array([at], dtype=np.int32) for at in (self.state, target))
            moves = edges_from_pairs(here, there, game.size, np.array([rules], dtype=np.int64))
            return bool(resisted(game, mover, moves, concept.credible, concept.counter)[0])
        rank = game.rank_rows[mover.actor]

        def least() -> NDArray[np.signedinteger]:
            base = best_after(game, mover, rank) if concept.counter else rank
            return least_answer(game, mover, base, concept.credible)

        key = ("least answer", mover.index, concept.credible, concept.counter)
        return bool(game.once(key, least)[target] <= rank[self.state])

    def why(self, after: int, changed: int) -> Reason:
        """What the mover thinks of a state, compared with the state in question."""
        return reason(self.game, self.mover, self.state, after, changed)

    def names(self, changed: int) -> tuple[str, ...]:
        """The full names of the options in a mask."""
        return tuple(row.full for row in self.game.options if changed >> row.index & 1)

    def mask(self, improvement: Improvement) -> int:
        """The options that an improvement changes, as a mask."""
        return sum(1 << row.index for row in self.game.options if row.full in improvement.options)
