"""Every sentence on farsighted actors, read back and held against the reference; what cannot be read fails."""

from __future__ import annotations

import re
from collections.abc import Sequence

from countermove.analysis.farsighted import farsighted, stable_sets
from countermove.game.compile import compile
from countermove.model.case import Case
from countermove.requests.explain import explain
from countermove.text.blocks import Table
from countermove.views.farsighted import farsighted_table, stable_sets_table
from reference import Model
from reference_farsighted import Farsighted, Step
from sentences import MANY, MOVE, STATE, Reader, Rule, drawn_cases, read_cases

LISTED = rf"(?:{STATE}|state [\d, ]+ or (?:one of \d+ others|\d+)|{STATE}(?:, {STATE})* or (?:{STATE}|one of \d+ others))"
LEGEND = (
    "A step is deterred if it may end in a state that is no better for an actor who has to take it. A step may end where "
    "it leads, or after more steps, if everybody who takes these prefers the end. Only ends in the largest consistent "
    "set count."
)


class SaidOfForesight(Reader[Model]):
    """What the pages on farsighted actors say of a case."""

    def __init__(self, case: Case) -> None:
        self.far = Farsighted(case)
        super().__init__(case, self.far.model)
        self.core, self.consistent = self.far.core(), self.far.largest_consistent_set()
        self.s, self.texts = 0, list[str]()

    def run(self) -> None:
        game = compile(self.case)
        answer = farsighted(game)
        self.table(farsighted_table(answer, 3))
        for dominance in ("indirect", "direct"):
            self.sets(stable_sets_table(stable_sets(game, dominance)), dominance)
        for s in range(min(self.size, 6)):
            self.s = s
            self.explained(str(explain(answer, s + 1)).split("\n"))

    def table(self, table: Table) -> None:
        either = sorted(self.core | self.consistent)
        for s, row in zip(either, table.rows, strict=False):
            assert row[0] == f"{s + 1}{' now' if s == self.model.status_quo else ''}"
            assert row[-2:] == tuple("yes" if s in some else "." for some in (self.core, self.consistent))
        n, now = self.size, self.model.status_quo
        self.read_all(table.notes, [
            (r"(\d+) more states?; --limit shows them\.", lambda k: self.equal(int(k), len(either) - 3)),
            (r"core: (\d+) of (\d+) states\. No single step from there is better at once for all who must take it\.",
             lambda k, every: self.equal([int(k), int(every)], [len(self.core), n])),
            (r"consistent: (\d+) of (\d+) states \(the largest consistent set\)\. Farsighted actors are deterred from every step from "
             r"there: it may end no better for one of those who must take it\.",
             lambda k, every: self.equal([int(k), int(every)], [len(self.consistent), n])),
            (rf"now: the status quo, ({STATE}), (is|is not) stable for farsighted actors\.",
             lambda where, be: self.equal([self.state(where), be == "is"], [now, now in self.consistent])),
            (r"--state STATE explains one state\.", lambda: None),
        ])  # fmt: skip

    def sets(self, table: Table, dominance: str) -> None:
        expected = self.far.stable_sets(dominance)
        ids = list(self.case.states or ())
        said = {
            frozenset(ids.index(part) if self.case.is_graph else int(part) - 1 for part in row[2].split(", ") if part)
            for row in table.rows
        }
        assert said == expected
        assert all(int(row[1]) == len([part for part in row[2].split(", ") if part]) for row in table.rows)
        what = {"indirect": "steps lead to it, and all who take a step prefer it to the state they leave",
                "direct": "one step leads to it, and all who take that step prefer it"}[dominance]  # fmt: skip
        self.read_all(table.notes, [
            (rf"(\d+) stable sets? by {dominance} dominance, and no others \(proved\)\.",
             lambda k: self.equal([int(k), int(k) > 0], [len(expected), True])),
            (rf"There is no stable set by {dominance} dominance \(proved\)\.", lambda: self.equal(len(expected), 0)),
            (r"In a stable set, no state dominates another; every state outside is dominated by a state inside\.", lambda: None),
            (rf"{dominance.capitalize()} dominance: a state dominates another if {what}\.", lambda: None),
        ])  # fmt: skip

    @staticmethod
    def equal(one: object, other: object) -> None:
        assert one == other

    # ------------------------------------------------------------------------------------------- one state

    def explained(self, texts: list[str]) -> None:
        self.step: Step | None = None
        self.told, self.others = list[tuple[str, int]](), 0
        self.mover, self.ends, self.sure = "", "", ""
        self.certain: set[str] = set()
        self.read_all((text.strip() for text in texts), self.rules())
        steps = {(step.mover, step.target) for step in self.far.steps[self.s]}
        assert len(self.told) == len(set(self.told)) or self.case.coalesce
        assert set(self.told) <= steps
        if not self.case.coalesce:
            assert len(self.told) + self.others == len(steps)

    def rules(self) -> list[Rule]:
        s, far = self.s, self.far
        return [
            (rf"For farsighted actors, ({STATE})(?: \(.*\))? (is|is not) stable: it (is|is not) in the largest consistent set\.",
             lambda where, be, same: self.equal([self.state(where), be == "is", same], [s, s in self.consistent, be])),
            (r"No actor and no body can take a step from it\.", lambda: self.equal(far.steps[s], ())),
            (re.escape(LEGEND), lambda: None),
            (r"It is (not )?in the core: (no|some) single step is better at once for all who have to take it\.",
             lambda no, some: self.equal([bool(no), some == "some"], [s not in self.core] * 2)),
            (rf"Nothing deters (\w+) from (?:this step|these steps)\. (?:It|They) may end in (no such state|(?:{LISTED}), (?:which is|all "
             rf"of them) better than {STATE} for {MANY}(?:, whose (?:vote is|votes are) enough)?):", self.open_steps),
            (rf"(\w+) ({MOVE})\.", self.open_step),
            (r"(\d+) other steps? (?:is|are) deterred\.", self.count_others),
            (rf"This step is deterred: (\w+) ({MOVE})\.", self.deterred),
            (rf"For (\w+) there is no reason to take (?:this step|these steps): ({LISTED}) is no better, or (\w+) would move back\.",
             self.idle),
            (rf"Certain to be better off in the end: (?:no member|({MANY}), whose (vote is|votes are) not enough)\.", self.certain_ones),
            (rf"It may lead back to ({STATE}), so that (\w+) would gain nothing\.", self.back),
            (rf"It may end in ({STATE}), which is no better for (\w+) than ({STATE})(?:: what decides is .*)?\.", self.no_better),
            (r"The path: (.*)\.", self.path),
        ]  # fmt: skip

    def ends_of(self, target: int) -> set[int]:
        return {e for e in self.consistent if e == target or target in self.far.indirect[e]}

    def steps_to(self, mover: str, target: int) -> Sequence[Step]:
        return [step for step in self.far.steps[self.s] if (step.mover, step.target) == (mover, target)]

    def is_open(self, step: Step) -> bool:
        """Whether some coalition that can take a step prefers every state in which it may end."""
        return any(all(self.far.prefers(c, e, self.s) for e in self.ends_of(step.target)) for c in step.coalitions)

    def open_steps(self, who: str, text: str) -> None:
        (self.mover,) = self.who(who)
        self.ends = text

    def open_step(self, who: str, move: str) -> None:
        assert self.who(who) == [self.mover]
        target = self.move(self.mover, self.s, move)
        assert any(map(self.is_open, self.steps_to(self.mover, target)))
        self.told.append((self.mover, target))
        ends = self.ends_of(target)
        if self.ends == "no such state":
            assert not ends
            return
        match = re.fullmatch(
            rf"({LISTED}), (?:which is|all of them) better than ({STATE}) for ({MANY})(, whose .* enough)?", self.ends
        )
        assert match
        self.states(match[1], ends)
        assert self.state(match[2]) == self.s
        sure = frozenset(self.who(match[3]))
        assert all(self.far.prefers(sure, e, self.s) for e in ends)
        assert any(c <= sure for step in self.steps_to(self.mover, target) for c in step.coalitions)
        assert bool(match[4]) == self.model.is_body(self.mover)

    def count_others(self, k: str) -> None:
        self.others = int(k)

    def deterred(self, who: str, move: str) -> None:
        (mover,) = self.who(who)
        target = self.move(mover, self.s, move)
        steps = self.steps_to(mover, target)
        assert not all(map(self.is_open, steps))
        self.mover, self.target = mover, target
        self.told.append((mover, target))

    def idle(self, who: str, which: str, same: str) -> None:
        (mover,) = self.who(who)
        assert same == who
        targets = {t for m, t in {(step.mover, step.target) for step in self.far.steps[self.s]} if m == mover}
        named = [t for t in targets if self.is_named(which, t)]
        self.states(which, named)
        for t in named:
            better = self.model.rank(mover, t) > self.model.rank(mover, self.s)
            assert not better or self.s in self.model.um(mover, t)
            assert not any(map(self.is_open, self.steps_to(mover, t)))
            self.told.append((mover, t))

    def is_named(self, text: str, t: int) -> bool:
        if self.case.states is not None:
            return f"{list(self.case.states)[t]} (" in text
        return str(t + 1) in re.findall(r"\d+", text)

    def certain_ones(self, who: str | None, verb: str | None) -> None:
        ends = self.ends_of(self.target)
        sure = set(self.who(who))
        assert all(self.far.prefers(frozenset({a}), e, self.s) for a in sure for e in ends)
        assert verb is None or (verb == "vote is") == (len(sure) == 1)
        if not self.case.coalesce:
            (step,) = self.steps_to(self.mover, self.target)
            assert not any(c <= sure for c in step.coalitions)

    def back(self, where: str, who: str) -> None:
        assert self.state(where) == self.s
        assert self.who(who)
        self.end = self.s
        assert self.s in self.ends_of(self.target)

    def no_better(self, where: str, who: str, than: str) -> None:
        self.end = self.state(where)
        (actor,) = self.who(who)
        assert self.state(than) == self.s
        assert self.end in self.ends_of(self.target)
        assert self.model.rank(actor, self.end) <= self.model.rank(actor, self.s)

    def path(self, text: str) -> None:
        here = self.target
        for part in text.split("; then "):
            who, move = part.split(" ", 1)
            (mover,) = self.who(who)
            after = self.move(mover, here, move)
            steps = [step for step in self.far.steps[here] if (step.mover, step.target) == (mover, after)]
            # Everybody who takes a step prefers the end to where it is taken.
            assert any(self.far.prefers(c, self.end, here) for step in steps for c in step.coalitions)
            here = after
        assert here == self.end


def test_what_is_said_of_farsighted_actors_is_so() -> None:
    read_cases(drawn_cases(range(30), max_options=3), lambda case: SaidOfForesight(case).run())
