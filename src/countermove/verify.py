"""Checks a result of countermove against a case, and shares no code with what made the result.

    python verify.py RESULT.json CASE.json

It needs nothing but Python, and reads cases in JSON (``countermove convert CASE CASE.json``). The definitions are those of
the graph model, taken literally. Where a certificate names the answers that make a state stable, each is checked move by
move; of a state that is not stable, all answers to the improvement that nobody answers are looked at. A verdict without a
certificate is found anew. What would take too long, and what this program does not know, is counted as not checked.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache, partial
from itertools import product
from math import prod
from pathlib import Path
from typing import Any

__all__ = ["Check", "Conflict", "UnreadableError", "check"]

MOST_COMBINATIONS = 2**18
"""Combinations of options up to which states are listed: some seconds."""
MOST_MOVES = 2_000_000
"""Moves that are looked at for one claim before it is left unchecked: some seconds."""
MOST_UNLISTED = 20_000
"""The same where states are not listed, and each state that is met has to be judged anew."""
ANSWERS = {"gmr": ("support", False), "smr": ("support", True), "seq": ("gains", False), "sseq": ("gains", True)}
"""For concepts with answers in sequence: which moves answer, and whether the mover may move once more after them."""
MOST_FAULTS = 20
"""Falsehoods that are named; the others are counted."""
CONCEPTS = ("nash", *ANSWERS, "sim", "conflict-analysis")
Holds = Callable[[int], bool]
Way = tuple[str, Any]
"""Which moves count: any (moves), improvements (gains), or moves of bodies that somebody supports (support, coalition)."""
MOVES: Way = ("moves", None)
GAINS: Way = ("gains", None)


def needed(quota: Any, total: Fraction | int) -> Fraction:
    """The weight that a quota asks for: percentages, fractions and numbers below 1 are shares of the total, others votes."""
    text = str(quota).strip().lower()
    number = text.removesuffix("%").removesuffix("percent").removesuffix("per cent").strip()
    value = Fraction(number.replace(" ", "")) / (1 if number == text else 100)
    is_written_as_share = number != text or (isinstance(quota, str) and "/" in number)
    return value * (total if is_written_as_share or value < 1 else 1)


class UnreadableError(ValueError):
    """What has no form that this program reads."""


class FalsehoodError(ValueError):
    """Something in the result that is not true of the case."""


class TooMuchError(ValueError):
    """A claim that would take too long to check."""


# ------------------------------------------------------------------------------------------------ statements

OPERATORS: tuple[dict[str, Callable[[bool, bool], bool]], ...] = (
    {"iff": lambda a, b: a == b},
    {"implies": lambda a, b: b or not a, "if": lambda a, b: a or not b},
    {"or": lambda a, b: a or b},
    {"and": lambda a, b: a and b},
)
"""The loosest first; operators of one kind group from the left."""


class Statement:
    """A statement over options, read by recursive descent; `holds` says whether a combination makes it true."""

    def __init__(self, text: str, bit: Callable[[str | None, str], int]) -> None:
        self.text, self.bit = text, bit
        self.tokens = re.findall(r"[A-Za-z0-9][\w-]*|\S", text)
        self.holds = self._operation(0)
        if self.tokens:
            raise UnreadableError(f"CASE: the statement {text!r} goes on with {self.tokens[0]!r} where it should end")

    def _next(self, words: Iterable[str]) -> str:
        return self._token() if self.tokens and self.tokens[0].lower() in words else ""

    def _token(self, wanted: str = "") -> str:
        if not self.tokens or (wanted and self.tokens[0] != wanted):
            raise UnreadableError(f"CASE: the statement {self.text!r} lacks {wanted or 'an operand'}")
        token: str = self.tokens.pop(0)
        return token.lower()

    def _operation(self, level: int) -> Holds:
        if level == len(OPERATORS):
            return self._operand()
        left = self._operation(level + 1)
        while word := self._next(OPERATORS[level]):
            join = OPERATORS[level][word]
            left = partial(lambda join, a, b, code: join(a(code), b(code)), join, left, self._operation(level + 1))
        return left

    def _operand(self) -> Holds:
        word = self._token()
        if word == "not":
            part = self._operand()
            return lambda code: not part(code)
        if word == "(":
            inner = self._operation(0)
            self._token(")")
            return inner
        if word in ("true", "false"):
            return lambda _: word == "true"
        if word in ("any", "all", "none", "one", "atleast", "atmost"):
            return self._count(word)
        owner, option = (word, self._token()) if self._next(".") else (None, word)
        k = self.bit(owner, f"{option}-{self._token()}" if self._next(["is"]) else option)
        return lambda code: bool(code >> k & 1)

    def _count(self, word: str) -> Holds:
        self._token("(")
        number = int(self._token()) if word.startswith("at") else 1
        parts = [self._operation(0)] if not word.startswith("at") else []
        while self._next(","):
            parts.append(self._operation(0))
        self._token(")")
        least = {"any": 1, "all": len(parts), "one": 1, "atleast": number}.get(word, 0)
        most = {"none": 0, "one": 1, "atmost": number}.get(word, len(parts))
        return lambda code: least <= sum(part(code) for part in parts) <= most


# --------------------------------------------------------------------------------------------------- the case

KEYS = {
    "the case": "title at about citation sources actors bodies impossible always coalesce labels scenarios views events"
    " published states status+quo",
    "an actor": "name plural about evidence options prefers ranking worth moves",
    "a body": "name plural about evidence members decides options",
    "an option": "name change needs levels decides because evidence",
    "a statement": "that because evidence sure otherwise equally order+unknown",
}
"""The keys that are read here, and those that change no verdict; a case with others is refused, for they might."""


def known(kind: str, data: Any) -> dict[str, Any]:
    """A part of a case, all of whose keys are known; a text in place of an object stands for its statement or its name."""
    if not isinstance(data, dict):
        return {"that": str(data)} if kind == "a statement" else {}
    for key in set(data) - set(KEYS[kind].replace("+", " ").split()) - {"status quo", "order unknown"}:
        raise UnreadableError(f"CASE: the key {key!r} of {kind} is none that this program reads, so nothing was checked")
    return data


class Conflict:
    """A case: its states, who can move where, and who prefers what.

    A state is its place among all states, from 0. Where the combinations of options are too many to list, it is its code:
    bit k is option k in the order of the case.
    """

    def __init__(self, data: Any) -> None:
        if not isinstance(data, dict) or not isinstance(data.get("actors"), dict):
            raise UnreadableError("CASE: it has no actors; it has to be a case file in JSON")
        self.case = known("the case", data)
        self.actors = {a: known("an actor", one) for a, one in data["actors"].items()}
        self.bodies = {b: known("a body", one) for b, one in data.get("bodies", {}).items()}
        self.options: list[tuple[str, str, dict[str, Any]]] = []
        self.levels: list[list[int]] = []
        for owner, one in [*self.actors.items(), *self.bodies.items()]:
            for id_, entry in (one.get("options") or {}).items():
                row = known("an option", entry)
                ids = [f"{id_}-{level}" for level in row.get("levels", ())] or [id_]
                if row.get("levels"):
                    self.levels.append([len(self.options) + k for k in range(len(ids))])
                self.options += [(owner, each, row) for each in ids]
        self.names = [f"{owner}.{id_}" for owner, id_, _ in self.options]
        self.is_graph = data.get("states") is not None
        self.movers = [m for m in (*self.actors, *self.bodies) if self.own(m) or self.actors.get(m, {}).get("moves")]
        self.needs = {
            k: self.read(row["needs"], owner) for k, (owner, _, row) in enumerate(self.options) if row.get("needs")
        }
        self.claims = [(key == "always", self.read(known("a statement", entry)["that"]))
                       for key in ("impossible", "always") for entry in data.get(key, ())]  # fmt: skip
        self.worths = {actor: self.worth(actor, one) for actor, one in self.actors.items()}
        self.members = self.list_states()
        self.place = {raw: s for s, group in enumerate(self.members or ()) for raw in group}
        self.work = 0
        # What is asked again and again is kept: every answer depends on the case alone.
        for name in ("value", "moves", "steps", "reach", "is_stable"):
            setattr(self, name, cache(getattr(self, name)))

    # ------------------------------------------------------------------------------------- names and states

    def own(self, owner: str) -> list[int]:
        """The places of the options of an actor or a body."""
        return [k for k, row in enumerate(self.options) if row[0] == owner]

    def bit(self, asking: str | None, owner: str | None, option: str) -> int:
        """The place of an option: of the owner named, else of the asking owner, else of the only one who has it."""
        places = [k for k, row in enumerate(self.options) if row[1] == option and owner in (None, row[0])]
        if owner is None and len(own := [k for k in places if self.options[k][0] == asking]) == 1:
            return own[0]
        if len(places) != 1:
            raise UnreadableError(f"CASE: {option!r} names {len(places)} options")
        return places[0]

    def named(self, name: str, asking: str | None = None) -> int:
        """The place of an option in a list, with its owner before a dot or without."""
        owner, dot, option = name.partition(".")
        return self.bit(asking, owner, option) if dot else self.bit(asking, None, owner)

    def read(self, text: str, asking: str | None = None) -> Holds:
        """A statement, or a pattern such as ``YN-Y`` over all options."""
        if len(text) == len(self.options) and set(text) <= set("YN-"):
            return lambda code: all(sign == "-" or (sign == "Y") == bool(code >> k & 1) for k, sign in enumerate(text))
        return Statement(text, partial(self.bit, asking)).holds

    def is_feasible(self, code: int) -> bool:
        """Whether nothing impossible holds, all that always holds does, and each option with levels has one of them."""
        one_level = all(sum(code >> k & 1 for k in group) == 1 for group in self.levels)
        return one_level and all(holds(code) == wanted for wanted, holds in self.claims)

    def list_states(self) -> list[list[Any]] | None:
        """The combinations that each state stands for, ascending, coalesced states last; None where they are too many."""
        if self.is_graph:
            return [[id_] for id_ in self.case["states"]]
        single = set(range(len(self.options))).difference(*self.levels)
        fields = [[0, 1 << k] for k in single] + [[1 << k for k in group] for group in self.levels]
        together = [self.read(known("a statement", entry)["that"]) for entry in self.case.get("coalesce", ())]
        if prod(map(len, fields)) > MOST_COMBINATIONS:
            if together:
                raise UnreadableError(
                    "CASE: it has coalesced states, and too many combinations for this program to list them"
                )
            return None
        codes = sorted(filter(self.is_feasible, map(sum, product(*fields))))
        return [[c] for c in codes if not any(holds(c) for holds in together)] + [
            [c for c in codes if holds(c)] for holds in together
        ]

    def combinations(self, s: int) -> Sequence[Any]:
        """The combinations (in a case of listed states the id) that a state stands for."""
        return (s,) if self.members is None else self.members[s]

    def state_of(self, code: int) -> int | None:
        """The state of a combination; None where it is not feasible."""
        return self.place.get(code) if self.members is not None else code if self.is_feasible(code) else None

    def status_quo(self) -> int | None:
        """The state of the options taken now; None where the case has no status quo."""
        now = self.case.get("status quo")
        if now is None or self.is_graph:
            return None if now is None else self.place[now if isinstance(now, str) else now[0]]
        taken = {self.named(name) for name in ([now] if isinstance(now, str) else now)}
        taken |= {group[0] for group in self.levels if not taken & set(group)}
        return self.state_of(sum(1 << k for k in taken))

    def name(self, s: int) -> str:
        """What a state is called in messages."""
        return f"the state with code {s}" if self.members is None else f"state {s + 1}"

    # ---------------------------------------------------------------------------------- preferences and rules

    def worth(self, actor: str, one: dict[str, Any]) -> Callable[[Any], Any]:
        """A function that is greater for what the actor prefers, and equal where it is indifferent."""
        if one.get("prefers") is not None:
            lines = []
            for entry in one["prefers"]:
                row = known("a statement", entry)
                group = row.get("equally") or row.get("order unknown") or [entry]
                lines.append([self.read(known("a statement", part)["that"], actor) for part in group])
            # The first line at which two states differ decides; a group counts how many of its statements hold.
            return lambda code: tuple(sum(holds(code) for holds in group) for group in lines)
        tiers = [tier if isinstance(tier, list) else [tier] for tier in one.get("ranking") or ()]
        if self.is_graph:
            return {id_: -place for place, tier in enumerate(tiers) for id_ in tier}.get
        if tiers:
            places = [(-place, self.read(entry, actor)) for place, tier in enumerate(tiers) for entry in tier]
            return lambda code: next(place for place, holds in places if holds(code))
        weights = {self.named(name, actor): Fraction(str(weight)) for name, weight in (one.get("worth") or {}).items()}
        return lambda code: sum((w for k, w in weights.items() if code >> k & 1), Fraction(0))

    def value(self, actor: str, s: int) -> Any:
        """How good a state is for an actor."""
        return self.worths[actor](self.combinations(s)[0])

    def gain(self, actor: str, s: int, t: int) -> int:
        """1 where the actor strictly prefers t to s, -1 where it prefers s, 0 where it is indifferent."""
        before, after = self.value(actor, s), self.value(actor, t)
        return 0 if before == after else 1 if after > before else -1

    def stances(self, s: int, t: int, against: str | None = None) -> dict[str, int]:
        """Who is for a change, who against, who neither; `against` counts as against whatever it prefers."""
        return {a: -1 if a == against else self.gain(a, s, t) for a in self.actors}

    def stance(self, who: str, stances: Mapping[str, int]) -> int:
        """The stance of an actor, or of a member body: for if its rule passes, against if only that of the reverse does."""
        if who in self.actors:
            return stances[who]
        reverse = {a: -stance for a, stance in stances.items()}
        rule = self.bodies[who]["decides"]
        return 1 if self.passes(rule, who, stances) else -1 if self.passes(rule, who, reverse) else 0

    def passes(self, rule: Any, body: str, stances: Mapping[str, int]) -> bool:
        """Whether a rule passes in a body."""
        members = self.bodies[body].get("members", ())
        votes = [self.stance(m, stances) for m in members]
        favour = votes.count(1)
        match rule:
            case "unanimity":
                return favour == len(members)
            case "consensus":
                return -1 not in votes and favour > 0
            case "majority":
                return 2 * favour > len(members)
            case {"quota": quota, **more} if set(more) <= {"weights", "blocking"}:
                given: dict[str, Any] = rule.get("weights") or dict.fromkeys(members, 1)
                weights = [Fraction(str(given[m])) for m in members]
                target = needed(quota, sum(weights))
                few = "blocking" in rule and len(members) - favour < Fraction(str(rule["blocking"]))
                return sum(w for w, vote in zip(weights, votes, strict=True) if vote == 1) >= target or (few and favour > 0)
            case {"actor": actor, **more} if not more:
                return stances[actor] == 1
            case {"veto": named, "also": also, **more} if not more:
                return all(stances[a] != -1 for a in named) and self.passes(also, body, stances)
            case {"all": rules, **more} if not more:
                return all(self.passes(each, body, stances) for each in rules)
            case {"any": rules, **more} if not more:
                return any(self.passes(each, body, stances) for each in rules)
        raise UnreadableError(f"CASE: the rule {rule!r} of {body} is none that this program knows")

    def rules(self, body: str, changed: int) -> list[Any]:
        """The rules of the options that a body changes: the option's own, else the body's."""
        rows = [row for k, (_, _, row) in enumerate(self.options) if changed >> k & 1]
        return [row.get("decides", self.bodies[body].get("decides")) for row in rows]

    def carries(self, body: str, changed: int, stances: Mapping[str, int]) -> bool:
        """Whether every option that changes meets its own rule."""
        return all(self.passes(rule, body, stances) for rule in self.rules(body, changed))

    # -------------------------------------------------------------------------------------------------- moves

    def may_change(self, k: int, code: int) -> bool:
        """Whether an option may change: its direction allows it, and to be taken what it needs holds before the move."""
        direction = self.options[k][2].get("change", "both")
        if code >> k & 1:
            return bool(direction != "take-only")
        return direction != "drop-only" and (k not in self.needs or self.needs[k](code))

    def moves(self, mover: str, s: int) -> list[tuple[int, int, Any]]:
        """The moves of a mover: where each leads, the options that it changes (a mask), the combination that is left."""
        moves: list[tuple[int, int, Any]] = []
        # A coalesced state is left by any of its combinations, and entered by any; moves inside it vanish.
        for raw in self.combinations(s):
            if self.is_graph:
                moves += [(self.place[b], 0, raw) for a, b in self.actors[mover].get("moves") or () if a == raw and b != raw]
                continue
            free = [(0, 1 << k) for k in self.own(mover) if self.may_change(k, raw)]
            self.spend(2 ** len(free))
            ends = ((self.state_of(raw ^ changed), changed) for changed in map(sum, product(*free)))
            moves += [(t, changed, raw) for t, changed in ends if t is not None and t != s]
        return moves

    def spend(self, moves: int) -> None:
        """Count moves that are looked at, and stop where they are too many."""
        self.work += moves
        if self.work > (MOST_UNLISTED if self.members is None else MOST_MOVES):
            raise TooMuchError

    def counts(self, mover: str, s: int, t: int, changed: int, way: Way) -> bool:
        """Whether a move counts: of an actor that gains where gains are asked; of a body if its rules pass as `way` says."""
        kind, who = way
        if mover in self.actors:
            return kind != "gains" or self.gain(mover, s, t) > 0
        if kind == "moves":
            return True
        if kind == "gains":
            return self.carries(mover, changed, self.stances(s, t, who))
        # Support: all are for it but the focal actor, which does not help to sanction itself. Coalition: only its members.
        favours = (lambda a: a != who) if kind == "support" else (lambda a: a in who)
        return self.carries(mover, changed, {a: 1 if favours(a) else -1 for a in self.actors})

    def steps(self, mover: str, s: int, way: Way) -> list[int]:
        """Where the moves of a mover that count lead from a state."""
        return list(dict.fromkeys(t for t, changed, _ in self.moves(mover, s) if self.counts(mover, s, t, changed, way)))

    def layers(self, start: int, movers: Iterable[str], way: Way) -> Iterator[dict[tuple[int, str], int]]:
        """Pairs of a state and its last mover, by how many moves lead there; with the number of shortest sequences.

        In a legal sequence nobody moves twice in a row, so that who moved last decides who may go on.
        """
        newest, seen = {(start, ""): 1}, set[tuple[int, str]]()
        while newest:
            fresh: Counter[tuple[int, str]] = Counter()
            for (s, last), count in newest.items():
                for mover in movers:
                    ends = self.steps(mover, s, way) if mover != last else []
                    self.spend(len(ends))
                    fresh.update({(t, mover): count for t in ends if (t, mover) not in seen})
            seen |= fresh.keys()
            yield fresh
            newest = dict(fresh)

    def reach(self, start: int, movers: tuple[str, ...], way: Way) -> dict[int, None]:
        """The states that legal sequences of one move or more reach, the nearest first."""
        return {s: None for layer in self.layers(start, movers, way) for s, _ in layer}

    # ---------------------------------------------------------------------------------------------- stability

    def better(self, i: str, s: int, t: int, changed: int) -> bool:
        """Whether t is better than s for a mover; for a body: whether the rules of the options changed pass for it."""
        return self.gain(i, s, t) > 0 if i in self.actors else self.carries(i, changed, self.stances(s, t))

    def attempts(self, i: str, s: int) -> list[tuple[int, int]]:
        """The improvements of a mover, each with the options that it changes."""
        return list(dict.fromkeys((t, changed) for t, changed, _ in self.moves(i, s) if self.better(i, s, t, changed)))

    def others(self, i: str) -> tuple[str, ...]:
        """All movers but one."""
        return tuple(m for m in self.movers if m != i)

    def way(self, i: str, concept: str) -> Way:
        """Which moves of the others answer an improvement; a focal actor counts as against all that bodies do."""
        return ANSWERS[concept][0], i if i in self.actors else None

    def deters(self, concept: str, i: str, s: int, changed: int, end: int) -> bool:
        """Whether the end of an answer sanctions: i is not better off, and cannot be by one more move of its own."""
        if self.better(i, s, end, changed):
            return False
        return not (ANSWERS[concept][1] and any(self.better(i, s, t, changed | c) for t, c, _ in self.moves(i, end)))

    def is_answered(self, concept: str, i: str, s: int, attempt: tuple[int, int], partners: Sequence[str] = ()) -> bool:
        """Whether something that the others can do sanctions an improvement; `partners` may move at the same time."""
        t, changed = attempt
        if concept in ANSWERS:
            ends = self.reach(t, self.others(i), self.way(i, concept))
            return any(self.deters(concept, i, s, changed, end) for end in ends)
        return any(not self.better(i, s, end, changed) for end, _ in self.together(i, s, attempt, partners))

    def unanswered(self, concept: str, i: str, s: int) -> list[tuple[int, int]]:
        """The improvements that nobody answers."""
        if concept == "conflict-analysis":
            partners = [m for m in self.others(i) if not self.is_stable("seq", m, s)]
            in_turn = self.unanswered("seq", i, s)
            return in_turn and [a for a in self.attempts(i, s) if not self.is_answered("sim", i, s, a, partners)]
        return [a for a in self.attempts(i, s)
                if concept == "nash" or not self.is_answered(concept, i, s, a, self.others(i))]  # fmt: skip

    def is_stable(self, concept: str, i: str, s: int) -> bool:
        """Whether a state is stable for a mover under a concept."""
        return not self.unanswered(concept, i, s)

    def together(self, i: str, s: int, attempt: tuple[int, int], partners: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Where an improvement ends if partners improve at the same time, and all the options that change."""
        way: Way = ("gains", i if i in self.actors else None)
        for raw in (raw for *same, raw in self.moves(i, s) if tuple(same) == attempt):
            theirs = [
                [0, *(c for t, c, r in self.moves(m, s) if r == raw and self.counts(m, s, t, c, way))] for m in partners
            ]
            self.spend(prod(map(len, theirs)))
            for joint in filter(any, product(*theirs)):
                end = self.state_of(raw ^ attempt[1] ^ sum(joint))
                if end is not None:
                    yield end, attempt[1] ^ sum(joint)


