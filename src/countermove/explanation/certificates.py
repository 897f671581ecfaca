"""Certificates: for each verdict what proves it, short enough to be checked move by move by another program.

They are the evidence of `explanation.answers` without its reasons: of a stable state every improvement with what answers
it, of an unstable one the improvement that nobody answers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from countermove.analysis.coded_move import CodedMove
from countermove.analysis.result import OPTIONAL, Record, keyed, member
from countermove.analysis.stability_table import StabilityTable
from countermove.errors import SizeError
from countermove.explanation.answers import GATHERED, Gathering
from countermove.explanation.search import MAX_VISITED
from countermove.game.allowance import Allowance
from countermove.game.game import State
from countermove.game.listed import ListedGame, Mover
from countermove.game.searched import SearchedGame
from countermove.search.bounded import BOUNDED, bounded_verdict
from countermove.stability.concept import SEQ, Concept, Evidence, stable

__all__ = [
    "Certificate", "Certificates", "CertifiedMove", "Combined", "Joined", "Proof", "certificates", "n_certified",
]  # fmt: skip

MOST_VERDICTS = 100_000
"""Certificates of this many verdicts take some minutes, and some 50 MB as JSON."""


@dataclass(frozen=True)
class CertifiedMove(CodedMove):
    """One move of an answer: who moves, from which state to which."""


@dataclass(frozen=True)
class Joined(Record):
    """Which options a mover changes at the same time as another's improvement."""

    mover: str
    takes: tuple[str, ...]
    drops: tuple[str, ...]


@dataclass(frozen=True)
class Combined(Record):
    """Improvements of others at the same time, and the state in which the improvement then ends."""

    changes: tuple[Joined, ...]
    state: State = field(metadata=keyed("to"))

    @member()
    def to_code(self) -> int | None:
        """The code of the state; null for a coalesced state."""
        return self.state.code


@dataclass(frozen=True)
class Proof(Record):
    """One improvement: where it leads, the options that it changes, and what answers it.

    `is_answered`: whether the concept answers it; None where a search did not show it. `sanction`: moves of the others, one
    after the other. `combination`: improvements of others at the same time. Neither, though it is answered, where only the
    kernels show it.
    """

    state: State = field(metadata=keyed("to"))
    options: tuple[str, ...]
    is_answered: bool | None = field(metadata=keyed("held"))
    sanction: tuple[CertifiedMove, ...] | None = field(default=None, metadata=OPTIONAL)
    combination: Combined | None = field(default=None, metadata=OPTIONAL)

    @member()
    def to_code(self) -> int | None:
        """The code of the state; null for coalesced states and in graph cases."""
        return self.state.code


@dataclass(frozen=True)
class Certificate(Record):
    """What proves one verdict: of a stable state every improvement is answered, of another one is not.

    `joining`: under conflict analysis, where SEQ fails, the others who may move at the same time. `stable` is None where
    a search did not show it.
    """

    state: State
    actor: str
    concept: str
    stable: bool | None
    improvements: tuple[Proof, ...]
    joining: tuple[str, ...] | None = None

    @member()
    def code(self) -> int | None:
        """The code of the state; null for coalesced states and in graph cases."""
        return self.state.code


@dataclass(frozen=True)
class Certificates(Record):
    """What proves a stability table.

    Attributes
    ----------
    no_others_by
        How it is proved that there are no other equilibria: ``verdicts`` on every feasible state, which can be checked; a
        ``solver``, whose proof cannot be checked from here; None where it is not proved.
    without
        The concepts whose verdicts have no certificates.
    verdicts
        The certificates: of every verdict that the table has, else of the equilibria that it names.
    """

    no_others_by: Literal["verdicts", "solver"] | None
    without: tuple[str, ...]
    verdicts: tuple[Certificate, ...]


def certificates(
    table: StabilityTable, allowance: Allowance | None = None, on_progress: Callable[[], None] | None = None
) -> Certificates:
    """The certificates of a stability table.

    Parameters
    ----------
    table
        A stability table of a game of either kind.
    allowance
        What the searches of a searched game may do together; by default an allowance of their own.
    on_progress
        Called after the certificates of each state.

    Returns
    -------
    Certificates
        Of all verdicts on a listed game whose table has all in JSON, else of the equilibria that it names.

    Raises
    ------
    SizeError
        For more than `MOST_VERDICTS`.

    Examples
    --------
    >>> import countermove as cm
    >>> table = cm.equilibria(cm.compile(cm.load("prisoners-dilemma")), ["nash", "seq"])
    >>> proofs = certificates(table)
    >>> len(proofs.verdicts), proofs.no_others_by
    (16, 'verdicts')
    >>> [(p.state.number, [m.mover for m in p.sanction]) for p in proofs.verdicts[14].improvements]
    [(3, ['column'])]
    """
    game = table.game
    with_proof = [c for c in table.concepts if c.evidence in GATHERED and (game.is_listed or c.id in BOUNDED)]
    without = tuple(c.id for c in table.concepts if c not in with_proof)
    keys = _certified_states(table)
    count = len(keys) * len(game.movers) * len(with_proof)
    if count > MOST_VERDICTS:
        raise SizeError(
            f"certificates of {count:,} verdicts are too many; the most are {MOST_VERDICTS:,}: name fewer concepts, such as "
            "--concepts nash,seq, or a lower --limit"
        )
    verdicts: list[Certificate] = []
    allowance = Allowance() if allowance is None else allowance
    for key in keys:
        for concept in with_proof:
            if isinstance(game, ListedGame):
                verdicts += [_of_listed(game, key, mover, concept) for mover in game.movers]
            elif isinstance(game, SearchedGame) and concept.id in table.at(key).concepts:
                verdicts += [_of_searched(game, key, mover.id, concept, table.depth, allowance) for mover in game.movers]
        if on_progress is not None:
            on_progress()
    by: Literal["verdicts", "solver"] = "verdicts" if game.is_listed else "solver"
    return Certificates(by if table.coverage.proved else None, without, tuple(verdicts))


