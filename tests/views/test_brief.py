"""The brief as a whole: it fits on a screen, never fails, says what is so, and knows nothing but its case."""

from __future__ import annotations

import re
from codecs import encode
from collections.abc import Callable, Iterator
from io import StringIO
from random import Random
from typing import Any

import pytest
from rich.cells import cell_len

from briefs import brief
from cases import TRAPS, case_of, random_case, random_graph_case
from catalogued import LISTED
from countermove.analysis.equilibria import equilibria
from countermove.analysis.model.assumptions import support
from countermove.catalog import load, load_case
from countermove.errors import printable
from countermove.game.compile import compile
from countermove.io.writing import data_of
from countermove.model.case import Case
from countermove.model.statements import KEYWORDS
from countermove.views.brief import brief as module
from countermove.views.brief.grounds import support_words
from reference import Model

HEADINGS = (
    "WHERE IT SETTLES",
    "HOW IT GETS THERE",
    "WHO GAINS AND WHO LOSES",
    "WHAT HOLDS IT THERE",
    "WHO CAN BLOCK",
    "WHAT THIS RESTS ON",
)
MORE = "  ... (more of this: countermove explain, countermove show)"
OPENING = "european-security-2022"
IN_BRACKETS = " (in brackets: the share of states that are worse for it, today and then)"
"""What the heading of who gains says where a line has to be saved."""


def said(case: Case, scenario: str | None = None, concepts: list[str] | None = None) -> str:
    return brief(equilibria(compile(case, scenario), concepts))


def sections(text: str) -> dict[str, list[str]]:
    """The lines of each section, blank ones left out, by heading; the title stands under an empty one."""
    found: dict[str, list[str]] = {"": []}
    for line in text.replace(IN_BRACKETS, "").split("\n"):
        if line in HEADINGS:
            found[line] = []
        elif line:
            found[list(found)[-1]].append(line)
    return found


def joined(text: str) -> str:
    return " ".join(text.split())


def fits(text: str) -> bool:
    """Whether the text has at most 45 lines of 100 columns, and nothing that upsets a terminal."""
    lines = text.split("\n")
    return len(lines) <= 45 and all(cell_len(line) <= 100 for line in lines) and printable(text) == text


# ------------------------------------------------------------------------------------------- it fits a screen


def catalogue() -> Iterator[tuple[str, str | None]]:
    for id_ in LISTED:
        yield from ((id_, scenario) for scenario in (None, *load_case(id_).scenarios))


@pytest.mark.parametrize(("id_", "scenario"), list(catalogue()))
def test_every_case_of_the_catalogue_fits(id_: str, scenario: str | None) -> None:
    case = load_case(id_)
    text = said(case, scenario)
    assert fits(text)
    assert text.startswith(case.title.split()[0])
    assert (f", scenario {scenario}" in joined(text)) == (scenario is not None)
    assert MORE not in text


@pytest.mark.parametrize("kind", ["options", "levels", "listed"])
def test_random_cases_fit(kind: str) -> None:
    for seed in range(60):
        rng = Random(seed)
        case = random_graph_case(rng) if kind == "listed" else random_case(rng, levels=kind == "levels", max_options=6)
        text = said(case)
        assert fits(text), seed
        assert [heading for heading in sections(text) if heading] == [
            h for h in HEADINGS if h in text.replace(IN_BRACKETS, "").split("\n")
        ]
        assert sections(text)[""] == ["Untitled case"]


SEQUENTIAL = ["nash", "gmr", "smr", "seq", "sseq"]
"""Moves at the same time are as many as the sets of those who would move."""


def many(number: int, **data: Any) -> Case:
    """A case of many movers, at most one of whom acts; all would like to, and nobody likes another to."""
    ids = [f"actor-{k}" for k in range(1, number + 1)]
    actors = {
        a: {
            "name": f"Actor number {a.removeprefix('actor-')}",
            "options": {f"act-{a}": f"Act as {a}"},
            "prefers": [f"act-{a}"],
        }
        for a in ids
    }
    return case_of(actors=actors, always=[f"atmost(1, {', '.join(f'act-{a}' for a in ids)})"], **data)


