"""What `check` finds out from the states of a case: errors, idle statements and movers, and views that do not fit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.errors import CaseError, Diagnostic, QuestionError, SizeError, Step, dotted, quoted
from countermove.game.listed import ListedGame, listed_game
from countermove.game.names.outcome_labels import label_errors, labels_dropped
from countermove.game.perceived import OwnGame, own_game, unseen_by
from countermove.game.preferences import dense
from countermove.model.case import Case
from countermove.model.names import OptionNames
from countermove.model.preferences import Equally, Line, OrderUnknown, PreferenceLine

__all__ = ["MOST_STATES", "findings", "in_scenario", "state_findings", "view_errors", "view_warnings"]

MOST_STATES = 2**22
"""Cases with more states are checked without them: all checks of 4 million states take some ten seconds."""
MOST_COMPARED = 2**16
"""In cases with more combinations of options it is not asked whether a statement repeats those above it: this sorts all
combinations once for each statement."""
MOST_LISTED = 2**16
"""In cases with more states it is not asked of each mover whether it has a move at all, which lists its moves."""


def state_findings(case: Case) -> tuple[list[Diagnostic], list[str]]:
    """What only the states of a case and of its scenarios show; and notes on what was not looked at.

    Of scenarios only the errors, and the labels that no state has there: what decides nothing in a scenario may well
    decide something in the case.

    Parameters
    ----------
    case
        The case, with its scenarios, free of errors that the file alone shows.

    Returns
    -------
    list of Diagnostic
        Errors and warnings about the case, errors about its scenarios, each at its place.
    list of str
        For the case and each scenario that was not looked at, why; the same reason is given once.
    """
    problems, notes = _compiled(case, None)
    # What the case has already is not told again for each scenario that leaves it as it is.
    of_case = {(d.code, d.path, d.message) for d in problems}
    noted = set(notes)
    for name in case.scenarios:
        more, remarks = _compiled(case, name)
        problems += [in_scenario(case, name, d) for d in more if (d.code, d.path, d.message) not in of_case]
        notes += [f"scenario {name}: {remark}" for remark in remarks if remark not in noted]
    return problems, notes


def _compiled(case: Case, scenario: str | None) -> tuple[list[Diagnostic], list[str]]:
    try:
        game = listed_game(case, scenario, max_states=MOST_STATES)
        errors = [*view_errors(game), *label_errors(game)]
        # Warnings need views without errors, and are given for the case only: a scenario may well make a line idle.
        return (errors or (findings(game) if scenario is None else labels_dropped(game))), []
    except CaseError as fault:
        return list(fault.diagnostics), []
    except SizeError as fault:
        many = f"there are more than {MOST_STATES:,} of them"
        return [], [f"the states were not checked: {many if '[CM306]' in str(fault) else fault}"]
    except QuestionError as fault:
        return [], [f"the states were not checked: {fault}"]


def in_scenario(case: Case, name: str | None, finding: Diagnostic) -> Diagnostic:
    """A finding about a case with a scenario, placed where the scenario says it, or at the name of the scenario."""
    if name is None or finding.path == ("scenarios", name):
        return finding
    # The finding's path, followed through what the scenario writes: where it ends early, the case wrote that part.
    value: Any = case.scenarios[name].changes
    for step in finding.path:
        try:
            value = None if isinstance(value, str) else value[step]
        except (KeyError, IndexError, TypeError):
            value = None
        if value is None:
            message = f"with this change {dotted(finding.path) or 'the case'} is wrong: {finding.message}"
            return replace(finding, code="CM502", path=("scenarios", name), message=message, offset=None)
    return replace(finding, path=("scenarios", name, *finding.path))


def findings(game: ListedGame) -> list[Diagnostic]:
    """All warnings about a compiled case: CM902, CM903, CM904, CM908, and those about views.

    CM902 and CM903: a statement that holds in every feasible state, or in none. CM908: one that decides nothing, because
    those above it have decided already. CM904: a mover that can change nothing. The views must be free of errors.

    Examples
    --------
    >>> from countermove.game.compile import compile
    >>> from countermove.model.case import Case
    >>> usa = {"options": {"strike": "Strike"}, "prefers": ["strike or not strike"]}
    >>> print(findings(compile(Case.model_validate({"actors": {"usa": usa}})))[0])  # doctest: +ELLIPSIS
    actors.usa.prefers[1]: warning: "strike or not strike" holds in every feasible state; ... [CM902]
    """
    own = [] if game.is_graph else [*_idle_lines(game), *_decided_lines(game), *_idle_movers(game)]
    return [*own, *view_warnings(game)]


def _idle_lines(game: ListedGame) -> list[Diagnostic]:
    names = OptionNames(game.case)
    problems = []
    for id_, actor in game.case.actors.items():
        for k, entry in enumerate(actor.prefers or ()):
            for path, line in _lines(("actors", id_, "prefers", k), entry):
                true = game.holds(names.bind(line.that, id_))
                if true.all() or not true.any():
                    code, where = ("CM902", "every feasible state") if true.all() else ("CM903", "no feasible state")
                    message = f"{quoted(line.that.text)} holds in {where}"
                    problems.append(Diagnostic(code, "warning", path, message, "take it out: it decides nothing"))
    return problems


def _decided_lines(game: ListedGame) -> list[Diagnostic]:
    """Lines that tell no two states apart that the lines above do not: each is the same in all states equal so far."""
    if len(game.codes) > MOST_COMPARED:
        return []
    names = OptionNames(game.case)
    problems = []
    for id_, actor in game.case.actors.items():
        # The partition of states by all lines so far: a line that does not refine it decides nothing.
        equal_so_far = np.zeros(len(game.codes), dtype=np.int64)
        seen: list[NDArray[np.int64]] = []
        for k, entry in enumerate(actor.prefers or ()):
            path = ("actors", id_, "prefers", k)
            lines = [line for _, line in _lines(path, entry)]
            truths = [game.holds(names.bind(line.that, id_)) for line in lines]
            met = np.asarray(np.sum(truths, axis=0, dtype=np.int64))
            finer = np.unique(equal_so_far * (len(lines) + 1) + met, return_inverse=True)[1]
            # Equal numbers of classes mean equal partitions, since one refines the other. CM902 and CM903 tell the
            # constant lines.
            if finer.max() == equal_so_far.max() and met.min() < met.max():
                problems.append(Diagnostic("CM908", "warning", path, *_repeated(entry, met, seen)))
            seen.append(met)
            equal_so_far = finer
    return problems


def _repeated(entry: PreferenceLine, met: NDArray[np.int64], above: list[NDArray[np.int64]]) -> tuple[str, str]:
    """What to say of a line that decides nothing, with the line above that decides it, where one alone does."""
    said = quoted(entry.that.text) if isinstance(entry, Line) else "this group of lines"
    for k, other in enumerate(above):
        if np.array_equal(met, other):
            return f"{said} holds where line {k + 1} does, and decides nothing more", "take one of the two out"
        # The negation, as counts of a line or of a group of the same size.
        if np.array_equal(met, other.max() - other):
            return (
                f"{said} is the opposite of line {k + 1}, which comes first, and decides nothing",
                "take one of the two out",
            )
    return f"{said} decides nothing: the lines above it have decided already", "take it out, or move it up"


def _lines(path: tuple[Step, ...], entry: Line | Equally | OrderUnknown) -> list[tuple[tuple[Step, ...], Line]]:
    if isinstance(entry, Line):
        return [(path, entry)]
    key, lines = ("equally", entry.equally) if isinstance(entry, Equally) else ("order unknown", entry.order_unknown)
    return [((*path, key, k), line) for k, line in enumerate(lines)]


def _idle_movers(game: ListedGame) -> list[Diagnostic]:
    problems = []
    for mover in game.movers:
        block = "bodies" if mover.is_body else "actors"
        if not _can_move(game, mover.index):
            message = f"{quoted(mover.id)} has options but can change none of them in any feasible state"
            hint = "look at change:, needs: and the constraints"
            problems.append(Diagnostic("CM904", "warning", (block, mover.id, "options"), message, hint))
    return problems


def _can_move(game: ListedGame, mover: int) -> bool:
    """Whether some move of a mover leads from one state to another; in large cases, whether states differ for it."""
    reach = game.movers[mover].reach
    # Two states with the same code outside the mover's options are what a move needs; listing moves is left for small
    # cases.
    key = game.codes & ~reach.mask
    order = np.argsort(key, kind="stable")
    if not np.any(key[order][1:] == key[order][:-1]):
        return False
    return bool(len(game.edges[mover].target)) if game.size <= MOST_LISTED else True


def view_errors(game: ListedGame) -> list[Diagnostic]:
    """The errors of all views: CM202 and the like in believed rankings, CM802 and CM803."""
    problems: list[Diagnostic] = []
    for viewer in game.case.views:
        try:
            own_game(game, viewer)
        except CaseError as fault:
            problems += fault.diagnostics
    return problems


def view_warnings(game: ListedGame) -> list[Diagnostic]:
    """The warnings about views without errors: CM804 and CM806.

    >>> from countermove.game.compile import compile
    >>> from countermove.model.case import Case
    >>> actors = {"a": {"options": {"x": "X"}}, "b": {"options": {"y": "Y"}}}
    >>> case = Case.model_validate({"actors": actors, "views": {"a": {"unseen": ["x and not x"]}}})
    >>> print(view_warnings(compile(case))[0])
    views.a.unseen[1]: warning: "x and not x" holds in no state; correct it, or take it out [CM804]
    """
    return [finding for viewer in game.case.views for finding in _warnings(game, own_game(game, viewer))]


def _warnings(game: ListedGame, own: OwnGame) -> Iterator[Diagnostic]:
    viewer, view = own.viewer, game.case.views[own.viewer]
    for id_ in view.actors:
        row = game.actors.index(id_)
        # Dense over the states that are seen, since only their order counts in the viewer's game.
        written = dense(game.rank_rows[row][own.states].astype(np.int64))
        if np.array_equal(written, dense(own.game.rank_rows[row].astype(np.int64))):
            message = f"{quoted(viewer)} believes {quoted(id_)} to prefer what it does prefer"
            path = ("views", viewer, "actors", id_)
            yield Diagnostic("CM804", "warning", path, message, "take it out: it changes nothing")
    for k, hidden in enumerate(unseen_by(game, viewer)):
        if not hidden.any():
            message = f"{quoted(view.unseen[k].that.text)} holds in no state"
            hint = "correct it, or take it out"
            yield Diagnostic("CM804", "warning", ("views", viewer, "unseen", k), message, hint)
    if game.status_quo_key is not None and own.game.status_quo_key is None:
        message = f"{quoted(viewer)} does not see the status quo"
        hint = "is it meant not to see where things stand?"
        yield Diagnostic("CM806", "warning", ("views", viewer, "unseen"), message, hint)
