"""Every sentence about smallest changes, read back and held against the reference; a sentence that cannot be read fails."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from random import Random
from typing import Any

import pytest

from cases import case_of, labelled, random_case, random_graph_case
from countermove.analysis.inverse.invert import invert
from countermove.game.compile import compile
from countermove.game.searched import searched_game
from countermove.model.case import Case
from countermove.stability.concept import CONCEPTS
from countermove.views.inverse import inverse_page
from preference_sentences import PreferenceReader
from reference import AGAINST, FOR, Model
from reference_inverse import smallest
from reference_robustness import places
from sentences import Rule, failing_as, number, sentences

LED = " that improvements reach from the status quo"
Variant = tuple[str, tuple[int, ...], tuple[tuple[int, str], ...]]


class InvertReader(PreferenceReader[Model]):
    """What is said of the smallest change of preferences that makes one of some states an equilibrium."""

    def __init__(self, case: Case, wanted: set[int], concept: str, limit: int, **how: Any) -> None:
        super().__init__(case, Model(case))
        self.wanted, self.concept, self.limit, self.how = wanted, concept, limit, how
        self.answer = self.answered()
        self.page = inverse_page(self.answer)
        self.label = CONCEPTS[concept].label
        self.told: list[tuple[list[int], list[str]]] = []
        self.solutions_said: int | None = None

    def answered(self) -> Any:
        game = compile(self.case)
        how = {"reachable": self.how.get("reachable", False), "replace": self.how.get("replacing", False)}
        return invert(game, [game.at(s) for s in sorted(self.wanted)], concept=self.concept, limit=self.limit, **how)

    @cached_property
    def best(self) -> tuple[int | None, set[tuple[int, frozenset[Variant]]]]:
        return smallest(self.case, self.wanted, self.concept, **self.how)

    @property
    def ways(self) -> dict[frozenset[Variant], set[int]]:
        """The changes of the least cost, each with all states that it makes equilibria."""
        found: dict[frozenset[Variant], set[int]] = {}
        for state, changes in self.best[1]:
            found.setdefault(changes, set()).add(state)
        return found

    @property
    def is_led(self) -> bool:
        return bool(self.how.get("reachable"))

    def check(self) -> None:
        (section,) = self.sections(self.page)
        assert section.title.startswith("The smallest change that makes this an equilibrium: ")
        for depth, mark, text in self.texts(section):
            if depth:
                assert mark == "-"
                self.told[-1][1].append(text.removesuffix("."))
            elif re.fullmatch(r"\d+\.", mark):
                way = re.fullmatch(r"To make (.+) an equilibrium, change preferences so that", text)
                assert way, text
                assert mark == f"{len(self.told) + 1}."
                self.told.append((self.numbers(way[1].replace(" or ", ", ")), []))
            else:
                for one in self.split(text):
                    self.read(one, self.rules())
        self.check_ways()

    @staticmethod
    def split(text: str) -> list[str]:
        return [text] if re.match(r"In |Outcome \d+", text) and ": " in text else sentences(text)

    # -------------------------------------------------------------------------------------- the answer

    def rules(self) -> list[Rule]:
        target = rf"an equilibrium under {re.escape(self.label)}({LED})?"
        return [
            (rf"It takes (\d+) changes? of preferences to make a target state {target}; "
             r"there (?:is|are) (one|[\d,]+) (way|ways|solutions, each a change for one state)\.", self.it_takes),
            (r"Nothing smaller is enough \(proved\)\.", lambda: None),
            (r"The target is true in no feasible state, so no change of preferences is enough\.", lambda: self.empty(self.wanted)),
            (rf"No new order of these actors' preferences(, with or without statements replaced,)? is enough \(proved\): "
             rf"no target state becomes {target}\.", self.no_order_is_enough),
            (r"Replaced statements were not tried; --replace tries them\.", self.tried_without),
            (r"(No preference|Nothing) has to change: (.+?)( and ([\d,]+) more)? (?:is|are) already (?:an equilibrium|equilibria) "
             rf"under {re.escape(self.label)}\.", self.already),
            (r"(?:It is|They are) stable once (?:it is|they are) reached, but no improvements lead (there|to those that are named)"
             r" from the status quo\.", lambda _: self.led_to(set())),
            (r"--reachable looks for a change that opens a path\.", lambda: self.led_to(set())),
            (r"Improvements lead there from the status quo\.", lambda: self.led_to(set(self.named))),
            (r"Improvements from the status quo lead to (.+), but not to (.+)\.", self.some_led),
            (r"In a ranking each pair of states that changes its order counts as one change\.", self.of_rankings),
            (r"In (.+?): (.+)\.", self.described),
            (r"([\d,]+) more solutions? costs? as much, (?:a change|each) for one state; --limit shows more\.", self.more),
        ]  # fmt: skip

    def of_rankings(self) -> None:
        ways = {actor for _, changes in self.best[1] for actor, _, _ in changes}
        assert any(self.case.actors[actor].ranking is not None for actor in ways)

    @staticmethod
    def empty(states: Iterable[int]) -> None:
        assert not states

    def it_takes(self, cost: str, led: str | None, count: str, what: str) -> None:
        assert int(cost) == self.best[0] != 0
        assert bool(led) == self.is_led
        many = 1 if count == "one" else number(count)
        assert many == (len(self.best[1]) if what.startswith("solutions") else len(self.ways))

    def no_order_is_enough(self, replaced: str | None, led: str | None) -> None:
        assert self.best[0] is None
        assert bool(led) == self.is_led
        assert bool(replaced) == self.is_replacing

    def tried_without(self) -> None:
        assert not self.is_replacing
        assert any(actor.prefers is not None for actor in self.case.actors.values())

    @property
    def is_replacing(self) -> bool:
        return bool(self.how.get("replacing", False))

    @property
    def here(self) -> set[int]:
        """The target states that are equilibria as written, and reached where this is asked."""
        states = set(self.model.equilibria(self.concept)) & self.wanted
        return states & self.reached if self.is_led else states

    @cached_property
    def reached(self) -> set[int]:
        now = self.model.status_quo
        return set() if now is None else set(self.model.reachable_from(now)["improvements"])

    def already(self, what: str, names: str, _: str | None, more: str | None) -> None:
        assert self.best[0] == 0
        self.named = self.numbers(names.replace(" and ", ", "))
        assert set(self.named) <= self.here
        assert len(self.named) + number(more or "0") == len(self.here)
        # Stable without a way there is half of what was asked for: then it is not said that nothing has to change.
        is_cut_off = self.model.status_quo is not None and not set(self.named) & self.reached
        assert (what == "No preference") == is_cut_off

    def led_to(self, states: set[int]) -> None:
        assert self.model.status_quo is not None
        assert set(self.named) & self.reached == states

    def some_led(self, led: str, others: str) -> None:
        assert set(self.numbers(led.replace(" and ", ", "))) == set(self.named) & self.reached
        assert set(self.numbers(others.replace(" and ", ", "))) == set(self.named) - self.reached

    def described(self, name: str, text: str) -> None:
        """What is done in a state: options with commas, owners with semicolons."""
        state = self.state(name)
        if text == "no option is taken":
            text = "Nobody does anything"
        self.done_in(
            re.sub(r", (?!or not)", "; ", text).replace("; ", ". ") if ": " not in text else self.by_owner(text), state
        )

    @staticmethod
    def by_owner(text: str) -> str:
        owners = re.split(r"; (?=\w+: )", text)
        return ". ".join(re.sub(r", (?!or not)", "; ", owner) for owner in owners)

    def more(self, count: str) -> None:
        assert number(count) == len(self.best[1]) - self.limit

    # ------------------------------------------------------------------------------------------- the ways

    def check_ways(self) -> None:
        """Each way is one of the reference, with the states that it makes equilibria; without a limit all of them are told."""
        if not self.best[0]:
            assert not self.told
            return
        left = dict(self.ways)
        for states, lines in self.told:
            (way,) = (changes for changes in left if self.is_way(lines, changes))
            told = left.pop(way)
            assert set(states) <= told
            assert len(self.best[1]) > self.limit or set(states) == told
        assert len(self.best[1]) > self.limit or not left
        of_rankings = {actor for _, changes in self.best[1] for actor, _, _ in changes if self.case.actors[actor].ranking}
        assert bool(of_rankings) == any("In a ranking" in pattern for pattern in self.used)

    def is_way(self, lines: list[str], changes: frozenset[Variant]) -> bool:
        rest = list(lines)
        for actor, order, replaced in changes:
            for said in self.expected(actor, order, replaced):
                match = next((line for line in rest if said(line)), None)
                if match is None:
                    return False
                rest.remove(match)
        return not rest

    def expected(self, actor: str, order: tuple[int, ...], replaced: tuple[tuple[int, str], ...]) -> list[Any]:
        """What has to be said of an actor: each statement that is replaced, and the order of those that change places."""
        found: list[Any] = []
        for k, kind in replaced:
            change = (k, "negated" if kind == "negation" else "otherwise", None, None)
            found.append(lambda line, change=change: self.is_change(line, actor, change))
        moved = [place for place, k in enumerate(order) if k != place]
        part = order[moved[0] : moved[-1] + 1] if moved else ()
        if len(part) == 2:
            found.append(lambda line: self.ranks_above(line, actor, part[0], part[1]))
        elif part:
            found.append(lambda line: self.is_order(line, actor, part))
        return found

    def is_order(self, line: str, actor: str, order: tuple[int, ...]) -> bool:
        match = re.fullmatch(rf"the order for {self.case.label(actor)} becomes: (.+)", line)
        if not match:
            return False
        parts = match[1].split(", then ")
        record = self.case.actors[actor]
        if len(parts) != len(order):
            return False
        if record.ranking is not None:
            return all(self.are_place(part, actor, k) for part, k in zip(parts, order, strict=True))
        for part, k in zip(parts, order, strict=True):
            quoted = re.fullmatch(rf"(.+) \((?:statement|group) {k + 1}\)", part)
            if not quoted or not self.is_entry(quoted[1], (record.prefers or ())[k], actor):
                return False
        return True


class SearchedReader(InvertReader):
    """What is said of a case as if its states were too many to list: Nash, statements only, and outcomes by places."""

    def __init__(self, case: Case, wanted: set[int], where: str, limit: int, **how: Any) -> None:
        self.where, self.codes = where, list[int]()
        super().__init__(case, wanted, "nash", limit, **how)

    def answered(self) -> Any:
        how = {"reachable": self.how.get("reachable", False), "replace": self.how.get("replacing", False)}
        return invert(searched_game(self.case), self.where, limit=self.limit, **how)

    def rules(self) -> list[Rule]:
        return [
            (rf"It takes (\d+) changes? of preferences to make a target state a Nash equilibrium({LED})?; "
             r"there (?:is|are) (one|[\d,]+) (way|ways|solutions, each a change for one state)\.", self.it_takes),
            (rf"No new order of these actors' preferences(, with or without statements replaced,)? is enough \(proved\): "
             rf"no target state becomes a Nash equilibrium({LED})?\.", self.no_order_is_enough),
            (r"Replaced statements were not tried; --replace tries them\.", self.tried_without),
            (rf"Nothing has to change: ([\d,]+) target states? (?:is|are) already (?:a Nash equilibrium|Nash equilibria)({LED})?\.",
             self.so_already),
            (r"Whether improvements lead there from the status quo was not tried; --reachable tries it\.", lambda: None),
            (r"Outcome (\d+)(?: \(\"[^\"]*\"\))?: (as outcome 1, but )?(.+)\.", self.outcome),
            (r"([\d,]+) more states? (?:is|are) such equilibria; --limit shows more\.",
             lambda n: self.is_count(number(n), len(self.best[1]) - self.limit)),
            (r"This search does not change rankings and weights: those of (.+) stay as they are\.", self.fixed),
            *super().rules(),
        ]  # fmt: skip

    @staticmethod
    def is_count(said: int, computed: int) -> None:
        assert said == computed

    def so_already(self, count: str, led: str | None) -> None:
        assert bool(led) == self.is_led
        assert number(count) == len(self.here)

    def outcome(self, place: str, other: str | None, text: str) -> None:
        assert int(place) == len(self.codes) + 1
        assert bool(other) == bool(self.codes)
        self.codes.append(self.differing(text, self.codes[0]) if other else self.doing(text))
        assert self.model.state_of[self.codes[-1]] in self.wanted
        assert self.best[0] != 0 or self.model.state_of[self.codes[-1]] in self.here

    def fixed(self, names: str) -> None:
        records = self.case.actors.items()
        assert set(self.who(names, "and")) == {id_ for id_, r in records if r.ranking is not None or r.worth is not None}

    def numbers(self, text: str) -> list[int]:
        return [self.model.state_of[self.codes[int(place) - 1]] for place in re.findall(r"outcome (\d+)", text)]


class RulesReader(PreferenceReader[Model]):
    """What is said of the fewest changes of rules and options: each way is made, and judged by the reference."""

    def __init__(self, case: Case, wanted: set[int], concept: str) -> None:
        super().__init__(case, Model(case))
        self.wanted, self.concept = wanted, concept
        game = compile(case)
        self.page = inverse_page(invert(game, [game.at(s) for s in sorted(wanted)], concept=concept, rules=True, limit=20))
        # By what is done there: a changed case numbers its states anew.
        self.forms = {frozenset(self.model.states[s]) for s in wanted}

    def check(self) -> None:
        (section,) = self.sections(self.page)
        first, *others = self.texts(section)
        label = CONCEPTS[self.concept].label
        cost = re.fullmatch(
            rf"It takes (\d) changes? of rules or options to make a target state an equilibrium under {re.escape(label)}\.",
            first[2],
        )
        already = bool(set(self.model.equilibria(self.concept)) & self.wanted)
        nothing = f"Nothing has to change: a target state is already an equilibrium under {label}."
        none = (
            f"No one or two changes of rules and options make a target state an equilibrium under {label}. More of them may."
        )
        assert already == (first[2] == nothing)
        assert cost or first[2] in (nothing, none), first
        n_changes = int(cost[1]) if cost else 0
        if n_changes == 2 or first[2] == none:
            self.assert_no_direction_does()
        names: list[str] = []
        lines: list[str] = []
        for depth, mark, text in others:
            if text == "Nothing smaller of this kind is enough (proved).":
                assert n_changes
            elif re.fullmatch(r"\d+ more of this cost; --limit shows more\.", text):
                assert len(names) > 0
            elif re.fullmatch(r"\d+\.", mark):
                names, lines = [text], []
            elif mark == "-":
                lines.append(text.removesuffix("."))
                assert len(lines) <= n_changes
            else:
                assert depth == 1
                self.is_so(names[0], lines, text)

    def changed(self, lines: list[str]) -> Case:
        data = self.case.model_dump(by_alias=True, exclude_defaults=True)
        data = {**data, "impossible": [*data.get("impossible", ())], "labels": {}}
        for line in lines:
            match = re.fullmatch(r'(\w+): "([^"]*)" (.+)', line)
            assert match, line
            owner = self.ids[match[1]]
            row = next(row for row in self.case.option_rows if (row.owner, row.name) == (owner, match[2]))
            block = data["bodies" if owner in self.case.bodies else "actors"][owner]["options"][row.id]
            block = block if isinstance(block, dict) else {}
            directions = {"can be taken and dropped": "both", "cannot be dropped once it is taken": "take-only",
                          "can be dropped, but not taken": "drop-only"}  # fmt: skip
            if match[3] in directions:
                block["change"] = directions[match[3]]
            elif match[3] == "can no longer be taken":
                data["impossible"].append(row.full)
            elif decided := re.fullmatch(r"is decided by (unanimity|consensus|majority)", match[3]):
                block["decides"] = decided[1]
            else:
                return self.spared(row, match[3])
            data["bodies" if owner in self.case.bodies else "actors"][owner]["options"][row.id] = block
        return Case.model_validate(data)

    def spared(self, row: Any, words: str) -> Case:
        """Whose consent is no longer needed had a veto, which only the program's own rule can take away."""
        who = re.fullmatch(r"no longer needs the consent of (\w+)", words)
        assert who, words
        stances = dict.fromkeys(self.model.actors, FOR) | {self.ids[who[1]]: AGAINST}
        assert not self.model.passes(self.model.rule_of(row.owner, row.index), row.owner, stances)
        raise LookupError

    def is_so(self, head: str, lines: list[str], text: str) -> None:
        match = re.fullmatch(r"In (.+?)( of the changed case)?: (.+)\.", text)
        assert match, text
        assert bool(match[2]) == bool(lines)
        try:
            model = Model(self.changed(lines)) if lines else self.model
        except LookupError:
            return
        state = PreferenceReader(model.case, model).state(match[1])
        assert frozenset(model.states[state]) in self.forms
        assert state in model.equilibria(self.concept)

    def assert_no_direction_does(self) -> None:
        """Of the single changes those of directions, and of options that can no longer be taken, are tried literally."""
        for row in self.case.option_rows:
            words = ("can be taken and dropped", "cannot be dropped once it is taken", "can be dropped, but not taken")
            for word in (*words, "can no longer be taken"):
                try:
                    model = Model(self.changed([f'{self.case.label(row.owner)}: "{row.name}" {word}']))
                except (ValueError, KeyError):
                    # Such a change rules the status quo out, or leaves the case unsound: it is none.
                    continue
                states = {s for s in model.equilibria(self.concept) if frozenset(model.states[s]) in self.forms}
                assert not states, (row.full, word)


