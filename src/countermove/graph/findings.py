"""Warnings that only the states can give: lines that never decide anything, and movers that never move."""

from __future__ import annotations

import numpy as np

from countermove.errors import Diagnostic, Step, quoted
from countermove.graph.compile import Graph
from countermove.graph.states import holds
from countermove.graph.view_findings import view_warnings
from countermove.model.names import OptionNames
from countermove.model.preferences import Equally, Line, OrderUnknown

__all__ = ["findings"]


def findings(graph: Graph) -> list[Diagnostic]:
    """All warnings about a compiled case: CM902, CM903, CM904, and those about views.

    The views must be free of errors.

    >>> from countermove.graph.compile import compile
    >>> from countermove.model.case import Case
    >>> usa = {"options": {"strike": "Strike"}, "prefers": ["strike or not strike"]}
    >>> print(findings(compile(Case.model_validate({"actors": {"usa": usa}})))[0])  # doctest: +ELLIPSIS
    actors.usa.prefers[1]: warning: "strike or not strike" holds in every feasible state; ... [CM902]
    """
    own = [] if graph.is_listed else [*_idle_lines(graph), *_idle_movers(graph)]
    return [*own, *view_warnings(graph)]


def _idle_lines(graph: Graph) -> list[Diagnostic]:
    names = OptionNames(graph.case)
    found = []
    for id_, actor in graph.case.actors.items():
        for k, entry in enumerate(actor.prefers or ()):
            for path, line in _lines(("actors", id_, "prefers", k), entry):
                true = holds(names.bind(line.that, id_), graph.codes)
                if true.all() or not true.any():
                    code, where = ("CM902", "every feasible state") if true.all() else ("CM903", "no feasible state")
                    message = f"{quoted(line.that.text)} holds in {where}"
                    found.append(Diagnostic(code, "warning", path, message, "take it out: it decides nothing"))
    return found


def _lines(path: tuple[Step, ...], entry: Line | Equally | OrderUnknown) -> list[tuple[tuple[Step, ...], Line]]:
    if isinstance(entry, Line):
        return [(path, entry)]
    key, lines = ("equally", entry.equally) if isinstance(entry, Equally) else ("order unknown", entry.order_unknown)
    return [((*path, key, k), line) for k, line in enumerate(lines)]


def _idle_movers(graph: Graph) -> list[Diagnostic]:
    found = []
    for mover in graph.movers:
        block = "bodies" if mover.is_body else "actors"
        if not _can_move(graph, mover.index):
            message = f"{quoted(mover.id)} has options but can change none of them in any feasible state"
            hint = "look at change:, needs: and the constraints"
            found.append(Diagnostic("CM904", "warning", (block, mover.id, "options"), message, hint))
    return found


def _can_move(graph: Graph, mover: int) -> bool:
    """Whether some move of a mover leads from one state to another; in large cases, whether states differ for it."""
    reach = graph.movers[mover].reach
    key = graph.codes & ~reach.mask
    order = np.argsort(key, kind="stable")
    if not np.any(key[order][1:] == key[order][:-1]):
        return False
    return bool(len(graph.edges[mover].target)) if graph.size <= 2**16 else True
