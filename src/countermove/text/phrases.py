"""Turns of phrase that views share: shares, places of states, preference statements, lists of states, plurals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import ceil, floor

from countermove.analysis.blocking import Decision
from countermove.analysis.lines import Difference
from countermove.analysis.model.places import Place
from countermove.game.game import Game, State
from countermove.game.names.labels import share_words as percent
from countermove.game.names.labels import state_id
from countermove.game.shares import Share
from countermove.model.case import Case
from countermove.model.preferences import PreferenceLine, lines_of
from countermove.text.cells import chopped, columns
from countermove.text.naming import (
    Combinations,
    alike,
    change_words,
    joined,
    shortened,
    state_in_brackets,
    state_name,
    statement_words,
)

__all__ = [
    "HARD_SPACE", "STOPPED_EARLY", "Lines", "compared", "contrast", "difference_statement", "interval_words",
    "numbered_words", "outcomes_called", "percent", "percent_at_most", "percent_range", "place_cell",
    "place_end", "place_words", "plural", "sentence", "statement_quoted", "states_listed",
    "step_words", "turning_words", "wrapped",
]  # fmt: skip

HARD_SPACE = "\u00a0"
"""A space at which no line is broken: a percentage is not split over two lines."""

MOST_PLACES = 6
"""Outcomes that are named by their places: readers look them up in the table below, and nobody looks up ten."""
STOPPED_EARLY = "The search stopped early, so there may be more; --seconds allows more time."
"""What is said of a list where a search had no allowance left."""
NUMBERS = "The states of this case have no numbers; outcomes are numbered in the order of this page."

Lines = Iterator[tuple[int, str]]
"""Lines of a section: the level of indentation, and the text."""


def compared(game: Game, reference: int, key: int) -> str:
    """A state as its difference from another: who does more, who less."""
    return f"as {state_name(game, reference)}, but {contrast(game, reference, key)}"


def contrast(game: Combinations, reference: int, key: int) -> str:
    """What a state has that another has not, and the reverse: ``Russia: "Attack Ukraine"``."""
    was, is_ = game.taken(reference), game.taken(key)
    parts = []
    for owner in dict.fromkeys(row.owner for row in game.options):
        rows = [row for row in game.options if row.owner == owner and is_[row.index] != was[row.index]]
        # What is done comes first, then what is not; None: a coalesced state leaves it open.
        forms = {True: '"{}"', False: 'not "{}"', None: '"{}" or not'}
        words = [forms[value].format(row.name) for value in forms for row in rows if is_[row.index] is value]
        if words:
            parts.append(f"{game.case.label(owner)}: {joined(words)}")
    return "; ".join(parts)


def statement_quoted(case: Case, actor: str, entry: PreferenceLine) -> str:
    """A preference statement in the names of its options, those of others with their owner: ``not "Attack Ukraine"``.

    Of equally important statements, or of those whose order is unknown, all are quoted.

    >>> from countermove.catalog import load_case
    >>> case = load_case("european-security-2022")
    >>> statement_quoted(case, "russia", case.actors["russia"].prefers[2])
    'not "Attack Ukraine"'
    """
    return "; ".join(statement_words(case, line.that, actor) for line in lines_of(entry))


def difference_statement(case: Case, difference: Difference) -> str:
    """The statement of a difference in words with its position, from 1: ``not "Attack Ukraine" (statement 3)``."""
    return f"{statement_quoted(case, difference.actor, difference.line)} (statement {difference.position + 1})"


def states_listed(game: Game, keys: Sequence[int], most: int, last: str = "and") -> str:
    """States by label or number, the end counted where there are more than `most`: ``states 1, 2 and 3 others``.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.compile import compile
    >>> states_listed(compile(load_case("chicken")), [0, 1, 2, 3], 2)
    '"Crash" (state 1), "Row gives way" (state 2) and 2 others'
    """
    if game.case.states is not None or len(keys) < 2:
        return shortened([state_name(game, key) for key in keys], most, last)
    # Several states may share a label, which is said once, with their numbers behind it.
    groups = alike((state_id(game, key), game.label_of(key)) for key in keys[:most])
    parts = []
    for label, ids in groups.items():
        numbers = f"{'state' if len(ids) == 1 else 'states'} {joined(ids, last)}"
        parts.append(numbers if label is None else f'"{label}" ({numbers})')
    if len(keys) > most:
        count = len(keys) - most
        if len(groups) == 1 and None in groups:
            return f"states {shortened([state_id(game, key) for key in keys], most, last)}"
        parts.append(f"{count:,} {plural(count, 'other', 'others')}")
    # Lists inside a list are kept apart by semicolons.
    if len(parts) < 2 or all(len(ids) == 1 for ids in groups.values()):
        return joined(parts, last)
    return f"{'; '.join(parts[:-1])}; {last} {parts[-1]}"


def outcomes_called(outcomes: Iterable[tuple[int, State]], last: str = "and", most: int = MOST_PLACES) -> str:
    """Outcomes without numbers by their places, counted from 0, with their labels: ``outcomes 2 ("open war") and 3``."""
    names = [f'{place + 1} ("{state.label}")' if state.label else str(place + 1) for place, state in outcomes]
    return f"{plural(len(names), 'outcome', 'outcomes')} {shortened(names, most, last)}" if names else "no outcome"


def numbered_words(count: int) -> str:
    """What the numbers of outcomes mean, where there are several."""
    return NUMBERS if count > 1 else "The states of this case have no numbers; each is described by what is done in it."


def step_words(game: Game, mover: str, before: int, after: int) -> str:
    """A move without its mover, and where it leads: ``chooses "Strike" (state 2)``."""
    change, end = change_words(game, mover, before, after), state_name(game, after)
    # In a graph case a move is named by its end, which need not be said twice.
    return change if change.endswith(end) else f"{change} {state_in_brackets(game, after)}"


def turning_words(case: Case, decision: Decision, most: int = 4) -> str:
    """Whose other stance would turn a decision; nothing where it only fails to veto holders already named."""
    if decision.passes is None:
        return ""
    if decision.passes:
        # A member with a veto can stop it, of course, and has been named as such.
        more = [case.label(actor) for actor in decision.pivotal if actor not in decision.vetoes]
        if len(more) > most:
            return f"It would fail if any one of {len(more)} were against it, such as {joined(more[: most - 1])}."
        return f"It would fail if {joined(more, 'or')} were against it." if more else ""
    groups = [[case.label(actor) for actor in group] for group in decision.openers]
    if not groups:
        return f"It would pass only if more than {decision.unopened} changed their minds."
    # All groups have the least size that is enough, so that the first tells it.
    size, deed = len(groups[0]), "stood aside" if decision.aside else "were for it"
    if size == 1:
        return f"It would pass if {shortened([group[0] for group in groups], most, 'or')} {deed}."
    against = {actor for actor, _ in decision.oppose}
    is_of_all_against = len(groups) == 1 and set(decision.openers[0]) == against
    # Without a veto of each, more others, who are indifferent today, might do instead of one of them.
    only = "only " if is_of_all_against and against <= set(decision.vetoes) else ""
    if len(groups) == 1 and size <= most:
        both = "both" if size == 2 else "all"
        did = f"{both} stood aside" if decision.aside else f"were {both} for it"
        return f"It would pass {only}if {joined(groups[0])} {did}."
    if is_of_all_against:
        return f"It would pass {only}if all {size} who are against it {deed}{'' if decision.aside else ' instead'}."
    other = "" if len(groups) == 1 or size > most else f", such as {joined(groups[0])}"
    return f"It would pass if {size} {'of those against' if decision.aside else 'more'} {deed}{other}."


def plural(count: int, one: str, many: str) -> str:
    """The word for one, or for many."""
    return one if count == 1 else many


def sentence(text: str) -> str:
    """Text of ours (never a name of the case) with a capital first letter."""
    return text[:1].upper() + text[1:]


def percent_at_most(share: float) -> str:
    """A share in whole percent, rounded up, for "at most": a chance that misses a whole number by rounding alone is it.

    >>> [percent_at_most(share).replace("\u00a0", " ") for share in (0.0714, 0.07, 0.001)]
    ['8 %', '7 %', '1 %']
    """
    return f"{ceil(round(100 * share, 9))}{HARD_SPACE}%"


def interval_words(share: Share) -> str:
    """The 95 % interval of a share, in brackets; of all draws, or of none, its bound, rounded so that it stays true.

    >>> [interval_words(share).replace("\u00a0", " ") for share in (Share(600, 1000), Share(9, 9), Share(0, 1000))]
    ['(95 % interval: 57 to 63 %)', '(95 % interval: at least 70.0 %)', '(95 % interval: at most 0.4 %)']
    """
    extent = percent_range(share.low, share.high)
    if share.count == share.total:
        extent = f"at least {floor(1000 * share.low) / 10:.1f}{HARD_SPACE}%"
    elif not share.count:
        extent = f"at most {ceil(1000 * share.high) / 10:.1f}{HARD_SPACE}%"
    return f"(95{HARD_SPACE}% interval: {extent})"


def percent_range(low: float, high: float) -> str:
    """Two shares as a range: ``56 to 66 %``, or ``under 1 % to 3 %``; one of them where both read alike.

    >>> [percent_range(*ends).replace("\u00a0", " ") for ends in ((0.56, 0.66), (0.004, 0.03), (0.551, 0.552))]
    ['56 to 66 %', 'under 1 % to 3 %', '55 %']
    """
    ends = percent(low), percent(high)
    if ends[0] == ends[1]:
        return ends[0]
    # Of two plain numbers one sign is enough; "under 1 to 3 %" would read as if both were meant.
    is_plain = all(end[0].isdigit() for end in ends)
    return f"{ends[0].removesuffix(HARD_SPACE + '%') if is_plain else ends[0]} to {ends[1]}"


def place_words(place: Place, of: bool = True) -> str:
    """Where a state stands for an actor: ``in the top 10 % of 416 states``, or ``among the worst 22 %``.

    Figures are rounded up, so that what is said is always true. `of`: whether the number of states is said.

    >>> [place_words(place).replace("\u00a0", " ") for place in (Place(2, 1, 17), Place(19, 1, 0), Place(4, 11, 5))]
    ['in the top 15 % of 20 states', 'the worst of 20 states', 'in the middle of 20 states (25 % worse, 20 % better)']
    """
    size = f" of {place.size:,} states" if of else ""
    end, share = place_end(place)
    match end:
        case "all":
            return f"all{size or ' states'} are equally good".replace("all of ", "all ")
        case "best" | "worst":
            return f"the {end}{size}" if place.alike == 1 else f"among the {end}{size}"
        case "top":
            return f"in the top {share}{size}"
        case "low":
            return f"among the worst {share}{size}"
    worse, better = (percent(count / place.size) for count in (place.worse, place.better))
    return f"in the middle{size} ({worse} worse, {better} better)"


def place_cell(place: Place) -> str:
    """The same for a column of a table: ``best``, ``top 10 %``, ``middle``, ``worst 22 %``, ``worst``, or ``all equal``."""
    end, share = place_end(place)
    cells = {"all": "all equal", "top": f"top {share}", "low": f"worst {share}"}
    return cells.get(end, end)


def place_end(place: Place) -> tuple[str, str]:
    """At which end of all states one stands: ``all`` where all are alike, ``best``, ``worst``, ``top``, ``low``, ``middle``.

    With it, for ``top`` and ``low``, the share of states that are as good or better, or as bad or worse. It is rounded up,
    so that the words are true: a state in the top 9.2 % is in the top 10 %. Where both shares are more than half, the state
    is in the middle.

    >>> [place_end(Place(*counts)) for counts in ((8, 1, 91), (0, 1, 11), (4, 11, 5))]
    [('top', '9\\xa0%'), ('best', ''), ('middle', '')]
    """
    if not place.better:
        return ("best" if place.worse else "all"), ""
    if not place.worse:
        return "worst", ""
    top, low = place.size - place.worse, place.size - place.better
    if 2 * min(top, low) > place.size:
        return "middle", ""
    # In whole numbers: a float would be off where states are too many to list.
    share = f"{-(-100 * min(top, low) // place.size)}{HARD_SPACE}%"
    return ("top" if top <= low else "low"), share


def wrapped(text: str, width: int, first: str = "", other: str = "") -> list[str]:
    """Text broken into lines of at most `width` columns of a terminal, where wide characters take two.

    `first` and `other` indent the first line and the others. A word that is too long is broken.

    >>> wrapped("one two three", 9, "- ", "  ")
    ['- one two', '  three']
    """
    # Not `textwrap`, which counts letters: a Chinese name takes twice as many columns.
    lines: list[str] = []
    line, empty = first, True
    for word in text.split(" "):
        pieces = chopped(word, width - columns(other)) if columns(word) > width - columns(other) else [word]
        for piece in pieces:
            gap = "" if empty else " "
            if not empty and columns(line) + len(gap) + columns(piece) > width:
                lines.append(line)
                line, gap = other, ""
            line, empty = f"{line}{gap}{piece}", False
    return [*lines, line]
