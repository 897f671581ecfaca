"""Every sentence and cell on coalitions, read back and held against the reference; what cannot be read fails."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from random import Random

from cases import graph, random_case, random_graph_case
from countermove.analysis.coalitions import coalitions
from countermove.game.compile import compile
from countermove.model.case import Case
from countermove.text.blocks import Table, Verbatim
from countermove.views.coalitions import coalition_page
from reference_deals import DealModel
from sentences import DEEDS, MANY, STATE, Reader, Rule, read_cases

LABELS = {"cnash": "CNash", "cgmr": "CGMR", "csmr": "CSMR", "cseq": "CSEQ"}
ALONE = {"cnash": ("nash", "Nash"), "cgmr": ("gmr", "GMR"), "csmr": ("smr", "SMR"), "cseq": ("seq", "SEQ")}
ANSWERED = {"cnash": "", "cgmr": " and no answer", "csmr": " and no answer", "cseq": " and no credible answer"}


class SaidOfCoalitions(Reader[DealModel]):
    """What the page on coalitions says of a case under one concept."""

    def __init__(self, case: Case, concept: str, pareto: bool) -> None:
        super().__init__(case, DealModel(case))
        self.concept, self.pareto = concept, pareto
        self.tried = list(self.model.coalitions(len(self.model.actors)))
        self.gains = {
            s: {h: gains for h in self.tried if (gains := self.model.undeterred(concept, h, s, pareto))}
            for s in range(self.size)
        }
        self.together = {s for s in range(self.size) if not self.gains[s]}
        self.alone = self.model.equilibria(ALONE[concept][0])

    def run(self) -> None:
        game = compile(self.case)
        text, table = coalition_page(coalitions(game, concept=self.concept, pareto=self.pareto), None)
        assert isinstance(text, Verbatim)
        first, second = text.text.split("\n")
        self.read_all([first, *re.split(r"(?<=\.) (?=[A-Z0-9])", second)], self.rules())
        assert isinstance(table, Table)
        self.table(table)

    def rules(self) -> list[Rule]:
        n, both, more = len(self.alone), len(self.alone & self.together), len(self.together - self.alone)
        label = ALONE[self.concept][1]
        gain = "if one member gains and none loses" if self.pareto else "if every member gains"
        answered = ANSWERED[self.concept] and f"{ANSWERED[self.concept]} takes that gain away"
        members = len(self.model.actors)
        size = "one actor" if members == 1 else f"up to {members} actors"
        return [
            (rf"(\d+) coalitions? of {size} (?:was|were) tried\. A coalition leaves a state {gain}{answered} "
             rf"\({LABELS[self.concept]}\)\.", lambda k: self.equal(int(k), len(self.tried))),
            (rf"(\d+) of (\d+) states (is an equilibrium|are equilibria) for actors and bodies alone \({label}\)\.",
             lambda k, every, be: self.equal([int(k), int(every), "is" in be], [n, self.size, n == 1])),
            (r"It is stable against coalitions too\.", lambda: self.equal([n, both], [1, 1])),
            (r"It is not stable against coalitions\.", lambda: self.equal([n, both], [1, 0])),
            (r"None of these is stable against coalitions\.", lambda: self.equal([n > 1, both], [True, 0])),
            (r"All of these are stable against coalitions too\.", lambda: self.equal([n > 1, both], [True, n])),
            (r"(\d+) of these (?:is|are) stable against coalitions too\.",
             lambda k: self.equal([int(k), 0 < both < n], [both, True])),
            (r"(\d+) other states? (?:is|are) stable against coalitions only: a body would leave by a decision of its own\.",
             lambda k: self.equal(int(k), more)),
        ]  # fmt: skip

    @staticmethod
    def equal(one: object, other: object) -> None:
        assert one == other

    def table(self, table: Table) -> None:
        place = {head: k for k, head in enumerate(table.columns)}
        assert ("id" in place) == self.case.is_graph
        said: dict[int, list[frozenset[str]]] = {}
        s = -1
        for row in table.rows:
            if row[0]:
                s = int(row[0]) - 1
                said[s] = []
                assert (row[place["alone"]] == "E") == (s in self.alone)
                assert (row[place["together"]] == "E") == (s in self.together)
            who, moves = row[-2:]
            if who == "nobody":
                assert s in self.together
            elif match := re.fullmatch(r"and (\d+) more", who):
                assert int(match[1]) == len(self.least(s)) - len(said[s])
            else:
                group = frozenset(self.who(who))
                said[s].append(group)
                self.read(moves, [(rf"(.*) \(({STATE})\)", partial(self.leaves, s, group)),
                                   (r"(.*)", partial(self.leaves, s, group, end=None))])  # fmt: skip
        assert set(said) == self.alone | self.together
        for s, groups in said.items():
            assert len(groups) == len(set(groups)) == min(5, len(self.least(s)))
            assert set(groups) <= self.least(s)

    def least(self, s: int) -> set[frozenset[str]]:
        """The coalitions that leave a state, and no part of which does."""
        return {h for h in self.gains[s] if not any(other < h for other in self.gains[s])}

    def leaves(self, s: int, group: frozenset[str], moves: str, end: str | None) -> None:
        """A shortest path of a coalition to a state that it prefers, and that no answer spoils."""
        heres, length = {s}, 0
        for move in moves.split(", then "):
            match = re.fullmatch(rf"(\w+) (moves? to {STATE}|{DEEDS})(?: by the votes of ({MANY}))?", move)
            assert match, move
            (mover,) = self.who(match[1])
            targets = {(here, t) for here in heres for t in self.model.own_steps(group, mover, here)}
            if to := re.fullmatch(rf"moves? to ({STATE})", match[2]):
                heres = {t for _, t in targets if t == self.state(to[1])}
            else:
                deeds = self.deeds(mover, match[2])
                heres = {t for here, t in targets if self.change_or_none(mover, here, t) == deeds}
            assert heres, move
            asked = {a for k in self.model.options_of(mover) for a in self.model.players(self.model.rule_of(mover, k), mover)} \
                if self.model.is_body(mover) else set()  # fmt: skip
            self.some_of(match[3], asked & group)
            length += 1
        if end is not None:
            heres &= {self.state(end)}
        assert heres & self.gains[s][group]
        assert length == self.model.shortest(group, s, self.gains[s][group])

    def change_or_none(self, mover: str, s: int, t: int) -> dict[int, bool] | None:
        """What a mover changes between two states; None where a coalesced state hides it."""
        try:
            return self.change(mover, s, t)
        except AssertionError:
            return None


def test_what_is_said_of_coalitions_is_so() -> None:
    def drawn(seed: int) -> Case:
        rng = Random(seed)
        return random_graph_case(rng, states=(2, 5)) if seed % 3 == 2 else random_case(rng, max_options=4, actors=(1, 3))

    def check(case: Case) -> None:
        for k, concept in enumerate(LABELS):
            SaidOfCoalitions(case, concept, pareto=bool((k + len(case.actors)) % 2)).run()

    read_cases(((seed, drawn(seed)) for seed in range(24)), check)


def test_a_listed_state_is_named_once_and_by_its_id() -> None:
    case = graph("st", f=("st", "t s"), g=("", "t s"))
    answer = coalitions(compile(case))
    table = coalition_page(replace(answer, only=answer.game.at(0)), None)[-1]
    assert isinstance(table, Table)
    assert table.columns[1] == "id"
    assert table.rows[0][-2:] == ("F", "F moves to t (T)")
