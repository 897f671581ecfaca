"""Cases to test with: random ones of every kind, and small ones built by hand around a trap.

`random_case` and `random_graph_case` draw from a seeded generator, for runs over thousands of models; the
Hypothesis strategies `cases` and `graph_cases` wrap them. `TRAPS` are cases in which a natural misreading of
a definition gives another answer; `test_reference.py` says which.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Any, NamedTuple

from hypothesis import strategies as st

from countermove.model.case import Case
from reference import Names, feasible_codes, states_of, taken

__all__ = [
    "TRAPS", "Trap", "case_of", "cases", "crowded_case", "graph", "graph_cases", "labelled", "random_case", "random_graph_case",
    "sparse_case", "two_ways",
]  # fmt: skip

Data = dict[str, Any]

ACTOR_IDS = ("ann", "bob", "cat", "dan", "eve", "fay")
BODY_IDS = ("union", "council", "board")
OPTION_IDS = ("pay", "go", "sign", "arm", "talk")
LEVELS = ("none", "some", "full")


def case_of(**data: Any) -> Case:
    """A case from the shape that it has in a file; `status_quo` stands for the key with a blank."""
    if "status_quo" in data:
        data["status quo"] = data.pop("status_quo")
    return Case.model_validate(data)


def cases(**wanted: Any) -> st.SearchStrategy[Case]:
    """Random cases; the keywords are those of `random_case`."""
    return _seeds().map(lambda seed: random_case(Random(seed), **wanted))


def graph_cases(**wanted: Any) -> st.SearchStrategy[Case]:
    """Random graph cases; the keywords are those of `random_graph_case`."""
    return _seeds().map(lambda seed: random_graph_case(Random(seed), **wanted))


def _seeds() -> st.SearchStrategy[int]:
    return st.integers(0, 2**32 - 1)


# ------------------------------------------------------------------------------------------- random cases


def random_case(
    rng: Random,
    *,
    bodies: bool = True,
    coalesce: bool = True,
    needs: bool = True,
    directions: bool = True,
    infeasible: bool = True,
    levels: bool = False,
    actors: tuple[int, int] = (1, 4),
    options: tuple[int, int] = (1, 3),
    max_options: int = 7,
) -> Case:
    """A valid case, with what the switches allow.

    `actors` and `options` (per actor) are least and greatest numbers; levels count as options. Only where
    bodies are allowed may an actor be left without options.
    """
    data = _Structure(rng, actors, options, max_options, bodies, levels).data
    _add_details(rng, data, needs, directions)
    if infeasible:
        _add_constraints(rng, data)
    together = _add_coalesced(rng, data) if coalesce and rng.random() < 0.5 else []
    for actor in data["actors"]:
        data["actors"][actor] |= _preferences(rng, data, actor, together)
    if rng.random() < 0.7:
        draft = Case.model_validate(data)
        code = rng.choice(feasible_codes(draft))
        listed = [row for row in draft.option_rows if taken(code, row.index)]
        data["status quo"] = [_short(rng, draft, row.full) for row in listed]
    return Case.model_validate(data)


def labelled(rng: Random, case: Case, most: int = 5) -> Case:
    """The case with labels for some of its states, and for what some statements say; no two for the same state."""
    labels: Data = {}
    items = [min(state) for state in states_of(case)]
    for k, item in enumerate(rng.sample(items, rng.randint(0, min(most, len(items))))):
        name = {"name": f"Outcome {k}"} if rng.random() < 0.5 else {}
        if case.states is not None:
            labels[f"own-{k}"] = {**name, "state": item}
        else:
            labels[f"own-{k}"] = {**name, "options": [row.full for row in case.option_rows if taken(int(item), row.index)]}
    for k in range(rng.randint(0, most) if case.states is None else 0):
        operands = [row.full for row in case.option_rows if row.level is None]
        labels[f"some-{k}"] = {"where": random_statement(rng, operands)}
    order = rng.sample(list(labels), len(labels))
    data = case.model_dump(by_alias=True, exclude_defaults=True)
    return Case.model_validate({**data, "labels": {id_: labels[id_] for id_ in order}})


class _Structure:
    """Who there is, and which options and rules they have."""

    def __init__(
        self,
        rng: Random,
        actors: tuple[int, int],
        options: tuple[int, int],
        max_options: int,
        bodies: bool,
        levels: bool,
    ) -> None:
        self.rng, self.levels = rng, levels
        self.ids = list(ACTOR_IDS[: rng.randint(*actors)])
        self.data: Data = {"actors": {a: {} for a in self.ids}}
        number = rng.choice((0, 1, 1, 1, 2, 2, 3)) if bodies else 0
        idle = {a for a in self.ids if number and rng.random() < 0.25}
        busy = [a for a in self.ids if a not in idle]
        self.spare = max_options - sum(options[0] for _ in busy)
        shares = [rng.randint(0, 2) if number else 0 for _ in range(number)]
        if number:
            shares[-1] = max(shares[-1], 1)
            self.spare -= 1
        for actor in rng.sample(busy, len(busy)):
            extra = rng.randint(0, max(0, min(options[1] - options[0], self.spare)))
            self.spare -= extra
            self.data["actors"][actor]["options"] = self._options(options[0] + extra)
        self.spare += bool(number)
        for body, share in zip(BODY_IDS, shares, strict=False):
            self._add_body(body, min(share, max(self.spare, 0)))

    def _options(self, number: int) -> Data:
        found: Data = {}
        for id_ in self.rng.sample(OPTION_IDS, number):
            found[id_] = {}
            size = self.rng.randint(2, 3)
            if self.levels and self.spare >= size - 1 and self.rng.random() < 0.4:
                self.spare -= size - 1
                found[id_]["levels"] = list(LEVELS[:size])
        return found

    def _add_body(self, body: str, number: int) -> None:
        rng, made = self.rng, self.data.setdefault("bodies", {})
        inner = [b for b, other in made.items() if "decides" in other and rng.random() < 0.4]
        members = inner + rng.sample(self.ids, rng.randint(0 if inner else 1, len(self.ids)))
        self.spare -= number
        options = self._options(number)
        own_rules = bool(options) and rng.random() < 0.15
        for option in options.values():
            if own_rules or rng.random() < 0.35:
                option["decides"] = random_rule(rng, members, self.ids)
        made[body] = {"members": members, "options": options}
        if not own_rules:
            made[body]["decides"] = random_rule(rng, members, self.ids)


def random_rule(rng: Random, members: Sequence[str], actors: Sequence[str], depth: int = 2) -> Any:
    """A decision rule that passes when everybody is for; it may name actors that are not members."""
    simple = ("unanimity", "consensus", "majority", "quota", "quota", "quota", "actor")
    match rng.choice((*simple, "veto", "all", "any") if depth else simple):
        case "quota":
            return _quota(rng, members)
        case "actor":
            return {"actor": rng.choice(actors)}
        case "veto":
            named = rng.sample(actors, rng.randint(1, min(2, len(actors))))
            return {"veto": named, "also": random_rule(rng, members, actors, depth - 1)}
        case "all" | "any" as key:
            parts = [random_rule(rng, members, actors, depth - 1) for _ in range(rng.randint(1, 3))]
            return {key: parts}
        case word:
            return word


def _quota(rng: Random, members: Sequence[str]) -> Data:
    """A quota, as a share or a number, with or without weights and a blocking number."""
    rule: Data = {}
    tenths = [10 for _ in members]
    if rng.random() < 0.5:
        tenths = [rng.choice((0, 5, 10, 10, 15, 20, 35)) for _ in members]
        tenths[rng.randrange(len(members))] = rng.choice((10, 20, 30))
        rule["weights"] = {m: f"{w / 10:g}" for m, w in zip(members, tenths, strict=True)}
    total = sum(tenths)
    if total > 10 and rng.random() < 0.5:
        rule["quota"] = f"{rng.randint(11, total) / 10:g}"
    else:
        rule["quota"] = rng.choice(("0.01", "25 %", "1/2", "0.50001", "2/3", "1", "100 %"))
    if rng.random() < 0.3:
        rule["blocking"] = str(rng.randint(1, len(members) + 1))
    return rule


# ------------------------------------------------------------------------------------- random statements


def random_statement(rng: Random, operands: Sequence[str], depth: int = 2) -> str:
    """A statement over the operands, with any operator and function of the language."""
    if not operands:
        return rng.choice(("true", "false"))
    if depth == 0 or rng.random() < 0.3:
        operand = rng.choice(operands) if rng.random() < 0.97 else rng.choice(("true", "FALSE"))
        return rng.choice(("", "", "not ")) + operand
    kind = rng.choice(("and", "or", "implies", "if", "iff", "not", "function", "function"))
    if kind == "not":
        return f"not ({random_statement(rng, operands, depth - 1)})"
    if kind != "function":
        parts = [random_statement(rng, operands, depth - 1) for _ in range(2)]
        return f" {kind} ".join(parts if rng.random() < 0.3 else [f"({p})" for p in parts])
    parts = [random_statement(rng, operands, depth - 1) for _ in range(rng.randint(1, 3))]
    name = rng.choice(("any", "all", "none", "one", "atleast", "atmost"))
    if name.startswith("at"):
        parts.insert(0, str(rng.randint(0, len(parts) + 1)))
    return f"{name}({', '.join(parts)})"


def _operands(rng: Random, data: Data, owner: str | None = None) -> list[str]:
    """How the options may be written in the block of an owner: in full, or bare where that is clear."""
    found = []
    blocks = [*data["actors"].items(), *data.get("bodies", {}).items()]
    ids = [id_ for _, record in blocks for id_ in record.get("options", {})]
    for holder, record in blocks:
        for id_, option in record.get("options", {}).items():
            clear = holder == owner or (ids.count(id_) == 1)
            name = id_ if clear and rng.random() < 0.6 else f"{holder}.{id_}"
            found += [f"{name} is {level}" for level in option.get("levels", ())] or [name]
    return found


def _short(rng: Random, case: Case, full: str) -> str:
    """An option's full name, or its bare id where no other option bears it."""
    bare = full.partition(".")[2]
    return bare if [row.id for row in case.option_rows].count(bare) == 1 and rng.random() < 0.5 else full


