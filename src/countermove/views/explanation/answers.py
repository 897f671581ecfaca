"""Why a state is stable under a concept that asks what answers an improvement, in sentences; and phrases of all such.

Names of the case are inserted as they are, and nothing else depends on them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermove.explanation.evidence import Combination, Escape, Explanation, Improvement, Line, Step
from countermove.explanation.reasons import Ballot, Preference, Reason
from countermove.game.listed import ListedGame
from countermove.model.preferences import lines_of
from countermove.stability.concept import Evidence
from countermove.text.naming import joined, move_words, state_name, statement_words

__all__ = [
    "INTEREST", "answer_sentences", "ballot_words", "described", "listed", "no_evidence", "preference_words", "quoted_name",
]  # fmt: skip

MOST_MOVES = 20
"""Improvements, and refused moves, that are described in full: at three to five lines each, about two screens."""
TOO_MANY = "the sequences of their moves are too many to follow"
INTEREST = {1: "in its own interest", 0: "though it gains nothing by it", -1: "against its own interest"}


def answer_sentences(explanation: Explanation) -> list[Line]:
    """The sentences of an explanation by improvements and their answers, each with its level of indentation."""
    words = _AnswerWords(explanation)
    return [*words.verdict(), *words.body()]


def listed(explanation: Explanation) -> ListedGame:
    """The game of an explanation whose states are listed."""
    assert isinstance(explanation.game, ListedGame)
    return explanation.game


def no_evidence(explanation: Explanation) -> str:
    """That nothing shows the verdict but the concept itself."""
    return f"There is no evidence to show for {explanation.concept.label}; the verdict is that of the concept itself."


class _AnswerWords:
    """One explanation, and the names that all its sentences share."""

    def __init__(self, explanation: Explanation) -> None:
        self.explanation, self.game = explanation, listed(explanation)
        self.concept = explanation.concept
        # Where combinations count as well, the answers in sequence are improvements, too: others "would", not "could".
        either = self.concept.evidence is Evidence.ANSWERS_OR_COMBINATIONS
        self.willing = self.concept.credible or either
        self.who = self.name(explanation.mover)
        self.here = self.state(explanation.state.key)

    # ------------------------------------------------------------------------------------------ outline

    def verdict(self) -> Iterator[Line]:
        """The verdict, and what the concept asks."""
        stays = "would stay" if self.explanation.stable else "would not stay"
        yield 0, f"{self.who} {stays} in {described(self.game, self.explanation.state.key)}."
        answer = "Yes" if self.explanation.stable else "No"
        yield 0, f"{self.concept.label} asks: {self.concept.question} {answer}."

    def body(self) -> Iterator[Line]:
        """The evidence, what decides the verdict first."""
        yield from self.preface()
        # A gain that nobody undoes decides the verdict, and stands before those that are undone.
        gains = sorted(self.explanation.gains, key=lambda i: (i.is_sanctioned is True, i.state))
        for improvement in gains[:MOST_MOVES]:
            yield from self.improvement(improvement)
        if len(gains) > MOST_MOVES:
            n_undone = sum(i.is_sanctioned is True for i in gains[MOST_MOVES:])
            more = len(gains) - MOST_MOVES
            undone = "" if not self.concept.is_answered else f", of which {n_undone} would be undone"
            yield 0, f"{self.who} could gain by {more} more moves{undone}."
        yield from self.refusals()

    def preface(self) -> Iterator[Line]:
        """What must be known before the improvements are described."""
        # "No evidence" (a concept that was added at run time has none) is said first: the verdict alone is certain.
        if not self.explanation.has_evidence:
            yield 0, no_evidence(self.explanation)
        nothing = "" if not self.concept.is_answered else ", so there is no gain to undo"
        if not self.explanation.improvements:
            if self.explanation.refused:
                yield 0, f"No change that {self.who} could make in {self.here} would pass{nothing}."
            elif self.explanation.can_move:
                yield 0, f"{self.who} has no move from {self.here} to a state that it prefers{nothing}."
            else:
                yield 0, f"{self.who} cannot move from {self.here}{nothing}."
        elif names := self.hostile():
            helps = "for nobody helps to undo its own gain"
            yield 0, f"Whatever {names} would decide then, {self.who} counts as against it, {helps}."
        if self.explanation.joining is not None:
            yield 0, "The others, moving one after another in their own interest, would not undo every gain."
            names = joined([self.name(m) for m in self.explanation.joining])
            others = f"these would not stay in {self.here} either: {names}"
            nobody = f"all others would stay in {self.here}, so nobody moves at the same time"
            yield 0, f"By the same test {others if names else nobody}."

    def hostile(self) -> str:
        """The other bodies that may answer, and in which the mover, an actor or a coalition, has a say."""
        mover = self.game.mover(self.explanation.mover)
        if not self.concept.is_answered:
            return ""
        others = [m for m in self.game.movers if m is not mover]
        bodies = [m for m in others if any(vote.players & set(mover.opposing) for vote in m.votes)]
        return joined([self.name(body.id) for body in bodies], "or")

    def refusals(self) -> Iterator[Line]:
        """What a body cannot decide."""
        for ballot in self.explanation.refused[:MOST_MOVES]:
            move = self.move(ballot.body, ballot.before, ballot.after)
            yield 0, f"This would not pass: {move}."
            yield from ((1, text) for text in self.votes(ballot))
        if self.explanation.refused_count > MOST_MOVES:
            yield 0, f"Nor would {self.explanation.refused_count - MOST_MOVES} more changes pass."

    # ------------------------------------------------------------------------------------- improvements

    def improvement(self, improvement: Improvement) -> Iterator[Line]:
        """One improvement, and what becomes of it."""
        target = self.state(improvement.state)
        move = move_words(self.game, self.explanation.mover, self.explanation.state.key, improvement.state)
        by = "" if move.endswith(f"moves to {target}") else f" ({move})"
        if isinstance(improvement.why, Ballot):
            yield 0, f"{self.who} could decide to move to {target}{by}."
            yield from ((1, text) for text in self.votes(improvement.why))
        else:
            yield 0, f"{self.who} could gain by moving to {target}{by}: {self.prefers(improvement.why)}."
        if not self.concept.is_answered or not self.explanation.has_evidence:
            return
        if self.concept.evidence is Evidence.COMBINATIONS or self.explanation.joining is not None:
            if self.explanation.joining is not None:
                undone = "would undo" if improvement.in_sequence else "would not undo"
                yield 1, f"The others, moving one after another, {undone} this gain."
            yield from self.at_once(improvement)
        else:
            yield from self.in_turn(improvement)

    def in_turn(self, improvement: Improvement) -> Iterator[Line]:
        """What the others do about an improvement, one after another."""
        # The verdict is that of the analysis of all states, always; the search for a shortest answer to show may give up.
        # Hence three kinds of undone and of not undone: shown, given up, and (None) not known either way.
        if improvement.sanction is not None and improvement.outcome is not None:
            yield from self.answer(improvement.sanction)
            yield from self.worse(improvement.outcome)
            if self.concept.counter:
                yield 1, self.stuck(improvement.sanction[-1].after)
        elif improvement.is_sanctioned:
            yield 1, f"The others undo this gain, as the analysis of all states says: {TOO_MANY} one by one."
        elif improvement.evasion is not None:
            yield from self.evaded(improvement.evasion)
            yield 1, "No other answer does better, so nobody undoes this gain."
        elif improvement.is_sanctioned is None:
            yield 1, f"Whether the others undo this gain is not known: {TOO_MANY} one by one."
        elif improvement.searched:
            yield 1, self.unanswered(improvement)
        else:
            yield 1, f"Nobody undoes this gain, as the analysis of all states says: {TOO_MANY} one by one."

    def stuck(self, end: int) -> str:
        """That the mover has no counter-move from `end`."""
        if self.game.mover(self.explanation.mover).is_body:
            return f"No further move of {self.who} from {self.state(end)} leads to what it would decide."
        again = f"{self.who} may move again from {self.state(end)}"
        return f"{again}, but no move there would leave it better off than in {self.here}."

    def unanswered(self, improvement: Improvement) -> str:
        """Why nobody undoes a gain."""
        target = self.state(improvement.state)
        if improvement.reached:
            interest = " in their own interest" if self.willing else ""
            return f"Whatever the others do then{interest}, {self.stays_better()}: nobody undoes this gain."
        if self.willing:
            return f"Nobody else has a move from {target} in its own interest: nobody undoes this gain."
        return f"Nobody else can answer with a move from {target}: nobody undoes this gain."

    def evaded(self, escape: Escape) -> Iterator[Line]:
        """An answer, and the counter-move that defeats it."""
        yield from self.answer(escape.answer)
        yield from self.worse(escape.why)
        counter = escape.counter
        text = f"But then {self.who} moves again: {self.move(counter.mover, counter.before, counter.after)}."
        yield 1, text
        if isinstance(escape.gain, Ballot):
            text = f"For {self.state(counter.after)} instead of {self.here} it would have decided the same."
            yield 1, text
            yield from ((2, text) for text in self.votes(escape.gain))
        else:
            yield 1, f"So it is better off after all than in {self.here}: {self.prefers(escape.gain)}."

    def answer(self, steps: Sequence[Step]) -> Iterator[Line]:
        """The moves of an answer, one by one."""
        would = "would" if self.willing else "could"
        for k, step in enumerate(steps):
            name = self.name(step.mover)
            start = f"But {name} {would} answer" if k == 0 else f"Then {name} {would} go on"
            move = self.move(step.mover, step.before, step.after)
            if isinstance(step.why, Ballot):
                wanting = "which would pass if all others wanted it, and as things are would not"
                yield 1, f"{start}: {move}, {'and this would pass' if step.credible else wanting}."
                yield from ((2, text) for text in self.votes(step.why))
            else:
                yield 1, f"{start}: {move}, {INTEREST[step.why.gain]}: {self.prefers(step.why)}."

    def worse(self, why: Reason) -> Iterator[Line]:
        """Why an answer leaves the mover no better off."""
        end = self.state(why.after)
        if why.after == why.before:
            yield 1, f"That is {self.here} again, so nothing is gained."
        elif isinstance(why, Ballot):
            yield 1, f"{self.who} would not have decided as it did for {end} instead of {self.here}."
            yield from ((2, text) for text in self.votes(why))
        else:
            yield 1, f"That leaves {self.who} no better off than in {self.here}: {self.prefers(why)}."

    def at_once(self, improvement: Improvement) -> Iterator[Line]:
        """What others who move at the same time make of an improvement."""
        if improvement.combination is not None:
            yield from self.spoilt(improvement.combination)
        elif not improvement.searched:
            spoilt = ", but the analysis of all states says that some spoil this gain" if improvement.is_sanctioned else ""
            yield 1, f"The ways to move at the same time are too many to follow one by one{spoilt}."
        elif improvement.reached:
            which = "them" if self.explanation.joining else "the others"
            text = f"Whoever of {which} moves at the same time in its own interest"
            yield 1, f"{text}, {self.stays_better()}: nobody spoils this gain."
        elif self.explanation.joining is None or self.explanation.joining:
            text = f"Nobody else has a move from {self.here} in its own interest that goes with this one."
            yield 1, text
        else:
            yield 1, "Nobody spoils this gain."

    def spoilt(self, combination: Combination) -> Iterator[Line]:
        """A combination of moves at the same time."""
        moves = []
        for change in combination.changes:
            names = {row.full: row.name for row in self.game.options}
            verbs = (("takes", change.takes), ("drops", change.drops))
            parts = [f"{v} {joined([quoted_name(names[o]) for o in all_])}" for v, all_ in verbs if all_]
            moves.append(f"{self.name(change.mover)} {joined(parts)}")
        interest = "which is in its own interest" if len(moves) == 1 else "each in its own interest"
        text = f"But if at the same time {joined(moves)}, {interest}, {self.state(combination.state)} results."
        yield 1, text
        for change in combination.changes:
            yield from ((2, text) for text in self.votes(change.why))
        yield from self.worse(combination.why)

    def stays_better(self) -> str:
        """That an answer does not hurt."""
        if self.game.mover(self.explanation.mover).is_body:
            return f"{self.who} would still have decided the same"
        return f"{self.who} stays better off than in {self.here}"

    # ------------------------------------------------------------------------------------------ phrases

    def name(self, id_: str) -> str:
        """The name of an actor or a body."""
        return self.game.case.label(id_)

    def state(self, state: int) -> str:
        """A state by its number or name."""
        return state_name(self.game, state)

    def move(self, mover: str, before: int, after: int) -> str:
        """A move, and where it leads."""
        text, target = move_words(self.game, mover, before, after), self.state(after)
        return text if text.endswith(f"moves to {target}") else f"{text} (to {target})"

    def votes(self, why: Reason) -> list[str]:
        """Who is for a change in a body, who against, and who stops it; of an actor nothing."""
        return ballot_words(self.game, why) if isinstance(why, Ballot) else []

    def prefers(self, why: Reason) -> str:
        """What an actor gains or loses."""
        assert isinstance(why, Preference)
        return preference_words(self.game, why)


def preference_words(game: ListedGame, why: Preference) -> str:
    """What an actor gains or loses: the first point of its list that differs, or how it ranks them.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("chicken"))
    >>> preference_words(game, Preference("row", 0, 1, gain=1))
    'Row ranks state 2 above state 1'
    """
    record, who = game.case.actors[why.actor], game.case.label(why.actor)
    before, after = state_name(game, why.before), state_name(game, why.after)
    good, bad = (after, before) if why.gain > 0 else (before, after)
    if not why.gain:
        return f"{who} is indifferent between {before} and {after}"
    if record.prefers is not None and why.line is not None:
        return _point_words(game, why, why.line)
    if record.worth is not None:
        return f"by its weights {good} is worth more to {who} than {bad}"
    return f"{who} ranks {good} above {bad}"


def _point_words(game: ListedGame, why: Preference, line: int) -> str:
    """That the first point of an actor's list at which two states differ is gained or lost."""
    who = game.case.label(why.actor)
    entry = lines_of((game.case.actors[why.actor].prefers or ())[line - 1])
    gains, loses, more = ("gains", "loses", "more") if why.gain > 0 else ("loses", "gains", "fewer")
    points = "; ".join(statement_words(game.case, part.that, why.actor) for part in entry)
    # The lines above decide nothing between these two states: that is why this one is named.
    first = "" if line == 1 else f", and {loses} nothing above it"
    if len(entry) > 1:
        return f"{who} {gains} at point {line} of its list, where {more} of these hold ({points}){first}"
    return f"{who} {gains} point {line} of its list ({points}){first}"


