"""Who can block a decision, and what an answer rests on, as lines of the brief."""

from __future__ import annotations

from collections.abc import Sequence

from countermove.analysis.blocking import Decision
from countermove.analysis.compare.comparison import Change, Side
from countermove.analysis.model.assumptions import Alternative, Support
from countermove.briefing.grounds import Grounds, Scenarios
from countermove.game.game import Game, State
from countermove.text.naming import joined, named, state_name
from countermove.text.phrases import Lines, compared, line_words, plural, sentence, short_line, turning_words
from countermove.views.compare.compare import ends, lost_and_gained
from countermove.views.compare.state_names import StateNames

__all__ = ["decision_lines", "ground_lines", "scenario_lines", "support_words"]

MOST_NAMES = 4
"""Actors on one side that are named, as in `text.naming.named`; of more, the first three and how many others."""


def decision_lines(game: Game, decisions: Sequence[Decision]) -> Lines:
    """For every option of a body: who has a veto, who is for and against changing it, and why."""
    for decision in decisions:
        name = f"{game.case.label(decision.body)}: {game.options[decision.option].name}"
        yield 1, f"{name}: {_vetoes(game, decision)}. {_now(game, decision)}"


def _vetoes(game: Game, decision: Decision) -> str:
    vetoes = decision.vetoes
    if not vetoes:
        return "nobody has a veto"
    # Searched games have bodies of dozens, so that "all members" says more than three names and a number.
    members = game.case.bodies[decision.body].members
    if not game.is_listed and len(vetoes) > MOST_NAMES and set(vetoes) == set(members):
        return f"a veto for each of the {len(members)} members"
    return f"a veto for {'each of ' if len(vetoes) > 1 else ''}{named(game, vetoes)}"


def _now(game: Game, decision: Decision) -> str:
    """What deciding it now would meet."""
    if decision.taking is None:
        return "This state leaves it open."
    if decision.after is None:
        return "As things stand, it is not possible." if decision.taking else "As things stand, it cannot be undone."
    # Of an option with levels, taking one gives up another, which goes without saying.
    others = [game.options[option] for option in decision.along if game.options[option].level is None]
    with_ = joined([f'"{row.name}"' for row in others])
    what = f"{'' if decision.taking else 'undoing it '}{f'(together with {with_}) ' if with_ else ''}" or "it "
    sides = [against] if (against := _against(game, decision)) else []
    sides += [f"for: {named(game, decision.favour)}"] if decision.favour else []
    turn = turning_words(game.case, decision) if game.is_listed else ""
    verdict = f"Now {what}{'passes' if decision.passes else 'fails'}; {'; '.join(sides) or 'nobody wants it'}."
    return f"{verdict} {turn}" if turn else verdict


def _against(game: Game, decision: Decision) -> str:
    """Who is against it, each with the line that would suffer; in a searched game those with one line together."""
    if game.is_listed:
        first = decision.oppose if len(decision.oppose) <= MOST_NAMES else decision.oppose[: MOST_NAMES - 1]
        names = [f"{game.case.label(a)}, line {line_words(line)}" if line else game.case.label(a) for a, line in first]
        more = len(decision.oppose) - len(first)
        names += [f"and {more} others"] if more else []
    else:
        by_line: dict[str, list[str]] = {}
        for actor, line in decision.oppose:
            by_line.setdefault(f", line {short_line(line)}" if line else "", []).append(actor)
        names = [f"{named(game, who)}{line}" for line, who in by_line.items()]
    return f"against: {'; '.join(names)}" if names else ""


def support_words(counted: Support) -> str:
    """How many assumptions there are, and how many have neither evidence nor a reason.

    >>> support_words(Support(35, 16, 3))
    '35 assumptions, 16 without evidence, of these 3 without a stated reason.'
    >>> support_words(Support(10, 10, 0))
    '10 assumptions, without evidence, but each with a stated reason.'
    """
    # `unsaid` counts among `bare`: what has evidence needs no reason.
    total, bare, unsaid = counted.total, counted.without_evidence, counted.without_reason
    assumptions = f"{total} {plural(total, 'assumption', 'assumptions')}"
    each = "each with" if total > 1 else "with"
    if not bare:
        return f"{assumptions}, {each} evidence."
    if bare == total:
        if not unsaid:
            return f"{assumptions}, without evidence, but {each} a stated reason."
        if unsaid == total:
            return f"{assumptions}, without evidence or a stated reason."
        return f"{assumptions}, none with evidence, {unsaid} without a stated reason."
    return f"{assumptions}, {bare} without evidence, of these {unsaid or 'none'} without a stated reason."