# ------------------------------------------------------------------- details, constraints, coalesced states


def _add_details(rng: Random, data: Data, needs: bool, directions: bool) -> None:
    for owner, record in [*data["actors"].items(), *data.get("bodies", {}).items()]:
        for option in record.get("options", {}).values():
            if "levels" in option:
                continue
            if directions and rng.random() < 0.35:
                option["change"] = rng.choice(("take-only", "drop-only"))
            if needs and rng.random() < 0.2:
                option["needs"] = random_statement(rng, _operands(rng, data, owner), 1)


def _add_constraints(rng: Random, data: Data) -> None:
    """Constraints that leave at least two states, or at least one."""
    for key, chance in (("impossible", 0.35), ("impossible", 0.35), ("always", 0.15)):
        if rng.random() < chance:
            kept = data.get(key, [])
            data[key] = [*kept, random_statement(rng, _operands(rng, data), 2)]
            if len(feasible_codes(Case.model_validate(data))) < (1 if rng.random() < 0.05 else 2):
                data[key] = kept


class _Together(NamedTuple):
    """A coalesced state: as it is written in the case, as a statement, and the combinations in it."""

    written: str
    statement: str
    codes: frozenset[int]


def _add_coalesced(rng: Random, data: Data) -> list[_Together]:
    """One or two coalesced states that match something and do not overlap."""
    draft = Case.model_validate(data)
    names, feasible = Names(draft.option_rows), feasible_codes(draft)
    found: list[_Together] = []
    for _ in range(rng.randint(1, 2)):
        signs = [rng.choice("YN--") for _ in draft.option_rows]
        literals = [
            row.full.removesuffix(f"-{row.level}") + f" is {row.level}" if row.level else row.full
            for row in draft.option_rows
        ]
        parts = [text if sign == "Y" else f"not {text}" for sign, text in zip(signs, literals, strict=True) if sign != "-"]
        statement = " and ".join(parts) or "true"
        if rng.random() < 0.3:
            statement = random_statement(rng, _operands(rng, data), 2)
            written = statement
        else:
            written = "".join(signs) or "true"
        codes = frozenset(c for c in feasible if names.matches(written, c))
        if codes and not any(codes & other.codes for other in found):
            found.append(_Together(written, statement, codes))
    if found:
        data["coalesce"] = [t.written for t in found]
    return found


