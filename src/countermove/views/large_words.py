"""Why a state of a case that is not listed holds, or is not shown to hold, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermove.analysis.large_stakes import line_differences
from countermove.briefing.large_brief import named, short_line, turn_words
from countermove.game.searched import SearchedGame
from countermove.search.bounded import BOUNDED, Attempt, BoundedVerdict, Move
from countermove.stability.concept import find_concept
from countermove.text.naming import outcome
from countermove.text.phrases import plural

__all__ = ["verdict_words"]


def verdict_words(found: Sequence[BoundedVerdict]) -> Iterator[str]:
    """The verdicts on one state: each that rests on something in full, and in one paragraph those who just stay."""
    if not found:
        return
    model, state = found[0].model, found[0].state
    concept = find_concept(found[0].concept)
    yield f"{_state(model, state)}\n{concept.label} asks: {concept.question} {_bound(found[0])}"
    idle = [verdict.mover for verdict in found if not verdict.attempts]
    if idle:
        gain = "has" if len(idle) == 1 else "have"
        yield f"{named(model, idle)} {gain} no move to anything better, and would stay."
    for verdict in found:
        if verdict.attempts:
            yield "\n".join(_verdict(verdict))


def _state(model: SearchedGame, state: int) -> str:
    doing = "; ".join(f"{owner}: {', '.join(names)}" for owner, names in outcome(model, state) if names)
    today = " (the status quo)" if state == model.status_quo else ""
    return f"The state{today} in which {doing}." if doing else f"The state{today} in which nobody does anything."


def _bound(verdict: BoundedVerdict) -> str:
    if verdict.concept == "nash":
        return "Every move was looked at."
    moves = f"{verdict.depth} {plural(verdict.depth, 'move', 'moves')}"
    return f"Answers of at most {moves} were looked for, no mover twice in a row; --depth looks further."


def _verdict(verdict: BoundedVerdict) -> Iterator[str]:
    who = verdict.model.case.label(verdict.mover)
    count = len(verdict.attempts)
    if verdict.stable:
        gains = plural(count, "its gain is", f"its {count} gains are")
        yield f"{who} would stay: {gains} undone."
    elif verdict.stable is False:
        yield f"{who} would move on: it has {count} {plural(count, 'gain', 'gains')}."
    else:
        open_ = sum(attempt.answer is None for attempt in verdict.attempts)
        which = "its one gain" if count == 1 else f"{open_} of its {count} gains"
        moves = f"{verdict.depth} {plural(verdict.depth, 'move', 'moves')}"
        yield f"{who} is not shown to stay: to {which} no answer of at most {moves} was found. A longer one may exist."
    for attempt in verdict.attempts:
        yield from _attempt(verdict, attempt)


def _attempt(verdict: BoundedVerdict, attempt: Attempt) -> Iterator[str]:
    model = verdict.model
    why = _reason(verdict, attempt)
    change = turn_words(model, Move(verdict.mover, verdict.state, attempt.after))
    yield f"  {model.case.label(verdict.mover)} could gain: it {change}{why}."
    if verdict.concept == "nash":
        return
    if attempt.answer is None:
        none = "No answer within the bound undoes it"
        searched = none if attempt.searched else "The time was too short to search all answers"
        yield f"    {searched}."
        return
    foresight = BOUNDED[verdict.concept]
    kind = "each in its own interest" if foresight.credible else "whatever it costs them"
    alone = len({move.mover for move in attempt.answer}) == 1
    kind = ("in its own interest" if foresight.credible else "whatever it costs") if alone else kind
    again = ", and no further move would help" if foresight.counter else ""
    yield f"    But it would be undone: {_answer(model, attempt.answer)}; {kind}{again}."


def _answer(model: SearchedGame, answer: Sequence[Move]) -> str:
    return ", then ".join(f"{model.case.label(move.mover)} {turn_words(model, move)}" for move in answer)


def _reason(verdict: BoundedVerdict, attempt: Attempt) -> str:
    """The line that decides for an actor, or who is for it in a body."""
    model, mover = verdict.model, verdict.model.mover(verdict.mover)
    if mover.actor is None:
        votes = [mover.votes[k] for k in mover.options if (verdict.state ^ attempt.after) >> k & 1]
        players = sorted(set[int]().union(*(vote.players for vote in votes)))
        favour = [model.actors[p] for p in players if model.compare(p, verdict.state, attempt.after) > 0]
        return f" (for it: {named(model, favour)})" if favour else ""
    found = line_differences(model, verdict.mover, verdict.state, attempt.after)
    return f" (wins line {short_line(found[0])})" if found else ""
