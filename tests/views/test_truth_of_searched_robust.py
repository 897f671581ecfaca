"""Every sentence about the robustness of a searched case, read back and held against the reference."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from functools import cached_property
from random import Random
from typing import Any

from cases import random_case
from countermove.analysis.robustness.robustness import Robustness, robust
from countermove.game.searched import searched_game
from reference import Model
from reference_paths import chances
from reference_robustness import drawn_cases, places
from sentences import Rule, failing_as, sentences, share_is
from views.robust_models import doubted
from views.robust_sentences import CHANCE, OUTCOMES, SHARE, RobustReader, is_share


class SearchedReader(RobustReader):
    """What is said of a case as if its states were too many to list; outcomes have places, not numbers."""

    def answered(self, **settings: Any) -> Robustness:
        return robust(searched_game(self.case), **settings)

    def check(self) -> None:
        drawn, *outcomes = self.sections(self.page)
        texts = [one for _, _, text in self.texts(drawn) for one in sentences(text)]
        for one in texts:
            self.read(one, [*self.drawn_rules(), *self.extent_rules()])
        self.check_drawn(set(texts))
        self.codes: list[int] = []
        nash = self.model.equilibria("nash")
        if not nash:
            ((_, _, text),) = self.texts(outcomes[0])
            assert text == "No Nash equilibrium was found in the case as written, so no change can break one."
        else:
            assert len(outcomes) == min(OUTCOMES, len(nash))
            for place, section in enumerate(outcomes):
                assert section.title == f"Outcome {place + 1}"
                self.check_place(place, self.texts(section))
        (table,) = self.tables(self.page)
        self.check_table(table)

    def check_place(self, place: int, items: list[tuple[int, str, str]]) -> None:
        what = items.pop(0)[2].removesuffix(".")
        if place:
            self.codes.append(self.differing(what.removeprefix("As outcome 1, but "), self.codes[0]))
            assert what.startswith("As outcome 1, but ")
        else:
            self.codes.append(self.doing(what))
        self.here = self.model.state_of[self.codes[-1]]
        texts = [(depth, one) for depth, _, text in items for one in sentences(text)]
        self.listed = [one for depth, one in texts if depth]
        said = [one for depth, one in texts if not depth]
        for one in said:
            self.read(one, [*self.walk_rules(), *self.outcome_rules()])
        self.check_complete(f"{' '.join(said)} lead there from the status quo")

    def extent_rules(self) -> list[Rule]:
        nash = len(self.model.equilibria("nash"))
        return [
            (r"The one Nash equilibrium of the case as written was tried in each model, exactly\.", lambda: self.same(nash, 1)),
            (r"The (\d+) Nash equilibria of the case as written were tried in each model, exactly\.",
             lambda n: self.same(int(n), nash)),
            (r"In each model, 3 walks of improvements were followed from the status quo\.",
             lambda: self.same(self.model.status_quo is None, False)),
            (r"The states in which walks ended most often were tried as well\.",
             lambda: self.same(self.model.status_quo is None, False)),
            (r"Other equilibria of the models drawn were not searched for\.", lambda: None),
        ]  # fmt: skip

    def walk_rules(self) -> list[Rule]:
        return [
            (rf"Walks of improvements from the status quo ended there in {SHARE}\.", self.ended),
            (r"Walks of improvements from the status quo ended there in no model\.", lambda: self.ended_in(0, 0)),
        ]

    def ended(self, all_: str | None, none: str | None, share: str | None, interval: str | None) -> None:
        counts = [n for n in range(self.draws + 1) if self.is_count(n, all_, none, share, interval)]
        self.ended_in(min(counts), max(counts))

    def is_count(self, n: int, *share: str | None) -> bool:
        try:
            self.share_words(n, *share)
        except AssertionError:
            return False
        return True

    def ended_in(self, least: int, most: int, here: int | None = None) -> None:
        """Walks can end only where chance leads, and must end where all chance leads."""
        sure, possible = self.walked
        here = self.here if here is None else here
        assert sure[here] <= most
        assert least <= possible[here]

    @cached_property
    def walked(self) -> tuple[Counter[int], Counter[int]]:
        """In how many draws all random improvement walks end in a state, and in how many some do."""
        sure, possible = Counter[int](), Counter[int]()
        for k in range(self.draws):
            (drawn,) = drawn_cases(self.case, self.settings["seed"], k, self.noise[:1])
            model = Model(drawn)
            assert model.status_quo is not None
            for states, chance in chances(model, model.status_quo).items():
                for s in states if len(states) == 1 else ():
                    possible[s] += 1
                    sure[s] += chance == 1
        return sure, possible

    def check_table(self, table: Any) -> None:
        first = 0
        for place, row in enumerate(table.rows):
            cells = [cell.replace("\u00a0", " ") for cell in row]
            code = self.differing(cells[1].removeprefix("as 1, but "), first) if place else self.doing(cells[1])
            first = first if place else code
            s = self.model.state_of[code]
            if table.columns[2] == "walks end":
                sure, possible = self.walked
                share = [n for n in range(self.draws + 1) if is_share(cells[2], n, self.draws)]
                assert sure[s] <= max(share)
                assert min(share) <= possible[s]
            for (held, _, _), cell in zip(self.levels, cells[-len(self.levels) :], strict=True):
                assert cell.endswith("*") == (s in self.model.equilibria("nash"))
                share_is(cell.rstrip("* "), Fraction(held["nash"][s], self.draws))
        for level, column in zip(self.noise, table.columns[-len(self.levels) :], strict=True):
            self.chance_is(column.replace("\u00a0", " ").removeprefix("noise ").removesuffix(" %"), level)
        for note in table.notes:
            for one in sentences(note):
                self.read(one, self.searched_notes())

    def searched_notes(self) -> list[Rule]:
        return [
            (r"Under each noise level: the share of the models in which the state is a Nash equilibrium\.", lambda: None),
            (r"\*: it is one in the case as written\.", lambda: None),
            (rf"walks end: the share of the models at noise {CHANCE} in which one of 3 walks of improvements from the status quo "
             r"ended there\.", lambda level: self.chance_is(level, self.noise[0])),
        ]  # fmt: skip

    def are_place(self, text: str, actor: str, place: int) -> bool:
        entry = (self.case.actors[actor].ranking or ())[place]
        return text == re.sub(r", (?=[^,]*$)", " and ", ", ".join([entry] if isinstance(entry, str) else entry))


def one_searched(seed: int) -> set[str]:
    """What is said of one random case that is searched."""
    rng = Random(seed)
    case = random_case(rng, max_options=3, actors=(1, 2), options=(1, 2), coalesce=False)
    case = doubted(rng, case) if seed % 2 else case
    # A search counts the places of a ranking as written, also those that no feasible state is in.
    if any(len(record.ranking) != len(places(case, actor)) for actor, record in case.actors.items() if record.ranking):
        return set()
    noise = ((0.0, 0.4), (0.25,), (0.0,))[seed % 3]
    with failing_as(f"seed {seed}"):
        reader = SearchedReader(case, draws=8, seed=seed, noise=noise)
        reader.check()
    return reader.used


def test_what_is_said_of_random_searched_cases_is_so() -> None:
    for seed in range(16):
        one_searched(seed)