# ------------------------------------------------------------------------------------- random preferences


def _preferences(rng: Random, data: Data, actor: str, together: Sequence[_Together]) -> Data:
    """What an actor prefers, in one of the three ways or not at all; coalesced combinations are tied."""
    kind = rng.choice(("prefers",) * 6 + ("ranking",) * 4 + ("worth",) * 3 + ("none",))
    if kind == "prefers":
        return {"prefers": [_line(rng, data, actor, together) for _ in range(rng.randint(1, 5))]}
    if kind == "worth":
        return {"worth": _worth(rng, data, together)}
    if kind == "ranking":
        return {"ranking": _ranking(rng, data, actor, together)}
    return {}


def _even(rng: Random, data: Data, actor: str, together: Sequence[_Together], depth: int = 2) -> str:
    """A random statement that does not tell the combinations in a coalesced state apart."""
    text = random_statement(rng, _operands(rng, data, actor), depth)
    for group in together:
        end = rng.choice(("or ({})", "and not ({})")).format(group.statement)
        text = f"({text}) {end}"
    return text


def _line(rng: Random, data: Data, actor: str, together: Sequence[_Together]) -> Any:
    kind = rng.choice(("line",) * 6 + ("long", "equally", "equally", "order unknown"))
    if kind == "line":
        return _even(rng, data, actor, together)
    if kind == "long":
        line = {"that": _even(rng, data, actor, together), "sure": "0.75", "because": "Assumed"}
        return line | ({"otherwise": _even(rng, data, actor, together)} if rng.random() < 0.5 else {})
    return {kind: [_even(rng, data, actor, together, 1) for _ in range(rng.randint(1, 3))]}


