"""Why a state is stable for actors who look ahead, in sentences: the play after each move, and where steps may end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermove.analysis.evolution.paths import Step as PathStep
from countermove.explanation.evidence import Explanation, Horizon, Line, Prospect, Step
from countermove.explanation.farsighted import Doubt, FarExplanation, FarStep
from countermove.explanation.reasons import Ballot, Preference, Reason, preference
from countermove.game.listed import ListedGame
from countermove.stability.concept import Evidence
from countermove.text.naming import joined, listed_name, move_words, state_in_brackets, state_name
from countermove.text.phrases import plural
from countermove.views.explanation.answers import (
    IF_ALL,
    ballot_words,
    because,
    described,
    interest_words,
    left_words,
    listed,
    no_evidence,
    reason_words,
    verdict_words,
)

__all__ = ["farsighted_sentences", "foresight_sentences"]

MOST_MOVES = 20
"""Moves, or steps, that are described in full: at three to five lines each, about two screens."""
MOST_DOUBTS = 6
"""Members that are named, a line each, because a step may end no better for them; the others are counted."""
MOST_STATES = 8
"""States that are listed in one sentence: half a line."""
LEGEND = (
    "A step is deterred if it may end in a state that is no better for an actor who has to take it. A step may end where "
    "it leads, or after more steps, if everybody who takes these prefers the end. Only ends in the largest consistent "
    "set count."
)


def foresight_sentences(explanation: Explanation) -> list[Line]:
    """The sentences of a verdict that rests on a look ahead, each with its level of indentation."""
    words = _PlayWords(explanation)
    return [*words.verdict(), *words.body()]


def farsighted_sentences(explanation: FarExplanation) -> list[Line]:
    """The verdict on a state for farsighted actors, the steps that decide it, and the others."""
    game, steps = explanation.game, explanation.steps
    return [*_verdict(game, explanation.state.key, explanation.consistent), *_steps(game, explanation.core, steps)]


class _PlayWords:
    """One look ahead, and the names that all its sentences share; `hurting`: the others act to hurt the mover."""

    def __init__(self, explanation: Explanation) -> None:
        self.explanation, self.game = explanation, listed(explanation)
        self.horizon = explanation.horizon or Horizon(1)
        # What pays decides the verdict, so that it comes first; the sort is stable.
        self.prospects = sorted(explanation.prospects or (), key=lambda prospect: not prospect.pays)
        self.hurting = explanation.concept.evidence is Evidence.REPLIES
        self.who = self.game.case.label(explanation.mover)
        self.here = state_name(self.game, explanation.state.key)

    def verdict(self) -> Iterator[Line]:
        """The verdict, and what the concept asks."""
        yield from ((0, text) for text in verdict_words(self.explanation))
        if not self.explanation.has_evidence:
            yield 0, no_evidence(self.explanation)
        horizon = _moves(self.horizon.moves)
        # Non-myopic stability asks what the verdict becomes as the horizon grows: it stays the same, or repeats.
        if self.horizon.period is not None:
            since, period = _moves(self.horizon.since or 1), self.horizon.period
            yield 0, f"The verdict depends on the horizon: from {since} on, it repeats after every {period} more."
            yield 0, f"Horizon in what follows: {horizon}."
        elif self.horizon.since is not None:
            yield 0, f"Horizon: {horizon}. Every longer horizon gives the same verdict."

    def body(self) -> Iterator[Line]:
        """The moves, those that pay first, and what would follow."""
        if not self.prospects:
            yield 0, self.nothing()
        for prospect in self.prospects[:MOST_MOVES]:
            yield from self.first_move(prospect)
            yield from self.play(prospect)
        others = self.prospects[MOST_MOVES:]
        if others:
            n_better = sum(prospect.pays for prospect in others)
            moves = plural(len(others), "is one more move", f"are {len(others)} more moves")
            yield 0, f"For {self.who} there {moves}; {n_better or 'none'} would be better than staying."

    def nothing(self) -> str:
        """That there is no move to look at."""
        if not self.hurting:
            return f"From {self.here}, {self.who} cannot move."
        nothing = "so there is nothing to answer"
        if self.game.mover(self.explanation.mover).is_body:
            return f"From {self.here}, no change that {self.who} could make would pass, {nothing}."
        return f"From {self.here}, no move of {self.who} is an improvement, {nothing}."

    def first_move(self, prospect: Prospect) -> Iterator[Line]:
        """The move itself, and why its mover may make it."""
        move = self.moved(self.explanation.mover, self.explanation.state.key, prospect.state)
        improves = self.hurting or isinstance(prospect.why, Ballot)
        yield 0, f"For {self.who}, this move is {'an improvement' if improves else 'possible'}: {move}."
        if isinstance(prospect.why, Ballot):
            yield from ((1, text) for text in ("It would pass.", *self.votes(prospect.why)))
        elif self.hurting and (reason := reason_words(self.game, prospect.why)):
            yield 1, f"Reason: {reason}."

    def play(self, prospect: Prospect) -> Iterator[Line]:
        """What would follow, and what it comes to."""
        if self.hurting and self.horizon.moves == 1:
            return
        if prospect.line is None or prospect.outcome is None:
            yield 1, self.not_followed(prospect)
            return
        last = self.explanation.mover  # who moved last, for nobody moves twice in a row
        for k, step in enumerate(prospect.line):
            yield from self.hurt(step, last, k) if self.hurting else self.reply(step)
            last = step.mover
        # With a horizon of one move nobody was to follow, so that it is no news that nobody does.
        if not prospect.line and self.horizon.moves > 1:
            yield 1, self.idle()
        yield 1, self.end(prospect.outcome)

    def idle(self) -> str:
        """That no move follows."""
        if self.hurting:
            return "No move of the others makes this worse."
        others = [self.game.case.label(m.id) for m in self.game.movers if m.id != self.explanation.mover]
        return f"Then {joined(others)} would stay there."

    def not_followed(self, prospect: Prospect) -> str:
        """A verdict on a move without the play that follows."""
        if self.hurting:
            does = "cannot" if prospect.pays else "can"
            return f"The others {does} answer this improvement; there are too many moves to show them."
        pays = "better off" if prospect.pays else "no better off"
        return f"In the end that would leave {self.who} {pays} than in {self.here}; there are too many moves to show them."

    def reply(self, step: Step) -> Iterator[Line]:
        """A move that its mover makes because of where play will end."""
        assert isinstance(step.why, Preference)
        who, end = self.game.case.label(step.mover), state_name(self.game, step.why.after)
        yield 1, f"Then {self.move(step)}."
        if step.why.after == step.after:
            yield 1, f"{interest_words(self.game, step.why)}."
        else:
            than = state_name(self.game, step.why.before)
            yield 1, f"This leads to {end} in the end, which is better for {who} than {than}{because(self.game, step.why)}."

    def hurt(self, step: Step, last: str, k: int) -> Iterator[Line]:
        """A move of others that hurts, or the mover's own reply to it."""
        name = self.game.case.label(step.mover)
        if step.mover == self.explanation.mover:
            start = "If the others do nothing," if last == step.mover else "Then"
            yield 1, f"{start} {self.who} can move again: {self.move(step)}."
            return
        first = "But" if k == 0 else "Then"
        start = f"{first} {name} can {'answer' if last == self.explanation.mover else 'go on'}"
        yield 1, f"{start}: {self.move(step)}."
        if isinstance(step.why, Preference):
            yield 1, f"{interest_words(self.game, step.why)}."
            return
        yield 1, "It would pass." if step.credible else IF_ALL
        yield from ((2, text) for text in self.votes(step.why))

    def end(self, why: Reason) -> str:
        """Where play ends, and what that is to the mover."""
        assert isinstance(why, Preference)
        if why.after == why.before:
            return f"That is {self.here} again, so nothing is gained."
        return f"{left_words(self.game, why, self.here)}."

    def move(self, step: Step) -> str:
        """A move, and where it leads."""
        return self.moved(step.mover, step.before, step.after)

    def moved(self, mover: str, before: int, after: int) -> str:
        """A move by its mover, and where it leads."""
        text, target = move_words(self.game, mover, before, after), state_name(self.game, after)
        return text if text.endswith(f" to {target}") else f"{text} {state_in_brackets(self.game, after)}"

    def votes(self, why: Reason) -> list[str]:
        """Who is for a change in a body, who against, and who stops it; of an actor nothing."""
        return ballot_words(self.game, why) if isinstance(why, Ballot) else []


