"""Warnings that only the states can give: lines that never decide anything, and movers that never move."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from countermove.errors import Diagnostic, Step, quoted
from countermove.game.listed import ListedGame
from countermove.game.view_findings import view_warnings
from countermove.model.names import OptionNames
from countermove.model.preferences import Equally, Line, OrderUnknown, PreferenceLine

__all__ = ["findings"]

MOST = 2**16
"""In cases with more combinations of options it is not asked whether a line repeats those above it."""


def findings(graph: ListedGame) -> list[Diagnostic]:
    """All warnings about a compiled case: CM902, CM903, CM904, CM908, and those about views.

    The views must be free of errors.

    >>> from countermove.game.compile import compile
    >>> from countermove.model.case import Case
    >>> usa = {"options": {"strike": "Strike"}, "prefers": ["strike or not strike"]}
    >>> print(findings(compile(Case.model_validate({"actors": {"usa": usa}})))[0])  # doctest: +ELLIPSIS
    actors.usa.prefers[1]: warning: "strike or not strike" holds in every feasible state; ... [CM902]
    """
    own = [] if graph.is_graph else [*_idle_lines(graph), *_decided_lines(graph), *_idle_movers(graph)]
    return [*own, *view_warnings(graph)]


def _idle_lines(graph: ListedGame) -> list[Diagnostic]:
    names = OptionNames(graph.case)
    found = []
    for id_, actor in graph.case.actors.items():
        for k, entry in enumerate(actor.prefers or ()):
            for path, line in _lines(("actors", id_, "prefers", k), entry):
                true = graph.holds(names.bind(line.that, id_))
                if true.all() or not true.any():
                    code, where = ("CM902", "every feasible state") if true.all() else ("CM903", "no feasible state")
                    message = f"{quoted(line.that.text)} holds in {where}"
                    found.append(Diagnostic(code, "warning", path, message, "take it out: it decides nothing"))
    return found


def _decided_lines(graph: ListedGame) -> list[Diagnostic]:
    """Lines that tell no two states apart that the lines above do not: each is the same in all states equal so far."""
    if len(graph.codes) > MOST:
        return []
    names = OptionNames(graph.case)
    found = []
    for id_, actor in graph.case.actors.items():
        equal_so_far = np.zeros(len(graph.codes), dtype=np.int64)
        seen: list[NDArray[np.int64]] = []
        for k, entry in enumerate(actor.prefers or ()):
            path = ("actors", id_, "prefers", k)
            lines = [line for _, line in _lines(path, entry)]
            truths = [graph.holds(names.bind(line.that, id_)) for line in lines]
            met = np.asarray(np.sum(truths, axis=0, dtype=np.int64))
            finer = np.unique(equal_so_far * (len(lines) + 1) + met, return_inverse=True)[1]
            if finer.max() == equal_so_far.max() and met.min() < met.max():
                found.append(Diagnostic("CM908", "warning", path, *_repeated(entry, met, seen)))
            seen.append(met)
            equal_so_far = finer
    return found


def _repeated(entry: PreferenceLine, met: NDArray[np.int64], above: list[NDArray[np.int64]]) -> tuple[str, str]:
    """What to say of a line that decides nothing, with the line above that decides it, where one alone does."""
    said = quoted(entry.that.text) if isinstance(entry, Line) else "this group of lines"
    for k, other in enumerate(above):
        if np.array_equal(met, other):
            return f"{said} holds where line {k + 1} does, and decides nothing more", "take one of the two out"
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


def _idle_movers(graph: ListedGame) -> list[Diagnostic]:
    found = []
    for mover in graph.movers:
        block = "bodies" if mover.is_body else "actors"
        if not _can_move(graph, mover.index):
            message = f"{quoted(mover.id)} has options but can change none of them in any feasible state"
            hint = "look at change:, needs: and the constraints"
            found.append(Diagnostic("CM904", "warning", (block, mover.id, "options"), message, hint))
    return found


def _can_move(graph: ListedGame, mover: int) -> bool:
    """Whether some move of a mover leads from one state to another; in large cases, whether states differ for it."""
    reach = graph.movers[mover].reach
    key = graph.codes & ~reach.mask
    order = np.argsort(key, kind="stable")
    if not np.any(key[order][1:] == key[order][:-1]):
        return False
    return bool(len(graph.edges[mover].target)) if graph.size <= 2**16 else True
