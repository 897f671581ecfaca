"""The part of the brief for one actor: its moves, what it can offer, whom it has to win over, what would hurt it most."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.analysis.lines import Difference
from countermove.briefing.briefing import Briefing
from countermove.briefing.one_actor import OneActor, OwnMove
from countermove.game.game import Game, State
from countermove.text.clauses import goal_of
from countermove.text.naming import deed_verbs, joined
from countermove.text.phrases import Lines, plural
from countermove.text.pieces import owners, said, verb
from countermove.views.brief.deal import told_deal
from countermove.views.brief.words import called, deeds, move

__all__ = ["actor_lines"]

MOST_MOVES = 3
"""Own moves that are shown, the best first: a line or two each."""


def actor_lines(briefing: Briefing) -> Lines:
    """The answer for the actor that was asked about."""
    one, game = briefing.actor, briefing.game
    if one is None:
        return
    if not one.moves:
        yield 1, _no_moves(game, one)
    for own in one.moves[:MOST_MOVES]:
        yield 1, f"{said(move(game, one.id, one.start.key, own.to.key))}: {_worth(game, own, one.start)}."
    if len(one.moves) > MOST_MOVES:
        yield 1, f"{len(one.moves) - MOST_MOVES} more moves are no better for it than these."
    yield 1, _offer(briefing, one)
    yield from ((1, text) for text in _to_win(game, one))
    yield 1, _hurt(game, one)


def _no_moves(game: Game, one: OneActor) -> str:
    """Why no move of its own is told."""
    who, is_plural = game.case.label(one.id), verb(game.case, [one.id], "", "many") == "many"
    together = next((mover for mover in game.movers if one.id in (game.actors[k] for k in mover.merged)), None)
    if together is not None:
        others = [game.actors[k] for k in together.merged if game.actors[k] != one.id]
        return f"{who} {'move' if is_plural else 'moves'} here only as one with {said(owners(game.case, others))}."
    if not one.is_moves_complete:
        return f"{who} {'have' if is_plural else 'has'} too many moves to look at one by one."
    return f"{who} {'have' if is_plural else 'has'} no move of its own {_here(game)}."


def _here(game: Game) -> str:
    """Where the part for one actor starts from."""
    return "today" if game.status_quo_key is not None else "at outcome 1"


def _worth(game: Game, own: OwnMove, start: State) -> str:
    """What becomes of a move of its own."""
    if own.change > 0:
        if own.answer is None:
            return "a gain"
        if not own.answer.sanction:
            # The search for one answer may have been given up where it is known that there is one, or none.
            return "a gain at first, but it has a credible answer" if own.answer.is_sanctioned else (
                "a gain that no credible answer takes away")  # fmt: skip
        answer = ", then ".join(said(move(game, step.mover, step.before, step.after)) for step in own.answer.sanction)
        return f"a gain at first, but then {answer}, and the gain is gone"
    if own.change == 0:
        return "neither better nor worse for it"
    return f"worse for it{_since(game, own.lost, start, own.to)}"


def _since(game: Game, lost: Difference | None, before: State, after: State) -> str:
    return "" if lost is None else f", since it {said(goal_of(game, lost, before.key, after.key))}"


def _offer(briefing: Briefing, one: OneActor) -> str:
    """Its part in a deal: what it changes against where things stand, or else against outcome 1."""
    game, deal = briefing.game, one.offer
    if deal is None:
        return "What it can offer: it gains by no deal told here."
    others = [actor for actor in deal.gainers if actor != one.id]
    too = (
        f"{said(owners(game.case, others))} {verb(game.case, others, 'gains', 'gain')} too"
        if others
        else "nobody else gains"
    )
    first = told_deal(briefing)
    is_told = first is not None and first.state == deal.state
    which = "the deal above" if is_told else f"the outcome {said(called(game, deal.state))}"
    starts = [one.start, *([briefing.lead] if briefing.lead is not None else [])]
    own = next((part for state in starts if (part := _own_part(game, one.id, state.key, deal.state.key))), "")
    if game.case.is_graph:
        own = "take part in the moves that lead there"
    offer = f"to {own}" if own else f"nothing more than what it does {_here(game)}"
    return f"What it can offer: {offer}. That is its part in {which}, by which {too}."


def _own_part(game: Game, actor: str, before: int, after: int) -> str:
    """What an actor itself changes between two states, after "to"; empty where it changes nothing."""
    own = [deed for deed in deeds(game, before, after) if actor in deed.owners]
    takes, drops = deed_verbs(game.case, actor, True)
    done = [(word, names) for deed in own for word, names in ((takes, deed.takes), (drops, deed.drops)) if names]
    return joined([f"{word} {joined([_quoted(name) for name in names])}" for word, names in done])


def _quoted(name: str) -> str:
    return f'"{name}"'


def _to_win(game: Game, one: OneActor) -> Iterator[str]:
    for decision in one.blocked:
        row = game.options[decision.option]
        what = f"{game.case.label(decision.body)} {'to adopt' if decision.taking else 'to revoke'} {_quoted(row.name)}"
        # All groups have the least size that is enough; of several the first is an example, and none has to be won.
        group = list(decision.openers[0]) if decision.openers else []
        if len(decision.openers) == 1 and len(group) == len(decision.oppose) + len(decision.neither):
            yield f"Whom it has to win over for {what}: {said(owners(game.case, group))}."
        elif group:
            together = "" if len(group) == 1 else " together"
            enough = f"{said(owners(game.case, group))}{together} would be enough"
            more = len(decision.openers) - 1
            or_ = f"; so would any of {more} other {plural(more, 'choice', 'choices')}" if more else ""
            yield f"Whom it could win over for {what}: {enough}{or_}."
    breakers = [] if one.offer is None else [b.mover for b in one.offer.breakers if b.mover != one.id]
    if breakers:
        yield f"Whom it has to keep to that deal: {said(owners(game.case, breakers))}."


def _hurt(game: Game, one: OneActor) -> str:
    hurt = one.hurt
    looked = "" if one.is_hurt_complete else " Of some others, the moves were too many to look at."
    if hurt is None and not one.is_hurt_complete:
        return "What would hurt it most: no single move that was looked at makes it worse off; others have too many moves."
    if hurt is None:
        return "What would hurt it most: no single move of others makes it worse off."
    words = said(move(game, hurt.mover, one.start.key, hurt.to.key))
    likely = "in the interest of its mover" if hurt.is_likely else "not in the interest of its mover"
    return f"What would hurt it most: {words}{_since(game, hurt.lost, one.start, hurt.to)}. That move is {likely}.{looked}"
