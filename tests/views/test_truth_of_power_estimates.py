"""Every sentence and figure about the power in a body whose rule is too large to be counted, held against the reference.

The reference counts every coalition, so the bodies are small ones; that they are too large is only pretended, which is the
one thing that the reference cannot say.
"""

from __future__ import annotations

import re
from math import sqrt
from random import Random
from typing import Any
from unittest.mock import patch

from cases import case_of
from countermove.analysis.power import exact, games
from countermove.analysis.power.power import counted
from countermove.game.voting import compile_vote
from sentences import Rule, failing_as, number
from views.test_truth_of_power import PowerReader

DRAWS = 4_000
SIGMAS = 6
"""Standard errors by which no figure is off."""
NAMES = ("ba", "be", "bi", "bo", "bu", "da", "de", "di", "do", "du", "fa", "fe", "fi", "fo")
FIGURE = r"(not known|[<>]? ?[\d.e-]+)(?: ± ([\d.e-]+))?"


class EstimateReader(PowerReader):
    """What is said of a body of which at least the orders are drawn; `counts` says whether coalitions are counted."""

    def __init__(self, case: Any, counts: bool) -> None:
        self.counts = counts
        super().__init__(case, "house", (), draws=DRAWS)
        self.put_aside = {self.names[place] for place in self.free.dummies}

    def check(self) -> None:
        super().check()
        texts = " ".join(item.text for item in self.sections(self.page)[0].items)
        assert ("The figures are estimated" in texts, "Shapley-Shubik is estimated" in texts) == (
            not self.counts,
            self.counts,
        )
        assert ("were not counted" in texts) == (not self.counts)
        assert ("all cases (" in texts) == self.counts

    @property
    def free(self) -> games.FreePart:
        """What is left of the rule without those who are required, or never decide."""
        rule = compile_vote(self.case, self.body, self.rule, {a: k for k, a in enumerate(self.case.actors)})
        return games.free_part(games.simple_game(rule, range(len(self.case.actors))))

    def certain_dummies(self) -> set[str]:
        # Where coalitions are drawn, a vote that decided in none of them may decide in one that was not drawn.
        return self.power.dummies if self.counts else self.put_aside & self.power.dummies

    def rules(self) -> list[Rule]:
        count = "too many voters with too many different weights"
        return [
            (r"The figures are estimated from ([\d,]+) random draws; standard errors stand after ±\.", self.drawn),
            (r"Shapley-Shubik is estimated from ([\d,]+) random draws; standard errors stand after ±\.", self.drawn),
            (rf"The rule has {count} to count every case\.", lambda: None),
            (r"The minimal (?:winning|blocking) coalitions were not counted: there are too many\.",
             lambda: self.same(self.counts, False)),
            (r"If each is for or against, the change passes in almost none of all cases\.",
             lambda: self.is_near(0.0, float(self.power.power_to_act), self.act_error())),
            *super().rules(),
        ]  # fmt: skip

    def drawn(self, draws: str) -> None:
        assert number(draws) == DRAWS

    def act_error(self) -> float:
        """The standard error of the share of coalitions that pass: those without a required voter are not drawn."""
        share = 0.5 ** len(self.power.vetoes)
        act = min(1.0, float(self.power.power_to_act) / share)
        return share * sqrt(act * (1 - act) / DRAWS)

    def passes_in(self, share: str, count: str | None, total: str | None) -> None:
        if self.counts:
            super().passes_in(share, count, total)
            return
        assert not count
        said = 0.9995 if share == "over 99.9 %" else float(share.removesuffix(" %")) / 100
        self.is_near(said, float(self.power.power_to_act), self.act_error() + 0.0005)

    @staticmethod
    def is_near(said: float, true: float, error: float) -> None:
        assert abs(said - true) <= SIGMAS * error + 1e-9, (said, true, error)

    def check_table(self, table: Any) -> None:
        voters = 0
        for who, *cells in table.rows:
            group = re.fullmatch(r"each of (\d+): (.+)", who)
            names, more = self.counted(group[2] if group else who, "and")
            named = self.who(names, "and")
            voters += int(group[1]) if group else 1
            assert len(named) + more == (int(group[1]) if group else 1)
            for actor in named:
                self.check_row(actor, cells)
        assert voters == len(self.names)
        assert (len(table.rows) < len(self.names)) <= (len(self.names) > 12)

    def check_row(self, actor: str, cells: list[str]) -> None:
        ours = self.power
        act, act_error = float(ours.power_to_act), 0.0 if self.counts else self.act_error()
        absolute, orders = float(ours.banzhaf_absolute[actor]), float(ours.shapley_shubik[actor])
        (turned, error), (pivotal, own) = self.figure(cells[2]), self.figure(cells[0])
        assert (error is None) == self.counts or actor in self.put_aside
        self.near_cell(cells[0], pivotal, orders, own or 0)
        self.near_cell(cells[2], turned, absolute, error or 0)
        # The other figures are ratios of these: their errors follow, to the first order, and are not written.
        slack = (error or 0) + absolute * act_error / max(act, 1e-9)
        others = [ours.banzhaf[actor], ours.prevent[actor], ours.initiate[actor]]
        scales = [float(sum(ours.banzhaf_absolute.values())), 2 * act, 2 * (1 - act)]
        for cell, true, scale in zip((cells[1], cells[3], cells[4]), others, scales, strict=True):
            value, none = self.figure(cell)
            assert none is None
            self.near_cell(cell, value, float(true), 0 if self.counts else 2 * slack / scale + 0.02 * float(true))

    def near_cell(self, cell: str, said: float, true: float, error: float) -> None:
        rounding = 0.0001 if cell.startswith(("<", ">")) else 0.0005 * true + 1e-9
        assert abs(said - true) <= SIGMAS * error + rounding, (cell, true, error)
        # A figure without an error is exact: nothing is nothing, all is all.
        if not error:
            assert (cell == "0") == (true == 0)
            assert (cell == "1") == (true == 1)

    @staticmethod
    def figure(cell: str) -> tuple[float, float | None]:
        """A figure and its standard error."""
        match = re.fullmatch(FIGURE, cell)
        assert match, cell
        return float(match[1].strip("<> ")), None if match[2] is None else float(match[2])