def _worth(rng: Random, data: Data, together: Sequence[_Together]) -> dict[str, str]:
    draft = Case.model_validate(data)
    weights = {}
    for row in draft.option_rows:
        same = all(len({taken(c, row.index) for c in group.codes}) == 1 for group in together)
        if same and rng.random() < 0.8:
            weights[_short(rng, draft, row.full)] = rng.choice(("-2", "-1", "-0.5", "0", "0.5", "1", "1", "2.25"))
    return weights


def _ranking(rng: Random, data: Data, actor: str, together: Sequence[_Together]) -> list[Any]:
    """Patterns for every state, or statements that cut the states into classes, best first, with ties."""
    draft = Case.model_validate(data)
    feasible = feasible_codes(draft)
    ordinary = [c for c in feasible if not any(c in group.codes for group in together)]
    size = len(draft.option_rows)
    if 0 < len(ordinary) <= 24 and rng.random() < 0.7:
        codes = [*ordinary, *rng.sample(range(2**size), 1)]  # the last may be infeasible, and of no effect
        codes = [c for c in dict.fromkeys(codes) if c in ordinary or c not in feasible]
        entries = ["".join("Y" if taken(c, k) else "N" for k in range(size)) for c in codes]
        entries += [group.written for group in together]
    else:
        first, second = (_even(rng, data, actor, together, 1) for _ in range(2))
        entries = [f"({first}) and ({second})", f"({first}) and not ({second})", f"not ({first})"]
    rng.shuffle(entries)
    return _tied(rng, entries)


