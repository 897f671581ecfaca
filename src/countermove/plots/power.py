"""Who has how much power in a body: a pair of bars for each player of its rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from countermove.analysis.power.indices import Number
from countermove.analysis.power.power import MemberPower, Power
from countermove.errors import SizeError
from countermove.plots.fonts import broken, width
from countermove.plots.sheet import LEADING, Sheet
from countermove.plots.shown import Choice
from countermove.plots.style import HEAD, SMALL, TEXT
from countermove.text.naming import joined, shortened

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["players_alike", "power_figure", "power_sentence"]

MOST_PLAYERS = 100
"""Players in a picture at most: as many rows as a page of A4 has at the size of the names."""
SINGLE_ROWS = 12
"""Players with a row each at most; of more, those with the same power share a row."""
ROOM, LENGTH, PERCENT = 190.0, 260.0, 44.0
"""The width of the names, the length of the longest bar, and the width of a percentage behind it, in points."""
MOST_NAMED = 5
"""Players that the sentence names at most."""
STRONG, PALE = 1.0, 0.4
"""The places of Shapley-Shubik and of Banzhaf on the scale of colours: one hue, told apart in print as well."""


def power_figure(rules: Sequence[Power], choice: Choice) -> Figure:
    """For each player of each rule two bars: Shapley-Shubik (strong) and Banzhaf, normalised (weak); a veto is named."""
    case = rules[0].case
    sheet = Sheet(choice.page)
    for one in rules:
        _bars(sheet, one, len(rules) > 1 or one.option is not None)
    bodies = joined(list(dict.fromkeys(case.label(one.body) for one in rules)))
    notes = [
        "Strong bar: Shapley-Shubik, the share of all orders in which the player is the one with whom a decision passes. "
        "Weak bar: Banzhaf, its share of all swings. Both add up to 100 %."
    ]
    if any(len(group) > 1 for one in rules for group in players_alike(one)):
        notes.append("Players in one row have the same power; the bars are those of each of them.")
    if any(one.estimated for one in rules):
        notes.append("Where a rule was too large to count, the bars are estimates from random draws.")
    title = f"{case.title}: power in {bodies}".removeprefix(": ")
    return sheet.figure(title, power_sentence(rules), notes, details=" ".join(map(_description, rules)))


def power_sentence(rules: Sequence[Power]) -> str:
    """What to see, of the first rule: who has most power, and who has a veto."""
    one, case = rules[0], rules[0].case
    body = case.label(one.body) + (f" ({_option(one)})" if one.option else "")
    shares = [float(member.shapley_shubik or 0) for member in one.members]
    most = max(shares)
    top = [member for member, share in zip(one.members, shares, strict=True) if share == most]
    each = f"{_percent(top[0].shapley_shubik)}{' each' if len(top) > 1 else ''} by Shapley-Shubik"
    vetoes = [case.label(member.actor) for member in one.members if member.veto]
    veto = f"with a veto: {shortened(vetoes, MOST_NAMED)}" if vetoes else "no player has a veto"
    if len(vetoes) == len(shares) > 1:
        veto = "each has a veto"
    elif vetoes == [case.label(member.actor) for member in top]:
        veto = "nobody else has a veto"
        each += " and with a veto"
    if len(top) == len(shares) > 1:
        return f"All {len(shares)} players of {body} have the same power, {each}; {veto}."
    names = shortened([case.label(member.actor) for member in top], MOST_NAMED)
    return f"Most power in {body}: {names}, {each}; {veto}."


def _bars(sheet: Sheet, power: Power, named: bool) -> None:
    case = power.case
    if len(power.members) > MOST_PLAYERS:
        raise SizeError(f"{len(power.members)} players are too many for a picture; it shows at most {MOST_PLAYERS}")
    top = sheet.bottom + (12 if sheet.texts else 0)
    if named:
        heading = case.label(power.body) if power.option is None else f"{case.label(power.body)}: {_option(power)}"
        top = sheet.paragraph(0, top, heading, min(ROOM + LENGTH + 60, sheet.room), HEAD, bold=True) + 4
    groups = players_alike(power)
    names = [_names(power, group) for group in groups]
    room = min(ROOM, 0.42 * sheet.room)
    first = min(max(width(line, TEXT) for name in names for line in broken(name, room, TEXT)) * 1.02, room) + 8
    length = min(LENGTH, sheet.room - first - PERCENT)
    largest = max([1e-9, *(float(share or 0) for m in power.members for share in (m.shapley_shubik, m.banzhaf))])
    begin = top
    for name, (member, *_) in zip(names, groups, strict=True):
        text = len(broken(name, first - 8, TEXT)) * LEADING * TEXT
        high = max(text, 22.0) + 5
        sheet.paragraph(0, top + (high - text) / 2, name, first - 8, TEXT)
        for k, (share, place) in enumerate(((member.shapley_shubik, STRONG), (member.banzhaf, PALE))):
            y = top + high / 2 - 11 + 11 * k
            long = length * float(share or 0) / largest
            sheet.box(first, y + 1, first + max(long, 0.6), y + 10, sheet.theme.shade(place), sheet.theme.ink, 0.4)
            sheet.text(first + long + 4, y + 5.5, _percent(share), SMALL)
        top += high
    sheet.line([(first, begin), (first, top)], sheet.theme.rule)


def players_alike(power: Power) -> list[list[MemberPower]]:
    """The players by rows: one each, or where there are many, all that have the same power in one."""
    if len(power.members) <= SINGLE_ROWS:
        return [[member] for member in power.members]
    groups: dict[tuple[object, ...], list[MemberPower]] = {}
    for member in power.members:
        groups.setdefault((member.shapley_shubik, member.banzhaf, member.veto), []).append(member)
    return list(groups.values())


def _names(power: Power, group: Sequence[MemberPower]) -> str:
    names = joined([power.case.label(member.actor) for member in group])
    if not group[0].veto:
        return names
    return f"{names} (a veto each)" if len(group) > 1 else f"{names} (veto)"


def _option(power: Power) -> str:
    rows: Sequence[str] = [row.name for row in power.case.option_rows if (row.owner, row.id) == (power.body, power.option)]
    return rows[0] if rows else str(power.option)


def _percent(share: Number | None) -> str:
    """In percent with as many digits as small shares need."""
    if share is None:
        return "not known"
    percent = 100 * float(share)
    return f"{percent:.1f} %" if percent >= 1 or percent == 0 else f"{percent:.2g} %"


def _description(power: Power) -> str:
    what = power.case.label(power.body) + (f" ({_option(power)})" if power.option else "")
    parts = [
        f"{_names(power, group)} {_percent(group[0].shapley_shubik)} and {_percent(group[0].banzhaf)}"
        f"{' each' if len(group) > 1 else ''}"
        for group in players_alike(power)
    ]
    return f"Power in {what}, Shapley-Shubik and Banzhaf: {'; '.join(parts)}."