@pytest.mark.parametrize("number", [2, 12, 20, 31, 60])
def test_many_movers_fit(number: int) -> None:
    text = said(many(number, status_quo=[]), concepts=SEQUENTIAL)
    assert fits(text)
    assert (MORE in text) == (number > 12)
    assert "WHAT THIS RESTS ON" in text
    for heading, lines in sections(text).items():
        assert heading == "" or lines, heading


def test_what_is_cut_is_cut_from_below_and_said_to_be() -> None:
    text = said(many(31, status_quo=[]), concepts=SEQUENTIAL)
    found = sections(text)
    assert len(text.split("\n")) == 45
    for heading, lines in found.items():
        assert MORE not in lines[:-1], heading
        assert lines.count(MORE) <= 1
    assert found["WHERE IT SETTLES"][0].startswith("  Of 32 states, 31 are Nash equilibria")
    assert MORE in found["WHAT HOLDS IT THERE"]


def test_a_body_of_many_decisions_fits() -> None:
    options = {f"q{k}": f"Decide question number {k} of the long agenda of this day" for k in range(10)}
    actors = {f"m{k}": {"prefers": [f"{'not ' * (j % 2)}q{(k + j) % 10}" for j in range(9)]} for k in range(12)}
    council = {"members": list(actors), "decides": "consensus", "options": options}
    case = case_of(title="Council", actors=actors, bodies={"council": council}, status_quo=[])
    text = said(case)
    assert fits(text)
    assert MORE in sections(text)["WHO CAN BLOCK"]


# ------------------------------------------------------------------------------------------- strange names


@pytest.mark.parametrize(
    "name",
    [
        "x" * 5_000,
        "word " * 1_000,
        "日本語" * 400,
        "🙂 " * 300,
        "-" * 300,
        "é" * 300,
    ],
    ids=["one word", "many words", "wide", "emoji", "hyphens", "accents"],
)
def test_very_long_names_fit(name: str) -> None:
    actors = {
        a: {"name": name, "options": {a: {"name": name}}, "prefers": [{"that": a, "sure": "0.5"}, f"not {b}"]}
        for a, b in ("xy", "yx")
    }
    council = {"name": name, "members": ["x", "y"], "decides": "consensus", "options": {"q": name}}
    text = said(case_of(title=name, at=name, actors=actors, bodies={"council": council}, status_quo=[]))
    assert fits(text)
    assert "WHAT THIS RESTS ON" in text


@pytest.mark.parametrize(
    "name",
    [
        r"two\nlines",
        r"a\ttab",
        r"\e[2Jred\e[31m",
        r"back\bspace\r",
        r"\u202eright to left",
        r"zero\u200bwidth",
        r"{braces} %s %d \\1",
        r"  blanks  ",
        r"[bold]markup[/bold]",
        r"<b>&amp;",
        r"WHAT HOLDS IT THERE",
        r"... (state 3). Now it passes; for: X",
        r"\u00a0\u3000",
    ],
)
def test_names_with_odd_characters_do_no_harm(name: str) -> None:
    """Whatever the loader lets through: nothing that a terminal obeys, and no lines of their own."""
    text = f"""
title: "{name}"
actors:
  a: {{name: "{name}", options: {{x: "{name}"}}, prefers: [x, not q]}}
  b: {{name: "{name}", options: {{y: "{name}"}}, prefers: [not x]}}
bodies:
  c: {{name: "{name}", members: [a, b], decides: consensus, options: {{q: "{name}"}}}}
status quo: []
"""
    found = said(load(StringIO(text)))
    assert fits(found)
    lines = found.split("\n")
    assert [line for line in lines[1:] if line in HEADINGS] == list(HEADINGS)


def test_names_that_are_blank_do_no_harm() -> None:
    actors = {"a": {"name": " ", "options": {"x": {"name": " "}}, "prefers": ["x"]}}
    text = said(case_of(title=" ", at=" ", actors=actors, status_quo=[]))
    assert fits(text)
    assert "1 is a Nash equilibrium (2)" in text


def test_the_title_says_when_and_takes_two_lines_at_most() -> None:
    actors = {"a": {"options": {"x": {}}}}
    assert said(case_of(title="Talks", at="2022-01-13", actors=actors)).split("\n")[0] == "Talks (2022-01-13)"
    assert said(case_of(actors=actors)).split("\n")[0] == "Untitled case"
    found = sections(said(case_of(title="long " * 100, actors=actors)))
    assert len(found[""]) == 2


