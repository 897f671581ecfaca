"""The deal that is shown: what is agreed, who gains what, who does what first, and what keeps or breaks it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from countermove.analysis.deals.record import ContractStep, Deal, Deals, Temptation
from countermove.analysis.lines import Difference
from countermove.briefing.briefing import Briefing
from countermove.explanation import Improvement
from countermove.game.game import Game, State
from countermove.text.clauses import changed_words
from countermove.text.naming import joined
from countermove.text.phrases import Lines, plural
from countermove.text.pieces import amount, capital, named_all, owners, said, verb
from countermove.views.brief.words import called, described, done, label_of, move, moves_words, rather

__all__ = ["deal_lines", "deal_title", "told_deal"]

MOST_STEPS = 6
"""Steps of a contract that are shown: more than the actors of most cases; of more, the number."""
ANSWERED = {
    True: ", but the others would answer in their own interest",
    False: ", and nobody has an interest in an answer that would take that gain away",
    None: " (whether the others would answer was not found out)",
}
"""What becomes of leaving a deal."""
ALONE = "whatever two or more actors could gain by one can come about by moves that pay those who make them"
"""Why a deal may not be needed."""
NO_ANSWERS: Mapping[str, Improvement] = {}
MOST_GROUPS = 8
"""Groups of actors who gain by the same: as many as stand in the table of who gains and who loses."""


def deal_title(briefing: Briefing) -> str:
    """The heading: what the deal would replace."""
    told = briefing.deal
    if told is None or told_deal(briefing) is None:
        return "A DEAL"
    numbers = {outcome.equilibrium.state: str(place) for place, outcome in enumerate(briefing.outcomes, 1)}
    today = ["today"] if any(state.key == briefing.game.status_quo for state in told.instead_of) else []
    # The status quo may be an outcome as well, and is then called today.
    places = [numbers[state] for state in told.instead_of if state.key != briefing.game.status_quo]
    outcomes = [f"{plural(len(places), 'outcome', 'outcomes')} {joined(places)}"] if places else []
    return f"A DEAL, instead of {joined([*today, *outcomes])}"


def deal_lines(briefing: Briefing) -> Lines:
    """The deal, or one line that says that there is none, and why."""
    told, game = briefing.deal, briefing.game
    if told is None:
        return
    if told.first is None:
        if told.from_today is not None:
            yield 1, _no_deal(told.from_today)
        return
    deal, start = told.first, told.instead_of[0]
    if told_deal(briefing) is None:
        name = label_of(deal.state) or "the first deal found"
        yield 1, f"No deal is needed: outcome 1 comes about without one, and {name} is better for nobody."
        return
    yield 1, _package(game, start, deal)
    yield 1, _gains(game, start, deal)
    yield from ((1, text) for text in _against_lead(briefing, start, deal))
    yield from ((1, text) for text in _contract(briefing, deal, start))
    yield 1, _keeping(briefing, deal)
    yield from ((1, text) for text in _yardstick(briefing, deal, start))
    yield from ((1, _variant(game, deal, other)) for other in told.variants)
    more = (told.n_deals or 1) - 1 - len(told.variants)
    if more > 0:
        yield 1, f"{amount(more)[:1].upper()}{amount(more)[1:]} more {plural(more, 'deal', 'deals')}: countermove deals."


def told_deal(briefing: Briefing) -> Deal | None:
    """The deal that is described in full; None without one, and where it adds nothing to the first outcome."""
    deal = briefing.deal.first if briefing.deal is not None else None
    return None if deal is None or _adds_nothing(briefing, deal) else deal


def _adds_nothing(briefing: Briefing, deal: Deal) -> bool:
    """Whether improvements lead to the first outcome, and no actor likes the deal more."""
    game, lead = briefing.game, briefing.lead
    if lead is None or not briefing.outcomes[0].equilibrium.by_improvements or lead.key == game.status_quo:
        return False
    return all(game.compare(k, lead.key, deal.state.key) <= 0 for k in range(len(game.actors)))


def _no_deal(deals: Deals) -> str:
    if deals.coverage.kind == "search" and not deals.coverage.proved:
        return "No deal was found in the search; there may be one."
    if deals.counts is None:
        return "No two actors have a deal that both prefer to today, except for what single improvements lead to."
    if deals.unjudged:
        return "No deal was found within the work allowed; there may be one."
    if deals.reached_alone:
        return f"No agreement is needed today: {ALONE}."
    return "No two actors have a deal that both prefer to today."


def _package(game: Game, start: State, deal: Deal) -> str:
    if game.case.states is not None:
        return f"{described(game, deal.state)}."
    label = label_of(deal.state)
    what = said(done(game, start.key, deal.state.key))
    return f"{what}." if label is None else f"{label}: {what}."


def _gains(game: Game, start: State, deal: Deal) -> str:
    """What each actor gains by it most, and who loses."""
    standings = {standing.actor: standing for standing in deal.stakes}
    groups: dict[str, list[str]] = {}
    for actor in deal.gainers:
        gained = next((one for one in standings[actor].differences if one.gained), None)
        groups.setdefault(_reason(game, gained, start, deal, "it"), []).append(actor)
    parts = []
    for ids in groups.values():
        gained = next((one for one in standings[ids[0]].differences if one.gained), None)
        words = _reason(game, gained, start, deal, "they" if len(ids) > 1 else verb(game.case, ids, "it", "they"))
        parts.append(f"{said(owners(game.case, ids))}{f', since {words}' if words else ''}")
    more = sum(map(len, list(groups.values())[MOST_GROUPS:]))
    parts = [*parts[:MOST_GROUPS], *([f"{amount(more)} more"] if more else [])]
    who = f"Who gains: {'; '.join(parts)}."
    if not deal.losers:
        others = [actor for actor in game.actors if actor not in deal.gainers]
        return f"{who} Nobody loses." if others else who
    loses = verb(game.case, deal.losers, "loses", "lose")
    return f"{who} {said(capital(owners(game.case, deal.losers)))} {loses}."


def _reason(game: Game, gained: Difference | None, start: State, deal: Deal, pronoun: str) -> str:
    return "" if gained is None else said(changed_words(game, gained, start.key, deal.state.key, pronoun))


def _contract(briefing: Briefing, deal: Deal, start: State) -> Iterator[str]:
    game, steps = briefing.game, deal.contract
    if not steps:
        return
    lines = list(moves_words(game, [(step.mover, step.before.key, step.after.key) for step in steps]))
    words, more = lines[:MOST_STEPS], len(lines) - MOST_STEPS
    words += [f"{amount(more)} more {plural(more, 'step', 'steps')}"] if more > 0 else []
    places = [place for place, outcome in enumerate(briefing.outcomes, 1) if outcome.equilibrium.state == start]
    today = "today" if start.key == game.status_quo or not places else f"in outcome {places[0]}"
    trusting = [(place, step) for place, step in enumerate(steps, 1) if step.trusts]
    if len(steps) == 1:
        yield f"Who does it: {words[0]}. One move is enough."
        return
    yield f"Who does what first: {'; then '.join(words)}."
    if not trusting:
        yield f"No step leaves the one who takes it worse off than {today}."
    for place, step in trusting:
        yield _trust(game, place, step, len(steps), today)


def _trust(game: Game, place: int, step: ContractStep, n_steps: int, today: str) -> str:
    who = said(owners(game.case, step.trusts))
    is_, has = verb(game.case, step.trusts, "is", "are"), verb(game.case, step.trusts, "has", "have")
    until = "" if place == n_steps else " and " + f"{has} to trust that the others go on"
    return f"After step {place}, {who} {is_} worse off than {today}{until}."


def _against_lead(briefing: Briefing, start: State, deal: Deal) -> Iterator[str]:
    """How the deal differs from the first outcome, and for whom that is better or worse."""
    game, lead = briefing.game, briefing.lead
    if lead is None or lead in (start, deal.state) or game.case.states is not None:
        return
    changes = {actor: game.compare(k, lead.key, deal.state.key) for k, actor in enumerate(game.actors)}
    better, worse = ([actor for actor, change in changes.items() if change == sign] for sign in (1, -1))
    parts = [f"{said(named_all(game.case, better))} {verb(game.case, better, 'gains', 'gain')}"] if better else []
    parts += [f"{said(named_all(game.case, worse))} {verb(game.case, worse, 'loses', 'lose')}"] if worse else []
    difference = said(done(game, lead.key, deal.state.key))
    yield f"Against outcome 1: {difference}. {_sentence(parts)}"


def _sentence(parts: Sequence[str]) -> str:
    text = " and ".join(parts)
    return f"By that, {text}." if text else "That makes no difference to any actor."


def _keeping(briefing: Briefing, deal: Deal) -> str:
    game = briefing.game
    answers = {} if briefing.deal is None else briefing.deal.answers
    if deal.is_self_enforcing:
        text = "What keeps it: nobody gains by breaking it."
    else:
        how = "keeps" if not deal.breakers and deal.standing is not None else "could break"
        text = f"What {how} it: {_breaks(game, deal.state, deal.tempted, answers)}."
    if deal.breakers:
        those = [one.mover for one in deal.breakers]
        text += f" Somebody would have to make breaking it costly for {said(owners(game.case, those))}."
    if deal.group is not None and len(deal.group.actors) > 1:
        group = said(owners(game.case, deal.group.actors))
        text += f" Together, {group} would leave it for the outcome {said(called(game, deal.group.after))}."
    return text


def _breaks(game: Game, state: State, tempted: Sequence[Temptation], answers: Mapping[str, Improvement] = NO_ANSWERS) -> str:
    """What each mover that gains by leaving a deal would rather do, and what the others would answer."""
    parts = []
    for one in sorted(tempted, key=lambda temptation: temptation.answered is True):
        would = said(rather(game, one.mover, state.key, one.after.key))
        answer = answers.get(one.mover)
        tail = ANSWERED[one.answered]
        if one.answered and answer is not None and answer.sanction:
            moves = ", then ".join(said(move(game, step.mover, step.before, step.after)) for step in answer.sanction)
            their = verb(game.case, list({step.mover for step in answer.sanction}), "its", "their")
            tail = f", but then {moves} in {their} own interest, and the gain is gone"
        parts.append(f"{game.case.label(one.mover)} would rather {would}{tail}")
    return "; ".join(parts)


def _yardstick(briefing: Briefing, deal: Deal, start: State) -> Iterator[str]:
    """Whether it is the fallback, or which outcome is."""
    game = briefing.game
    deals = briefing.deal.from_today if briefing.deal is not None else None
    if deal.is_fallback:
        yield "It is also the fallback: the outcome whose worst-off actor does best."
    elif deals is not None and deals.start == start and deals.fallback is not None:
        states = deals.fallback.states
        other = "another outcome" if len(states) == 1 else f"one of {amount(len(states))} other outcomes"
        yield f"The fallback, where the worst-off actor does best, is {other}: the one {said(called(game, states[0]))}."


def _variant(game: Game, first: Deal, other: Deal) -> str:
    """A deal that differs from the first in little: whether it keeps itself."""
    difference = said(done(game, first.state.key, other.state.key))
    if other.is_self_enforcing:
        either = " either" if first.is_self_enforcing else ""
        return f"The same, but {difference}: nobody gains by breaking that{either}."
    return f"The same, but {difference}, would break: {_breaks(game, other.state, other.breakers)}."
