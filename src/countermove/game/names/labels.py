"""What the states and moves of a game are called, made from the case's own names and nothing else.

A state has one of three forms, by where it stands: in a sentence `state_name` (``"open war" (state 12)``), behind what
is said of it `state_in_brackets` (``("open war", state 12)``), in lists and cells `listed_name` (``12 ("open war")``).
Without a label all three have the number alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from countermove.game.game import Game
from countermove.model.case import Case

__all__ = [
    "change_words", "deed_verbs", "difference_words", "joined", "listed_name", "move_words", "share_words", "short_names",
    "state_id", "state_in_brackets", "state_inside", "state_name", "states_words", "whose",
]  # fmt: skip

ROUNDING = 1e-12
"""By how much a computed chance may miss 0 or 1: thousands of units of rounding; counts stay under 10^12."""
FEW_STATES = 4
"""States that a sentence names one by one; of more, people want to know how many they are."""


def joined(parts: Sequence[str], last: str = "and") -> str:
    """A list as people write it: ``a``, ``a and b``, ``a, b and c``.

    >>> joined(["a", "b", "c"])
    'a, b and c'
    """
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def state_name(game: Game, key: int) -> str:
    """A state as a sentence calls it: by its label with the number in brackets, else by its number.

    ``"open war" (state 12)``, ``state 12``; where the states were listed, ``"open war" (s3)``, ``s3 (Embargo)``; where
    they have no numbers, ``"open war"``, ``state usa.strike,ussr.talk``. A label has quotation marks, so that a sentence
    may begin with it as it stands.

    >>> from countermove.game.compile import compile
    >>> from countermove.model.case import Case
    >>> case = Case.model_validate({"actors": {"a": {"options": {"go": "Go"}}}, "labels": {"open-war": ["go"]}})
    >>> state_name(compile(case), 0), state_name(compile(case), 1)
    ('state 1', '"open war" (state 2)')
    """
    label, state = game.label_of(key), _unlabelled(game, key)
    if label is not None:
        return f'"{label}" ({state})' if game.is_listed else f'"{label}"'
    name = list(game.case.states.values())[key] if game.case.states is not None else ""
    return f"{state} ({name})" if name else state


def state_inside(game: Game, key: int) -> str:
    """A state as it is called inside brackets that others open: ``state 12``, or ``"open war", state 12``."""
    label = game.label_of(key)
    if label is None:
        return state_name(game, key)
    return f'"{label}", {_unlabelled(game, key)}' if game.is_listed else f'"{label}"'


def state_in_brackets(game: Game, key: int) -> str:
    """A state behind what is said of it, with the brackets: ``(state 12)``, or ``("open war", state 12)``."""
    return f"({state_inside(game, key)})"


def listed_name(game: Game, key: int) -> str:
    """A state as lists and cells call it, by its number or id first: ``12 ("open war")``, or ``12``."""
    label, state = game.label_of(key), state_id(game, key)
    if label is None:
        return state
    return f'{state} ("{label}")' if game.is_listed else f'"{label}"'


def state_id(game: Game, key: int) -> str:
    """What finds a state again, alone: its number, its id where the states were listed, else the options taken."""
    return _unlabelled(game, key).removeprefix("state ")


def _unlabelled(game: Game, key: int) -> str:
    """A state by its number, by its id where the states were listed, by the options taken where it has neither."""
    if game.case.states is not None:
        return list(game.case.states)[key]
    return f"state {key + 1 if game.is_listed else ','.join(game.at(key).options) or 'nothing'}"


def states_words(game: Game, keys: Sequence[int], last: str = "and", most: int = FEW_STATES) -> str:
    """States by their numbers and labels, or by their ids where they were listed; their count, where they are many.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("chicken"))
    >>> states_words(game, [0, 2]), states_words(game, [1]), states_words(game, range(4), most=3)
    ('states 1 ("Crash") and 3 ("Col gives way")', '"Row gives way" (state 2)', '4 states')
    """
    if len(keys) > most:
        return f"{len(keys):,} states"
    if game.case.states is not None or len(keys) < 2:
        return joined([state_name(game, key) for key in keys], last)
    return f"states {joined([listed_name(game, key) for key in keys], last)}"


def whose(case: Case, option: int) -> str:
    """An option in full: ``NATO: Admit Ukraine``."""
    row = case.option_rows[option]
    return f"{case.label(row.owner)}: {row.name}"


def move_words(game: Game, mover: str, before: int, after: int) -> str:
    """A move in words: who takes and drops what; where a listed or coalesced state hides it, where it leads.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("cuban-missile-crisis"))
    >>> move_words(game, "usa", 0, 2)
    'US chooses "Blockade Cuba"'
    """
    return f"{game.case.label(mover)} {change_words(game, mover, before, after)}"


def change_words(game: Game, mover: str, before: int, after: int, many: bool | None = None) -> str:
    """A move in words, without its mover: ``chooses "Blockade"``.

    `many`: whether the verb is in the plural; without it, the name of the mover decides.
    """
    was, is_ = game.taken(before), game.taken(after)
    by = game.mover(mover)
    own = [game.options[option] for option in by.options]
    plural = game.case.is_plural(mover) if many is None else many
    # A coalesced state leaves the option open, so that no verb is true; only where the move leads can be said.
    if not own or any(was[row.index] is None or is_[row.index] is None for row in own):
        return f"{'move' if plural else 'moves'} to {state_name(game, after)}"
    # Actors that move as one have the options of all of them, so that each option needs its owner's name.
    called = {row.index: f'"{whose(game.case, row.index) if by.merged else row.name}"' for row in own}
    return difference_words(called, was, is_, deed_verbs(game.case, mover, plural))


def deed_verbs(case: Case, owner: str, many: bool | None = None) -> tuple[str, str]:
    """The verbs for taking and dropping options: bodies adopt and revoke what actors choose and drop.

    `many`: whether they are in the plural, or in the infinitive; without it, the name of the owner decides.

    >>> from countermove import catalog
    >>> case = catalog.load_case("nile-dam-2021")
    >>> deed_verbs(case, "egypt"), deed_verbs(case, "talks", True)
    (('chooses', 'drops'), ('adopt', 'revoke'))
    """
    is_many = case.is_plural(owner) if many is None else many
    if owner in case.bodies:
        return ("adopt", "revoke") if is_many else ("adopts", "revokes")
    return ("choose", "drop") if is_many else ("chooses", "drops")


def difference_words(
    called: Mapping[int, str], was: Sequence[bool | None], is_: Sequence[bool | None], verbs: tuple[str, str]
) -> str:
    """What is taken and what is dropped of some options, each by what it is called, with the verbs for both.

    >>> difference_words({0: "talks", 1: "war"}, (False, True), (True, False), ("chooses", "drops"))
    'chooses talks and drops war'
    """
    takes = [name for option, name in called.items() if is_[option] and not was[option]]
    drops = [name for option, name in called.items() if was[option] and not is_[option]]
    return joined([f"{verb} {joined(names)}" for verb, names in zip(verbs, (takes, drops), strict=True) if names])


def share_words(share: float) -> str:
    """A share in whole percent; only nothing is 0 %, and only all is 100 %.

    >>> [share_words(share).replace("\u00a0", " ") for share in (0, 0.004, 0.5, 0.999, 1)]
    ['0 %', 'under 1 %', '50 %', 'over 99 %', '100 %']
    """
    rounded = round(100 * share)
    # Chances from elimination may miss 0 and 1 by rounding alone; no share that is counted comes so near to them.
    if rounded == 0 and share > ROUNDING:
        return "under\u00a01\u00a0%"
    if rounded == 100 and share < 1 - ROUNDING:
        return "over\u00a099\u00a0%"
    return f"{rounded}\u00a0%"  # with a space that does not break, so that the sign never begins a line


def short_names(game: Game, keys: Sequence[int], most: int = 12, labels: bool = True) -> str:
    """States by their numbers or ids, with their labels if asked for, as a table has room for them; of many, the first."""
    names = [listed_name(game, key) if labels else state_id(game, key) for key in keys[:most]]
    return ", ".join(names) + (", ..." if len(keys) > most else "")
