"""Cases to ask for deals: random ones in which actors have something to offer each other, and two disputes."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random
from typing import Any

from cases import case_of, random_case, random_graph_case, random_rule
from countermove.game.compile import compile
from countermove.game.listed import ListedGame
from countermove.model.case import Case
from reference_deals import DealModel

__all__ = ["SEEDS", "asked", "case_of_gifts", "embargo", "gifts", "river", "some_case"]

SEEDS = range(80)


@cache
def some_case(seed: int) -> Case:
    rng = Random(seed)
    kinds: tuple[Callable[[], Case], ...] = (
        lambda: random_graph_case(rng),
        lambda: random_case(rng, max_options=5),
        lambda: case_of_gifts(rng),
        lambda: random_case(rng, actors=(2, 3), max_options=5, coalesce=False),
    )
    return kinds[seed % 4]()


def case_of_gifts(rng: Random) -> Case:
    """Actors who want what the others own, and not to give their own: where deals, and trust, come from."""
    return Case.model_validate(gifts(rng))


def gifts(rng: Random, least: int = 2, body: float = 0.5) -> dict[str, Any]:
    """Such a case as data, of `least` actors or more, with a chance of a body; statements name options in full."""
    ids = ["ann", "bob", "cat", "dan"][: rng.randint(least, 4)]
    own = {a: [f"{a}{k}" for k in range(rng.randint(1, 6 // len(ids)))] for a in ids}
    every = [f"{a}.{o}" for a in ids for o in own[a]]
    actors: dict[str, Any] = {}
    for a in ids:
        options = {o: {"change": rng.choice(["both", "both", "take-only"])} for o in own[a]}
        if rng.random() < 0.3:
            options[own[a][0]]["needs"] = rng.choice(every)
        wants = [full if full.split(".")[0] != a else f"not {full}" for full in rng.sample(every, len(every))]
        actors[a] = {"options": options, "prefers": wants[: rng.randint(1, len(wants))]}
    data: dict[str, Any] = {"actors": actors, "status quo": []}
    if rng.random() < body:
        data["bodies"] = {"club": {"members": ids, "decides": random_rule(rng, ids, ids), "options": {"seal": {}}}}
        actors[ids[0]]["prefers"].insert(0, "seal")
        actors[ids[-1]]["prefers"].append("not seal")
    return data


@cache
def asked(seed: int) -> tuple[DealModel, ListedGame, int]:
    """A random case as the oracle and the program see it, and a state to leave; what the oracle says is kept."""
    model, game = DealModel(some_case(seed)), compile(some_case(seed))
    assert isinstance(game, ListedGame)
    # Gifts are given from nothing, where people start.
    return model, game, 0 if seed % 4 == 2 else Random(seed).randrange(game.size)


def river() -> Case:
    """Three states on a river with a dam: the upper one fills it, the lowest may go to a court, all decide on rules."""
    return case_of(
        actors={
            "upper": {
                "options": {"fill": {"change": "take-only"}, "releases": {}},
                "prefers": ["fill", "not basin.treaty", "not lower.force", "basin.rules", "not releases"],
            },
            "lower": {
                "options": {"court": {}, "force": {}},
                "prefers": ["releases or treaty", "not fill if not treaty", "not force", "court if fill"],
            },
            "middle": {
                "options": {"gauges": {}},
                "prefers": ["rules or treaty", "not force", "gauges if fill", "not gauges if not fill"],
            },
            "union": {"prefers": ["not court", "treaty", "rules"]},
        },
        bodies={
            "basin": {
                "members": ["upper", "lower", "middle"], "decides": "unanimity", "options": {"treaty": {}, "rules": {}},
            },
        },
        status_quo=[],
    )  # fmt: skip


def embargo(**names: str) -> Case:
    """A union renews an embargo without objection; one member objects, others would pay, from money or with fuel."""
    holdout, core = names.get("holdout", "holdout"), names.get("core", "core")
    return case_of(
        actors={
            "objector": {
                "name": holdout,
                "options": {"price": {}, "trade": {}},
                "prefers": ["grant", "not core.isolate", "fuel", "not union.renew", "not price if grant",
                            "trade if not union.renew"],
            },
            "core": {
                "name": core,
                "options": {"isolate": {}, "alone": {"needs": "not union.renew"}},
                "prefers": ["union.renew or alone", "union.renew", "not grant", "not isolate"],
            },
            "purse": {
                "options": {"grant": {"change": "take-only"}, "fuel": {}},
                "prefers": ["union.renew", "not grant", "not fuel"],
            },
            "target": {"options": {"offer": {}}, "prefers": ["not union.renew", "not core.alone", "not offer"]},
        },
        bodies={"union": {"members": ["objector", "core"], "decides": "consensus", "options": {"renew": {}}}},
        status_quo=["price"],
    )  # fmt: skip
