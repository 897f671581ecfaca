"""What a page says of the edits between two cases, read back."""

from __future__ import annotations

import re

from countermove.analysis.compare.comparison import Change
from countermove.model.case import Case
from reference import Model
from sentences import Reader, Rule


def has(case: Case, label: str) -> bool:
    """Whether an actor or a body of a case is called so."""
    return any(case.label(id_) == label for id_ in (*case.actors, *case.bodies))


def id_of(case: Case, label: str) -> str:
    """The id of the actor or body that is called so."""
    return next(id_ for id_ in (*case.actors, *case.bodies) if case.label(id_) == label)


class EditReader(Reader[Model]):
    """What is said of the edits that lead from a case to another."""

    def __init__(self, case: Case, change: Change) -> None:
        super().__init__(case, Model(case))
        self.change, self.side = change, Model(change.side.game.case)

    @staticmethod
    def is_so(condition: bool) -> None:
        assert condition

    def rules(self) -> list[Rule]:
        old, new = self.case, self.side.case
        return [
            (r"Nothing that the analysis uses\.", lambda: self.is_so(not self.change.edits)),
            (r"Left out: (\w+)(?: \(its options: .+\))?\.", lambda who: self.is_so(has(old, who) and not has(new, who))),
            (r"Added: (\w+)(?: \(its options: .+\))?\.", lambda who: self.is_so(has(new, who) and not has(old, who))),
            (r"Options of (\w+) left out: (.+)\.", lambda who, names: self.options(who, names, old, new)),
            (r"Options of (\w+) added: (.+)\.", lambda who, names: self.options(who, names, new, old)),
            (r"Conditions for moves of (\w+) changed(?:: (.+))?\.", self.moves_changed),
            (r"Preferences changed: (\w+)\.", self.preferences_changed),
            (r"The members of (\w+) are now (.+)\.", self.members),
            (r"Rule of (\w+)(?:: (.+?))? changed; before: .+; now: .+", self.rule_changed),
            (r"Status quo changed\.", lambda: self.is_so(old.status_quo != new.status_quo)),
            (r"States changed\.", lambda: self.is_so(old.states != new.states)),
            (r"Constraints on what is possible changed\.",
             lambda: self.is_so((old.impossible, old.always) != (new.impossible, new.always))),
            (r"Which combinations count as one state has changed\.", lambda: self.is_so(old.coalesce != new.coalesce)),
            (r"(.+)\.", self.note),
        ]  # fmt: skip

    def options(self, who: str, names: str, has: Case, lacks: Case) -> None:
        owner = id_of(has, who)
        other = {row.full for row in lacks.option_rows}
        wanted = {row.name for row in has.option_rows if row.owner == owner and row.full not in other}
        assert set(re.findall(r'"([^"]*)"', names)) == wanted

    def moves_changed(self, who: str, names: str | None) -> None:
        owner = id_of(self.case, who)
        if self.case.is_graph:
            assert self.case.actors[owner].moves != self.side.case.actors[owner].moves
            return
        records = [{row.name: (row.record.change, row.record.needs) for row in case.option_rows if row.owner == owner}
                   for case in (self.case, self.side.case)]  # fmt: skip
        for name in re.findall(r'"([^"]*)"', names or ""):
            assert records[0][name] != records[1][name]

    def preferences_changed(self, who: str) -> None:
        actor = id_of(self.case, who)
        one, other = self.case.actors[actor], self.side.case.actors[actor]
        assert (one.prefers, one.ranking, one.worth) != (other.prefers, other.ranking, other.worth)

    def members(self, who: str, names: str) -> None:
        body = id_of(self.side.case, who)
        members = [self.side.case.label(member) for member in self.side.case.bodies[body].members]
        assert re.split(r", | and ", names) == members

    def rule_changed(self, who: str, names: str | None) -> None:
        body = id_of(self.side.case, who)
        rules = [{row.name: case.rule_of(row) for row in case.option_rows if row.owner == body}
                 for case in (self.case, self.side.case)]  # fmt: skip
        if names:
            assert all(rules[0][name] != rules[1][name] for name in re.findall(r'"([^"]*)"', names))
        else:
            assert self.case.bodies[body].decides != self.side.case.bodies[body].decides

    def note(self, text: str) -> None:
        assert text.lower() in [note.lower() for note in self.change.side.notes] or any(
            text.lower() in note.lower() for note in self.change.side.notes
        ), text
