"""Where a conflict settles, and how it gets there, as lines of the brief."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from countermove.analysis.equilibria import Equilibrium, StabilityTable
from countermove.briefing.briefing import Briefing
from countermove.briefing.outcomes import Approach, FarsightedHint, Outcome, Tally
from countermove.game.game import Game, State
from countermove.stability.concept import CONCEPTS, Support
from countermove.text.naming import doing_by_owner, doing_words, joined, size_words, state_name, steps_words
from countermove.text.phrases import Lines, compared, plural, sentence, step_words
from countermove.views.stability import found_words, tried_words

__all__ = ["approach_lines", "farsighted_lines", "outcome_lines", "strength_words", "walked_words"]

KINDS: tuple[tuple[Support | None, str, str], ...] = (
    ("nothing", "firmly", "nobody has anything better to move to"),
    (
        "answers",
        "by credible answers",
        "who leaves is answered by others in their own interest, and gains nothing",
    ),
    (
        "threats",
        "by threats",
        "who leaves can be punished, but not always in the interest of those who punish",
    ),
    ("chance", "by chance", "who leaves gains nothing if others happen to move at the same time"),
    (None, "by foresight", "who looks as far ahead as the concept says gains nothing by leaving"),
)
"""What an equilibrium rests on, strongest first: how that is called, and what it means; None: families on request."""
MANY_OUTCOMES = 100
"""Outcomes from which on their number says little, so that readers are told to look at how each holds."""
MOST_NUMBERS = 8
"""Nash equilibria that are listed by number: with them, the sentence still fits on two lines."""
MOST_NAMES = 4
"""States reached that are named in a sentence; of more, the count says enough."""
MOST_STEPS = 12
"""Steps of a walk that are told in a searched game: a quarter of the screen."""


def outcome_lines(briefing: Briefing, most: int) -> Lines:
    """The outcomes, the first in full, up to `most` others by what differs, and how firmly each holds."""
    return _searched_lines(briefing) if briefing.table.search is not None else _listed_lines(briefing, most)


def _listed_lines(briefing: Briefing, most: int) -> Lines:
    game, table, outcomes = briefing.game, briefing.table, briefing.outcomes[:most]
    is_graph = game.case.is_graph
    yield 1, _counted(briefing)
    if not outcomes:
        yield 1, "No state is an equilibrium under any of these concepts: wherever it stands, somebody moves on."
        return
    lead = outcomes[0].equilibrium
    yield 1, f"{_named(game, lead.state)} {strength_words(table, lead)}{'.' if is_graph else ':'}"
    if not is_graph:
        yield from ((2, line) for line in _doing(game, lead.state))
    # The others are told by what differs from the first: most options are the same, and nobody reads them twice.
    for outcome in outcomes[1:]:
        state = outcome.equilibrium.state
        difference = "" if is_graph else f": {compared(game, lead.state.key, state.key)}"
        yield 1, f"{_named(game, state)} {strength_words(table, outcome.equilibrium)}{difference}"
    yield from ((1, line) for line in _others(briefing, outcomes))
    legend = _legend([outcome.equilibrium for outcome in outcomes])
    if legend:
        yield 1, legend


def _others(briefing: Briefing, outcomes: Sequence[Outcome]) -> Iterator[str]:
    """How many outcomes are not told, and whether they are as strong as the last that is."""
    count, last = briefing.table.count - len(outcomes), outcomes[-1]
    if not count:
        return
    # Those as strong as the last one stand directly behind it, so that none of them is told before.
    tied = last.as_strong
    name = state_name(briefing.game, last.equilibrium.state.key)
    many = "; look at how each holds" if count >= MANY_OUTCOMES else ""
    others = f"{count:,} other {plural(count, 'state holds', 'states hold')}"
    if tied == count:
        yield f"{others} as firmly as {name}{many}."
    elif tied:
        # Those that no improvement reaches stand behind, however firmly they hold.
        there = ", and improvements lead there" if last.equilibrium.by_improvements else ""
        yield f"{others} too, {tied:,} of them as firmly as {name}{there}{many}."
    else:
        has_start = briefing.game.status_quo is not None
        unreached = f", or {plural(count, 'is', 'are')} not reached by improvements" if has_start else ""
        yield f"{others} less firmly{unreached}{many}."


def _named(game: Game, state: State) -> str:
    """A state at the beginning of a sentence; the id of a listed state stays as it is."""
    name = state_name(game, state.key)
    return name if game.case.is_graph else sentence(name)


def _counted(briefing: Briefing) -> str:
    game, nash, reached = briefing.game, briefing.nash, briefing.reached
    size = f"{game.size:,} states"
    if nash is None:
        total = briefing.table.count
        count = f"{total:,} {plural(total, 'is an equilibrium', 'are equilibria')}"
        return f"Of {size}, {count} under {joined([c.label for c in briefing.table.concepts], 'or')}."
    if not nash.count:
        return f"None of {size} is a Nash equilibrium: in each, somebody has something better to move to."
    names = [state.id or str(state.number) for state in nash.first]
    listed = f" ({joined(names)})" if nash.count <= MOST_NUMBERS else ""
    count = f"{nash.count:,} {plural(nash.count, 'is a Nash equilibrium', 'are Nash equilibria')}{listed}"
    text = f"Of {size}, {count}, where nobody has anything better to move to"
    if reached is None or game.status_quo is None:
        return f"{text}."
    return f"{text}; {_reached(game, nash, reached, game.at(game.status_quo))}."


def _reached(game: Game, nash: Tally, reached: Tally, start: State) -> str:
    """Which of the Nash equilibria improvements reach from the status quo."""
    today = f"the status quo, {state_name(game, start.key)}"
    if not reached.count:
        return f"improvements lead to none of them from {today}"
    if reached.count == 1 and reached.first[0] == start:
        others = "" if nash.count == 1 else "; improvements lead to no other"
        return f"{today}, is {plural(nash.count, 'it', 'one of them')}{others}"
    if reached.count == nash.count:
        return f"improvements lead {plural(nash.count, 'there', 'to all of them')} from {today}"
    few = joined([state_name(game, state.key) for state in reached.first])
    which = f"only {few}" if reached.count <= MOST_NAMES else f"{reached.count:,} of them"
    return f"{which} can be reached by improvements from {today}"


def strength_words(table: StabilityTable, equilibrium: Equilibrium) -> str:
    """How firmly an outcome holds, under which concepts, and whether anything leads there."""
    labels = [concept.label for concept in table.concepts if concept.id in equilibrium.concepts]
    under = f"all {len(labels)} concepts" if len(labels) == len(table.concepts) > 1 else ", ".join(labels)
    text = f"holds {_kind(equilibrium)[1]} ({under})"
    if equilibrium.by_improvements is None:  # there is no status quo, or a search does not know
        return text
    if equilibrium.state.key == table.game.status_quo:
        return f"{text}, and is the status quo"
    if equilibrium.by_improvements:
        return f"{text}, and improvements lead there"
    return f"{text}; {'only other moves lead there' if equilibrium.by_moves else 'no moves lead there'}"


def _kind(equilibrium: Equilibrium) -> tuple[Support | None, str, str]:
    """What an equilibrium rests on at the least, of the rows of `KINDS`."""
    # The rows go from the strongest to the weakest: the first that one of its concepts has is what it rests on.
    rests = {CONCEPTS[id_].rests_on if id_ in CONCEPTS else None for id_ in equilibrium.concepts}
    return next((row for row in KINDS if row[0] in rests), KINDS[-1])


def _legend(equilibria: Iterable[Equilibrium]) -> str:
    """What the kinds of reasons mean; the first is said with the count of Nash equilibria."""
    used = {_kind(equilibrium) for equilibrium in equilibria}
    meanings = [f"{phrase}: {meaning}" for rests, phrase, meaning in KINDS[1:] if (rests, phrase, meaning) in used]
    return sentence("; ".join(meanings)) + "." if meanings else ""


def _doing(game: Game, state: State, idle: bool = True) -> Iterator[str]:
    """Who does what in a state; last, if asked for, who does nothing."""
    return doing_by_owner(game, state.key, idle)


def farsighted_lines(game: Game, hint: FarsightedHint | None, lead: State | None) -> Lines:
    """How many states farsighted actors would not leave, and whether the outcome told first is one of them."""
    if hint is None:
        return
    if hint.only is not None:
        yield 1, f"Seen far ahead, 1 state holds (the largest consistent set): {state_name(game, hint.only.key)}."
        return
    every = "all " if hint.count == game.size else ""
    text = f"Seen far ahead, {every}{hint.count:,} states hold (the largest consistent set)"
    if lead is None or hint.count == game.size:
        yield 1, f"{text}."
    else:
        yield 1, f"{text}, {state_name(game, lead.key)} {'' if hint.has_lead else 'not '}among them."


def approach_lines(game: Game, approach: Approach | None) -> Lines:
    """The shortest way from the status quo to an outcome, move by move."""
    if approach is None:
        return
    if not game.is_listed:
        yield from _searched_approach(game, approach)
        return
    today = state_name(game, approach.start.key)
    match approach.by:
        case "here":
            yield 1, f"It is there already: {today} is where things stand today."
            return
        case "none":
            yield 1, f"No legal sequence of moves leads there from the status quo, {today}."
            return
    if approach.steps is None:
        yield 1, "Moves lead there from the status quo; the shortest way was too long to search."
        return
    if approach.by == "moves":
        yield 1, "Not by steps that all who take them want; the shortest way against some mover's interest is:"
    if not game.case.is_graph:
        doing = ". ".join(_doing(game, approach.start, idle=False)) or "nobody does anything"
        yield 1, f"Today ({today}): {doing}."
    for place, step in enumerate(approach.steps, 1):
        words = step_words(game, step.mover, step.before.key, step.after.key)
        yield 1, f"{place}. {game.case.label(step.mover)} {words}."


# ------------------------------------------------------------------------------------------------ searched games


def _searched_lines(briefing: Briefing) -> Lines:
    game, table = briefing.game, briefing.table
    yield 1, size_words(game)
    yield 1, found_words(table)
    tried = tried_words(table)
    if tried is not None:
        yield 1, tried
    if table.search_result.walks:
        yield 1, walked_words(table)
    lead = table.lead
    if lead is None:
        return
    labels = ", ".join(concept.label for concept in table.concepts if concept.id in lead.concepts)
    is_firm = _kind(lead)[0] == "nothing"
    kind = "firmly (Nash)" if is_firm else f"by answers ({labels}, answers of at most {table.search_result.depth} moves)"
    today = ", and is the status quo" if lead.state.key == game.status_quo else ""
    yield 1, f"{_which(table)} holds {kind}{today}:"
    yield from ((2, line) for line in doing_words(game, lead.state.key))


def _which(table: StabilityTable) -> str:
    """How the outcome to look at first is called, and why it is the first."""
    lead = table.lead
    if lead is None or table.count == 1:
        return "It"
    if any(walk.settled and walk.end == lead.state.key for walk in table.search_result.walks):
        return "The one where most of these walks ended"
    return "The one nearest to the status quo" if table.game.status_quo is not None else "The first of them"


def walked_words(table: StabilityTable) -> str:
    """Where walks of improvements from the status quo ended."""
    walks = table.search_result.walks
    settled = [walk for walk in walks if walk.settled]
    if any(not walk.steps for walk in walks):
        why = "nobody has anything better to move to today" if settled else "nobody can move on from today"
        return f"From the status quo no improvement leads away: {why}."
    ends, count = len({walk.end for walk in settled}), len(walks)
    if not settled:
        return f"From the status quo, {count} walks of improvements were followed, and none came to rest."
    into = plural(ends, "the same one", f"{ends} different ones")
    others = "" if len(settled) == count else f"; {count - len(settled)} did not come to rest"
    return (
        f"From the status quo, {len(settled)} of {count} walks of improvements ended in {into}{others}; "
        "others may be reachable as well."
    )


def _searched_approach(game: Game, approach: Approach) -> Lines:
    if approach.by == "here":
        yield 1, "It is there already: this is where things stand today."
        return
    if approach.steps is None:
        yield 1, "No way there was found by the walks; that there is none is not said."
        return
    doing = ". ".join(doing_words(game, approach.start.key, idle=False)) or "nobody does anything"
    yield 1, f"Today: {doing}."
    steps = list(steps_words(game, approach.steps))
    yield from ((1, f"{place}. {words}.") for place, words in enumerate(steps[:MOST_STEPS], 1))
    if len(steps) > MOST_STEPS:
        yield 1, f"... and {len(steps) - MOST_STEPS} more steps."
