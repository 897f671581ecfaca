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
from countermove.text.naming import deed_verbs, joined, move_words, state_in_brackets, state_name, statement_words
from countermove.text.phrases import plural, sentence
from countermove.text.verbs import verb

__all__ = [
    "IF_ALL", "answer_sentences", "ballot_words", "because", "described", "interest_words", "left_words", "listed",
    "no_evidence", "quoted_name", "reason_words", "verdict_words",
]  # fmt: skip

MOST_MOVES = 20
"""Improvements, and refused moves, that are described in full: at three to five lines each, about two screens."""
NO_ANSWER = "this improvement has no answer"
IF_ALL = "It would not pass as things are, but it would if all the others voted for it."


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
    return f"There is no evidence to show for {explanation.concept.label}, only the verdict of the concept itself."


def verdict_words(explanation: Explanation) -> Iterator[str]:
    """The verdict on a listed state, and what the concept asks.

    >>> from countermove import catalog
    >>> from countermove.explanation import explain
    >>> from countermove.game.compile import compile
    >>> print(*verdict_words(explain(compile(catalog.load_case("chicken")), 2, "row", "nash")), sep="\\n")
    For Row, "Row gives way" (state 2; Row: "Cooperate"; Col: nothing) is stable under Nash.
    Nash asks: Is staying at least as good for the mover as every move of its own? Yes.
    """
    game, concept, label = listed(explanation), explanation.concept, explanation.concept.label
    if concept.leader is not None:
        leads = verb(game.case, concept.leader, "leads", "lead")
        label = f"{label.partition(' (')[0]} ({game.case.label(concept.leader)} {leads})"
    # The mover comes first: the name of a state may not begin a sentence, since a capital letter would edit it.
    who, here = game.case.label(explanation.mover), described(game, explanation.state.key)
    yield f"For {who}, {here} is {'' if explanation.stable else 'not '}stable under {label}."
    yield f"{label} asks: {concept.question} {'Yes' if explanation.stable else 'No'}."


