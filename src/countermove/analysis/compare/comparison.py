"""What a comparison holds: two solved sides, and for each concept which equilibria are kept, lost and gained."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.compare.edits import Edit
from countermove.analysis.compare.matching import NOWHERE
from countermove.analysis.data_frames import require_pandas
from countermove.analysis.equilibria import LIMIT, StabilityTable
from countermove.analysis.power.shifts import PowerShift
from countermove.game.listed import ListedGame
from countermove.text.naming import number

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Change", "Comparison", "Ints", "Shift", "Side", "Stake", "Verdict", "taken_names"]

Ints = NDArray[np.int64]
Verdict = Literal["better", "worse", "equal", "depends"]


@dataclass(frozen=True)
class Side:
    """A solved entry. `outcomes`: where it ends, states counted from 0; see `outcomes`."""

    name: str
    about: str
    notes: tuple[str, ...]
    table: StabilityTable
    outcomes: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Shift:
    """How a set of states changes: `kept` and `lost` are states of the base, `gained` states of the other side."""

    kept: Ints
    lost: Ints
    gained: Ints

    @property
    def is_none(self) -> bool:
        """Whether nothing is lost and nothing gained."""
        return not len(self.lost) and not len(self.gained)


@dataclass(frozen=True)
class Stake:
    """Whether an actor prefers the outcomes after the change to those before.

    `before` judges by its preferences in the base, `after` by those on the other side. ``depends``: some pairs of
    outcomes are better and some are not. None where the actor, or one of the outcomes, does not exist there, or
    there is no outcome on a side.
    """

    actor: str
    before: Verdict | None
    after: Verdict | None


@dataclass(frozen=True, eq=False)
class Change:
    """One side against the base. `there`: for each state of the base the same state on the side, `NOWHERE` if none;
    `back`: the reverse. `equilibria`: the shift for each concept. `reached`: of the states that improvements reach
    from the status quo; None where a side has none. `edits`: what is written differently. `powers`: who has how
    much power over what is decided by another rule.
    """

    side: Side
    there: Ints
    back: Ints
    equilibria: Mapping[str, Shift]
    reached: Shift | None
    stakes: tuple[Stake, ...]
    edits: tuple[Edit, ...]
    powers: tuple[PowerShift, ...] = ()


@dataclass(frozen=True, eq=False)
class Comparison:
    """The base, and each change against it."""

    base: Side
    changes: tuple[Change, ...]

    def __repr__(self) -> str:
        parts = []
        for change in self.changes:
            concept, shift = next(iter(change.equilibria.items()))
            parts.append(f"{change.side.name!r}: {concept} +{len(shift.gained)} -{len(shift.lost)}")
        return f"Comparison({self.base.table.listed.case.title!r}; {'; '.join(parts)})"

    def _repr_html_(self) -> str:
        from html import escape

        concepts = self.base.table.concepts
        head = "".join(f"<th>{escape(text)}</th>" for text in ("", *(c.label for c in concepts), "outcomes"))
        rows = []
        for side, change in [(self.base, None), *((c.side, c) for c in self.changes)]:
            cells = [str(int(side.table.holding(c.id).sum())) for c in concepts]
            if change is not None:
                shifts = [change.equilibria[c.id] for c in concepts]
                cells = [f"{cell} (+{len(s.gained)} -{len(s.lost)})" for cell, s in zip(cells, shifts, strict=True)]
            cells = [side.name, *cells, ", ".join(str(number(state)) for state in side.outcomes)]
            rows.append(f"<tr><td>{'</td><td>'.join(map(escape, cells))}</td></tr>")
        return f"<table><tr>{head}</tr>{''.join(rows)}</table>"

    def to_dict(self, limit: int = LIMIT) -> dict[str, Any]:
        """The result as the command line writes it in JSON; state numbers count from 1.

        At most `limit` states are listed at each place; ``truncated`` says that some are missing.
        """
        from countermove import __version__

        graph, longest = self.base.table.listed, 0
        sides = [(self.base, None), *((change.side, change) for change in self.changes)]
        found: dict[str, Any] = {}
        for side, change in sides:
            data, most = _side_data(side, change, self.base, limit)
            found[side.name], longest = data, max(longest, most)
        return {
            "countermove": __version__,
            "case": {"title": graph.case.title, "scenario": graph.scenario},
            "base": self.base.name,
            "concepts": [concept.id for concept in self.base.table.concepts],
            "scenarios": found,
            **({"truncated": True} if longest > limit else {}),
        }

    def to_frame(self) -> pd.DataFrame:
        """One row per change, concept and state that is an equilibrium on either side (needs the extra `frames`).

        `change` is kept, lost or gained; `before` and `after` are state numbers from 1, missing where the state
        does not exist there.
        """
        require_pandas()
        import pandas as pd

        columns = ["scenario", "concept", "change", "before", "after", "options"]
        frame = pd.DataFrame(list(self.rows()), columns=columns)
        return frame.astype({"before": "Int64", "after": "Int64"})

    def rows(self) -> Iterator[tuple[str, str, str, int | None, int | None, str]]:
        """The rows of `to_frame`: scenario, concept, change, state before, state after, options taken."""
        for change in self.changes:
            for concept, shift in change.equilibria.items():
                for kind in ("kept", "lost"):
                    for state in map(int, getattr(shift, kind)):
                        after = int(change.there[state])
                        text = ", ".join(taken_names(self.base.table.listed, state)[0])
                        yield change.side.name, concept, kind, number(state), _shown(after), text
                for state in map(int, shift.gained):
                    text = ", ".join(taken_names(change.side.table.listed, state)[0])
                    yield change.side.name, concept, "gained", _shown(int(change.back[state])), number(state), text


def taken_names(graph: ListedGame, state: int) -> tuple[list[str], list[str]]:
    """The full names of the options taken in a state, and of those that a coalesced state leaves open."""
    values = graph.taken(state)
    taken = [row.full for row, value in zip(graph.options, values, strict=True) if value]
    return taken, [row.full for row, value in zip(graph.options, values, strict=True) if value is None]


def _shown(state: int) -> int | None:
    return None if state == NOWHERE else number(state)


def _state_data(graph: ListedGame, state: int) -> dict[str, Any]:
    taken, varies = taken_names(graph, state)
    data: dict[str, Any] = {"state": number(state), "options": taken}
    if graph.case.states is not None:
        data["id"] = list(graph.case.states)[state]
    return data | ({"varies": varies} if varies else {})


def _side_data(side: Side, change: Change | None, base: Side, limit: int) -> tuple[dict[str, Any], int]:
    """A side as plain data, and how many states the longest of its lists would hold."""
    table, longest = side.table, 0
    graph = table.listed

    def listed(graph: ListedGame, states: Iterable[int]) -> list[dict[str, Any]]:
        nonlocal longest
        found = [int(state) for state in states]
        longest = max(longest, len(found))
        return [_state_data(graph, state) for state in found[:limit]]

    def shifted(shift: Shift) -> dict[str, Any]:
        return {
            "kept": len(shift.kept),
            "lost": listed(base.table.listed, shift.lost),
            "gained": listed(graph, shift.gained),
        }

    data: dict[str, Any] = {
        "about": side.about,
        "notes": list(side.notes),
        "states": {
            "count": graph.size,
            "status_quo": None if graph.status_quo is None else number(graph.status_quo),
        },
        "equilibria": {c.id: listed(graph, np.flatnonzero(table.holding(c.id))) for c in table.concepts},
        "outcomes": listed(graph, side.outcomes),
        "reachable": None if table.reached is None else int(table.reached["improvements"].sum()),
    }
    if change is not None:
        data["edits"] = [edit.to_dict() for edit in change.edits]
        data["changes"] = {concept: shifted(shift) for concept, shift in change.equilibria.items()}
        data["reachable_changes"] = None if change.reached is None else shifted(change.reached)
        data["power"] = [shift.to_dict() for shift in change.powers]
        data["gains"] = {s.actor: {"as_before": s.before, "as_after": s.after} for s in change.stakes}
    return data, longest
