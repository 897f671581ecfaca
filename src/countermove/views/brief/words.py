"""What the parts of the brief share: outcomes and moves as pieces of a sentence, and how good a state is for an actor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from countermove.analysis.model.places import Place
from countermove.game.game import Game, State
from countermove.text.clauses import denied
from countermove.text.naming import alike, deed_verbs, joined
from countermove.text.phrases import place_end, plural
from countermove.text.pieces import Name, Piece, Wording, and_list, owners, said, verb
from countermove.text.rules import plain_number
from countermove.text.verbs import is_plural

__all__ = [
    "Deed", "avoided_words", "called", "deed_list", "deeds", "described", "done", "label_of", "move", "moves_words",
    "percentage", "place_words", "rather", "run_words", "runs_of", "size_of", "where",
]  # fmt: skip

MOST_OPTIONS = 6
"""Options that are named in one sentence; how many more there are is said."""


def label_of(state: State) -> Name | None:
    """The label of a state in quotation marks, in a graph case else its name or id; None where it has none."""
    if state.label:
        return Name(f'"{state.label}"')
    states = state.game.case.states
    return None if states is None else Name(f'"{states[state.id or ""] or state.id}"')


@dataclass(frozen=True)
class Deed:
    """What some owners, all alike, take and drop: names of options.

    `is_also`: whether others, who go on with it, have already taken the same.
    """

    owners: tuple[str, ...]
    takes: tuple[str, ...]
    drops: tuple[str, ...]
    is_also: bool = False


def deeds(game: Game, before: int | None, after: int) -> list[Deed]:
    """Who takes and drops what from one state to another; without `before`, who takes what. Those alike together."""
    was = (False,) * len(game.options) if before is None else game.taken(before)
    is_ = game.taken(after)
    groups: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for owner in dict.fromkeys(row.owner for row in game.options):
        rows = [row for row in game.options if row.owner == owner]
        takes = tuple(row.name for row in rows if is_[row.index] and was[row.index] is False)
        # Of levels, taking one gives up another, which goes without saying.
        drops = tuple(row.name for row in rows if was[row.index] and is_[row.index] is False and row.level is None)
        if takes or drops:
            groups.setdefault((takes, drops), []).append(owner)
    return [Deed(tuple(ids), takes, drops) for (takes, drops), ids in groups.items()]


def deed_list(game: Game, some: Sequence[Deed], most: int = MOST_OPTIONS, who: Wording = owners) -> list[Piece]:
    """Deeds as the middle of a sentence: A chooses "x" and "y", B "z" and C drops "w".

    At most `most` options are named; how many more choices there are is said.
    """
    parts: list[list[Piece]] = []
    n_named, verb_before = 0, ""
    for place, deed in enumerate(some):
        size = len(deed.takes) + len(deed.drops)
        if parts and n_named + size > most:
            left = size_of(some[place:])
            parts.append([f"{left} more {plural(left, 'choice is', 'choices are')} made"])
            break
        n_named += size
        chosen, dropped = _verbs(game, deed)
        pieces: list[Piece] = [*who(game.case, deed.owners), " "]
        if deed.takes:
            # The verb of the owner before stands for this one too, if nothing else does: A chooses "x", B "y".
            is_said = chosen == verb_before and not deed.drops and not deed.is_also
            pieces += [*([] if is_said else [f"{'also ' if deed.is_also else ''}{chosen} "]), *_quoted(deed.takes)]
        if deed.drops:
            pieces += [*([" and "] if deed.takes else []), f"{dropped} ", *_quoted(deed.drops)]
        verb_before = "" if deed.drops else chosen
        parts.append(pieces)
    # With an "and" inside its parts, the list needs a comma before its own.
    last = ", and" if len(parts) > 1 and any(len(deed.takes) + len(deed.drops) > 1 for deed in some) else "and"
    return and_list(parts, last) if parts else ["nobody does anything"]


def done(game: Game, before: int | None, after: int, who: Wording = owners) -> list[Piece]:
    """What is done from one state to another, as the middle of a sentence: A chooses "x" and B drops "y".

    Coalesced states leave options open, so that no verb is true of them: these are described by what is done in them.
    """
    if None in game.taken(after) or (before is not None and None in game.taken(before)):
        return ["this is done: ", Name(described(game, game.at(after)))]
    some = deeds(game, before, after)
    if before is not None and before != game.status_quo_key:
        # Against an outcome, "12 members choose" would read as if they took the place of those who choose there.
        some = [replace(deed, is_also=_is_also(game, before, after, deed)) for deed in some]
    return deed_list(game, some, who=who)


def _is_also(game: Game, before: int, after: int, deed: Deed) -> bool:
    """Whether others take all that a deed takes in both states: actors the same as actors, bodies as bodies."""
    was, is_ = game.taken(before), game.taken(after)
    kind = deed.owners[0] in game.case.bodies
    others = {
        row.name for row in game.options
        if was[row.index] and is_[row.index] and (row.owner in game.case.bodies) is kind and row.owner not in deed.owners
    }  # fmt: skip
    return bool(deed.takes) and set(deed.takes) <= others


def avoided_words(game: Game, outcome: State, agreed: State) -> list[Piece]:
    """What is not done in a deal, though it is done in the outcome that the deal replaces, and not today; or nothing.

    Of coalesced states, which leave options open, nothing is said.
    """
    if game.status_quo_key is None or None in (*outcome.taken, *agreed.taken):
        return []
    now = game.taken(game.status_quo_key)
    left = [
        row for row, here, there in zip(game.options, outcome.taken, agreed.taken, strict=True)
        if here and there is False and now[row.index] is False
    ]  # fmt: skip
    return and_list([denied(game.case, row.index) for row in left])


def move(game: Game, mover: str, before: int, after: int) -> list[Piece]:
    """A move as a sentence without its full stop: Egypt chooses "Go to the Council"; else where it leads."""
    some = deeds(game, before, after)
    if game.case.states is not None or _is_open(game, before, after):
        return [Name(game.case.label(mover)), f" {verb(game.case, [mover], 'moves', 'move')} to ", _destination(game, after)]
    return deed_list(game, some)


Moves = Sequence[tuple[str, int, int]]
"""Moves as (mover, key before, key after)."""


def moves_words(game: Game, moves: Moves, first: bool = False) -> Iterator[str]:
    """Moves in words; neighbouring ones that are alike are shown together.

    `first`: whether each begins a sentence.
    """
    for run in runs_of(game, moves):
        yield from run_words(game, run, first)


def runs_of(game: Game, moves: Moves) -> Iterator[Moves]:
    """Moves in their order, neighbouring ones that are alike together."""

    def kind(one: tuple[str, int, int]) -> object:
        # Moves from or to a coalesced state are described by where they lead, and so one by one.
        return one if _is_open(game, one[1], one[2]) else [(deed.takes, deed.drops) for deed in deeds(game, one[1], one[2])]

    for _, group in groupby(moves, kind):
        yield list(group)


def run_words(game: Game, run: Moves, first: bool = False) -> list[str]:
    """Moves that are alike in words: as one sentence where one owner each is enough to say it."""
    some = deeds(game, run[0][1], run[0][2])
    if len(run) == 1 or len(some) != 1:
        return [said(move(game, *one)) for one in run]
    together = replace(some[0], owners=tuple(mover for mover, _, _ in run))
    return [f"{'One' if first else 'one'} after another, {said(deed_list(game, [together]))}"]


def rather(game: Game, mover: str, before: int, after: int) -> list[Piece]:
    """What a mover would do, after "would rather": drop "Promise releases" and choose "Strike"."""
    some = deeds(game, before, after)
    if game.case.states is not None or _is_open(game, before, after):
        return ["move to ", _destination(game, after)]
    takes, drops = deed_verbs(game.case, mover, True)
    parts = [
        [f"{word} ", *_quoted(names)] for deed in some for word, names in ((takes, deed.takes), (drops, deed.drops)) if names
    ]
    return and_list(parts)


def _is_open(game: Game, *keys: int) -> bool:
    """Whether one of some states is coalesced and leaves options open, so that no verb is true of it."""
    return any(None in game.taken(key) for key in keys)


def _destination(game: Game, key: int) -> Name:
    return label_of(game.at(key)) or Name(f"state {key + 1}")


def _verbs(game: Game, deed: Deed) -> tuple[str, str]:
    """The verbs for taking and dropping; actors and bodies that do the same choose and drop, as the actors do."""
    like = next((owner for owner in deed.owners if owner not in game.case.bodies), deed.owners[0])
    return deed_verbs(game.case, like, is_plural(game.case, deed.owners))


def _quoted(names: Sequence[str]) -> list[Piece]:
    return and_list([[Name(f'"{name}"')] for name in names])


def where(game: Game, state: State, like: State | None = None, who: Wording = owners) -> list[Piece]:
    """A state as the end of a clause: in "stand-off"; where Russia chooses "Insist"; where things stand today.

    `like`: a state that has just been described; where the other differs from it in less than from today, that is said.
    """
    label = label_of(state)
    if label is not None:
        return ["in ", label]
    if state.key == game.status_quo_key:
        return ["where things stand today"]
    if like is not None and like != state:
        differing = deeds(game, like.key, state.key)
        if size_of(differing) < size_of(deeds(game, game.status_quo_key, state.key)):
            return ["in the same, except that ", *done(game, like.key, state.key, who)]
    return ["where ", *done(game, game.status_quo_key, state.key, who)]


def size_of(some: Sequence[Deed]) -> int:
    """How many choices some deeds are."""
    return sum(len(deed.owners) * (len(deed.takes) + len(deed.drops)) for deed in some)


def called(game: Game, state: State, who: Wording = owners) -> list[Piece]:
    """A state after "the one": called "stand-off"; where Russia chooses "Insist"."""
    label = label_of(state)
    return where(game, state, who=who) if label is None else ["called ", label]


def described(game: Game, state: State) -> str:
    """What is done in a state, owner by owner, with those who do the same together; by its label first where it has one."""
    label = label_of(state)
    if game.case.states is not None:
        return said([label]) if label is not None else f"state {state.number}"
    chosen: list[tuple[str, str]] = []
    for owner in dict.fromkeys(row.owner for row in game.options):
        taken = [(row.name, state.taken[row.index]) for row in game.options if row.owner == owner]
        # None: a coalesced state leaves the option open.
        names = [f'"{name}"{"" if value else " or not"}' for name, value in taken if value is not False]
        chosen += [(game.case.label(owner), joined(names))] * bool(names)
    doing = "; ".join(f"{joined(who)}: {names}" for names, who in alike(chosen).items()) or "Nobody does anything"
    return doing if label is None else f"{label}: {doing}"


def place_words(place: Place) -> str:
    """The place of a state among all states in a few words; `text.phrases.place_words` says how many states there are.

    >>> place_words(Place(better=8, alike=1, worse=91)), place_words(Place(better=0, alike=1, worse=11))
    ('in the top 9\\xa0%', 'the best')
    """
    end, share = place_end(place)
    words = {"all": "all alike", "top": f"in the top {share}", "low": f"among the worst {share}", "middle": "in the middle"}
    return words.get(end, f"the {end}")


def percentage(share: Decimal) -> str:
    """A share that the analyst wrote, exactly, in percent."""
    return f"{plain_number(share * 100)}\u00a0%"