def _tied(rng: Random, entries: Sequence[str]) -> list[Any]:
    """The entries in order, some of them gathered into tie groups."""
    groups: list[list[str]] = []
    ties = rng.choice((0.0, 0.3, 0.6))
    for entry in entries:
        if groups and rng.random() < ties:
            groups[-1].append(entry)
        else:
            groups.append([entry])
    return [group if len(group) > 1 or rng.random() < 0.1 else group[0] for group in groups]


# ------------------------------------------------------------------------------------------------- crowds


def crowded_case(rng: Random, movers: int = 7) -> Case:
    """Many who can move at once, and a few feasible states: the first, with all that are one step away and some that are two or three."""
    options = [f"a{k}.o" for k in range(movers)] + ["union.q"]
    near = [set(rng.sample(range(len(options)), size)) for size in (2, 2, 3, 3, 3, 3)]
    kept = [set(), *({k} for k in range(len(options))), *near]
    states = [" and ".join(o if k in taken else f"not {o}" for k, o in enumerate(options)) for taken in kept]
    actors = {
        f"a{k}": {
            "options": {"o": {"change": rng.choice(["both", "both", "take-only"])}},
            "prefers": [f"{'not ' * rng.randint(0, 1)}({' iff '.join(rng.sample(options, 2))})", "o", f"not a{k - 1}.o"]
            if k else [" or ".join(rng.sample(options, 3)), "not o"],
        }
        for k in range(movers)
    }  # fmt: skip
    union = {"members": ["a1", "a2", "a3"], "decides": rng.choice(["majority", "consensus"]), "options": {"q": {}}}
    return case_of(actors=actors, bodies={"union": union}, always=[" or ".join(f"({s})" for s in states)])


def two_ways() -> Case:
    """f can enter the coalesced state by p, or by p and q; at the same time as x, which it fears, only by p."""
    return case_of(
        actors={
            "f": {"options": {"p": {}, "q": {}}, "prefers": ["p and not a.x", "not a.x"]},
            "a": {"options": {"x": {}}, "prefers": ["x"]},
        },
        coalesce=["f.p and not a.x"],
        impossible=["f.p and f.q and a.x"],
    )


def sparse_case(actors: int, options: int, lines: int = 12, seed: int = 1) -> Case:
    """Many actors, each of whom cares about few options: a case of any size, whose states nobody can list."""
    rng = Random(seed)
    every = [f"a{k}.o{j}" for k in range(actors) for j in range(options)]
    owners = {
        f"a{k}": {
            "options": {f"o{j}": {} for j in range(options)},
            "prefers": [
                rng.choice([" and ", " or "]).join(
                    rng.choice(["", "not "]) + o for o in rng.sample(every, rng.randint(1, 3))
                )
                for _ in range(lines)
            ],
        }
        for k in range(actors)
    }
    return case_of(actors=owners, status_quo=[])


# -------------------------------------------------------------------------------------------- graph cases


def random_graph_case(rng: Random, *, states: tuple[int, int] = (2, 7), actors: tuple[int, int] = (1, 4)) -> Case:
    """A case of listed states and moves, which need be neither transitive nor reversible."""
    ids = [f"s{k + 1}" for k in range(rng.randint(*states))]
    density = rng.choice((0.15, 0.3, 0.5))
    data: Data = {"states": {s: f"State {s}" for s in ids}, "actors": {}}
    for actor in ACTOR_IDS[: rng.randint(*actors)]:
        moves = [[a, b] for a in ids for b in ids if a != b and rng.random() < density]
        record: Data = {"moves": moves}
        if rng.random() < 0.95:
            record["ranking"] = _tied(rng, rng.sample(ids, len(ids)))
        if data["actors"] and rng.random() < 0.05:
            del record["moves"]
        data["actors"][actor] = record
    if rng.random() < 0.5:
        data["status quo"] = rng.choice(ids)
    return Case.model_validate(data)