# ------------------------------------------------------------------------------------------------ the result


def need(truth: object, why: str) -> None:
    """Raise an error that says why something is false, unless it is true."""
    if not truth:
        raise FalsehoodError(why)


class Check:
    """What comes of checking a result: `faults` in sentences, how much was `checked`, and what was `unchecked`."""

    def __init__(self, conflict: Conflict, result: dict[str, Any]) -> None:
        self.conflict, self.result = conflict, result
        self.faults: list[str] = []
        self.checked: Counter[str] = Counter()
        self.unchecked: Counter[str] = Counter()
        self.certified: dict[tuple[str, str, int], bool] = {}

    def each(self, what: str, where: str, claim: Callable[..., object], *arguments: Any) -> None:
        """Check one claim; what is false is noted with its place, what would take too long as not checked."""
        self.conflict.work = 0
        try:
            claim(*arguments)
            self.checked[what] += 1
        except FalsehoodError as fault:
            self.faults.append(f"{where}: {fault}")
        except TooMuchError:
            self.unchecked[f"{what or 'verdicts'} that would take too long"] += 1
        except UnreadableError:
            raise
        except (LookupError, TypeError, ValueError, AttributeError) as fault:
            self.faults.append(f"{where}: this is not in the form of a result ({type(fault).__name__}: {fault})")

    # --------------------------------------------------------------------------------------- states and moves

    def state(self, item: Mapping[str, Any], key: str = "state") -> int:
        """The state that an object names under a key: by number, or by code where there are no numbers."""
        number, code = item.get(key), item.get("code" if key == "state" else f"{key}_code")
        members, named = self.conflict.members, item.get("options")
        if members is None:
            need(number is None and type(code) is int and self.conflict.is_feasible(code), f"{code} is no code of a state")
            s = int(code or 0)
        else:
            need(type(number) is int and 0 < number <= len(members), f"there is no state {number}")
            s = int(number or 0) - 1
            need(code is None or members[s] == [code], f"the code of state {number} is not {code}")
        if isinstance(named, dict) and key in ("state", "to"):
            need(named == self.taken(s), f"these are not the options that are taken in {self.conflict.name(s)}")
        return s

    def taken(self, s: int) -> dict[str, bool | None]:
        """For each option whether it is taken; None where a coalesced state leaves that open."""
        codes = self.conflict.combinations(s)
        ways = {name: {bool(code >> k & 1) for code in codes} for k, name in enumerate(self.conflict.names)}
        return {name: min(way) if len(way) == 1 else None for name, way in ways.items()}

    def mask(self, names: Iterable[str]) -> int:
        """Options, by their full names, as a mask."""
        return sum(1 << self.conflict.names.index(name) for name in set(names))

    def sequence(self, steps: Sequence[Mapping[str, Any]], start: int, movers: Iterable[str], way: Way) -> int:
        """The end of a sequence of moves, which must be legal and count."""
        at, last, conflict = start, "", self.conflict
        for step in steps:
            mover, t = step["mover"], self.state(step, "to")
            s = self.state(step, "from")
            move = f"the move of {mover} from {conflict.name(s)} to {conflict.name(t)}"
            need(s == at, f"{move} does not begin in {conflict.name(at)}, where the move before it ends")
            need(mover in movers, f"{move}: {mover} is none of those who move here")
            need(mover != last, f"{move}: {mover} moves twice in a row")
            need(t in conflict.steps(mover, s, MOVES), f"{move} is not possible")
            need(
                t in conflict.steps(mover, s, way), f"{move} does not count: {mover} does not gain, or its rules do not pass"
            )
            for key, against in (("gains", None), ("credible", way[1])):
                truth = t in conflict.steps(mover, s, ("gains", against)) if key in step else None
                need(step.get(key) is truth, f"{move}: {key!r} should be {truth}")
            at, last = t, mover
        return at

    # ----------------------------------------------------------------------------------------------- verdicts

    def verdict(self, item: Mapping[str, Any]) -> None:
        """A verdict on one state, with its improvements and what answers them."""
        conflict, s, i, concept = self.conflict, self.state(item), item["actor"], item["concept"]
        stable, joining = item["stable"], item.get("joining")
        of = f"{conflict.name(s)} for {i} under {concept}"
        need(i in conflict.actors or i in conflict.bodies, f"there is no {i}")
        if joining is not None:
            partners = [m for m in conflict.others(i) if not conflict.is_stable("seq", m, s)]
            need(
                concept == "conflict-analysis" and list(joining) == partners, f"{of}: {partners} may join in, not {joining}"
            )
            need(not conflict.is_stable("seq", i, s), f"{of}: SEQ holds it, so that nobody has to join in")
        attempts = [self.improvement(item, entry, i, s) for entry in item["improvements"]]
        if stable is None:
            self.unchecked["verdicts that the result leaves open"] += 1
        elif stable:
            for t, changed in conflict.attempts(i, s):
                at_once = concept == "sim" or joining is not None
                is_named = any(held and self.is_same((t, changed), (to, by), i, at_once) for to, by, held in attempts)
                need(
                    is_named,
                    f"{of} is called stable, and nothing is named that answers the improvement to {conflict.name(t)}",
                )
        else:
            is_named = any(held is False for *_, held in attempts)
            need(is_named, f"{of} is called unstable, and no improvement is named that nobody answers")
            need(concept != "conflict-analysis" or joining is not None, f"{of}: it is not said who may join in")
        if stable is not None:
            self.certified[concept, i, s] = stable

    def is_same(self, one: tuple[int, int], other: tuple[int, int], i: str, at_once: bool) -> bool:
        """Whether what answers one improvement answers the other: they end in one state, and the same rules decide."""
        if one[0] != other[0] or one[1] == other[1] or at_once:
            return one == other
        rules = [self.conflict.rules(i, changed) if i in self.conflict.bodies else [] for _, changed in (one, other)]
        return all(rule in rules[1 - k] for k in (0, 1) for rule in rules[k])

    def improvement(self, item: Mapping[str, Any], entry: Mapping[str, Any], i: str, s: int) -> tuple[int, int, bool | None]:
        """One improvement: where it leads, what it changes, whether it is answered; what answers it is checked."""
        conflict, concept, joining = self.conflict, item["concept"], item.get("joining")
        t, sanction, combination = self.state(entry, "to"), entry.get("sanction"), entry.get("combination")
        changed = s ^ t if conflict.members is None else self.mask(entry["options"])
        move = f"the move of {i} from {conflict.name(s)} to {conflict.name(t)}"
        need((t, changed) in conflict.attempts(i, s), f"{move}, changing {entry['options']}, is no improvement")
        held = entry.get("held", True if sanction else False if concept == "nash" else None)
        if concept == "conflict-analysis":
            concept = "seq" if joining is None else "sim"
        partners = conflict.others(i) if joining is None else joining
        if held and sanction is not None and joining is None:
            need(concept in ANSWERS and sanction, f"{move}: under {concept} no moves one after the other answer it")
            end = self.sequence(sanction, t, conflict.others(i), conflict.way(i, concept))
            need(
                conflict.deters(concept, i, s, changed, end), f"{move} is not deterred by what ends in {conflict.name(end)}"
            )
        elif held and combination is not None:
            need(concept == "sim", f"{move}: under {concept} moves at the same time answer nothing")
            end, joint = self.state(combination, "to"), changed
            for change in combination["changes"]:
                need(change["mover"] in partners, f"{move}: {change['mover']} may not join in")
                joint |= self.mask([*change["takes"], *change["drops"]])
            is_end = (end, joint) in conflict.together(i, s, (t, changed), partners)
            need(is_end, f"{move}: no improvements of the others at the same time lead to {conflict.name(end)}")
            need(
                not conflict.better(i, s, end, changed),
                f"{move}: {conflict.name(end)} is better for {i}, so it does not deter",
            )
        elif held is not None:
            # Nothing is named that answers it: all that the others can do is looked at.
            truth = concept != "nash" and conflict.is_answered(concept, i, s, (t, changed), partners)
            need(held is truth, f"{move} is called {'' if held else 'un'}answered, and it is not")
        return t, changed, held

    def solved(self) -> None:
        """The stability table: certificates, verdicts, equilibria, and what leads to them."""
        conflict, result = self.conflict, self.result
        proofs = result.get("certificates") or {}
        self.each("", "the result", self.facts)
        if self.faults:
            return  # it is about another case, so that nothing else in it means anything
        for k, item in enumerate(proofs.get("verdicts", ())):
            self.each("verdicts by their certificate", f"certificates.verdicts[{k}]", self.verdict, item)
        for concept, rows in result.get("stable", {}).items():
            if concept not in CONCEPTS:
                self.unchecked[f"verdicts under {concept}, which this program does not know"] += len(rows)
                continue
            is_whole = set(conflict.movers) <= set(rows) <= {*conflict.actors, *conflict.bodies}
            self.each("", f"stable.{concept}", need, is_whole, f"its movers are not {', '.join(conflict.movers)}")
            for mover, numbers in rows.items():
                for s in range(len(conflict.members or ())):
                    # With a certificate the verdict has been counted there.
                    what = "" if (concept, mover, s) in self.certified else "verdicts found anew"
                    self.each(what, f"stable.{concept}.{mover}", self.row, concept, mover, s, s + 1 in numbers)
        for k, item in enumerate(result["equilibria"]):
            self.each("equilibria", f"equilibria[{k}]", self.equilibrium, item)
        if result.get("stable") is not None and conflict.members is not None:
            self.each("that there are no other equilibria", "equilibria", self.completeness)
        elif result["proved"]:
            whose = (
                "a solver" if conflict.members is None else "the program, for verdicts on all states are not in the result"
            )
            self.unchecked[f"that there are no other equilibria, which is the word of {whose}"] += 1
        if result.get("assigned"):
            self.each("sets of equilibria as assigned", "assigned", self.assigned, result["assigned"])
        if result.get("briefing"):
            self.briefing(result["briefing"])

    def facts(self) -> None:
        """Who takes part, which options there are, how many states, and which is the status quo."""
        conflict, result, members = self.conflict, self.result, self.conflict.members
        need(result["actors"] == [*conflict.actors, *conflict.bodies], "'actors' are not those of the case")
        need(result["options"] == conflict.names, "'options' are not those of the case, in its order")
        states, now = result["states"], conflict.status_quo()
        if members is not None:
            need(states["count"] == len(members), f"'states.count' should be {len(members)}")
            need(states["status_quo"] == (None if now is None else now + 1), "'states.status_quo' is not that of the case")

    def row(self, concept: str, mover: str, s: int, is_named: bool) -> None:
        """One verdict of the table."""
        truth = self.certified.get((concept, mover, s))
        truth = self.conflict.is_stable(concept, mover, s) if truth is None else truth
        if is_named and not truth:
            ends = [self.conflict.name(t) for t, _ in self.conflict.unanswered(concept, mover, s)]
            why = "it gains by the move" if concept == "nash" else "nobody answers its improvement"
            need(not ends, f"{self.conflict.name(s)} is not stable for {mover}: {why} to {ends and ends[0]}")
        need(
            is_named == truth, f"{self.conflict.name(s)} is {'' if truth else 'not '}stable, and {'not ' * truth}named here"
        )

    def equilibrium(self, item: Mapping[str, Any]) -> None:
        """One equilibrium: its options, under which concepts it is one, and what leads to it."""
        conflict, s, reach = self.conflict, self.state(item), item.get("reachable")
        need(set(item["concepts"]) <= set(self.result["concepts"]), f"not all of {item['concepts']} were asked")
        need(item.get("id", s) == (conflict.combinations(s)[0] if "id" in item else s), f"it is not {conflict.name(s)}")
        for concept in (c for c in self.result["concepts"] if c in CONCEPTS):
            is_named = concept in item["concepts"]
            # Of a search only what it found is known: that a state is no equilibrium may be too much to find out.
            for mover in conflict.movers if is_named or conflict.members is not None else ():
                if not self.holds(concept, mover, s):
                    need(not is_named, f"{conflict.name(s)} is not stable for {mover} under {concept}")
                    break
            else:
                need(is_named or conflict.members is None, f"{conflict.name(s)} is an equilibrium under {concept}, too")
        now = conflict.status_quo()
        if now is not None and reach is not None and conflict.members is not None:
            for kind, way in KINDS.items():
                truth = s == now or s in conflict.reach(now, tuple(conflict.movers), way)
                need(reach[kind] is truth, f"'reachable.{kind}' of {conflict.name(s)} should be {truth}")

    def holds(self, concept: str, mover: str, s: int) -> bool:
        """Whether a state is stable for a mover: as its certificate has shown, else found anew."""
        truth = self.certified.get((concept, mover, s))
        return self.conflict.is_stable(concept, mover, s) if truth is None else truth

    def completeness(self) -> None:
        """That there are no other equilibria than those named: by the table of all verdicts, which has been checked."""
        result, tables, members = self.result, self.result["stable"], self.conflict.members or ()
        by_state: dict[int, list[str]] = {}
        for concept, number in product(result["concepts"], range(1, len(members) + 1)):
            if all(number in rows for rows in tables[concept].values()):
                by_state.setdefault(number, []).append(concept)
        named = {item["state"]: list(item["concepts"]) for item in result["equilibria"]}
        need(len(named) == len(result["equilibria"]), "an equilibrium stands there twice")
        wanted = dict(sorted(by_state.items())[: len(named)] if result.get("truncated") else by_state)
        for number in sorted({*wanted, *named}):
            truth = ", ".join(wanted.get(number, ())) or "none of the concepts"
            need(number in named, f"state {number} is an equilibrium under {truth}, and is left out")
            need(named[number] == wanted.get(number), f"state {number} is an equilibrium under {truth}, not {named[number]}")

    def assigned(self, assigned: Mapping[str, Any]) -> None:
        """The states that are stable for each mover under the concept assigned to it."""
        concepts = assigned["concepts"]
        if not set(concepts.values()) <= set(CONCEPTS):
            raise TooMuchError
        states = range(len(self.conflict.members or ()))
        holding = [s + 1 for s in states if all(self.holds(c, m, s) for m, c in concepts.items())]
        need(assigned["equilibria"] == holding, f"they are {holding}")

    def briefing(self, brief: Mapping[str, Any]) -> None:
        """What the brief says as data: its outcomes, how the first is reached, and who gains by it."""
        for k, outcome in enumerate(brief["outcomes"]):
            self.each("equilibria in the brief", f"briefing.outcomes[{k}]", self.equilibrium, outcome["equilibrium"])
        if brief["approach"] and self.conflict.members is not None:
            self.each("paths", "briefing.approach", self.approach, brief["approach"])
        if brief["stakes"] and self.conflict.members is not None:
            self.each("stakes", "briefing.stakes", self.stakes, brief["stakes"])
        self.unchecked["the sentences of the brief, and what else it says"] += 1

    def approach(self, approach: Mapping[str, Any]) -> None:
        """The path of the brief: none is needed where the conflict stands, and there may be none."""
        by, start, target = approach["by"], self.state(approach, "start"), self.state(approach, "to")
        if by in KINDS:
            steps = [{"mover": step["mover"], "from": step["before"], "to": step["after"]} for step in approach["steps"]]
            end = self.sequence(steps, start, self.conflict.movers, KINDS[by])
            need(end == target, f"the path ends in {self.conflict.name(end)}")
        reached = {start, *self.conflict.reach(start, tuple(self.conflict.movers), MOVES)}
        need(by != "here" or start == target, f"{self.conflict.name(start)} is not {self.conflict.name(target)}")
        need(by != "none" or target not in reached, f"moves lead to {self.conflict.name(target)}")

    def stakes(self, stakes: Mapping[str, Any]) -> None:
        """Who gains and who loses, and the places of two states for each actor."""
        # Without a status quo only the state after has places.
        s = None if stakes["before"] is None else self.state(stakes, "before")
        t = self.state(stakes, "after")
        for one in stakes["actors"]:
            if s is not None:
                self.standing(one["actor"], one["verdict"], s, t)
            for key, at in (("today", s), ("then", t)):
                if at is None:
                    continue
                signs = [self.conflict.gain(one["actor"], at, u) for u in range(len(self.conflict.members or ()))]
                counts = {"better": signs.count(1), "alike": signs.count(0), "worse": signs.count(-1)}
                counts["place"] = counts["better"] + 1
                need(one[key] == counts, f"{key!r} of {one['actor']} should be {counts}")

    def standing(self, actor: str, verdict: str, s: int, t: int) -> None:
        """Whether an actor gains or loses by a change."""
        truth = {1: "better", 0: "equal", -1: "worse"}[self.conflict.gain(actor, s, t)]
        need(verdict == truth, f"{self.conflict.name(t)} is {truth} for {actor} than {self.conflict.name(s)}, not {verdict}")

    def explained(self) -> None:
        """Verdicts with their evidence."""
        items = self.result.get("explanations", [self.result])
        for k, item in enumerate(items):
            if item["concept"] in CONCEPTS:
                what = "verdicts by their certificate" if item["stable"] is not None else "answers where the verdict is open"
                self.each(what, f"explanations[{k}]", self.verdict, item)
            else:
                self.unchecked[f"verdicts under {item['concept']}, which this program does not know"] += 1

    # ------------------------------------------------------------------------------------------ paths and deals

    def paths(self) -> None:
        """Paths, move by move; that they are shortest, and how many there are; and what can be reached."""
        for k, path in enumerate(self.result["paths"]):
            self.each("paths", f"paths[{k}]", self.path, path)
        for k, route in enumerate(self.result["routes"]):
            self.each("lengths of shortest paths", f"routes[{k}]", self.route, route)
        if self.conflict.members is not None:
            self.each("sets of states that can be reached", "reachable", self.reachable, self.result["reachable"])
        self.unchecked["what is said of first movers, improvement walks, events and paths with deals"] += 1

    def start(self) -> int:
        """The state from which paths or deals start."""
        return self.state({**self.result, "state": self.result["from"]})

    def target(self, item: Mapping[str, Any]) -> int:
        """The state to which a path leads."""
        return self.state({"to": item["to"], "to_code": item["code"]}, "to")

    def path(self, path: Mapping[str, Any]) -> None:
        """One path."""
        end = self.sequence(path["steps"], self.start(), self.conflict.movers, KINDS[path["by"]])
        need(end == self.target(path), f"the path ends in {self.conflict.name(end)}")
        length = len(path["steps"])
        routes = [r for r in self.result["routes"] if all(r[key] == path[key] for key in ("to", "code", "by"))]
        need(
            path["length"] == length == routes[0]["length"],
            f"the path has {length} moves, and its 'length' or route has not",
        )

    def route(self, route: Mapping[str, Any]) -> None:
        """How long the shortest paths to one target are, and how many there are."""
        target, start = self.target(route), self.start()
        length, count = (0, 1) if target == start else (None, 0)
        if not route["proved"]:
            raise TooMuchError
        for n, layer in enumerate(self.conflict.layers(start, self.conflict.movers, KINDS[route["by"]]), 1):
            if length is None and any(s == target for s, _ in layer):
                length, count = n, sum(ways for (s, _), ways in layer.items() if s == target)
            if length is not None:
                break
        need(route["length"] == length, f"the shortest paths have length {length}, not {route['length']}")
        need(route["count"] in (None, count), f"there are {count} shortest paths, not {route['count']}")

    def reachable(self, named: Mapping[str, Any]) -> None:
        """Which states improvements and moves reach from the start."""
        start, movers = self.start(), tuple(self.conflict.movers)
        by_gains, by_moves = ({start, *self.conflict.reach(start, movers, way)} for way in (GAINS, MOVES))
        need(named["improvements"] == sorted(s + 1 for s in by_gains), "'improvements' are not the states that they reach")
        need(named["moves"] == len(by_moves), f"moves reach {len(by_moves)} states, not {named['moves']}")

    def deals(self) -> None:
        """Deals: who gains, who does what first, and what keeps or breaks each; and how many there are."""
        for k, deal in enumerate(self.result["deals"]):
            self.each("deals", f"deals[{k}]", self.deal, deal)
            self.each("who can bring deals about", f"deals[{k}]", self.makers, deal)
            self.each("what keeps or breaks deals", f"deals[{k}]", self.keeping, deal)
        if self.conflict.members is not None:
            self.each("counts of deals", "counts", self.counts)
        self.unchecked["what is said of the fallback, paths with deals, and the order of deals"] += 1

    def agreed(self, s: int, group: Iterable[str]) -> dict[int, None]:
        """What a group of actors can bring about together, with the bodies that it carries."""
        group = frozenset(group)
        movers = tuple(m for m in self.conflict.movers if m in group or m in self.conflict.bodies)
        return self.conflict.reach(s, movers, ("coalition", group))

    def gainers(self, s: int, t: int, sign: int = 1) -> list[str]:
        """The actors who prefer t to s; with -1 those who prefer s."""
        return [a for a in self.conflict.actors if self.conflict.gain(a, s, t) == sign]

    def kind(self, s: int, t: int) -> tuple[bool, bool]:
        """Whether a state is a deal for all, and whether those who gain can bring it about by themselves."""
        gain, lose = self.gainers(s, t), self.gainers(s, t, -1)
        for_all = not lose and bool(gain) and t in self.agreed(s, self.conflict.actors)
        return for_all, len(gain) > 1 and t in self.agreed(s, gain)

    def deal(self, deal: Mapping[str, Any]) -> None:
        """One deal."""
        s, t = self.start(), self.state(deal)
        gain, lose = self.gainers(s, t), self.gainers(s, t, -1)
        need(deal["gainers"] == gain, f"those who gain are {gain}")
        need(deal["losers"] == lose, f"those who lose are {lose}")
        need([one["actor"] for one in deal["stakes"]] == list(self.conflict.actors), "'stakes' are not those of all actors")
        for one in deal["stakes"]:
            self.standing(one["actor"], one["verdict"], s, t)
            for key, at in (("before", s), ("after", t)) if self.conflict.members is not None else ():
                signs = [self.conflict.gain(one["actor"], at, u) for u in range(len(self.conflict.members or ()))]
                share = signs.count(-1) / len(signs)
                need(
                    abs(one["share"][key] - share) < 1e-9, f"{share:.4f} of all states are worse for {one['actor']}: {key!r}"
                )
        if deal["contract"] is not None:
            self.contract(deal["contract"], s, t, list(self.conflict.actors) if deal["for_all"] else gain)

    def makers(self, deal: Mapping[str, Any]) -> None:
        """Who can bring a deal about."""
        kind = self.kind(self.start(), self.state(deal))
        need((deal["for_all"], deal["of_gainers"]) == kind, f"'for_all' and 'of_gainers' should be {kind}")

    def contract(self, steps: Sequence[Mapping[str, Any]], s: int, t: int, group: Sequence[str]) -> None:
        """Who does what first, and who has to trust: after whose move, or vote, it is worse off than at the start."""
        conflict = self.conflict
        movers = [m for m in conflict.movers if m in group or m in conflict.bodies]
        end = self.sequence(steps, s, movers, ("coalition", frozenset(group)))
        need(end == t, f"the contract ends in {conflict.name(end)}, not in {conflict.name(t)}")
        for step in steps:
            worse = set(self.gainers(s, self.state(step, "to"), -1))
            # Of a body those whom its rules ask may have to trust; who they are is not looked at here.
            trusting = worse & ({step["mover"]} if step["mover"] in conflict.actors else set(step["trusts"]))
            need(
                set(step["trusts"]) == trusting, f"after the move of {step['mover']}, 'trusts' should be {sorted(trusting)}"
            )

    def keeping(self, deal: Mapping[str, Any]) -> None:
        """What keeps a deal: no mover gains by leaving it, or those who do are answered; else who would break it."""
        t = self.state(deal)
        self.departure(deal, t, list(self.conflict.actors) if deal["for_all"] else deal["gainers"])
        if deal["standing"] is None:
            return
        tempted, breakers = ([m for m in self.conflict.movers if not self.holds(c, m, t)] for c in ("nash", "seq"))
        standing = "breakable" if breakers else "kept-by-answers" if tempted else "self-enforcing"
        need(deal["standing"] == standing, f"the deal is {standing}, not {deal['standing']}")
        for key, movers in (("tempted", tempted), ("breakers", breakers)):
            need([one["mover"] for one in deal[key]] == movers, f"{key!r} should be {movers}")
            for one in deal[key]:
                open_ = self.conflict.unanswered("seq", one["mover"], t)
                need(one["answered"] is (not open_), f"'answered' of {one['mover']} should be {not open_}")
                first = min(to for to, _ in open_ or self.conflict.attempts(one["mover"], t))
                need(self.state(one, "to") == first, f"{one['mover']} would leave the deal for {self.conflict.name(first)}")

    def departure(self, deal: Mapping[str, Any], t: int, group: Sequence[str]) -> None:
        """Whether some of those who made a deal would leave it together, as it says."""
        leaving, members = deal["group"], self.conflict.members
        if leaving is not None:
            end, actors = self.state(leaving, "to"), leaving["actors"]
            able = [a for a in self.gainers(t, end) if a in group]
            need(actors and set(actors) <= set(able), f"of those who made the deal only {able} gain by leaving it so")
            need(end in self.agreed(t, actors), f"{actors} cannot leave the deal for {self.conflict.name(end)}")
        for u in range(len(members)) if leaving is None and deal["group_known"] and members is not None else ():
            able = [a for a in self.gainers(t, u) if a in group]
            need(not able or u not in self.agreed(t, able), f"{able} would leave the deal for {self.conflict.name(u)}")

    def counts(self) -> None:
        """How many deals there are of each kind, and how many states are counted besides."""
        s, counts = self.start(), Counter[str]()
        alone = self.conflict.reach(s, tuple(self.conflict.movers), GAINS)
        for t in range(len(self.conflict.members or ())):
            for_all, of_gainers = self.kind(s, t) if t != s else (False, False)
            if for_all or of_gainers:
                is_kept = all(self.holds("nash", m, t) for m in self.conflict.movers)
                kind = ("self-enforcing deals" if is_kept else "other deals") + " for all" * for_all
                few = not of_gainers and len(self.gainers(s, t)) < 2
                counts["reached_alone" if t in alone else "few_gainers" if few else kind] += 1
        named = {**self.result["counts"], **{key: self.result[key] for key in ("reached_alone", "few_gainers")}}
        for key, count in named.items():
            need(count == counts[key], f"{key!r} should be {counts[key]}, not {count}")