def _moves(number: int) -> str:
    return "one move" if number == 1 else f"{number} moves"


# ------------------------------------------------------------------------------------------------ farsighted actors


def _verdict(game: ListedGame, state: int, consistent: bool) -> Iterator[Line]:
    is_ = "is" if consistent else "is not"
    yield 0, f"For farsighted actors, {described(game, state)} {is_} stable: it {is_} in the largest consistent set."


def _steps(game: ListedGame, core: bool, steps: Sequence[FarStep]) -> Iterator[Line]:
    if not steps:
        yield 0, "No actor and no body can take a step from it."
        return
    yield 0, LEGEND
    best = "no single step is" if core else "some single step is"
    yield 0, f"It is {'' if core else 'not '}in the core: {best} better at once for all who have to take it."
    # One step that nothing deters is enough for a verdict; what deters the others then explains nothing.
    open_ = [step for step in steps if not step.deterred]
    deterred = [step for step in steps if step.deterred]
    if open_:
        yield from _undeterred(game, open_)
        if deterred:
            yield 0, f"{len(deterred)} other {_counted(deterred, 'step is', 'steps are')} deterred."
    else:
        yield from _deterred_steps(game, deterred)


def _deterred_steps(game: ListedGame, steps: Sequence[FarStep]) -> Iterator[Line]:
    """Steps that are deterred: those that are better but for what follows, and those that are no better at all."""
    idle = [step for step in steps if _is_idle(game, step)]
    others = [step for step in steps if step not in idle]
    for step in others[:MOST_MOVES]:
        yield from _deterred(game, step)
    if len(others) > MOST_MOVES:
        yield 0, f"{len(others) - MOST_MOVES} more {_counted(others[MOST_MOVES:], 'step is', 'steps are')} deterred too."
    for mover in dict.fromkeys(step.mover for step in idle):
        ends = [step.after for step in idle if step.mover == mover]
        who, steps_ = game.case.label(mover), _counted(ends, "this step", "these steps")
        what = f"{_states(game, ends)} is no better, or {who} would move back"
        yield 0, f"For {who} there is no reason to take {steps_}: {what}."


