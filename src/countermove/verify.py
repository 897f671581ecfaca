"""Checks a result of countermove against a case, and shares no code with what made the result.

    python verify.py RESULT.json CASE.json

It needs nothing but Python, and reads cases in JSON (``countermove convert CASE CASE.json``). The definitions are those of
the graph model, taken literally. Of a stable state each improvement must have an answer in the certificate, which is checked
move by move; of a state that is not stable, all answers to the improvement that nobody answers are looked at. A verdict
without a certificate is found anew. What takes too long, and what this program does not read, is counted as not checked.
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
MOST_MOVES, MOST_UNLISTED = 2_000_000, 20_000
"""Moves that are looked at for one claim, where states are listed and where they are not: some seconds."""
MOST_FAULTS = 20
"""Falsehoods that are named; the others are counted."""


class UnreadableError(ValueError):
    """What has no form that this program reads."""


class FalsehoodError(ValueError):
    """Something in the result that is not true of the case."""


class TooMuchError(ValueError):
    """A claim that would take too long to check."""


# ------------------------------------------------------------------------------------------------ statements

Holds = Callable[[int], bool]
"""Whether something is true of a combination of options; bit k of its code is option k, in the order of the case."""
OPERATORS: tuple[dict[str, Callable[[bool, bool], bool]], ...] = (
    {"iff": lambda a, b: a == b},
    {"implies": lambda a, b: b or not a, "if": lambda a, b: a or not b},
    {"or": lambda a, b: a or b},
    {"and": lambda a, b: a and b},
)
"""The loosest first; operators of one kind group from the left."""


class Statement:
    """A statement over options, read by recursive descent; `holds` says of which combinations it is true."""

    def __init__(self, text: str, place: Callable[[str | None, str], int]) -> None:
        self.text, self.place = text, place
        self.tokens: list[str] = re.findall(r"[A-Za-z0-9][\w-]*|\S", text)
        self.holds = self._operation(0)
        if self.tokens:
            raise UnreadableError(f"CASE: the statement {text!r} goes on with {self.tokens[0]!r} where it should end")

    def _take(self, wanted: str = "") -> str:
        if not self.tokens or (wanted and self.tokens[0] != wanted):
            raise UnreadableError(f"CASE: the statement {self.text!r} lacks {wanted or 'an operand'}")
        return self.tokens.pop(0).lower()

    def _take_if(self, words: Iterable[str]) -> str:
        return self._take() if self.tokens and self.tokens[0].lower() in words else ""

    def _operation(self, level: int) -> Holds:
        if level == len(OPERATORS):
            return self._operand()
        left = self._operation(level + 1)
        while word := self._take_if(OPERATORS[level]):
            join, right = OPERATORS[level][word], self._operation(level + 1)
            left = partial(lambda join, a, b, code: join(a(code), b(code)), join, left, right)
        return left

    def _operand(self) -> Holds:
        word = self._take()
        if word == "not":
            part = self._operand()
            return lambda code: not part(code)
        if word == "(":
            inner = self._operation(0)
            self._take(")")
            return inner
        if word in ("true", "false"):
            return lambda _: word == "true"
        if word in ("any", "all", "none", "one", "atleast", "atmost"):
            return self._count(word)
        owner, option = (word, self._take()) if self._take_if(".") else (None, word)
        k = self.place(owner, f"{option}-{self._take()}" if self._take_if(["is"]) else option)
        return lambda code: bool(code >> k & 1)

    def _count(self, word: str) -> Holds:
        self._take("(")
        number = int(self._take()) if word.startswith("at") else 1
        parts = [] if word.startswith("at") else [self._operation(0)]
        while self._take_if(","):
            parts.append(self._operation(0))
        self._take(")")
        n = len(parts)
        bounds = {"any": (1, n), "all": (n, n), "none": (0, 0), "one": (1, 1), "atleast": (number, n), "atmost": (0, number)}
        least, most = bounds[word]
        return lambda code: least <= sum(part(code) for part in parts) <= most


# --------------------------------------------------------------------------------------------------- the case

KEYS = {
    "the case": "title, at, about, citation, sources, actors, bodies, impossible, always, coalesce, labels, scenarios, "
    "views, events, published, states, status quo",
    "an actor": "name, plural, about, evidence, options, prefers, ranking, worth, moves",
    "a body": "name, plural, about, evidence, members, decides, options",
    "an option": "name, change, needs, levels, decides, because, evidence",
    "a statement": "that, because, evidence, sure, otherwise, equally, order unknown",
}
"""The keys that are read here, and those that change no verdict; a case with others is refused, for they might."""
State = Any
"""The code of a combination, in a case of listed states an id; coalesced states go by the least code in them."""
Way = tuple[str, Any]
"""Which moves count: any (moves); improvements, where an actor votes against in every body (gains, actor); or any, but of
bodies what passes with some actors for it and all others against (agreed, actors)."""
MOVES: Way = ("moves", None)
GAINS: Way = ("gains", None)
KINDS = {"improvements": GAINS, "moves": MOVES}
ANSWERS = {"gmr": (False, False), "smr": (False, True), "seq": (True, False), "sseq": (True, True)}
"""For concepts with answers in sequence: whether answers are improvements, and whether the mover may move once more."""
CONCEPTS = ("nash", *ANSWERS, "sim", "conflict-analysis")


def part_of_case(kind: str, data: Any) -> dict[str, Any]:
    """A part of a case, all of whose keys are read; a text in place of an object stands for its statement or its name."""
    if not isinstance(data, dict):
        return {"that": str(data)} if kind == "a statement" else {}
    for key in set(data) - set(KEYS[kind].split(", ")):
        raise UnreadableError(f"CASE: the key {key!r} of {kind} is none that this program reads, so nothing was checked")
    return data


def quota_in_votes(quota: Any, total: Fraction) -> Fraction:
    """The weight that a quota asks for: percentages, fractions and numbers below 1 are shares of the total, others votes."""
    text = str(quota).strip().lower()
    number = text.removesuffix("%").removesuffix("percent").removesuffix("per cent").strip()
    value = Fraction(number.replace(" ", "")) / (1 if number == text else 100)
    is_share = number != text or (isinstance(quota, str) and "/" in number) or value < 1
    return value * total if is_share else value


class Conflict:
    """A case: its states, who prefers what, who can move where, and what is stable."""

    def __init__(self, data: Any) -> None:
        if not isinstance(data, dict) or not isinstance(data.get("actors"), dict):
            raise UnreadableError("CASE: it has no actors; it has to be a case file in JSON")
        self.case = part_of_case("the case", data)
        self.actors = {a: part_of_case("an actor", one) for a, one in data["actors"].items()}
        self.bodies = {b: part_of_case("a body", one) for b, one in data.get("bodies", {}).items()}
        self.options: list[tuple[str, str, dict[str, Any]]] = []
        self.levels: list[list[int]] = []
        for owner, one in [*self.actors.items(), *self.bodies.items()]:
            for id_, entry in (one.get("options") or {}).items():
                row = part_of_case("an option", entry)
                ids = [f"{id_}-{level}" for level in row.get("levels") or ()]
                self.levels += [[len(self.options) + k for k in range(len(ids))]] if ids else []
                self.options += [(owner, each, row) for each in ids or [id_]]
        self.names = [f"{owner}.{id_}" for owner, id_, _ in self.options]
        self.own = {m: [k for k, row in enumerate(self.options) if row[0] == m] for m in (*self.actors, *self.bodies)}
        self.movers = tuple(m for m in self.own if self.own[m] or self.actors.get(m, {}).get("moves"))
        self.needs = {k: self.read(row["needs"], o) for k, (o, _, row) in enumerate(self.options) if row.get("needs")}
        self.impossible, self.always, together = (
            [self.read(part_of_case("a statement", entry)["that"]) for entry in data.get(key, ())]
            for key in ("impossible", "always", "coalesce")
        )
        self.coalesced: dict[State, list[State]] = {}
        self.entered: dict[State, State] = {}
        self.states = self.list_states(together)
        self.numbers = {s: number for number, s in enumerate(self.states or (), 1)}
        # What is asked again and again is kept: every answer depends on the case alone.
        self.worth = {actor: cache(self.preference(actor, one)) for actor, one in self.actors.items()}
        for name in ("moves", "steps", "reach", "is_stable"):
            setattr(self, name, cache(getattr(self, name)))
        self.work = 0

    def place(self, asking: str | None, owner: str | None, id_: str) -> int:
        """The place of an option: of the owner named, else of the asking owner, else of the only one who has it."""
        places = [k for k, (whose, each, _) in enumerate(self.options) if each == id_ and owner in (None, whose)]
        own = [k for k in places if owner is None and self.options[k][0] == asking]
        if len(own or places) != 1:
            raise UnreadableError(f"CASE: {id_!r} names {len(places)} options")
        return (own or places)[0]

    def read(self, text: str, asking: str | None = None) -> Holds:
        """A statement, or a pattern such as ``YN-Y`` over all options."""
        if len(text) == len(self.options) and set(text) <= set("YN-"):
            return lambda code: all(sign == "-" or (sign == "Y") == bool(code >> k & 1) for k, sign in enumerate(text))
        return Statement(text, partial(self.place, asking)).holds

    def is_feasible(self, code: int) -> bool:
        """Whether nothing impossible holds, all that always holds does, and each option with levels has one of them."""
        has_levels = all(sum(code >> k & 1 for k in group) == 1 for group in self.levels)
        return has_levels and all(h(code) for h in self.always) and not any(h(code) for h in self.impossible)

    def list_states(self, together: Sequence[Holds]) -> list[State] | None:
        """All states in their order, coalesced ones last; None where there are too many combinations."""
        if self.case.get("states") is not None:
            return list(self.case["states"])
        single = set(range(len(self.options))).difference(*self.levels)
        fields = [[0, 1 << k] for k in single] + [[1 << k for k in group] for group in self.levels]
        if prod(map(len, fields)) > MOST_COMBINATIONS:
            if together:
                raise UnreadableError("CASE: it has coalesced states, and too many combinations to list them")
            return None
        codes = sorted(filter(self.is_feasible, map(sum, product(*fields))))
        for holds in together:
            group = [code for code in codes if holds(code)]
            self.coalesced[group[0]] = group
            self.entered |= dict.fromkeys(group, group[0])
        return [code for code in codes if code not in self.entered] + list(self.coalesced)

    def state_of(self, code: int) -> State | None:
        """The state of a combination; None where it is not feasible."""
        state = self.entered.get(code, code)
        is_state = self.is_feasible(code) if self.states is None else state in self.numbers
        return state if is_state else None

    def status_quo(self) -> State | None:
        """The state of the options taken now; None where the case has no status quo."""
        now = self.case.get("status quo")
        names = [now] if isinstance(now, str) else now or []
        if now is None or not self.options:
            return names[0] if names else None
        pairs = [(name.rpartition(".")[0] or None, name.rpartition(".")[2]) for name in names]
        taken = {self.place(None, owner, id_) for owner, id_ in pairs}
        taken |= {group[0] for group in self.levels if not taken & set(group)}
        return self.state_of(sum(1 << k for k in taken))

    def name(self, s: State) -> str:
        """What a state is called in messages."""
        return f"the state with code {s}" if self.states is None else f"state {self.numbers[s]}"

    # ---------------------------------------------------------------------------------- preferences and rules

    def preference(self, actor: str, one: dict[str, Any]) -> Callable[[State], Any]:
        """A function that is greater for what the actor prefers, and equal where it is indifferent."""
        if one.get("prefers") is not None:
            rows = [(entry, part_of_case("a statement", entry)) for entry in one["prefers"]]
            groups = [row.get("equally") or row.get("order unknown") or [entry] for entry, row in rows]
            lines = [[self.read(part_of_case("a statement", e)["that"], actor) for e in group] for group in groups]
            # The first line at which two states differ decides; a group counts how many of its statements hold.
            return lambda code: tuple(sum(holds(code) for holds in line) for line in lines)
        tiers = [tier if isinstance(tier, list) else [tier] for tier in one.get("ranking") or ()]
        if not self.options:
            return {id_: -place for place, tier in enumerate(tiers) for id_ in tier}.get
        if tiers:
            places = [(-place, self.read(entry, actor)) for place, tier in enumerate(tiers) for entry in tier]
            return lambda code: next(place for place, holds in places if holds(code))
        weights = [(self.read(name, actor), Fraction(str(weight))) for name, weight in (one.get("worth") or {}).items()]
        return lambda code: sum((weight for holds, weight in weights if holds(code)), Fraction(0))

    def gain(self, actor: str, s: State, t: State) -> int:
        """1 where the actor strictly prefers t to s, -1 where it prefers s, 0 where it is indifferent."""
        before, after = self.worth[actor](s), self.worth[actor](t)
        return 0 if before == after else 1 if after > before else -1

    def vote(self, member: str, stances: Mapping[str, int]) -> int:
        """The stance of an actor, or of a member body: for if its rule passes, against if only that of the reverse does."""
        if member in self.actors:
            return stances[member]
        rule, reverse = self.bodies[member]["decides"], {a: -stance for a, stance in stances.items()}
        return 1 if self.passes(rule, member, stances) else -1 if self.passes(rule, member, reverse) else 0

    def passes(self, rule: Any, body: str, stances: Mapping[str, int]) -> bool:
        """Whether a rule passes in a body, if its members are for (1), against (-1) or neither (0)."""
        members = self.bodies[body].get("members", ())
        votes = [self.vote(m, stances) for m in members]
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
                are_few = "blocking" in more and len(members) - favour < Fraction(str(rule["blocking"]))
                in_favour = sum((w for w, vote in zip(weights, votes, strict=True) if vote == 1), Fraction(0))
                return in_favour >= quota_in_votes(quota, sum(weights, Fraction(0))) or (favour > 0 and are_few)
            case {"actor": actor, **more} if not more:
                return stances[actor] == 1
            case {"veto": named, "also": also, **more} if not more:
                return all(stances[a] != -1 for a in named) and self.passes(also, body, stances)
            case {"all": rules, **more} if not more:
                return all(self.passes(each, body, stances) for each in rules)
            case {"any": rules, **more} if not more:
                return any(self.passes(each, body, stances) for each in rules)
        raise UnreadableError(f"CASE: the rule {rule!r} of {body} is none that this program reads")

    def rules(self, body: str, changed: int) -> list[Any]:
        """The rules of the options that a body changes (a mask): the option's own, else the body's."""
        default = self.bodies[body].get("decides")
        return [row.get("decides", default) for k, (_, _, row) in enumerate(self.options) if changed >> k & 1]

    # -------------------------------------------------------------------------------------------------- moves

    def may_change(self, k: int, code: int) -> bool:
        """Whether an option may change: its direction allows it, and to be taken what it needs holds before the move."""
        direction = self.options[k][2].get("change", "both")
        if code >> k & 1:
            return bool(direction != "take-only")
        return direction != "drop-only" and (k not in self.needs or self.needs[k](code))

    def moves(self, mover: str, s: State) -> list[tuple[State, int, State]]:
        """The moves of a mover: where each leads, the options that it changes (a mask), the combination that is left."""
        if not self.options:
            return [(b, 0, a) for a, b in self.actors[mover].get("moves") or () if a == s and b != s]
        moves: list[tuple[State, int, State]] = []
        # A coalesced state is left by any of its combinations, and entered by any; moves inside it vanish.
        for code in self.coalesced.get(s, [s]):
            masks = [(0, 1 << k) for k in self.own[mover] if self.may_change(k, code)]
            self.spend(2 ** len(masks))
            ends = ((self.state_of(code ^ changed), changed) for changed in map(sum, product(*masks)))
            moves += [(t, changed, code) for t, changed in ends if t is not None and t != s]
        return moves

    def spend(self, moves: int) -> None:
        """Count moves that are looked at, and stop where they are too many."""
        self.work += moves
        if self.work > (MOST_UNLISTED if self.states is None else MOST_MOVES):
            raise TooMuchError

    def counts(self, mover: str, s: State, t: State, changed: int, way: Way) -> bool:
        """Whether a move counts; of a body: whether the rules of all options that it changes pass."""
        kind, who = way
        if mover in self.actors:
            return kind != "gains" or self.gain(mover, s, t) > 0
        if kind == "moves":
            return True
        if kind == "gains":
            stances = {a: -1 if a == who else self.gain(a, s, t) for a in self.actors}
        else:
            stances = {a: 1 if a in who else -1 for a in self.actors}
        return all(self.passes(rule, mover, stances) for rule in self.rules(mover, changed))

    def steps(self, mover: str, s: State, way: Way) -> list[State]:
        """Where the moves of a mover that count lead from a state."""
        return list(dict.fromkeys(t for t, changed, _ in self.moves(mover, s) if self.counts(mover, s, t, changed, way)))

    def reach(self, start: State, movers: tuple[str, ...], way: Way) -> set[State]:
        """The states that legal sequences of one move or more reach: nobody moves twice in a row.

        Who moved last decides who may go on, so the search is over pairs of a state and its last mover.
        """
        pairs, queue = set[tuple[State, str]](), [(start, "")]
        for s, last in queue:  # it grows while it is read
            for mover in movers:
                ends = self.steps(mover, s, way) if mover != last else []
                self.spend(len(ends))
                fresh = [(t, mover) for t in ends if (t, mover) not in pairs]
                pairs.update(fresh)
                queue += fresh
        return {s for s, _ in pairs}

    # ---------------------------------------------------------------------------------------------- stability

    def gains(self, i: str, s: State, t: State, changed: int) -> bool:
        """Whether a mover prefers t to s; of a body: whether the rules of what it changes pass."""
        return self.counts(i, s, t, changed, GAINS)

    def attempts(self, i: str, s: State) -> list[tuple[State, int]]:
        """The improvements of a mover, each with the options that it changes."""
        return list(dict.fromkeys((t, changed) for t, changed, _ in self.moves(i, s) if self.gains(i, s, t, changed)))

    def others(self, i: str) -> tuple[str, ...]:
        """All movers but one."""
        return tuple(m for m in self.movers if m != i)

    def answers(self, concept: str, i: str) -> Way:
        """Which moves of the others answer an improvement of i, who never votes for an answer to itself."""
        return ("gains", i) if ANSWERS[concept][0] else ("agreed", frozenset(self.actors) - {i})

    def deters(self, concept: str, i: str, s: State, changed: int, end: State) -> bool:
        """Whether the end of an answer sanctions: i is not better off, and cannot be by one more move of its own."""
        again = self.moves(i, end) if ANSWERS[concept][1] else []
        return not self.gains(i, s, end, changed) and not any(self.gains(i, s, t, changed | c) for t, c, _ in again)

    def together(self, i: str, s: State, attempt: tuple[State, int], partners: Sequence[str]) -> Iterator[tuple[State, int]]:
        """Where an improvement ends if partners improve at the same time, and all the options that change."""
        for code in (code for t, changed, code in self.moves(i, s) if (t, changed) == attempt):
            theirs = [
                [0, *(c for t, c, left in self.moves(m, s) if left == code and self.counts(m, s, t, c, ("gains", i)))]
                for m in partners
            ]
            self.spend(prod(map(len, theirs)))
            joints = [attempt[1] ^ sum(joint) for joint in product(*theirs) if any(joint)]
            yield from ((end, joint) for joint in joints if (end := self.state_of(code ^ joint)) is not None)

    def is_answered(self, concept: str, i: str, s: State, attempt: tuple[State, int], partners: Sequence[str]) -> bool:
        """Whether something that the others can do sanctions an improvement; `partners` may move at the same time."""
        t, changed = attempt
        if concept in ANSWERS:
            ends = self.reach(t, self.others(i), self.answers(concept, i))
            return any(self.deters(concept, i, s, changed, end) for end in ends)
        return concept == "sim" and any(not self.gains(i, s, t, changed) for t, _ in self.together(i, s, attempt, partners))

    def unanswered(self, concept: str, i: str, s: State) -> list[tuple[State, int]]:
        """The improvements that nobody answers."""
        partners: Sequence[str] = self.others(i)
        if concept == "conflict-analysis":
            if self.is_stable("seq", i, s):
                return []
            concept, partners = "sim", self.joining(i, s)
        return [attempt for attempt in self.attempts(i, s) if not self.is_answered(concept, i, s, attempt, partners)]

    def joining(self, i: str, s: State) -> list[str]:
        """Who may move at the same time in conflict analysis: the others for whom the state is not stable under SEQ."""
        return [m for m in self.others(i) if not self.is_stable("seq", m, s)]

    def is_stable(self, concept: str, i: str, s: State) -> bool:
        """Whether a state is stable for a mover under a concept."""
        return not self.unanswered(concept, i, s)


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
        self.certified: dict[tuple[str, str, State], bool] = {}

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

    def state(self, item: Mapping[str, Any], key: str = "state") -> State:
        """The state that an object names under a key: by number, or by code where there are no numbers."""
        conflict, number = self.conflict, item.get(key)
        code: Any = item.get("code" if key == "state" else f"{key}_code")
        if conflict.states is None:
            need(number is None and type(code) is int and conflict.is_feasible(code), f"{code} is no code of a state")
            s = code
        else:
            need(type(number) is int and 0 < number <= len(conflict.states), f"there is no state {number}")
            s = conflict.states[(number or 0) - 1]
            need(code is None or (code == s and s not in conflict.coalesced), f"the code of state {number} is not {code}")
        if isinstance(item.get("options"), dict) and key == "state":
            codes = conflict.coalesced.get(s, [s])
            signs = [{bool(code >> k & 1) for code in codes} for k in range(len(conflict.names))]
            # None where a coalesced state leaves open whether an option is taken.
            taken = {name: min(sign) if len(sign) == 1 else None for name, sign in zip(conflict.names, signs, strict=True)}
            need(item["options"] == taken, f"these are not the options that are taken in {conflict.name(s)}")
        return s

    def sequence(
        self, steps: Sequence[Mapping[str, Any]], start: State, movers: Iterable[str], way: Way, focal: str | None = None
    ) -> State:
        """The end of a sequence of moves, which must be legal and count; it is credible if it counts without `focal`."""
        at, last, conflict = start, "", self.conflict
        for step in steps:
            mover, s, t = step["mover"], self.state(step, "from"), self.state(step, "to")
            move = f"the move of {mover} from {conflict.name(s)} to {conflict.name(t)}"
            need(s == at, f"{move} does not begin in {conflict.name(at)}, where the move before it ends")
            need(mover in movers, f"{move}: {mover} is none of those who move here")
            need(mover != last, f"{move}: {mover} moves twice in a row")
            need(t in conflict.steps(mover, s, MOVES), f"{move} is not possible")
            need(t in conflict.steps(mover, s, way), f"{move} does not count: its mover does not gain, or no rule passes")
            for key, against in (("gains", None), ("credible", focal)):
                truth = t in conflict.steps(mover, s, ("gains", against)) if key in step else None
                need(step.get(key) is truth, f"{move}: {key!r} should be {truth}")
            at, last = t, mover
        return at

    # ----------------------------------------------------------------------------------------------- verdicts

    def verdict(self, item: Mapping[str, Any]) -> None:
        """A verdict on one state: if it is stable each improvement is answered, else one is named that nobody answers."""
        conflict, s, i, concept, stable = self.conflict, self.state(item), item["actor"], item["concept"], item["stable"]
        of, rule, partners = f"{conflict.name(s)} for {i} under {concept}", concept, list(conflict.others(i))
        need(i in conflict.own and concept in CONCEPTS, f"there is no {i}, or no {concept}")
        if item.get("joining") is not None:
            rule, partners = "sim", conflict.joining(i, s)
            is_theirs = concept == "conflict-analysis" and item["joining"] == partners
            need(is_theirs, f"{of}: in conflict analysis {partners} may join in, not {item['joining']}")
            need(not conflict.is_stable("seq", i, s), f"{of}: it is stable under SEQ, so that nobody has to join in")
        elif concept == "conflict-analysis":
            rule = "seq"
            need(stable is not False, f"{of}: it is not said who may join in")
        attempts = [self.improvement(entry, rule, i, s, partners) for entry in item["improvements"]]
        if stable is None:
            self.unchecked["verdicts that the result leaves open"] += 1
            return
        need(stable or False in [is_answered for *_, is_answered in attempts],
             f"{of} is called unstable, and no improvement is named that nobody answers")  # fmt: skip
        answered = [self.decisive(rule, i, t, changed) for t, changed, is_answered in attempts if is_answered]
        for t, changed in conflict.attempts(i, s) if stable else ():
            why = f"{of} is called stable, and nothing is named that answers the improvement to {conflict.name(t)}"
            need(self.decisive(rule, i, t, changed) in answered, why)
        self.certified[concept, i, s] = bool(stable)

    def decisive(self, rule: str, i: str, t: State, changed: int) -> tuple[State, object]:
        """What decides whether an improvement is answered: where it ends, and which options or rules are at stake."""
        rules = self.conflict.rules(i, changed) if i in self.conflict.bodies else []
        return t, changed if rule == "sim" else sorted(set(map(str, rules)))

    def improvement(
        self, entry: Mapping[str, Any], rule: str, i: str, s: State, partners: Sequence[str]
    ) -> tuple[State, int, bool | None]:
        """One improvement: where it leads, what it changes, whether it is answered; what answers it is checked."""
        conflict, t, changed = self.conflict, self.state(entry, "to"), self.mask(entry["options"])
        sanction, combination = entry.get("sanction") or [], entry.get("combination") or {}
        is_answered = entry.get("held", False if rule == "nash" else None)
        move = f"the move of {i} from {conflict.name(s)} to {conflict.name(t)}"
        need((t, changed) in conflict.attempts(i, s), f"{move}, changing {entry['options']}, is no improvement")
        if is_answered and rule in ANSWERS:
            need(sanction, f"{move}: no moves are named that answer it")
            end = self.sequence(sanction, t, conflict.others(i), conflict.answers(rule, i), focal=i)
            need(conflict.deters(rule, i, s, changed, end), f"{move} is not deterred by what ends in {conflict.name(end)}")
        elif is_answered:
            need(combination and rule == "sim", f"{move}: nothing is named that answers it under {rule}")
            end, changes = self.state(combination, "to"), combination["changes"]
            joining = sorted({change["mover"] for change in changes})
            joint = changed | self.mask(name for change in changes for name in (*change["takes"], *change["drops"]))
            need(set(joining) <= set(partners), f"{move}: not all of {joining} may join in")
            is_end = (end, joint) in conflict.together(i, s, (t, changed), joining)
            need(is_end, f"{move}: no improvements at the same time lead to {conflict.name(end)}")
            need(not conflict.gains(i, s, end, changed), f"{move}: {conflict.name(end)} is better for {i}, too")
        elif is_answered is False:
            # Nobody answers it: all that the others can do is looked at.
            truth = conflict.is_answered(rule, i, s, (t, changed), partners)
            need(not truth, f"{move} is called unanswered, and it is not")
        return t, changed, is_answered

    def mask(self, names: Iterable[str]) -> int:
        """Options, by their full names, as a mask."""
        return sum(1 << self.conflict.names.index(name) for name in set(names))

    def holds(self, concept: str, mover: str, s: State) -> bool:
        """Whether a state is stable for a mover: as its certificate has shown, else found anew."""
        truth = self.certified.get((concept, mover, s))
        return self.conflict.is_stable(concept, mover, s) if truth is None else truth

    def explained(self) -> None:
        """Verdicts with their evidence."""
        for k, item in enumerate(self.result.get("explanations", [self.result])):
            if item["concept"] in CONCEPTS:
                what = "verdicts by their certificate" if item["stable"] is not None else "answers where the verdict is open"
                self.each(what, f"explanations[{k}]", self.verdict, item)
            else:
                self.unchecked[f"verdicts under {item['concept']}, which this program does not read"] += 1

    # --------------------------------------------------------------------------------------------- equilibria

    def solved(self) -> None:
        """The stability table: certificates, verdicts and equilibria."""
        conflict, result, table = self.conflict, self.result, self.result.get("stable")
        self.each("", "the result", self.facts)
        if self.faults:
            return  # it is about another case, so that nothing else in it means anything
        for k, item in enumerate((result.get("certificates") or {}).get("verdicts", ())):
            self.each("verdicts by their certificate", f"certificates.verdicts[{k}]", self.verdict, item)
        for concept, rows in (table or {}).items():
            if concept not in CONCEPTS:
                self.unchecked[f"verdicts under {concept}, which this program does not read"] += len(rows)
                continue
            has_all = set(conflict.movers) <= set(rows) <= {*conflict.actors, *conflict.bodies}
            self.each("", f"stable.{concept}", need, has_all, f"its movers are not {', '.join(conflict.movers)}")
            for (mover, numbers), s in product(rows.items(), conflict.states or ()):
                # With a certificate the verdict has been counted there.
                what = "" if (concept, mover, s) in self.certified else "verdicts found anew"
                self.each(what, f"stable.{concept}.{mover}", self.row, concept, mover, s, conflict.numbers[s] in numbers)
        for k, item in enumerate(result["equilibria"]):
            self.each("equilibria", f"equilibria[{k}]", self.equilibrium, item)
        if table is not None and conflict.states is not None:
            what = "that there are no other equilibria" + ", up to the last one named" * bool(result.get("truncated"))
            self.each(what, "equilibria", self.no_others, result["equilibria"])
        elif result["proved"]:
            self.unchecked["that there are no other equilibria, for not all verdicts are in the result"] += 1
        for key, what in (("assigned", "equilibria as assigned"), ("briefing", "the brief")):
            self.unchecked.update([what] if result.get(key) else [])

    def facts(self) -> None:
        """Who takes part, which options there are, how many states, and which is the status quo."""
        conflict, result, states, now = self.conflict, self.result, self.result["states"], self.conflict.status_quo()
        need(result["actors"] == [*conflict.actors, *conflict.bodies], "'actors' are not those of the case")
        need(result["options"] == conflict.names, "'options' are not those of the case, in its order")
        if conflict.states is not None:
            need(states["count"] == len(conflict.states), f"'states.count' should be {len(conflict.states)}")
            need(states["status_quo"] == conflict.numbers.get(now), "'states.status_quo' is not that of the case")

    def row(self, concept: str, mover: str, s: State, is_named: bool) -> None:
        """One verdict of the table."""
        conflict, truth = self.conflict, self.holds(concept, mover, s)
        ends = [] if truth or not is_named else [conflict.name(t) for t, _ in conflict.unanswered(concept, mover, s)]
        why = f"{conflict.name(s)} is not stable for {mover}: nobody answers its improvement to {' or '.join(ends)}"
        need(not ends, why)
        need(is_named == truth, f"{conflict.name(s)} is {'' if truth else 'not '}stable, and {'not ' * truth}named here")

    def equilibrium(self, item: Mapping[str, Any]) -> None:
        """One equilibrium: its options, under which concepts it is one, and what leads to it."""
        conflict, s, concepts = self.conflict, self.state(item), item["concepts"]
        need(
            concepts == [c for c in self.result["concepts"] if c in concepts], f"{concepts} are not of those asked, in order"
        )
        need("id" not in item or item["id"] == s, f"it is not {conflict.name(s)}")
        for concept in (c for c in self.result["concepts"] if c in CONCEPTS):
            if concept in concepts:
                unstable = [m for m in conflict.movers if not self.holds(concept, m, s)]
                need(not unstable, f"{conflict.name(s)} is not stable for {', '.join(unstable)} under {concept}")
            elif conflict.states is not None:
                is_one = all(self.holds(concept, m, s) for m in conflict.movers)
                need(not is_one, f"{conflict.name(s)} is an equilibrium under {concept}, too")
        now = conflict.status_quo()
        for kind, way in KINDS.items() if item.get("reachable") and conflict.states is not None else ():
            truth = s == now or s in conflict.reach(now, conflict.movers, way)
            need(item["reachable"][kind] is truth, f"'reachable.{kind}' of {conflict.name(s)} should be {truth}")

    def no_others(self, equilibria: Sequence[Mapping[str, Any]]) -> None:
        """That each equilibrium is named, once; where the list is cut, up to the last of those named."""
        numbers, states = [item["state"] for item in equilibria], self.conflict.states or []
        need(len(set(numbers)) == len(numbers), "an equilibrium stands there twice")
        last = max(numbers, default=0) if self.result.get("truncated") else len(states)
        for (number, s), concept in product(enumerate(states[:last], 1), set(self.result["concepts"]) & set(CONCEPTS)):
            is_one = number not in numbers and all(self.holds(concept, m, s) for m in self.conflict.movers)
            need(not is_one, f"state {number} is an equilibrium under {concept}, and is left out")

    # ------------------------------------------------------------------------------------------ paths and deals

    def paths(self) -> None:
        """Paths, move by move."""
        for k, path in enumerate(self.result["paths"]):
            self.each("paths", f"paths[{k}]", self.path, path)
        self.unchecked["that paths are shortest, how many there are, and what else is said of them"] += 1

    def start(self) -> State:
        """The state from which paths or deals start."""
        return self.state({**self.result, "state": self.result["from"]})

    def path(self, path: Mapping[str, Any]) -> None:
        """One path."""
        steps, target = path["steps"], self.state({"to": path["to"], "to_code": path["code"]}, "to")
        end = self.sequence(steps, self.start(), self.conflict.movers, KINDS[path["by"]])
        need(end == target, f"the path ends in {self.conflict.name(end)}")
        need(path["length"] == len(steps), f"the path has {len(steps)} moves, not {path['length']}")

    def deals(self) -> None:
        """Deals: who gains, who can bring them about, and who does what first."""
        for k, deal in enumerate(self.result["deals"]):
            self.each("deals", f"deals[{k}]", self.deal, deal)
        self.unchecked["what else is said of deals: who would break them, how many there are, the fallback"] += 1

    def deal(self, deal: Mapping[str, Any]) -> None:
        """One deal: who gains and who loses by it, and by which moves those who agree bring it about."""
        conflict, s, t = self.conflict, self.start(), self.state(deal)
        signs = {a: conflict.gain(a, s, t) for a in conflict.actors}
        gainers, losers = ([a for a in signs if signs[a] == sign] for sign in (1, -1))
        need(deal["gainers"] == gainers, f"those who gain are {gainers}")
        need(deal["losers"] == losers, f"those who lose are {losers}")
        stakes = [(a, {1: "better", 0: "equal", -1: "worse"}[sign]) for a, sign in signs.items()]
        need([(one["actor"], one["verdict"]) for one in deal["stakes"]] == stakes, f"'stakes' should be {stakes}")
        for key, group, is_possible in (
            ("for_all", conflict.actors, gainers and not losers),
            ("of_gainers", gainers, len(gainers) > 1),
        ):
            truth = bool(is_possible) and t in conflict.reach(s, *self.agreed(group))
            need(deal[key] is truth, f"{key!r} should be {truth}")
        if deal["contract"] is not None:
            self.contract(deal["contract"], s, t, conflict.actors if deal["for_all"] else gainers)

    def agreed(self, group: Iterable[str]) -> tuple[tuple[str, ...], Way]:
        """Who moves where actors agree, with the bodies that they carry; and which of their moves count."""
        conflict, actors = self.conflict, frozenset(group)
        return tuple(m for m in conflict.movers if m in actors or m in conflict.bodies), ("agreed", actors)

    def contract(self, steps: Sequence[Mapping[str, Any]], s: State, t: State, group: Iterable[str]) -> None:
        """Who does what first, and who has to trust: after whose move, or vote, it is worse off than at the start."""
        conflict, end = self.conflict, self.sequence(steps, s, *self.agreed(group))
        need(end == t, f"the contract ends in {conflict.name(end)}, not in {conflict.name(t)}")
        for step in steps:
            mover, trusting = step["mover"], set(step["trusts"])
            worse = {a for a in conflict.actors if conflict.gain(a, s, self.state(step, "to")) < 0}
            # Of a body those whom its rules ask may have to trust; who they are is not looked at here.
            truth = worse & ({mover} if mover in conflict.actors else trusting)
            need(trusting == truth, f"after the move of {mover}, 'trusts' should be {sorted(truth)}")


FORMS = {
    "solve/1": Check.solved, "explain/1": Check.explained, "explanations/1": Check.explained, "paths/1": Check.paths,
    "deals/1": Check.deals,
}  # fmt: skip
"""What checks a result, by the name of its form."""


def read(text: str) -> Any:
    """The data of a JSON text, in which decimals are exact."""
    return json.loads(text, parse_float=Fraction)


def read_file(name: str) -> Any:
    """The data of a file of JSON."""
    try:
        return read(Path(name).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as fault:
        raise UnreadableError(f"{name}: this is no JSON that can be read: {fault}") from None


def check(result: Any, case: Any) -> Check:
    """Check a result against a case, both as `read` reads them; raises `UnreadableError` for what is in another form."""
    form = result.get("schema") if isinstance(result, dict) else None
    if form not in FORMS:
        raise UnreadableError(f"RESULT: its form is {form!r}; this program checks {', '.join(FORMS)}")
    if result.get("merged"):
        raise UnreadableError("RESULT: coalitions that move as one are not checked; solve without --merge")
    scenario = about.get("scenario") if isinstance(about := result.get("case"), dict) else None
    if scenario is not None and isinstance(case, dict) and case.get("scenarios"):
        way = f"write it with this scenario: countermove convert CASE CASE.json --scenario {scenario}"
        raise UnreadableError(f"CASE: the result is about the scenario {scenario!r}, and this is the case without it; {way}")
    try:
        checking = Check(Conflict(case), result)
        checking.each("", "RESULT", FORMS[form], checking)
        return checking
    except UnreadableError:
        raise
    except (LookupError, TypeError, ValueError, AttributeError, StopIteration) as fault:
        raise UnreadableError(f"CASE: it is not in the form of a case ({type(fault).__name__}: {fault})") from None
    except RecursionError:
        raise UnreadableError("CASE: a statement or a rule is nested too deep") from None


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
    try:
        checking = check(*map(read_file, arguments))
    except UnreadableError as fault:
        print(fault, file=sys.stderr)
        return 1
    print("\n".join(sentences(checking)))
    return 1 if checking.faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