class _AnswerWords:
    """One explanation, and the names that all its sentences share."""

    def __init__(self, explanation: Explanation) -> None:
        self.explanation, self.game = explanation, listed(explanation)
        self.concept = explanation.concept
        # Where combinations count as well, the answers in sequence are improvements, too.
        either = self.concept.evidence is Evidence.ANSWERS_OR_COMBINATIONS
        self.willing = self.concept.credible or either
        self.who = self.name(explanation.mover)
        self.here = self.state(explanation.state.key)

    # ------------------------------------------------------------------------------------------ outline

    def verdict(self) -> Iterator[Line]:
        """The verdict, and what the concept asks."""
        yield from ((0, text) for text in verdict_words(self.explanation))

    def body(self) -> Iterator[Line]:
        """The evidence, what decides the verdict first."""
        yield from self.preface()
        # An improvement without an answer decides the verdict, and stands before those that have one.
        gains = sorted(self.explanation.gains, key=lambda i: (i.is_sanctioned is True, i.state))
        for improvement in gains[:MOST_MOVES]:
            yield from self.improvement(improvement)
        if len(gains) > MOST_MOVES:
            n_answered = sum(i.is_sanctioned is True for i in gains[MOST_MOVES:])
            more = len(gains) - MOST_MOVES
            answered = "" if not self.concept.is_answered else f"; answered: {n_answered or 'none'} of these"
            moves = plural(more, "1 more move is an improvement", f"{more} more moves are improvements")
            yield 0, f"For {self.who}, {moves}{answered}."
        yield from self.refusals()

    def preface(self) -> Iterator[Line]:
        """What must be known before the improvements are described."""
        # "No evidence" (a concept that was added at run time has none) is said first: the verdict alone is certain.
        if not self.explanation.has_evidence:
            yield 0, no_evidence(self.explanation)
        nothing = "" if not self.concept.is_answered else ", so there is nothing to answer"
        if not self.explanation.improvements:
            if self.explanation.refused:
                yield 0, f"From {self.here}, no change that {self.who} could make would pass{nothing}."
            elif self.explanation.can_move:
                yield 0, f"From {self.here}, no move of {self.who} is an improvement{nothing}."
            else:
                yield 0, f"From {self.here}, {self.who} cannot move{nothing}."
        elif names := self.hostile():
            helps = "no actor helps to answer its own improvement"
            yield 0, f"In an answer by {names}, the vote of {self.who} counts against it: {helps}."
        if self.explanation.joining is not None:
            yield 0, "Not every improvement has an answer in sequence, by moves that the others gain by."
            names = joined([self.name(m) for m in self.explanation.joining])
            others = f"not stable for {names} either, so only these may move at the same time"
            nobody = "stable for all others, so none of them moves at the same time"
            yield 0, f"By the same test, {self.here} is {others if names else nobody}."

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
            more = self.explanation.refused_count - MOST_MOVES
            yield 0, f"{more} more {plural(more, 'change', 'changes')} would not pass either."

    # ------------------------------------------------------------------------------------- improvements

    def improvement(self, improvement: Improvement) -> Iterator[Line]:
        """One improvement, and what becomes of it."""
        move = self.move(self.explanation.mover, self.explanation.state.key, improvement.state)
        yield 0, f"For {self.who}, this move is an improvement: {move}."
        # Different options may lead into one coalesced state: without them the same sentence would stand there twice.
        if sum(other.state == improvement.state for other in self.explanation.improvements) > 1:
            names = {row.full: quoted_name(row.name) for row in self.game.options}
            yield 1, f"In this way it changes {joined([names[o] for o in improvement.options])}."
        if isinstance(improvement.why, Ballot):
            yield from ((1, text) for text in ("It would pass.", *self.votes(improvement.why)))
        elif reason := reason_words(self.game, improvement.why):
            yield 1, f"Reason: {reason}."
        if not self.concept.is_answered or not self.explanation.has_evidence:
            return
        if self.concept.evidence is Evidence.COMBINATIONS or self.explanation.joining is not None:
            if self.explanation.joining is not None:
                has = "an answer" if improvement.in_sequence else "no answer"
                yield 1, f"It has {has} in sequence."
            yield from self.at_once(improvement)
        else:
            yield from self.in_turn(improvement)

    def in_turn(self, improvement: Improvement) -> Iterator[Line]:
        """What the others do about an improvement, one after another."""
        # The verdict is always that of the analysis of all states; the search for a shortest answer to show may give up.
        # Hence three kinds of answered and of unanswered: shown, given up, and (None) not known either way.
        if improvement.sanction is not None and improvement.outcome is not None:
            yield from self.answer(improvement.sanction)
            yield from self.worse(improvement.outcome)
            if self.concept.counter:
                yield 1, self.stuck(improvement.sanction[-1].after)
        elif improvement.is_sanctioned:
            yield 1, "This improvement has an answer; there are too many sequences of moves to find it one by one."
        elif improvement.evasion is not None:
            yield from self.evaded(improvement.evasion)
            yield 1, f"No other sequence of moves does better: {NO_ANSWER}."
        elif improvement.is_sanctioned is None:
            yield 1, "It is not known whether this improvement has an answer: there are too many sequences to try."
        elif improvement.searched:
            yield 1, self.unanswered(improvement)
        else:
            yield 1, f"{sentence(NO_ANSWER)}; there are too many sequences of moves to show this one by one."

    def stuck(self, end: int) -> str:
        """That the mover has no counter-move from `end`."""
        better = "would win" if self.game.mover(self.explanation.mover).is_body else "is better"
        than = "against" if self.game.mover(self.explanation.mover).is_body else "than"
        return f"No further move of {self.who} from {self.state(end)} leads to a state that {better} {than} {self.here}."

    def unanswered(self, improvement: Improvement) -> str:
        """Why nobody answers an improvement."""
        target = self.state(improvement.state)
        if improvement.reached:
            gaining = ", if each gains by its move" if self.willing else ""
            return f"Whatever the others do then{gaining}, {self.stays_better()}: {NO_ANSWER}."
        if self.willing:
            return f"None of the others has a move from {target} that it gains by: {NO_ANSWER}."
        return f"None of the others can move from {target}: {NO_ANSWER}."

    def evaded(self, escape: Escape) -> Iterator[Line]:
        """An answer, and the counter-move that defeats it."""
        yield from self.answer(escape.answer)
        yield from self.worse(escape.why)
        counter = escape.counter
        yield 1, f"But then {self.who} can move again: {self.move(counter.mover, counter.before, counter.after)}."
        if isinstance(escape.gain, Ballot):
            yield 1, f"In {self.who}, {self.state(counter.after)} would win against {self.here}."
            yield from ((2, text) for text in self.votes(escape.gain))
        else:
            yield 1, f"{left_words(self.game, escape.gain, self.here)}."

    def answer(self, steps: Sequence[Step]) -> Iterator[Line]:
        """The moves of an answer, one by one."""
        for k, step in enumerate(steps):
            name = self.name(step.mover)
            start = f"But {name} can answer" if k == 0 else f"Then {name} can go on"
            yield 1, f"{start}: {self.move(step.mover, step.before, step.after)}."
            if isinstance(step.why, Ballot):
                yield 1, "It would pass." if step.credible else IF_ALL
                yield from ((2, text) for text in self.votes(step.why))
            else:
                yield 1, f"{interest_words(self.game, step.why)}."

    def worse(self, why: Reason) -> Iterator[Line]:
        """Why an answer leaves the mover no better off."""
        end = self.state(why.after)
        if why.after == why.before:
            yield 1, f"That is {self.here} again, so nothing is gained."
        elif isinstance(why, Ballot):
            yield 1, f"In {self.who}, {end} would not win against {self.here}."
            yield from ((2, text) for text in self.votes(why))
        else:
            yield 1, f"{left_words(self.game, why, self.here)}."

    def at_once(self, improvement: Improvement) -> Iterator[Line]:
        """What others who move at the same time make of an improvement."""
        if improvement.combination is not None:
            yield from self.combined(improvement.combination)
        elif not improvement.searched:
            answers = "; some of these answer this improvement" if improvement.is_sanctioned else ""
            yield 1, f"There are too many combinations of moves at the same time to follow one by one{answers}."
        elif improvement.reached:
            which = "these" if self.explanation.joining else "the others"
            text = f"Whatever improvements {which} make at the same time"
            yield 1, f"{text}, {self.stays_better()}: {NO_ANSWER}."
        elif self.explanation.joining is None or self.explanation.joining:
            yield 1, f"No improvement of the others from {self.here} can be combined with this one: {NO_ANSWER}."
        else:
            yield 1, f"{sentence(NO_ANSWER)} at the same time either."

    def combined(self, combination: Combination) -> Iterator[Line]:
        """A combination of moves at the same time."""
        moves = []
        for change in combination.changes:
            names = {row.full: row.name for row in self.game.options}
            verbs = deed_verbs(self.game.case, change.mover)
            deeds = zip(verbs, (change.takes, change.drops), strict=True)
            parts = [f"{one} {joined([quoted_name(names[o]) for o in all_])}" for one, all_ in deeds if all_]
            moves.append(f"{self.name(change.mover)} {joined(parts)}")
        yield 1, f"But if at the same time {joined(moves)}, the result is {self.state(combination.state)}."
        yield 1, plural(len(moves), "That move is an improvement too.", "Each of these moves is an improvement too.")
        for change in combination.changes:
            yield from ((2, text) for text in self.votes(change.why))
        yield from self.worse(combination.why)

    def stays_better(self) -> str:
        """That an answer does not hurt."""
        if self.game.mover(self.explanation.mover).is_body:
            return f"the result would still win against {self.here}"
        return f"{self.who} would still be better off than in {self.here}"

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
        return text if text.endswith(f" to {target}") else f"{text} {state_in_brackets(self.game, after)}"

    def votes(self, why: Reason) -> list[str]:
        """Who is for a change in a body, who against, and who stops it; of an actor nothing."""
        return ballot_words(self.game, why) if isinstance(why, Ballot) else []