def _is_idle(game: ListedGame, step: FarStep) -> bool:
    """Whether an actor's step is deterred by where it leads, or by its own way back."""
    if step.mover not in game.case.actors or not step.deterred:
        return False
    (doubt,) = step.doubts  # an actor moves alone, so that its own doubt is the only one
    back = doubt.state == step.before and [way.mover for way in doubt.path] == [step.mover]
    return back or doubt.state == step.after


def _undeterred(game: ListedGame, steps: Sequence[FarStep]) -> Iterator[Line]:
    """Steps that nothing deters, those of one mover together if they may end in the same states."""
    groups: dict[tuple[str, tuple[str, ...], tuple[int, ...]], list[FarStep]] = {}
    for step in steps:
        groups.setdefault((step.mover, step.sure, step.ends), []).append(step)
    for (mover, sure, ends), group in groups.items():
        who = joined([game.case.label(actor) for actor in sure])
        votes = f", {_counted(sure, 'whose vote is', 'whose votes are')} enough" if mover in game.case.bodies else ""
        steps_, they = _counted(group, "this step", "these steps"), _counted(group, "It", "They")
        better = f"{_counted(ends, 'which is', 'all of them')} better than {state_name(game, group[0].before)} for {who}"
        may = f"{they} may end in {_states(game, ends)}, {better}{votes}:" if ends else f"{they} may end in no such state:"
        yield 0, f"Nothing deters {game.case.label(mover)} from {steps_}. {may}"
        yield from ((1, f"{_move(game, step)}.") for step in group[:MOST_MOVES])
        if len(group) > MOST_MOVES:
            yield 1, f"and {len(group) - MOST_MOVES} more."


def _deterred(game: ListedGame, step: FarStep) -> Iterator[Line]:
    """A step that something further on deters, or that too few in a body can be sure to gain by."""
    yield 0, f"This step is deterred: {_move(game, step)}."
    if step.mover in game.case.bodies:
        sure, votes = joined([game.case.label(actor) for actor in step.sure]), _counted(step.sure, "vote is", "votes are")
        yield 1, f"Certain to be better off in the end: {f'{sure}, whose {votes} not enough' if sure else 'no member'}."
    for doubt in step.doubts[:MOST_DOUBTS]:
        yield from _doubt(game, step, doubt)
    if len(step.doubts) > MOST_DOUBTS:
        others = len(step.doubts) - MOST_DOUBTS
        yield 1, f"For {_counted(step.doubts[MOST_DOUBTS:], '1 other', f'{others} others')} it may end no better either."


def _doubt(game: ListedGame, step: FarStep, doubt: Doubt) -> Iterator[Line]:
    who, end, here = game.case.label(doubt.actor), state_name(game, doubt.state), state_name(game, step.before)
    if doubt.state == step.before:
        yield 1, f"It may lead back to {end}, so that {who} would gain nothing."
    else:
        reason = preference(game, game.actors.index(doubt.actor), step.before, doubt.state)
        yield 1, f"It may end in {end}, which is no better for {who} than {here}{because(game, reason)}."
    if doubt.path:
        yield 1, f"The path: {'; then '.join(_move(game, each) for each in doubt.path)}."


def _move(game: ListedGame, step: FarStep | PathStep) -> str:
    """A move, and where it leads."""
    move, target = move_words(game, step.mover, step.before, step.after), state_name(game, step.after)
    return move if move.endswith(f" to {target}") else f"{move} {state_in_brackets(game, step.after)}"


def _counted(items: Sequence[object], one: str, many: str) -> str:
    return one if len(items) == 1 else many


def _states(game: ListedGame, states: Sequence[int]) -> str:
    """States by number and label, or id and name: ``state 3``, ``state 3 or 5``, ``state 3, 5 or one of 7 others``."""
    if len(states) == 1:
        return state_name(game, states[0])
    names = [state_name(game, state) if game.is_graph else listed_name(game, state) for state in states[:MOST_STATES]]
    others = len(states) - len(names)
    listed_names = joined([*names, *([f"one of {others:,} others"] if others else [])], "or")
    return listed_names if game.is_graph else f"state {listed_names}"
