"""The models of which a page on robustness speaks: which changes of a case they are made with, and what breaks an outcome."""

from __future__ import annotations

from functools import cached_property
from random import Random
from typing import Any

from countermove.analysis.robustness.robustness import Robustness, robust
from countermove.game.compile import compile
from countermove.model.case import Case
from countermove.model.preferences import lines_of
from countermove.views.robustness import robust_page
from preference_sentences import PreferenceReader
from reference import Model, Names
from reference_robustness import changed_cases, drawn_changes, tallied

Change = tuple[str, tuple[Any, ...]]


class ModelReader(PreferenceReader[Model]):
    """What is said of how robust the outcomes of a listed case are."""

    def __init__(self, case: Case, concepts: tuple[str, ...] = ("nash",), **settings: Any) -> None:
        super().__init__(case, Model(case))
        self.concepts, self.settings = concepts, settings
        self.noise: tuple[float, ...] = settings["noise"]
        self.draws: int = settings["draws"]
        self.answer = self.answered(concepts=concepts, workers=1, **settings)
        self.page = robust_page(self.answer, 100)
        self.left_out = {key: settings[key] for key in ("drop_options", "drop_actors") if key in settings}
        self.levels = tallied(case, settings["seed"], self.draws, self.noise, concepts, **self.left_out)
        self.here, self.concept = 0, "nash"
        self.listed: list[str] = []

    def answered(self, **settings: Any) -> Robustness:
        return robust(compile(self.case), **settings)

    @cached_property
    def changes(self) -> dict[Change, Case]:
        """All single changes, by actor, and the case after each."""
        return {(actor, change): case for actor in self.case.actors for change, case in changed_cases(self.case, actor)}

    @cached_property
    def together(self) -> dict[Change, int]:
        """In how many draws each change is part of the model at the last noise level."""
        counts: dict[Change, int] = {}
        for k in range(self.draws):
            for change in drawn_changes(self.case, self.settings["seed"], k, self.noise):
                counts[change] = counts.get(change, 0) + 1
        return counts

    @property
    def is_certain(self) -> bool:
        """Whether all models at the first noise level are the case as written."""
        can_swap = self.noise[0] > 0 and bool(self.of_kind("exchange"))
        return not can_swap and not any(self.uncertain()) and not any(self.left_out.values())

    def is_drawn(self, change: Change) -> bool:
        """Whether models contain a change: a swap, an order, or what becomes of an uncertain statement."""
        actor, (k, kind, part, _) = change
        if kind in ("exchange", "order"):
            return True
        line = lines_of((self.case.actors[actor].prefers or ())[k])[part or 0]
        if line.sure == 1:
            return False
        if line.otherwise is None:
            return bool(kind == "dropped")
        # Another statement that says the same is the same change.
        names, codes = Names(self.case.option_rows), [int(raw) for raw in self.model.state_of]
        new = [names.holds(line.otherwise.tree, code, actor) for code in codes]
        old = [names.holds(line.that.tree, code, actor) for code in codes]
        return bool(
            kind == "otherwise"
            or (kind == "dropped" and len(set(new)) == 1)
            or (kind == "negated" and all(a != b for a, b in zip(old, new, strict=True)))
        )

    def is_plausible(self, change: Change) -> bool:
        """Whether a change is one that models are made with, not only one that comes to the same."""
        actor, (k, kind, part, _) = change
        if kind in ("exchange", "order"):
            return True
        line = lines_of((self.case.actors[actor].prefers or ())[k])[part or 0]
        return line.sure < 1 and bool(kind == ("dropped" if line.otherwise is None else "otherwise"))

    def broken(self, case: Case) -> bool:
        return self.here not in Model(case).equilibria(self.concept)

    @cached_property
    def _breakers(self) -> dict[tuple[int, str], list[Change]]:
        return {}

    @property
    def breakers(self) -> list[Change]:
        key = (self.here, self.concept)
        if key not in self._breakers:
            self._breakers[key] = [change for change, case in self.changes.items() if self.broken(case)]
        return self._breakers[key]


def doubted(rng: Random, case: Case) -> Case:
    """The case with other uncertain statements: some whose alternative is their negation, is always true, or is certain."""
    data = case.model_dump(by_alias=True, exclude_defaults=True)
    for record in data["actors"].values():
        for k, entry in enumerate(record.get("prefers", ())):
            if isinstance(entry, dict) and "that" in entry and rng.random() < 0.7:
                that = str(entry["that"])
                other = rng.choice((f"not ({that})", "true", that, None))
                sure = rng.choice(("0.4", "0.4", "1"))
                record["prefers"] = [*record["prefers"]]
                record["prefers"][k] = {"that": that, "sure": sure} | ({} if other is None else {"otherwise": other})
    return Case.model_validate(data)