# ----------------------------------------------------------------------------------------- it says what is so

LABELS = ("Nash", "GMR", "SMR", "SEQ", "SSEQ", "SIM", "FH")
CONCEPTS = dict(zip(LABELS, ("nash", "gmr", "smr", "seq", "sseq", "sim", "conflict-analysis"), strict=True))


class Said:
    """What a brief says of a random case of options, held against the reference."""

    def __init__(self, case: Case) -> None:
        self.case, self.model = case, Model(case)
        self.sections = sections(said(case))
        self.text = joined("\n".join(self.sections["WHERE IT SETTLES"]))
        self.held = {label: self.model.equilibria(id_) for label, id_ in CONCEPTS.items()}
        now = self.model.status_quo
        self.reach = None if now is None else self.model.reachable_from(now)

    def part(self, heading: str) -> str:
        return joined("\n".join(self.sections.get(heading, [])))

    def check(self) -> None:
        self.check_nash()
        shown = self.check_outcomes()
        if shown:
            self.check_way(shown[0])
            self.check_stakes(shown[0])
            self.check_temptation(shown[0])
        self.check_support()

    def check_nash(self) -> None:
        nash, size = self.held["Nash"], len(self.model.states)
        if not nash:
            assert self.text.startswith(f"None of {size} states is a Nash equilibrium: ")
            return
        found = re.match(r"Of (\d+) states, (\d+) (?:is a|are) Nash equilibri(?:um|a)(?: \(([\d, and]+)\))?,", self.text)
        assert found
        assert (int(found[1]), int(found[2])) == (size, len(nash))
        assert found[3] is None or states(found[3]) == nash
        first = self.text.partition("better to move to")[2].partition(". ")[0].rstrip(".")
        if self.reach is None:
            assert first == ""
            return
        reached = nash & self.reach["improvements"]
        now = self.model.status_quo
        assert now is not None
        assert f"the status quo, state {now + 1}" in first
        only = re.search(r"only (.*) can be reached", first)
        several = re.search(r"(\d+) of them can be reached", first)
        if "lead to none of them" in first:
            assert not reached
        elif re.search(r", is (it|one of them)", first):
            assert reached == {now}
        elif re.search(r"improvements lead (there|to all of them)", first):
            assert reached == nash
        elif only:
            assert states(only[1]) == reached
        else:
            assert several
            assert int(several[1]) == len(reached)

    def check_outcomes(self) -> list[int]:
        """The outcomes told are the strongest, hold under the concepts named, and are reached as said."""
        pattern = r"State (\d+) holds (firmly|by [a-z ]+) \(([^)]*)\)(, and is the status quo|, and improvements lead there|; only other moves lead there|; no moves lead there)?"
        strength = {s: sum(s in h for h in self.held.values()) for s in range(len(self.model.states))}
        told = re.findall(pattern, self.text)
        for number, _, inside, way in told:
            s = int(number) - 1
            named = set(LABELS) if inside == "all 7 concepts" else set(inside.split(", "))
            assert named == {label for label, h in self.held.items() if s in h}
            assert way == self.way_to(s)
        shown = [int(number) - 1 for number, *_ in told]
        order = sorted((s for s in strength if strength[s]), key=lambda s: (not self.reached(s), -strength[s], s))
        assert shown == order[: len(shown)]
        assert len(shown) == min(4, len(order))
        others = re.search(r"([\d,]+) other states? holds? ", self.text)
        assert (int(others[1].replace(",", "")) if others else 0) == len(order) - len(shown)
        return shown

    def reached(self, s: int) -> bool:
        return self.reach is not None and s in self.reach["improvements"]

    def way_to(self, s: int) -> str:
        if self.reach is None:
            return ""
        if s == self.model.status_quo:
            return ", and is the status quo"
        if self.reached(s):
            return ", and improvements lead there"
        return "; only other moves lead there" if s in self.reach["moves"] else "; no moves lead there"

    def check_way(self, lead: int) -> None:
        text, now = self.part("HOW IT GETS THERE"), self.model.status_quo
        assert (text == "") == (now is None)
        assert text.startswith("It is there already") == (now == lead)
        if now is None or now == lead:
            return
        if "No legal sequence" in text:
            assert self.reach is not None
            assert lead not in self.reach["moves"]
            return
        assert text.startswith("Not by steps that all who take them want") == (not self.reached(lead))
        steps, here = [], now
        labels = {self.case.label(m): m for m in self.model.movers}
        for who, there in re.findall(r"(?<!\w)\d+\. (\w+) (?:takes|drops|moves).*?state (\d+)\)?\.", text):
            steps.append((labels[who], here, int(there) - 1))
            here = int(there) - 1
        assert here == lead
        assert self.model.is_legal_sequence(steps, self.reached(lead), None)

    def check_stakes(self, lead: int) -> None:
        found = re.findall(
            r"  (\w+): (better off|worse off|as well off as today) \((\d+) to (\d+) %\)",
            "\n".join(self.sections["WHO GAINS AND WHO LOSES"]),
        )
        now = self.model.status_quo
        assert [who for who, *_ in found] == ([] if now in (None, lead) else [self.case.label(a) for a in self.model.actors])
        for actor, (_, verdict, before, after) in zip(self.model.actors if found else (), found, strict=True):
            assert now is not None
            ranks = self.model.ranks[actor]
            gain = ranks[lead] - ranks[now]
            assert verdict == ("better off" if gain > 0 else "worse off" if gain < 0 else "as well off as today")
            for share, s in ((before, now), (after, lead)):
                assert abs(int(share) - 100 * sum(r < ranks[s] for r in ranks) / len(ranks)) <= 0.5

    def check_temptation(self, lead: int) -> None:
        found = re.findall(
            r"^  (\w+): (tempted|not tempted|none of its)",
            "\n".join(self.sections["WHAT HOLDS IT THERE"]),
            re.MULTILINE,
        )
        assert [who for who, _ in found] == [self.case.label(m) for m in self.model.movers]
        for mover, (_, verdict) in zip(self.model.movers, found, strict=True):
            assert (verdict == "tempted") == bool(self.model.ui(mover, lead))

    def check_support(self) -> None:
        counted = support(self.case)
        part = self.part("WHAT THIS RESTS ON")
        assert (support_words(counted) in part) if counted.total else (" assumption" not in part)


