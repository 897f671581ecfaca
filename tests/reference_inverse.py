"""The smallest change of preferences by trying every one: all orders, all replacements, one case after another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, permutations, product
from typing import Any

from countermove.model.case import Case
from countermove.model.preferences import Line
from countermove.model.statements import Not, Statement
from reference import Model, place_in

Change = tuple[str, tuple[int, ...], tuple[tuple[int, str], ...]]
"""An actor, the order of its lines, and those that are replaced."""


def smallest(
    case: Case,
    wanted: set[int],
    concept: str,
    actors: Sequence[str] | None = None,
    reachable: bool = False,
    replacing: bool = False,
) -> tuple[int | None, set[tuple[int, frozenset[Change]]]]:
    """The least cost at which some wanted state is an equilibrium, and every state and change of that cost."""
    choices = []
    for id_ in case.actors:
        if actors is None or id_ in actors:
            record = case.actors[id_]
            if record.prefers or record.ranking:
                choices.append([(id_, *other) for other in others(record, replacing, weights_of(case, id_))])
    best: int | None = None
    found: set[tuple[int, frozenset[Change]]] = set()
    for combination in sorted(product(*choices), key=lambda c: sum(cost for _, cost, *_ in c)):
        cost = sum(price for _, price, *_ in combination)
        if best is not None and cost > best:
            break
        changed = case.model_copy(
            update={"actors": {**case.actors, **{id_: record for id_, _, record, _, _ in combination}}}
        )
        model = Model(changed)
        holding = set(model.equilibria(concept)) & wanted
        if reachable:
            assert model.status_quo is not None
            holding &= set(model.reachable_from(model.status_quo)["improvements"])
        if holding:
            best = cost
            changes = frozenset((i, order, kinds) for i, price, _, order, kinds in combination if price)
            found |= {(state, changes) for state in holding}
    return best, found


def weights_of(case: Case, actor: str) -> list[int]:
    """What counts for each entry of an actor's list: a statement as one, a place of a ranking as its states."""
    record = case.actors[actor]
    if record.prefers:
        return [1] * len(record.prefers)
    found = [place_in(case, actor, min(raws, key=str)) for raws in Model(case).states]
    return [found.count(k) for k in range(len(record.ranking or ()))]


def others(
    record: Any, replacing: bool, weights: Sequence[int]
) -> Iterator[tuple[int, Any, tuple[int, ...], tuple[tuple[int, str], ...]]]:
    """All other preferences of one actor: cost, record, order, replacements."""
    entries = record.prefers if record.prefers else record.ranking
    for kinds in replacements(entries if record.prefers and replacing else ()):
        for order in permutations(range(len(entries))):
            crossed = sum(weights[a] * weights[b] for k, a in enumerate(order) for b in order[k + 1 :] if a > b)
            forms = [replaced(entries[k], dict(kinds).get(k)) for k in order]
            key = "prefers" if record.prefers else "ranking"
            yield crossed + len(kinds), record.model_copy(update={key: tuple(forms)}), order, kinds


def replacements(entries: Sequence[Any]) -> Iterator[tuple[tuple[int, str], ...]]:
    single = [k for k, entry in enumerate(entries) if isinstance(entry, Line)]
    for many in range(len(single) + 1):
        for chosen in combinations(single, many):
            ways = [["negation"] + (["otherwise"] if entries[k].otherwise is not None else []) for k in chosen]
            for kinds in product(*ways):
                yield tuple(zip(chosen, kinds, strict=True))


def replaced(entry: Any, kind: str | None) -> Any:
    if kind is None:
        return entry
    if kind == "otherwise":
        return Line(that=entry.otherwise)
    return Line(that=Statement(text=f"not ({entry.that})", tree=Not(entry.that.tree)))


def rankings_holding(case: Case, state: int, actor: str, concept: str) -> int:
    """Of all strict rankings of an actor over listed states, how many make a state stable for it."""
    found = 0
    for order in permutations(case.states or ()):
        record = case.actors[actor].model_copy(update={"ranking": order})
        changed = case.model_copy(update={"actors": {**case.actors, actor: record}})
        found += state in Model(changed).stable(concept, actor)
    return found