def ballot_words(game: ListedGame, ballot: Ballot) -> list[str]:
    """Who is for a change in a body, who against, and who stops it: one or two sentences."""

    def names(voters: tuple[str, ...], last: str = "and") -> str:
        return joined([game.case.label(voter) for voter in voters], last) or "nobody"

    body = game.case.label(ballot.body)
    sides = f"for it: {names(ballot.favour)}; against: {names(ballot.against)}; neither: {names(ballot.neither)}"
    sentences = [f"In {body}, {sides}."]
    if not ballot.favours and ballot.objects:
        sentences.append(f"Enough by itself to stop it: {names(ballot.objects, 'or')}.")
    elif not ballot.favours:
        sentences.append("Too few are for it.")
    return sentences


def described(game: ListedGame, key: int) -> str:
    """A state with what everybody does in it.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> described(compile(catalog.load_case("cuban-missile-crisis")), 2)
    'state 3 (US: "Blockade"; USSR: nothing)'
    """
    if game.is_graph:
        return state_name(game, key)
    taken = game.taken(key)
    does: dict[str, list[str]] = {}
    for row in game.options:
        names = does.setdefault(row.owner, [])
        if taken[row.index] is not False:
            names.append(quoted_name(row.name) if taken[row.index] else f"{quoted_name(row.name)} or not")
    parts = [f"{game.case.label(owner)}: {', '.join(names) or 'nothing'}" for owner, names in does.items()]
    return f"{state_name(game, key)} ({'; '.join(parts)})"


def quoted_name(name: str) -> str:
    """The name of an option, as it stands in a sentence."""
    return f'"{name}"'
