"""The game: what every question may ask of a compiled case, whether its states are listed or searched.

A *game* holds a case and one of its scenarios, with names turned into positions. There are two kinds.
`ListedGame` has every feasible state as an entry of arrays; `SearchedGame` has predicates on codes, and finds states
when it is asked. `compile` chooses once which of them a case becomes; every question takes either.

Inside the program a state is a *key*, a whole number: its position in the arrays of a listed game (from 0), or its
code in a searched one (bit k is option k). People and results have a `State` instead.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Literal

from countermove.errors import QuestionError
from countermove.game.labels import BoundLabel, bound_labels
from countermove.game.tables.graph import graph_of
from countermove.game.tables.moves import MoveList
from countermove.game.tables.ranks import RankTable
from countermove.game.tables.source import Source
from countermove.game.tables.states import StateList

if TYPE_CHECKING:
    import networkx as nx
    import numpy as np
    from numpy.typing import NDArray

    from countermove.model.case import Case, OptionRow
    from countermove.model.statements import Node

__all__ = ["COMPLETE", "Coverage", "Game", "ListedMove", "Move", "Mover", "State", "StateLike", "own_key"]


@dataclass(frozen=True)
class Coverage:
    """How much of the truth a result covers.

    `kind` is ``complete`` where every feasible state was judged exactly, ``search`` where a bounded search answered.
    Of a search, `proved` says whether it is proved that nothing was missed, `bound` says in words what bounded it, and
    `seconds` is its limit of the clock, None where it counted work instead, so that equal runs give equal results.
    """

    kind: Literal["complete", "search"]
    proved: bool = True
    bound: str | None = None
    seconds: float | None = None


COMPLETE = Coverage("complete")
"""The coverage of whatever is computed over all feasible states."""


@dataclass(frozen=True, eq=False)
class State:
    """One state of a game, by all the names that it has.

    `key` is what the game calls it inside. Two states are equal if they belong to the same game and have the same key.
    A state can stand wherever an array wants an index: it is its key.
    """

    game: Game = field(repr=False)
    key: int

    def __repr__(self) -> str:
        name = self.id or (f"{self.number}" if self.number is not None else f"code {self.code}")
        return f"State({name}: {', '.join(self.options) or 'nothing'})" if self.id is None else f"State({name})"

    def __index__(self) -> int:
        return self.key

    def __eq__(self, other: object) -> bool:
        return isinstance(other, State) and self.game is other.game and self.key == other.key

    def __hash__(self) -> int:
        # Equal states have equal keys; games are compared by identity, and hashing the game as well would gain little.
        return hash(self.key)

    @property
    def index(self) -> int | None:
        """The position in the arrays of a listed game, counted from 0; None in a searched game."""
        return self.key if self.game.is_listed else None

    @property
    def number(self) -> int | None:
        """The number that people use, counted from 1; None in a searched game, whose states nobody has numbered."""
        return self.key + 1 if self.game.is_listed else None

    @property
    def reference(self) -> int:
        """The number by which data refer to the state: its number, or its code in a searched game."""
        return self.key + 1 if self.game.is_listed else self.key

    @property
    def code(self) -> int | None:
        """The combination of options as a number, bit k for option k; None for coalesced states and graph cases."""
        return self.game.code_of(self.key)

    @property
    def id(self) -> str | None:
        """The id of the state in a graph case, else None."""
        states = self.game.case.states
        # Keys follow the order of the file.
        return list(states)[self.key] if states is not None else None

    @property
    def label(self) -> str | None:
        """What people call the state, from `labels` of the case; None where it has no label."""
        return self.game.label_of(self.key)

    @property
    def taken(self) -> tuple[bool | None, ...]:
        """For each option, in bit order, whether it is taken; None where a coalesced state leaves that open."""
        return self.game.taken(self.key)

    @property
    def options(self) -> tuple[str, ...]:
        """The full names of the options that are taken, in bit order."""
        # Not strict: a graph case has no options and an empty `taken`.
        return tuple(row.full for row, taken in zip(self.game.options, self.taken, strict=False) if taken)


StateLike = State | int | str | Sequence[str]
"""How a caller may name a state: see `Game.find`."""


@dataclass(frozen=True, eq=False)
class Mover:
    """An actor or a body with options (graph case: moves), or actors that move as one.

    `index` is its position among the movers of its game, `actor` its position among the actors; None for a body, and
    for actors that move as one, whose positions are `merged`. `options`: the positions of its options, ascending.
    """

    id: str
    index: int
    actor: int | None
    options: tuple[int, ...]
    merged: tuple[int, ...] = field(default=(), kw_only=True)

    @property
    def is_body(self) -> bool:
        """Whether it decides by rules instead of preferences."""
        return self.actor is None


@dataclass(frozen=True)
class Move:
    """One move: who makes it, from which state to which."""

    mover: str
    before: State
    after: State


@dataclass(frozen=True)
class ListedMove(Move):
    """One move of a listed game, and whether its mover gains by it; of a body, whether its rules pass."""

    improvement: bool


class Game(ABC):
    """What every question may ask of a compiled case; see the two kinds, `ListedGame` and `SearchedGame`.

    `unanswered` maps each question that a kind of game cannot answer to a sentence on what would help. Tests and the
    table in the documentation are made from it, and `require` raises its one error.
    """

    case: Case
    scenario: str | None
    movers: Sequence[Mover]
    """The actors and bodies that can move, in the order of their `index`."""
    status_quo_key: int | None
    """The key of the state of today, or None where the case does not say; people take `status_quo`."""
    is_listed: ClassVar[bool]
    unanswered: ClassVar[Mapping[str, str]] = {}

    @property
    def actors(self) -> tuple[str, ...]:
        """The ids of all actors in file order, those without options included."""
        return tuple(self.case.actors)

    @property
    def options(self) -> tuple[OptionRow, ...]:
        """All options in bit order; none in a graph case."""
        return self.case.option_rows

    @property
    def status_quo(self) -> State | None:
        """The state of today; None where the case does not say."""
        return None if self.status_quo_key is None else self.at(self.status_quo_key)

    @property
    def states(self) -> StateList[State]:
        """All feasible states, a sequence with ``where`` and ``to_frame``; listed games only.

        >>> import countermove as cm
        >>> cm.compile(cm.load("chicken")).states[1:3]
        StateList(2 of 4 states)
        """
        return StateList(self._listed("game.states"))

    @property
    def moves(self) -> MoveList[ListedMove]:
        """All unilateral moves, a sequence with ``improvements`` and ``to_frame``; listed games only.

        >>> import countermove as cm
        >>> cm.compile(cm.load("chicken")).moves
        MoveList(8 moves, 4 of them improvements)
        """
        return MoveList(self._listed("game.moves"))

    @property
    def ranks(self) -> RankTable:
        """For each actor the ranks of all states, higher is better, with ``to_frame``; listed games only.

        >>> import countermove as cm
        >>> cm.compile(cm.load("chicken")).ranks["row"].tolist()
        [0, 1, 3, 2]
        """
        return RankTable(self._listed("game.ranks"))

    def to_networkx(
        self, marks: Mapping[str, Iterable[StateLike]] | None = None, *, improvements: bool = False
    ) -> nx.MultiDiGraph[int]:
        """The game as a graph of networkx (needs the extra ``graphs``); listed games only.

        `countermove.save` writes the same to a GraphML file, which Gephi, Cytoscape and igraph open.

        Parameters
        ----------
        marks
            True-or-false attributes of states: for each name the states that have it, as `Game.state` takes them.
        improvements
            Whether only moves become edges that their own mover gains by.

        Returns
        -------
        networkx.MultiDiGraph
            Nodes are the numbers of states, from 1, with these attributes: ``number``; ``code`` (a text beyond 63
            options), or in a case that lists its states ``id``; ``label``, which is the label, else the options taken;
            ``options`` as one text; ``status_quo``; one true-or-false attribute for each option, by its full name;
            ``rank.ACTOR`` (higher is better) and ``place.ACTOR`` (1 is the best); the marks. What a coalesced state
            leaves open is left out. Edges have the id of the ``mover``, also as ``label``, and ``improvement``; their
            keys count all edges from 1.

        Raises
        ------
        QuestionError
            Where networkx is missing, and for a mark with the name of another attribute.
        SizeError
            For more than a million moves.

        Examples
        --------
        >>> import countermove as cm
        >>> game = cm.compile(cm.load("chicken"))
        >>> graph = game.to_networkx({"equilibrium": [2, 3]}, improvements=True)
        >>> graph.nodes[2]["label"], graph.nodes[2]["equilibrium"], graph.nodes[2]["place.row"]
        ('Row gives way', True, 3)
        >>> [(u, v, data["mover"]) for u, v, data in graph.edges(data=True)]
        [(1, 2, 'row'), (1, 3, 'column'), (4, 3, 'row'), (4, 2, 'column')]
        """
        source = self._listed("game.to_networkx")
        if marks is not None and not isinstance(marks, Mapping):
            raise QuestionError(
                'marks= is a mapping from names to states, such as {"equilibrium": [e.state for e in table.equilibria()]}'
            )
        keys = {name: set(map(self.find, states)) for name, states in (marks or {}).items()}
        return graph_of(source, keys, improvements)

    @abstractmethod
    def _listed(self, question: str) -> Source[State, ListedMove]:
        """The game as what its tables are made from; raises the error of `require` where states are not listed."""

    @property
    @abstractmethod
    def size(self) -> int | None:
        """The number of feasible states; None in a searched game, where nobody has counted them."""

    @abstractmethod
    def mover(self, id_: str) -> Mover:
        """The mover with this id; raises `QuestionError` where there is none."""

    @abstractmethod
    def find(self, state: StateLike) -> int:
        """The key of the state that is meant, for arrays: it counts from 0. `state` gives the state itself.

        Parameters
        ----------
        state
            A `State` of this game; a number, counted from 1; or the words of the command line: ``now`` (the status
            quo), the id of a state in a graph case, the id or name of a label that one state has, or the options
            taken, with commas between them or as a list, written as in a case's status quo. Options that are not named
            are not taken, and of levels that are not named the first holds. The states of a searched game have no
            numbers.

        Raises
        ------
        QuestionError
            For a state of another game, a number out of range, an unknown name, a combination that is not feasible
            (with the constraint that rules it out), ``now`` in a case without a status quo, and a label that several
            states have.
        TypeError
            For what is no name of a state at all.
        """

    @abstractmethod
    def key_of(self, code: int) -> int | None:
        """The key of the state in which exactly the options of a code are taken; None where that is not feasible."""

    @abstractmethod
    def taken(self, key: int) -> tuple[bool | None, ...]:
        """For each option, in bit order, whether it is taken in the state with a key; see `State.taken`.

        None where a coalesced state leaves that open.
        """

    @abstractmethod
    def code_of(self, key: int) -> int | None:
        """The code of a state; None for a coalesced state, and in a graph case."""

    @cached_property
    def labels(self) -> tuple[BoundLabel, ...]:
        """The labels of the case, in file order, their options and statements looked up."""
        return bound_labels(self.case)

    @abstractmethod
    def label_of(self, key: int) -> str | None:
        """What people call a state: the label for the state itself, else the first whose statement holds; or None.

        A coalesced state has the label of a statement where that holds in all its combinations.
        """

    @abstractmethod
    def keys_labelled(self, places: Sequence[int]) -> NDArray[np.int64] | None:
        """The keys of the states that bear one of some labels, by positions in `labels`, ascending.

        None in a searched game where a statement says which they are.
        """

    @abstractmethod
    def holds_somewhere(self, statement: Node) -> bool:
        """Whether a bound statement holds in some feasible state; in a searched game True, since nobody has looked."""

    @abstractmethod
    def compare(self, actor: int, before: int, after: int) -> int:
        """1 where the actor strictly prefers `after` to `before`, -1 where the reverse, 0 where it is indifferent."""

    @abstractmethod
    def moves_from(self, mover: Mover, key: int) -> Iterator[int]:
        """The keys of the states to which a mover can move from one state, ascending.

        Raises `SizeError` where the mover of a searched game has too many choices to look at them one by one.
        """

    @abstractmethod
    def improvements_from(self, mover: Mover, key: int) -> Iterator[int]:
        """Those of its moves from one state that a mover would rather make than stay, ascending; errors as for moves.

        An actor's improvements lead to states that it strictly prefers. A body's are those at which the rules of all
        options changed pass; of several ways to move between coalesced states one must.
        """

    @abstractmethod
    def is_improvement(self, mover: Mover, before: int, after: int) -> bool:
        """Whether `after` is among the mover's improvements from `before`."""

    def state(self, state: StateLike) -> State:
        """The state that is meant; see `find` for the ways to name one.

        >>> import countermove as cm
        >>> game = cm.compile(cm.load("chicken"))
        >>> game.state(2), game.state(2).options
        (State(2: row.cooperate), ('row.cooperate',))
        """
        return State(self, self.find(state))

    def at(self, key: int) -> State:
        """The state with this key, which counts from 0; a number, which counts from 1, is for `state`."""
        return State(self, int(key))

    def require(self, question: str) -> None:
        """Raise `QuestionError` where games of this kind do not answer a question, with what would help."""
        # Tests and the table in the documentation read the same mark, so that none of the three can differ.
        if question in self.unanswered:
            way = self.unanswered[question]
            raise QuestionError(f"{question} needs the list of all states, and this case has too many; {way}")


def own_key(game: Game, state: State) -> int:
    """The key of a state of this very game; raises `QuestionError` for a state of another."""
    if state.game is not game:
        raise QuestionError(
            f"{state!r} is a state of another game; name it in this one: game.state(...) with the options taken"
        )
    return state.key