def states(text: str) -> set[int]:
    """The states in a list of numbers, counted from 0."""
    return {int(number) - 1 for number in re.findall(r"\d+", text)}


@pytest.mark.parametrize("part", range(3))
def test_what_is_said_of_random_cases_is_so(part: int) -> None:
    whole = 0
    for seed in range(50 * part, 50 * part + 50):
        found = Said(random_case(Random(seed), max_options=5))
        if not any(MORE in lines for lines in found.sections.values()):
            found.check()
            whole += 1
    assert whole > 40


def test_what_is_said_of_traps_is_so() -> None:
    for name, trap in TRAPS.items():
        if not trap.case.is_graph:
            found = Said(trap.case)
            assert not any(MORE in lines for lines in found.sections.values()), name
            found.check()


def test_no_equilibrium_is_said_plainly() -> None:
    case = TRAPS["no equilibrium at all"].case
    text = joined(said(case, concepts=["nash"]))
    assert text == (
        "Untitled case WHERE IT SETTLES None of 4 states is a Nash equilibrium: in each, somebody has something better "
        "to move to. No state is an equilibrium under any of these concepts: wherever it stands, somebody moves on. "
        "Seen far ahead, all 4 states hold (the largest consistent set). WHAT THIS RESTS ON 2 assumptions, without evidence or a stated reason."
    )


def test_what_is_seen_far_ahead_is_said_where_there_is_room() -> None:
    held = "Seen far ahead, 5 states hold (the largest consistent set), state 5 among them."
    assert (
        sections(said(load_case("cuban-missile-crisis").model_copy(update={"status_quo": None})))["WHERE IT SETTLES"][-1]
        == f"  {held}"
    )
    assert "Seen far ahead" not in said(load_case("european-security-2022"))


def test_without_an_equilibrium_it_is_still_said_who_can_block() -> None:
    case = TRAPS["no equilibrium with a majority cycle"].case
    now = case.model_copy(update={"status_quo": ()})
    text = said(now, concepts=["nash", "gmr"])
    assert list(sections(text)) == ["", "WHERE IT SETTLES", "WHO CAN BLOCK", "WHAT THIS RESTS ON"]
    assert "WHO CAN BLOCK" not in said(case, concepts=["nash", "gmr"])


