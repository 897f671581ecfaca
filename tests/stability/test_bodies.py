"""Bodies as focal movers and as opponents: what equals what, and how sanctions are found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product
from random import Random
from typing import Any

import numpy as np
import pytest

from cases import TRAPS, case_of, random_case, random_rule, random_statement
from countermove.errors import SizeError
from countermove.game.compile import compile
from countermove.io.writing import data_of
from countermove.model.case import Case
from countermove.stability import bodies
from countermove.stability.bodies import body_stable, resisted, sanctions
from countermove.stability.improvements import improvements
from engines import as_set, swept, verdicts
from reference import CONCEPTS, Attempt, Changed, Model, Move

OWN_RULES: list[Any] = [
    "unanimity",
    "consensus",
    "majority",
    {"quota": "1"},
    {"quota": "0.01", "weights": {"self": "3"}},
    {"actor": "self"},
    {"veto": ["self"], "also": {"actor": "self"}},
    {"any": ["unanimity", {"all": ["consensus", {"actor": "self"}]}]},
]


def with_full_names(value: Any, owner: str, own: Iterable[str]) -> Any:
    """The same data with the owner's options called by their full names."""
    match value:
        case dict():
            return {with_full_names(k, owner, own): with_full_names(v, owner, own) for k, v in value.items()}
        case list() | tuple():
            return [with_full_names(inner, owner, own) for inner in value]
        case str():
            return re.sub(rf"(?<![\w.-])({'|'.join(own)})(?![\w-])", rf"{owner}.\1", value)
    return value


def handed_over(case: Case, rule: Any) -> Case:
    """The case in which the last actor's options belong to a body of its id, of which `self` is the member.

    `self` takes over the actor's preferences. The order of the options stays as it is.
    """
    data = data_of(case)
    last, record = data["actors"].popitem()
    options = record.pop("options")
    data["actors"]["self"] = with_full_names(record, last, options)
    data["bodies"] = {last: {"members": ["self"], "decides": rule, "options": options}}
    return Case.model_validate(data)


@pytest.mark.parametrize("rule", OWN_RULES, ids=str)
def test_a_body_of_one_is_its_member(rule: Any) -> None:
    """It has the member's verdicts as a focal mover, and everybody else has the same verdicts against it."""
    for seed in range(25):
        case = random_case(Random(seed), bodies=False, max_options=6)
        expected = verdicts(case)
        assert verdicts(handed_over(case, rule)) == expected, seed
        with swept():
            assert verdicts(handed_over(case, rule)) == expected, seed


# ------------------------------------------------------------------------------------ merged coalitions


class Merged(Model):
    """One mover, `union`, with the options of several, which are changed in one move.

    It improves iff every member strictly gains; a sanction is a state at which some member does not.
    """

    def is_body(self, mover: str) -> bool:
        return False

    def all_gain(self, s: int, t: int) -> bool:
        return all(self.rank(member, t) > self.rank(member, s) for member in self.case.bodies["union"].members)

    def may_step(self, mover: str, s: int, move: Move, improvements: bool, against: str | None = None) -> bool:
        if mover == "union":
            return not improvements or self.all_gain(s, move.target)
        return super().may_step(mover, s, move, improvements, against)

    def better(self, focal: str, s: int, t: int, changed: Changed) -> bool:
        return self.all_gain(s, t) if focal == "union" else super().better(focal, s, t, changed)


def united(rng: Random, members: int) -> Case:
    """A case in which some actors without options and without another vote decide by unanimity.

    Their preferences are few and short, so that they often gain together.
    """
    names = ["ann.a", "ann.b", "bob.c", "union.q", "union.r"]

    def option() -> dict[str, str]:
        found = {"change": rng.choice(("both", "both", "take-only", "drop-only"))}
        return found | ({"needs": random_statement(rng, names, 1)} if rng.random() < 0.2 else {})

    common = [rng.choice(("{} iff {}", "{} or {}", "not ({} and {})")).format("union.q", rng.choice(names[:3]))]
    actors: dict[str, Any] = {
        "ann": {"options": {"a": option(), "b": option()}},
        "bob": {"options": {"c": option()}},
        **{f"m{k}": {} for k in range(members)},
    }
    for actor, record in actors.items():
        record["prefers"] = [random_statement(rng, names, 1) for _ in range(2 if actor in ("ann", "bob") else 1)]
        if actor not in ("ann", "bob") and rng.random() < 0.8:
            record["prefers"] = common + record["prefers"]
    union = {"members": [f"m{k}" for k in range(members)], "options": {"q": option(), "r": option()}}
    data = {"actors": actors, "bodies": {"union": union | {"decides": "unanimity"}}}
    return Case.model_validate(data | {"impossible": [" and ".join(rng.sample(names, 3))]})


