"""The power in a body in sentences and as a table, and who is for and against its decisions at some states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log10

from countermove.analysis.blocking import Decision
from countermove.analysis.power.power import DecisionsAt, MemberPower, MinimalCoalitions, Power
from countermove.game.listed import ListedGame
from countermove.model.case import Case, OptionRow
from countermove.text.blocks import Item, Page, Section, Table
from countermove.text.naming import alike, joined, shortened, state_in_brackets, state_name
from countermove.text.phrases import difference_statement, plural, turning_words
from countermove.text.rules import rule_items

__all__ = ["decision_sections", "power_page", "power_sections", "power_table"]

MOST_NAMES = 8
"""Names of a list: two lines of a screen."""
MOST_NAMES_IN_ROW = 5
"""Names in a cell of the table, beside five columns of figures."""
MOST_ROWS = 12
"""Voters up to which each has a row; of more, those with equal figures share one, so that the table fits on a screen."""
MOST_COUNTED_PLAYERS = 40
"""Voters up to which coalitions are given as numbers: 2^40 still has 13 digits."""
MOST_COUNTED = 10**12
"""Coalitions up to which their number is written out; above, as a power of ten."""
ALMOST_NONE = 1e-5
"""Share of winning coalitions below which three digits would need zeros that nobody counts."""
LEAST_FIGURE = 1e-4
"""Shares below this, and above 1 minus this, are not written with four digits, which would round them."""
COLUMNS = ("Shapley-Shubik", "Banzhaf", "absolute", "to prevent", "to initiate")
MEANINGS = (
    "Shapley-Shubik: the share of all orders of voters in which this voter is the one whose support makes the change "
    "pass. Absolute: the share of all votes of the others in which this vote decides (absolute Banzhaf index). Banzhaf: "
    "the same, scaled so that the voters add up to 1. To prevent: the share of the passing cases that this voter could "
    "stop. To initiate: the share of the failing cases that this voter could make pass."
)


def power_page(power: Power, limit: int | None) -> Page:
    """Who has power in a body: in sentences, as a table of at most `limit` rows, and at the decisions of some states."""
    return [*power_sections(power), power_table(power, limit), *decision_sections(power.decisions or ())]


def power_sections(power: Power) -> list[Section]:
    """Who has power in a body, in sentences."""
    case, body = power.case, power.case.bodies[power.body]
    names = {row.full: row.name for row in case.option_rows}
    option = names.get(f"{power.body}.{power.option}", power.option)
    title = f"Power in {case.label(power.body)}{f': {option}' if option else ''}"
    rule = rule_items(power.rule, body.members, case.label, most=MOST_NAMES)
    own = [] if power.option else [row for row in case.option_rows if _has_own_rule(case, power, row)]
    each = joined([f'"{row.name}" (--option {row.id})' for row in own])
    has = plural(len(own), "This option has a rule of its own", "These options have rules of their own")
    apart = [Item(f"{has}, which {plural(len(own), 'is', 'are')} not counted here: {each}.")] if own else []
    return [Section(title, (Item("Rule:"), *rule, *apart, *map(Item, _sentences(power))))]


def _has_own_rule(case: Case, power: Power, row: OptionRow) -> bool:
    return row.owner == power.body and case.rule_of(row) != power.rule


def _sentences(power: Power) -> Iterator[str]:
    label, n = power.case.label, len(power.members)
    act = float(power.power_to_act)
    share = f"in {_percent(act)} of" if act >= ALMOST_NONE else "in almost none of"
    voters = plural(n, "There is 1 voter.", f"There are {n:,} voters.")
    count = "" if power.winning is None or n > MOST_COUNTED_PLAYERS else f" ({power.winning:,} of {2**n:,})"
    yield f"{voters} If each is for or against, the change passes {share} all cases{count}."
    if power.dictator is not None:
        yield f"Only the vote of {label(power.dictator)} counts."
    elif power.vetoes:
        vetoes = [label(actor) for actor in power.vetoes]
        yield f"{plural(len(vetoes), 'Veto holder', 'Veto holders')}: {shortened(vetoes, MOST_NAMES)}."
    else:
        yield "No voter has a veto."
    if power.dummies:
        names = [label(actor) for actor in power.dummies]
        yield f"{plural(len(names), 'This vote never decides', 'These votes never decide')}: {shortened(names, MOST_NAMES)}."
    yield from _minimal(power, power.minimal_winning, "winning")
    yield from _minimal(power, power.minimal_blocking, "blocking")
    if power.estimated:
        what = "Shapley-Shubik is" if power.estimated == ("shapley_shubik",) else "The figures are"
        yield f"{what} estimated from {power.draws:,} random draws; standard errors stand after ±."
        yield "The rule has too many voters with too many different weights to count every case."


def _percent(share: float) -> str:
    """A share in percent with three digits: 100 only if it is all.

    >>> _percent(0.375), _percent(0.99999), _percent(1.0)
    ('37.5 %', 'over 99.9 %', '100 %')
    """
    words = f"{100 * share:.3g} %"
    return "over 99.9 %" if words == "100 %" and share < 1 else words


def _minimal(power: Power, coalitions: MinimalCoalitions, kind: str) -> Iterator[str]:
    """The coalitions of a kind, winning or blocking, in which no member can be spared."""
    if coalitions.count is None:
        yield f"The minimal {kind} coalitions were not counted: there are too many."
        return
    named = [joined([power.case.label(actor) for actor in coalition]) for coalition in coalitions.listed]
    if named and len(named) <= MOST_NAMES and all(len(coalition) <= MOST_NAMES for coalition in coalitions.listed):
        yield f"Minimal {kind} {plural(len(named), 'coalition', 'coalitions')}: {'; '.join(named)}."
        return
    number = f"{coalitions.count:,}" if coalitions.count < MOST_COUNTED else f"about 10^{log10(coalitions.count):.0f}"
    yield f"Minimal {kind} coalitions: {number}."


def power_table(power: Power, limit: int | None = None) -> Table:
    """The indices, at most `limit` rows; equal voters share a row where voters are many."""
    rows: dict[tuple[str, ...], list[str]] = {}
    together = len(power.members) > MOST_ROWS
    for member in power.members:
        # Rows are keyed by what is printed, so that what looks equal is one; the id keeps rows apart where they are few.
        key = (*_figures(member), *(() if together else (member.actor,)))
        rows.setdefault(key, []).append(member.actor)
    cells = [(_who(power, actors, together), *key[: len(COLUMNS)]) for key, actors in list(rows.items())[:limit]]
    left_out = len(rows) - len(cells)
    more = plural(left_out, "1 more row", f"{left_out:,} more rows")
    notes = (MEANINGS, *([f"{more}; --limit shows {plural(left_out, 'it', 'them')}."] if left_out else []))
    return Table(("voter", *COLUMNS), tuple(cells), frozenset(COLUMNS), notes)


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
        "not known" if value is None else f"{_figure(float(value))}{f' ± {error:.2g}' if error else ''}"
        for value, error in figures
    )


def _figure(value: float) -> str:
    """A share with four digits: 0 only if it is nothing, 1 only if it is all, and never a power of ten.

    >>> _figure(1.0), _figure(0.99996), _figure(0.25), _figure(0.00001), _figure(0.0)
    ('1', '> 0.9999', '0.25', '< 0.0001', '0')
    """
    if 0 < value < LEAST_FIGURE:
        return f"< {LEAST_FIGURE:.4f}"
    # Four digits would round the last stretch below 1 up to 1, which is a veto or a dictator.
    if value < 1 and f"{value:.4g}" == "1":
        return f"> {1 - LEAST_FIGURE:.4f}"
    return f"{value:.4g}"


def decision_sections(decided: Sequence[DecisionsAt]) -> list[Section]:
    """Who is for and against each decision of a body, state by state."""
    sections = []
    for there in decided:
        game = there.state.game
        assert isinstance(game, ListedGame)
        items = [item for decision in there.options for item in _decision_items(game, decision)]
        today = " (the status quo)" if there.state.key == game.status_quo_key else ""
        sections.append(Section(f"At {state_name(game, there.state.key)}{today}", tuple(items)))
    return sections


def _decision_items(game: ListedGame, decision: Decision) -> Iterator[Item]:
    label = game.case.label
    name = game.options[decision.option].name
    if decision.taking is None:
        yield Item(f"{name}: this state leaves it open.", mark="-")
        return
    if decision.after is None:
        yield Item(f"{name}: {'not possible here' if decision.taking else 'taken, and cannot be dropped'}.", mark="-")
        return
    others = [game.options[option].name for option in decision.along if game.options[option].level is None]
    with_ = f" together with {joined([_quoted(other) for other in others])}" if others else ""
    change = f"{'Taking' if decision.taking else 'Dropping'} {_quoted(name)}{with_}"
    sides = (("for", decision.favour), ("against", decision.against), ("indifferent", decision.neither))
    votes = [f"{side}: {shortened([label(actor) for actor in actors], MOST_NAMES)}" for side, actors in sides if actors]
    verdict = "would pass" if decision.passes else "would fail"
    yield Item(f"{change} {state_in_brackets(game, decision.after.key)} {verdict}; {'; '.join(votes)}.", mark="-")
    pivotal = [label(actor) for actor in decision.pivotal]
    if decision.passes:
        alone = plural(len(pivotal), "This one could stop it alone", "Each of these could stop it alone")
        yield Item(f"{alone}: {shortened(pivotal, MOST_NAMES)}." if pivotal else "No single voter could stop it.", 1)
    else:
        yield Item(turning_words(game.case, decision, MOST_NAMES), 1)
        yield from _concessions(game, decision)


def _concessions(game: ListedGame, decision: Decision) -> Iterator[Item]:
    """The statements that those against a change would lose by it: who loses the same stands together."""
    losses = alike(
        (game.case.label(actor), joined([difference_statement(game.case, difference) for difference in lost]))
        for actor, lost in decision.losses.items() if lost
    )  # fmt: skip
    if losses:
        yield Item("To win them over, concede something in return for what they would lose:", 1)
    for words, who in list(losses.items())[:MOST_NAMES]:
        yield Item(f"for {shortened(who, MOST_NAMES)}: {words}", 2, "-")
    if len(losses) > MOST_NAMES:
        yield Item(f"and more for {len(losses) - MOST_NAMES} others", 2, "-")


def _quoted(name: str) -> str:
    return f'"{name}"'