def test_the_opening_case_says_what_it_is_meant_to_say() -> None:
    text = joined(said(load_case(OPENING)))
    assert "Of 416 states, 6 are Nash equilibria (148, 152, 169, 173, 412 and 416)" in text
    assert "only state 148 can be reached by improvements from the status quo, state 98." in text
    assert "State 148 holds firmly (all 7 concepts), and improvements lead there:" in text
    assert "Attack" not in text.partition("HOW IT GETS THERE")[0]


def test_under_war_aims_the_opening_case_ends_with_the_attack() -> None:
    text = joined(said(load_case(OPENING), "war-aims"))
    assert "only state 152 can be reached by improvements from the status quo, state 98." in text
    assert "State 152 holds firmly (all 7 concepts), and improvements lead there: Russia: " in text
    assert "Attack Ukraine United States: " in text


# ------------------------------------------------------------------------------- it knows nothing but its case

SUBSTITUTED = ("cuban-missile-crisis", "elmira", OPENING)


def names_of(case: Case) -> tuple[set[str], set[str]]:
    """All ids, and all names, of a case."""
    ids: set[str] = set()
    names = {case.title, case.at}
    for _, owner, record in case.owners:
        ids |= {owner, *record.options}
        names |= {record.name, *(option.name for option in record.options.values())}
    return ids, names - {""}


def renamed(value: Any, ids: dict[str, str], names: dict[str, str], key: str = "") -> Any:
    """Data of a case with all ids and names replaced."""
    match value:
        case dict():
            return {ids.get(k, k): renamed(v, ids, names, k) for k, v in value.items()}
        case list() | tuple():
            return [renamed(inner, ids, names, key) for inner in value]
        case str() if key in ("title", "at", "name") or value in names:
            return names[value]
        case str():
            return re.sub(r"[a-z][a-z0-9-]*", lambda word: ids.get(word[0], word[0]), value)
    return value


def substituted(case: Case, new: Callable[[str], str], new_id: Callable[[str], str]) -> tuple[str, str]:
    """The brief of a case with other names, and the same with the old names put back."""
    old_ids, old_names = names_of(case)
    ids, names = {i: new_id(i) for i in old_ids}, {n: new(n) for n in old_names}
    assert len({*ids.values(), *names.values()}) == len(ids) + len(names)
    assert not set(ids.values()) & KEYWORDS
    data = {k: v for k, v in data_of(case).items() if k not in ("scenarios", "views", "events", "published", "sources")}
    data = {k: v for k, v in data.items() if k not in ("about", "citation")}
    text = said(Case.model_validate(renamed(data, ids, names)))
    capitals = {new[:1].upper() + new[1:]: old[:1].upper() + old[1:].replace("-", " ") for old, new in ids.items()}
    back = capitals | {new: old for old, new in (ids | names).items()}
    words = sorted((re.escape(word) for word in back), key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w-])({'|'.join(words)})(?![\w-])")
    return text, pattern.sub(lambda word: back[word[0]], joined(text))


def rot13(text: str) -> str:
    return encode(text, "rot13")


@pytest.mark.parametrize("id_", SUBSTITUTED)
def test_other_names_of_the_same_length_give_the_same_text(id_: str) -> None:
    """Letters are exchanged for others; the text is broken in the same places, too."""
    case = load_case(id_).model_copy(update={"scenarios": {}})
    expected = said(case)
    text, back = substituted(case, rot13, rot13)
    assert back == joined(expected)
    assert [len(line) for line in text.split("\n")] == [len(line) for line in expected.split("\n")]


@pytest.mark.parametrize("id_", SUBSTITUTED)
@pytest.mark.parametrize(
    ("name", "token"), [("Z{}z", "q{}"), ("Z{} and more words, many of them, and more", "z-longer-id-{}")]
)
def test_other_names_of_another_length_give_the_same_text(
    id_: str, name: str, token: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a screen so high that nothing is left out."""
    monkeypatch.setattr(module, "HEIGHT", 1_000)
    case = load_case(id_).model_copy(update={"scenarios": {}})
    counter = iter(range(1_000))
    _, back = substituted(case, lambda _: name.format(next(counter)), lambda _: token.format(next(counter)))
    assert back == joined(said(case))
