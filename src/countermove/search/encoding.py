"""A case for a constraint solver: feasibility, preferences, rules and moves as literals over states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from countermove.game.searched import SearchedGame, SearchedMover
from countermove.game.voting import Vote
from countermove.search.literals import FALSE, TRUE, Literals

__all__ = ["Encoding", "Frame", "constant"]

Frame = tuple[int, ...]
"""A literal for each option: a state, known or sought."""

Stances = Mapping[int, tuple[int, int]]
"""For each actor that is asked, whether it is for a change, and whether it is against it."""


def constant(model: SearchedGame, code: int) -> Frame:
    """A known state."""
    return tuple(TRUE if code >> row.index & 1 else FALSE for row in model.options)


class Encoding(Literals):
    """Literals about the states of one case."""

    def __init__(self, case: SearchedGame) -> None:
        super().__init__()
        self.case = case

    def state(self, base: Frame = (), open_: Iterable[int] | None = None) -> Frame:
        """A state that is sought: a feasible one, in which all options but those in `open_` are as in `base`."""
        sought = range(len(self.case.options)) if open_ is None else set(open_)
        frame = tuple(self.fresh() if k in sought else base[k] for k in range(len(self.case.options)))
        for node in self.case.ruled_out:
            self.require([-self.holds(node, frame)])
        return frame

    def feasible(self, frame: Frame) -> int:
        """Whether a state is feasible."""
        return self.all_of(-self.holds(node, frame) for node in self.case.ruled_out)

    def with_choice(self, mover: SearchedMover, frame: Frame, choice: int) -> Frame:
        """A state in which a mover's own options are as in a code."""
        changed = list(frame)
        for option in mover.options:
            changed[option] = TRUE if choice >> option & 1 else FALSE
        return tuple(changed)

    def prefers(self, actor: int, first: Frame, second: Frame) -> int:
        """Whether an actor strictly prefers the first state to the second.

        From the last level up: it does if it gains on this level, or loses nothing on it and prefers the first by
        what follows. Levels on which the two states cannot differ vanish.
        """
        preferred = FALSE
        for level in reversed(self.case.scales[actor]):
            terms = [(weight, self.holds(node, first)) for weight, node in level.terms]
            terms += [(-weight, self.holds(node, second)) for weight, node in level.terms]
            gains, keeps = self.at_least(terms, 1), self.at_least(terms, 0)
            preferred = self.any_of([gains, self.all_of([keeps, preferred])])
        return preferred

    def stances(self, votes: Iterable[Vote], before: Frame, after: Frame, against: int | None = None) -> Stances:
        """The stances of all whom the votes ask; the actor `against` is against, whatever it prefers."""
        asked = set[int]().union(*(vote.players for vote in votes))
        found = {a: (self.prefers(a, after, before), self.prefers(a, before, after)) for a in asked - {against}}
        return found if against is None else found | {against: (FALSE, TRUE)}

    def passes(self, vote: Vote, stances: Stances) -> int:
        """Whether a vote passes."""
        match vote.kind:
            case "actor":
                return stances[vote.actors[0]][0]
            case "veto":
                allowed = [-stances[actor][1] for actor in vote.actors]
                return self.all_of([*allowed, self.passes(vote.parts[0], stances)])
            case "all":
                return self.all_of([self.passes(part, stances) for part in vote.parts])
            case "any":
                return self.any_of([self.passes(part, stances) for part in vote.parts])
        members = [self._stance(member, stances) for member in vote.members]
        favour = [stance[0] for stance in members]
        match vote.kind:
            case "unanimity":
                return self.all_of(favour)
            case "consensus":
                return self.all_of([self.any_of(favour), *(-stance[1] for stance in members)])
            case "majority":
                return self.at_least([(1, literal) for literal in favour], len(members) // 2 + 1)
        reached = self.at_least(list(zip(vote.weights, favour, strict=True)), vote.target)
        if vote.blocking is None:
            return reached
        few = self.at_least([(1, literal) for literal in favour], max(1, len(members) - vote.blocking + 1))
        return self.any_of([reached, few])

    def _stance(self, member: int | Vote, stances: Stances) -> tuple[int, int]:
        """Whether a member is for a change, and whether against; a body asks its rule about the reverse."""
        if not isinstance(member, Vote):
            return stances[member]
        carried = self.passes(member, stances)
        reverse = {actor: (oppose, favour) for actor, (favour, oppose) in stances.items()}
        return carried, self.all_of([self.passes(member, reverse), -carried])

    def all_pass(self, decided: Sequence[tuple[int, Vote]], stances: Stances) -> int:
        """Whether every vote passes that is asked; each comes with the literal that says whether it is asked."""
        return self.all_of([self.any_of([-asked, self.passes(vote, stances)]) for asked, vote in decided])

    def changes(self, mover: SearchedMover, before: Frame, after: Frame) -> dict[int, int]:
        """For each option of a mover whether two states differ in it."""
        return {k: -self.same(before[k], after[k]) for k in mover.options}

    def allowed(self, mover: SearchedMover, before: Frame, after: Frame) -> int:
        """Whether directions and preconditions allow the mover a change of its own options, and there is one."""
        kept, never = self.case.fixed
        conditions = [self.any_of(self.changes(mover, before, after).values())]
        for k in mover.options:
            if kept >> k & 1:
                conditions.append(self.any_of([-before[k], after[k]]))
            if never >> k & 1:
                conditions.append(self.any_of([before[k], -after[k]]))
            if k in self.case.needs:
                conditions.append(self.any_of([before[k], -after[k], self.holds(self.case.needs[k], before)]))
        return self.all_of(conditions)

    def improves(self, mover: SearchedMover, before: Frame, after: Frame, against: int | None = None) -> int:
        """Whether a change of its own options is one that the mover would make; see `stances` for `against`."""
        if mover.actor is not None:
            return self.prefers(mover.actor, after, before)
        changed = self.changes(mover, before, after)
        stances = self.stances(mover.votes.values(), before, after, against)
        return self.all_pass([(changed[k], vote) for k, vote in mover.votes.items()], stances)

    def forbid_improvement(self, mover: SearchedMover, frame: Frame, choice: int) -> None:
        """Demand that the mover cannot, or would not, change its own options in a state to those of a code."""
        after = self.with_choice(mover, frame, choice)
        possible = self.all_of([self.allowed(mover, frame, after), self.feasible(after)])
        if possible != FALSE:
            self.require([-possible, -self.improves(mover, frame, after)])
