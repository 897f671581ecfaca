"""The game that an actor believes to be played: the game of a case as the actor's view changes it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property, reduce
from operator import or_
from typing import Any

import numpy as np
from numpy.typing import NDArray

from countermove.errors import CaseError, Diagnostic, QuestionError, Step, did_you_mean, quoted
from countermove.game.checks import check_ranks, listed_ranks, state_ranks
from countermove.game.listed import ListedGame, Mover
from countermove.game.moves import Edges, Reach, edges_from_pairs
from countermove.game.preferences import Ranks, dense
from countermove.model.case import Actor, Case, Seen, View
from countermove.model.names import OptionNames

__all__ = ["OwnGame", "as_believed", "own_game", "played", "unaware_of", "unseen_by"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]
WAYS = ("prefers", "ranking", "worth")


@dataclass(frozen=True, eq=False)
class OwnGame:
    """One actor's own game, and where its states stand in the game as written.

    `game` holds the states that `viewer` sees, numbered anew, with the preferences that it believes in and the
    moves that it knows of. `states`: shape (seen states,), the number of each in the game as written, ascending;
    `size`: how many states that game has.
    """

    viewer: str
    game: ListedGame
    states: Ints
    size: int

    def __repr__(self) -> str:
        return f"OwnGame({self.viewer!r}, {len(self.states)} of {self.size} states)"

    @cached_property
    def place(self) -> Ints:
        """For each state of the game as written its number in this one, -1 where it is not seen; shape (size,)."""
        place = np.full(self.size, -1, dtype=np.int32)
        place[self.states] = np.arange(len(self.states), dtype=np.int32)
        return place

    def mover(self, mover: Mover) -> Mover:
        """The same mover, as it stands in this game."""
        return self.game.movers[mover.index]

    def spread(self, verdict: Bools, unseen: bool) -> Bools:
        """A verdict on the states of this game as one on all states; `unseen` is the verdict on those not seen."""
        spread = np.full(self.size, unseen)
        spread[self.states] = verdict
        return spread


def own_game(game: ListedGame, viewer: str) -> OwnGame:
    """The game as the actor `viewer` sees it; without a view, the game as written.

    Its view changes three things. The preferences of others, and so the votes in bodies, are those that it
    believes in. Options that it does not know of (`unaware`) stay what they are in every state: nobody changes
    them. States that it does not see (`unseen`) do not exist: nobody moves from them or to them.

    Made once for each game. Raises `QuestionError` for an unknown actor, and `CaseError` where the view does not
    fit the states: a believed ranking that misses some, a coalesced state that is seen in part, or no state that
    is seen.

    >>> from countermove.game.compile import compile
    >>> from countermove.model.case import Case
    >>> actors = {"a": {"options": {"x": "X"}}, "b": {"options": {"y": "Y"}}}
    >>> case = Case.model_validate({"actors": actors, "views": {"a": {"unseen": ["x and b.y"]}}})
    >>> own_game(compile(case), "a")
    OwnGame('a', 3 of 4 states)
    """
    if viewer not in game.case.actors:
        raise QuestionError(f"unknown actor {quoted(viewer)}; {did_you_mean(viewer, game.case.actors)}")
    return game.once(("own game", viewer), lambda: _own_game(game, viewer))


def played(game: ListedGame, mover: Mover) -> OwnGame:
    """The game that a mover plays: an actor its own; a body, which has no view, the game as written."""
    if mover.actor is not None:
        return own_game(game, mover.id)
    return game.once("as written", lambda: _as_written(game, mover.id))


def as_believed(actor: Actor, seen: Seen) -> Actor:
    """An actor with the preferences that somebody believes it to have; as it is, where none are given."""
    believed = {way: getattr(seen, way) for way in WAYS}
    if all(value is None for value in believed.values()):
        return actor
    return actor.model_copy(update=believed)


def unaware_of(case: Case, viewer: str) -> tuple[int, ...]:
    """The options that an actor does not know of, ascending."""
    view = case.views.get(viewer)
    names = OptionNames(case)
    return tuple(sorted({names.find_text(text, viewer) for text in (view.unaware if view else ())}))


def unseen_by(game: ListedGame, viewer: str) -> list[Bools]:
    """For each entry under `unseen`, the combinations (graph case: states) in which it holds."""
    view = game.case.views.get(viewer)
    claims = view.unseen if view else ()
    if game.case.states is not None:
        ids = np.array(list(game.case.states))
        return [np.asarray(ids == claim.that.text.strip()) for claim in claims]
    names = OptionNames(game.case)
    return [np.array(game.holds(names.bind(claim.that, viewer))) for claim in claims]


def _own_game(game: ListedGame, viewer: str) -> OwnGame:
    view = game.case.views.get(viewer)
    if view is None:
        return _as_written(game, viewer)
    case, ranks = _believed(game, viewer, view)
    unknown = unaware_of(game.case, viewer)
    # Preferences and moves change first, states after: what is not seen is cut out of the game as believed.
    limited = replace(game, case=case, rank_rows=ranks, memo={}, movers=tuple(_knowing(m, unknown) for m in game.movers))
    seen = np.ones(game.size if game.is_graph else len(game.codes), dtype=bool)
    for hidden in unseen_by(game, viewer):
        seen &= ~hidden
    return _limited(limited, viewer, seen)


def _as_written(game: ListedGame, viewer: str) -> OwnGame:
    return OwnGame(viewer, game, np.arange(game.size, dtype=np.int32), game.size)


def _believed(game: ListedGame, viewer: str, view: View) -> tuple[Case, Ranks]:
    """The case and the ranks, with the preferences that the viewer believes in."""
    actors, ranks = dict(game.case.actors), game.rank_rows.copy()
    problems: list[Diagnostic] = []
    for id_, seen in view.actors.items():
        actors[id_] = as_believed(actors[id_], seen)
        if actors[id_] is game.case.actors[id_]:
            continue
        row, faults = _rank(game, id_, actors[id_])
        ranks[game.actors.index(id_)] = row
        problems += [_in_view(problem, viewer, id_) for problem in faults]
    if problems:
        raise CaseError(problems)
    return game.case.model_copy(update={"actors": actors, "views": {}}), ranks


def _rank(game: ListedGame, id_: str, actor: Actor) -> tuple[Any, list[Diagnostic]]:
    """The ranks of all states by one actor's preferences, and what is wrong with them."""
    # One actor's ranks need no other actor, and the checks then speak of this one only.
    alone = game.case.model_copy(update={"actors": {id_: actor}})
    if alone.states is not None:
        return listed_ranks(alone, {state: k for k, state in enumerate(alone.states)})[0], []
    of_codes, problems = state_ranks(alone, OptionNames(game.case), game.codes, game.layout)
    table, split = check_ranks(alone, of_codes, game.state_of, game.size)
    return table[0], [*problems, *split]