def is_small(case: Case) -> bool:
    sizes = [len(record.prefers or record.ranking or ()) for record in case.actors.values()]
    tied = any(len(record.ranking) != len(places(case, a)) for a, record in case.actors.items() if record.ranking)
    return sum(sizes) <= 6 and max(sizes, default=0) <= 4 and not tied


def one(seed: int) -> set[str]:
    """What is said of one random case; the patterns of the sentences that were read."""
    rng = Random(seed)
    case = random_graph_case(rng, states=(2, 4), actors=(1, 2)) if seed % 4 == 3 else random_case(
        rng, max_options=3, actors=(1, 2), options=(1, 2), bodies=seed % 3 != 0
    )  # fmt: skip
    case = labelled(rng, case) if seed % 5 == 1 else case
    model = Model(case)
    # Mostly states that are no equilibria, so that something has to change.
    states = list(range(len(model.states)))
    concept = ("nash", "gmr", "seq")[seed % 3]
    if seed % 5:
        states = [s for s in states if s not in model.equilibria(concept)] or states
    wanted = set(rng.sample(states, rng.randint(1, len(states)))) if seed % 2 else {rng.choice(states)}
    if not is_small(case) or not any(record.prefers or record.ranking for record in case.actors.values()):
        return set()
    how = {"reachable": model.status_quo is not None and seed % 3 == 1, "replacing": seed % 4 == 2}
    with failing_as(f"seed {seed}"):
        reader = InvertReader(case, wanted, concept, 2 if seed % 7 == 0 else 1000, **how)
        reader.check()
    return reader.used


