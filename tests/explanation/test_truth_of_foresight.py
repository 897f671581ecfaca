"""Every sentence on who looks further ahead, read back and held against the reference; what cannot be read fails.

L_h, NM and Stackelberg: each line of play is replayed with what the reference foresees. Maximin: each line of replies ends
in what the focal actor can make sure of.
"""

from __future__ import annotations

import re
from collections import Counter
from random import Random
from unittest.mock import patch

from cases import random_case, random_graph_case
from countermove.explanation.explain import explain
from countermove.game.compile import compile
from countermove.model.case import Case
from countermove.stability.concept import find_concept
from countermove.views.explanation.explanation import sentences
from explanation.test_truth import WHY, SaidOfVerdict
from reference_deals import DealModel
from sentences import MANY, MOVE, STATE, Rule, read_cases

MOST_MOVES = 3
"""Moves that are described, fewer than usual so that small cases have more; the others are counted."""
LONG = 12
"""Horizons beyond one that are tried where a sentence speaks of all longer ones."""


def horizon(text: str) -> int:
    """How many moves: ``one move``, ``3 moves``."""
    return 1 if text == "one move" else int(text.split()[0])


class SaidOfForesight(SaidOfVerdict):
    """The explanation of one state for a mover who looks ahead."""

    def __init__(self, model: DealModel, case: Case, s: int, mover: str, concept: str) -> None:
        self.row = find_concept(concept)
        self.leader = self.row.leader
        self.moves = self.row.moves or (2 if self.leader == mover else 1)
        super().__init__(model, case, s, mover, concept)
        self.told: list[int] = []
        self.pays: list[bool] = []
        self.more = (0, 0)
        self.played: list[tuple[str, int, int]] = []

    def judged(self) -> bool:
        if self.concept == "nm":
            return self.model.nm(self.mover)[self.s] == "stable"
        return self.model.stays(self.mover, self.s, self.moves)

    def run(self, texts: list[str]) -> None:
        self.read_all(texts, self.rules())
        self.is_over()
        targets = self.model.um(self.mover, self.s)
        assert len(self.told) == len(set(self.told)) == min(len(targets), MOST_MOVES)
        assert len(self.told) + self.more[0] == len(targets)
        assert set(self.told) <= targets
        # What pays is described first, so that of the rest some may pay only if all that is described does.
        assert self.pays == sorted(self.pays, reverse=True)
        assert sum(self.pays) + self.more[1] == sum(self.is_worth(target) for target in targets)

    def rules(self) -> list[Rule]:
        name = self.row.label.partition(" (")[0]
        leads = r" \((\w+) leads\)" if self.leader is not None else "()"
        moves = r"(one move|\d+ moves)"
        return [
            (rf"For (\w+), ({STATE})(?: \(.*\))? is (not )?stable under {re.escape(name)}{leads}\.", self.verdict_led),
            (rf"{re.escape(name)}{leads} asks: .*?(?:, with a horizon of {moves})?\? (Yes|No)\.", self.asks),
            (rf"The verdict depends on the horizon: from {moves} on, it repeats after every (\d+) more\.", self.repeats),
            (rf"Horizon in what follows: {moves}\.", self.looks),
            (rf"Horizon: {moves}\. Every longer horizon gives the same verdict\.", self.settles),
            (rf"From ({STATE}), (\w+) cannot move\.", lambda at, who: self.idle(at, who, set(self.model.um(self.mover, self.s)))),
            (rf"For (\w+), this move is possible: (\w+) ({MOVE})\.", self.first),
            (rf"Then (\w+) ({MOVE})\.", self.plays),
            (rf"This (is an improvement for) (\w+){WHY}\.", self.gains_at_once),
            (rf"This leads to ({STATE}) in the end, which is better for (\w+) than ({STATE}){WHY}\.", self.leads_to),
            (r"Then (\w+) would stay there\.", self.stays_there),
            (rf"That is ({STATE}) again, so nothing is gained\.", self.again),
            (rf"That leaves (\w+) (better off than|as well off as|worse off than) in ({STATE}){WHY}\.", self.left),
            (r"For (\w+) there (?:is|are) (one|\d+) more moves?; (none|\d+) would be better than staying\.", self.others),
        ]  # fmt: skip

    # ------------------------------------------------------------------------------------------- the verdict

    def verdict_led(self, who: str, where: str, no: str | None, leader: str) -> None:
        self.verdict(who, where, no)
        assert self.who(leader or None) == ([self.leader] if self.leader is not None else [])

    def asks(self, leader: str, moves: str | None, yes: str) -> None:
        assert self.who(leader or None) == ([self.leader] if self.leader is not None else [])
        assert (yes == "Yes") == self.stable
        assert (moves is not None) == (self.row.moves is not None)
        assert moves is None or horizon(moves) == self.moves

    def verdicts_from(self, first: int, count: int) -> list[bool]:
        return [self.model.stays(self.mover, self.s, h) for h in range(first, first + count)]

    def repeats(self, since: str, period: str) -> None:
        found = self.model.nm(self.mover)[self.s]
        assert found == ("cycle", int(period))
        verdicts = self.verdicts_from(horizon(since), LONG + 3 * int(period))
        assert verdicts[int(period) :] == verdicts[: -int(period)]
        assert len(set(verdicts)) == 2

    def looks(self, moves: str) -> None:
        self.moves = horizon(moves)
        assert self.concept == "nm"
        assert not self.stable
        assert not self.model.stays(self.mover, self.s, self.moves)

    def settles(self, moves: str) -> None:
        self.moves = horizon(moves)
        assert set(self.verdicts_from(self.moves, LONG)) == {self.stable}

    def is_worth(self, target: int) -> bool:
        """Whether to move there is better than to stay."""
        ends = self.model.ends(self.model.opponent(self.mover), target, self.moves - 1)
        return min(self.model.rank(self.mover, e) for e in ends) > self.model.rank(self.mover, self.s)

    # ---------------------------------------------------------------------------------------------- the play

    def first(self, who: str, mover: str, move: str) -> None:
        self.is_over()
        assert self.who(who) == self.who(mover) == [self.mover]
        self.target = self.here = self.move(self.mover, self.s, move)
        self.told.append(self.target)
        self.pays.append(self.is_worth(self.target))
        self.played, self.has_stayed, self.has_ended = [(self.mover, self.s, self.target)], False, False

    def next_mover(self) -> tuple[str, int]:
        """Whose turn it is, and how many moves are in view."""
        last = self.played[-1][0]
        return self.model.opponent(last), self.moves - len(self.played)

    def plays(self, who: str, move: str) -> None:
        (mover,), before = self.who(who), self.here
        turn, in_view = self.next_mover()
        assert mover == turn
        self.here = self.move(mover, before, move)
        assert in_view > 0
        # One of the most valuable moves: wherever play may end after it, it may end from here as well.
        assert self.here in self.model.um(mover, before)
        assert self.model.ends(self.model.opponent(mover), self.here, in_view - 1) <= self.model.ends(mover, before, in_view)
        assert self.model.ends(mover, before, in_view) != {before}
        self.played.append((mover, before, self.here))

    def gains_at_once(self, effect: str, who: str, why: str) -> None:
        self.pair = self.played[-1]
        self.promised = self.here
        self.interest(effect, who, why)

    def leads_to(self, end: str, who: str, where: str, why: str) -> None:
        mover, before, after = self.played[-1]
        assert self.who(who) == [mover]
        assert self.state(where) == before
        self.promised = self.state(end)
        assert self.promised != after
        assert self.model.rank(mover, self.promised) > self.model.rank(mover, before)
        self.because(mover, before, self.promised, why)

    def stays_there(self, who: str) -> None:
        turn, in_view = self.next_mover()
        assert self.who(who) == [turn]
        assert len(self.played) == 1
        assert in_view > 0
        assert self.model.ends(turn, self.here, in_view) == {self.here}
        self.has_stayed = True

    def again(self, where: str) -> None:
        super().again(where)
        self.has_ended = True

    def left(self, who: str, how: str, where: str, why: str) -> None:
        super().left(who, how, where, why)
        self.has_ended = True

    def is_over(self) -> None:
        """The play of the last move that was described is over, and ends as badly as its mover has to expect."""
        if not self.told:
            return
        assert self.has_ended
        turn, in_view = self.next_mover()
        assert self.model.ends(turn, self.here, in_view) == {self.here}
        assert self.has_stayed == (len(self.played) == 1 and self.moves > 1)
        assert len(self.played) == 1 or self.promised == self.here
        ends = self.model.ends(self.model.opponent(self.mover), self.target, self.moves - 1)
        assert self.model.rank(self.mover, self.here) == min(self.model.rank(self.mover, e) for e in ends)

    def others(self, who: str, count: str, better: str) -> None:
        assert self.who(who) == [self.mover]
        self.more = (1 if count == "one" else int(count), 0 if better == "none" else int(better))


