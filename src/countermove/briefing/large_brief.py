"""The brief of a case whose states are too many to list: states have no numbers, and are told by what is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from countermove.analysis.assumptions import support, uncertain
from countermove.analysis.blocking import Decision, decisions
from countermove.analysis.equilibria import StabilityTable
from countermove.analysis.large_stakes import line_differences
from countermove.analysis.lines import Difference
from countermove.briefing.grounds import support_words
from countermove.errors import printable
from countermove.game.searched import SearchedGame
from countermove.search.bounded import Move
from countermove.stability.concept import find_concept
from countermove.text.naming import difference_words, joined, outcome, shortened
from countermove.text.phrases import Lines, line_words, plural, sentence, wrapped

__all__ = [
    "blocking_lines",
    "doing_words",
    "found_words",
    "ground_lines",
    "large_brief",
    "large_sections",
    "named",
    "short_line",
    "size_words",
    "steps_words",
    "tried_words",
    "turn_words",
    "walked_words",
]

WIDTH = 100
HEIGHT = 45
LEAST = 3
"""So many lines are left of a section at first, when the brief is too long."""
MORE = "  ... (more of this: countermove show, countermove explain)"
NAMED = 4
"""So many are named one by one; of more, the first few and the number of the others."""
STEPS = 12
LONG = 60
"""A line of preferences is cut after so many letters."""


def large_brief(table: StabilityTable) -> str:
    """The brief of a case that is not listed: at most 45 lines of 100 columns.

    Where it settles, how it gets there, who gains and who loses, what holds it there, who can block, and what this
    rests on. People who do the same, or gain and lose the same, are told of together.
    """
    model = table.searched
    when = f" ({model.case.at})" if model.case.at else ""
    scenario = f", scenario {model.scenario}" if model.scenario else ""
    head = _screen_lines(0, f"{model.case.title or 'Untitled case'}{when}{scenario}")[:2]
    parts = large_sections(table)
    bodies = [(title, [line for level, text in lines for line in _screen_lines(level, text)]) for title, lines in parts]
    return "\n".join([*head, *_fitted(bodies, HEIGHT - len(head))])


def large_sections(table: StabilityTable) -> list[tuple[str, list[tuple[int, str]]]]:
    """The sections of the brief with nothing left out: a heading, and its lines with their levels."""
    model = table.searched
    lead = table.lead
    anchor = model.status_quo if model.status_quo is not None or lead is None else lead.state.key
    parts: list[tuple[str, Lines]] = [("WHERE IT SETTLES", _settling(table))]
    if lead is not None:
        parts += [
            ("HOW IT GETS THERE", _way(table)),
            ("WHO GAINS AND WHO LOSES", _stakes(model, lead.state.key)),
            ("WHAT HOLDS IT THERE", _holding(table)),
        ]
    if anchor is not None:
        parts.append(("WHO CAN BLOCK", blocking_lines(model, anchor)))
    parts.append(("WHAT THIS RESTS ON", ground_lines(model)))
    return [(title, found) for title, lines in parts if (found := list(lines))]


def _fitted(sections: Sequence[tuple[str, list[str]]], height: int) -> list[str]:
    """The sections below each other; what does not fit is left out at their ends, from the last section upwards."""
    blank = sum(len(body) + 2 for _, body in sections) <= height
    excess = sum(len(body) + 1 for _, body in sections) - height
    for keep in (LEAST, 1):
        for _, body in reversed(sections):
            if excess > 0 and len(body) > keep:
                cut = min(excess + 1, len(body) - keep + 1)
                body[-cut:] = [MORE]
                excess -= cut - 1
    return [line for title, body in sections for line in [*[""] * blank, title, *body]]


def _screen_lines(level: int, text: str) -> list[str]:
    """A line broken at `WIDTH` columns, with what would upset a terminal made harmless."""
    indent = "  " * level
    return wrapped(printable(text.replace("\n", " ")), WIDTH, indent, indent + "  ")


def named(model: SearchedGame, ids: Sequence[str]) -> str:
    """The names of actors and bodies; of many, the first three and the number of the others.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> named(searched_game(load_case("chicken")), ["row", "column"])
    'Row and Col'
    """
    return shortened([model.case.label(id_) for id_ in ids], NAMED)


def turn_words(model: SearchedGame, move: Move) -> str:
    """A move in words, without its mover: ``takes "Blockade"``."""
    called = {k: f'"{model.options[k].name}"' for k in model.mover(move.mover).options}
    return difference_words(called, model.taken(move.before), model.taken(move.after))


def short_line(line: Difference) -> str:
    """A line by its number and as it was written, cut where it is long."""
    words = line_words(line)
    return words if len(words) <= LONG else f"{words[: LONG - 4]}...)"


def size_words(model: SearchedGame) -> str:
    """How large the case is, and why its states have no numbers."""
    return (
        f"{len(model.options)} options can be combined in 2^{len(model.options)} ways, which are too many to list; "
        "so states have no numbers here, and are told by the options taken."
    )


def found_words(table: StabilityTable) -> str:
    """How many Nash equilibria there are, or were found."""
    nash = table.search_result.nash
    count, stopped = len(nash.codes), nash.stopped
    if not count:
        if stopped is None:
            return "No state is a Nash equilibrium, and this is proved: wherever it stands, somebody moves on."
        return "No Nash equilibrium was found in the time allowed; that there is none is not proved."
    where = "where nobody has anything better to move to"
    is_ = plural(count, "state is a Nash equilibrium", "states are Nash equilibria")
    if stopped is None:
        return f"{count:,} {is_}, {where}; it is proved that there are no others."
    more = "there are more, and --limit lists them" if stopped == "limit" else "time ran out, and there may be more"
    return f"{count:,} {is_}, {where}; {more}."


def tried_words(table: StabilityTable) -> str | None:
    """What is known under the other concepts; None where none was asked."""
    others = [concept for concept in table.concepts if concept.id != "nash"]
    if not others:
        return None
    search = table.search_result
    nash = set(search.nash.codes)
    more = [ids for code, ids in search.equilibria.items() if code not in nash]
    counts = [f"{sum(c.id in ids for ids in more) or 'none'} under {c.label}" for c in others]
    late = f" Time ran out before {search.late:,} more were tried." if search.late else ""
    moves = f"{search.depth} {plural(search.depth, 'move', 'moves')}"
    tried = f"{search.tried:,} other {plural(search.tried, 'state was', 'states were')} tried"
    return (
        f"Nash equilibria hold under {joined([c.label for c in others])} too. {tried} with answers of at most {moves}; "
        f"shown to hold: {joined(counts)}. A longer answer might hold more of them.{late}"
    )


def _settling(table: StabilityTable) -> Lines:
    model = table.searched
    yield 1, size_words(model)
    yield 1, found_words(table)
    tried = tried_words(table)
    if tried is not None:
        yield 1, tried
    if table.search_result.walks:
        yield 1, walked_words(table)
    lead = table.lead
    if lead is None:
        return
    kind = "firmly (Nash)" if "nash" in lead.concepts else "by answers (" + ", ".join(
        find_concept(c).label for c in lead.concepts
    ) + f", answers of at most {table.search_result.depth} moves)"  # fmt: skip
    which = _which(table)
    today = ", and is the status quo" if lead.code == model.status_quo else ""
    yield 1, f"{which} holds {kind}{today}:"
    yield from ((2, line) for line in doing_words(model, lead.state.key))


def _which(table: StabilityTable) -> str:
    """How the outcome to look at first is called, and why it is the first."""
    lead = table.lead
    if lead is None or table.count == 1:
        return "It"
    if any(walk.settled and walk.end == lead.code for walk in table.search_result.walks):
        return "The one where most of these walks ended"
    return "The one nearest to the status quo" if table.searched.status_quo is not None else "The first of them"


def walked_words(table: StabilityTable) -> str:
    """Where walks of improvements from the status quo ended."""
    settled = [walk for walk in table.search_result.walks if walk.settled]
    if any(not walk.steps for walk in table.search_result.walks):
        held = "nobody has anything better to move to today" if settled else "nobody can move on from today"
        return f"From the status quo no improvement leads away: {held}."
    ends = len({walk.end for walk in settled})
    count = len(table.search_result.walks)
    if not settled:
        return f"From the status quo, {count} walks of improvements were followed, and none came to rest."
    into = plural(ends, "the same one", f"{ends} different ones")
    rest = "" if len(settled) == count else f"; {count - len(settled)} did not come to rest"
    return (
        f"From the status quo, {len(settled)} of {count} walks of improvements ended in {into}{rest}; "
        "others may be reachable as well."
    )


def doing_words(model: SearchedGame, code: int, idle: bool = True) -> Iterable[str]:
    """Who does what: owners who do the same together; last, who does nothing."""
    together: dict[str, list[str]] = {}
    for owner, names in outcome(model, code):
        together.setdefault("; ".join(names), []).append(owner)
    resting = together.pop("", [])
    yield from (f"{joined(owners)}: {names}" for names, owners in together.items())
    if idle and resting:
        yield f"{joined(resting)}: nothing"


def _way(table: StabilityTable) -> Lines:
    model, lead = table.searched, table.lead
    if lead is None or model.status_quo is None:
        return
    if lead.code == model.status_quo:
        yield 1, "It is there already: this is where things stand today."
        return
    if lead.walk is None:
        yield 1, "No way there was found by the walks; that there is none is not said."
        return
    yield 1, f"Today: {'. '.join(doing_words(model, model.status_quo, idle=False)) or 'nobody does anything'}."
    told = list(steps_words(model, lead.walk.steps))
    yield from ((1, f"{k}. {words}.") for k, words in enumerate(told[:STEPS], 1))
    if len(told) > STEPS:
        yield 1, f"... and {len(told) - STEPS} more steps."


def steps_words(model: SearchedGame, steps: Iterable[Move]) -> Iterator[str]:
    """Steps in words; those that do the same one after another are told of together."""
    runs = groupby(steps, key=lambda step: turn_words(model, step))
    for words, run in runs:
        movers = [step.mover for step in run]
        if len(movers) == 1:
            yield f"{model.case.label(movers[0])} {words}"
        else:
            many = words.replace('takes "', 'take "').replace('drops "', 'drop "')
            yield f"One after another, {named(model, movers)} {many}"


def _stakes(model: SearchedGame, lead: int) -> Lines:
    """Who is better and who is worse off than today, with the first line that each wins and loses."""
    start = model.status_quo
    if start is None or start == lead:
        reason = "There is no status quo to compare with." if start is None else "Nothing changes against today."
        yield 1, reason
        return
    groups: dict[tuple[int, str], list[str]] = {}
    for position, actor in enumerate(model.actors):
        gain = model.compare(position, start, lead)
        found = line_differences(model, actor, start, lead)
        won = next((f"wins {short_line(d)}" for d in found if d.gained), "")
        lost = next((f"loses {short_line(d)}" for d in found if not d.gained), "")
        words = "; ".join(part for part in ([won, lost] if gain > 0 else [lost, won]) if part)
        groups.setdefault((gain, words), []).append(actor)
    for (gain, words), who in sorted(groups.items(), key=lambda group: -group[0][0]):
        verdict = {1: "better off", -1: "worse off", 0: "as well off as today"}[gain]
        yield 1, f"{named(model, who)}: {verdict}{'; ' + words if words else ''}."


def _holding(table: StabilityTable) -> Lines:
    model, lead = table.searched, table.lead
    if lead is None:
        return
    if "nash" in lead.concepts or lead.code in table.search_result.nash.codes:
        actors = sum(not mover.is_body for mover in model.movers)
        bodies = [mover.id for mover in model.movers if mover.is_body]
        who = plural(actors, "The one actor who can move is", f"None of the {actors} actors who can move is")
        yield 1, f"{who} {'not ' if actors == 1 else ''}tempted: every other move of its own is no better for it."
        if bodies:
            yield 1, f"{named(model, bodies)}: none of {plural(len(bodies), 'its', 'their')} decisions would pass."
        return
    depth = table.search_result.depth
    yield 1, f"Somebody is tempted, but answers of at most {depth} moves undo every gain; explain tells which."


def blocking_lines(model: SearchedGame, code: int) -> Lines:
    """For every option of a body: who has a veto, who is for and against changing it at `code`, and why."""
    for decision in decisions(model, code):
        name = f"{model.case.label(decision.body)}: {model.options[decision.option].name}"
        yield 1, f"{name}: {_veto_words(model, decision)}. {_now(model, decision)}"


def _veto_words(model: SearchedGame, decision: Decision) -> str:
    vetoes = decision.vetoes
    if not vetoes:
        return "nobody has a veto"
    members = model.case.bodies[decision.body].members
    if len(vetoes) > NAMED and set(vetoes) == set(members):
        return f"a veto for each of the {len(members)} members"
    return f"a veto for {'each of ' if len(vetoes) > 1 else ''}{named(model, vetoes)}"


def _now(model: SearchedGame, decision: Decision) -> str:
    if decision.after is None:
        return "As things stand, it is not possible." if decision.taking else "As things stand, it cannot be undone."
    with_ = joined([f'"{model.options[k].name}"' for k in decision.along if model.options[k].level is None])
    what = f"{'' if decision.taking else 'undoing it '}{f'(together with {with_}) ' if with_ else ''}" or "it "
    against: dict[str, list[str]] = {}
    for actor, line in decision.oppose:
        against.setdefault(f", line {short_line(line)}" if line else "", []).append(actor)
    sides = [f"against: {'; '.join(f'{named(model, who)}{line}' for line, who in against.items())}"] if against else []
    sides += [f"for: {named(model, decision.favour)}"] if decision.favour else []
    return f"Now {what}{'passes' if decision.passes else 'fails'}; {'; '.join(sides) or 'nobody wants it'}."


def ground_lines(model: SearchedGame) -> Lines:
    """Assumptions without support, counted, and what was not asked."""
    counted = support(model.case)
    if counted.total:
        yield 1, support_words(counted)
    doubtful = len(uncertain(model.case))
    if doubtful:
        are = plural(doubtful, "line is not sure, and was not tried", "lines are not sure, and were not tried")
        yield 1, f"{doubtful} {are} otherwise here: robust does."
    if model.case.views:
        yield 1, "Views were not looked at: each would be a game of its own, as large as this one."
    if model.case.scenarios and model.scenario is None:
        one = next(iter(model.case.scenarios))
        kinds = joined(list(model.case.scenarios))
        word = plural(len(model.case.scenarios), "scenario", "scenarios")
        yield 1, sentence(f"{word} {kinds}: not compared here; ask for each, as in --scenario {one}.")
