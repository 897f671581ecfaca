"""The part of the brief for one actor: its moves, what it can offer, whom it has to win over, what would hurt it most."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.analysis.lines import Difference
from countermove.briefing.briefing import Briefing
from countermove.briefing.one_actor import OneActor, OwnMove
from countermove.game.game import Game
from countermove.text.clauses import goal_of
from countermove.text.naming import joined
from countermove.text.phrases import Lines
from countermove.text.pieces import owners, said, verb
from countermove.views.brief.words import called, deeds, move

__all__ = ["actor_lines"]

MOST_MOVES = 3
"""Own moves that are shown, the best first: a line or two each."""


def actor_lines(briefing: Briefing) -> Lines:
    """The answer for the actor that was asked about."""
    one, game = briefing.actor, briefing.game
    if one is None:
        return
    who = game.case.label(one.id)
    if not one.moves:
        has = verb(game.case, [one.id], "has", "have")
        yield 1, f"{who} {has} no move of its own {'today' if game.status_quo is not None else 'at outcome 1'}."
    for own in one.moves[:MOST_MOVES]:
        yield 1, f"{said(move(game, one.id, one.start.key, own.to.key))}: {_worth(game, own)}."
    if len(one.moves) > MOST_MOVES:
        yield 1, f"{len(one.moves) - MOST_MOVES} more moves are no better for it than these."
    yield 1, _offer(briefing, one)
    yield from ((1, text) for text in _to_win(game, one))
    yield 1, _hurt(game, one)


def _worth(game: Game, own: OwnMove) -> str:
    """What becomes of a move of its own."""
    if own.change > 0:
        if own.answer is None or not own.answer.sanction:
            return "a gain that no credible answer takes away" if game.is_listed else "a gain"
        answer = ", then ".join(said(move(game, step.mover, step.before, step.after)) for step in own.answer.sanction)
        return f"a gain at first, but then {answer}, and the gain is gone"
    if own.change == 0:
        return "neither better nor worse for it"
    return f"worse for it{_since(game, own.lost)}"


def _since(game: Game, lost: Difference | None) -> str:
    return "" if lost is None else f", since it {said(goal_of(game.case, lost))}"


def _offer(briefing: Briefing, one: OneActor) -> str:
    """Its part in a deal: what it changes against where things stand, or else against outcome 1."""
    game, deal = briefing.game, one.offer
    if deal is None:
        return "What it can offer: nothing; it gains by no deal told here."
    others = [actor for actor in deal.gainers if actor != one.id]
    too = (
        f"{said(owners(game.case, others))} {verb(game.case, others, 'gains', 'gain')} too"
        if others
        else "nobody else gains"
    )
    first = briefing.deal.first if briefing.deal is not None else None
    is_told = first is not None and first.state == deal.state
    which = "the deal above" if is_told else f"the outcome {said(called(game, deal.state))}"
    starts = [one.start, *([briefing.lead] if briefing.lead is not None else [])]
    own = next((part for state in starts if (part := _own_part(game, one.id, state.key, deal.state.key))), "")
    offer = f"to {own}" if own else "nothing more than it does today"
    return f"What it can offer: {offer}. That is its part in {which}, by which {too}."


def _own_part(game: Game, actor: str, before: int, after: int) -> str:
    """What an actor itself changes between two states, after "to"; empty where it changes nothing."""
    own = [deed for deed in deeds(game, before, after) if actor in deed.owners]
    done = [(word, names) for deed in own for word, names in (("choose", deed.takes), ("drop", deed.drops)) if names]
    return joined([f"{word} {joined([_quoted(name) for name in names])}" for word, names in done])


def _quoted(name: str) -> str:
    return f'"{name}"'


def _to_win(game: Game, one: OneActor) -> Iterator[str]:
    for decision in one.blocked:
        against = [actor for actor, _ in decision.oppose]
        if against:
            what = _quoted(game.options[decision.option].name)
            yield f"Whom it has to win over for {what}: {said(owners(game.case, against))}."
    breakers = [] if one.offer is None else [b.mover for b in one.offer.breakers if b.mover != one.id]
    if breakers:
        yield f"Whom it has to keep to that deal: {said(owners(game.case, breakers))}."


def _hurt(game: Game, one: OneActor) -> str:
    hurt = one.hurt
    if hurt is None:
        return "What would hurt it most: no single move of others makes it worse off."
    words = said(move(game, hurt.mover, one.start.key, hurt.to.key))
    likely = "in the interest of its mover" if hurt.is_likely else "not in the interest of its mover"
    return f"What would hurt it most: {words}{_since(game, hurt.lost)}. That move is {likely}."
