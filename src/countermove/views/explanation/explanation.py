"""Why a state is stable for a mover, or is not, in sentences: every kind of explanation, of either kind of game."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermove.errors import printable
from countermove.explanation.evidence import Explanation, Line, SearchedImprovement, SearchedStep
from countermove.explanation.farsighted import FarExplanation
from countermove.game.searched import SearchedGame
from countermove.model.preferences import lines_of
from countermove.search.bounded import Move
from countermove.text.naming import named, outcome, statement_words, turn_words
from countermove.text.phrases import plural
from countermove.views.explanation.answers import answer_sentences
from countermove.views.explanation.foresight import farsighted_sentences, foresight_sentences

__all__ = ["search_sentences", "sentences"]


def sentences(explanation: Explanation | FarExplanation) -> list[Line]:
    """The sentences of an explanation, each with its level of indentation.

    >>> from countermove import catalog
    >>> from countermove.explanation import explain
    >>> from countermove.game.compile import compile
    >>> sentences(explain(compile(catalog.load_case("prisoners-dilemma")), 1, "row", "nash"))[-1]
    (0, 'From "Both defect" (state 1), no move of Row is an improvement.')
    """
    if isinstance(explanation, FarExplanation):
        lines = farsighted_sentences(explanation)
    elif not explanation.game.is_listed:
        lines = [(0, line) for text in search_sentences([explanation]) for line in text.split("\n")]
    elif explanation.horizon is not None:
        lines = foresight_sentences(explanation)
    else:
        lines = answer_sentences(explanation)
    # A name may hold a line break; within a sentence it is written as the sign that it is.
    return [(level, printable(text).replace("\n", "\\n")) for level, text in lines]


def searched(explanation: Explanation) -> SearchedGame:
    """The game of an explanation by search."""
    assert isinstance(explanation.game, SearchedGame)
    return explanation.game


def search_sentences(explanations: Sequence[Explanation]) -> Iterator[str]:
    """The verdicts on one state: those with improvements each in full, those without together in one paragraph."""
    if not explanations:
        return
    first = explanations[0]
    game, concept = searched(first), first.concept
    yield f"{_state(game, first.state.key)}\n{concept.label} asks: {concept.question} {_bound(first)}"
    idle = [verdict.mover for verdict in explanations if not verdict.attempts]
    if idle:
        moves = plural(len(idle), "no move is an improvement", "none of their moves is an improvement")
        yield f"The state is stable for {named(game, idle)}: {moves}."
    for verdict in explanations:
        if verdict.attempts:
            yield "\n".join(_verdict(verdict))


def _state(game: SearchedGame, key: int) -> str:
    doing = "; ".join(f"{owner}: {', '.join(names)}" for owner, names in outcome(game, key) if names)
    called = "The status quo" if key == game.status_quo_key else "The state"
    return f"{called}: {doing or 'no option is taken'}."


def _bound(verdict: Explanation) -> str:
    if not verdict.concept.is_answered:
        return "Every move was tried."
    return f"Answers of at most {_moves(verdict)} were tried; --depth tries longer ones."


def _moves(verdict: Explanation) -> str:
    return f"{verdict.depth} {plural(verdict.depth or 0, 'move', 'moves')}"


def _verdict(verdict: Explanation) -> Iterator[str]:
    who = verdict.game.case.label(verdict.mover)
    count = len(verdict.attempts)
    if verdict.stable:
        every = "both" if count == 2 else f"all {count}"
        answered = plural(count, "the only improvement has an answer", f"{every} improvements have an answer")
        yield f"The state is stable for {who}: {answered}."
    elif verdict.stable is False:
        yield f"The state is not stable for {who}: there {plural(count, 'is 1 improvement', f'are {count} improvements')}."
    else:
        # Neither proved stable nor unstable: no answer of bounded length is not no answer.
        n_open = sum(attempt.sanction is None for attempt in verdict.attempts)
        which = plural(count, "the only improvement", f"{n_open} of {count} improvements")
        yield f"It is not known whether the state is stable for {who}."
        yield f"For {which}, no answer of at most {_moves(verdict)} was found. A longer one may exist."
    for attempt in verdict.attempts:
        yield from _attempt(verdict, attempt)


def _attempt(verdict: Explanation, attempt: SearchedImprovement) -> Iterator[str]:
    game = searched(verdict)
    change = turn_words(game, Move(verdict.mover, verdict.state.key, attempt.state))
    yield f"  Improvement: {game.case.label(verdict.mover)} {change}{_reason(attempt)}."
    if not verdict.concept.is_answered:
        return
    if attempt.sanction is None:
        none = f"No answer of at most {_moves(verdict)} was found"
        yield f"    {none if attempt.searched else 'The search stopped before it tried all answers'}."
        return
    kind = "Credible answer" if verdict.concept.credible else "Answer, at any cost"
    again = f"; no further move of {game.case.label(verdict.mover)} helps" if verdict.concept.counter else ""
    yield f"    {kind}: {_answer(game, attempt.sanction)}{again}."


def _answer(game: SearchedGame, answer: Sequence[SearchedStep]) -> str:
    return ", then ".join(
        f"{game.case.label(move.mover)} {turn_words(game, Move(move.mover, move.before, move.after))}" for move in answer
    )


def _reason(attempt: SearchedImprovement) -> str:
    """The statement of an actor that decides, or who is for the change in a body."""
    game = attempt.game
    assert isinstance(game, SearchedGame)
    if attempt.favour:
        return f" (for: {named(game, list(attempt.favour))})"
    if attempt.point is None:
        return ""
    statements = "; ".join(
        statement_words(game.case, part.that, attempt.point.actor) for part in lines_of(attempt.point.line)
    )
    return f", which makes this true: {statements} (statement {attempt.point.position + 1})"
