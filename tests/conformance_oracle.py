"""The answers of the literal definitions to a case of the conformance suite."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from countermove.model.case import Case
from reference import CONCEPTS, Model, States
from reference_coalitions import CONCEPTS as COALITION_CONCEPTS
from reference_coalitions import CoalitionModel
from reference_farsighted import Farsighted

__all__ = ["Ahead", "Oracle", "answers", "case_data", "vector"]

REPLIES = (1, 2, 3, 4)
MOVES_AHEAD = (1, 2, 3, 4)


class Oracle(CoalitionModel):
    """The definitions of individual and of coalition stability; the wrong programs change one method each."""

    def judges(self, movers: Iterable[str]) -> list[str]:
        """For whom a state has to be stable to be an equilibrium."""
        return list(movers)

    def leads(self, leader: str) -> States:
        """The states at which a leader stays."""
        return self.lh_stable(leader, 2)

    def follows(self, follower: str) -> States:
        """The states at which a follower stays."""
        return self.stable("nash", follower)


class Ahead(Farsighted):
    """The definitions of farsighted coalitions, on the same model."""


def answers(model: Oracle, ahead: Ahead | None = None, coalitions: bool = False) -> dict[str, Any]:
    """Every answer: verdicts and equilibria; coalitions and what looks far ahead where the case is about them."""
    stable = {concept: {m: numbers(model.stable(concept, m)) for m in model.movers} for concept in concepts_of(model)}
    stable |= {f"maximin-{h}": {m: numbers(model.maximin_stable(m, h)) for m in model.movers} for h in REPLIES}
    result: dict[str, Any] = {"stable": stable}
    if is_pair(model):
        stable |= {f"l{h}": {m: numbers(model.lh_stable(m, h)) for m in model.movers} for h in MOVES_AHEAD}
        verdicts = {m: model.nm(m) for m in model.movers}
        stable["nm"] = {m: numbers(s for s, v in found.items() if v == "stable") for m, found in verdicts.items()}
        cycling = {m: {str(s + 1): v[1] for s, v in found.items() if isinstance(v, tuple)} for m, found in verdicts.items()}
        result["cycling"] = {"nm": cycling}
        for leader in model.movers:
            follower = model.opponent(leader)
            both = {leader: model.leads(leader), follower: model.follows(follower)}
            stable[f"stackelberg-{leader}"] = {m: numbers(both[m]) for m in model.movers}
    result["equilibria"] = {concept: together(model, found) for concept, found in stable.items()}
    if coalitions:
        groups = list(model.coalitions(len(model.actors)))
        result["coalitions"] = {
            concept: {
                "+".join(a for a in model.actors if a in group): numbers(
                    s for s in range(len(model.states)) if model.is_stable_for(concept, group, s)
                )
                for group in groups
            }
            for concept in COALITION_CONCEPTS
        }
    if ahead is not None:
        result["core"] = numbers(ahead.core())
        result["largest-consistent-set"] = numbers(ahead.largest_consistent_set())
        result["stable-sets"] = {
            dominance: sorted(numbers(each) for each in ahead.stable_sets(dominance)) for dominance in ("direct", "indirect")
        }
    return result


def numbers(states: Any) -> list[int]:
    """States as people count them."""
    return sorted(s + 1 for s in states)


def together(model: Oracle, found: dict[str, list[int]]) -> list[int]:
    """The states that are stable for all of them."""
    return [s for s in range(1, len(model.states) + 1) if all(s in found[m] for m in model.judges(found))]


def concepts_of(model: Model) -> tuple[str, ...]:
    """What the definitions have for this kind of case."""
    return tuple(c for c in CONCEPTS if not (model.case.is_graph and c in ("sim", "conflict-analysis")))


def is_pair(model: Model) -> bool:
    """Whether exactly two actors move, and no body."""
    return len(model.movers) == 2 and not any(model.is_body(m) for m in model.movers)


# ------------------------------------------------------------------------------------------ the form of a case


def vector(case: Case, raw: int | str) -> str:
    """A combination of options in letters, or the id of a listed state."""
    return raw if isinstance(raw, str) else "".join("NY"[raw >> k & 1] for k in range(len(case.option_rows)))


def case_data(model: Model, rules: dict[str, Any] | None = None) -> dict[str, Any]:
    """States, moves and ranks of a model in the form of the suite; rules are given as they are written."""
    case = model.case
    groups = [sorted(vector(case, raw) for raw in group) for group in model.states]
    data: dict[str, Any] = {"states": [group[0] if len(group) == 1 else group for group in groups]}
    movers = {
        m: {"moves": sorted({pair_of(case, move.pair) for s in range(len(groups)) for move in model.moves(m, s)})}
        for m in model.movers
    }
    data["actors"] = {a: {"ranks": list(model.ranks[a])} | movers.get(a, {"moves": []}) for a in model.actors}
    if case.option_rows:
        rules = rules or {}
        data["options"] = [
            {"id": row.id, "owner": row.owner} | ({"decides": rules[row.full]} if row.full in rules else {})
            for row in case.option_rows
        ]
        bodies = {
            b: {"members": list(body.members)} | ({"decides": rules[b]} if b in rules else {}) | movers.get(b, {"moves": []})
            for b, body in case.bodies.items()
        }
        data |= {"bodies": bodies} if bodies else {}
    return data


def pair_of(case: Case, pair: tuple[int | str, int | str]) -> tuple[str, str]:
    """From where to where, in letters."""
    return vector(case, pair[0]), vector(case, pair[1])
