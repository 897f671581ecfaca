"""From what people write to a state: a number, the word ``now``, or the options that are taken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np

from countermove.errors import QuestionError, did_you_mean, quoted
from countermove.game.positions import whole_number
from countermove.game.states import holds
from countermove.model.case import Case
from countermove.model.names import NameFault, OptionNames
from countermove.model.statements import Ref

__all__ = ["find_code", "find_state"]

NOTHING = "nothing"
"""What the state is called in which no option is taken."""
WAYS = "a state is a number, the word now, or the options taken, with commas between them"
WAYS_LISTED = "a state is a number, the word now, or the id of a state"


def find_state(graph: Any, state: int | str | Sequence[str]) -> int:
    """The state, counted from 0, that a number (counted from 1), a text or a list of options taken means.

    A text is a number, the word ``now`` (the status quo), or the options taken with commas between them,
    written as in a case's status quo: all others are not taken, and of levels that are not mentioned the
    first holds. In a graph case it may be the id of a state, but options there are none. Raises
    `QuestionError` for a number out of range, an unknown name, a combination that is not feasible (with the
    constraint that forbids it), and ``now`` in a case without a status quo.

    >>> from countermove import catalog
    >>> from countermove.game.compile import compile
    >>> graph = compile(catalog.load_case("cuban-missile-crisis"))
    >>> find_state(graph, 7), find_state(graph, "7"), find_state(graph, "blockade, withdraw")
    (6, 6, 6)
    """
    if not isinstance(state, str | Sequence) or isinstance(state, bytes):
        return _numbered(graph, whole_number(state, WAYS_LISTED if graph.is_graph else WAYS, "numbers count from 1"))
    if not isinstance(state, str):
        return _with_taken(graph, [str(option) for option in state])
    text = state.strip()
    if graph.case.states is not None and text in graph.case.states:
        return list(graph.case.states).index(text)
    if text == "now":
        return _now(graph)
    if re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        return _numbered(graph, int(text))
    if not text:
        raise QuestionError(f"no state is given; {WAYS_LISTED if graph.is_graph else WAYS}")
    return _with_taken(graph, text.split(","))


def find_code(model: Any, state: str) -> int:
    """The code that a text means in a case whose states are not listed: ``now``, or the options taken.

    Raises `QuestionError` for a number, since nobody has numbered these states, and otherwise as `find_state`.

    >>> from countermove import catalog
    >>> from countermove.game.searched import searched_game
    >>> find_code(searched_game(catalog.load_case("cuban-missile-crisis")), "blockade, withdraw")
    6
    """
    text = state.strip()
    if text == "now":
        if model.status_quo is None:
            raise QuestionError('the case has no status quo, so there is no state "now"; give the options taken')
        return int(model.status_quo)
    if not text or re.fullmatch(r"[+-]?[0-9]{1,18}", text):
        raise QuestionError(
            "the states of this case are too many to be numbered; a state is the word now, or the options taken, "
            "with commas between them"
        )
    names = OptionNames(model.case)
    written = [part.strip() for part in text.split(",")]
    nothing = written == [NOTHING] and NOTHING not in names.bare
    taken = names.with_defaults(() if nothing else [_option(names, part) for part in written])
    code = sum(1 << option for option in taken)
    if model.is_feasible(code):
        return code
    raise QuestionError(f"no state takes {quoted(text)} and nothing else: {_ruled_out(model, names, code)}")


def _ruled_out(model: Any, names: OptionNames, code: int) -> str:
    """The first constraint that a code which is not feasible breaks."""
    for claim in model.case.impossible:
        if model.holds(names.bind(claim.that), code):
            return f"{quoted(str(claim.that))} is impossible in this case"
    for claim in model.case.always:
        if not model.holds(names.bind(claim.that), code):
            return f"{quoted(str(claim.that))} always holds in this case"
    several = [full for full, levels in names.levels.items() if sum(code >> k & 1 for k in levels) != 1]
    return f"{quoted(several[0])} has exactly one level at a time"


def _numbered(graph: Any, number: int) -> int:
    if not 1 <= number <= graph.size:
        raise QuestionError(f"there is no state {number}; the states are numbered from 1 to {graph.size}")
    return number - 1


def _now(graph: Any) -> int:
    if graph.status_quo is None:
        way = "give the number of a state" + ("" if graph.is_graph else ", or the options taken")
        raise QuestionError(f'the case has no status quo, so there is no state "now"; {way}')
    return int(graph.status_quo)


def _with_taken(graph: Any, options: Sequence[str]) -> int:
    """The state in which these options are taken and no others."""
    if graph.case.states is not None:
        text = ",".join(options).strip()
        raise QuestionError(f"unknown state {quoted(text)}; {did_you_mean(text, graph.case.states)}")
    names = OptionNames(graph.case)
    taken = names.with_defaults(
        _option(names, text.strip()) for text in options if text.strip() != NOTHING or NOTHING in names.bare
    )
    code = sum(1 << option for option in taken)
    place = graph.place(code)
    if place is not None:
        return int(graph.states_of_codes[place])
    listed = ", ".join(quoted(text.strip()) for text in options) or "nothing"
    raise QuestionError(
        f"no state takes {listed} and nothing else: {_forbidden_by(graph.case, names, code)}; "
        "give other options, or the number of a state"
    )


def _option(names: OptionNames, text: str) -> int:
    """The position of an option written as in a status quo, or as ``option is level``."""
    if not text:
        raise QuestionError(f"an option is missing between two commas; {WAYS}")
    graded = re.fullmatch(r"(?:([\w-]+)\.)?([\w-]+)\s+is\s+([\w-]+)", text)
    try:
        return names.find(Ref(graded[1], graded[2], graded[3])) if graded else names.find_text(text)
    except NameFault as fault:
        raise QuestionError(f"{fault.message}; {fault.hint} ({WAYS})") from None


def _forbidden_by(case: Case, names: OptionNames, code: int) -> str:
    """The first constraint that a combination which is not feasible breaks."""
    codes = np.array([code], dtype=object)
    for claim in case.impossible:
        if holds(names.bind(claim.that), codes)[0]:
            return f"{quoted(str(claim.that))} is impossible in this case"
    for claim in case.always:
        if not holds(names.bind(claim.that), codes)[0]:
            return f"{quoted(str(claim.that))} always holds in this case"
    several = [full for full, levels in names.levels.items() if sum(code >> k & 1 for k in levels) != 1]
    return f"{quoted(several[0])} has exactly one level at a time"
