"""The power in a body in words and as a table, and what its decisions would meet at some states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log10

from countermove.analysis.blocking import Decision, decisions, prices
from countermove.analysis.power.power import Coalitions, MemberPower, Power
from countermove.game.listed import ListedGame
from countermove.model.case import Case, OptionRow
from countermove.text.naming import joined, shortened, state_name
from countermove.text.phrases import line_words, plural, turning_words
from countermove.text.prose import Item, Section
from countermove.text.rules import rule_items
from countermove.text.table import Table

__all__ = ["decision_sections", "power_sections", "power_table"]

NAMED = 8
"""So many names of a list are told."""
GROUPED = 12
"""Above so many players, those with equal figures share a row."""
COUNTED = 40
COLUMNS = ("Shapley-Shubik", "Banzhaf", "absolute", "to prevent", "to initiate")
MEANINGS = (
    "Shapley-Shubik: in what share of all orders it is the one with whom the rule passes. Banzhaf: its share of all "
    "cases in which somebody's stance decides; absolute: in what share of all cases its own stance decides. To "
    "prevent: in what share of the cases that pass it could have stopped it; to initiate: in what share of those that "
    "fail it could have carried it."
)


def power_sections(found: Power) -> list[Section]:
    """Who has power in a body, in sentences."""
    case, body = found.case, found.case.bodies[found.body]
    names = {row.full: row.name for row in case.option_rows}
    option = names.get(f"{found.body}.{found.option}", found.option)
    title = f"Power in {case.label(found.body)}{f': {option}' if option else ''}"
    rule = rule_items(found.rule, body.members, case.label, most=NAMED)
    own = [] if found.option else [row for row in case.option_rows if _rules_itself(case, found, row)]
    each = joined([f'"{row.name}" (--option {row.id})' for row in own])
    told = [Item(f"Decided by a rule of its own, and not counted here: {each}.")] if own else []
    return [Section(title, (Item("It passes if:"), *rule, *told, *map(Item, _findings(found))))]


def _rules_itself(case: Case, found: Power, row: OptionRow) -> bool:
    return row.owner == found.body and case.rule_of(row) != found.rule


def _findings(found: Power) -> Iterator[str]:
    label, n = found.case.label, len(found.members)
    act = float(found.power_to_act)
    share = f"{100 * act:.3g} %" if act >= 1e-5 else "almost none"
    players = f"{n:,} {plural(n, 'player', 'players')}"
    count = "" if found.winning is None or n > COUNTED else f" ({found.winning:,} of {2**n:,})"
    yield f"{players}. Of all ways to divide them into those for it and those against it, {share} pass{count}."
    if found.dictator is not None:
        yield f"{label(found.dictator)} decides alone."
    elif found.vetoes:
        vetoes = [label(actor) for actor in found.vetoes]
        yield f"A veto for {'each of ' if len(vetoes) > 1 else ''}{shortened(vetoes, NAMED)}."
    else:
        yield "Nobody has a veto."
    if found.dummies:
        names = [label(actor) for actor in found.dummies]
        yield f"Never decisive, whatever the others do: {shortened(names, NAMED)}."
    yield from _minimal(found, found.minimal_winning, "carry")
    yield from _minimal(found, found.minimal_blocking, "stop")
    if found.estimated:
        what = "Shapley-Shubik is" if found.estimated == ("shapley_shubik",) else "The figures are"
        yield (
            f"{what} estimated from {found.draws:,} random draws, with standard errors after ±: the rule has too "
            "many players with too many different weights to count every case."
        )


def _minimal(found: Power, coalitions: Coalitions, verb: str) -> Iterator[str]:
    if coalitions.count is None:
        yield f"The coalitions that are just large enough to {verb} it were not counted: there are too many."
        return
    named = [joined([found.case.label(actor) for actor in coalition]) for coalition in coalitions.listed]
    if named and len(named) <= NAMED and all(len(coalition) <= NAMED for coalition in coalitions.listed):
        yield f"Just enough to {verb} it: {'; or '.join(named)}."
        return
    number = f"{coalitions.count:,}" if coalitions.count < 10**12 else f"About 10^{log10(coalitions.count):.0f}"
    ways = plural(coalitions.count, "coalition is", "coalitions are")
    yield f"{number} {ways} just large enough to {verb} it."


def power_table(found: Power, most: int | None = None, grouped: bool = True) -> Table:
    """The indices, one row for each player; for people equal ones share a row where players are many."""
    rows: dict[tuple[str, ...], list[str]] = {}
    together = grouped and len(found.members) > GROUPED
    for member in found.members:
        key = (*_figures(member, exactly=not grouped), *(() if together else (member.actor,)))
        rows.setdefault(key, []).append(member.actor)
    shown = list(rows.items())[:most]
    cells = [(_who(found, actors, together, grouped), *key[: len(COLUMNS)]) for key, actors in shown]
    rest = len(rows) - len(shown)
    notes = (MEANINGS, *([f"{rest:,} more rows; --limit shows them"] if rest else []))
    return Table(("who", *COLUMNS), tuple(cells), frozenset(COLUMNS), notes if grouped else ())


def _who(found: Power, actors: Sequence[str], together: bool, grouped: bool) -> str:
    if not grouped:
        return actors[0]
    names = [found.case.label(actor) for actor in actors]
    return f"each of {len(names)}: {shortened(names, 5)}" if together and len(names) > 1 else names[0]


def _figures(member: MemberPower, exactly: bool) -> tuple[str, ...]:
    errors = dict(member.errors)
    figures = (
        (member.shapley_shubik, errors.get("shapley_shubik")),
        (member.banzhaf, None),
        (member.banzhaf_absolute, errors.get("banzhaf_absolute")),
        (member.prevent, None),
        (member.initiate, None),
    )
    if exactly:
        return tuple("" if value is None else repr(float(value)) for value, _ in figures)
    return tuple(
        "not known" if value is None else f"{_small(float(value))}{f' ± {error:.2g}' if error else ''}"
        for value, error in figures
    )


def _small(value: float) -> str:
    """A share with four digits; one that is nearly nothing is not written with powers of ten."""
    return f"{value:.4g}" if value == 0 or value >= 1e-4 else "< 0.0001"


def decision_sections(graph: ListedGame, body: str, states: Sequence[int], options: Sequence[int]) -> list[Section]:
    """What a decision of the body on each of `options` would meet at each of `states`."""
    sections = []
    for state in states:
        items: list[Item] = []
        for decision in decisions(graph, state):
            if decision.body == body and decision.option in options:
                items += _decision_items(graph, decision, state)
        today = " (the status quo)" if state == graph.status_quo else ""
        sections.append(Section(f"At {state_name(graph, state)}{today}", tuple(items)))
    return sections


def _decision_items(graph: ListedGame, decision: Decision, state: int) -> Iterator[Item]:
    label = graph.case.label
    name = graph.options[decision.option].name
    if decision.taking is None:
        yield Item(f"{name}: this state leaves it open.", mark="-")
        return
    if decision.after is None:
        yield Item(f"{name}: {'not possible here' if decision.taking else 'taken, and cannot be undone'}.", mark="-")
        return
    others = [graph.options[option].name for option in decision.along if graph.options[option].level is None]
    with_ = f", together with {joined(others)}" if others else ""
    deed = f"{name}{'' if decision.taking else ', to undo it'}{with_}"
    sides = (("for", decision.favour), ("against", [a for a, _ in decision.oppose]), ("indifferent", decision.neither))
    told = [f"{side}: {shortened([label(actor) for actor in actors], NAMED)}" for side, actors in sides if actors]
    verdict = "would pass" if decision.passes else "would fail"
    yield Item(f"{deed}: {verdict} (to {state_name(graph, decision.after)}); {'; '.join(told)}.", mark="-")
    pivotal = [label(actor) for actor in decision.pivotal]
    if decision.passes:
        yield Item(f"Could stop it alone: {shortened(pivotal, NAMED) if pivotal else 'nobody'}.", 1)
    else:
        yield Item(turning_words(graph.case, decision, NAMED), 1)
    costs = [
        f"{label(actor)} line {', '.join(map(line_words, lost))}"
        for actor, lost in prices(graph, decision, state).items()
        if lost
    ]
    if costs and not decision.passes:
        more = f"; and {len(costs) - NAMED} others" if len(costs) > NAMED else ""
        yield Item(f"Its price, what those against it would have to be spared: {'; '.join(costs[:NAMED])}{more}.", 1)
