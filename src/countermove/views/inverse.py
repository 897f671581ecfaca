"""The smallest changes that make a target outcome an equilibrium, as a page for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log10
from typing import Any

from countermove.analysis.inverse.inverse import Inverse, RuleChange, Solution
from countermove.analysis.inverse.rankings import RankingCounts
from countermove.game.game import State
from countermove.game.listed import ListedGame
from countermove.game.searched import SearchedGame
from countermove.model.case import Case
from countermove.stability.concept import CONCEPTS
from countermove.text.blocks import Item, Page, Section, Table
from countermove.text.naming import Combinations, against_first, doing_line, joined, outcome, state_name
from countermove.text.phrases import percent, plural, sentence
from countermove.views.preference_changes import variant_lines

__all__ = ["doing_words", "inverse_page", "inverse_sections", "rankings_page", "state_first"]

MOST_STATES = 8
"""States that are described before the solutions, two or three lines each: about a screen."""
MOST_COUNTED = 10**12
"""Rankings up to which their number is written out; above, as a power of ten."""
LED = " that improvements reach from the status quo"
STOPPED = "The search was stopped: nothing smaller is enough, but there may be more ways."
DIRECTIONS = {
    "both": "can be taken and dropped",
    "take-only": "cannot be dropped once it is taken",
    "drop-only": "can be dropped, but not taken",
    "never": "can no longer be taken",
}


def inverse_page(answer: Inverse) -> Page:
    """The answer, and what each solution asks of whom."""
    return inverse_sections(answer)


def inverse_sections(answer: Inverse) -> list[Section]:
    """The answer in one section: what it takes, the states, each solution, and what is not certain."""
    if answer.by == "rules":
        title = f"The smallest change of rules and options that makes this an equilibrium: {answer.target}"
        return [Section(title, tuple(_by_rules(answer)))]
    items = _listed(answer) if isinstance(answer.game, ListedGame) else _searched(answer)
    return [Section(f"The smallest change that makes this an equilibrium: {answer.target}", tuple(items))]


def rankings_page(answer: RankingCounts) -> Page:
    """Of all strict rankings, how many make the state stable, concept by concept."""
    rows = [(CONCEPTS[id_].label, _large(count), percent(count / answer.total)) for id_, count in answer.counts.items()]
    total = f"{answer.total:,}" if answer.total < MOST_COUNTED else f"{answer.game.size}!"
    notes = (
        f"How many of the {total} strict rankings of the {answer.game.size} states make "
        f"{state_name(answer.game, answer.state.key)} stable for {answer.game.case.label(answer.actor)}. "
        "The preferences of the others stay as they are.",
    )
    return [Table(("concept", "rankings", "share"), tuple(rows), frozenset({"rankings", "share"}), notes)]


def _large(count: int) -> str:
    """A number of rankings: written out, or, where it has too many digits, as a power of ten."""
    return f"{count:,}" if count < MOST_COUNTED else f"about 10^{log10(count):.1f}"


# ------------------------------------------------------------------------------------------- listed games


def _listed(answer: Inverse) -> Iterator[Item]:
    game = _listed_game(answer)
    yield from map(Item, _listed_answer(answer))
    solutions = answer.solutions if answer.cost else ()  # at no cost nothing has to change, so that there is no way
    if solutions and not game.is_graph:
        yield from map(Item, _states(answer))
    for k, (variants, states) in enumerate(_alike(solutions), 1):
        names = joined([state_name(game, state.key) for state in states], "or")
        yield Item(f"To make {names} an equilibrium, change preferences so that", 0, f"{k}.")
        for actor, variant in variants:
            yield from (Item(f"{line}.", 1, "-") for line in variant_lines(game, actor, variant))
    yield from _more(answer) if answer.cost else ()


def _alike(solutions: Sequence[Solution]) -> list[tuple[Any, list[State]]]:
    """The changes, each with all the states that it makes equilibria."""
    groups: dict[Any, list[State]] = {}
    for solution in solutions:
        groups.setdefault(solution.variants, []).append(solution.state)
    return list(groups.items())


def _listed_answer(answer: Inverse) -> Iterator[str]:
    led = LED if answer.reachable else ""
    what = f"an equilibrium under {answer.label}{led}"
    # Three answers, never to be mixed up: there is one, there is none (proved), and not known.
    if answer.possible is None:
        yield f"The search was stopped after {_trials(answer)}, before it found a change that is enough."
        yield "There may be one."
        return
    if not answer.target_count:
        yield "The target is true in no feasible state, so no change of preferences is enough."
        return
    if not answer.possible:
        yield from _none_is_enough(answer, what)
        return
    if answer.cost == 0:
        yield from _unchanged(answer)
        yield from () if _listed_game(answer).is_graph else _states(answer)
        return
    yield f"It takes {_changes(answer.cost or 0)} of preferences to make a target state {what}; {_ways(answer)}."
    yield "Nothing smaller is enough (proved)." if answer.proved else STOPPED
    actors = {actor for solution in answer.solutions for actor, _ in solution.variants}
    if any(answer.game.case.actors[actor].ranking is not None for actor in actors):
        yield "In a ranking each pair of states that changes its order counts as one change."


def _none_is_enough(answer: Inverse, what: str) -> Iterator[str]:
    """That the preferences cannot be changed so, and which changes that covers."""
    changes = "No new order of these actors' preferences"
    if answer.replacing:
        changes = f"{changes}, with or without statements replaced,"
    yield f"{changes} is enough (proved): no target state becomes {what}."
    if not answer.replacing and any(actor.prefers is not None for actor in answer.game.case.actors.values()):
        yield "Replaced statements were not tried; --replace tries them."


def _unchanged(answer: Inverse) -> Iterator[str]:
    """Which target states are equilibria already, and whether improvements lead there: one without the other is no way."""
    game = _listed_game(answer)
    shown = [(solution.reached, state_name(game, solution.state.key)) for solution in answer.solutions]
    names = joined([name for _, name in shown])
    more = f" and {answer.count - len(shown):,} more" if answer.count > len(shown) else ""
    already = f"{names}{more} {plural(answer.count, 'is', 'are')} already"
    equilibria = f"{plural(answer.count, 'an equilibrium', 'equilibria')} under {answer.label}"
    there = plural(len(shown), "It is stable once it is reached", "They are stable once they are reached")
    if all(reached is False for reached, _ in shown):
        yield f"No preference has to change: {already} {equilibria}."
        to = "there" if answer.count == len(shown) else "to those that are named"
        yield f"{there}, but no improvements lead {to} from the status quo."
        yield "--reachable looks for a change that opens a path."
        return
    yield f"Nothing has to change: {already} {equilibria}."
    unreached = [name for reached, name in shown if reached is False]
    if all(reached for reached, _ in shown):
        yield "Improvements lead there from the status quo."
    elif unreached:
        led = [name for reached, name in shown if reached]
        yield f"Improvements from the status quo lead to {joined(led)}, but not to {joined(unreached)}."


def _states(answer: Inverse) -> Iterator[str]:
    """What is done in each state that is named."""
    game = _listed_game(answer)
    for key in list(dict.fromkeys(solution.state.key for solution in answer.solutions))[:MOST_STATES]:
        yield f"In {state_name(game, key)}: {doing_words(game, key)}."


def state_first(game: ListedGame, state: State) -> str:
    """A state at the beginning of a sentence; the id of a graph case's state stays as it is."""
    name = state_name(game, state.key)
    return name if game.is_graph else sentence(name)


