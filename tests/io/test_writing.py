"""Data as YAML and JSON text."""

from __future__ import annotations

import io
import json
import unicodedata
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cases as random_cases
from countermove.io.formats import load, save
from countermove.io.writing import block_text, dump, json_scalar, yaml_key, yaml_scalar
from countermove.io.yaml_text import read_data
from countermove.model.case import Case
from texts import TEXTS

STATEMENTS = st.sampled_from(["go", "not go", "a.go and\n  not stop", "true", "one(go, stop)"])
SURE = st.decimals(0, 1, places=3)


def some(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


NAMES = TEXTS.filter(lambda text: any(unicodedata.category(character)[0] not in "ZC" for character in text))
"""Names in which there is something to see: others are errors."""
LINES = STATEMENTS | st.builds(
    lambda that, rest: {"that": that, **rest},
    STATEMENTS,
    some(because=TEXTS, evidence=st.lists(TEXTS, max_size=2), sure=SURE, otherwise=STATEMENTS),
)
PREFERS = st.lists(
    LINES
    | st.builds(lambda key, lines: {key: lines}, st.sampled_from(["equally", "order unknown"]), st.lists(LINES, min_size=1, max_size=2)),
    max_size=3,
)  # fmt: skip
OPTIONS = st.fixed_dictionaries(
    {
        "go": NAMES | some(name=NAMES, change=st.just("take-only"), needs=STATEMENTS, because=TEXTS),
        "stop": NAMES,
    }
)
WORTH = st.fixed_dictionaries({"go": st.decimals(-1000, 1000, places=2), "a.go": st.just(Decimal("1E+5"))})
PATCHES = some(title=NAMES, actors=st.fixed_dictionaries({"a": some(name=NAMES, prefers=PREFERS | st.none())}))
CASES = st.fixed_dictionaries(
    {
        "actors": st.builds(
            lambda options, name, prefers, worth: {
                "a": {"options": options, "name": name, "prefers": prefers},
                "b": {"options": {"go": "Go"}, "worth": worth},
                "c": {"ranking": ["YNY", ["NN-", "a.go"]]},
            },
            OPTIONS, NAMES, PREFERS, WORTH,
        )
    },
    optional={
        "title": NAMES,
        "about": TEXTS,
        "at": TEXTS,
        "sources": st.dictionaries(st.just("s"), some(title=TEXTS, url=TEXTS), min_size=1),
        "impossible": st.lists(STATEMENTS.map(lambda s: s.replace("go", "a.go").replace("a.a.", "a.")) | some().map(lambda _: {"that": "stop", "because": "x"}), max_size=2),
        "coalesce": st.just(["YN-", {"that": "stop", "because": "x"}]),
        "status quo": st.sampled_from([[], ["a.go", "stop"]]),
        "scenarios": st.builds(lambda about, patch: {"one": {"about": about, "title": "x", **patch}}, TEXTS, PATCHES),
        "views": st.just({"a": {"actors": {"b": {"prefers": ["go"]}}, "unaware": ["b.go"], "unseen": ["stop"]}}),
        "events": st.builds(lambda on: [{"on": on, "actor": "a", "takes": "go"}], TEXTS),
        "published": st.recursive(TEXTS | st.none(), lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=5), part, max_size=3)).map(lambda value: {"x": value}),
    },
)  # fmt: skip


@given(CASES)
def test_a_case_is_read_back_as_it_was(data: dict[str, Any]) -> None:
    case = Case.model_validate(data)
    assert load(io.StringIO(dump(case)), "case.yaml") == case
    assert load(io.StringIO(dump(case, ".json")), "case.json") == case
    json.loads(dump(case, ".json"))


@given(random_cases.cases() | random_cases.graph_cases())
def test_random_cases_are_read_back_as_they_were(case: Case) -> None:
    assert load(io.StringIO(dump(case))) == case
    assert load(io.StringIO(dump(case, ".json")), "case.json") == case


SAMPLE = """\
title: European security talks
about: >-
  Russia has put two draft treaties on the table. Its main demand is that NATO stop expanding, and
  that it say so in writing.

actors:
  russia:
    options:
      insist: Insist on guarantees
      attack: {change: take-only, needs: insist}
    prefers:
      - not nato.admit
      - that: not attack
        because: Said to be so by the commentator, who speaks from Russia's side of the table
        sure: 0.6
      - {equally: [insist, "no"]}
      - {order unknown: [insist, not attack]}
  usa:
    options:
      "no": Say no
    ranking:
      - "NN-Y"
      - ["Y--N", attack]

bodies:
  nato:
    members: [usa]
    decides: {quota: 0.65, weights: {usa: 3}}
    options:
      admit: Admit

status quo: [insist]

scenarios:
  doves:
    about: "What: if?"
    actors:
      russia:
        prefers: null
"""


def test_the_layout_is_one_that_a_person_would_write() -> None:
    text = SAMPLE.replace('"no": Say', "deny: Say").replace('"no"]}', "deny]}")
    assert dump(load(io.StringIO(text))) == text


@pytest.mark.parametrize("name", ["case.yaml", "case.yml", "case.json", "CASE.JSON"])
def test_a_case_is_saved_in_the_form_of_its_suffix(name: str, tmp_path: Path) -> None:
    case = Case.model_validate({"title": "x", "actors": {"a": {"options": {"go": "Go"}, "worth": {"go": "0.10"}}}})
    save(case, tmp_path / name)
    assert load(tmp_path / name) == case
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert text.startswith("{" if name.lower().endswith("json") else "title: x\n")
    assert '"go": 0.10' in text or "go: 0.10" in text


@given(TEXTS)
def test_a_text_is_read_back_as_it_was(text: str) -> None:
    assert read_data(f"a: {yaml_scalar(text, flow=False)}", "x")[0] == {"a": text}
    assert read_data(f"[{yaml_scalar(text)}, {{a: {yaml_scalar(text)}}}]", "x")[0] == [text, {"a": text}]
    assert read_data(f"[{json_scalar(text)}]", "x.json")[0] == [text]


@given(TEXTS.filter(lambda text: len(json_scalar(text)) < 500))
def test_a_key_is_read_back_as_it_was(key: str) -> None:
    assert read_data(f"{yaml_key(key)}: a", "x")[0] == {key: "a"}
    assert read_data(f"{{{yaml_key(key)}: a}}", "x")[0] == {key: "a"}


@given(TEXTS | st.lists(st.sampled_from(["a", "b c", "", " d", "#"])).map("\n".join), st.integers(1, 8))
def test_a_block_is_read_back_as_it_was(text: str, indent: int) -> None:
    lines = block_text(text, indent)
    if lines is not None:
        assert read_data("a: " + "\n".join(lines) + "\nb: c\n", "x")[0] == {"a": text, "b": "c"}


def test_long_texts_are_folded() -> None:
    lines = block_text("word " * 40 + "end", 2)
    assert lines is not None
    assert lines[0] == ">-"
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        (True, "true"),
        (3, "3"),
        (Decimal("0.10"), "0.10"),
        (Decimal("-1E+5"), "-1E+5"),
        ("YN-", '"YN-"'),
        ("no", '"no"'),
        ("a, b", '"a, b"'),
        ('say "a"', 'say "a"'),
        ('"a"', "'\"a\"'"),
        ("2022-01-13", "2022-01-13"),
    ],
)
def test_scalars_are_plain_where_that_is_safe(value: object, text: str) -> None:
    assert yaml_scalar(value) == text