@pytest.mark.parametrize("members", [1, 2, 3])
def test_a_body_by_unanimity_is_its_merged_coalition(members: int) -> None:
    moved = 0
    for seed in range(40):
        case = united(Random(seed), members)
        merged = Merged(case)
        found = verdicts(case)
        moved += len(found["nash", "union"]) < len(merged.states)
        for concept in CONCEPTS:
            for mover in merged.movers:
                assert found[concept, mover] == merged.stable(concept, mover), (seed, concept, mover)
    assert moved > 10, "the coalition improves often enough to say anything"


# -------------------------------------------------------------------------------- rules against each other


def decided_by(seed: int, rule: Any) -> Case:
    """A case of three members whose body decides by the given rule."""
    data = data_of(random_case(Random(seed), bodies=False, coalesce=False, actors=(3, 3), max_options=5))
    members = list(data["actors"])
    data["bodies"] = {"union": {"members": members, "decides": rule, "options": {"q": {}}}}
    for actor, record in data["actors"].items():
        ranked = Random(f"{seed} {actor}")
        names = [f"{a}.{o}" for a, other in data["actors"].items() for o in other["options"]] + ["union.q"]
        for key in ("ranking", "worth"):
            record.pop(key, None)
        record["prefers"] = ranked.sample(names, len(names))
    return Case.model_validate(data)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("unanimity", {"quota": "100 %"}),
        ("unanimity", {"quota": "3/3"}),
        ("unanimity", {"quota": "3"}),
        ("majority", {"quota": "2"}),
        ("majority", {"quota": "0.50001"}),
        ("unanimity", {"all": [{"actor": a} for a in ("ann", "bob", "cat")]}),
        ("consensus", {"veto": ["ann", "bob", "cat"], "also": {"quota": "3", "blocking": "3"}}),
        ("unanimity", "consensus"),
    ],
    ids=str,
)
def test_equal_rules_give_equal_verdicts(one: Any, other: Any) -> None:
    """Nobody is indifferent between states here, so that consensus is unanimity."""
    for seed in range(12):
        assert verdicts(decided_by(seed, one)) == verdicts(decided_by(seed, other)), seed


def test_a_veto_holder_is_never_sanctioned_through_its_body() -> None:
    """Its verdicts are those of the case in which the body cannot change anything."""
    frozen = {"change": "take-only", "needs": "false"}
    for seed in range(40):
        case = decided_by(seed, "consensus")
        data = data_of(case)
        data["bodies"]["union"]["options"] = {"q": frozen}
        still, found = verdicts(Case.model_validate(data)), verdicts(case)
        for concept in ("nash", "gmr", "smr", "seq", "sseq", "sim"):
            for mover in case.actors:
                assert found[concept, mover] == still[concept, mover], (seed, concept, mover)


def test_a_body_that_nobody_can_answer_is_stable_only_where_it_stays() -> None:
    union = {"members": ["a"], "decides": "consensus", "options": {"q": {}}}
    graph = compile(case_of(actors={"a": {"prefers": ["q"]}}, bodies={"union": union}))
    for credible in (False, True):
        for counter in (False, True):
            assert as_set(body_stable(graph, graph.movers[0], credible, counter)) == {1}


# ------------------------------------------------------------------------------- answer by answer


def bodies_of(seeds: Iterable[int]) -> Iterable[tuple[int, Any, Any, Model]]:
    for seed in seeds:
        case = random_case(Random(seed), max_options=5)
        graph = compile(case)
        model = Model(case)
        yield from ((seed, graph, body, model) for body in graph.movers if body.is_body)


def attempts(model: Model, body: Any, source: int, target: int, rules: int) -> list[Attempt]:
    """The reference's improvements from one state to another that a set of rules decides."""
    return [
        a
        for a in model.attempts(body.id, source)
        if a.target == target and sum(1 << v for v in {body.vote_of[k] for k in a.changed}) == rules
    ]


@pytest.mark.parametrize("concept", ["gmr", "smr", "seq", "sseq"])
def test_each_improvement_has_its_own_verdict(concept: str) -> None:
    credible, counter = concept in ("seq", "sseq"), concept in ("smr", "sseq")
    for seed, graph, body, model in bodies_of(range(60)):
        moves = improvements(graph, body)
        held = resisted(graph, body, moves, credible, counter)
        for s, t, rules, found in zip(moves.source, moves.target, moves.rules, held, strict=True):
            same = attempts(model, body, int(s), int(t), int(rules))
            assert same, seed
            answers = model.answers(concept, body.id, int(t))
            expected = {any(model.deters(concept, body.id, int(s), a, s2) for s2 in answers) for a in same}
            assert expected == {bool(found)}, (seed, s, t)