def house(rng: Random, size: int) -> Any:
    """A body of some size that weighs votes, with or without vetoes, named dummies and a second condition."""
    names = NAMES[:size]
    weights = {a: str(rng.choice((0, 1, 1, 2, 3, 5, 8, 13))) for a in names}
    weights[names[0]] = "3"
    rule: dict[str, Any] = {"quota": f"{rng.choice((35, 50, 60, 75))}%", "weights": weights}
    if rng.random() < 0.4:
        rule = {"veto": rng.sample(names, rng.randint(1, 2)), "also": rule}
    if rng.random() < 0.3:
        rule = {"all": [rule, {"quota": str(size // 2)}]}
    body = {"members": list(names), "decides": rule, "options": {"q": {}}}
    return case_of(actors={a: {} for a in names}, bodies={"house": body})


def sums_only(free: games.FreePart) -> Any:
    """Exact counts that do not tell coalitions of one size from those of another; None where the rule is no weighted vote."""
    game = games.threshold_game(free) if free.kinds else None
    return exact.by_series(game, False) if game is not None and game.is_pure and any(game.weights) else None


def test_what_is_said_of_estimates_is_so() -> None:
    tried = {True: 0, False: 0}
    for seed in range(22):
        rng = Random(seed)
        case = house(rng, rng.randint(4, 8) if seed % 11 else 13)
        for counts in (True, False):

            def pretended(free: games.FreePart, counts: bool = counts) -> Any:
                return (sums_only(free) if counts else None) if free.kinds else counted(free)

            with failing_as(f"seed {seed}, {counts}"), patch("countermove.analysis.power.power.counted", pretended):
                try:
                    reader = EstimateReader(case, counts)
                except ZeroDivisionError:
                    continue
                if reader.answer.estimated and ("banzhaf" in reader.answer.estimated) != counts:
                    reader.check()
                    tried[counts] += 1
    assert tried[True] > 5
    assert tried[False] > 10