def interest_words(game: ListedGame, why: Preference) -> str:
    """What a move is to its mover, and why: a sentence without its stop.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> interest_words(compile(catalog.load_case("chicken")), Preference("row", 0, 1, gain=1))
    'This is an improvement for Row'
    """
    effect = {1: "is an improvement for", 0: "neither helps nor hurts", -1: "would hurt"}[why.gain]
    return f"This {effect} {game.case.label(why.actor)}{because(game, why)}"


def left_words(game: ListedGame, why: Preference, here: str) -> str:
    """What the end of some moves is to an actor, compared with `here`: a sentence without its stop.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> left_words(compile(catalog.load_case("chicken")), Preference("row", 1, 0, gain=-1), "state 2")
    'That leaves Row worse off than in state 2'
    """
    off = {1: "better off than", 0: "as well off as", -1: "worse off than"}[why.gain]
    return f"That leaves {game.case.label(why.actor)} {off} in {here}{because(game, why)}"


def because(game: ListedGame, why: Preference) -> str:
    """The reason behind a colon, where there is one to give."""
    reason = reason_words(game, why)
    return f": {reason}" if reason else ""


def reason_words(game: ListedGame, why: Preference) -> str:
    """Which statement of an actor decides between two states; empty where a ranking or weights do."""
    position = why.line
    if position is None or not why.gain:
        return ""
    # The most important statement at which the two states differ becomes true, or false.
    entry = lines_of((game.case.actors[why.actor].prefers or ())[position - 1])
    statements = "; ".join(statement_words(game.case, part.that, why.actor) for part in entry)
    # The statements above it decide nothing between these two states: that is why this one is named.
    if len(entry) > 1:
        more = "more" if why.gain > 0 else "fewer"
        return f"what decides is that {more} of these are true: {statements} (statement {position})"
    becomes = "becomes true" if why.gain > 0 else "is no longer true"
    return f"what decides is that this {becomes}: {statements} (statement {position})"


