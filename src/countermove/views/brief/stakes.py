"""Who gains and who loses by an outcome, and what holds it there, as lines of the brief."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from countermove.analysis.winners import Standing
from countermove.briefing.briefing import Briefing
from countermove.briefing.stakes import OtherMove, Stakes, Stay
from countermove.explanation import Improvement, Preference
from countermove.explanation.evidence import Step
from countermove.game.game import Game, State
from countermove.game.listed import ListedGame
from countermove.text.naming import joined, named, shortened, state_name
from countermove.text.phrases import Lines, line_words, percent, plural, short_line, step_words

__all__ = ["BRACKETS", "NUMBERED", "searched_stay_lines", "stake_lines", "stay_lines"]

BRACKETS = "In brackets: the share of states that are worse for it, today and then"
NUMBERED = f"{BRACKETS}; the lines, by number."
"""What the numbers of the section mean; where lines are scarce it moves into the heading."""
MOST_ACTORS = 9
"""Actors that are told of one by one, a line or two each; of more, those who fare alike share a line."""
MOST_NAMES = 6
"""Actors that are named where several fare alike: about a line of names; the others are counted."""
BEST_FIRST = ("better", "equal", "worse")
VERDICTS = {"better": "better off", "worse": "worse off", "equal": "as well off as today"}


def stake_lines(game: Game, stakes: Stakes, most: int | None = None) -> Lines:
    """For each actor whether the outcome is better than the status quo, and which of its lines it wins and loses.

    In a listed game at most `most` of either, the most important first; all, if None.
    """
    if not isinstance(game, ListedGame):
        yield from _searched_stakes(game, stakes)
        return
    if not stakes.is_change:
        reason = "There is no status quo to compare with" if stakes.before is None else "Nothing changes against today"
        yield 1, f"{reason}. The share of all states that are worse: for {_shares(game, stakes.standings)}."
        return
    yield 1, NUMBERED
    every = stakes.standings
    # Where there are many, those who can do something come one by one: what happens is up to them.
    single = every if len(every) <= MOST_ACTORS else [s for s in every if game.case.actors[s.actor].options][:MOST_ACTORS]
    for standing in single:
        yield 1, _standing_words(game, standing, most)
    others = [standing for standing in every if standing not in single]
    if others:
        yield 1, f"The others: {'; '.join(_together(game, others))}."


def _shares(game: Game, standings: Sequence[Standing]) -> str:
    """Who has which share; one by one, or, where actors are many, those with one share together."""
    if len(standings) <= MOST_ACTORS:
        return ", ".join(f"{game.case.label(s.actor)} {_after(s)}" for s in standings)
    alike: dict[str, list[str]] = {}
    for standing in standings:
        alike.setdefault(_after(standing), []).append(game.case.label(standing.actor))
    return "; ".join(f"{shortened(names, MOST_NAMES)} {share}" for share, names in alike.items())


def _after(standing: Standing) -> str:
    return percent(standing.after.value if standing.after else 0.0)


def _together(game: Game, standings: Sequence[Standing]) -> Iterator[str]:
    """Actors by how they fare, without their lines."""
    for verdict, words in VERDICTS.items():
        names = [game.case.label(s.actor) for s in standings if s.verdict == verdict]
        if names:
            yield f"{words} {plural(len(names), 'is', 'are')} {shortened(names, MOST_NAMES)}"


def _standing_words(game: Game, standing: Standing, most: int | None) -> str:
    who = game.case.label(standing.actor)
    verdict = VERDICTS[standing.verdict]
    before = round(100 * (standing.before.value if standing.before else 0.0))
    shares = f"{before} to {_after(standing)}"
    won = [line_words(d) for d in standing.differences if d.gained][:most]
    lost = [line_words(d) for d in standing.differences if not d.gained][:most]
    # What weighs more for it comes first: who is better off wins something above all that it loses.
    both = [f"wins {', '.join(won)}" if won else "", f"loses {', '.join(lost)}" if lost else ""]
    changes = "; ".join(part for part in (both if standing.verdict == "better" else both[::-1]) if part)
    return f"{who}: {verdict} ({shares}){'; ' + changes if changes else ''}."


def stay_lines(game: ListedGame, stays: Sequence[Stay], outcome: State) -> Lines:
    """For each mover the best that it could try at an outcome, and what stops it."""
    for stay in stays:
        mover, who = game.mover(stay.mover), game.case.label(stay.mover)
        if stay.best is not None:
            yield 1, f"{who}: tempted; {step_words(game, mover.id, outcome.key, stay.best.state)}."
            yield 2, _deterrent(game, stay.best) if stay.is_answered else "But it looks further ahead, and stays."
        elif mover.merged:
            yield 1, f"{who}: not tempted. No move together is better for each of them."
        elif mover.is_body:
            yield 1, f"{who}: none of its decisions would pass."
        else:
            yield 1, f"{who}: not tempted. {_other_move(game, stay, outcome)}"


def _other_move(game: Game, stay: Stay, outcome: State) -> str:
    other: OtherMove | None = stay.other
    if other is None:
        return "No other move."
    move = f"Best other move: {step_words(game, stay.mover, outcome.key, other.to.key)}"
    if other.worth == "good":
        return f"{move}; just as good."
    return f"{move}; {f'loses line {line_words(other.lost)}' if other.lost else 'worse'}."


def _deterrent(game: Game, improvement: Improvement) -> str:
    if improvement.combination is not None:
        movers = joined([game.case.label(change.mover) for change in improvement.combination.changes])
        end = state_name(game, improvement.combination.state)
        return f"But if {movers} moved at the same time, it would end in {end}, no better."
    if not improvement.sanction:
        return "Answers undo it; they were not searched one by one."
    moves = [f"{game.case.label(s.mover)} {step_words(game, s.mover, s.before, s.after)}" for s in improvement.sanction]
    return f"But the answer would undo it: {', then '.join(moves)}; {_kind(game, improvement.sanction)}."


def _kind(game: Game, steps: Sequence[Step]) -> str:
    """Whether those who answer would: of a body it is told that its decision would not pass, for it likes nothing."""
    unwilling = [step for step in steps if not step.credible]
    if not unwilling:
        return "in its mover's own interest at each step"
    owned = [step for step in unwilling if isinstance(step.why, Preference)]
    free = all(isinstance(step.why, Preference) and step.why.gain == 0 for step in owned)
    kinds = []
    if owned:
        who = joined(list(dict.fromkeys(game.case.label(step.mover) for step in owned)))
        cost = f"that costs {who} nothing, and gains nothing" if free else f"that {who} would rather not carry out"
        kinds.append(f"a threat {cost}")
    if len(owned) < len(unwilling):
        bodies = dict.fromkeys(game.case.label(s.mover) for s in unwilling if not isinstance(s.why, Preference))
        kinds.append(f"a decision of {joined(list(bodies))} that would not pass")
    return ", and ".join(kinds)


# ------------------------------------------------------------------------------------------------ searched games


def _searched_stakes(game: Game, stakes: Stakes) -> Lines:
    """Who is better and who is worse off than today, with the first line that each wins and loses."""
    if not stakes.is_change:
        yield 1, "There is no status quo to compare with." if stakes.before is None else "Nothing changes against today."
        return
    groups: dict[tuple[str, str], list[str]] = {}
    for standing in stakes.standings:
        won = next((f"wins {short_line(d)}" for d in standing.differences if d.gained), "")
        lost = next((f"loses {short_line(d)}" for d in standing.differences if not d.gained), "")
        words = "; ".join(part for part in ([won, lost] if standing.verdict == "better" else [lost, won]) if part)
        groups.setdefault((standing.verdict, words), []).append(standing.actor)
    for (verdict, words), who in sorted(groups.items(), key=lambda group: BEST_FIRST.index(group[0][0])):
        yield 1, f"{named(game, who)}: {VERDICTS[verdict]}{'; ' + words if words else ''}."


def searched_stay_lines(briefing: Briefing) -> Lines:
    """What holds the first outcome of a searched game: that nobody is tempted, or that answers undo every gain."""
    game, table, lead = briefing.game, briefing.table, briefing.table.lead
    if lead is None:
        return
    search = table.search_result
    # Of other states the search knows only that answers hold them, not whom: `explain` looks at each mover.
    if lead.state.key in search.nash.codes:
        actors = sum(not mover.is_body for mover in game.movers)
        bodies = [mover.id for mover in game.movers if mover.is_body]
        who = plural(actors, "The one actor who can move is", f"None of the {actors} actors who can move is")
        yield 1, f"{who} {'not ' if actors == 1 else ''}tempted: every other move of its own is no better for it."
        if bodies:
            yield 1, f"{named(game, bodies)}: none of {plural(len(bodies), 'its', 'their')} decisions would pass."
        return
    yield 1, f"Somebody is tempted, but answers of at most {search.depth} moves undo every gain; explain tells which."
