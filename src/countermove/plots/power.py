"""Who has how much power in a body: a pair of bars for each player of its rule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from countermove.analysis.power.indices import Number
from countermove.analysis.power.power import MemberPower, Power
from countermove.analysis.power.power import power as power_of
from countermove.errors import QuestionError, SizeError
from countermove.model.case import Case
from countermove.plots.choice import Choice
from countermove.plots.fonts import broken, width
from countermove.plots.sheet import LEADING, Sheet
from countermove.plots.style import HEAD, INK, RULE, SMALL, TEXT
from countermove.text.naming import joined

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["MOST", "power", "rules_asked"]

MOST = 6
PLAYERS = 100
SINGLE = 12
"""Of more players, those with the same power share a row."""
ROOM, LENGTH = 190.0, 260.0
DARK, PALE = "#0b4a75", "#9cc3de"


def power(case: Case, choice: Choice) -> Figure:
    """For each player two bars: Shapley-Shubik (dark) and Banzhaf, normalised (pale); a veto is named.

    Unless a body is chosen: every rule by which a body of the case decides, six of them at most.
    """
    found = [power_of(case, body, option) for body, option in rules_asked(case, choice)]
    sheet = Sheet()
    for one in found:
        _bars(sheet, one, len(found) > 1 or one.option is not None)
    bodies = joined(list(dict.fromkeys(case.label(one.body) for one in found)))
    notes = [
        "Dark bar: Shapley-Shubik, the share of all orders in which the player is the one with whom a decision passes. "
        "Pale bar: Banzhaf, its share of all swings. Both add up to 100 %."
    ]
    if any(len(group) > 1 for one in found for group in alike(one)):
        notes.append("Players in one row have the same power; the bars are those of each of them.")
    if any(one.estimated for one in found):
        notes.append("Where a rule was too large to count, the bars are estimates from random draws.")
    title = f"{case.title}: power in {bodies}".removeprefix(": ")
    return sheet.figure(title, " ".join(map(_said, found)), notes)


def rules_asked(case: Case, choice: Choice) -> list[tuple[str, str | None]]:
    """The rules in the picture: of the body that was chosen, or each rule of all bodies once."""
    if choice.body is not None:
        return [(choice.body, choice.option)]
    if choice.option is not None:
        raise QuestionError("--option needs --body: whose option is it?")
    found: list[tuple[str, str | None]] = []
    for id_, body in case.bodies.items():
        seen = []
        if body.decides is not None:
            found.append((id_, None))
            seen.append(body.decides)
        for row in case.option_rows:
            rule = case.rule_of(row) if row.owner == id_ else None
            if rule is not None and rule not in seen:
                seen.append(rule)
                found.append((id_, row.id))
    if not found:
        raise QuestionError("no body of this case decides anything, so there is no power to show; add one: bodies:")
    if len(found) > MOST:
        raise SizeError(f"{len(found)} rules are too many for one picture; name a body with --body")
    return found


def _bars(sheet: Sheet, found: Power, named: bool) -> None:
    case = found.case
    if len(found.members) > PLAYERS:
        raise SizeError(f"{len(found.members)} players are too many for a picture; it shows at most {PLAYERS}")
    top = sheet.bottom + (12 if sheet.texts else 0)
    if named:
        heading = case.label(found.body) if found.option is None else f"{case.label(found.body)}: {_option(found)}"
        top = sheet.paragraph(0, top, heading, ROOM + LENGTH + 60, HEAD, bold=True) + 4
    groups = alike(found)
    names = [_names(found, group) for group in groups]
    first = min(max(width(line, TEXT) for name in names for line in broken(name, ROOM, TEXT)) * 1.02, ROOM) + 8
    largest = max([1e-9, *(float(share or 0) for m in found.members for share in (m.shapley_shubik, m.banzhaf))])
    begin = top
    for name, (member, *_) in zip(names, groups, strict=True):
        text = len(broken(name, first - 8, TEXT)) * LEADING * TEXT
        high = max(text, 22.0) + 5
        sheet.paragraph(0, top + (high - text) / 2, name, first - 8, TEXT)
        for k, (share, colour) in enumerate(((member.shapley_shubik, DARK), (member.banzhaf, PALE))):
            y = top + high / 2 - 11 + 11 * k
            long = LENGTH * float(share or 0) / largest
            sheet.box(first, y + 1, first + max(long, 0.6), y + 10, colour, INK, 0.4)
            sheet.text(first + long + 4, y + 5.5, _percent(share), SMALL)
        top += high
    sheet.line([(first, begin), (first, top)], RULE)


def alike(found: Power) -> list[list[MemberPower]]:
    """The players by rows: one each, or where there are many, all that have the same power in one."""
    if len(found.members) <= SINGLE:
        return [[member] for member in found.members]
    groups: dict[tuple[object, ...], list[MemberPower]] = {}
    for member in found.members:
        groups.setdefault((member.shapley_shubik, member.banzhaf, member.veto), []).append(member)
    return list(groups.values())


def _names(found: Power, group: Sequence[MemberPower]) -> str:
    names = joined([found.case.label(member.actor) for member in group])
    if not group[0].veto:
        return names
    return f"{names} (a veto each)" if len(group) > 1 else f"{names} (veto)"


def _option(found: Power) -> str:
    rows: Sequence[str] = [row.name for row in found.case.option_rows if (row.owner, row.id) == (found.body, found.option)]
    return rows[0] if rows else str(found.option)


def _percent(share: Number | None) -> str:
    """In percent with as many digits as small shares need."""
    if share is None:
        return "not known"
    percent = 100 * float(share)
    return f"{percent:.1f} %" if percent >= 1 or percent == 0 else f"{percent:.2g} %"


def _said(found: Power) -> str:
    what = found.case.label(found.body) + (f" ({_option(found)})" if found.option else "")
    parts = [
        f"{_names(found, group)} {_percent(group[0].shapley_shubik)} and {_percent(group[0].banzhaf)}"
        f"{' each' if len(group) > 1 else ''}"
        for group in alike(found)
    ]
    return f"Power in {what}, Shapley-Shubik and Banzhaf: {'; '.join(parts)}."
