"""Why a state is stable for actors who look ahead, in sentences: the play after each move, and where steps may end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermove.analysis.evolution.paths import Step as PathStep
from countermove.explanation.evidence import Explanation, Horizon, Line, Prospect, Step
from countermove.explanation.farsighted import Doubt, FarExplanation, FarStep
from countermove.explanation.reasons import Ballot, Preference, Reason, preference
from countermove.game.listed import ListedGame
from countermove.stability.concept import Evidence
from countermove.text.naming import joined, move_words, state_name
from countermove.views.explanation.answers import (
    INTEREST,
    ballot_words,
    described,
    listed,
    no_evidence,
    preference_words,
)

__all__ = ["farsighted_sentences", "foresight_sentences"]

MOST_MOVES = 20
"""Moves, or steps, that are described in full: at three to five lines each, about two screens."""
MOST_DOUBTS = 6
"""Members who cannot be sure that are told of one step, a line each; the others are counted."""
MOST_STATES = 8
"""States that are listed in one sentence: half a line."""
LEGEND = (
    "A step is deterred if it may end no better for somebody who must take it. It may end where it leads, or where "
    "more steps lead, if all who take those prefer that end; only ends that hold themselves count."
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
        stays = "would stay" if self.explanation.stable else "would not stay"
        yield 0, f"{self.who} {stays} in {described(self.game, self.explanation.state.key)}."
        answer = "Yes" if self.explanation.stable else "No"
        yield 0, f"{self.explanation.concept.label} asks: {self.explanation.concept.question} {answer}."
        if not self.explanation.has_evidence:
            yield 0, no_evidence(self.explanation)
        horizon = _moves(self.horizon.moves)
        # Non-myopic stability asks what the answer becomes as the horizon grows: it settles, or repeats for ever.
        if self.horizon.period is not None:
            since, period = _moves(self.horizon.since or 1), self.horizon.period
            yield 0, f"The answer never settles: from {since} in view on, it repeats after every {period} more."
            yield 0, f"What follows is told with {horizon} in view."
        elif self.horizon.since is not None:
            yield 0, f"With {horizon} in view or any number more, the answer is the same; it is told with {horizon}."

    def body(self) -> Iterator[Line]:
        """The moves, those that pay first, and what would follow."""
        if not self.prospects:
            yield 0, self.nothing()
        for prospect in self.prospects[:MOST_MOVES]:
            yield 0, self.first_move(prospect)
            yield from ((1, text) for text in self.votes(prospect.why))
            yield from self.play(prospect)
        others = self.prospects[MOST_MOVES:]
        if others:
            pays = sum(prospect.pays for prospect in others)
            yield 0, f"{self.who} has {len(others)} more such moves, of which {pays} would pay."

    def nothing(self) -> str:
        """That there is no move to look at."""
        if not self.hurting:
            return f"{self.who} cannot move from {self.here}."
        if self.game.mover(self.explanation.mover).is_body:
            return f"No change that {self.who} could make in {self.here} would pass, so there is no gain to undo."
        return f"{self.who} has no move from {self.here} to a state that it prefers, so there is no gain to undo."

    def first_move(self, prospect: Prospect) -> str:
        """The move itself."""
        target = state_name(self.game, prospect.state)
        move = move_words(self.game, self.explanation.mover, self.explanation.state.key, prospect.state)
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
            yield 1, self.not_followed(prospect)
            return
        last = self.explanation.mover  # who moved last, for nobody moves twice in a row
        for k, step in enumerate(prospect.line):
            yield from self.hurt(step, last, k) if self.hurting else self.reply(step)
            last = step.mover
        # With one move in view nobody was to follow, so that it is no news that nobody does.
        if not prospect.line and self.horizon.moves > 1:
            yield 1, self.idle()
        yield 1, self.end(prospect.outcome)

    def idle(self) -> str:
        """That no move follows."""
        if self.hurting:
            return "No reply of the others would make this worse."
        others = [self.game.case.label(m.id) for m in self.game.movers if m.id != self.explanation.mover]
        return f"Then {joined(others)} would stay there."

    def not_followed(self, prospect: Prospect) -> str:
        """A verdict on a move without the play that follows."""
        if self.hurting:
            does = "cannot" if prospect.pays else "can"
            return f"The others {does} undo this gain, as the analysis of all states says; their replies are not told."
        pays = "better off" if prospect.pays else "no better off"
        return f"In the end that would leave {self.who} {pays} than in {self.here}; the moves are too many to tell."

    def reply(self, step: Step) -> Iterator[Line]:
        """A move that its mover makes because of where play will end."""
        ends = "" if step.why.after == step.after else f"play would end in {state_name(self.game, step.why.after)}, and "
        yield 1, f"Then {self.move(step)}: {ends}{self.prefers(step.why)}."

    def hurt(self, step: Step, last: str, k: int) -> Iterator[Line]:
        """A move of others that hurts, or the mover's own reply to it."""
        name = self.game.case.label(step.mover)
        if step.mover == self.explanation.mover:
            idle = "If the others do nothing, " if last == step.mover else "Then "
            yield 1, f"{idle}{self.who} could reply: {self.move(step)}."
            return
        first = "But" if k == 0 else "Then"
        start = f"{first} {name} could {'answer' if last == self.explanation.mover else 'go on'}"
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
        text, target = move_words(self.game, step.mover, step.before, step.after), state_name(self.game, step.after)
        return text if text.endswith(f"moves to {target}") else f"{text} (to {target})"

    def votes(self, why: Reason) -> list[str]:
        """Who is for a change in a body, who against, and who stops it; of an actor nothing."""
        return ballot_words(self.game, why) if isinstance(why, Ballot) else []

    def prefers(self, why: Reason) -> str:
        """What an actor gains or loses."""
        assert isinstance(why, Preference)
        return preference_words(self.game, why)