def ballot_words(game: ListedGame, ballot: Ballot) -> list[str]:
    """Who is for a change in a body, who is against it, and who stops it: one or two sentences."""

    def names(voters: tuple[str, ...]) -> str:
        return joined([game.case.label(voter) for voter in voters]) or "nobody"

    indifferent = f"; indifferent: {names(ballot.neither)}" if ballot.neither else ""
    sides = f"for: {names(ballot.favour)}; against: {names(ballot.against)}{indifferent}"
    sentences = [f"In {game.case.label(ballot.body)}, {sides}."]
    if not ballot.favours and ballot.objects:
        alone = plural(len(ballot.objects), "This one can stop it alone", "Each of these can stop it alone")
        sentences.append(f"{alone}: {names(ballot.objects)}.")
    elif not ballot.favours:
        sentences.append("Too few are for it.")
    return sentences


def described(game: ListedGame, key: int) -> str:
    """A state with what everybody does in it.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> described(compile(catalog.load_case("cuban-missile-crisis")), 2)
    '"Blockade without an answer" (state 3; US: "Blockade Cuba"; USSR: nothing)'
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
    label = game.label_of(key)
    return (
        f"{state_name(game, key)} ({'; '.join(parts)})"
        if label is None
        else f'"{label}" (state {key + 1}; {"; ".join(parts)})'
    )


def quoted_name(name: str) -> str:
    """The name of an option, as it stands in a sentence."""
    return f'"{name}"'
