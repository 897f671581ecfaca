"""Pictures of a case whose states are not listed: what is done in the outcomes found, and who wins in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from countermove.analysis.equilibria import StabilityTable
from countermove.analysis.large_winners import LargeFortune, LargeWinners, large_winners
from countermove.errors import QuestionError
from countermove.game.searched import SearchedGame
from countermove.model.preferences import lines_of
from countermove.plots.choice import Choice
from countermove.plots.grid import Cell, Head, Row, grid
from countermove.plots.sheet import Sheet
from countermove.plots.style import SHADE, look, shade
from countermove.plots.winners import SIGNS
from countermove.text.large_phrases import alike
from countermove.text.naming import joined, outcome, statement_words

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["MOST", "large_outcomes", "large_winner_picture", "shown_codes"]

MOST = 12
"""So many states are side by side at most."""


def shown_codes(table: StabilityTable) -> tuple[list[tuple[str, int]], str]:
    """The states of a picture, each with what stands for it: the status quo, then outcomes; and what is left out."""
    now = table.searched.status_quo
    first = [("now", now)] if now is not None and now not in table.search_result.equilibria else []
    kept = table.outcomes[: MOST - len(first)]
    found = [(f"{k} (now)" if e.state.key == now else str(k), e.state.key) for k, e in enumerate(kept, 1)]
    rest = table.count - len(kept)
    return [*first, *found], f"Of {table.count:,} outcomes found, {len(kept)} are shown." if rest else ""


def _some_codes(table: StabilityTable) -> tuple[list[tuple[str, int]], str]:
    shown, note = shown_codes(table)
    if not shown:
        raise QuestionError("no outcome was found, and there is no status quo, so there is nothing to show")
    return shown, note


def large_outcomes(table: StabilityTable, _: Choice) -> Figure:
    """A column for each outcome found, a row for each option; owners who do the same in all of them share rows."""
    model = table.searched
    shown, note = _some_codes(table)
    rows: list[Row] = []
    groups = alike(_deeds(model, [code for _, code in shown]))
    for k, ((names, taken), owners) in enumerate(groups.items()):
        colour = look(k).colour
        rows.append(Row(joined([model.case.label(owner) for owner in owners]), colour=colour, heading=True))
        for name, values in zip(names, taken, strict=True):
            signs = (Cell("Y", colour, bold=True) if value else Cell("N", faint=True) for value in values)
            rows.append(Row(name, tuple(signs)))
    rows.append(Row("Stable for everybody", heading=True))
    held = table.search_result.equilibria
    for concept in table.concepts:
        cells = tuple(_held(concept.id in held.get(code, ())) for _, code in shown)
        rows.append(Row(f"holds under {concept.label}", cells))
    sheet = Sheet()
    grid(sheet, [Head(name) for name, _ in shown], rows)
    notes = ["Y: the option is taken. N: it is not. Numbers above: outcomes, that to look at first being 1."]
    if any(len(owners) > 1 for owners in groups.values()):
        notes.append("Those who can do the same, and do the same in every state shown, are told of together.")
    said = [f"{_name(name)}: {_done(model, code)}." for name, code in shown]
    alt = " ".join([f"A table of {len(shown)} states.", *said])
    title = f"{model.case.title}: the outcomes that were found".removeprefix(": ")
    return sheet.figure(title, f"{alt} {note}", [*notes, *filter(None, [note])])


Deeds = tuple[tuple[str, ...], tuple[tuple[bool, ...], ...]]


def _deeds(model: SearchedGame, codes: Sequence[int]) -> list[tuple[str, Deeds]]:
    """For each owner of options their names, and for each option in which of the states it is taken."""
    found = []
    for owner in dict.fromkeys(row.owner for row in model.options):
        rows = [row for row in model.options if row.owner == owner]
        taken = tuple(tuple(bool(code >> row.index & 1) for code in codes) for row in rows)
        found.append((owner, (tuple(row.name for row in rows), taken)))
    return found


def _held(holds: bool) -> Cell:
    return Cell("holds", SHADE, bold=True) if holds else Cell("-", SHADE)


def _name(head: str) -> str:
    return "now" if head == "now" else f"outcome {head}"


def _done(model: SearchedGame, code: int) -> str:
    doing = alike((owner, joined(names)) for owner, names in outcome(model, code) if names)
    return "; ".join(f"{joined(owners)}: {names}" for names, owners in doing.items()) or "no option is taken"


def large_winner_picture(table: StabilityTable, _: Choice) -> Figure:
    """A row for each actor, a column for each outcome found: the estimated share of all states that it likes less.

    Actors with the same preferences, each seen from its own side, who fare alike against today, share a row.
    """
    found = large_winners(table)
    model = table.searched
    shown, note = _some_codes(table)
    columns = [found.fortunes(code) for _, code in shown]
    fortunes = {actor: [column[k] for column in columns] for k, actor in enumerate(model.actors)}
    rows, said = [], []
    for actors in alike((actor, _faring(model, actor, own)) for actor, own in fortunes.items()).values():
        cells = tuple(_cell(model, [fortunes[actor][k] for actor in actors]) for k in range(len(shown)))
        who = joined([model.case.label(actor) for actor in actors])
        rows.append(Row(who, cells))
        each = [f"{_name(name)} {cell.text}" for (name, _), cell in zip(shown, cells, strict=True)]
        said.append(f"{who}: {', '.join(each)}.")
    sheet = Sheet()
    grid(sheet, [Head(name) for name, _ in shown], rows)
    title = f"{model.case.title}: who wins".removeprefix(": ")
    notes = [*_notes(found), *filter(None, [note])]
    return sheet.figure(title, " ".join([f"A table of {len(rows)} rows.", *said, *notes]), notes)


def _faring(model: SearchedGame, actor: str, own: Sequence[LargeFortune]) -> tuple[object, ...]:
    """What two actors share who may share a row: what they care about, in words, and how they fare against today."""
    record = model.case.actors[actor]
    lines = tuple(
        tuple(statement_words(model.case, one.that, actor) for one in lines_of(line)) for line in record.prefers or ()
    )
    alone = () if record.prefers else (actor,)
    return lines, alone, tuple((fortune.change, fortune.better) for fortune in own)


def _cell(model: SearchedGame, fortunes: Sequence[LargeFortune]) -> Cell:
    change = fortunes[0].change
    today = change is None or fortunes[0].code == model.status_quo
    sign = "" if change is None or today else SIGNS[change]
    shares = [fortune.worse.share for fortune in fortunes if fortune.worse is not None]
    if not shares:
        return Cell(sign.strip() or "-", shade(0.5 if change is None else (change + 1) / 2))
    low, high = round(100 * min(shares)), round(100 * max(shares))
    text = f"{low} %" if low == high else f"{low}\u2013{high} %"
    return Cell(f"{sign}{text}", shade(sum(shares) / len(shares)))


def _notes(found: LargeWinners) -> list[str]:
    told = (
        f"The share of all states that are worse for the actor, estimated from {len(found.drawn):,} states drawn at "
        "random: 0 % is the worst that can be, near 100 % the best."
        if found.drawn is not None
        else "The darker, the better against today; how many states are worse for an actor is not known."
    )
    signs = (
        ["▲: better for it than now. ▼: worse than now. =: as good as now."] if found.model.status_quo is not None else []
    )
    return [told, *signs, "Those who care about the same and fare alike share a row."]
