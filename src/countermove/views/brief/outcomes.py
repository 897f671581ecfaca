"""The outcomes and how the first is reached, as lines of the brief."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.analysis.deals.record import Deals
from countermove.analysis.equilibria import Equilibrium, StabilityTable
from countermove.briefing.briefing import Briefing
from countermove.briefing.outcomes import Approach, Folded, Outcome, Remainder
from countermove.game.game import Game, State
from countermove.stability.concept import Support
from countermove.text.naming import joined
from countermove.text.phrases import Lines, plural, sentence
from countermove.text.pieces import MOST_NAMES, amount, capital, named_all, owners, said, verb
from countermove.views.brief.deal import told_deal
from countermove.views.brief.words import described, done, label_of, moves_words
from countermove.views.stability import found_words, tried_words

__all__ = ["approach_lines", "outcome_lines", "path_lines", "support_clause", "walked_words"]

IMPROVEMENTS = "Moves that pay the one who makes them (single improvements)"
"""What improvements are, on first use, as the beginning of a sentence."""
MOST_STEPS = 12
"""Steps of a path that are shown: a quarter of the screen; longer ones, of large cases, are cut, and said to be."""
NASH_TERM = " (a Nash equilibrium)"
"""The term for the first reason, which need not stand where the reason is repeated."""
LEFT_ALONE = "No actor gains by leaving it on its own"
"""The first reason of an outcome in which things do not stand."""
NO_GROUP = "No group of actors would gain by leaving it together"
"""What is said of an outcome from which there is no deal."""
REASONS: dict[Support | None, str] = {
    "nothing": f"No actor gains by a move of its own{NASH_TERM}",
    "answers": "An actor would gain by leaving it, but others have credible answers",
    "threats": "It rests on threats that it would not pay to carry out",
    "chance": "An actor would gain by leaving it, unless others happen to move at the same time",
    None: "Actors who look ahead stay there",
}
"""What an outcome rests on, as a sentence of its own."""
BODY_REASONS: dict[Support | None, str] = {
    "answers": "Some body would decide to leave it, but others have credible answers",
    "chance": "Some body would decide to leave it, unless others happen to move at the same time",
}
"""The same where no actor gains by leaving it, but the decision of some body would pass."""
THREATENED = "would last only through threats that it would not pay to carry out"
KINDS: dict[Support | None, tuple[str, str]] = {
    "nothing": ("is a Nash equilibrium", "are Nash equilibria"),
    "answers": ("is kept by credible answers", "are kept by credible answers"),
    "threats": (THREATENED, THREATENED),
    "chance": ("is stable only if others move at the same time", "are stable only if others move at the same time"),
    None: ("is stable for actors who look ahead", "are stable for actors who look ahead"),
}
"""The same for outcomes that are counted."""


def outcome_lines(briefing: Briefing) -> Lines:
    """Where things stand, the outcomes one by one, each with its support and what speaks against it, and the others."""
    game = briefing.game
    if game.status_quo_key is not None:
        yield 1, _today(game, game.at(game.status_quo_key))
    if not briefing.outcomes:
        yield from ((1, text) for text in _none_words(briefing))
        return
    supports: dict[str, int] = {}
    for place, outcome in enumerate(briefing.outcomes, 1):
        against = briefing.upsets[place - 1] if place <= len(briefing.upsets) else None
        yield 1, f"{place}. {_description(briefing, outcome)}"
        support = " ".join(_support(briefing, outcome, against))
        same = supports.setdefault(support, place)
        yield 2, support if same == place else _same_support(briefing, outcome, against, same)
        if outcome.folded is not None:
            yield 2, _folded_words(briefing, outcome.folded, place)
    yield from ((1, text) for text in _others(briefing))
    if briefing.table.search is not None:
        yield from ((1, text) for text in _search_words(briefing))


def _today(game: Game, now: State) -> str:
    label = label_of(now)
    if game.case.states is not None:
        return f"Today: {label}."
    deed = said(done(game, None, now.key)) if any(taken is not False for taken in now.taken) else "no option is taken"
    return f"Today{'' if label is None else f', {label}'}: {deed}."


def _none_words(briefing: Briefing) -> Iterator[str]:
    if briefing.table.search is not None:
        yield found_words(briefing.table)
        return
    labels = joined([concept.label for concept in briefing.table.concepts], "or")
    yield f"No state is an equilibrium under {labels}."


def _description(briefing: Briefing, outcome: Outcome) -> str:
    """What is done in an outcome; of all but the first only what differs from it, where that is shorter."""
    game, state = briefing.game, outcome.equilibrium.state
    first = briefing.outcomes[0].equilibrium.state
    label = label_of(state)
    if game.case.states is not None or state == first:
        return f"{described(game, state)}."
    differing = sum(a is not b for a, b in zip(first.taken, state.taken, strict=True))
    if differing < sum(taken is True for taken in first.taken) and None not in (*first.taken, *state.taken):
        name = "As" if label is None else f"{label}: as"
        return f"{name} outcome 1, but {said(done(game, first.key, state.key))}."
    return f"{described(game, state)}."


def _support(briefing: Briefing, outcome: Outcome, against: Deals | None) -> Iterator[str]:
    equilibrium = outcome.equilibrium
    yield f"{support_clause(briefing.table, equilibrium, outcome.is_only_reached, equilibrium.state == briefing.lead)}."
    is_sure = briefing.course is not None and briefing.course.only == briefing.lead == equilibrium.state
    # Where today is the outcome itself there are no such moves.
    if is_sure and equilibrium.state.key != briefing.game.status_quo_key:
        yield "Every sequence of such moves from today ends there."
    if against is not None and against.first is not None:
        yield _but(briefing, against)
    elif against is not None and _is_left_by_no_group(against, outcome):
        yield f"{NO_GROUP}."


def _same_support(briefing: Briefing, outcome: Outcome, against: Deals | None, place: int) -> str:
    """That what has been said of another outcome is true of this one, with its claims once more in short."""
    reason = LEFT_ALONE if outcome.rests_on == "nothing" else _reason(briefing.table, outcome.equilibrium)
    text = f"The same is true of it as of outcome {place}: {reason[:1].lower()}{reason[1:]}"
    if against is not None and against.first is not None:
        return f"{text}. {_but(briefing, against)}"
    is_left_by_none = against is not None and _is_left_by_no_group(against, outcome)
    return f"{text}, and {NO_GROUP[:1].lower()}{NO_GROUP[1:]}." if is_left_by_none else f"{text}."


def _is_left_by_no_group(against: Deals, outcome: Outcome) -> bool:
    """Whether it is proved that no group of actors would leave an outcome together, from which no deal was found."""
    return against.coverage.proved and not _has_other_gains(against, outcome)


def _folded_words(briefing: Briefing, folded: Folded, place: int) -> str:
    """The outcomes that differ from this one only in what no actor cares about, and whose options these are."""
    game = briefing.game
    more = sentence(f"{amount(folded.count)} more Nash {plural(folded.count, 'equilibrium', 'equilibria')}")
    if game.case.states is not None:
        return f"{more} {plural(folded.count, 'is', 'are')} just as good for every actor."
    names = [game.case.label(id_) for id_ in dict.fromkeys(name.partition(".")[0] for name in folded.options)]
    deeds = f"{plural(len(folded.options), 'the option', f'{amount(len(folded.options))} options')} of {joined(names)}"
    differ = plural(folded.count, "differs", "differ")
    return f"{more} {differ} from {place} only in {deeds}; every actor is indifferent between them."


def _has_other_gains(against: Deals, outcome: Outcome) -> bool:
    """Whether some state is better for somebody and not told as a deal: reached alone, for one, or not judged."""
    if against.counts is None:
        # A search does not count what improvements reach; from a Nash equilibrium there are none.
        return outcome.rests_on != "nothing"
    return bool(against.unjudged or against.reached_alone or against.few_gainers)


def support_clause(table: StabilityTable, equilibrium: Equilibrium, is_only: bool | None, is_first: bool = True) -> str:
    """What an outcome rests on, and whether single improvements lead there from today; without its full stop.

    `is_only`: whether it is the only Nash equilibrium that single improvements reach; `is_first`: whether nothing like it
    has been said just before.
    """
    game, rests_on = table.game, table.support(equilibrium.state.key)
    text = _reason(table, equilibrium)
    if game.status_quo_key is None:
        return text
    if equilibrium.state.key == game.status_quo_key:
        return f"{text}, and it is where things stand today"
    if is_only:
        return f"{text}. {IMPROVEMENTS} lead from today to it and to no other Nash equilibrium"
    if equilibrium.by_improvements:
        return f"{text}{f'. {IMPROVEMENTS}' if is_first else ', and single improvements'} lead there from today"
    if table.search is not None:
        walks = len(table.search_result.walks)
        none, ended = (f"none of {walks} random improvement walks", "ended") if walks > 1 else (
            "the one random improvement walk", "did not end")  # fmt: skip
        return f"{text}; {none} from today {ended} there"
    if equilibrium.by_moves:
        text = f"{LEFT_ALONE}{NASH_TERM}" if rests_on == "nothing" and not is_first else text
        return f"{text}; single improvements do not lead there from today"
    return f"{text}; no moves lead there from today"


def _reason(table: StabilityTable, equilibrium: Equilibrium) -> str:
    """What an outcome rests on, as a sentence without its full stop."""
    key, rests_on = equilibrium.state.key, table.support(equilibrium.state.key)
    labels = joined([concept.label for concept in table.concepts if concept.id in equilibrium.concepts])
    text = REASONS[rests_on]
    if rests_on in BODY_REASONS and _is_left_by_bodies_alone(table.game, key):
        text = BODY_REASONS[rests_on]
    if rests_on == "threats" and not any(concept.credible for concept in table.concepts):
        return f"{text}, as far as {labels} can tell"
    return f"{text} ({labels})" if rests_on is None else text


def _is_left_by_bodies_alone(game: Game, key: int) -> bool:
    """Whether only bodies improve on a state: no actor, and no actors that move as one."""
    if not game.is_listed:
        return False
    leaving = [m for m in game.movers if next(iter(game.improvements_from(m, key)), None) is not None]
    return bool(leaving) and all(mover.id in game.case.bodies for mover in leaving)


def _but(briefing: Briefing, against: Deals) -> str:
    """The deal by which actors would leave an outcome together: the one told below if it is one, else the first."""
    game = briefing.game
    told = told_deal(briefing)
    below = next((deal for deal in against.deals if told is not None and deal.state == told.state), None)
    deal = against.first if below is None else below
    assert deal is not None  # asked only where there is one
    who = said(named_all(game.case, deal.gainers))
    places = {outcome.equilibrium.state: place for place, outcome in enumerate(briefing.outcomes, 1)}
    label = label_of(deal.state)
    what = said(done(game, against.start.key, deal.state.key)) if label is None else str(label)
    if below is None and deal.state in places:
        what = f"outcome {places[deal.state]}"
    if deal.is_for_all and len(deal.gainers) < len(game.actors):
        gains = verb(game.case, deal.gainers, "gains", "gain")
        thing = what if what.startswith("outcome ") else f"this: {what}"
        return f"But all could agree on {'the deal below' if below is not None else thing}; {who} {gains}, and nobody loses."
    if below is not None:
        return f"But {who} {verb(game.case, deal.gainers, 'prefers', 'prefer')} the deal below."
    if what.startswith("outcome "):
        return f"But {who} {verb(game.case, deal.gainers, 'prefers', 'prefer')} {what}, and could agree on it."
    # "All four" are all actors already.
    all_ = "" if set(deal.gainers) == set(game.case.actors) else "both " if len(deal.gainers) == 2 else "all "
    return f"But {who} would {all_}gain by leaving it together{': ' if label is None else ' for '}{what}."


def _others(briefing: Briefing) -> Iterator[str]:
    if briefing.others:
        first, *others = (_remainder(one, place == 0, bool(briefing.outcomes)) for place, one in enumerate(briefing.others))
        total = (
            f": exactly {amount(len(briefing.table.search_result.nash.codes))} in all (proved)"
            if _has_total(briefing)
            else ""
        )
        # Text of ours begins it: a number in words or figures.
        yield f"{joined([sentence(first), *others])}{total}."


def _has_total(briefing: Briefing) -> bool:
    """Whether the sentence on the other outcomes also says how many Nash equilibria a search has proved that there are."""
    return briefing.table.search is not None and _is_proved(briefing) and [
        one.rests_on for one in briefing.others] == ["nothing"]  # fmt: skip


def _is_proved(briefing: Briefing) -> bool:
    nash = briefing.table.search_result.nash
    return nash.stopped is None and bool(nash.codes)


def _remainder(one: Remainder, is_first: bool, is_more: bool) -> str:
    noun = f"{'other ' if is_more else ''}{plural(one.count, 'outcome', 'outcomes')} " if is_first else ""
    return f"{amount(one.count)} {noun}{plural(one.count, *KINDS[one.rests_on])}"


def _search_words(briefing: Briefing) -> Iterator[str]:
    table = briefing.table
    if not _is_proved(briefing):
        yield found_words(table)
    elif not _has_total(briefing):
        count = len(table.search_result.nash.codes)
        one = "is exactly one Nash equilibrium"
        yield f"There {plural(count, one, f'are exactly {amount(count)} Nash equilibria')} (proved)."
    tried = tried_words(table)
    if tried is not None:
        yield tried
    if table.search_result.walks:
        yield walked_words(briefing)


def walked_words(briefing: Briefing) -> str:
    """Where walks of improvements from the status quo ended."""
    walks = briefing.table.search_result.walks
    settled = [walk for walk in walks if walk.settled]
    if any(not walk.steps for walk in walks):
        why = "no actor gains by a move of its own today" if settled else "nobody can move on from today"
        return f"No single improvement leads away from today: {why}."
    ends, count = len({walk.end for walk in settled}), len(walks)
    if not settled:
        return f"{count} random improvement walks were made from today; none of them ended."
    lead = briefing.lead
    if ends == 1 and len(settled) == count and count > 1 and lead is not None and settled[0].end == lead.key:
        return f"All {count} random improvement walks from today ended in outcome 1."
    into = plural(ends, "in the same outcome", f"in {amount(ends)} different outcomes")
    others = "" if len(settled) == count else f", and {count - len(settled)} did not end"
    return f"Of {count} random improvement walks from today, {len(settled)} ended {into}{others}."


# ------------------------------------------------------------------------------------------------ the path


def path_lines(briefing: Briefing) -> Lines:
    """The shortest path from the status quo to the first outcome, move by move."""
    if briefing.approach is not None:
        yield from approach_lines(briefing.game, briefing.approach, "outcome 1")
    elif briefing.game.status_quo_key is None and briefing.outcomes:
        yield 1, "No start is given, so nothing is said about how it gets there: add `status quo:` to the case."


def approach_lines(game: Game, approach: Approach | None, name: str = "it") -> Lines:
    """The shortest path from the status quo to an outcome that is called `name`, move by move; nothing without one."""
    if approach is None:
        return
    match approach.by:
        case "here":
            yield 1, f"It is there already: {name} is where things stand today."
            return
        case "none":
            yield 1, f"No sequence of moves leads from today to {name}."
            return
        case "unknown":
            yield 1, f"The sampled walks found no path to {name}; one may still exist."
            return
    if approach.steps is None:
        yield 1, f"Moves lead from today to {name}; the shortest path was too long to search."
        return
    yield from ((1, text) for text in _steps(game, approach))
    yield 1, _who_starts(game, approach)


def _steps(game: Game, approach: Approach) -> Iterator[str]:
    if approach.by == "moves":
        yield "No single improvements lead there. The shortest path has moves that their movers do not gain by:"
    assert approach.steps is not None
    lines = list(moves_words(game, [(step.mover, step.before.key, step.after.key) for step in approach.steps], first=True))
    for place, words in enumerate(lines[:MOST_STEPS], 1):
        yield f"{place}. {words}."
    if len(lines) > MOST_STEPS:
        yield f"... and {len(lines) - MOST_STEPS} more steps."


def _who_starts(game: Game, approach: Approach) -> str:
    """Who can begin, and what happens if nobody does."""
    assert game.status_quo_key is not None  # else there is no approach
    if approach.by == "moves":
        return "Somebody would have to take a step that does not pay, or be made to."
    movers = [m.id for m in game.movers if next(iter(game.improvements_from(m, game.status_quo_key)), None) is not None]
    if len(movers) == 1:
        who = said(owners(game.case, movers))
        has, does = verb(game.case, movers, "has", "have"), verb(game.case, movers, "it does", "they do")
        return f"Only {who} {has} a reason to begin; until {does}, things stay as they are."
    order = "; the order shown is one example" if len(approach.steps or ()) > 1 else ""
    who = said(capital(owners(game.case, movers, "or")))
    each = "each " if len(movers) > MOST_NAMES else ""
    return f"{who} can {each}begin{order}. Until somebody moves, things stay as they are."
