"""Command lines to try on a case: of every command, with options and values that mostly fit, and some that do not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from cases import random_statement
from countermove.plots.kinds import KINDS
from countermove.stability.concept import CONCEPTS

__all__ = ["COMMANDS", "REPORT_ENDINGS", "command_line"]

FORMATS = ("table", "md", "json", "json", "csv", "tex", "html", "docx", "pdf")
REPORT_ENDINGS = ("html", "md", "docx", "pdf")
ODD_VALUES = ("", "0", "-1", "no such", "now", "1,2", "NNN", "²", "a.x and", "true", "=1", "--", "1e9")
CONCEPT_IDS = (*CONCEPTS, "l2", "l3", "maximin-3", "maximin-4", "Nash", "no-such")


class Words:
    """What a case gives a command line to name: its actors, bodies, options, states, scenarios and labels."""

    def __init__(self, rng: Random, data: Mapping[str, Any]) -> None:
        self.rng = rng
        self.actors = list(_mapping(data, "actors")) or ["ann"]
        self.bodies = list(_mapping(data, "bodies"))
        self.options = [f"{owner}.{id_}" for owner, record in _owners(data) for id_ in _mapping(record, "options")]
        self.scenarios, self.states, self.labels = (list(_mapping(data, key)) for key in ("scenarios", "states", "labels"))

    def __call__(self, kind: str) -> str:
        """A value of this kind; now and then one that cannot be right."""
        return self.rng.choice(ODD_VALUES) if self.rng.random() < 0.03 else str(getattr(self, f"_{kind}")())

    def _actor(self) -> str:
        return self.rng.choice([*self.actors, *self.bodies[:1]])

    def _who(self) -> str:
        return self.rng.choice([*self.actors, *self.bodies])

    def _body(self) -> str:
        return self.rng.choice(self.bodies or ["council"])

    def _some(self) -> str:
        return ",".join(self.rng.sample(self.actors, min(len(self.actors), self.rng.randint(1, 3))))

    def _option(self) -> str:
        return self.rng.choice(self.options or ["ann.pay"])

    def _state(self) -> str:
        choices = ["now", str(self.rng.randint(1, 8)), "1", *self.states, *self.labels]
        if self.options:
            choices.append(",".join(self.rng.sample(self.options, self.rng.randint(1, min(3, len(self.options))))))
        return self.rng.choice(choices)

    def _states(self) -> str:
        return ",".join(str(self.rng.randint(1, 6)) for _ in range(self.rng.randint(1, 3)))

    def _statement(self) -> str:
        return random_statement(self.rng, self.options, 1)

    def _target(self) -> str:
        return self._state() if self.rng.random() < 0.5 else self._statement()

    def _concept(self) -> str:
        return self.rng.choice(CONCEPT_IDS)

    def _concepts(self) -> str:
        return ",".join(self.rng.sample(CONCEPT_IDS[:-1], self.rng.randint(1, 3)))

    def _assign(self) -> str:
        return ",".join(f"{who}={self.rng.choice(('nash', 'seq', 'gmr'))}" for who in [*self.actors, *self.bodies])

    def _rule(self) -> str:
        rules = ("unanimity", "consensus", "majority", "{quota: 1/2}", f"{{actor: {self.actors[0]}}}")
        return f"{self.rng.choice([self._body(), self._option()])}={self.rng.choice(rules)}"

    def _veto(self) -> str:
        return f"{self._body()}={self._actor()}"

    def _scenario(self) -> str:
        return self.rng.choice(self.scenarios or ["calm"])

    def _few(self) -> str:
        return str(self.rng.choice((1, 2, 3, 30)))


def _mapping(data: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """What stands under a key, where it is a mapping: a crooked case has anything there."""
    return value if isinstance(value := data.get(key), dict) else {}


def _owners(data: Mapping[str, Any]) -> list[tuple[str, Mapping[str, Any]]]:
    blocks = (_mapping(data, key) for key in ("actors", "bodies"))
    return [(id_, record) for block in blocks for id_, record in block.items() if isinstance(record, dict)]


# An option with the kind of its value, or with None where it has no value. Searches are given two seconds.
SECONDS = ("--seconds", "=2")
COMMANDS: dict[str, tuple[tuple[str, str | None], ...]] = {
    "check": (),
    "show": (),
    "states": (("--where", "statement"), ("--limit", "few"), SECONDS),
    "solve": (
        ("--concepts", "concepts"), ("--assign", "assign"), ("--all", None), ("--for", "actor"), ("--no-brief", None),
        ("--table", "=option-form"), ("--table", "=tableau"), ("--merge", "some"), ("--limit", "few"), ("--depth", "few"),
        SECONDS,
    ),
    "explain": (("--actor", "who"), ("--concept", "concept"), ("--merge", "some"), ("--depth", "few")),
    "deals": (("--from", "state"), ("--size", "few"), ("--minimal", None), ("--limit", "few"), ("--merge", "some")),
    "coalitions": (
        ("--concept", "=cnash"), ("--concept", "=cgmr"), ("--concept", "=csmr"), ("--concept", "=cseq"), ("--size", "few"),
        ("--pareto", None), ("--state", "state"), ("--merge", "some"), ("--limit", "few"),
    ),
    "paths": (
        ("--from", "state"), ("--to", "state"), ("--where", "statement"), ("--concepts", "concepts"), ("--ways", "few"),
        ("--limit", "few"), SECONDS,
    ),
    "farsighted": (
        ("--state", "state"), ("--stable-sets", None), ("--dominance", "=direct"), ("--limit", "few"), SECONDS,
    ),
    "credibility": (("--state", "state"), ("--concept", "=smr"), ("--limit", "few"), ("--depth", "few"), SECONDS),
    "winners": (("--concepts", "concepts"), ("--limit", "few"), SECONDS),
    "perceptions": (("--concepts", "concepts"), ("--limit", "few")),
    "power": (("--option", "option"), ("--state", "state"), ("--limit", "few")),
    "compare": (
        ("--from", "scenario"), ("--rule", "rule"), ("--veto", "veto"), ("--without", "who"), ("--merge", "some"),
        ("--together", None), ("--concepts", "concepts"), ("--limit", "few"),
    ),
    "grade": (("--concepts", "concepts"),),
    "invert": (
        ("--concept", "concept"), ("--actors", "some"), ("--reachable", None), ("--replace", None), ("--rules", None),
        ("--rankings", "actor"), ("--limit", "few"),
    ),
    "robust": (
        ("--noise", "=0,0.3"), ("--concepts", "concepts"), ("--drop-options", "=0.2"), ("--drop-actors", "=0.3"),
        ("--pairs", "=all"), ("--pairs", "=none"), ("--limit", "few"),
    ),
    "plot": (
        ("--states", "states"), ("--concepts", "concepts"), ("--actor", "actor"), ("--body", "body"), ("--option", "option"),
        ("--theme", "=dark"), ("--width", "=390"),
    ),
    "report": (("--length", "=memo"), ("--length", "=full"), ("--outcomes", "few"), ("--draws", "=5"), ("--no-pictures", None)),
    "convert": (("--what", "=stability"), ("--what", "=states")),
    "read": (("--format", "=json"),),
    "verify": (),
    "new": (),
    "catalog": (),
    "schema": (("--request", None),),
    "ask": (),
}  # fmt: skip
"""The commands with the options that are tried with each."""


def command_line(rng: Random, command: str, data: Mapping[str, Any], case: str, folder: str) -> list[str]:
    """One command line about a case; what it writes goes into the folder."""
    words = Words(rng, data)
    tried = COMMANDS[command]
    chosen = rng.sample(tried, min(len(tried), rng.choice((0, 0, 1, 1, 1, 2, 3))))
    line = [command, *_arguments(command, words, case, folder)]
    for option, kind in chosen:
        line += [option] if kind is None else [option, kind[1:] if kind.startswith("=") else words(kind)]
    if words.scenarios and rng.random() < 0.25 and command in SCENARIO_COMMANDS:
        line += ["--scenario", words("scenario")]
    return line


SCENARIO_COMMANDS = frozenset(COMMANDS) - {"check", "read", "verify", "new", "catalog", "schema", "ask"}


def _arguments(command: str, words: Words, case: str, folder: str) -> list[str]:
    """What stands without a name, what the command needs besides, and where its output goes."""
    rng = words.rng
    special: dict[str, Callable[[], list[str]]] = {
        "plot": lambda: [
            case,
            rng.choice(list(KINDS)),
            "-o",
            f"{folder}/out.{rng.choice(('svg', 'svg', 'svg', 'png', 'pdf'))}",
        ],
        "report": lambda: [case, "-o", f"{folder}/out.{rng.choice(REPORT_ENDINGS)}"],
        "convert": lambda: [case, f"{folder}/out.{rng.choice(('yaml', 'json', 'gmcr', 'csv', 'md', 'tex', 'nfg'))}"],
        "read": lambda: [f"{folder}/article.txt", "-o", f"{folder}/evidence.yaml"],
        # The result is the last that `solve` wrote: of this case, of another, or none.
        "verify": lambda: [f"{folder}/result.json", case],
        "solve": lambda: [case, *(["-o", f"{folder}/result.json"] if rng.random() < 0.3 else _form(rng, folder))],
        "new": lambda: [f"{folder}/new-{rng.randrange(10**9)}.yaml"],
        "catalog": lambda: _form(rng, folder),
        "schema": lambda: [rng.choice(("solve", "case", "states", words("state")))],
        "ask": lambda: [case],
        "explain": lambda: [case, words("state"), *_form(rng, folder)],
        "grade": lambda: [case, rng.choice((case, "chicken")), *_form(rng, folder)],
        "power": lambda: [case, words("body"), *_form(rng, folder)],
        "invert": lambda: [case, "--want", words("target"), "--seconds", "2", *_form(rng, folder)],
        "robust": lambda: [case, "--draws", "20", "--workers", "1", *_form(rng, folder)],
    }
    return special[command]() if command in special else [case, *_form(rng, folder)]


def _form(rng: Random, folder: str) -> list[str]:
    form = rng.choice(FORMATS)
    if form in ("docx", "pdf"):
        return ["-o", f"{folder}/out.{form}"]
    return [] if form == "table" else ["--format", form]