def graph(states: str, **actors: tuple[str, str]) -> Case:
    """A small graph case in shorthand: one letter per state; per actor its moves and its ranking.

    `f=("st tu", "t su")`: f can move from s to t and from t to u; it likes t best, and s and u equally.
    """
    return Case.model_validate(
        {
            "states": {s: s.upper() for s in states},
            "actors": {
                actor: {
                    "moves": [list(move) for move in moves.split()],
                    "ranking": [list(t) for t in ranking.split()],
                }
                for actor, (moves, ranking) in actors.items()
            },
        }
    )


# -------------------------------------------------------------------------------------------------- traps


class Trap(NamedTuple):
    """A question that a natural misreading of the definitions answers wrongly; states count from 0."""

    case: Case
    focal: str
    concept: str
    state: int
    stable: bool


def _listed_traps() -> dict[str, Trap]:
    """Traps about sanctions and sequences, in cases of listed states: f is focal at s and can go to t."""
    two_ways = {"a": ("tx xz", "z x ts"), "b": ("tx", "x tzs")}
    return {
        "an equally good state is a sanction": Trap(graph("stu", f=("st", "t su"), b=("tu", "u st")), "f", "seq", 0, True),
        "moving back is a sanction": Trap(graph("st", f=("st", "t s"), b=("ts", "s t")), "f", "seq", 0, True),
        "an opponent moves again after another": Trap(
            graph("stxyz", f=("st", "xyt s z"), a=("tx yz", "z x yts"), b=("xy", "y txzs")),
            "f",
            "seq",
            0,
            True,
        ),
        "an opponent moves again after another (any moves)": Trap(
            graph("stxyz", f=("st", "xyt s z"), a=("tx yz", "tsyxz"), b=("xy", "xtzsy")), "f", "gmr", 0, True
        ),
        "every last mover counts": Trap(graph("stxz", f=("st", "tx s z"), **two_ways), "f", "seq", 0, True),
        "every last mover counts (other order)": Trap(
            graph("stxz", f=("st", "tx s z"), **dict(reversed(two_ways.items()))), "f", "seq", 0, True
        ),
        "no opponent moves twice in a row": Trap(
            graph("stxz", f=("st", "tx s z"), a=("tx xz", "z x ts"), b=("", "stxz")), "f", "gmr", 0, False
        ),
        "a step improves on where it is made": Trap(
            graph("stxz", f=("st", "tx s z"), a=("tx", "x tzs"), b=("xz", "t z xs")), "f", "seq", 0, True
        ),
        "a step that improves only on the start": Trap(
            graph("stxz", f=("st", "tx s z"), a=("tx", "x tzs"), b=("xz", "x z ts")), "f", "seq", 0, False
        ),
        "a counter-move that betters only the sanction": Trap(
            graph("stuv", f=("st uv", "t s v u"), b=("tu", "u tsv")), "f", "smr", 0, True
        ),
        "a counter-move that betters the original state": Trap(
            graph("stuv", f=("st uv", "t v s u"), b=("tu", "u tsv")), "f", "smr", 0, False
        ),
        "SMR and SEQ do not make SSEQ": Trap(
            graph("stuvw", f=("st uv", "t v s uw"), b=("tu tw", "u tsv w")), "f", "sseq", 0, False
        ),
        "an equal state is no improvement": Trap(graph("st", f=("st", "st")), "f", "nash", 0, True),
        "no equilibrium with intransitive moves": Trap(
            graph("xywv", a=("wv vx", "x y v w"), b=("xy yw", "w v y x")), "b", "gmr", 0, False
        ),
    }


