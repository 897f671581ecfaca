"""Why a state is stable for a mover, or is not, in sentences: every kind of explanation, of either kind of game."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermove.errors import printable
from countermove.explanation.evidence import Explanation, Line, SearchedImprovement, SearchedStep
from countermove.explanation.farsighted import FarExplanation
from countermove.game.searched import SearchedGame
from countermove.search.bounded import Move
from countermove.text.naming import named, outcome, turn_words
from countermove.text.phrases import plural, short_line
from countermove.views.explanation.answers import answer_sentences
from countermove.views.explanation.foresight import farsighted_sentences, foresight_sentences

__all__ = ["search_sentences", "sentences"]


def sentences(explanation: Explanation | FarExplanation) -> list[Line]:
    """The sentences of an explanation, each with its level of indentation.

    >>> from countermove import catalog
    >>> from countermove.explanation import explain
    >>> from countermove.game.compile import compile
    >>> sentences(explain(compile(catalog.load_case("prisoners-dilemma")), 1, "row", "nash"))[-1]
    (0, 'Row has no move from state 1 to a state that it prefers.')
    """
    if isinstance(explanation, FarExplanation):
        lines = farsighted_sentences(explanation)
    elif not explanation.game.is_listed:
        lines = [(0, line) for text in search_sentences([explanation]) for line in text.split("\n")]
    elif explanation.horizon is not None:
        lines = foresight_sentences(explanation)
    else:
        lines = answer_sentences(explanation)
    # A name may hold a line break; within a sentence it is told as the sign that it is.
    return [(level, printable(text).replace("\n", "\\n")) for level, text in lines]


def searched(explanation: Explanation) -> SearchedGame:
    """The game of an explanation by search."""
    assert isinstance(explanation.game, SearchedGame)
    return explanation.game


def search_sentences(explanations: Sequence[Explanation]) -> Iterator[str]:
    """The verdicts on one state: each that rests on something in full, and in one paragraph those who just stay."""
    if not explanations:
        return
    first = explanations[0]
    game, concept = searched(first), first.concept
    yield f"{_state(game, first.state.key)}\n{concept.label} asks: {concept.question} {_bound(first)}"
    idle = [verdict.mover for verdict in explanations if not verdict.attempts]
    if idle:
        gain = "has" if len(idle) == 1 else "have"
        yield f"{named(game, idle)} {gain} no move to anything better, and would stay."
    for verdict in explanations:
        if verdict.attempts:
            yield "\n".join(_verdict(verdict))


def _state(game: SearchedGame, key: int) -> str:
    doing = "; ".join(f"{owner}: {', '.join(names)}" for owner, names in outcome(game, key) if names)
    today = " (the status quo)" if key == game.status_quo else ""
    return f"The state{today} in which {doing}." if doing else f"The state{today} in which nobody does anything."


def _bound(verdict: Explanation) -> str:
    if not verdict.concept.is_answered:
        return "Every move was looked at."
    moves = _moves(verdict)
    return f"Answers of at most {moves} were looked for, no mover twice in a row; --depth looks further."


def _moves(verdict: Explanation) -> str:
    return f"{verdict.depth} {plural(verdict.depth or 0, 'move', 'moves')}"


def _verdict(verdict: Explanation) -> Iterator[str]:
    who = verdict.game.case.label(verdict.mover)
    count = len(verdict.attempts)
    if verdict.stable:
        gains = plural(count, "its gain is", f"its {count} gains are")
        yield f"{who} would stay: {gains} undone."
    elif verdict.stable is False:
        yield f"{who} would move on: it has {count} {plural(count, 'gain', 'gains')}."
    else:
        # Neither proved stable nor unstable: no answer of bounded length is not no answer.
        open_ = sum(attempt.sanction is None for attempt in verdict.attempts)
        which = "its one gain" if count == 1 else f"{open_} of its {count} gains"
        moves = _moves(verdict)
        yield f"{who} is not shown to stay: to {which} no answer of at most {moves} was found. A longer one may exist."
    for attempt in verdict.attempts:
        yield from _attempt(verdict, attempt)


def _attempt(verdict: Explanation, attempt: SearchedImprovement) -> Iterator[str]:
    game = searched(verdict)
    why = _reason(attempt)
    change = turn_words(game, Move(verdict.mover, verdict.state.key, attempt.state))
    yield f"  {game.case.label(verdict.mover)} could gain: it {change}{why}."
    if not verdict.concept.is_answered:
        return
    if attempt.sanction is None:
        none = "No answer within the bound undoes it"
        tried = none if attempt.searched else "The time was too short to search all answers"
        yield f"    {tried}."
        return
    concept = verdict.concept
    kind = "each in its own interest" if concept.credible else "whatever it costs them"
    alone = len({move.mover for move in attempt.sanction}) == 1
    kind = ("in its own interest" if concept.credible else "whatever it costs") if alone else kind
    again = ", and no further move would help" if concept.counter else ""
    yield f"    But it would be undone: {_answer(game, attempt.sanction)}; {kind}{again}."


def _answer(game: SearchedGame, answer: Sequence[SearchedStep]) -> str:
    return ", then ".join(
        f"{game.case.label(move.mover)} {turn_words(game, Move(move.mover, move.before, move.after))}" for move in answer
    )


def _reason(attempt: SearchedImprovement) -> str:
    """The point of its list that an actor wins, or who is for it in a body."""
    if attempt.favour:
        game = attempt.game
        assert isinstance(game, SearchedGame)
        return f" (for it: {named(game, list(attempt.favour))})"
    return f" (wins line {short_line(attempt.point)})" if attempt.point is not None else ""