def doing_words(game: Combinations, state: int) -> str:
    """Who does what in a state, on one line."""
    parts = [f"{owner}: {', '.join(names)}" for owner, names in outcome(game, state) if names]
    return "; ".join(parts) or "no option is taken"


def _listed_game(answer: Inverse) -> ListedGame:
    assert isinstance(answer.game, ListedGame)
    return answer.game


def _ways(answer: Inverse) -> str:
    """How many ways there are; a change that serves several states is one, where all changes can be told apart."""
    count = answer.n_ways
    if answer.count == len(answer.solutions):
        count = len(_alike(answer.solutions))
    if count is None:
        return f"there are {answer.count:,} solutions, each a change for one state"
    return plural(count, "there is one way", f"there are {count:,} ways")


def _more(answer: Inverse) -> Iterator[Item]:
    """How many solutions are not shown."""
    hidden = answer.count - len(answer.solutions)
    if hidden > 0:
        which = plural(
            hidden, "solution costs as much, a change for one state", "solutions cost as much, each for one state"
        )
        yield Item(f"{hidden:,} more {which}; --limit shows more.")


def _trials(answer: Inverse) -> str:
    return f"{answer.tried:,} {plural(answer.tried, 'trial', 'trials')}"


def _changes(count: int) -> str:
    return f"{count} {plural(count, 'change', 'changes')}"