def _moves(number: int) -> str:
    return "one move" if number == 1 else f"{number} moves"


# ------------------------------------------------------------------------------------------------ farsighted actors


def _verdict(game: ListedGame, state: int, consistent: bool) -> Iterator[Line]:
    here = described(game, state)
    here = here if game.is_graph else here[:1].upper() + here[1:]
    holds, is_ = ("holds", "is") if consistent else ("does not hold", "is not")
    yield 0, f"{here} {holds} for people who look far ahead: it {is_} in the largest consistent set."


def _steps(game: ListedGame, core: bool, steps: Sequence[FarStep]) -> Iterator[Line]:
    if not steps:
        yield 0, "Nobody can take a step from it."
        return
    yield 0, LEGEND
    best = "no single step is" if core else "some single step is"
    yield 0, f"It is {'' if core else 'not '}in the core: {best} better at once for all who must take it."
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
    """Steps that are deterred: those that would pay but for what follows, and those that there is no reason to take."""
    idle = [step for step in steps if _is_idle(game, step)]
    others = [step for step in steps if step not in idle]
    for step in others[:MOST_MOVES]:
        yield from _deterred(game, step)
    if len(others) > MOST_MOVES:
        yield 0, f"{len(others) - MOST_MOVES} more {_counted(others[MOST_MOVES:], 'step is', 'steps are')} deterred, too."
    for mover in dict.fromkeys(step.mover for step in idle):
        ends = [step.after for step in idle if step.mover == mover]
        what = f"in {_states(game, ends)} it is no better off, or would step back"
        yield (
            0,
            f"{game.case.label(mover)} has no reason to take {_counted(ends, 'this step', 'these steps')}: {what}.",
        )


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
        carried = f", who {_counted(sure, 'carries', 'carry')} it" if mover in game.case.bodies else ""
        steps_, they = _counted(group, "this step", "these steps"), _counted(group, "It", "They")
        better = f"{_counted(ends, 'which is', 'all of them')} better than {state_name(game, group[0].before)} for {who}"
        may = f"{they} may end in {_states(game, ends)}, {better}{carried}:" if ends else f"{they} lead nowhere that holds:"
        yield 0, f"Nothing deters {game.case.label(mover)} from {steps_}. {may}"
        yield from ((1, f"{_move(game, step)}.") for step in group[:MOST_MOVES])
        if len(group) > MOST_MOVES:
            yield 1, f"and {len(group) - MOST_MOVES} more."


def _deterred(game: ListedGame, step: FarStep) -> Iterator[Line]:
    """A step that something further on deters, or that too few in a body can be sure to gain by."""
    yield 0, f"{_move(game, step)}: deterred."
    if step.mover in game.case.bodies:
        sure = joined([game.case.label(actor) for actor in step.sure])
        yield 1, f"Sure to be better off in the end: {f'{sure}, which is not enough' if sure else 'nobody'}."
    for doubt in step.doubts[:MOST_DOUBTS]:
        yield from _doubt(game, step, doubt)
    if len(step.doubts) > MOST_DOUBTS:
        yield 1, f"Nor can {len(step.doubts) - MOST_DOUBTS} others be sure."


def _doubt(game: ListedGame, step: FarStep, doubt: Doubt) -> Iterator[Line]:
    who, end, here = game.case.label(doubt.actor), state_name(game, doubt.state), state_name(game, step.before)
    way = f" The way there: {'; then '.join(_move(game, each) for each in doubt.path)}." if doubt.path else ""
    if doubt.state == step.before:
        yield 1, f"It may lead back to {end}, and then {who} has gained nothing.{way}"
        return
    thought = preference(game, game.actors.index(doubt.actor), step.before, doubt.state)
    yield 1, f"It may end in {end}, where {who} is no better off than in {here}: {preference_words(game, thought)}."
    if way:
        yield 1, way.strip()


def _move(game: ListedGame, step: FarStep | PathStep) -> str:
    """A move, and where it leads."""
    move, target = move_words(game, step.mover, step.before, step.after), state_name(game, step.after)
    return move if move.endswith(target) else f"{move} (to {target})"


def _counted(items: Sequence[object], one: str, many: str) -> str:
    return one if len(items) == 1 else many


def _states(game: ListedGame, states: Sequence[int]) -> str:
    """States by number or name: ``state 3``, ``state 3 or 5``, ``state 3, 5 or one of 7 others``."""
    names = [state_name(game, state) for state in states[:MOST_STATES]]
    if not game.is_graph:
        names[1:] = [name.removeprefix("state ") for name in names[1:]]
    others = len(states) - len(names)
    return joined([*names, *([f"one of {others:,} others"] if others else [])], "or")