KINDS = {"improvements": GAINS, "moves": MOVES}
FORMS = {
    "solve/1": Check.solved, "explain/1": Check.explained, "explanations/1": Check.explained, "paths/1": Check.paths,
    "deals/1": Check.deals,
}  # fmt: skip
"""What checks a result, by the name of its form."""


def read(text: str) -> Any:
    """The data of a JSON text, in which decimals are exact."""
    return json.loads(text, parse_float=Fraction)


def check(result: Any, case: Any) -> Check:
    """Check a result against a case, both as `read` reads them; raises `UnreadableError` for what is in another form."""
    form = result.get("schema") if isinstance(result, dict) else None
    if form not in FORMS:
        raise UnreadableError(f"RESULT: its form is {form!r}; this program checks {', '.join(FORMS)}")
    if result.get("merged"):
        raise UnreadableError("RESULT: coalitions that move as one are not checked; solve without --merge")
    about = result.get("case")
    scenario = about.get("scenario") if isinstance(about, dict) else None
    if scenario is not None and isinstance(case, dict) and case.get("scenarios"):
        way = f"write it with this scenario: countermove convert CASE CASE.json --scenario {scenario}"
        raise UnreadableError(f"CASE: the result is about the scenario {scenario!r}, and this is the case without it; {way}")
    try:
        checking = Check(Conflict(case), result)
        checking.each("", "RESULT", FORMS[form], checking)
    except UnreadableError:
        raise
    except (LookupError, TypeError, ValueError, AttributeError, StopIteration) as fault:
        raise UnreadableError(f"CASE: it is not in the form of a case ({type(fault).__name__}: {fault})") from None
    except RecursionError:
        raise UnreadableError("CASE: a statement or a rule is nested too deep") from None
    return checking


