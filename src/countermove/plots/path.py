"""The path from today to the first outcome, box after box in rows as people read, and below it the deal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import TYPE_CHECKING

from countermove.briefing.outcomes import Approach
from countermove.errors import QuestionError
from countermove.game.game import Game
from countermove.plots.fonts import broken
from countermove.plots.graphs.drawing import DealLink
from countermove.plots.sheet import LEADING, Sheet
from countermove.plots.shown import Choice
from countermove.plots.style import SMALL, looks
from countermove.text.naming import named
from countermove.text.phrases import plural
from countermove.text.pieces import amount, in_short, owners, said
from countermove.views.brief.words import described, done, label_of, run_words, runs_of

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["PathToOutcome", "path_figure", "path_sentence"]

MOST_STEPS = 10
"""Steps that have boxes of their own: three rows with both ends; how many more there are is said in a box."""
MOST_IN_ROW, MOST_IN_NARROW_ROW = 5, 2
"""Boxes side by side at most, on a page and on a phone: narrower ones break most words."""
GAP, BAND = 22.0, 20.0
"""The white between two boxes of a row, and between two rows, in points."""
WIDEST = 132.0
"""A box is no wider than this, in points: longer lines of this size are hard to read."""
START = 100.0
"""The width of the box in which a deal starts, in points, so that what is agreed has the room."""
PADDING = 6.0
HEAD = 5.0
"""The length of an arrow's head, in points."""
RING = 2.5
"""The distance of the outer line around an outcome, in points."""


@dataclass(frozen=True)
class PathToOutcome:
    """What the picture is made from: the path to the first outcome, and the deal that the brief shows.

    `approach`: None without an outcome. `tempted`: the actors and bodies that would gain by leaving the deal, if the
    others did not answer.
    """

    game: Game
    approach: Approach | None
    deal: DealLink | None = None
    tempted: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Box:
    """A box: its first line in bold, the rest; the colour of its mover; whether it is the start or an outcome."""

    title: str
    text: str
    colour: str | None = None
    is_start: bool = False
    is_outcome: bool = False
    is_agreed: bool = False
    """Whether a deal leads to it, and not a move."""


def path_figure(path: PathToOutcome, choice: Choice) -> Figure:
    """The moves of the shortest path in their order, from the status quo to the first outcome; the deal in a row below.

    Raises `QuestionError` where no moves and no deal lead anywhere.
    """
    game, sheet = path.game, Sheet(choice.page)
    chains = [chain for chain in (_chain(path), _deal_chain(path)) if chain]
    if not chains:
        raise QuestionError(f"{_nothing(path)}, so there is no path to draw")
    top, texts = 0.0, []
    for chain in chains:
        top = _draw_chain(sheet, chain, top) + BAND
        texts.append(" then ".join(" ".join(filter(None, [box.title, box.text])) for box in chain) + ".")
    title = f"{game.case.title}: how it gets there".removeprefix(": ")
    return sheet.figure(title, path_sentence(path), _notes(path, chains), details=" ".join(texts))


def path_sentence(path: PathToOutcome) -> str:
    """What to see: how many moves lead to the first outcome, whether they pay, and who agrees on the deal."""
    game, approach, parts = path.game, path.approach, []
    if approach is not None and approach.steps:
        kind = "improvement" if approach.by == "improvements" else "move"
        leads = plural(len(approach.steps), f"{kind} leads", f"{kind}s lead")
        parts.append(f"{amount(len(approach.steps))} {leads} from today to {_name(game, approach.to.key)}")
    elif approach is not None and approach.by == "here":
        parts.append(f"{_name(game, approach.to.key)} is where things stand today")
    if path.deal is not None:
        start = "today" if path.deal.before == game.status_quo_key else _name(game, path.deal.before)
        who = said(in_short(game.case, path.deal.actors))
        parts.append(f"a deal of {who} leads from {start} to {_name(game, path.deal.after)}")
        if path.tempted:
            parts[-1] += f", which {said(owners(game.case, path.tempted))} would be tempted to break"
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


# -------------------------------------------------------------------------------------------------- the boxes


def _chain(path: PathToOutcome) -> list[_Box]:
    """The start, a box for each step, and the outcome; empty where no moves lead there."""
    game, approach = path.game, path.approach
    if approach is None or not approach.steps:
        return []
    look = looks(game.case)
    moves = [(step.mover, step.before.key, step.after.key) for step in approach.steps]
    runs = [(run, run_words(game, run, first=True)) for run in runs_of(game, moves)]
    lines = [(look[run[0][0]].colour if len(run) == 1 else None, text) for run, texts in runs for text in texts]
    steps = [_Box("", text, colour) for colour, text in lines[:MOST_STEPS]]
    more = len(lines) - len(steps)
    steps += [_Box("", f"{amount(more)} more {plural(more, 'step', 'steps')}")] if more else []
    return [_start(game, approach.start.key), *steps, _outcome(game, approach.to.key, "Outcome 1")]


def _deal_chain(path: PathToOutcome) -> list[_Box]:
    """Where the deal starts, and what is agreed; empty without one."""
    game, deal = path.game, path.deal
    if deal is None:
        return []
    state = game.at(deal.after)
    what = said(done(game, deal.before, deal.after)) if game.case.states is None else described(game, state)
    text = f"{label_of(state) or ''}".strip('"') or what
    agreed = _Box(f"A deal of {named(game, deal.actors)}", text, is_agreed=True)
    if path.tempted:
        would = f"{said(owners(game.case, path.tempted))} would be tempted to break it"
        agreed = _Box(agreed.title, f"{text}; but {would}", is_agreed=True)
    return [_start(game, deal.before), agreed]