class SaidOfMaximin(SaidOfVerdict):
    """The explanation of one state for a mover whom the others hurt at any cost."""

    def __init__(self, model: DealModel, case: Case, s: int, mover: str, concept: str) -> None:
        self.row = find_concept(concept)
        assert self.row.moves is not None
        self.moves = self.row.moves
        self.sure: dict[tuple[int, int, bool], int] = {}
        super().__init__(model, case, s, mover, concept)
        self.told, self.wanted = Counter[tuple[int, bool | None]](), Counter[tuple[int, bool | None]]()
        self.last, self.own_moves, self.is_idle, self.has_ended = mover, 0, False, True

    def judged(self) -> bool:
        return self.s in self.model.maximin_stable(self.mover, self.moves)

    def run(self, texts: list[str]) -> None:
        self.read_all(texts, self.rules())
        self.is_over()
        for attempt in self.model.attempts(self.mover, self.s):
            spoilt = self.model._others_spoil(self.mover, self.s, attempt.target, attempt.changed, self.moves - 1)
            self.wanted[attempt.target, None if self.moves == 1 else spoilt] += 1
        assert self.told == self.wanted
        assert (not self.told if self.moves == 1 else all(spoilt for _, spoilt in self.told)) == self.stable

    def rules(self) -> list[Rule]:
        label, moves = re.escape(self.row.label), r"(one move|\d+ moves)"
        idle = "so there is nothing to answer"
        gains = lambda at, who: self.idle(at, who, set(self.model.ui(self.mover, self.s)))  # noqa: E731
        return [
            (rf"For (\w+), ({STATE})(?: \(.*\))? is (not )?stable under {label}\.", self.verdict),
            (rf"{label} asks: .*, with a horizon of {moves}\? (Yes|No)\.",
             lambda h, yes: self.equal((horizon(h), yes == "Yes"), (self.moves, self.stable))),
            (rf"From ({STATE}), no move of (\w+) is an improvement, {idle}\.",
             lambda at, who: (gains(at, who), self.equal(self.is_body, False))),
            (rf"From ({STATE}), no change that (\w+) could make would pass, {idle}\.",
             lambda at, who: (gains(at, who), self.equal(self.is_body, True))),
            (rf"For (\w+), this move is an improvement: (\w+) ({MOVE})\.", self.first),
            (r"Reason(: what decides is .*)\.", lambda why: self.because(self.mover, self.s, self.target, why)),
            (r"It would pass\.", lambda: self.passes(True)),
            (r"It would not pass as things are, but it would if all the others voted for it\.", lambda: self.passes(False)),
            (r"In (\w+), for: (.*?); against: (.*?)(?:; indifferent: (.*))?\.", self.sides),
            (rf"(?:This one|Each of these) can stop it alone: ({MANY})\.", self.stops),
            (r"Too few are for it\.", lambda: None),
            (r"The others (can|cannot) answer this improvement; there are too many moves to show them\.", self.answered_so),
            (rf"(But|Then) (\w+) can (answer|go on): (\w+) ({MOVE})\.", self.hurts),
            (rf"This (is an improvement for|neither helps nor hurts|would hurt) (\w+){WHY}\.", self.interest),
            (rf"(If the others do nothing,|Then) (\w+) can move again: (\w+) ({MOVE})\.", self.moves_again),
            (r"No move of the others makes this worse\.", self.no_worse),
            (rf"That is ({STATE}) again, so nothing is gained\.", self.again),
            (rf"That leaves (\w+) (better off than|as well off as|worse off than) in ({STATE}){WHY}\.", self.left),
        ]  # fmt: skip

    def can_make_sure(self, at: int, replies: int, of_others: bool) -> int:
        """The rank that the mover can still make sure of, with so many replies to come, of the others first or not."""
        key = (at, replies, of_others)
        if key not in self.sure:
            rank = self.model.rank(self.mover, at)
            choices = self.model.answers("gmr", self.mover, at) if of_others else self.model.um(self.mover, at)
            values = [self.can_make_sure(to, replies - 1, not of_others) for to in {at, *choices}] if replies else [rank]
            self.sure[key] = min(values) if of_others else max(values)
        return self.sure[key]

    def first(self, who: str, mover: str, move: str) -> None:
        self.is_over()
        assert self.who(who) == self.who(mover) == [self.mover]
        self.target = self.here = self.move(self.mover, self.s, move)
        assert self.target in self.model.ui(self.mover, self.s)
        self.pair = (self.mover, self.s, self.target)
        self.last, self.own_moves, self.is_idle = self.mover, 0, False
        self.steps = []
        # With a horizon of one move nobody answers, and nothing is said of it.
        self.has_ended = self.moves == 1
        if self.has_ended:
            self.told[self.target, None] += 1

    def answered_so(self, can: str) -> None:
        assert self.is_body
        assert self.moves > 1
        self.told[self.target, can == "can"] += 1
        self.has_ended = True

    def hurts(self, word: str, who: str, how: str, same: str, move: str) -> None:
        assert who == same
        (mover,) = self.who(who)
        assert mover != self.mover
        assert (word == "But") == (not self.steps)
        assert (how == "answer") == (self.last == self.mover)
        end = self.move(mover, self.here, move)
        assert end in self.model.steps(mover, self.here, False, self.against)
        self.steps.append((mover, self.here, end))
        self.pair, self.here, self.last = (mover, self.here, end), end, mover

    def moves_again(self, start: str, who: str, same: str, move: str) -> None:
        assert self.who(who) == self.who(same) == [self.mover]
        assert (start != "Then") == (self.last == self.mover)
        end = self.move(self.mover, self.here, move)
        self.steps.append((self.mover, self.here, end))
        self.here, self.last, self.own_moves = end, self.mover, self.own_moves + 1

    def no_worse(self) -> None:
        assert not self.steps
        assert self.moves > 1
        rank = self.model.rank(self.mover, self.target)
        assert self.can_make_sure(self.target, self.moves - 1, True) == rank
        assert all(
            self.can_make_sure(t, self.moves - 2, False) >= rank for t in self.model.answers("gmr", self.mover, self.target)
        )
        self.is_idle = True

    def again(self, where: str) -> None:
        super().again(where)
        self.ends_here()

    def left(self, who: str, how: str, where: str, why: str) -> None:
        super().left(who, how, where, why)
        self.ends_here()

    def ends_here(self) -> None:
        """The replies are such that the mover gets what it can make sure of, and no more."""
        sure = self.can_make_sure(self.target, self.moves - 1, True)
        assert self.model.rank(self.mover, self.here) == sure
        assert self.own_moves <= (self.moves - 1) // 2
        assert self.is_idle == (not self.steps)
        self.told[self.target, sure <= self.model.rank(self.mover, self.s)] += 1
        self.has_ended = True

    def is_over(self) -> None:
        assert self.has_ended


