"""What would have to change for a target outcome to be an equilibrium, as a page for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermove.analysis.inverse.inverse import Inverse, RuleChange
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
DIRECTIONS = {
    "both": "can be taken and dropped",
    "take-only": "stays taken, once it is taken",
    "drop-only": "can be dropped, but not taken",
    "never": "can no longer be taken",
}


def inverse_page(answer: Inverse) -> Page:
    """The answer, and what each solution asks of whom."""
    return inverse_sections(answer)


def inverse_sections(answer: Inverse) -> list[Section]:
    """The answer in one section: what it takes, the states, each solution, and what is not certain."""
    if answer.by == "rules":
        return [Section(f"Which rules and options would make it hold: {answer.target}", tuple(_by_rules(answer)))]
    items = _listed(answer) if isinstance(answer.game, ListedGame) else _searched(answer)
    return [Section(f"What would make it hold: {answer.target}", tuple(items))]


def rankings_page(answer: RankingCounts) -> Page:
    """Of all strict rankings, how many make the state stable, concept by concept."""
    rows = [(CONCEPTS[id_].label, f"{count:,}", percent(count / answer.total)) for id_, count in answer.counts.items()]
    notes = (
        f"Of all {answer.total:,} strict rankings of the {answer.game.size} states that the actor could have, others "
        "unchanged.",
    )
    return [Table(("concept", "rankings", "share"), tuple(rows), frozenset({"rankings", "share"}), notes)]


# ------------------------------------------------------------------------------------------- listed games


def _listed(answer: Inverse) -> Iterator[Item]:
    game = _listed_game(answer)
    yield from map(Item, _listed_answer(answer))
    solutions = answer.solutions if answer.cost else ()  # at no cost nothing has to change, so that no way is told
    if solutions and not game.is_graph:
        yield from map(Item, _states(answer))
    for k, solution in enumerate(solutions, 1):
        yield Item(f"{state_first(game, solution.state)} would hold, if", 0, f"{k}.")
        for actor, variant in solution.variants:
            yield from (Item(f"{line}.", 1, "-") for line in variant_lines(game, actor, variant))
    hidden = answer.count - len(answer.solutions)
    if hidden > 0 and answer.cost:
        yield Item(f"{hidden:,} more changes cost as much; --limit shows them.")


def _listed_answer(answer: Inverse) -> Iterator[str]:
    label, led = answer.label, _led(answer)
    what = f"an equilibrium under {label} at which it holds{led}"
    # Three answers, never to be mixed up: there is one, there is none (proved), and not known.
    if answer.possible is None:
        yield f"The search was stopped before it found {what}, after {answer.tried:,} trials. There may be one."
        return
    if not answer.target_count:
        yield "It holds in no feasible state, so no change of preferences can bring it about."
        return
    if not answer.possible:
        yield f"Nothing would: however these actors order their preferences, there is no {what[3:]}. This is proved."
        return
    if answer.cost == 0:
        game = _listed_game(answer)
        states = [state_name(game, solution.state.key) for solution in answer.solutions]
        more = f" and {answer.count - len(states):,} more" if answer.count > len(states) else ""
        are = plural(answer.count, "is", "are")
        equilibria = f"an equilibrium under {label}" if answer.count == 1 else f"equilibria under {label}"
        yield f"Nothing has to change: {joined(states)}{more} {are} already {equilibria}{led}."
        yield from () if game.is_graph else _states(answer)
        return
    changes = plural(answer.cost or 0, "change", "changes")
    yield f"It takes {answer.cost} {changes} of preferences to get {what}; {_ways(answer)}."
    stopped = "The search was stopped: nothing smaller would do, but there may be more ways."
    yield "Nothing smaller would do; this is proved." if answer.proved else stopped


def _states(answer: Inverse) -> Iterator[str]:
    """What is done in each state that is named."""
    game = _listed_game(answer)
    for key in list(dict.fromkeys(solution.state.key for solution in answer.solutions))[:MOST_STATES]:
        yield f"{sentence(state_name(game, key))} is: {doing_words(game, key)}."


def state_first(game: ListedGame, state: State) -> str:
    """A state at the beginning of a sentence; the id of a graph case's state stays as it is."""
    name = state_name(game, state.key)
    return name if game.is_graph else sentence(name)


def doing_words(game: Combinations, state: int) -> str:
    """Who does what in a state, on one line."""
    parts = [f"{owner}: {', '.join(names)}" for owner, names in outcome(game, state) if names]
    return "; ".join(parts) or "nobody does anything"


def _listed_game(answer: Inverse) -> ListedGame:
    assert isinstance(answer.game, ListedGame)
    return answer.game


def _led(answer: Inverse) -> str:
    return ", and improvements lead there from the status quo" if answer.reachable else ""


def _ways(answer: Inverse) -> str:
    ways = "one way" if answer.count == 1 else f"{answer.count:,} ways"
    return f"there {plural(answer.count, 'is', 'are')} {ways}"


# ------------------------------------------------------------------------------------------- searched games