def _start(game: Game, key: int) -> _Box:
    if key == game.status_quo_key:
        return _Box("Today", "", is_start=True)
    return _outcome(game, key, "Outcome 1")


def _outcome(game: Game, key: int, title: str) -> _Box:
    label = label_of(game.at(key))
    return _Box(title, "" if label is None else label.strip('"'), is_outcome=True)


def _name(game: Game, key: int) -> str:
    return label_of(game.at(key)) or ("the first outcome" if key != game.status_quo_key else "today")


def _nothing(path: PathToOutcome) -> str:
    approach = path.approach
    if approach is None:
        return "there is no outcome to which moves could lead"
    if approach.by == "here":
        return "the first outcome is where things stand today"
    if approach.by == "none":
        return "no moves lead from today to the first outcome"
    return "no path to the first outcome is known"


def _notes(path: PathToOutcome, chains: Sequence[Sequence[_Box]]) -> list[str]:
    approach, notes = path.approach, []
    if approach is not None and approach.steps and approach.by == "improvements":
        notes.append("Each step to outcome 1 pays the one who takes it.")
    elif approach is not None and approach.steps:
        notes.append("No single improvements lead there: not every step pays the one who takes it.")
    if any(box.is_agreed for chain in chains for box in chain):
        notes.append("A double arrow: a deal that several make together.")
    return [" ".join(notes)] if notes else []


# -------------------------------------------------------------------------------------------------- on the sheet


def _draw_chain(sheet: Sheet, chain: Sequence[_Box], top: float) -> float:
    """Boxes in rows of equal length, joined by arrows; returns where they end."""
    most = MOST_IN_NARROW_ROW if sheet.page.is_narrow else MOST_IN_ROW
    per_row = ceil(len(chain) / ceil(len(chain) / most))
    is_deal = any(box.is_agreed for box in chain)
    wide = (sheet.room - (per_row - 1) * GAP - 2 * RING) / per_row
    wide = wide if is_deal else min(WIDEST, wide)
    frames = []
    for first in range(0, len(chain), per_row):
        row = chain[first : first + per_row]
        widths = list(_deal_widths(sheet, row)) if is_deal and len(row) > 1 else [wide] * len(row)
        high = max(_height(box, width) for box, width in zip(row, widths, strict=True))
        left = RING
        for box, width in zip(row, widths, strict=True):
            frame = (left, top, left + width, top + high)
            _draw_box(sheet, box, frame)
            frames.append(frame)
            left += width + GAP
        top += high + BAND
    for (before, after), box in zip(pairwise(frames), chain[1:], strict=True):
        _arrow(sheet, before, after, box.is_agreed)
    return top - BAND


def _deal_widths(sheet: Sheet, row: Sequence[_Box]) -> Iterator[float]:
    """The widths of the boxes of a deal, in points."""
    start = min(START, (sheet.room - GAP) / 3)
    yield start
    yield from [(sheet.room - 2 * RING - GAP - start) / (len(row) - 1)] * (len(row) - 1)


def _lines(box: _Box, wide: float) -> tuple[list[str], list[str]]:
    room = wide - 2 * PADDING - (4 if box.colour else 0)
    return broken(box.title, room, SMALL, True) if box.title else [], broken(box.text, room, SMALL) if box.text else []


def _height(box: _Box, wide: float) -> float:
    return sum(map(len, _lines(box, wide))) * LEADING * SMALL + 2 * PADDING


def _draw_box(sheet: Sheet, box: _Box, frame: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = frame
    theme = sheet.theme
    fill = theme.ink if box.is_start else theme.area
    ink = theme.paper if box.is_start else theme.ink
    if box.is_outcome:
        sheet.rounded(left - RING, top - RING, right + RING, bottom + RING, 5.0, None, theme.ink, 1.0)
    sheet.rounded(left, top, right, bottom, 4.0, fill, theme.ink, 0.8)
    if box.colour is not None:
        sheet.box(left + 3, top + 4, left + 6, bottom - 4, box.colour)
    bold, plain = _lines(box, right - left)
    x = left + PADDING + (4 if box.colour else 0)
    y = (top + bottom - (len(bold) + len(plain)) * LEADING * SMALL) / 2
    for line, is_bold in [*((line, True) for line in bold), *((line, False) for line in plain)]:
        sheet.text(x, y + LEADING * SMALL / 2, line, SMALL, ink, bold=is_bold)
        y += LEADING * SMALL


def _arrow(
    sheet: Sheet, before: tuple[float, float, float, float], after: tuple[float, float, float, float], is_double: bool
) -> None:
    """From one box to the next: along the row, or down to the beginning of the next row."""
    if before[1] == after[1]:
        y = (before[1] + before[3]) / 2
        tip = (after[0] - RING - 0.5, y)
        track = [(before[2] + RING, y), (tip[0] - HEAD, y)]
        wing = [(tip[0] - HEAD, y - 3), tip, (tip[0] - HEAD, y + 3)]
    else:
        x, middle = (after[0] + after[2]) / 2, (before[3] + after[1]) / 2
        start = (before[0] + before[2]) / 2
        tip = (x, after[1] - RING - 0.5)
        track = [(start, before[3] + RING), (start, middle), (x, middle), (x, tip[1] - HEAD)]
        wing = [(x - 3, tip[1] - HEAD), tip, (x + 3, tip[1] - HEAD)]
    colour = sheet.theme.ink
    sheet.line(track, colour, 4.0 if is_double else 1.4)
    if is_double:
        sheet.line(track, sheet.theme.paper, 1.6)
    sheet.polygon(wing, colour)