def _sim_traps() -> dict[str, Trap]:
    """Traps about moving at the same time: f is focal where nothing is done yet; the others have x, y, z."""

    def dispute(options: str, lines: list[str], **changes: Any) -> Case:
        actors: Data = {
            "f": {"options": {o: {} for o in options}, "prefers": lines},
            "a": {"options": {"x": {}}, "prefers": ["x"]},
            "b": {"options": {"y": {}}, "prefers": ["y"]},
        }
        return case_of(actors=actors, **changes)

    each_its_own = "not ((p and not q and x and not y) or (q and not p and y and not x))"
    watched: Data = {
        "f": {"options": {"p": {}}, "prefers": ["not (p and x)", "p"]},
        "a": {"options": {"x": {}}, "prefers": ["not z", "x iff not p"]},
        "c": {"options": {"z": {"needs": "x"}}, "prefers": ["z"]},
    }
    apart: Data = {
        "f": {"options": {"p": {"needs": "k"}}, "prefers": ["not (p and x)", "p"]},
        "a": {"options": {"x": {"needs": "not k"}}, "prefers": ["x"]},
        "c": {"options": {"k": {}}},
    }
    return {
        "every improvement meets all combinations afresh": Trap(
            dispute("pq", [each_its_own, "one(p, q)"]), "f", "sim", 0, True
        ),
        "two opponents sanction together": Trap(dispute("p", ["not (p and x and y)", "p"]), "f", "sim", 0, True),
        "an infeasible combination does not sanction": Trap(
            dispute("p", ["p"], impossible=["p and x", "p and y"]), "f", "sim", 0, False
        ),
        "those who move at once improve on where they are": Trap(case_of(actors=watched), "f", "sim", 0, True),
        "only the restless take part in conflict analysis": Trap(
            case_of(actors=watched), "f", "conflict-analysis", 0, False
        ),
        "moves at once from one combination": Trap(case_of(actors=apart, coalesce=["NN-"]), "f", "sim", 6, False),
    }


def _state_traps() -> dict[str, Trap]:
    """Traps about which moves and which states there are."""

    def pair(f: Data, a: Data, **changes: Any) -> Case:
        return case_of(actors={"f": f, "a": a}, **changes)

    pennies = pair(
        {"options": {"x": {}}, "prefers": ["f.x iff a.y"]},
        {"options": {"y": {}}, "prefers": ["not (f.x iff a.y)"]},
    )
    hasty = case_of(actors={"f": {"options": {"p": {"change": "take-only"}}, "prefers": ["not p"]}})
    late = pair(
        {"options": {"p": {}}, "prefers": ["not (p and not x)", "p"]},
        {"options": {"x": {"change": "take-only"}}},
    )
    lost = pair(
        {"options": {"p": {"change": "drop-only"}}, "prefers": ["p"]},
        {"options": {"x": {}}, "prefers": ["x"]},
        status_quo=[],
    )
    both = case_of(actors={"f": {"options": {"p": {}, "q": {"needs": "p"}}, "prefers": ["p and q"]}})
    idle: Data = {"options": {"x": {}}}
    entered = pair({"options": {"p": {}}, "prefers": ["p"]}, idle, coalesce=["Y-"])
    left = pair({"options": {"p": {"needs": "x"}}, "prefers": ["p"]}, idle, coalesce=["N-"])
    return {
        "no equilibrium at all": Trap(pennies, "a", "smr", 0, False),
        "an irreversible move cannot be taken back": Trap(hasty, "f", "nash", 1, True),
        "an irreversible move cannot sanction": Trap(late, "f", "gmr", 2, False),
        "a state that nobody can bring about is a state": Trap(lost, "a", "nash", 1, False),
        "a precondition holds before the move": Trap(both, "f", "nash", 0, True),
        "coalesced is not infeasible": Trap(entered, "f", "nash", 0, False),
        "any combination in a coalesced state may be left": Trap(left, "f", "nash", 2, False),
    }


