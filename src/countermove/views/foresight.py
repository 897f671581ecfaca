"""A look ahead in sentences: what the mover could do, what would follow, and whether it would pay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermove.errors import printable
from countermove.explanation.evidence import Step, Verdict
from countermove.explanation.prospects import Horizon, Prospect
from countermove.explanation.reasons import Ballot, Preference, Reason
from countermove.text.naming import joined, move_words, state_name
from countermove.views.explanation_phrases import ballot_words, described, preference_words

__all__ = ["MOST", "prospect_sentences"]

MOST = 20
"""How many moves are told in full, with the play that follows."""
INTEREST = {1: "in its own interest", 0: "though it gains nothing by it", -1: "against its own interest"}
Line = tuple[int, str]


def prospect_sentences(told: Verdict, prospects: Sequence[Prospect], horizon: Horizon) -> list[Line]:
    """The sentences of a verdict that rests on a look ahead, each with its level of indentation."""
    teller = _Teller(told, prospects, horizon)
    lines = [*teller.verdict(), *teller.body()]
    return [(level, printable(text).replace("\n", "\\n")) for level, text in lines]


class _Teller:
    """One look ahead, and the names that all its sentences share; `hurting`: the others act to hurt the mover."""

    def __init__(self, told: Verdict, prospects: Sequence[Prospect], horizon: Horizon) -> None:
        self.told, self.graph, self.horizon = told, told.graph, horizon
        self.prospects = sorted(prospects, key=lambda prospect: not prospect.pays)
        self.hurting = told.concept.family == "maximin"
        self.who = self.graph.case.label(told.mover)
        self.here = state_name(self.graph, told.state)

    def verdict(self) -> Iterator[Line]:
        """The verdict, and what the concept asks."""
        stays = "would stay" if self.told.stable else "would not stay"
        yield 0, f"{self.who} {stays} in {described(self.graph, self.told.state)}."
        answer = "Yes" if self.told.stable else "No"
        yield 0, f"{self.told.concept.label} asks: {self.told.concept.question} {answer}."
        ahead = _moves(self.horizon.moves)
        if self.horizon.period is not None:
            since, period = _moves(self.horizon.since or 1), self.horizon.period
            yield 0, f"The answer never settles: from {since} in view on, it repeats after every {period} more."
            yield 0, f"What follows is told with {ahead} in view."
        elif self.horizon.since is not None:
            yield 0, f"With {ahead} in view or any number more, the answer is the same; it is told with {ahead}."

    def body(self) -> Iterator[Line]:
        """The moves, those that pay first, and what would follow."""
        if not self.prospects:
            yield 0, self.nothing()
        for prospect in self.prospects[:MOST]:
            yield 0, self.first_move(prospect)
            yield from ((1, text) for text in self.votes(prospect.why))
            yield from self.play(prospect)
        rest = self.prospects[MOST:]
        if rest:
            pays = sum(prospect.pays for prospect in rest)
            yield 0, f"{self.who} has {len(rest)} more such moves, of which {pays} would pay."

    def nothing(self) -> str:
        """That there is no move to look at."""
        if not self.hurting:
            return f"{self.who} cannot move from {self.here}."
        if self.graph.mover(self.told.mover).is_body:
            return f"No change that {self.who} could make in {self.here} would pass, so there is no gain to undo."
        return f"{self.who} has no move from {self.here} to a state that it prefers, so there is no gain to undo."

    def first_move(self, prospect: Prospect) -> str:
        """The move itself."""
        target = state_name(self.graph, prospect.state)
        move = move_words(self.graph, self.told.mover, self.told.state, prospect.state)
        by = "" if move.endswith(f"moves to {target}") else f" ({move})"
        if isinstance(prospect.why, Ballot):
            return f"{self.who} could decide to move to {target}{by}."
        if self.hurting:
            return f"{self.who} could gain by moving to {target}{by}: {self.prefers(prospect.why)}."
        return f"{self.who} could move to {target}{by}."

    def play(self, prospect: Prospect) -> Iterator[Line]:
        """What would follow, and what it comes to."""
        if self.hurting and self.horizon.moves == 1:
            return
        if prospect.line is None or prospect.outcome is None:
            yield 1, self.untold(prospect)
            return
        last = self.told.mover
        for k, step in enumerate(prospect.line):
            yield from self.hurt(step, last, k) if self.hurting else self.reply(step)
            last = step.mover
        if not prospect.line and self.horizon.moves > 1:
            yield 1, self.idle()
        yield 1, self.end(prospect.outcome)

    def idle(self) -> str:
        """That no move follows."""
        if self.hurting:
            return "No reply of the others would make this worse."
        others = [self.graph.case.label(m.id) for m in self.graph.movers if m.id != self.told.mover]
        return f"Then {joined(others)} would stay there."

    def untold(self, prospect: Prospect) -> str:
        """A verdict on a move without the play that follows."""
        if self.hurting:
            does = "cannot" if prospect.pays else "can"
            return f"The others {does} undo this gain, as the analysis of all states says; their replies are not told."
        pays = "better off" if prospect.pays else "no better off"
        return f"In the end that would leave {self.who} {pays} than in {self.here}; the moves are too many to tell."

    def reply(self, step: Step) -> Iterator[Line]:
        """A move that its mover makes because of where play will end."""
        ends = "" if step.why.after == step.after else f"play would end in {state_name(self.graph, step.why.after)}, and "
        yield 1, f"Then {self.move(step)}: {ends}{self.prefers(step.why)}."

    def hurt(self, step: Step, last: str, k: int) -> Iterator[Line]:
        """A move of others that hurts, or the mover's own reply to it."""
        name = self.graph.case.label(step.mover)
        if step.mover == self.told.mover:
            idle = "If the others do nothing, " if last == step.mover else "Then "
            yield 1, f"{idle}{self.who} could reply: {self.move(step)}."
            return
        first = "But" if k == 0 else "Then"
        start = f"{first} {name} could {'answer' if last == self.told.mover else 'go on'}"
        if isinstance(step.why, Preference):
            yield 1, f"{start}: {self.move(step)}, {INTEREST[step.why.gain]}: {self.prefers(step.why)}."
            return
        passes = "and this would pass" if step.credible else "which would pass if all others wanted it"
        yield 1, f"{start}: {self.move(step)}, {passes}."
        yield from ((2, text) for text in self.votes(step.why))

    def end(self, why: Reason) -> str:
        """Where play ends, and what that is to the mover."""
        assert isinstance(why, Preference)
        if why.after == why.before:
            return f"That is {self.here} again, so nothing is gained."
        if why.favours:
            return f"That leaves {self.who} better off than in {self.here}: {self.prefers(why)}."
        return f"That leaves {self.who} no better off than in {self.here}: {self.prefers(why)}."

    def move(self, step: Step) -> str:
        """A move, and where it leads."""
        text, target = move_words(self.graph, step.mover, step.before, step.after), state_name(self.graph, step.after)
        return text if text.endswith(f"moves to {target}") else f"{text} (to {target})"

    def votes(self, why: Reason) -> list[str]:
        """Who is for a change in a body, who against, and who stops it; of an actor nothing."""
        return ballot_words(self.graph, why) if isinstance(why, Ballot) else []

    def prefers(self, why: Reason) -> str:
        """What an actor gains or loses."""
        assert isinstance(why, Preference)
        return preference_words(self.graph, why)


def _moves(number: int) -> str:
    return "one move" if number == 1 else f"{number} moves"
