"""A verdict's evidence as records: each improvement of a mover, what the others can do about it, and what would follow.

States in evidence are keys of the game: positions in a listed game, codes in a searched one. JSON has their numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from typing import Any, TypeAlias

from countermove.analysis.result import HIDDEN, OPTIONAL, Record, Result, keyed, member
from countermove.explanation.reasons import Ballot, Reason
from countermove.game.game import COMPLETE, Coverage, Game, State
from countermove.stability.concept import Concept

__all__ = [
    "Change", "Combination", "Escape", "Explanation", "Explanations", "Horizon", "Improvement", "Line", "Prospect",
    "SearchedImprovement", "SearchedStep", "Step", "Worded",
]  # fmt: skip

Line: TypeAlias = tuple[int, str]
"""A sentence and its level of indentation."""


@dataclass(frozen=True)
class Step(Record):
    """One move, and what its mover thinks of it where it makes it.

    Parameters
    ----------
    mover, before, after
        Who, from which state to which (keys).
    why
        What the mover thinks of it.
    """

    mover: str
    before: int = field(metadata=HIDDEN)
    after: int = field(metadata=HIDDEN)
    why: Reason

    @member("from")
    def start(self) -> int:
        """The number of the state that is left."""
        return self.before + 1

    @member("to")
    def target(self) -> int:
        """The number of the state to which it leads."""
        return self.after + 1

    @member()
    def credible(self) -> bool:
        """Whether it is an improvement for its mover on the state where it is made."""
        return self.why.favours


@dataclass(frozen=True)
class Change(Record):
    """Which options a mover changes when others move at the same time.

    Parameters
    ----------
    mover
        Who.
    takes, drops
        The full names of the options.
    why
        What the mover thinks of its own move alone.
    """

    mover: str
    takes: tuple[str, ...]
    drops: tuple[str, ...]
    why: Reason = field(metadata=HIDDEN)


@dataclass(frozen=True)
class Combination(Record):
    """Moves at the same time as an improvement that spoil it.

    Parameters
    ----------
    changes
        What each of the others changes.
    state
        The result (a key).
    why
        What the mover of the improvement thinks of the result.
    """

    changes: tuple[Change, ...]
    state: int = field(metadata=HIDDEN)
    why: Reason = field(metadata=HIDDEN)

    @member("to")
    def target(self) -> int:
        """The number of the state that results."""
        return self.state + 1


@dataclass(frozen=True)
class Escape:
    """An answer that would be enough, if the mover did not move again.

    Parameters
    ----------
    answer
        A shortest such sequence of the others.
    why
        What the mover thinks of its end, compared with the state in question.
    counter
        The counter-move that defeats it.
    gain
        What the mover thinks of the end of the counter-move, compared with the state in question.
    """

    answer: tuple[Step, ...]
    why: Reason
    counter: Step
    gain: Reason


@dataclass(frozen=True)
class Improvement(Record):
    """A move that the mover would rather make than not, and what becomes of it.

    Parameters
    ----------
    state
        Where it leads (a key).
    options
        The full names of those that it changes, empty in a graph case; of a body in a coalesced state, one way to change
        them under the same rules.
    why
        The gain.
    is_sanctioned
        Whether the concept answers it; None where that is not settled for this one.
    sanction, outcome
        A shortest legal sequence of the others to a state that is no better than the state in question, and why it is not.
    combination
        For SIM, and for conflict analysis where SEQ fails: moves at the same time that spoil it.
    in_sequence
        For conflict analysis where SEQ fails: whether SEQ answers this improvement.
    evasion
        Where only a counter-move defeats the others.
    reached
        How many states the others could bring about.
    searched
        False where the search was given up, and `is_sanctioned` is the verdict of the kernels that analyse all states.
    """

    state: int = field(metadata=HIDDEN)
    options: tuple[str, ...]
    why: Reason
    is_sanctioned: bool | None = field(metadata=keyed("held"))
    sanction: tuple[Step, ...] | None = None
    outcome: Reason | None = field(default=None, metadata=HIDDEN)
    combination: Combination | None = None
    in_sequence: bool | None = field(default=None, metadata=HIDDEN)
    evasion: Escape | None = field(default=None, metadata=HIDDEN)
    reached: int = field(default=0, metadata=HIDDEN)
    searched: bool = True

    @member("to")
    def target(self) -> int:
        """The number of the state to which it leads."""
        return self.state + 1

    @member("escape")
    def counter(self) -> Step | None:
        """The counter-move that defeats the best answer."""
        return None if self.evasion is None else self.evasion.counter

    @member()
    def answer(self) -> tuple[Step, ...] | None:
        """The answer that only this counter-move defeats."""
        return None if self.evasion is None else self.evasion.answer


@dataclass(frozen=True)
class SearchedStep(Record):
    """One move of an answer in a searched game.

    Parameters
    ----------
    game
        The game.
    mover, before, after
        Who, from which state to which (codes).
    """

    game: Game = field(repr=False, metadata=HIDDEN)
    mover: str
    before: int = field(metadata=keyed("from_code"))
    after: int = field(metadata=keyed("to_code"))

    @member()
    def options(self) -> Mapping[str, bool | None]:
        """For each option, by its full name, whether it is taken after the move."""
        return _options(self.game, self.after)


@dataclass(frozen=True)
class SearchedImprovement(Record):
    """An improvement in a searched game, and the shortest answer to it within the bound.

    Parameters
    ----------
    game
        The game.
    state
        Where it leads (a code).
    sanction
        None where the search has no answer to show.
    searched
        Whether all answers within the bound were looked at.
    point
        The first preference statement of an actor that the move wins.
    favour
        Of a body, who is for the move.
    """

    game: Game = field(repr=False, metadata=HIDDEN)
    state: int = field(metadata=keyed("to_code"))
    sanction: tuple[SearchedStep, ...] | None
    searched: bool = True
    point: Any = field(default=None, repr=False, metadata=HIDDEN)
    favour: tuple[str, ...] = field(default=(), metadata=HIDDEN)

    @member("to")
    def target(self) -> int | None:
        """Null: the states of a searched game have no numbers."""
        return None

    @member()
    def options(self) -> Mapping[str, bool | None]:
        """For each option, by its full name, whether it is taken after the move."""
        return _options(self.game, self.state)


@dataclass(frozen=True)
class Horizon(Record):
    """How far actors look.

    Parameters
    ----------
    moves
        The horizon, in moves, with which the play is described.
    since
        Where they look without end: from how many moves on the verdict has settled or gone into a round.
    period
        The length of the round; None where the verdict has settled.
    """

    moves: int
    since: int | None = field(default=None, metadata=OPTIONAL)
    period: int | None = None


@dataclass(frozen=True)
class Prospect(Record):
    """A move of the mover, what it thinks of that, and what comes of it.

    Parameters
    ----------
    state
        Where it leads (a key).
    options
        The full names of those that it changes.
    why
        What the mover thinks of it.
    pays
        Whether it would rather move there than stay.
    line
        The moves that would follow, None where they were not followed; where each sees to its own interest, the reason of a
        step compares the state before it with the end of the line.
    outcome
        What the mover thinks of the end, compared with where it stands.
    """

    state: int = field(metadata=HIDDEN)
    options: tuple[str, ...]
    why: Reason = field(metadata=HIDDEN)
    pays: bool
    line: tuple[Step, ...] | None = None
    outcome: Reason | None = field(default=None, metadata=HIDDEN)

    @member("to")
    def target(self) -> int:
        """The number of the state to which it leads."""
        return self.state + 1

    @member()
    def end(self) -> int | None:
        """The number of the state in which play would end."""
        # An empty line: nobody replies, so play ends where the move leads.
        return None if self.line is None else (self.line[-1].after if self.line else self.state) + 1

    @property
    def improvement(self) -> Improvement:
        """The same as an improvement that is answered, or is not."""
        # A line that ends well for the mover is no sanction, though it is what follows.
        sanction = None if self.pays else self.line
        return Improvement(
            self.state, self.options, self.why, not self.pays, sanction, None if self.pays else self.outcome,
            searched=self.line is not None,
        )  # fmt: skip


class Worded(Result):
    """A result that prints as sentences; the one who asks through the one door gets them with it (`requests.explain`)."""

    sentences: tuple[Line, ...]

    def __str__(self) -> str:
        return "\n".join("  " * level + text for level, text in self.sentences) or repr(self)

    def _repr_html_(self) -> str:
        """The sentences as paragraphs, for notebooks."""
        return "".join(f'<p style="margin: 0 0 0 {2 * level}em">{escape(text)}</p>' for level, text in self.sentences)


@dataclass(frozen=True)
class Explanation(Worded):
    """Why a state is stable for a mover under a concept, or is not.

    Parameters
    ----------
    game, state, mover, concept
        What the question was.
    stable
        Follows from the evidence: true iff all `improvements` are answered (and, where that is not settled for one, the
        verdict of the concept); in a searched game None where answers of at most `depth` moves do not show it.
    improvements
        The mover's improvements, and what becomes of them.
    refused, refused_count
        Of a body, its other moves from the state, which its rules do not let pass: the first hundred, and how many.
    joining
        For conflict analysis where SEQ fails, the others for which SEQ fails too.
    prospects, horizon
        Of a concept that looks ahead each move, and how far they look; `improvements` are then those prospects that are
        improvements by themselves.
    depth
        The most moves of an answer, in a searched game.
    has_evidence
        False where there is none for the concept, or it does not lead to the concept's own verdict, which `stable` then is.
    can_move
        Whether the mover has any move.
    covered
        How much of the truth this covers.
    sentences
        The same in words, where it was asked for through the one door.
    """

    schema = "explain/1"

    game: Game = field(repr=False, metadata=HIDDEN)
    state: State
    mover: str = field(metadata=keyed("actor"))
    concept: Concept = field(repr=False, metadata=HIDDEN)
    stable: bool | None
    improvements: tuple[Improvement | SearchedImprovement, ...]
    refused: tuple[Ballot, ...] = field(default=(), metadata=HIDDEN)
    refused_count: int = field(default=0, metadata=HIDDEN)
    joining: tuple[str, ...] | None = None
    prospects: tuple[Prospect, ...] | None = None
    horizon: Horizon | None = None
    depth: int | None = None
    has_evidence: bool = True
    can_move: bool = field(default=True, metadata=HIDDEN)
    covered: Coverage = field(default=COMPLETE, repr=False, metadata=HIDDEN)
    sentences: tuple[Line, ...] = field(default=(), repr=False, compare=False, metadata=HIDDEN)

    @property
    def gains(self) -> tuple[Improvement, ...]:
        """The improvements, in a listed game."""
        return tuple(each for each in self.improvements if isinstance(each, Improvement))

    @property
    def attempts(self) -> tuple[SearchedImprovement, ...]:
        """The improvements, in a searched game."""
        return tuple(each for each in self.improvements if isinstance(each, SearchedImprovement))

    @member("concept")
    def concept_id(self) -> str:
        """The id of the concept."""
        return self.concept.id

    @member()
    def code(self) -> int | None:
        """The code of the state; null for coalesced states and in graph cases."""
        return self.state.code

    @member()
    def options(self) -> Mapping[str, bool | None]:
        """For each option, by its full name, whether it is taken in the state."""
        return _options(self.game, self.state.key)

    @member("refused_in_all", optional=True)
    def refused_in_all(self) -> int | None:
        """How many moves the rules of a body do not let pass."""
        return self.refused_count if self.refused else None

    @member("refused", optional=True)
    def refusals(self) -> tuple[Mapping[str, Any], ...]:
        """The first hundred of them: where each leads, and who is for it, who against, and who stops it."""
        return tuple({"to": ballot.after + 1, **ballot.to_dict()} for ballot in self.refused)

    @member()
    def coverage(self) -> Coverage:
        """How much of the truth this answer covers."""
        return self.covered


@dataclass(frozen=True)
class Explanations(Worded):
    """Why a state is stable under a concept, or is not, for each who can move."""

    schema = "explanations/1"

    explanations: tuple[Explanation, ...]
    sentences: tuple[Line, ...] = field(default=(), repr=False, compare=False, metadata=HIDDEN)

    @member()
    def coverage(self) -> Coverage:
        """How much of the truth the answers cover."""
        return self.explanations[0].coverage if self.explanations else COMPLETE


def _options(game: Game, key: int) -> Mapping[str, bool | None]:
    return {row.full: taken for row, taken in zip(game.options, game.taken(key), strict=False)}
