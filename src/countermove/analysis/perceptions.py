"""Perceptions (hypergames): each actor's own game, the outcomes that hold as each sees them, and who is surprised."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from countermove.analysis.data_frames import require_pandas
from countermove.analysis.equilibria import chosen_concepts
from countermove.analysis.surprises import Surprise, surprises
from countermove.errors import QuestionError
from countermove.game.listed import ListedGame, listed_game
from countermove.game.perceived import OwnGame, own_game, played, unaware_of
from countermove.game.positions import position
from countermove.model.case import Case
from countermove.stability.concept import Concept, stable
from countermove.stability.engines.local import improvements_from
from countermove.text.naming import number

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Perceptions", "perceptions"]

Bools = NDArray[np.bool_]
Longs = NDArray[np.int64]
LIMIT = 1_000


@dataclass(frozen=True, eq=False)
class Perceptions:
    """Everybody's own game. States count from 0, and all arrays over states have shape (S,).

    `games`: the own game of each actor that has a view, in file order. `stable`: for each concept the verdicts of
    every mover in its own game, shape (movers, S). `written`: for each concept the equilibria of the game as
    written. `own`: for each actor with a view and each concept, the equilibria of its own game.
    """

    graph: ListedGame
    concepts: tuple[Concept, ...]
    games: Mapping[str, OwnGame]
    stable: Mapping[str, Bools]
    written: Mapping[str, Bools]
    own: Mapping[str, Mapping[str, Bools]]

    def __repr__(self) -> str:
        counts = ", ".join(f"{c.id} {int(self.holding(c.id).sum())}" for c in self.concepts)
        who = ", ".join(self.games) or "nobody"
        return f"Perceptions(own games: {who}; hypergame equilibria: {counts})"

    def _repr_html_(self) -> str:
        from html import escape

        names = [escape(self.graph.case.label(viewer)) for viewer in self.games]
        heads = ("state", "holds", "as written", *(f"{name} expects" for name in names))
        head = "".join(f"<th>{cell}</th>" for cell in heads)
        rows = ""
        for state in self.notable()[:50].tolist():
            held = [self.under(state), self.under_written(state), *(self.under_expected(v, state) for v in self.games)]
            cells = "".join(f"<td>{escape(', '.join(c.label for c in some))}</td>" for some in held)
            rows += f"<tr><td>{number(state)}</td>{cells}</tr>"
        return f"<table><tr>{head}</tr>{rows}</table>"

    def holding(self, concept: str) -> Bools:
        """The hypergame equilibria under a concept: states at which every mover is stable in its own game."""
        return np.asarray(self.stable[concept].all(axis=0))

    def expected(self, viewer: str, concept: str) -> Bools:
        """The equilibria of the own game of `viewer` that it can have in mind: see `conceivable`."""
        return np.asarray(self.own[viewer][concept] & self.conceivable(viewer))

    def conceivable(self, viewer: str) -> Bools:
        """States that `viewer` sees, and in which the options that it does not know stand as in the status quo.

        It believes that nobody touches them, so it cannot have in mind that they change. Without a status quo:
        all that it sees.
        """
        return self.graph.once(("conceivable", viewer), lambda: _conceivable(self.graph, self.games[viewer]))

    def unexpected(self, viewer: str, concept: str) -> Bools:
        """States that hold as everybody sees them, and that `viewer` does not expect."""
        return np.asarray(self.holding(concept) & ~self.expected(viewer, concept))

    def mistaken(self, viewer: str, concept: str) -> Bools:
        """States that `viewer` expects, and that do not hold as everybody sees them."""
        return np.asarray(self.expected(viewer, concept) & ~self.holding(concept))

    def overlooked(self, viewer: str, concept: str) -> Bools:
        """Equilibria of the game as written that `viewer` does not expect."""
        return np.asarray(self.written[concept] & ~self.expected(viewer, concept))

    def under(self, state: int) -> tuple[Concept, ...]:
        """The concepts under which a state is a hypergame equilibrium."""
        state = position(self.graph.size, state)
        return tuple(c for c in self.concepts if self.stable[c.id][:, state].all())

    def under_written(self, state: int) -> tuple[Concept, ...]:
        """The concepts under which a state is an equilibrium of the game as written."""
        state = position(self.graph.size, state)
        return tuple(c for c in self.concepts if self.written[c.id][state])

    def under_expected(self, viewer: str, state: int) -> tuple[Concept, ...]:
        """The concepts under which `viewer` expects a state to hold."""
        state = position(self.graph.size, state)
        return tuple(c for c in self.concepts if self.expected(viewer, c.id)[state])

    def notable(self) -> Longs:
        """States that hold as everybody sees them, as written, or as somebody expects; firmest first."""
        held = _count(self.holding(c.id) for c in self.concepts)
        some = held + _count(self.written.values())
        for viewer in self.games:
            some = some + _count(self.expected(viewer, c.id) for c in self.concepts)
        order = np.lexsort((-some, -held)) if self.concepts else np.zeros(0, dtype=np.int64)
        return np.asarray(order[some[order] > 0])

    @cached_property
    def reached(self) -> Bools | None:
        """States to which improvements lead from the status quo, each made in its mover's own eyes; None without it.

        A legal sequence: no mover moves twice in a row. The status quo itself is among them.
        """
        return None if self.graph.status_quo is None else _reached(self.graph, self.graph.status_quo)

    def watched(self, viewer: str) -> tuple[int, ...]:
        """Where surprises matter to `viewer`, of the states that it sees.

        The status quo, the states that it expects to hold, and those that do hold.
        """
        known = np.zeros(self.graph.size, dtype=bool)
        for concept in self.concepts:
            known |= self.expected(viewer, concept.id) | self.holding(concept.id)
        if self.graph.status_quo is not None:
            known[self.graph.status_quo] = True
        return tuple(np.flatnonzero(known & (self.games[viewer].place >= 0)).tolist())

    def surprises(self, viewer: str, states: Sequence[int] | None = None) -> tuple[Surprise, ...]:
        """Moves of others that `viewer` gets wrong, at `states`; where none are given, at those of `watched`."""
        return surprises(self.graph, viewer, self.watched(viewer) if states is None else states)

    def to_dict(self, *, limit: int = LIMIT) -> dict[str, Any]:
        """The result as the command line writes it in JSON; state numbers count from 1.

        Lists of states have at most `limit` entries, and surprises are given at `limit` states; `truncated` says
        whether anything was cut.
        """
        return _Data(self, limit).whole()

    def to_frame(self) -> pd.DataFrame:
        """One row per concept and state: whether it holds, as written, and in whose own game (extra `frames`)."""
        require_pandas()
        import pandas as pd

        ids = [c.id for c in self.concepts]
        index = pd.MultiIndex.from_product([ids, range(1, self.graph.size + 1)], names=["concept", "state"])
        columns = {"holds": [self.holding(id_) for id_ in ids], "written": [self.written[id_] for id_ in ids]}
        columns |= {f"expected by {viewer}": [self.expected(viewer, id_) for id_ in ids] for viewer in self.games}
        flat = {name: np.concatenate([np.zeros(0, dtype=bool), *parts]) for name, parts in columns.items()}
        return pd.DataFrame(flat, index=index)


class _Data:
    """The result as plain data; remembers whether a list was cut."""

    def __init__(self, found: Perceptions, limit: int) -> None:
        self.found, self.limit, self.cut = found, limit, False

    def whole(self) -> dict[str, Any]:
        found, graph = self.found, self.found.graph
        data: dict[str, Any] = {
            "concepts": [c.id for c in found.concepts],
            "states": {
                "count": graph.size,
                "status_quo": None if graph.status_quo is None else number(graph.status_quo),
            },
            "equilibria": self.by_concept(found.holding),
            "written": self.by_concept(lambda c: found.written[c]),
            "games": {viewer: self.game(viewer) for viewer in found.games},
            "reachable": None if found.reached is None else {"improvements": self.listed(found.reached)},
        }
        return data | ({"truncated": True} if self.cut else {})

    def game(self, viewer: str) -> dict[str, Any]:
        found, graph = self.found, self.found.graph
        watched = found.watched(viewer)
        self.cut |= len(watched) > self.limit
        return {
            "believes": list(graph.case.views[viewer].actors),
            "unaware": [graph.options[option].full for option in unaware_of(graph.case, viewer)],
            "unseen": self.listed(found.games[viewer].place < 0),
            "equilibria": self.by_concept(lambda c: found.own[viewer][c]),
            "expected": self.by_concept(lambda c: found.expected(viewer, c)),
            "unexpected": self.by_concept(lambda c: found.unexpected(viewer, c)),
            "mistaken": self.by_concept(lambda c: found.mistaken(viewer, c)),
            "overlooked": self.by_concept(lambda c: found.overlooked(viewer, c)),
            "moves": [move.to_dict() for move in found.surprises(viewer, watched[: self.limit])],
        }

    def by_concept(self, found: Callable[[str], Bools]) -> dict[str, list[int]]:
        return {c.id: self.listed(found(c.id)) for c in self.found.concepts}

    def listed(self, states: Bools) -> list[int]:
        numbers = np.flatnonzero(states)
        self.cut |= len(numbers) > self.limit
        return [number(int(state)) for state in numbers[: self.limit]]


def perceptions(
    case: Case | ListedGame,
    concepts: Sequence[str] | None = None,
    *,
    scenario: str | None = None,
    told: Callable[[], None] | None = None,
) -> Perceptions:
    """What each actor believes to be played, what holds as each sees it, and whom that surprises.

    `case` is a case, of which `scenario` is applied first, or a compiled graph. Each actor is judged in its own
    game, the case as its view changes it; an actor without a view, and a body, in the game as written. A state at
    which every mover is stable in its own game is a *hypergame equilibrium*; one that a mover does not see is
    stable for it, as it has no move from there.

    `concepts` as in `equilibria`; `told` is called after each verdict. Cost: that of `equilibria`, once more for
    each view. Raises `CaseError` for a view that does not fit the states, `QuestionError` for an unknown concept.

    References: Bennett 1977, Omega 5, 749-751; Wang, Hipel & Fraser 1988, Behavioral Science 33, 207-223.

    >>> from countermove.catalog import load_case
    >>> found = perceptions(load_case("mountain-pass"))
    >>> (found.expected("defender", "seq").nonzero()[0] + 1).tolist()
    [4, 5, 8]
    >>> (found.holding("seq").nonzero()[0] + 1).tolist()
    [5, 6, 8, 9]
    """
    graph = listed_game(case, scenario) if isinstance(case, Case) else case
    if not isinstance(case, Case) and scenario is not None:
        raise QuestionError("a compiled graph has its scenario already; give the case, or leave the scenario out")
    if graph.merged:
        raise QuestionError("each actor has a view of its own; ask about the case without merging anybody")
    chosen = chosen_concepts(graph, concepts)
    games = {viewer: own_game(graph, viewer) for viewer in graph.actors if viewer in graph.case.views}

    def judged(game: ListedGame, concept: Concept) -> list[Bools]:
        verdicts = []
        for mover in game.movers:
            verdicts.append(stable(game, mover, concept))
            if told is not None:
                told()
        return verdicts

    stable_: dict[str, Bools] = {}
    written: dict[str, Bools] = {}
    own: dict[str, dict[str, Bools]] = {viewer: {} for viewer in games}
    for concept in chosen:
        rows = judged(graph, concept)
        written[concept.id] = _all(rows, graph.size)
        for viewer, game in games.items():
            verdicts = judged(game.graph, concept)
            own[viewer][concept.id] = game.spread(_all(verdicts, game.graph.size), unseen=False)
            rows = [game.spread(verdicts[m.index], True) if m.id == viewer else rows[m.index] for m in graph.movers]
        stable_[concept.id] = np.array(rows, dtype=bool).reshape(-1, graph.size)
    return Perceptions(graph, chosen, games, stable_, written, own)


def _all(verdicts: Sequence[Bools], size: int) -> Bools:
    return np.asarray(np.array(verdicts, dtype=bool).reshape(-1, size).all(axis=0))


def _count(found: Iterable[Bools]) -> Longs:
    return np.asarray(sum(some.astype(np.int64) for some in found))


def _conceivable(graph: ListedGame, game: OwnGame) -> Bools:
    seen = game.place >= 0
    mask = np.uint64(graph.layout.mask(unaware_of(graph.case, game.viewer)))
    if graph.status_quo is None or not mask:
        return seen
    as_now = np.isin(graph.codes & mask, graph.combinations(graph.status_quo) & mask)
    found = np.zeros(graph.size, dtype=bool)
    found[graph.states_of_codes[as_now]] = True
    return np.asarray(found & seen)


def _reached(graph: ListedGame, start: int) -> Bools:
    """Breadth first over pairs of a state and its last mover; the last entry of `newest` is: nobody moved yet."""
    games = [played(graph, mover) for mover in graph.movers]
    seen = np.zeros((len(games), graph.size), dtype=bool)
    none = np.zeros(0, dtype=np.int32)
    newest = [*(none for _ in games), np.array([start], dtype=np.int32)]
    while any(map(len, newest)):
        found = []
        for k, (mover, game) in enumerate(zip(graph.movers, games, strict=True)):
            here = game.place[np.unique(np.concatenate([*newest[:k], *newest[k + 1 :]]))]
            moves = improvements_from(game.graph, game.mover(mover), here[here >= 0])
            after = np.unique(game.states[moves.target])
            found.append(after[~seen[k, after]])
            seen[k, found[-1]] = True
        newest = [*found, none]
    reached = np.asarray(seen.any(axis=0))
    reached[start] = True
    return reached
