"""The deal that is shown: what is agreed, who gains what, who does what first, and what keeps or breaks it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from countermove.analysis.deals.record import ContractStep, Deal, Deals, Temptation
from countermove.analysis.lines import Difference
from countermove.analysis.winners import Standing
from countermove.briefing.briefing import Briefing
from countermove.briefing.deals import adds_to
from countermove.explanation import Improvement
from countermove.game.game import Game, State
from countermove.text.clauses import changed_words
from countermove.text.naming import joined
from countermove.text.phrases import Lines, plural
from countermove.text.pieces import amount, capital, named_all, owners, said, verb
from countermove.views.brief.words import avoided_words, called, described, done, label_of, move, moves_words, rather

__all__ = ["deal_lines", "deal_title", "told_deal"]

MOST_STEPS = 6
"""Steps of a contract that are shown: more than the actors of most cases; of more, the number."""
ANSWERED = {
    True: ", but the others would answer in their own interest",
    False: ", and no answer that would undo that gain is worth it to the others",
    None: " (whether the others would answer is not known)",
}
"""What becomes of leaving a deal."""
NOT_NEEDED = (
    "No deal would add anything today: whatever two or more actors could agree on and would gain by can also come about "
    "without a deal, if each follows its own interest."
)
"""What is said where there are agreements, and single improvements lead to each of them."""
NO_ANSWERS: Mapping[str, Improvement] = {}
MOST_GROUPS = 8
"""Groups of actors who gain by the same: as many as stand in the table of who gains and who loses."""


def deal_title(briefing: Briefing) -> str:
    """The heading: what the deal would replace."""
    briefed = briefing.deal
    if briefed is None or told_deal(briefing) is None:
        return "A DEAL"
    numbers = {outcome.equilibrium.state: str(place) for place, outcome in enumerate(briefing.outcomes, 1)}
    today = ["today"] if any(state.key == briefing.game.status_quo_key for state in briefed.instead_of) else []
    # The status quo may be an outcome as well, and is then called today.
    places = [numbers[state] for state in briefed.instead_of if state.key != briefing.game.status_quo_key]
    outcomes = [f"{plural(len(places), 'outcome', 'outcomes')} {joined(places)}"] if places else []
    return f"A DEAL, instead of {joined([*today, *outcomes])}"


def deal_lines(briefing: Briefing) -> Lines:
    """The deal, or one line that says that there is none, and why."""
    briefed, game = briefing.deal, briefing.game
    if briefed is None:
        return
    if briefed.first is None:
        if briefed.from_today is not None:
            yield 1, _no_deal(briefed.from_today)
        return
    deal, start = briefed.first, briefed.instead_of[0]
    if told_deal(briefing) is None:
        yield 1, _nothing_added(briefing, deal)
        return
    yield from ((1, text) for text in _package(briefing, start, deal))
    yield 1, _gains(briefing, start, deal)
    # Before what could break it, to which it has nothing to say.
    yield from ((1, text) for text in _yardstick(briefing, deal, start))
    yield 1, _keeping(briefing, deal)
    yield from ((1, _variant(game, deal, other)) for other in briefed.variants)
    more = (briefed.n_deals or 1) - 1 - len(briefed.variants)
    if more > 0:
        yield 1, f"There {plural(more, 'is', 'are')} {amount(more)} more {plural(more, 'deal', 'deals')}: countermove deals."


def told_deal(briefing: Briefing) -> Deal | None:
    """The deal that is described in full; None without one, and where it adds nothing to the first outcome."""
    deal = briefing.deal.first if briefing.deal is not None else None
    if deal is None or not briefing.outcomes:
        return deal
    return deal if adds_to(briefing.game, briefing.outcomes[0].equilibrium, deal) else None


def _no_deal(deals: Deals) -> str:
    if deals.coverage.kind == "search" and not deals.coverage.proved:
        return "No deal was found in the search; there may be one."
    if deals.counts is None:
        return "No two actors have a deal that both prefer to today, except for what single improvements lead to."
    if deals.unjudged:
        return "No deal was found within the work allowed; there may be one."
    if deals.reached_alone:
        return NOT_NEEDED
    return "No two actors have a deal that both prefer to today."


def _nothing_added(briefing: Briefing, deal: Deal) -> str:
    """Why the first deal is not described: improvements lead to the first outcome anyway, which nobody likes less."""
    game, lead, label = briefing.game, briefing.lead, label_of(deal.state)
    assert lead is not None  # else it would add something
    differs = [] if game.case.states is not None else [f"as outcome 1, but {said(done(game, lead.key, deal.state.key))}"]
    which = ": ".join([*([] if label is None else [str(label)]), *differs])
    return (
        "The first deal found adds nothing: nobody prefers it to outcome 1, to which single improvements lead without "
        f"a deal. It is {which}."
    )


def _package(briefing: Briefing, start: State, deal: Deal) -> Iterator[str]:
    """What is agreed, who does what first, and who has to trust the others; in one sentence where it has few steps."""
    game, steps, label = briefing.game, deal.contract, label_of(deal.state)
    lines = list(moves_words(game, [(step.mover, step.before.key, step.after.key) for step in steps or ()]))
    # A deal instead of the first outcome itself has a step for what is dropped.
    lead = briefing.lead
    avoided = [] if lead is None or lead == start else avoided_words(game, lead, deal.state)
    also = f" {said(avoided)}." if avoided else ""
    if game.case.states is not None:
        yield f"{described(game, deal.state)}."
        yield from _contract(lines)
    elif not lines or len(lines) > MOST_STEPS:
        yield f"{'' if label is None else f'{label}: '}{said(done(game, start.key, deal.state.key))}.{also}"
        yield from _contract(lines)
    elif len(steps or ()) == 1:
        yield f"{'' if label is None else f'{label}: '}{lines[0]}. One move is enough.{also}"
    else:
        yield f"{'In' if label is None else f'{label}, in'} this order: {'; then '.join(lines)}.{also}"
    yield from _trusting(briefing, deal, start)


def _contract(lines: list[str]) -> Iterator[str]:
    words, more = lines[:MOST_STEPS], len(lines) - MOST_STEPS
    words += [f"{amount(more)} more {plural(more, 'step', 'steps')}"] if more > 0 else []
    if len(lines) == 1:
        yield f"Who does it: {words[0]}. One move is enough."
    elif lines:
        yield f"Who does what first: {'; then '.join(words)}."


def _trusting(briefing: Briefing, deal: Deal, start: State) -> Iterator[str]:
    game, steps = briefing.game, deal.contract
    if not steps or len(steps) == 1:
        return
    today = _start_words(briefing, start)
    trusting = [(place, step) for place, step in enumerate(steps, 1) if step.trusts]
    if not trusting:
        yield f"No step leaves the one who takes it worse off than {today}."
    for place, step in trusting:
        yield _trust(game, place, step, len(steps), today)


def _start_words(briefing: Briefing, start: State) -> str:
    places = [place for place, outcome in enumerate(briefing.outcomes, 1) if outcome.equilibrium.state == start]
    return "today" if start.key == briefing.game.status_quo_key or not places else f"in outcome {places[0]}"


def _gains(briefing: Briefing, start: State, deal: Deal) -> str:
    """Who gains by it and why: against the first outcome where that is not the start, else against the start."""
    briefed, game = briefing.deal, briefing.game
    today = _start_words(briefing, start).removeprefix("in ")
    if briefed is None or not briefed.against_lead or briefing.lead is None:
        return _gainers(game, deal.stakes, start, deal, today)
    against_lead = _gainers(game, briefed.against_lead, briefing.lead, deal, "outcome 1")
    return f"{against_lead} Compared with {today}, {_short_gains(game, deal)}."


def _gainers(game: Game, stakes: Sequence[Standing], start: State, deal: Deal, name: str) -> str:
    """What each actor gains by it most, and who loses."""
    groups: dict[str, list[str]] = {}
    gains = {
        standing.actor: next((one for one in standing.differences if one.gained), None)
        for standing in stakes
        if standing.verdict == "better"
    }
    for actor, gained in gains.items():
        groups.setdefault(_reason(game, gained, start, deal, "it"), []).append(actor)
    parts = []
    for ids in groups.values():
        pronoun = "they" if len(ids) > 1 else verb(game.case, ids, "it", "they")
        words = _reason(game, gains[ids[0]], start, deal, pronoun)
        parts.append(f"{said(owners(game.case, ids))}{f', since {words}' if words else ''}")
    more = sum(map(len, list(groups.values())[MOST_GROUPS:]))
    parts = [*parts[:MOST_GROUPS], *([f"{amount(more)} more"] if more else [])]
    who = f"Who gains, compared with {name}: {'; '.join(parts) or 'nobody'}."
    losers = [standing.actor for standing in stakes if standing.verdict == "worse"]
    if losers:
        return f"{who} {said(capital(owners(game.case, losers)))} {verb(game.case, losers, 'loses', 'lose')}."
    return f"{who} Nobody loses." if len(gains) < len(game.actors) else who


def _short_gains(game: Game, deal: Deal) -> str:
    """Who gains and who loses against the start, without reasons."""
    parts = [(deal.gainers, ("gains", "gain")), (deal.losers, ("loses", "lose"))]
    return "; ".join(f"{said(named_all(game.case, ids))} {verb(game.case, ids, *words)}" for ids, words in parts if ids)


def _reason(game: Game, gained: Difference | None, start: State, deal: Deal, pronoun: str) -> str:
    return "" if gained is None else said(changed_words(game, gained, start.key, deal.state.key, pronoun))


def _trust(game: Game, place: int, step: ContractStep, n_steps: int, today: str) -> str:
    who = said(owners(game.case, step.trusts))
    is_, has = verb(game.case, step.trusts, "is", "are"), verb(game.case, step.trusts, "has", "have")
    until = "" if place == n_steps else " and " + f"{has} to trust that the others go on"
    return f"After step {place}, {who} {is_} worse off than {today}{until}."


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
            gain = f"the gain of {game.case.label(one.mover)}"
            tail = f", but then {moves} in {their} own interest, and {gain} is gone"
        parts.append(f"{game.case.label(one.mover)} would rather {would}{tail}")
    return "; ".join(parts)


def _yardstick(briefing: Briefing, deal: Deal, start: State) -> Iterator[str]:
    """Whether it is the fallback, or which outcome is."""
    game = briefing.game
    deals = briefing.deal.from_today if briefing.deal is not None else None
    counting = f"of all states that nobody likes less than {_start_words(briefing, start).removeprefix('in ')}"
    if deal.is_fallback:
        yield f"This deal is also the fallback: {counting}, none serves its worst-off actor better."
    elif deals is not None and deals.start == start and deals.fallback is not None:
        states, which = deals.fallback.states, said(called(game, deals.fallback.states[0]))
        if len(states) == 1:
            yield f"The fallback is another state, the one {which}: {counting}, it serves its worst-off actor best."
        else:
            some = f"{amount(len(states))} other states, such as the one {which}"
            yield f"The fallback is one of {some}: {counting}, these serve their worst-off actors best."


def _variant(game: Game, first: Deal, other: Deal) -> str:
    """A deal that differs from the first in little: whether it keeps itself."""
    difference = said(done(game, first.state.key, other.state.key))
    if other.is_self_enforcing:
        either = " either" if first.is_self_enforcing else ""
        return f"The same, but {difference}: nobody gains by breaking that{either}."
    return f"The same, but {difference}, would break: {_breaks(game, other.state, other.breakers)}."