def _body_traps() -> dict[str, Trap]:
    """Traps about bodies: `union` decides q (and r) by a rule of its members, mostly a and b."""

    def dispute(rule: Any, options: Data | None = None, members: str = "ab", **actors: Data) -> Case:
        union = {"members": list(members), "decides": rule, "options": options or {"q": {}}}
        return case_of(actors=actors, bodies={"union": union})

    helper: Data = {"prefers": ["q"]}
    refuser: Data = {"prefers": ["not q"]}
    holder: Data = {"options": {"p": {}}, "prefers": ["not q", "p"]}
    lured: Data = {"options": {"p": {}}, "prefers": ["not z", "q", "p"]}
    spoiler: Data = {"options": {"z": {"needs": "q"}}, "prefers": ["z"]}
    own = dispute("consensus", members="fa", f=holder, a=helper)
    detour = dispute("consensus", members="fa", f=lured, a=helper, b=spoiler)
    forced = dispute("consensus", f=holder, a=refuser, b=refuser)
    torn = dispute("consensus", a={"options": {"x": {}}, "prefers": ["q"]}, b={"prefers": ["not x", "q"]})
    answered = dispute(
        "consensus",
        {"q": {}, "r": {"needs": "x", "decides": {"actor": "a"}}},
        a={"prefers": ["r", "q"]},
        b={"prefers": ["not x", "q"]},
        c={"options": {"x": {}}},
    )
    lukewarm = dispute({"veto": ["a"], "also": {"actor": "b"}}, a={"prefers": ["true"]}, b=helper)
    package = {"q": {}, "r": {"decides": {"actor": "a"}}}
    keen: Data = {"prefers": ["q and r"]}
    refused = dispute("unanimity", package, a=keen, b=refuser)
    agreed = dispute("unanimity", package, a=keen, b=keen)
    divided = case_of(
        actors={"a": {"prefers": ["q"]}, "b": {"prefers": ["not q"]}, "c": {"prefers": ["q"]}},
        bodies={
            "inner": {"members": ["a", "b"], "decides": "consensus"},
            "union": {"members": ["inner", "c"], "decides": "consensus", "options": {"q": {}}},
        },
    )
    minima = case_of(
        actors={
            "a": {"worth": {"q": "1", "x": "-1"}},
            "b": {"worth": {"q": "1", "y": "-1"}},
            "c": {"options": {"x": {}, "y": {}}},
        },
        bodies={"union": {"members": ["a", "b"], "decides": "consensus", "options": {"q": {}}}},
        impossible=["x and y"],
    )
    cycle = case_of(
        actors={
            "a": {"ranking": ["NN", "YN", "NY"]},
            "b": {"ranking": ["YN", "NY", "NN"]},
            "c": {"ranking": ["NY", "NN", "YN"]},
        },
        bodies={"union": {"members": ["a", "b", "c"], "decides": "majority", "options": {"q": {}, "r": {}}}},
        impossible=["q and r"],
    )
    return {
        "a veto holder is not sanctioned through its body": Trap(own, "f", "gmr", 0, False),
        "a veto holder does not help to sanction itself": Trap(detour, "f", "seq", 0, False),
        "the other members count as for": Trap(forced, "f", "gmr", 0, True),
        "consensus is not one minimum per member": Trap(minima, "union", "gmr", 0, False),
        "members are among the opponents of their body": Trap(torn, "union", "gmr", 0, True),
        "every changed option meets its own rule": Trap(refused, "union", "nash", 0, True),
        "a rule is asked about the whole move": Trap(agreed, "union", "nash", 0, False),
        "a counter-move satisfies the rules of the first move too": Trap(answered, "union", "smr", 0, True),
        "a member body that cannot agree is not against": Trap(divided, "union", "nash", 0, False),
        "an abstention is no veto": Trap(lukewarm, "union", "nash", 0, False),
        "no equilibrium with a majority cycle": Trap(cycle, "union", "gmr", 0, False),
    }


TRAPS: dict[str, Trap] = {**_listed_traps(), **_sim_traps(), **_state_traps(), **_body_traps()}