def _in_view(problem: Diagnostic, viewer: str, id_: str) -> Diagnostic:
    """A fault of believed preferences, told at its place in the view."""
    place: tuple[Step, ...] = ("views", viewer, "actors", id_)
    if problem.path[:1] == ("actors",):
        return replace(problem, path=("views", viewer, *problem.path))
    hint = "let the view be indifferent between them, or split the state"
    return replace(problem, path=place, message=f"in this view {problem.message}", hint=hint)


def _knowing(mover: Mover, unknown: Collection[int]) -> Mover:
    """A mover without the options in `unknown`. They share no field with others, so that bits can be taken out."""
    bits = {option: bits for option, bits in mover.bits.items() if option not in unknown}
    vote_of = {option: vote for option, vote in mover.vote_of.items() if option not in unknown}
    mask = np.uint64(reduce(or_, bits.values(), 0))
    return replace(mover, options=tuple(bits), reach=mover.reach.within(mask), vote_of=vote_of, bits=bits)


def _limited(game: ListedGame, viewer: str, seen: Bools) -> OwnGame:
    """The game of the combinations (graph case: states) that are seen."""
    if not seen.any():
        raise CaseError([Diagnostic("CM803", "error", ("views", viewer, "unseen"), f"{quoted(viewer)} sees no state",
                                    "leave it some, or take the view out")])  # fmt: skip
    if seen.all():
        return _as_written(game, viewer)
    states = _states_seen(game, viewer, seen)
    # From states of the game as written to states that are seen; -1: not seen.
    number = np.full(game.size, -1, dtype=np.int32)
    number[states] = np.arange(len(states), dtype=np.int32)
    now = None if game.status_quo_key is None or number[game.status_quo_key] < 0 else int(number[game.status_quo_key])
    # Ranks are dense over what is seen: a state that does not exist for the viewer is no step on its scale.
    ranks = np.array([dense(row[states].astype(np.int64)) for row in game.rank_rows], dtype=np.int32)
    ranks = ranks.reshape(len(game.rank_rows), len(states))
    if game.listed is not None:
        assert game.case.states is not None
        names = list(game.case.states.items())
        case = game.case.model_copy(update={"states": dict(names[state] for state in states)})
        listed = tuple(_between(edges, number, len(states)) for edges in game.listed)
        return OwnGame(
            viewer, replace(game, case=case, rank_rows=ranks, status_quo_key=now, listed=listed, memo={}), states, game.size
        )
    ordinary = game.size - len(game.case.coalesce)
    coalesce = tuple(p for k, p in enumerate(game.case.coalesce) if number[ordinary + k] >= 0)
    state_of = number[game.states_of_codes[seen]] if coalesce else None
    case = game.case.model_copy(update={"coalesce": coalesce})
    movers = tuple(replace(mover, reach=_at(mover.reach, seen)) for mover in game.movers)
    smaller = replace(
        game, case=case, codes=game.codes[seen], state_of=state_of, rank_rows=ranks, movers=movers, status_quo_key=now,
        memo={},
    )  # fmt: skip
    return OwnGame(viewer, smaller, states, game.size)


def _states_seen(game: ListedGame, viewer: str, seen: Bools) -> Ints:
    """The states that are seen, ascending; a coalesced state is seen as a whole, or not at all."""
    if game.is_graph:
        return np.flatnonzero(seen).astype(np.int32)
    some = np.zeros(game.size, dtype=bool)
    # A state of which some combinations are seen and others are not would be two states for this viewer.
    some[game.states_of_codes[seen]] = True
    split = np.unique(game.states_of_codes[~seen & some[game.states_of_codes]])
    if len(split):
        names = [quoted(game.case.coalesce[int(s) - game.size + len(game.case.coalesce)].that) for s in split.tolist()]
        message = f"of the coalesced state {names[0]}, {quoted(viewer)} sees some combinations and not others"
        hint = "let it see all of them, or none, or split the state"
        raise CaseError([Diagnostic("CM802", "error", ("views", viewer, "unseen"), message, hint)])
    return np.flatnonzero(some).astype(np.int32)


def _between(edges: Edges, number: Ints, size: int) -> Edges:
    """The listed moves between states that are seen, with their new numbers."""
    source, target = number[edges.source], number[edges.target]
    kept = (source >= 0) & (target >= 0)
    return edges_from_pairs(source[kept], target[kept], size)


def _at(reach: Reach, seen: Bools) -> Reach:
    """The same reach, for the combinations that are seen."""
    return replace(reach, no_take=reach.no_take[seen]) if isinstance(reach.no_take, np.ndarray) else reach
