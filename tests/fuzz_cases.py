"""Cases to try commands on: of every class, with all that the case format knows, most of them sound and some not.

A class names what its cases have. `drawn(rng, name)` draws a case of a class, as data: the keys of a case file.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from cases import labelled, random_case, random_graph_case, random_rule, random_statement, sparse_case
from countermove.model.case import Case

__all__ = ["CLASSES", "drawn", "is_searched"]

Data = dict[str, Any]

NAMES = (
    "The Union", "Ann & Sons", "=1+1", "@home", "<b>Bold</b>", "50 % of it", "its own", "and", "a_b*c", "$x^2$ \\frac{1}{2}",
    "Çağla Øst", "東京", "שלום", "😀 Smile", "one | two", "# 1", "[link](x)", "a\u00a0b", "O'Neill \"Bob\"", "--flag", "-Y-",
    "A very long name that goes on for more than a line of a terminal, so that whatever lays it out has to fold it somewhere",
)  # fmt: skip
"""Names that a form of output, or a sentence, may trip over."""


def drawn(rng: Random, name: str) -> Data:
    """The data of a case of this class."""
    return CLASSES[name](rng)


def is_searched(name: str) -> bool:
    """Whether the cases of this class are to be searched, however few states they have."""
    return name.startswith("searched")


def _data(case: Case) -> Data:
    return case.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _plain(rng: Random) -> Data:
    return _data(random_case(rng, bodies=False, coalesce=False, max_options=6))


def _levels(rng: Random) -> Data:
    return _dressed(rng, random_case(rng, levels=True, coalesce=False, max_options=7))


def _coalesced(rng: Random) -> Data:
    return _dressed(rng, random_case(rng, max_options=6))


def _bodies(rng: Random) -> Data:
    return _dressed(rng, random_case(rng, coalesce=False, actors=(2, 5), max_options=6))


def _graph(rng: Random) -> Data:
    return _dressed(rng, random_graph_case(rng))


def _searched(rng: Random) -> Data:
    return _dressed(rng, random_case(rng, coalesce=False, max_options=5))


def _sparse(rng: Random) -> Data:
    return _dressed(rng, sparse_case(rng.randint(14, 16), 2, 2, seed=rng.randrange(10**6)))


def _crooked(rng: Random) -> Data:
    """A case with one value replaced or taken away, which most often has to be refused."""
    data = _dressed(rng, random_case(rng, max_options=4) if rng.random() < 0.7 else random_graph_case(rng))
    place: Any = data
    while isinstance(place, dict | list) and place:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        key = rng.choice(keys)
        if rng.random() < 0.3 or not isinstance(place[key], dict | list) or not place[key]:
            if rng.random() < 0.3:
                del place[key]
            else:
                place[key] = rng.choice(("", "x", None, [], {}, 0, -1, "not", ["Y"], {"actor": "ann"}, "true"))
            break
        place = place[key]
    return data


CLASSES: dict[str, Callable[[Random], Data]] = {
    "option form": _plain,
    "with levels": _levels,
    "with coalesced states": _coalesced,
    "with bodies": _bodies,
    "graph": _graph,
    "searched": _searched,
    "searched, 2^28 states and more": _sparse,
    "one value wrong": _crooked,
}
"""The classes of cases, and what draws one of each."""


# ------------------------------------------------------------------------------------------- what a case may have besides


def _dressed(rng: Random, case: Case) -> Data:
    """The case with labels, names, sources, scenarios, views and events, each of them in some of the cases."""
    # To label states, all are listed.
    few = len(case.option_rows) <= 10
    data = _data(labelled(rng, case) if few and rng.random() < 0.4 else case)
    is_graph = case.states is not None
    options = [row.full for row in case.option_rows if row.level is None]
    for chance, dress in (
        (0.5, _add_names),
        (0.4, _add_evidence),
        (0.4, _add_scenarios),
        (0.3, _add_views),
        (0.0 if is_graph else 0.4, _add_events),
    ):
        if rng.random() < chance:
            dress(rng, data, options)
    return data


def _records(data: Data) -> list[Data]:
    return [*data["actors"].values(), *data.get("bodies", {}).values()]


def _add_names(rng: Random, data: Data, _options: list[str]) -> None:
    data["title"] = rng.choice(NAMES)
    data["about"] = " ".join(rng.sample(NAMES, 3))
    for record in _records(data):
        if rng.random() < 0.7:
            record["name"] = rng.choice(NAMES)
        if rng.random() < 0.2:
            record["plural"] = True
        for option in record.get("options", {}).values():
            if rng.random() < 0.7:
                option["name"] = rng.choice(NAMES)


def _add_evidence(rng: Random, data: Data, _options: list[str]) -> None:
    data["at"] = "2022-01-13"
    data["sources"] = {"paper": {"title": rng.choice(NAMES), "author": rng.choice(NAMES), "date": "2022-01-12"}}
    for record in _records(data):
        for position, line in enumerate(record.get("prefers", ())):
            if isinstance(line, str) and rng.random() < 0.5:
                line = {"that": line, "because": rng.choice(NAMES), "evidence": ["paper#2"]}
                line |= {"sure": str(rng.choice((0, 0.3, 0.9, 1)))} if rng.random() < 0.6 else {}
                record["prefers"][position] = line


def _statement(rng: Random, options: list[str]) -> str:
    return random_statement(rng, options, 1)


def _add_scenarios(rng: Random, data: Data, options: list[str]) -> None:
    data["scenarios"] = {name: _scenario(rng, data, options) for name in ("calm", "storm")[: rng.randint(1, 2)]}


def _scenario(rng: Random, data: Data, options: list[str]) -> Data:
    actors, bodies = list(data["actors"]), data.get("bodies", {})
    actor = rng.choice(actors)
    changes: list[Data] = []
    if "states" in data:
        changes += [{"actors": {actor: {"moves": []}}}, {"status quo": rng.choice(list(data["states"]))}]
        changes += [{"actors": {actor: {"ranking": [list(data["states"])]}}}]
    else:
        changes += [{"actors": {actor: {"prefers": [_statement(rng, options)], "ranking": None, "worth": None}}}]
        changes += [{"status quo": []}, {"impossible": [_statement(rng, options)]}]
        changes += [{"status quo": None}]
    for id_, body in bodies.items():
        changes.append({"bodies": {id_: {"decides": random_rule(rng, body.get("members", actors), actors)}}})
    scenario: Data = {"about": rng.choice(NAMES)}
    for change in rng.sample(changes, rng.randint(1, 2)):
        scenario |= change
    return scenario


def _add_views(rng: Random, data: Data, options: list[str]) -> None:
    views: Data = {}
    actors = list(data["actors"])
    for viewer in rng.sample(actors, rng.randint(1, len(actors))):
        others = [actor for actor in actors if actor != viewer]
        if not others:
            continue
        seen = rng.choice(others)
        view: Data = {}
        if "states" in data:
            view["actors"] = {seen: {"ranking": rng.sample(list(data["states"]), len(data["states"]))}}
        else:
            view["actors"] = {seen: {"prefers": [_statement(rng, options) for _ in range(rng.randint(0, 2))]}}
            if options and rng.random() < 0.4:
                view["unaware"] = [rng.choice(options)]
            if rng.random() < 0.3:
                view["unseen"] = [_statement(rng, options)]
        views[viewer] = view
    data["views"] = views


def _add_events(rng: Random, data: Data, options: list[str]) -> None:
    if not options:
        return
    data["at"] = "2022-01-13"
    events = []
    for k in range(rng.randint(1, 4)):
        option = rng.choice(options)
        events.append(
            {
                "on": f"2022-0{k + 1}-{rng.randint(10, 28)}",
                "actor": option.partition(".")[0] if rng.random() < 0.9 else rng.choice(list(data["actors"])),
                rng.choice(("takes", "drops")): [option],
            }
        )
    data["events"] = events
