"""Perceptions, word for word: an actor's own game, and what it gets wrong. Slow and literal, like `reference`.

An own game keeps all states and their numbers here. What an actor does not see or know takes moves away: those
that change an option it does not know, and those from or to a state that it does not see.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any

from cases import random_statement
from countermove.model.case import Case
from reference import Attempt, Model, Move, States, status_quo_of, taken

__all__ = ["Hypergame", "OwnModel", "with_views"]


class OwnModel(Model):
    """The case as one actor sees it."""

    def __init__(self, case: Case, viewer: str) -> None:
        view = case.views.get(viewer)
        actors = dict(case.actors)
        for id_, seen in (view.actors if view else {}).items():
            ways = {"prefers": seen.prefers, "ranking": seen.ranking, "worth": seen.worth}
            if any(way is not None for way in ways.values()):
                actors[id_] = actors[id_].model_copy(update=ways)
        super().__init__(case.model_copy(update={"actors": actors}))
        self.unknown = {self.names.find_text(text, viewer) for text in (view.unaware if view else ())}
        self.unseen = set()
        for s, group in enumerate(self.states):
            for claim in view.unseen if view else ():
                if case.is_graph:
                    hit = {str(claim.that) == raw for raw in group}
                else:
                    hit = {self.names.holds(claim.that.tree, int(raw), viewer) for raw in group}
                if True in hit:
                    self.unseen.add(s)

    def moves(self, mover: str, s: int) -> tuple[Move, ...]:
        """The moves of the case without those that the viewer does not know, or does not see."""
        return tuple(
            move
            for move in super().moves(mover, s)
            if not move.changed & self.unknown and s not in self.unseen and move.target not in self.unseen
        )

    def combined(self, focal: str, s: int, attempt: Attempt, partners: Sequence[str]) -> Iterator[int]:
        """Moves at the same time do not end in a state that is not seen."""
        return (end for end in super().combined(focal, s, attempt, partners) if end not in self.unseen)


class Hypergame:
    """A case with views: the own game of every mover, of a body the case as it is."""

    def __init__(self, case: Case) -> None:
        self.case, self.base = case, Model(case)
        self.own = {mover: OwnModel(case, mover) if mover in case.actors else self.base for mover in case.movers}
        self.own |= {viewer: OwnModel(case, viewer) for viewer in case.views}

    def equilibria(self, concept: str) -> States:
        """States at which every mover is stable in its own game."""
        everything = frozenset(range(len(self.base.states)))
        return everything.intersection(*(self.own[m].stable(concept, m) for m in self.case.movers))

    def own_equilibria(self, viewer: str, concept: str) -> States:
        """The equilibria of an actor's own game, of the states that it sees."""
        return self.own[viewer].equilibria(concept) - self.own[viewer].unseen  # type: ignore[attr-defined]

    def conceivable(self, viewer: str) -> States:
        """States that the viewer sees, where what it does not know of stands as it does now."""
        own = self.own[viewer]
        assert isinstance(own, OwnModel)
        now = status_quo_of(self.case)
        found = set()
        for s, group in enumerate(own.states):
            if s in own.unseen:
                continue
            if now is None or self.case.is_graph:
                found.add(s)
                continue
            # Of a coalesced status quo, the combination that the case writes is how things stand.
            if any(all(taken(int(a), k) == taken(int(now), k) for k in own.unknown) for a in group):
                found.add(s)
        return frozenset(found)

    def reached(self) -> States | None:
        """Where legal sequences lead from the status quo, each move an improvement in its mover's own game."""
        start = self.base.status_quo
        if start is None:
            return None
        found, todo = set(), [(start, "")]
        while todo:
            s, last = todo.pop()
            for mover in self.case.movers:
                for t in self.own[mover].ui(mover, s) if mover != last else ():
                    if (t, mover) not in found:
                        found.add((t, mover))
                        todo.append((t, mover))
        return frozenset({start} | {s for s, _ in found})

    def surprises(self, viewer: str, s: int) -> set[tuple[str, int, int, bool, str]]:
        """Mover, from, to, whether it comes, and why one of the two does not count on it."""
        own = self.own[viewer]
        if s in own.unseen:  # type: ignore[attr-defined]
            return set()
        found = set()
        for mover in self.case.movers:
            if mover == viewer:
                continue
            theirs = self.own[mover]
            for t in theirs.ui(mover, s) - own.ui(mover, s):
                found.add((mover, s, t, True, self.lack(own, mover, s, t)))
            for t in own.ui(mover, s) - theirs.ui(mover, s):
                found.add((mover, s, t, False, self.lack(theirs, mover, s, t)))
        return found

    @staticmethod
    def lack(blind: Model, mover: str, s: int, t: int) -> str:
        """Why somebody does not count on a move."""
        unseen: set[int] = getattr(blind, "unseen", set())
        if s in unseen or t in unseen:
            return "state"
        return "preference" if t in blind.um(mover, s) else "option"


