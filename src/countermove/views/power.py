"""The power in a body in sentences and as a table, and what its decisions would meet at some states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log10

from countermove.analysis.blocking import Decision
from countermove.analysis.power.power import DecisionsAt, MemberPower, MinimalCoalitions, Power
from countermove.game.listed import ListedGame
from countermove.model.case import Case, OptionRow
from countermove.text.blocks import Item, Page, Section, Table
from countermove.text.naming import joined, shortened, state_name
from countermove.text.phrases import line_words, plural, turning_words
from countermove.text.rules import rule_items

__all__ = ["decision_sections", "power_page", "power_sections", "power_table"]

MOST_NAMES = 8
"""Names of a list: two lines of a screen."""
MOST_NAMES_IN_ROW = 5
"""Names in a cell of the table, beside five columns of figures."""
MOST_ROWS = 12
"""Players up to whom each has a row; of more, those with equal figures share one, so that the table fits on a screen."""
MOST_COUNTED_PLAYERS = 40
"""Players up to whom coalitions are given as numbers: 2^40 still has 13 digits."""
MOST_COUNTED = 10**12
"""Coalitions up to which their number is written out; above, as a power of ten."""
ALMOST_NONE = 1e-5
"""Share of winning coalitions below which three digits would need zeros that nobody counts."""
COLUMNS = ("Shapley-Shubik", "Banzhaf", "absolute", "to prevent", "to initiate")
MEANINGS = (
    "Shapley-Shubik: in what share of all orders it is the one with whom the rule passes. Banzhaf: its share of all "
    "cases in which somebody's stance decides; absolute: in what share of all cases its own stance decides. To "
    "prevent: in what share of the cases that pass it could have stopped it; to initiate: in what share of those that "
    "fail it could have carried it."
)


def power_page(power: Power, limit: int | None) -> Page:
    """Who has power in a body: in sentences, as a table of at most `limit` rows, and where decisions would bite."""
    return [*power_sections(power), power_table(power, limit), *decision_sections(power.decisions or ())]


def power_sections(power: Power) -> list[Section]:
    """Who has power in a body, in sentences."""
    case, body = power.case, power.case.bodies[power.body]
    names = {row.full: row.name for row in case.option_rows}
    option = names.get(f"{power.body}.{power.option}", power.option)
    title = f"Power in {case.label(power.body)}{f': {option}' if option else ''}"
    rule = rule_items(power.rule, body.members, case.label, most=MOST_NAMES)
    own = [] if power.option else [row for row in case.option_rows if _rules_itself(case, power, row)]
    each = joined([f'"{row.name}" (--option {row.id})' for row in own])
    apart = [Item(f"Decided by a rule of its own, and not counted here: {each}.")] if own else []
    return [Section(title, (Item("It passes if:"), *rule, *apart, *map(Item, _findings(power))))]


def _rules_itself(case: Case, power: Power, row: OptionRow) -> bool:
    return row.owner == power.body and case.rule_of(row) != power.rule


def _findings(power: Power) -> Iterator[str]:
    label, n = power.case.label, len(power.members)
    act = float(power.power_to_act)
    share = f"{100 * act:.3g} %" if act >= ALMOST_NONE else "almost none"
    players = f"{n:,} {plural(n, 'player', 'players')}"
    count = "" if power.winning is None or n > MOST_COUNTED_PLAYERS else f" ({power.winning:,} of {2**n:,})"
    yield f"{players}. Of all ways to divide them into those for it and those against it, {share} pass{count}."
    if power.dictator is not None:
        yield f"{label(power.dictator)} decides alone."
    elif power.vetoes:
        vetoes = [label(actor) for actor in power.vetoes]
        yield f"A veto for {'each of ' if len(vetoes) > 1 else ''}{shortened(vetoes, MOST_NAMES)}."
    else:
        yield "Nobody has a veto."
    if power.dummies:
        names = [label(actor) for actor in power.dummies]
        yield f"Never decisive, whatever the others do: {shortened(names, MOST_NAMES)}."
    yield from _minimal(power, power.minimal_winning, "carry")
    yield from _minimal(power, power.minimal_blocking, "stop")
    if power.estimated:
        what = "Shapley-Shubik is" if power.estimated == ("shapley_shubik",) else "The figures are"
        yield (
            f"{what} estimated from {power.draws:,} random draws, with standard errors after ±: the rule has too "
            "many players with too many different weights to count every case."
        )


def _minimal(power: Power, coalitions: MinimalCoalitions, verb: str) -> Iterator[str]:
    if coalitions.count is None:
        yield f"The coalitions that are just large enough to {verb} it were not counted: there are too many."
        return
    named = [joined([power.case.label(actor) for actor in coalition]) for coalition in coalitions.listed]
    if named and len(named) <= MOST_NAMES and all(len(coalition) <= MOST_NAMES for coalition in coalitions.listed):
        yield f"Just enough to {verb} it: {'; or '.join(named)}."
        return
    number = f"{coalitions.count:,}" if coalitions.count < MOST_COUNTED else f"About 10^{log10(coalitions.count):.0f}"
    ways = plural(coalitions.count, "coalition is", "coalitions are")
    yield f"{number} {ways} just large enough to {verb} it."


def power_table(power: Power, limit: int | None = None) -> Table:
    """The indices, at most `limit` rows; equal players share a row where players are many."""
    rows: dict[tuple[str, ...], list[str]] = {}
    together = len(power.members) > MOST_ROWS
    for member in power.members:
        # Rows are keyed by what is printed, so that what looks equal is one; the id keeps rows apart where they are few.
        key = (*_figures(member), *(() if together else (member.actor,)))
        rows.setdefault(key, []).append(member.actor)
    cells = [(_who(power, actors, together), *key[: len(COLUMNS)]) for key, actors in list(rows.items())[:limit]]
    left_out = len(rows) - len(cells)
    notes = (MEANINGS, *([f"{left_out:,} more rows; --limit shows them"] if left_out else []))
    return Table(("who", *COLUMNS), tuple(cells), frozenset(COLUMNS), notes)


def _who(power: Power, actors: Sequence[str], together: bool) -> str:
    names = [power.case.label(actor) for actor in actors]
    return f"each of {len(names)}: {shortened(names, MOST_NAMES_IN_ROW)}" if together and len(names) > 1 else names[0]


def _figures(member: MemberPower) -> tuple[str, ...]:
    errors = dict(member.errors)
    figures = (
        (member.shapley_shubik, errors.get("shapley_shubik")),
        (member.banzhaf, None),
        (member.banzhaf_absolute, errors.get("banzhaf_absolute")),
        (member.prevent, None),
        (member.initiate, None),
    )
    return tuple(
        "not known" if value is None else f"{_small(float(value))}{f' ± {error:.2g}' if error else ''}"
        for value, error in figures
    )


def _small(value: float) -> str:
    """A share with four digits; one that is nearly nothing is not written with powers of ten."""
    return f"{value:.4g}" if value == 0 or value >= 1e-4 else "< 0.0001"


def decision_sections(decided: Sequence[DecisionsAt]) -> list[Section]:
    """What the decisions of a body would meet, state by state."""
    sections = []
    for there in decided:
        game = there.state.game
        assert isinstance(game, ListedGame)
        items = [item for decision in there.options for item in _decision_items(game, decision)]
        today = " (the status quo)" if there.state.key == game.status_quo else ""
        sections.append(Section(f"At {state_name(game, there.state.key)}{today}", tuple(items)))
    return sections


def _decision_items(game: ListedGame, decision: Decision) -> Iterator[Item]:
    label = game.case.label
    name = game.options[decision.option].name
    if decision.taking is None:
        yield Item(f"{name}: this state leaves it open.", mark="-")
        return
    if decision.after is None:
        yield Item(f"{name}: {'not possible here' if decision.taking else 'taken, and cannot be undone'}.", mark="-")
        return
    others = [game.options[option].name for option in decision.along if game.options[option].level is None]
    with_ = f", together with {joined(others)}" if others else ""
    deed = f"{name}{'' if decision.taking else ', to undo it'}{with_}"
    sides = (("for", decision.favour), ("against", decision.against), ("indifferent", decision.neither))
    stances = [f"{side}: {shortened([label(actor) for actor in actors], MOST_NAMES)}" for side, actors in sides if actors]
    verdict = "would pass" if decision.passes else "would fail"
    yield Item(f"{deed}: {verdict} (to {state_name(game, decision.after.key)}); {'; '.join(stances)}.", mark="-")
    pivotal = [label(actor) for actor in decision.pivotal]
    if decision.passes:
        yield Item(f"Could stop it alone: {shortened(pivotal, MOST_NAMES) if pivotal else 'nobody'}.", 1)
    else:
        yield Item(turning_words(game.case, decision, MOST_NAMES), 1)
    costs = [f"{label(actor)} line {', '.join(map(line_words, lost))}" for actor, lost in decision.losses.items() if lost]
    if costs and not decision.passes:
        more = f"; and {len(costs) - MOST_NAMES} others" if len(costs) > MOST_NAMES else ""
        yield Item(f"Its price, what those against it would have to be spared: {'; '.join(costs[:MOST_NAMES])}{more}.", 1)