# ------------------------------------------------------------------------------------------- searched games


def _searched(answer: Inverse) -> Iterator[Item]:
    game = answer.game
    assert isinstance(game, SearchedGame)
    yield from map(Item, _searched_answer(answer))
    codes = list(dict.fromkeys(solution.state.key for solution in answer.solutions))
    for k, code in enumerate(codes[:MOST_STATES]):
        doing = doing_line(game, code) if not k else against_first(game, codes[0], code)
        label = game.label_of(code)
        name = f'Outcome {k + 1} ("{label}")' if label else f"Outcome {k + 1}"
        yield Item(f"{name}: {'as outcome 1, but ' if k else ''}{doing}.")
    for k, (variants, states) in enumerate(_alike(answer.solutions if answer.cost else ()), 1):
        names = joined([f"outcome {codes.index(state.key) + 1}" for state in states], "or")
        yield Item(f"To make {names} an equilibrium, change preferences so that", 0, f"{k}.")
        for actor, variant in variants:
            yield from (Item(f"{line}.", 1, "-") for line in variant_lines(game, actor, variant))
    hidden = answer.count - len(answer.solutions)
    if answer.cost:
        yield from _more(answer)
    elif hidden > 0:
        yield Item(f"{hidden:,} more {plural(hidden, 'state is', 'states are')} such equilibria; --limit shows more.")
    yield from map(Item, _limits(game, answer))


def _searched_answer(answer: Inverse) -> Iterator[str]:
    what = f"a Nash equilibrium{LED if answer.reachable else ''}"
    if answer.possible is False:
        yield from _none_is_enough(answer, what)
        return
    if answer.reachable and answer.possible is None and (answer.unreached or 0) + (answer.barred or 0):
        yield from _out_of_reach(answer)
        return
    if answer.possible is None:
        yield f"The search was stopped after {answer.tried:,} states, before it found a change that is enough."
        yield f"There may be one{f', of at least {_changes(answer.at_least)}' if answer.at_least else ''}."
        return
    if answer.cost == 0:
        are = plural(answer.count, "target state is already a Nash equilibrium", "target states are already Nash equilibria")
        yield f"Nothing has to change: {answer.count:,} {are}{LED if answer.reachable else ''}."
        if not answer.reachable and answer.game.status_quo_key is not None:
            yield "Whether improvements lead there from the status quo was not tried; --reachable tries it."
        return
    yield f"It takes {_changes(answer.cost or 0)} of preferences to make a target state {what}; {_ways(answer)}."


def _out_of_reach(answer: Inverse) -> Iterator[str]:
    """What is certain where no solution was shown to be one that improvements lead to."""
    # Equilibria of the least cost exist, but none that is shown to be reached: what is certain is a lower bound.
    least = answer.at_least or 0
    cost = least if answer.unreached else least - 1
    takes = f"It takes {_changes(cost)} of preferences to make a target state a Nash equilibrium"
    starts = takes if cost > 0 else "A target state is already a Nash equilibrium"
    if answer.unreached:
        yield f"{starts}, but the search did not show that improvements lead there from the status quo."
        yield "They may lead there, or a larger change may open a path."
        return
    yield f"{starts}, but no improvements lead there from the status quo (proved)."
    yield f"To open a path it takes at least {_changes(least)}; larger changes were not tried."


