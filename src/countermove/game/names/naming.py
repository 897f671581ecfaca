"""From what people write to a state: a number, the word ``now``, the id of a state, or the options that are taken."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from countermove.errors import QuestionError, did_you_mean, quoted
from countermove.game.codes.states import holds
from countermove.game.game import Game, State, StateLike, own_key
from countermove.game.names.outcome_labels import label_named
from countermove.game.names.positions import whole_number
from countermove.model.case import Case
from countermove.model.names import NameFault, OptionNames
from countermove.model.statements import Ref

__all__ = ["find_state", "ruled_out_by"]

NOTHING = "nothing"
"""What the state is called in which no option is taken."""
WAYS = "a state is a number, the word now, or the options taken, with commas between them"
WAYS_WITH_LABELS = "a state is a number, the word now, a label, or the options taken, with commas between them"
WAYS_IN_GRAPH = "a state is a number, the word now, or the id of a state"
UNNUMBERED = (
    "the states of this case are too many to be numbered; a state is the word now, or the options taken, "
    "with commas between them"
)
NUMBER = re.compile(r"[+-]?[0-9]{1,18}")
"""A text that is meant as a number; 18 digits fit a word, and longer ones are refused as no name of a state."""


def find_state(game: Game, state: StateLike) -> int:
    """The key of the state that is meant; see `Game.find`, which says how a state may be named.

    Parameters
    ----------
    game
        The game, of either kind.
    state
        A `State`, a number, a text, or a list of the options taken.

    Returns
    -------
    int
        The key: in a listed game the position, counted from 0; in a searched one the code.

    Raises
    ------
    QuestionError, TypeError
        As for `Game.find`.

    Examples
    --------
    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> game = compile(catalog.load_case("cuban-missile-crisis"))
    >>> find_state(game, 7), find_state(game, "7"), find_state(game, "blockade, withdraw")
    (6, 6, 6)
    """
    if isinstance(state, State):
        return own_key(game, state)
    if not isinstance(state, str | Sequence) or isinstance(state, bytes):
        return _numbered(game, whole_number(state, _ways(game), "numbers count from 1"))
    if not isinstance(state, str):
        return _with_taken(game, [str(option) for option in state])
    text = state.strip()
    # Ids before numbers and `now`: in a graph case a state may be called so, and its author means it.
    if game.case.states is not None and text in game.case.states:
        return list(game.case.states).index(text)
    if text == "now":
        return _now(game)
    if NUMBER.fullmatch(text):
        return _numbered(game, int(text))
    labelled = label_named(game, text) if game.labels else None
    if labelled is not None:
        return labelled
    if not text:
        raise QuestionError(f"no state is given; {_ways(game)}" if game.is_listed else UNNUMBERED)
    return _with_taken(game, text.split(","))


def ruled_out_by(case: Case, names: OptionNames, code: int) -> str:
    """The first constraint that a combination of options which is not feasible breaks, in words."""
    # Python's whole numbers, since a code may be wider than any machine word.
    codes = np.array([code], dtype=object)
    for claim in case.impossible:
        if holds(names.bind(claim.that), codes)[0]:
            return f"{quoted(str(claim.that))} is impossible in this case"
    for claim in case.always:
        if not holds(names.bind(claim.that), codes)[0]:
            return f"{quoted(str(claim.that))} always holds in this case"
    several = [full for full, levels in names.levels.items() if sum(code >> k & 1 for k in levels) != 1]
    return f"{quoted(several[0])} has exactly one level at a time"


def _ways(game: Game) -> str:
    return WAYS_IN_GRAPH if game.case.states is not None else WAYS


def _numbered(game: Game, number: int) -> int:
    if game.size is None:
        raise QuestionError(UNNUMBERED)
    if not 1 <= number <= game.size:
        raise QuestionError(f"there is no state {number}; the states are numbered from 1 to {game.size}")
    return number - 1


def _now(game: Game) -> int:
    if game.status_quo_key is not None:
        return game.status_quo_key
    way = "give the options taken"
    if game.is_listed:
        way = "give the number of a state" + ("" if game.case.states is not None else ", or the options taken")
    raise QuestionError(f'the case has no status quo, so there is no state "now"; {way}')


def _with_taken(game: Game, options: Sequence[str]) -> int:
    """The state in which these options are taken and no others."""
    texts = [option.strip() for option in options]
    if len(texts) == 2 and texts[0] and not texts[1]:
        # With a comma behind it, one option is a state also where the option alone would be a statement.
        texts.pop()
    if game.case.states is not None:
        text = ",".join(options).strip()
        raise QuestionError(f"unknown state {quoted(text)}; {did_you_mean(text, [*game.case.states, *_label_names(game)])}")
    names = OptionNames(game.case)
    # A label stands alone: what has commas between it was meant as options.
    labels = _label_names(game) if len(texts) == 1 else []
    taken = names.with_defaults(_option(names, text, labels) for text in texts if text != NOTHING or NOTHING in names.bare)
    code = sum(1 << option for option in taken)
    key = game.key_of(code)
    if key is not None:
        return key
    reason = ruled_out_by(game.case, names, code)
    if not game.is_listed:
        raise QuestionError(f"no state takes {quoted(','.join(options).strip())} and nothing else: {reason}")
    listed = ", ".join(map(quoted, texts)) or "nothing"
    raise QuestionError(f"no state takes {listed} and nothing else: {reason}; give other options, or the number of a state")


def _label_names(game: Game) -> list[str]:
    """What all labels may be called: their ids, or names where they have none."""
    return [label.entry.id or label.name for label in game.labels]


def _option(names: OptionNames, text: str, labels: Sequence[str] = ()) -> int:
    """The position of an option written as in a status quo, or as ``option is level``; `labels` may have been meant."""
    if not text:
        raise QuestionError(f"an option is missing between two commas; {WAYS}")
    # A level is written with `is`, as in statements; the same grammar would also accept whole statements here.
    graded = re.fullmatch(r"(?:([\w-]+)\.)?([\w-]+)\s+is\s+([\w-]+)", text)
    try:
        return names.find(Ref(graded[1], graded[2], graded[3])) if graded else names.find_text(text)
    except NameFault as fault:
        near = did_you_mean(text, labels) if labels else ""
        if near.startswith("did you mean") and not fault.hint.startswith("did you mean"):
            raise QuestionError(f"no state or option is called {quoted(text)}; {near} ({WAYS_WITH_LABELS})") from None
        raise QuestionError(f"{fault.message}; {fault.hint} ({WAYS_WITH_LABELS if labels else WAYS})") from None
