"""What a change changes where states are not listed: the equilibria found on each side are tried on the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING, Any

from countermove.analysis.compare.comparison import Stake, Verdict
from countermove.analysis.compare.edits import Edit, edits
from countermove.analysis.compare.large_counterparts import Translation, is_nash
from countermove.analysis.data_frames import require_pandas
from countermove.analysis.equilibria import LIMIT, StabilityTable, equilibria
from countermove.analysis.power.shifts import PowerShift, power_shifts
from countermove.errors import QuestionError
from countermove.game.searched import SearchedGame
from countermove.search.equilibria import SECONDS, is_bounded_equilibrium
from countermove.stability.concept import Concept

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LargeChange", "LargeComparison", "LargeEntry", "LargeShift", "LargeSide", "large_compared"]


@dataclass(frozen=True, eq=False)
class LargeEntry:
    """What is to be compared; see `scenarios.Entry`."""

    name: str
    model: SearchedGame
    about: str = ""
    notes: tuple[str, ...] = ()
    implied: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False)
class LargeSide:
    """A solved entry. `outcomes`: the states where walks of improvements came to rest, most often first, as codes."""

    name: str
    about: str
    notes: tuple[str, ...]
    table: StabilityTable

    @property
    def model(self) -> SearchedGame:
        """The case of this side."""
        return self.table.searched

    @cached_property
    def outcomes(self) -> tuple[int, ...]:
        """Where walks of improvements from the status quo came to rest."""
        ends = [walk.end for walk in self.table.search_result.walks if walk.settled]
        return tuple(sorted(dict.fromkeys(ends), key=lambda code: (-ends.count(code), code)))

    def holding(self, concept: str) -> tuple[int, ...]:
        """The codes that were found to hold under a concept."""
        return tuple(code for code, ids in self.table.search_result.equilibria.items() if concept in ids)


@dataclass(frozen=True)
class LargeShift:
    """How what holds changes: `kept` and `lost` are codes of the base, `gained` codes of the other side.

    Each of them was tried on the other side, so it is kept, lost or gained for certain under Nash; under another
    concept it is shown, or not shown, to hold there by answers of bounded length. `whole`: whether there are no
    others, since both searches were complete.
    """

    kept: tuple[int, ...]
    lost: tuple[int, ...]
    gained: tuple[int, ...]
    whole: bool

    @property
    def is_none(self) -> bool:
        """Whether nothing is lost and nothing gained."""
        return not self.lost and not self.gained


@dataclass(frozen=True, eq=False)
class LargeChange:
    """One side against the base. `there` and `back` translate codes of the base and of the side."""

    side: LargeSide
    there: Translation
    back: Translation
    equilibria: Mapping[str, LargeShift]
    stakes: tuple[Stake, ...]
    edits: tuple[Edit, ...]
    powers: tuple[PowerShift, ...]


@dataclass(frozen=True, eq=False)
class LargeComparison:
    """The base, and each change against it."""

    base: LargeSide
    changes: tuple[LargeChange, ...]

    def __repr__(self) -> str:
        parts = []
        for change in self.changes:
            concept, shift = next(iter(change.equilibria.items()))
            parts.append(f"{change.side.name!r}: {concept} +{len(shift.gained)} -{len(shift.lost)}")
        return f"LargeComparison({self.base.model.case.title!r}; {'; '.join(parts)})"

    @property
    def concepts(self) -> tuple[Concept, ...]:
        """The concepts that were asked."""
        return self.base.table.concepts

    def to_dict(self, limit: int = LIMIT) -> dict[str, Any]:
        """The result as the command line writes it in JSON; no state has a number, `code` and `options` tell it."""
        from countermove import __version__

        model = self.base.model
        sides = [(self.base, None), *((change.side, change) for change in self.changes)]
        most = max(max(_lengths(side, change)) for side, change in sides)
        return {
            "countermove": __version__,
            "case": {"title": model.case.title, "scenario": model.scenario},
            "base": self.base.name,
            "concepts": [concept.id for concept in self.concepts],
            "scenarios": {side.name: _side_data(side, change, self.base, limit) for side, change in sides},
            **({"truncated": True} if most > limit else {}),
        }

    def to_frame(self) -> pd.DataFrame:
        """One row per change, concept and state found on either side (needs the extra `frames`)."""
        require_pandas()
        import pandas as pd

        columns = ["scenario", "concept", "change", "before", "after", "options"]
        return pd.DataFrame(list(self.rows()), columns=columns)

    def rows(self) -> Iterator[tuple[str, str, str, int | None, int | None, str]]:
        """The rows of `to_frame`: scenario, concept, change, code before, code after, options taken."""
        for change in self.changes:
            for concept, shift in change.equilibria.items():
                for kind, codes in (("kept", shift.kept), ("lost", shift.lost)):
                    for code in codes:
                        text = ", ".join(_names(self.base.model, code))
                        yield change.side.name, concept, kind, code, change.there.code(code), text
                for code in shift.gained:
                    text = ", ".join(_names(change.side.model, code))
                    yield change.side.name, concept, "gained", change.back.code(code), code, text


def large_compared(
    base: LargeEntry,
    entries: Iterable[LargeEntry],
    concepts: Sequence[str] | None = None,
    *,
    limit: int = LIMIT,
    seconds: float = SECONDS,
    told: Callable[[], None] | None = None,
) -> LargeComparison:
    """Cases that are not listed beside a base: each side is solved, and what is found on one is tried on the other.

    `seconds` are for each side. Under Nash a state that was found is kept, lost or gained for certain, since it is
    tried exactly on the other side; the lists are whole only where both searches were complete (`LargeShift.whole`).
    Raises `QuestionError` where there is nothing to compare, and otherwise as `equilibria`.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> case = load_case("european-security-2022")
    >>> large_compared(LargeEntry("base", searched_game(case)), [LargeEntry("war-aims", searched_game(case, "war-aims"))])
    LargeComparison('European security talks, January 2022'; 'war-aims': nash +0 -2)
    """
    used: dict[str, int] = {}

    def solved(entry: LargeEntry) -> LargeSide:
        used[entry.name] = used.get(entry.name, 0) + 1
        name = entry.name if used[entry.name] == 1 else f"{entry.name} ({used[entry.name]})"
        try:
            table = equilibria(entry.model, concepts, limit=limit, seconds=seconds)
        except QuestionError as fault:
            raise type(fault)(f"{name}: {fault}") from None
        if told is not None:
            told()
        return LargeSide(name, entry.about, entry.notes, table)

    first = solved(base)
    changes = tuple(_change(first, solved(entry), entry.implied, seconds) for entry in entries)
    if not changes:
        raise QuestionError("there is nothing to compare the case with")
    return LargeComparison(first, changes)


def _change(base: LargeSide, side: LargeSide, implied: frozenset[str], seconds: float) -> LargeChange:
    there, back = Translation(base.model, side.model), Translation(side.model, base.model)
    end = monotonic() + seconds
    shifts = {concept: _shift(base, side, there, back, concept, end) for concept in base.table.concept_ids}
    old, new = base.model.case, side.model.case
    written = tuple(edit for edit in edits(old, new) if edit.kind not in implied)
    return LargeChange(side, there, back, shifts, tuple(_stakes(base, side, there, back)), written, power_shifts(old, new))


def _shift(base: LargeSide, side: LargeSide, there: Translation, back: Translation, concept: str, end: float) -> LargeShift:
    """What is kept, lost and gained; what one side found and the other did not is tried there."""
    before, after = base.holding(concept), set(side.holding(concept))
    known = set(before)
    moved = {code: there.code(code) for code in before}
    kept = [c for c, other in moved.items() if other is not None and _holds(side.table, other, after, concept, end)]
    gained = []
    for code in sorted(after):
        other = back.code(code)
        if other is None or not _holds(base.table, other, known, concept, end):
            gained.append(code)
        elif other not in known:
            kept.append(other)
    whole = concept == "nash" and base.table.search_result.nash.complete and side.table.search_result.nash.complete
    lost = tuple(code for code in before if code not in set(kept))
    return LargeShift(tuple(sorted(kept)), lost, tuple(gained), whole)


def _holds(table: StabilityTable, code: int, found: set[int], concept: str, end: float) -> bool:
    """Whether a code holds on a side: as was found there, or by a trial."""
    if code in found:
        return True
    if concept == "nash":
        return is_nash(table.searched, code)
    return is_bounded_equilibrium(table.searched, code, concept, table.search_result.depth, end)


def _stakes(base: LargeSide, side: LargeSide, there: Translation, back: Translation) -> Iterator[Stake]:
    """Who gains: judged by the preferences of the base, and by those of the side."""
    was, is_ = list(base.outcomes), list(side.outcomes)
    known, moved = [back.code(code) for code in is_], [there.code(code) for code in was]
    for actor in dict.fromkeys((*base.model.actors, *side.model.actors)):
        yield Stake(actor, _verdict(base.model, actor, was, known), _verdict(side.model, actor, moved, is_))


def _verdict(model: SearchedGame, actor: str, before: Sequence[int | None], after: Sequence[int | None]) -> Verdict | None:
    """How an actor judges one set of states against another; None where it, or one of them, is not there."""
    was, is_ = ([code for code in codes if code is not None] for codes in (before, after))
    if actor not in model.actors or not was or not is_ or len(was) < len(before) or len(is_) < len(after):
        return None
    place = model.actors.index(actor)
    signs = {model.compare(place, one, other) for one in was for other in is_}
    words: dict[int, Verdict] = {1: "better", -1: "worse", 0: "equal"}
    return words[signs.pop()] if len(signs) == 1 else "depends"


def _names(model: SearchedGame, code: int) -> list[str]:
    """The full names of the options taken."""
    return [row.full for row in model.options if code >> row.index & 1]


def _lengths(side: LargeSide, change: LargeChange | None) -> Iterator[int]:
    yield side.table.count
    for shift in change.equilibria.values() if change is not None else ():
        yield from (len(shift.lost), len(shift.gained))


def _side_data(side: LargeSide, change: LargeChange | None, base: LargeSide, limit: int) -> dict[str, Any]:
    """A side as plain data, at most `limit` states at each place."""

    def listed(model: SearchedGame, codes: Iterable[int]) -> list[dict[str, Any]]:
        shown = list(codes)[:limit]
        return [{"state": None, "code": code, "options": _names(model, code)} for code in shown]

    data: dict[str, Any] = {
        "about": side.about,
        "notes": list(side.notes),
        "states": {"count": None, "status_quo": None},
        "proved": side.table.search_result.nash.complete,
        "equilibria": {id_: listed(side.model, side.holding(id_)) for id_ in side.table.concept_ids},
        "outcomes": listed(side.model, side.outcomes),
        "reachable": None,
    }
    if change is not None:
        data["edits"] = [edit.to_dict() for edit in change.edits]
        data["changes"] = {
            concept: {
                "kept": len(shift.kept),
                "lost": listed(base.model, shift.lost),
                "gained": listed(side.model, shift.gained),
                "whole": shift.whole,
            }
            for concept, shift in change.equilibria.items()
        }
        data["reachable_changes"] = None
        data["power"] = [shift.to_dict() for shift in change.powers]
        data["gains"] = {s.actor: {"as_before": s.before, "as_after": s.after} for s in change.stakes}
    return data