def test_what_is_said_of_two_who_look_ahead_is_so() -> None:
    used = set[str]()

    def check(case: Case) -> None:
        game, model = compile(case), DealModel(case)
        if len(model.movers) != 2:
            return
        one, other = model.movers
        concepts = ("l1", "l2", "l3", "l5", "nm", f"stackelberg-{one}", f"stackelberg-{other}")
        for k, mover in enumerate(model.movers):
            for s in range(len(model.states)):
                for concept in (concepts[(s + k) % 7], concepts[(s + k + 4) % 7]):
                    texts = [text for _, text in sentences(explain(game, game.at(s), mover, concept))]
                    said = SaidOfForesight(model, case, s, mover, concept)
                    said.run(texts)
                    used.update(said.used)

    def drawn(seed: int) -> Case:
        rng = Random(f"ahead {seed}")
        return random_graph_case(rng, actors=(2, 2)) if seed % 3 == 2 else random_case(rng, bodies=False, actors=(2, 2))

    with patch("countermove.views.explanation.foresight.MOST_MOVES", MOST_MOVES):
        # In the last two a verdict goes round, and the mover stays at the first horizon of the round.
        read_cases(((seed, drawn(seed)) for seed in (*range(24), 47, 155)), check)
    # Verdicts that never settle, and moves too many to describe, are among them.
    for words in ("depends on the horizon", "This leads to", "would stay there", "cannot move", "more moves"):
        assert any(words in pattern for pattern in used), words


def test_what_is_said_of_those_who_hurt_is_so() -> None:
    def check(case: Case) -> None:
        game, model = compile(case), DealModel(case)
        for k, mover in enumerate(model.movers):
            for s in range(len(model.states)):
                concept = f"maximin-{(s + k) % 5 + 1}"
                texts = [text for _, text in sentences(explain(game, game.at(s), mover, concept))]
                SaidOfMaximin(model, case, s, mover, concept).run(texts)

    def drawn(seed: int) -> Case:
        rng = Random(f"hurt {seed}")
        return random_graph_case(rng) if seed % 3 == 2 else random_case(rng, max_options=4)

    read_cases(((seed, drawn(seed)) for seed in range(30)), check)