# ------------------------------------------------------------------------------------------------ random views


def with_views(rng: Random, case: Case, chance: float = 0.7) -> Case:
    """The case with views for some of its actors: other preferences, unknown options, unseen states."""
    model = Model(case)
    views = {actor: _view(rng, case, model, actor) for actor in case.actors if rng.random() < chance}
    data = case.model_dump(by_alias=True, exclude_defaults=True)
    return Case.model_validate(data | {"views": views})


def _view(rng: Random, case: Case, model: Model, viewer: str) -> dict[str, Any]:
    others = [a for a in case.actors if a != viewer and rng.random() < 0.5]
    view: dict[str, Any] = {"actors": {a: _believed(rng, case, a) for a in others}}
    if case.option_rows and rng.random() < 0.5:
        rows = rng.sample(case.option_rows, rng.randint(1, min(2, len(case.option_rows))))
        view["unaware"] = [row.full for row in rows]
    if rng.random() < 0.5:
        view["unseen"] = _unseen(rng, case, model)
    return view


def _believed(rng: Random, case: Case, actor: str) -> dict[str, Any]:
    """Other preferences: lines in another order, or any ranking; now and then those that it has."""
    lines = case.model_dump(by_alias=True, exclude_defaults=True)["actors"][actor].get("prefers")
    if lines and rng.random() < 0.5:
        return {"prefers": rng.sample(lines, len(lines)) if rng.random() < 0.9 else lines}
    if rng.random() < 0.1:
        return {}
    entries = list(case.states or ())
    if not case.is_graph:
        ordinary = [code for code in Model(case).state_codes if code is not None]
        size = len(case.option_rows)
        entries = ["".join("Y" if taken(code, k) else "N" for k in range(size)) for code in ordinary]
        entries += [pattern.that for pattern in case.coalesce]
    rng.shuffle(entries)
    groups: list[Any] = []
    for entry in entries:
        if groups and rng.random() < 0.3:
            groups[-1].append(entry)
        else:
            groups.append([entry])
    return {"ranking": groups}


def _unseen(rng: Random, case: Case, model: Model) -> list[str]:
    """States that are not seen: some, not all, and each as a whole."""
    if case.is_graph:
        return rng.sample(list(case.states or ()), rng.randint(0, len(model.states) - 1))
    if rng.random() < 0.3:
        text = random_statement(rng, [_operand(case, k) for k in range(len(case.option_rows))], 2)
        tree = model.names
        from countermove.model.statements import parse

        held = [{tree.holds(parse(text).tree, int(c)) for c in group} for group in model.states]
        if all(len(values) == 1 for values in held) and {False} in held:
            return [text]
    chosen = rng.sample(range(len(model.states)), rng.randint(0, min(3, len(model.states) - 1)))
    return [" or ".join(_exactly(case, int(code)) for code in model.states[s]) for s in chosen]


def _exactly(case: Case, code: int) -> str:
    parts = [f"{'' if taken(code, k) else 'not '}{_operand(case, k)}" for k in range(len(case.option_rows))]
    return f"({' and '.join(parts)})"


def _operand(case: Case, k: int) -> str:
    row = case.option_rows[k]
    return row.full if row.level is None else f"{row.full.removesuffix(f'-{row.level}')} is {row.level}"