def ground_lines(game: Game, grounds: Grounds, lead: State | None) -> Lines:
    """Assumptions without support, counted, and what each line that is not sure would change, or what was not asked."""
    if grounds.support.total:
        yield 1, support_words(grounds.support)
    if not game.is_listed:
        yield from _unasked(game, grounds)
        return
    ranked = [game.case.label(actor) for actor in grounds.rankings]
    if ranked:
        yield 1, f"{plural(len(ranked), 'The ranking', 'The rankings')} of {joined(ranked)}, taken as given."
    weighted = [game.case.label(actor) for actor in grounds.weights]
    if weighted:
        yield 1, f"The weights of {joined(weighted)}, taken as given."
    for alternative in grounds.alternatives:
        yield 1, _alternative_words(game, alternative, None if lead is None else lead.key)
    untried = grounds.uncertain - len(grounds.alternatives)
    if untried > 0:
        yield 1, f"{untried} more {plural(untried, 'line is', 'lines are')} not sure, and were not tried."


def _unasked(game: Game, grounds: Grounds) -> Lines:
    """What the brief of a searched game does not look at, and how to ask for it."""
    case, uncertain = game.case, grounds.uncertain
    if uncertain:
        are = plural(uncertain, "line is not sure, and was not tried", "lines are not sure, and were not tried")
        yield 1, f"{uncertain} {are} otherwise here: robust does."
    if case.views:
        yield 1, "Views were not looked at: each would be a game of its own, as large as this one."
    if case.scenarios and game.scenario is None:
        names = list(case.scenarios)
        kinds = f"{plural(len(names), 'scenario', 'scenarios')} {joined(names)}"
        yield 1, sentence(f"{kinds}: not compared here; ask for each, as in --scenario {names[0]}.")


def _alternative_words(game: Game, alternative: Alternative, lead: int | None) -> str:
    who = game.case.label(alternative.actor)
    sure = "" if alternative.line.sure == 1 else f" is {(alternative.line.sure * 100).normalize():f}\u00a0% sure"
    instead = "falls" if alternative.instead is None else f"is {alternative.instead} instead"
    # Options that a coalesced state leaves open may matter to the other statement, and then it has no single rank.
    if not alternative.sound:
        end = "a coalesced state would have to be split, so nothing can be said"
    elif alternative.state is None:
        end = "nothing is an equilibrium"
    else:
        same = alternative.state == lead
        difference = "" if same or lead is None else f": {compared(game, lead, alternative.state)}"
        way = {None: "", True: ", which improvements reach", False: ", which improvements do not reach"}[alternative.reached]
        still = "still " if same else ""
        end = f"the outcome is {still}{state_name(game, alternative.state)}{way}{difference}"
    line = f"Line {alternative.position + 1} of {who} ({alternative.line.that})"
    return f"{line}{sure}. If it {instead}, {end}." if sure else f"If {line[0].lower()}{line[1:]} {instead}, {end}."


def scenario_lines(scenarios: Scenarios) -> Lines:
    """For each scenario where it ends then, and what becomes of the equilibria under the first concept."""
    base = scenarios.base
    said = [f"{effect.name}: {_effect_words(base, effect.change)}" for effect in scenarios.effects]
    if scenarios.untried:
        was = plural(scenarios.untried, "was", "were")
        said.append(f"{scenarios.untried} {was} not tried (see countermove compare)")
    if said:
        count = len(scenarios.effects) + scenarios.untried
        yield 1, f"{plural(count, 'Scenario', 'Scenarios')} {'; '.join(said)}."


def _effect_words(base: Side, change: Change | None) -> str:
    if change is None:
        return "it cannot be solved (see countermove check)"
    # One concept is enough for a line: the first, which is Nash unless others were asked; `compare` tells the others.
    concept = base.table.concepts[0]
    shift = change.equilibria[concept.id]
    same = [change.there.of(state) for state in base.outcomes] == list(change.side.outcomes)
    if same and shift.is_none:
        return f"same outcome and {concept.label} states"
    names = StateNames(base, change)
    end = "same outcome" if same else f"{ends([names.new(state) for state in change.side.outcomes])} instead"
    states = f"same {concept.label} states" if shift.is_none else f"{concept.label} {lost_and_gained(shift)}"
    return f"{end}, {states}"