def one_searched(seed: int) -> set[str]:
    """What is said of one random case that is searched."""
    rng = Random(seed)
    case = random_case(rng, max_options=3, actors=(1, 2), options=(1, 2), coalesce=False)
    if not is_small(case) or not any(record.prefers for record in case.actors.values()):
        return set()
    model = Model(case)
    names = [row.full for row in case.option_rows]
    states = [s for s in range(len(model.states)) if s not in model.equilibria("nash")] or list(range(len(model.states)))
    codes = [int(min(model.states[s], key=int)) for s in rng.sample(states, min(len(states), 1 + seed % 2))]
    literals = [[f"{'' if code >> k & 1 else 'not '}{name}" for k, name in enumerate(names)] for code in codes]
    where = " or ".join(f"({' and '.join(one)})" for one in literals)
    wanted = {model.state_of[code] for code in codes}
    how: dict[str, Any] = {"actors": [id_ for id_, record in case.actors.items() if record.prefers]}
    with failing_as(f"seed {seed}"):
        reader = SearchedReader(case, wanted, where, 1000, **how, replacing=seed % 2 == 0)
        reader.check()
    return reader.used


def one_by_rules(seed: int) -> None:
    """What is said of changes of rules and options in one random case."""
    rng = Random(seed)
    case = random_case(rng, max_options=3, actors=(1, 2), options=(1, 2), coalesce=False)
    states = range(len(Model(case).states))
    with failing_as(f"seed {seed}"):
        RulesReader(case, {rng.choice(list(states))}, ("nash", "gmr")[seed % 2]).check()


@pytest.mark.parametrize("part", range(3))
def test_what_is_said_of_random_cases_is_so(part: int) -> None:
    for seed in range(15 * part, 15 * part + 15):
        one(seed)


def test_what_is_said_of_replaced_statements_is_so() -> None:
    line = {"that": "not x", "sure": "0.5", "otherwise": "x or not x"}
    case = case_of(actors={"ann": {"options": {"x": {}}, "prefers": [line, "x"]}})
    reader = InvertReader(case, {1}, "nash", 10, replacing=True)
    reader.check()
    assert reader.best[0] == 1
    assert len(reader.ways) == 3


def test_what_is_said_of_random_searched_cases_is_so() -> None:
    for seed in range(20):
        one_searched(seed)


def test_what_is_said_of_rules_is_so() -> None:
    for seed in range(12):
        one_by_rules(seed)