def sentences(checking: Check) -> list[str]:
    """What to say of a check: what is false, or how much was checked; and what was not."""
    faults, lines = checking.faults, ["ACCEPTED: all that was checked is true of the case."]
    if faults:
        lines = ["REJECTED: the result is not true of the case.", *(f"  {fault}" for fault in faults[:MOST_FAULTS])]
        lines += [f"  and {len(faults) - MOST_FAULTS:,} more"] if len(faults) > MOST_FAULTS else []
    for head, counts in (("Checked:", checking.checked), ("Not checked:", checking.unchecked)):
        parts = [f"  {what}: {count:,}" for what, count in counts.items() if what and count]
        lines += [head, *parts] if parts else []
    return lines


def main(arguments: Sequence[str]) -> int:
    """Check the two files that are named; the exit status: 0 for what is true, 1 for what is not, 2 for a wrong usage."""
    if len(arguments) != 2:
        print("usage: python verify.py RESULT.json CASE.json", file=sys.stderr)
        return 2
    data = []
    for name in arguments:
        try:
            data.append(read(Path(name).read_text(encoding="utf-8")))
        except (OSError, ValueError, RecursionError) as fault:
            print(f"{name}: this is no JSON that can be read: {fault}", file=sys.stderr)
            return 1
    try:
        checking = check(*data)
    except UnreadableError as fault:
        print(fault, file=sys.stderr)
        return 1
    print("\n".join(sentences(checking)))
    return 1 if checking.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