def _limits(game: SearchedGame, answer: Inverse) -> Iterator[str]:
    """What is proved, and what is not certain."""
    if answer.cost and answer.at_least is not None and not answer.unreached:
        if answer.proved:
            yield "Nothing smaller is enough (proved)."
        elif answer.at_least >= answer.cost:
            yield STOPPED
        else:
            yield f"The search was stopped: a smaller change may be enough, of at least {_changes(answer.at_least)}."
    if answer.cost == 0 and not answer.proved and not answer.unreached:
        yield "The search was stopped, so there may be more such states."
    if answer.reachable and answer.cost is not None and answer.unreached:
        yield f"Of the same cost, {answer.unreached:,} more: the search did not show that improvements lead there."
    if answer.reachable and answer.cost is not None and answer.barred:
        yield f"Of the same cost, {answer.barred:,} more: no improvements lead there (proved)."
    # Only statements are varied by the solver; who has none keeps its preferences, which may be why there is no solution.
    fixed = [
        game.case.label(id_)
        for id_, record in game.case.actors.items()
        if record.ranking is not None or record.worth is not None
    ]
    if fixed:
        yield f"This search does not change rankings and weights: those of {joined(fixed)} stay as they are."


# ------------------------------------------------------------------------------------------- rules and options


def _by_rules(answer: Inverse) -> Iterator[Item]:
    yield from map(Item, _rules_answer(answer))
    groups: dict[tuple[RuleChange, ...], list[State]] = {}
    for solution in answer.solutions:
        groups.setdefault(solution.of_rules, []).append(solution.state)
    of_changed = " of the changed case" if answer.cost else ""
    for k, (changes, states) in enumerate(groups.items(), 1):
        changed = states[0].game
        assert isinstance(changed, ListedGame)
        names = [state_name(changed, state.key) for state in states]
        if changes:
            yield Item(f"To make {joined(names, 'or')}{of_changed} an equilibrium, change the case so that", 0, f"{k}.")
        else:
            yield Item(f"Equilibrium already: {joined(names)}.", 0, f"{k}.")
        yield from (Item(f"{line}.", 1, "-") for line in _rule_lines(changed.case, changes))
        for name, state in zip(names, states, strict=True):
            yield Item(f"In {name}{of_changed}: {doing_words(changed, state.key)}.", 1)
    if answer.count > len(answer.solutions):
        yield Item(f"{answer.count - len(answer.solutions):,} more of this cost; --limit shows more.")


def _rules_answer(answer: Inverse) -> Iterator[str]:
    what = f"an equilibrium under {answer.label}{LED if answer.reachable else ''}"
    if answer.cost is None and answer.stopped == "time":
        yield f"The search was stopped after {_trials(answer)}, before it found a change that is enough."
        least = f", of at least {_changes(answer.at_least)}" if answer.at_least else ""
        yield f"There may be one{least}."
    elif answer.cost is None:
        yield f"No one or two changes of rules and options make a target state {what}. More of them may."
    elif answer.cost == 0:
        yield f"Nothing has to change: a target state is already {what}."
    else:
        yield f"It takes {_changes(answer.cost)} of rules or options to make a target state {what}."
        stopped = "The search was stopped, so there may be more ways."
        yield "Nothing smaller of this kind is enough (proved)." if answer.proved else stopped


def _rule_lines(case: Case, changes: Sequence[RuleChange]) -> Iterator[str]:
    for change in changes:
        row = next(row for row in case.option_rows if row.full == change.option)
        what = f'{case.label(row.owner)}: "{row.name}"'
        if change.spared is not None:
            yield f"{what} no longer needs the consent of {case.label(change.spared)}"
        elif change.rule is not None:
            yield f"{what} is decided by {type(change.rule).__name__.lower()}"
        else:
            yield f"{what} {DIRECTIONS[change.change or 'never']}"
