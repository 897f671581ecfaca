"""Every sentence on how actors see the game, read back and held against the reference; one that cannot be read fails."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import partial
from random import Random

from cases import random_case, random_graph_case
from countermove.analysis.perceptions import Perceptions, perceptions
from countermove.game.compile import compile
from countermove.model.case import Case, Seen
from countermove.model.preferences import is_pattern
from countermove.model.statements import parse
from countermove.text.blocks import Table
from countermove.text.naming import statement_words
from countermove.views.perceptions import different_games, perception_page
from reference import ranks_of, taken
from reference_perceptions import Hypergame, OwnModel, with_views
from sentences import MANY, MOVE, STATE, Reader, Rule, read_cases, texts_of

LABELS = {"nash": "Nash", "gmr": "GMR", "smr": "SMR", "seq": "SEQ", "sseq": "SSEQ", "sim": "SIM", "conflict-analysis": "FH"}
DOING = rf"{STATE}(?: \(.*\))?"
CONCEPTS = r"(?:all \d concepts|[A-Za-z]+(?:, [A-Z][A-Za-z]*)*)"
MOST = 8


class SaidOfViews(Reader[OwnModel]):
    """What the page on perceptions says of a case with views."""

    def __init__(self, case: Case, *concepts: str) -> None:
        self.hyper = Hypergame(case)
        super().__init__(case, self.hyper.base)  # type: ignore[arg-type]
        usual = [c for c in LABELS if not (case.is_graph and c in ("sim", "conflict-analysis"))]
        self.concepts = list(concepts) or usual
        self.answer: Perceptions = perceptions(compile(case), self.concepts)
        self.holding = {c: self.hyper.equilibria(c) for c in self.concepts}
        self.written = {c: self.model.equilibria(c) for c in self.concepts}
        self.viewer, self.seen = "", list[int]()

    def expected(self, viewer: str) -> dict[str, frozenset[int]]:
        can = self.hyper.conceivable(viewer)
        return {c: self.hyper.own_equilibria(viewer, c) & can for c in self.concepts}

    def run(self) -> None:
        (_, head), *parts = texts_of(perception_page(self.answer, 3))
        if not self.case.views:
            self.read_all(head, self.no_views())
            return
        self.read_all(head, [(rf"({MANY}) sees? (?:a game that differs|games that differ) from the one as written\."
                          rf"(?: ({MANY}) sees? the game as written\.)?", self.who_sees)])  # fmt: skip
        for title, texts in parts:
            if title == "table":
                self.read_all(texts, self.notes())
            elif title == "Hypergame equilibria":
                self.equilibria(texts)
            else:
                match = re.fullmatch(rf"The game as ({MANY}) sees it", title)
                assert match, title
                (self.viewer,) = self.who(match[1])
                self.view(texts)
        for part in perception_page(self.answer, 3):
            if isinstance(part, Table):
                self.table(part)
        self.read_all((text for _, text in different_games(self.answer)), self.brief_rules())

    def who_sees(self, viewers: str, others: str | None) -> None:
        self.some_of(viewers, self.case.views)
        self.some_of(others, [m for m in self.model.movers if m not in self.case.views])

    def no_views(self) -> list[Rule]:
        return [
            (r"The case has no views: every actor sees the game as written\. countermove solve shows its equilibria\.", lambda: None),
            (r"To write what .* may see differently, add a view to the case file, such as one of these:", lambda: None),
            (r"views: .*", lambda: None),
        ]  # fmt: skip

    def notes(self) -> list[Rule]:
        return [
            (r"Each column names the concepts under which the state is an equilibrium\.", lambda: None),
            (r"hypergame: every actor is judged in the game that it sees\. as written: in the game of the case itself\.", lambda: None),
            (r"reachable: by improvements from the status quo, each an improvement in the eyes of its mover\.", lambda: None),
            (r"(\d+) more states; --limit shows them\.", lambda k: self.equal(int(k), len(self.notable()) - 3)),
        ]  # fmt: skip

    def notable(self) -> set[int]:
        sets = [*self.holding.values(), *self.written.values()]
        return set().union(*sets, *(s for v in self.case.views for s in self.expected(v).values()))

    # ------------------------------------------------------------------------------------------ one viewer

    def view(self, texts: Sequence[str]) -> None:
        """The sentences on one actor's game, part by part: beliefs, what it expects, what surprises it."""
        rest = self.beliefs(list(texts))
        expected = self.expected(self.viewer)
        order = self.ordered(expected)
        head = rest.pop(0)
        if not order:
            assert head == "It expects no equilibrium."
        else:
            assert head == f"It expects {'this equilibrium' if len(order) == 1 else 'these equilibria'}:"
            rest = self.listed(rest, order, lambda s, labels: self.labels(labels, [c for c in expected if s in expected[c]]))
        self.surprises(rest, order)

    def beliefs(self, texts: list[str]) -> list[str]:
        view = self.case.views[self.viewer]
        given = [a for a, seen in view.actors.items() if (seen.prefers, seen.ranking, seen.worth) != (None, None, None)]
        unknown = self.own(self.viewer).unknown
        for actor in given:
            assert (
                texts.pop(0) == f"It believes that {self.case.label(actor)} has these preferences, the most important first:"
            )
            texts = self.listed_preferences(texts)
        if unknown:
            assert texts.pop(0) == "It does not know of these options, and believes that nobody changes them:"
            rows = [self.case.option_rows[k] for k in sorted(unknown)]
            assert texts[: len(rows)] == [f"{self.case.label(row.owner)}: {row.name}" for row in rows]
            texts = texts[len(rows) :]
        if view.unseen:
            which = "these states" if self.case.is_graph else "any state in which one of these is true"
            assert texts.pop(0) == f"It does not see {which}:"
            texts = texts[len(view.unseen) :]
        return texts

    @staticmethod
    def listed_preferences(texts: list[str]) -> list[str]:
        """Without the entries of a preference: until the next sentence of the page."""
        for k, text in enumerate(texts):
            if re.match(r"It (?:believes|does not|expects)\b.*[:.]$", text):
                return texts[k:]
        raise AssertionError(texts)

    def own(self, mover: str) -> OwnModel:
        model = self.hyper.own[mover]
        assert isinstance(model, OwnModel) or mover in self.case.bodies
        return model  # type: ignore[return-value]

    def ordered(self, sets: dict[str, frozenset[int]]) -> list[int]:
        """The states that are in some set, those in most first."""
        counts = {s: sum(s in held for held in sets.values()) for s in range(self.size)}
        return sorted((s for s in counts if counts[s]), key=lambda s: (-counts[s], s))

    def listed(self, texts: list[str], order: Sequence[int], check: object) -> list[str]:
        """Items that begin with a state each, and the number of those left out."""
        for s in order[:MOST]:
            match = re.fullmatch(rf"({DOING}): (.*)", texts.pop(0))
            assert match
            self.called(match[1], s)
            check(s, match[2])  # type: ignore[operator]
        return self.more(texts, len(order), "state", "states")

    @staticmethod
    def more(texts: list[str], count: int, one: str, many: str) -> list[str]:
        if count > MOST:
            assert texts.pop(0) == f"and {count - MOST} more {one if count - MOST == 1 else many}"
        return texts

    def labels(self, text: str, concepts: Iterable[str]) -> None:
        ids = list(concepts)
        every = len(ids) == len(self.concepts) > 2
        assert text == (f"all {len(ids)} concepts" if every else ", ".join(LABELS[c] for c in ids) or "none")

    def surprises(self, texts: list[str], expects: Sequence[int]) -> None:
        expected, holding = self.expected(self.viewer), self.holding
        hyper = self.ordered(holding)
        now = self.model.status_quo
        places = [*([] if now is None else [now]), *expects[:MOST], *hyper[:MOST]]
        moves = {m for s in places for m in self.hyper.surprises(self.viewer, s)}
        sets = {
            "coming": {c: holding[c] - expected[c] for c in self.concepts},
            "vain": {c: expected[c] - holding[c] for c in self.concepts},
            "overlooked": {c: self.written[c] - expected[c] for c in self.concepts},
        }
        wanted = [("coming", s) for s in self.ordered(sets["coming"])] + [("vain", s) for s in self.ordered(sets["vain"])]
        wanted += [("overlooked", s) for s in self.ordered(sets["overlooked"]) if s not in hyper]
        head = texts.pop(0)
        if not wanted and not moves:
            where = [*([] if now is None else ["at the status quo"]), *(["at these equilibria"] if hyper else [])]
            some = f"Nothing will surprise it: no equilibrium, and no move {' or '.join(where)}."
            assert head == (some if where else "No equilibrium will surprise it.")
            assert not texts
            return
        assert head == "What will surprise it:"
        for kind, s in wanted[:MOST]:
            match = re.fullmatch(rf"({DOING}) is (.*)", texts.pop(0))
            assert match
            self.called(match[1], s)
            words = {
                "coming": rf"an equilibrium \(({CONCEPTS})\) that it does not expect\.",
                "vain": rf"no equilibrium \(({CONCEPTS})\), although it expects one\.",
                "overlooked": rf"an equilibrium of the game as written \(({CONCEPTS})\), but not in its eyes\.",
            }[kind]
            told = re.fullmatch(words, match[2])
            assert told, match[2]
            self.labels(told[1], [c for c in self.concepts if s in sets[kind][c]])
        texts = self.more(texts, len(wanted), "equilibrium", "equilibria")
        told_moves = set()
        for text in texts[:MOST]:
            match = re.fullmatch(rf"At ({STATE})((?:, the status quo)?): (.*)", text)
            assert match, text
            s = self.state(match[1])
            assert bool(match[2]) == (s == now)
            told_moves.add(self.surprise(s, match[3]))
        assert told_moves <= moves
        assert len(told_moves) == min(MOST, len(moves)) == len(texts[:MOST])
        assert not self.more(texts[MOST:], len(moves), "move", "moves")

    def surprise(self, s: int, text: str) -> tuple[str, int, int, bool, str]:
        """A move that comes unexpected, or is expected in vain, and why."""
        who = self.case.label(self.viewer)
        if match := re.fullmatch(
            rf"(\w+) ({MOVE})(, and the decision passes| and gains by it)\. {who} does not expect this: (.*)\.", text
        ):
            (mover,) = self.who(match[1])
            end, is_coming = self.move(mover, s, match[2]), True
            assert (match[3] == " and gains by it") == (mover not in self.case.bodies)
            assert end in self.hyper.own[mover].ui(mover, s)
            assert end not in self.hyper.own[self.viewer].ui(mover, s)
            blind, why = self.viewer, match[4]
        else:
            match = re.fullmatch(rf"{who} expects that (\w+) ({MOVE})\. This does not happen: (.*)\.", text)
            assert match, text
            (mover,) = self.who(match[1])
            end, is_coming = self.move(mover, s, match[2]), False
            assert end in self.hyper.own[self.viewer].ui(mover, s)
            assert end not in self.hyper.own[mover].ui(mover, s)
            blind, why = mover, match[3]
        own = self.hyper.own[blind]
        reason = self.hyper.lack(own, mover, s, end)
        name = "it" if is_coming else self.case.label(blind)
        if reason == "state":
            unseen = own.unseen & {s, end}  # type: ignore[attr-defined]
            told = re.fullmatch(rf"{name} does not see (.*)", why)
            assert told, why
            self.states(told[1], unseen)
        elif reason == "option":
            told = re.fullmatch(rf'{name} does not know of (this move|"[^"]*"(?:(?:,| or) "[^"]*")*)', why)
            assert told, why
            names = set(re.findall(r'"([^"]*)"', told[1]))
            unknown = {row.name for row in self.case.option_rows if row.index in own.unknown and row.owner == mover}  # type: ignore[attr-defined]
            # Where a coalesced state hides whether an option is changed, it goes without its name.
            values = {k: [{taken(int(c), k) for c in self.model.states[t]} for t in (s, end)] for k in own.unknown}  # type: ignore[attr-defined]
            changed = {self.case.option_rows[k].name for k, (a, b) in values.items() if len(a) == len(b) == 1 and a != b}
            assert names == unknown & changed
        elif mover in self.case.bodies:
            assert why == ("it does not believe that the decision passes" if is_coming else "the decision does not pass")
        else:
            label = self.case.label(mover)
            assert why == (f"it sees no gain in it for {label}" if is_coming else f"{label} gains nothing by it")
            assert own.rank(mover, end) <= own.rank(mover, s)
        return mover, s, end, is_coming, reason

    # ----------------------------------------------------------------------------------------- the hypergame

    def equilibria(self, texts: list[str]) -> None:
        order = self.ordered(self.holding)
        head = texts.pop(0)
        if order:
            these = "this state is the equilibrium" if len(order) == 1 else "these states are the equilibria"
            assert head == f"If each actor plays the game that it sees, {these}:"
            texts = self.listed(texts, order, self.held)
        else:
            assert head.startswith("If each actor plays the game that it sees, no state is an equilibrium under ")
        lost = [s for s in self.ordered(self.written) if s not in order]
        if lost:
            are = "this state is an equilibrium" if len(lost) == 1 else "these states are equilibria"
            also = " too" if order else ""
            assert texts.pop(0) == f"In the game as written, {are}{also}:"
            texts = self.listed(texts, lost, lambda s, text: self.labels(text, self.under(self.written, s)))
        assert not texts

    def under(self, sets: dict[str, frozenset[int]], s: int) -> list[str]:
        return [c for c in self.concepts if s in sets[c]]

    def held(self, s: int, text: str) -> None:
        now, _, written = text.partition("; in the game as written: ")
        self.labels(now, self.under(self.holding, s))
        assert bool(written) == (self.under(self.holding, s) != self.under(self.written, s))
        if written:
            self.labels(written, self.under(self.written, s))

    def table(self, table: Table) -> None:
        reached = self.hyper.reached()
        for row in table.rows:
            s = int(row[0]) - 1
            cells = [self.holding, self.written, *(self.expected(v) for v in self.case.views)]
            for sets, cell in zip(cells, row[2:], strict=False):
                self.labels(cell or "none", self.under(sets, s))
            if reached is not None:
                assert row[-1] == ("yes" if s in reached else "no")

    # ------------------------------------------------------------------------------------------- the brief

    def brief_rules(self) -> list[Rule]:
        lead = next((c for c in self.concepts if self.holding[c]), self.concepts[0])
        label = LABELS[lead]
        return [
            (rf"({MANY}) sees a different game: it (.*)\.", self.differs),
            (rf"It expects these equilibria \({label}\): (.*?)\. It is (right in that|wrong about .*|surprised by .*)\.",
             partial(self.verdict, lead)),
            (r"Today: (.*?)(?: (\d+) more moves? today would surprise it\.)?", self.today),
            (rf"If each actor plays the game that it sees, the equilibria \({label}\) are (.*); (the same as in|in) the game as written"
             r"(?:, (.*))?\.", partial(self.crossing, lead)),
        ]  # fmt: skip

    def few(self, text: str, wanted: Iterable[int]) -> None:
        """Up to four states by name; of more, their number."""
        states = set(wanted)
        if match := re.fullmatch(r"(\d+) states", text):
            assert int(match[1]) == len(states) > 4
        elif text == "none":
            assert not states
        else:
            self.states(text, states)

    def differs(self, who: str, text: str) -> None:
        (self.viewer,) = self.who(who)
        own = self.own(self.viewer)
        if match := re.search(r"(?:^| and |, )does not see ([^,]*(?:states? [\d, or]+|\d+ states|s\d+ \(.*\)))$", text):
            self.few(match[1], own.unseen)
            text = text[: match.start()]
        else:
            assert not own.unseen
        if match := re.search(r'(?:^| and |, )does not know that ((?:\w+ can \w+ "[^"]*"(?:, | or that )?)+)$', text):
            rows = [self.case.option_rows[k] for k in sorted(own.unknown)]
            assert re.findall(r'(\w+) can \w+ "([^"]*)"', match[1]) == [
                (self.case.label(row.owner), row.name) for row in rows
            ]
            text = text[: match.start()]
        else:
            assert not own.unknown
        beliefs = [b for b in re.split(r"(?:, | and |^)believes that ", text) if b]
        view = self.case.views[self.viewer]
        assert len(beliefs) == len(view.actors)
        for (actor, seen), belief in zip(view.actors.items(), beliefs, strict=True):
            label = self.case.label(actor)
            assert belief.startswith(f"{label} ")
            self.believed(actor, seen, belief.removeprefix(f"{label} "))

    def believed(self, actor: str, seen: Seen, text: str) -> None:
        model, own = self.model, self.own(self.viewer)
        if match := re.fullmatch(r"likes (.*) best", text):
            visible = [s for s in range(self.size) if s not in own.unseen]
            most = max(own.rank(actor, s) for s in visible)
            self.few(match[1], [s for s in visible if own.rank(actor, s) == most])
        elif text == "likes all states equally":
            assert len({own.rank(actor, s) for s in range(self.size) if s not in own.unseen}) == 1
        elif text == "has the preferences as written":
            items = list(model.state_of)
            assert ranks_of(self.case, actor, items) == ranks_of(own.case, actor, items)
        else:
            entries = [self.quoted(actor, line).replace("; ", ", ") for line in seen.prefers or ()]
            if seen.prefers is None:
                first = seen.ranking[0] if seen.ranking else ""
                assert isinstance(first, str)
                assert not is_pattern(first)
                assert text == f"ranks {statement_words(self.case, parse(first), actor)} first"
                return
            real = [self.quoted(actor, line).replace("; ", ", ") for line in self.entries(actor)]
            same = 0
            while same < min(len(entries), len(real)) and entries[same] == real[same]:
                same += 1
            if match := re.fullmatch(r"ranks (.*) right after its first (?:preference|(\d+) preferences)", text):
                assert int(match[2] or 1) == same
                assert match[1] == entries[same]
            elif match := re.fullmatch(r"ranks (.*) first", text):
                assert same == 0
                assert match[1] == entries[0]
            else:
                assert same == len(entries)
                only = {0: "no preferences", 1: "only the first of its preferences"}
                assert text == f"has {only.get(same, f'only the first {same} of its preferences')}"

    def verdict(self, concept: str, text: str, how: str) -> None:
        expected = self.expected(self.viewer)[concept]
        self.few(text, expected)
        wrong, missed = expected - self.holding[concept], self.holding[concept] - expected
        assert (how == "right in that") == (not wrong and not missed)
        match = re.fullmatch(r"(?:wrong about (.*?))?(?: and )?(?:surprised by (.*))?", how)
        if match and how != "right in that":
            self.few(match[1] or "none", wrong)
            self.few(match[2] or "none", missed)

    def today(self, text: str, more: str | None) -> None:
        now = self.model.status_quo
        assert now is not None
        moves = self.hyper.surprises(self.viewer, now)
        assert self.surprise(now, text) in moves
        assert int(more or 0) == len(moves) - 1

    def crossing(self, concept: str, text: str, how: str, written: str | None) -> None:
        self.few(text, self.holding[concept])
        assert (how == "the same as in") == (self.holding[concept] == self.written[concept])
        if written is not None:
            self.few(written, self.written[concept])

    @staticmethod
    def equal(one: object, other: object) -> None:
        assert one == other


def drawn(seed: int) -> Case:
    rng = Random(seed)
    case = random_graph_case(rng, states=(2, 5)) if seed % 3 == 2 else random_case(rng, max_options=4)
    return with_views(rng, case)


def test_what_is_said_of_views_is_so() -> None:
    read_cases(((seed, drawn(seed)) for seed in range(42)), lambda case: SaidOfViews(case).run())


def test_where_the_hypergame_has_no_equilibrium_that_is_said() -> None:
    """Two cases whose game as written has an equilibrium under SEQ, and the hypergame none: nothing stands beside it."""
    for case in map(drawn, (227, 560)):
        said = SaidOfViews(case, "seq")
        assert said.written["seq"]
        assert not said.holding["seq"]
        said.run()