@pytest.mark.parametrize("counter", [False, True])
def test_answers_sanction_as_in_the_reference(counter: bool) -> None:
    concept = "smr" if counter else "gmr"
    for seed, graph, body, model in bodies_of(range(40)):
        moves = improvements(graph, body)
        everywhere = np.arange(graph.size, dtype=np.int32)
        for s, t, rules in zip(moves.source, moves.target, moves.rules, strict=True):
            found = sanctions(graph, body, int(s), int(rules), everywhere, counter)
            (attempt, *_) = attempts(model, body, int(s), int(t), int(rules))
            expected = {s2 for s2 in range(graph.size) if model.deters(concept, body.id, int(s), attempt, s2)}
            assert as_set(found) == expected, seed


def test_an_escape_meets_the_rules_of_the_first_move_too() -> None:
    """q by consensus of a and b; then c takes x, which b minds; then r, which a alone decides.

    a gains by r, so r would pass; q with r over nothing does not, for b is worse off with x.
    """
    graph = compile(TRAPS["a counter-move satisfies the rules of the first move too"].case)
    body = graph.mover("union")
    (answer,) = (s for s in range(graph.size) if graph.taken(s) == (True, True, False))
    states = np.array([answer], dtype=np.int32)
    assert body.vote_of == {1: 0, 2: 1}
    assert sanctions(graph, body, 0, 1, states, counter=True).tolist() == [True]
    assert sanctions(graph, body, 0, 2, states, counter=True).tolist() == [False]


def two_rules(seed: int) -> Case:
    """A body with two options, each with a rule of its own, one of which may need the other's or an actor's."""
    rng = Random(f"two rules {seed}")
    names = ["ann.a", "bob.b", "cat.c", "union.q", "union.r"]
    members = ["ann", "bob", "cat"]
    actors = {
        actor: {
            "options": {option: {"change": rng.choice(("both", "take-only"))}},
            "prefers": [random_statement(rng, names, 1) for _ in range(3)],
        }
        for actor, option in zip(members, "abc", strict=True)
    }
    options = {
        q: {"decides": random_rule(rng, members, members)} | ({"needs": rng.choice(names)} if rng.random() < 0.5 else {})
        for q in "qr"
    }
    return Case.model_validate({"actors": actors, "bodies": {"union": {"members": members, "options": options}}})


@pytest.mark.parametrize("first", range(0, 120, 60))
def test_options_of_different_rules_are_judged_as_in_the_reference(first: int) -> None:
    for seed in range(first, first + 60):
        case = two_rules(seed)
        model = Model(case)
        for (concept, mover), found in verdicts(case).items():
            assert found == model.stable(concept, mover), (seed, concept, mover)


def test_too_long_a_search_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Never silently cut short: the message says what to do."""
    monkeypatch.setattr(bodies, "MAX_SEARCH", 3)
    union = {"members": ["a", "b", "c"], "decides": "majority", "options": {"q": {}}}
    movers = {m: {"options": {"x": {}}, "prefers": ["q"]} for m in "abc"}
    graph = compile(case_of(actors=movers, bodies={"union": union}))
    with pytest.raises(SizeError) as caught:
        body_stable(graph, graph.mover("union"), credible=False, counter=False)
    assert str(caught.value) == (
        "the sanctions against union under its rule need a search of more than 3 answers; "
        "leave the body out, or take options out of the case"
    )


def test_where_a_decision_fails_is_tabled_for_every_way_to_think() -> None:
    """Each digit to the base three is what one player thinks; the rules are asked one by one."""
    asked = 0
    for seed in range(80):
        graph = compile(random_case(Random(seed), actors=(2, 4)))
        for body in (m for m in graph.movers if m.is_body):
            players = sorted(frozenset().union(*(vote.players for vote in body.votes)))
            sets = np.arange(1, 2 ** len(body.votes))
            table = bodies.failing(body, sets, players)
            assert table.shape == (len(sets), 3 ** len(players))
            for stances, likes in enumerate(product((-1, 0, 1), repeat=len(players))):
                thinks = dict(zip(players, likes, strict=True))
                favour, oppose = (
                    np.array([thinks.get(actor) == sign for actor in range(len(graph.actors))]) for sign in (1, -1)
                )
                for row, rules in enumerate(sets.tolist()):
                    passes = all(v.passes(favour, oppose) for k, v in enumerate(body.votes) if rules >> k & 1)
                    assert table[row, stances] == (not passes), seed
                    asked += 1
    assert asked > 1_000
