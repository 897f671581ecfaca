"""What only the states can tell of the views of a case: whether they fit, and whether they change anything."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from countermove.errors import CaseError, Diagnostic, quoted
from countermove.game.listed import ListedGame
from countermove.game.perceived import OwnGame, own_game, unseen_by
from countermove.game.ranks import dense

__all__ = ["view_errors", "view_warnings"]


def view_errors(graph: ListedGame) -> list[Diagnostic]:
    """The errors of all views: CM202 and the like in believed rankings, CM802 and CM803."""
    found: list[Diagnostic] = []
    for viewer in graph.case.views:
        try:
            own_game(graph, viewer)
        except CaseError as fault:
            found += fault.diagnostics
    return found


def view_warnings(graph: ListedGame) -> list[Diagnostic]:
    """The warnings about views without errors: CM804 and CM806.

    >>> from countermove.game.compile import compile
    >>> from countermove.model.case import Case
    >>> actors = {"a": {"options": {"x": "X"}}, "b": {"options": {"y": "Y"}}}
    >>> case = Case.model_validate({"actors": actors, "views": {"a": {"unseen": ["x and not x"]}}})
    >>> print(view_warnings(compile(case))[0])
    views.a.unseen[1]: warning: "x and not x" holds in no state; correct it, or take it out [CM804]
    """
    return [finding for viewer in graph.case.views for finding in _warnings(graph, own_game(graph, viewer))]


def _warnings(graph: ListedGame, game: OwnGame) -> Iterator[Diagnostic]:
    viewer, view = game.viewer, graph.case.views[game.viewer]
    for id_ in view.actors:
        row = graph.actors.index(id_)
        written = dense(graph.ranks[row][game.states].astype(np.int64))
        if np.array_equal(written, dense(game.graph.ranks[row].astype(np.int64))):
            message = f"{quoted(viewer)} believes {quoted(id_)} to prefer what it does prefer"
            path = ("views", viewer, "actors", id_)
            yield Diagnostic("CM804", "warning", path, message, "take it out: it changes nothing")
    for k, hidden in enumerate(unseen_by(graph, viewer)):
        if not hidden.any():
            message = f"{quoted(view.unseen[k].that.text)} holds in no state"
            hint = "correct it, or take it out"
            yield Diagnostic("CM804", "warning", ("views", viewer, "unseen", k), message, hint)
    if graph.status_quo is not None and game.graph.status_quo is None:
        message = f"{quoted(viewer)} does not see the status quo"
        hint = "is it meant not to see where things stand?"
        yield Diagnostic("CM806", "warning", ("views", viewer, "unseen"), message, hint)
