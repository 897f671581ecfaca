"""Credibility where states are not listed: which outcomes rest on threats, as far as bounded answers show."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from time import monotonic
from typing import TYPE_CHECKING, Any

from countermove.analysis.credibility import CREDIBLE
from countermove.analysis.data_frames import require_pandas
from countermove.analysis.equilibria import StabilityTable, equilibria
from countermove.analysis.large_threats import cheapest_answer, followed, seen_by_its_mover
from countermove.analysis.threats import Carried
from countermove.errors import QuestionError, SizeError, quoted
from countermove.game.searched import SearchedGame, SearchedMover
from countermove.search.bounded import DEPTH, bounded_attempt, bounded_verdict, options_of
from countermove.search.equilibria import SECONDS, SEED
from countermove.search.moves import OwnMoves
from countermove.search.walks import walks
from countermove.stability.concept import CONCEPTS, Concept

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["LargeCredibility", "LargeThreat", "Tried", "large_credibility"]

LIMIT = 1_000
WALKS = 5
LATE = 30.0
"""So many seconds the threats at one state may take."""


@dataclass(frozen=True)
class LargeThreat:
    """A gain of one mover that only a threat keeps it from; states are codes. See `credibility.Threat`.

    No answer in the others' own interest was found that undoes the gain; `certain`: it is proved that there is none
    of any length. `steps`: the answer of a bounded length that holds the mover back, with the fewest moves against
    the will of whoever makes them; None where the time was too short to find it. `ends`: where walks of improvements
    from `target` came to rest, if the bluff is called.
    """

    state: int
    mover: str
    target: int
    certain: bool
    steps: tuple[Carried, ...] | None
    ends: tuple[int, ...]

    @property
    def unwilling(self) -> tuple[Carried, ...]:
        """The steps that somebody would rather not take, or gains nothing by."""
        return tuple(step for step in self.steps or () if not step.willing)

    def to_dict(self, model: SearchedGame) -> dict[str, Any]:
        """As plain data; states as the options taken, lines from 1."""
        return {
            "mover": self.mover,
            "to": None,
            "options": options_of(model, self.target),
            "certain": self.certain,
            "answer": None if self.steps is None else [_step_data(model, step) for step in self.steps],
            "ends": list(self.ends),
        }


@dataclass(frozen=True)
class Tried:
    """What is known of one state. `held`: the others can undo every gain; `firm`: they would, in their own interest.

    What is False is not shown.
    """

    code: int
    held: bool
    firm: bool


@dataclass(frozen=True, eq=False)
class LargeCredibility:
    """Which of the states tried rest on threats. `concept` is GMR or SMR, `credible` SEQ or SSEQ.

    `table` has the Nash equilibria, which rest on none. `tried`: those, the status quo, and the states on a walk of
    improvements from there; `late`: how many were left untried when time ran out.
    """

    table: StabilityTable
    concept: Concept
    credible: Concept
    depth: int
    tried: tuple[Tried, ...]
    late: int

    def __repr__(self) -> str:
        held = sum(one.held for one in self.tried)
        return f"LargeCredibility({len(self.resting)} of {held} {self.concept.label} equilibria found rest on threats)"

    @property
    def model(self) -> SearchedGame:
        """The case."""
        return self.table.searched

    @cached_property
    def resting(self) -> tuple[int, ...]:
        """The states that are shown to hold under `concept` and not shown to hold under `credible`."""
        return tuple(one.code for one in self.tried if one.held and not one.firm)

    @cached_property
    def remaining(self) -> tuple[int, ...]:
        """The states that are shown to hold under `credible`: Nash equilibria, and others that were tried."""
        return tuple(one.code for one in self.tried if one.firm)

    @cached_property
    def _moves(self) -> OwnMoves:
        return OwnMoves(self.model)

    @cached_property
    def _found(self) -> dict[int, tuple[LargeThreat, ...]]:
        return {}

    def threats(self, code: int) -> tuple[LargeThreat, ...]:
        """The threats that a state rests on, mover by mover; none where it is not shown to rest on any."""
        code = self.model.code(code)
        if code not in self._found:
            end = monotonic() + LATE
            self._found[code] = tuple(t for mover in self.model.movers for t in self._of_mover(code, mover, end))
        return self._found[code]

    def _of_mover(self, code: int, mover: SearchedMover, end: float) -> list[LargeThreat]:
        found, counter = [], self.concept.counter
        for gain in self._moves.of(mover, code, improving=True):
            certain = _undeterred(self._moves, mover, code, gain, self.credible, self.depth, end)
            if certain is None:
                continue
            answer = cheapest_answer(self._moves, mover, code, gain, counter, self.depth, end)
            steps = None if answer is None else tuple(seen_by_its_mover(self.model, mover, m) for m in answer)
            ends = tuple(dict.fromkeys(w.end for w in walks(self.model, gain, SEED, WALKS) if w.settled))
            found.append(LargeThreat(code, mover.id, gain, certain, steps, ends))
        return found

    def unheld(self, code: int) -> tuple[str, ...]:
        """The movers that not even threats are shown to hold back at a state."""
        code, end = self.model.code(code), monotonic() + LATE
        return tuple(
            mover.id
            for mover in self.model.movers
            for gain in list(self._moves.of(mover, code, improving=True))[:1]
            if not bounded_verdict(self.model, code, mover.id, self.concept.id, self.depth, _left(end)).stable
        )

    def to_dict(self, states: Sequence[int] | None = None, *, limit: int = LIMIT) -> dict[str, Any]:
        """The result as the command line writes it in JSON: at most `limit` of each list; states by their codes."""
        chosen = self.resting if states is None else tuple(self.model.codes(states))
        cut = max(len(chosen), len(self.remaining)) > limit
        return {
            "concept": self.concept.id,
            "credible": self.credible.id,
            "depth": self.depth,
            "proved": False,
            "tried": len(self.tried),
            "equilibria": sum(one.held for one in self.tried),
            "resting": len(self.resting),
            "remaining": list(self.remaining[:limit]),
            "threats": [
                {
                    "state": None,
                    "code": code,
                    "options": options_of(self.model, code),
                    "held_back": [threat.to_dict(self.model) for threat in self.threats(code)],
                }
                for code in chosen[:limit]
            ],
        } | ({"truncated": True} if cut or self.late else {})

    def to_frame(self) -> pd.DataFrame:
        """One row per state that rests on threats, mover and gain (needs the extra `frames`)."""
        require_pandas()
        import pandas as pd

        rows = [
            {
                "code": code,
                "mover": threat.mover,
                "to": threat.target,
                "certain": threat.certain,
                "unwilling": len(threat.unwilling),
                "who": ", ".join(dict.fromkeys(step.mover for step in threat.unwilling)),
            }
            for code in self.resting
            for threat in self.threats(code)
        ]
        return pd.DataFrame(rows, columns=["code", "mover", "to", "certain", "unwilling", "who"])


def large_credibility(
    model: SearchedGame,
    concept: str = "gmr",
    *,
    also: Sequence[int] = (),
    depth: int = DEPTH,
    limit: int = LIMIT,
    seconds: float = SECONDS,
    table: StabilityTable | None = None,
) -> LargeCredibility:
    """Which outcomes rest on threats that somebody would rather not carry out, in a case that is not listed.

    Tried are the Nash equilibria (those in `table`, if it has no others; else `limit` at most), which rest on no
    threat, the codes in `also`, the status quo and the states on one walk of improvements from there. A state rests on
    threats if the others can undo every gain, by answers of at most `depth` moves, and no answers in their own interest
    are found for some gain: neither of that length, nor among the first 2,000 pairs of a state and its last mover.
    Where these are all there are, that is proved. The threats themselves are searched for when they are asked for.
    Raises as `equilibria`, and `QuestionError` for a concept that counts on no threats.

    >>> from countermove.catalog import load_case
    >>> from countermove.game.searched import searched_game
    >>> found = large_credibility(searched_game(load_case("chicken")), also=[3])
    >>> found
    LargeCredibility(1 of 3 GMR equilibria found rest on threats)
    >>> [(t.mover, t.target, [(s.mover, s.after, s.willing) for s in t.steps], t.ends) for t in found.threats(3)]
    [('row', 2, [('column', 0, False)], (2,)), ('column', 1, [('row', 0, False)], (1,))]
    """
    if concept.lower() not in CREDIBLE:
        raise QuestionError(f"threats are what {quoted('gmr')} and {quoted('smr')} count on; not {quoted(concept)}")
    held, firm = CONCEPTS[concept.lower()], CONCEPTS[CREDIBLE[concept.lower()]]
    also, end = model.codes(also), monotonic() + seconds
    if table is None or table.concept_ids != ("nash",):
        table = equilibria(model, ["nash"], limit=limit, seconds=seconds)
    nash = set(table.search_result.nash.codes)
    now = [] if model.status_quo is None else [model.status_quo]
    passed = [step.after for walk in table.search_result.walks[:1] for step in walk.steps]
    moves, tried = OwnMoves(model), []
    others = [code for code in dict.fromkeys([*also, *now, *passed]) if code not in nash]
    for code in others:
        if monotonic() < end or code in also:
            with suppress(SizeError):
                tried.append(_tried(moves, code, held, firm, depth, end))
    late = len(others) - len(tried)
    every = [*tried, *(Tried(code, True, True) for code in table.strongest())]
    return LargeCredibility(table, held, firm, depth, tuple(every), late)


def _tried(moves: OwnMoves, code: int, held: Concept, firm: Concept, depth: int, end: float) -> Tried:
    """Whether a state holds for every mover under the one and the other concept, as far as that is shown."""
    credible = True
    for mover in moves.model.movers:
        for gain in moves.of(mover, code, improving=True):
            if _undeterred(moves, mover, code, gain, firm, depth, end) is not None:
                credible = False
                if not _answered(moves, mover, code, gain, held, depth, end):
                    return Tried(code, False, False)
    return Tried(code, True, credible)


def _undeterred(
    moves: OwnMoves, mover: SearchedMover, code: int, gain: int, firm: Concept, depth: int, end: float
) -> bool | None:
    """None where a credible answer undoes a gain; else whether it is certain that none of any length does."""
    undone, looked = followed(moves, mover, code, gain, firm.counter)
    if undone is not None:
        return None if undone else True
    if looked >= depth:
        return False
    attempt = bounded_attempt(moves.model, mover, code, gain, firm.id, range(looked + 1, depth + 1), end)
    if not attempt.searched:
        who = moves.model.case.label(mover.id)
        raise SizeError(f"the time was too short to look at all answers of {depth} moves to a gain of {who}")
    return None if attempt.answer is not None else False


def _answered(moves: OwnMoves, mover: SearchedMover, code: int, gain: int, held: Concept, depth: int, end: float) -> bool:
    """Whether an answer of at most `depth` moves undoes a gain, at whatever cost."""
    return cheapest_answer(moves, mover, code, gain, held.counter, depth, end) is not None


def _left(end: float) -> float:
    return max(end - monotonic(), 0.001)


def _step_data(model: SearchedGame, step: Carried) -> dict[str, Any]:
    return step.to_dict() | {"from": None, "to": None, "options": options_of(model, step.after)}
