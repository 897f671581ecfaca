"""Graph cases: states and moves in a list, and nothing that needs options."""

from __future__ import annotations

from collections.abc import Iterator

from countermove.errors import Diagnostic, did_you_mean, quoted
from countermove.model.case import Actor, Case, Seen

__all__ = ["graph_findings"]

Path = tuple[str | int, ...]
NOT_IN_GRAPHS = ("bodies", "impossible", "always", "coalesce")


def graph_findings(case: Case) -> Iterator[Diagnostic]:
    """What is wrong with the states, moves and rankings of a graph case, and mixtures of the two kinds."""
    if case.states is None:
        for actor, record in case.actors.items():
            if record.moves is not None:
                message = "moves are listed, but the case lists no states"
                yield Diagnostic(
                    "CM111",
                    "error",
                    ("actors", actor, "moves"),
                    message,
                    "add states:, or give the actor options",
                )
        return
    if not case.states:
        yield Diagnostic("CM301", "error", ("states",), "there is no state", "list the states: {s1: Status quo, ...}")
    yield from _mixtures(case)
    for actor, record in case.actors.items():
        yield from _move_findings(case, record, ("actors", actor))
        yield from _ranking_findings(case, record, ("actors", actor))
    for viewer, view in case.views.items():
        for actor, seen in view.actors.items():
            yield from _ranking_findings(case, seen, ("views", viewer, "actors", actor))
        for k, claim in enumerate(view.unseen):
            yield from _state_findings(case, claim.that.text.strip(), ("views", viewer, "unseen", k))
    yield from _status_quo_findings(case)


def _mixtures(case: Case) -> Iterator[Diagnostic]:
    present: list[Path] = [(key,) for key in NOT_IN_GRAPHS if getattr(case, key)]
    for actor, record in case.actors.items():
        present += [("actors", actor, key) for key in ("options", "prefers", "worth") if getattr(record, key)]
    for viewer, view in case.views.items():
        present += [("views", viewer, "unaware")] if view.unaware else []
        for actor, seen in view.actors.items():
            present += [("views", viewer, "actors", actor, key) for key in ("prefers", "worth") if getattr(seen, key)]
    for path in present:
        message = f'"{path[-1]}" cannot stand in a case that lists its states'
        way = (
            "rank the states: ranking: [...]"
            if path[-1] in ("prefers", "worth")
            else "take it out, or write the case with options"
        )
        yield Diagnostic("CM111", "error", path, message, way)


def _move_findings(case: Case, record: Actor, path: Path) -> Iterator[Diagnostic]:
    for k, pair in enumerate(record.moves or ()):
        for n, state in enumerate(pair):
            yield from _state_findings(case, state, (*path, "moves", k, n))
        if pair[0] == pair[1]:
            message = f"a move from {quoted(pair[0])} to itself"
            yield Diagnostic("CM113", "error", (*path, "moves", k), message, "take it out: staying is always possible")


def _ranking_findings(case: Case, record: Actor | Seen, path: Path) -> Iterator[Diagnostic]:
    if record.ranking is None:
        return
    seen: set[str] = set()
    for k, entry in enumerate(record.ranking):
        group = (entry,) if isinstance(entry, str) else entry
        for n, state in enumerate(group):
            where = (*path, "ranking", k) if isinstance(entry, str) else (*path, "ranking", k, n)
            yield from _state_findings(case, state, where)
            if state in seen:
                message = f"the state {quoted(state)} is ranked twice"
                yield Diagnostic("CM203", "error", where, message, "take one out")
            seen.add(state)
    missing = [state for state in case.states or () if state not in seen]
    if missing:
        names = ", ".join(map(quoted, missing[:12]))
        yield Diagnostic("CM202", "error", (*path, "ranking"), f"the ranking leaves out {names}", "rank every state once")


def _status_quo_findings(case: Case) -> Iterator[Diagnostic]:
    if case.status_quo is None:
        return
    if len(case.status_quo) != 1:
        message = f"the status quo is one state, and {len(case.status_quo)} are named"
        yield Diagnostic("CM113", "error", ("status quo",), message, "name one, or take the key out")
        return
    yield from _state_findings(case, case.status_quo[0], ("status quo", 0))


def _state_findings(case: Case, state: str, path: Path) -> Iterator[Diagnostic]:
    if state not in (case.states or ()):
        yield Diagnostic(
            "CM113",
            "error",
            path,
            f"there is no state {quoted(state)}",
            did_you_mean(state, case.states or ()),
        )