def _certified_states(table: StabilityTable) -> Sequence[int]:
    """The states (keys) whose verdicts have certificates: all where JSON has all verdicts, else the equilibria in it."""
    if table.search is None and table.verdicts is not None:
        return range(table.listed.size)
    return [one.state.key for one in table.first_equilibria]


def n_certified(table: StabilityTable) -> int:
    """How many states have certificates."""
    return len(_certified_states(table))


def _of_listed(game: ListedGame, key: int, mover: Mover, concept: Concept) -> Certificate:
    gathering = Gathering(game, key, mover, MAX_VISITED)
    is_stable = bool(stable(game, mover, concept)[key])
    others = [m for m in game.movers if m is not mover]
    in_turn, joining = concept, None
    if concept.evidence is Evidence.ANSWERS_OR_COMBINATIONS:
        in_turn = SEQ
        if not stable(game, mover, SEQ)[key]:
            joining = tuple(m for m in others if not stable(game, m, SEQ)[key])
    at_once = concept.evidence is Evidence.COMBINATIONS or joining is not None
    proofs: list[Proof] = []
    for target, rules, changed in gathering.decisions(each_way=at_once):
        if concept.evidence is Evidence.GAINS:
            proof = _proof(game, target, changed, is_answered=False)
        elif at_once:
            proof = _combined(gathering, target, changed, others if joining is None else joining)
        else:
            proof = _answered(gathering, target, rules, changed, in_turn)
        if proof.is_answered == is_stable:
            proofs.append(proof)
            # One improvement that nobody answers is enough to show that a state is not stable.
            if not is_stable:
                break
    names = None if joining is None else tuple(m.id for m in joining)
    return Certificate(game.at(key), mover.id, concept.id, is_stable, tuple(proofs), names)


def _proof(
    game: ListedGame,
    target: int,
    changed: int,
    *,
    is_answered: bool,
    sanction: tuple[CertifiedMove, ...] | None = None,
    combination: Combined | None = None,
) -> Proof:
    names = tuple(row.full for row in game.options if changed >> row.index & 1)
    return Proof(game.at(target), names, is_answered, sanction, combination)


def _answered(gathering: Gathering, target: int, rules: int, changed: int, concept: Concept) -> Proof:
    game = gathering.game
    answers, is_sanctioned = gathering.search(target, rules, concept)
    path = answers.sanction
    moves = None if path is None else tuple(CertifiedMove(m.id, game.at(a), game.at(b)) for m, a, b in path)
    return _proof(game, target, changed, is_answered=bool(is_sanctioned), sanction=moves)


def _combined(gathering: Gathering, target: int, changed: int, partners: Sequence[Mover]) -> Proof:
    game = gathering.game
    spoiling = gathering.spoiling(target, changed, partners)
    if not spoiling.exists:
        return _proof(game, target, changed, is_answered=False)
    changes = tuple(Joined(m.id, *gathering.parts(spoiling.place, part)) for m, part in spoiling.changed)
    combination = Combined(changes, game.at(spoiling.state))
    return _proof(game, target, changed, is_answered=True, combination=combination)


def _of_searched(
    game: SearchedGame, key: int, mover: str, concept: Concept, depth: int | None, allowance: Allowance
) -> Certificate:
    verdict = bounded_verdict(game, key, mover, concept.id, depth or 1, allowance)
    proofs = tuple(
        Proof(
            game.at(attempt.after),
            tuple(row.full for row in game.options if (key ^ attempt.after) >> row.index & 1),
            True if attempt.answer is not None else None if concept.is_answered else False,
            None if attempt.answer is None
            else tuple(CertifiedMove(m.mover, game.at(m.before), game.at(m.after)) for m in attempt.answer),
        )
        for attempt in verdict.attempts
    )  # fmt: skip
    return Certificate(game.at(key), mover, concept.id, verdict.stable, proofs)