def _searched(answer: Inverse) -> Iterator[Item]:
    game = answer.game
    assert isinstance(game, SearchedGame)
    yield from map(Item, _searched_answer(answer))
    codes = list(dict.fromkeys(solution.state.key for solution in answer.solutions))
    for k, code in enumerate(codes[:MOST_STATES]):
        doing = doing_line(game, code) if not k else against_first(game, codes[0], code)
        yield Item(f"Outcome {k + 1}{' is as outcome 1, but ' if k else ': '}{doing}.")
    for k, solution in enumerate(answer.solutions if answer.cost else (), 1):
        yield Item(f"Outcome {codes.index(solution.state.key) + 1} would hold, if", 0, f"{k}.")
        for actor, variant in solution.variants:
            yield from (Item(f"{line}.", 1, "-") for line in variant_lines(game, actor, variant))
    hidden = answer.count - len(answer.solutions)
    if hidden > 0 and answer.cost:
        yield Item(f"{hidden:,} more {plural(hidden, 'way costs', 'ways cost')} as much; --limit shows more.")
    elif hidden > 0:
        yield Item(f"{hidden:,} more {plural(hidden, 'state holds', 'states hold')}; --limit shows more.")
    yield from map(Item, _limits(game, answer))


def _searched_answer(answer: Inverse) -> Iterator[str]:
    what = "a Nash equilibrium at which it holds"
    if answer.possible is False:
        yield f"Nothing would: however these actors order their lines, there is no {what[2:]}. This is proved."
        return
    if answer.reachable and answer.possible is None and (answer.unreached or 0) + (answer.barred or 0):
        yield from _out_of_reach(answer, what)
        return
    if answer.possible is None:
        least = f" It would take {_changes(answer.at_least)} at least." if answer.at_least else ""
        yield f"The search was stopped before it found {what}, after {answer.tried:,} states. There may be one.{least}"
        return
    led = _led(answer)
    if answer.cost == 0:
        are = plural(answer.count, "state in which it holds is", "states in which it holds are")
        already = plural(answer.count, "a Nash equilibrium", "Nash equilibria")
        yield f"Nothing has to change: {answer.count:,} {are} already {already}{led}."
        return
    yield f"It takes {_changes(answer.cost or 0)} of preferences to get {what}{led}; {_ways(answer)}."


def _out_of_reach(answer: Inverse, what: str) -> Iterator[str]:
    """What is certain where no solution was shown to be one that improvements lead to."""
    # Equilibria of the least cost were found, but none that is shown to be reached: what is certain is a lower bound.
    least = answer.at_least or 0
    if answer.unreached:
        takes = f"It takes {_changes(least)} of preferences to get" if least else "There is already"
        yield (
            f"{takes} {what}, but it was not shown that improvements lead there from the status quo. They may lead "
            "there still, or a larger change may make them."
        )
        return
    takes = f"It takes {_changes(least - 1)} of preferences to get" if least > 1 else "There is already"
    yield (
        f"{takes} {what}, but improvements do not lead there from the status quo; this is proved. It takes "
        f"{_changes(least)} at least; larger changes were not looked for."
    )


def _changes(count: int) -> str:
    return f"{count} {plural(count, 'change', 'changes')}"


def _limits(game: SearchedGame, answer: Inverse) -> Iterator[str]:
    """What is proved, and what is not certain."""
    if answer.cost and answer.at_least is not None and not answer.unreached:
        if answer.proved:
            yield "Nothing smaller would do; this is proved."
        elif answer.at_least >= answer.cost:
            yield "The search was stopped: nothing smaller would do, but there may be more ways."
        else:
            yield (
                f"The search was stopped: that nothing smaller would do is not proved; it takes "
                f"{_changes(answer.at_least)} at least."
            )
    if answer.cost == 0 and not answer.proved and not answer.unreached:
        yield "The search was stopped: there may be more of them."
    if answer.reachable and answer.cost is not None and answer.unreached:
        others = plural(answer.unreached, "one more is", f"{answer.unreached:,} more are")
        yield f"Of the same cost, {others} not shown to be reached."
    if answer.reachable and answer.cost is not None and answer.barred:
        others = plural(answer.barred, "one more is", f"{answer.barred:,} more are")
        yield f"Of the same cost, {others} where improvements do not lead; this is proved."
    # Only statements are varied by the solver; who has none keeps its preferences, which may be why nothing was found.
    fixed = [
        game.case.label(id_)
        for id_, record in game.case.actors.items()
        if record.ranking is not None or record.worth is not None
    ]
    if fixed:
        yield f"Rankings and weights stay as they are here: those of {joined(fixed)}."


# ------------------------------------------------------------------------------------------- rules and options


def _by_rules(answer: Inverse) -> Iterator[Item]:
    yield from map(Item, _rules_answer(answer))
    for k, solution in enumerate(answer.solutions, 1):
        changed = solution.state.game
        assert isinstance(changed, ListedGame)
        name = state_first(changed, solution.state)
        where = f"{name} of the changed case would hold, if" if answer.cost else f"{name} holds."
        yield Item(where, 0, f"{k}.")
        yield from (Item(f"{line}.", 1, "-") for line in _rule_lines(changed.case, solution.of_rules))
        yield Item(f"In it: {doing_words(changed, solution.state.key)}.", 1)
    if answer.count > len(answer.solutions):
        yield Item(f"{answer.count - len(answer.solutions):,} more of this cost; --limit shows them.")


def _rules_answer(answer: Inverse) -> Iterator[str]:
    what = f"an equilibrium under {answer.label} at which it holds{_led(answer)}"
    if answer.cost is None:
        yield f"No change, and no two changes together, of rules and options give {what}. More of them might."
    elif answer.cost == 0:
        yield f"Nothing has to change: there is {what} already."
    else:
        changes = plural(answer.cost, "change", "changes")
        yield f"It takes {answer.cost} {changes} of rules or options to get {what}."
        stopped = "The search was stopped: there may be more ways."
        yield "Nothing smaller of this kind would do." if answer.proved else stopped


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
