from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator

from cases import cases, graph_cases
from countermove.catalog import case_ids, case_path
from countermove.io.loading import load_data
from countermove.io.writing import data_of, dump
from countermove.model.case import Case
from countermove.model.checks.check import check
from countermove.model.parse import keys_of, parse_case
from countermove.model.rules import ONE_WORD as RULE_WORDS
from countermove.model.rules import ROWS
from countermove.model.schema import DESCRIPTIONS, MEANINGS, PARTS, schema, schema_text

VALIDATOR = Draft202012Validator(schema())
FORMAT = Path(__file__).resolve().parents[2] / "docs" / "reference" / "case-format.md"
EXAMPLES = re.findall(r"^```yaml complete\n(.*?)^```", FORMAT.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def faults(data: Any) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(data)]


def test_the_shipped_schema_is_the_generated_one() -> None:
    shipped = files("countermove.model").joinpath("case.schema.json").read_text(encoding="utf-8")
    assert json.loads(shipped) == schema(), "run: python -m countermove.model.schema > case.schema.json, beside it"
    assert json.loads(schema_text()) == schema()


def test_the_module_prints_it() -> None:
    command = [sys.executable, "-m", "countermove.model.schema"]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    assert printed == schema_text()


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())
    assert schema()["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    text = schema_text()
    assert set(re.findall(r'"#/\$defs/(\w+)"', text)) <= set(schema()["$defs"])


@pytest.mark.parametrize("case", case_ids())
def test_every_catalogue_case_is_valid(case: str) -> None:
    from ruamel.yaml import YAML

    data = YAML(typ="safe", pure=True).load(case_path(case).read_text(encoding="utf-8"))
    assert faults(json.loads(json.dumps(data, default=str))) == []


@pytest.mark.parametrize("text", EXAMPLES, ids=lambda text: text.splitlines()[0])
def test_every_example_of_the_format_is_valid_also_as_an_editor_reads_it(text: str) -> None:
    from ruamel.yaml import YAML

    assert faults(load_data(text)) == []
    data = json.loads(json.dumps(YAML(typ="safe", pure=True).load(text), default=str))
    assert faults(data) == []


@given(cases(levels=True))
def test_every_case_is_valid_in_its_short_and_in_its_long_form(case: Case) -> None:
    assert faults(json.loads(dump(case, ".json"))) == []
    long = case.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    assert faults({"actors": {}, **long}) == []


@given(graph_cases())
def test_cases_that_list_their_states_are_valid(case: Case) -> None:
    assert faults(json.loads(dump(case, ".json"))) == []


def holders(data: Any) -> Iterator[dict[str, Any]]:
    """Every mapping in plain data whose keys are not ids or names of the analyst's choice."""
    if isinstance(data, dict):
        yield data
        for key, inner in data.items():
            by_name = key in ("actors", "bodies", "options", "worth", "weights", "scenarios", "views", "sources")
            for part in inner.values() if by_name and isinstance(inner, dict) else [inner]:
                yield from holders(part) if key not in ("published", "worth", "weights") else ()
    elif isinstance(data, list):
        for inner in data:
            yield from holders(inner)


@given(cases(levels=True))
def test_an_unknown_key_is_found_wherever_it_stands(case: Case) -> None:
    data = json.loads(dump(case, ".json"))
    for holder in list(holders(data)):
        holder["optoins"] = "x"
        assert faults(data) != []
        del holder["optoins"]
    assert faults(data) == []


ACTOR = {"options": {"go": "Go", "stay": "Stay"}, "prefers": ["go"]}
WRONG: dict[str, dict[str, Any]] = {
    "no actors": {"title": "T"},
    "an actor as text": {"actors": {"a": "A"}},
    "an id in capitals": {"actors": {"USA": ACTOR}},
    "a keyword as an id": {"actors": {"a": {"options": {"not": "Not"}}}},
    "options as a list": {"actors": {"a": {"options": ["go"]}}},
    "an unknown direction": {"actors": {"a": {"options": {"go": {"change": "once"}}}}},
    "a rule of an actor's option": {"actors": {"a": {"options": {"go": {"decides": "majority"}}}}},
    "a statement as a list": {"actors": {"a": {**ACTOR, "prefers": [["go"]]}}},
    "a line without a statement": {"actors": {"a": {**ACTOR, "prefers": [{"because": "B"}]}}},
    "an empty group": {"actors": {"a": {**ACTOR, "prefers": [{"equally": []}]}}},
    "a share above one": {"actors": {"a": {**ACTOR, "prefers": [{"that": "go", "sure": 60}]}}},
    "a share in words": {"actors": {"a": {**ACTOR, "prefers": [{"that": "go", "sure": "much"}]}}},
    "a weight in words": {"actors": {"a": {"options": {"go": "Go"}, "worth": {"go": "much"}}}},
    "a move from nowhere": {"states": {"s": "S"}, "actors": {"a": {"moves": [["s"]], "ranking": ["s"]}}},
    "a reserved state": {"states": {"now": "S"}, "actors": {"a": {}}},
    "an underscore": {"actors": {"a": ACTOR}, "status_quo": []},
    "an event without its date": {"actors": {"a": ACTOR}, "events": [{"actor": "a"}]},
    "a title that is a list": {"title": ["T"], "actors": {"a": ACTOR}},
    **{
        f"the rule {rule}": {"actors": {"a": ACTOR}, "bodies": {"b": {"members": ["a"], "decides": rule}}}
        for rule in (
            "unanimty", {}, {"quota": "most"}, {"quota": -1}, {"quota": 1, "blocking": 0}, {"quota": 1, "weights": {}},
            {"quota": 1, "also": "majority"}, {"all": []}, {"any": ["majority", "nobody"]}, {"veto": ["a"]},
            {"veto": [], "also": "majority"}, {"actor": ["a"]}, {"all": [{"any": [{"all": "majority"}]}]},
        )
    },
    **{
        f"the scenario {change}": {"actors": {"a": ACTOR}, "scenarios": {"s": change}}
        for change in (
            {"actor": {}}, {"actors": {"a": {"optoins": {}}}}, {"actors": {"a": {"options": {"go": {"chnge": "both"}}}}},
            {"scenarios": {}}, {"actors": {"a": {"prefers": [["x"]]}}},
        )
    },
}  # fmt: skip


@pytest.mark.parametrize("data", WRONG.values(), ids=WRONG)
def test_what_the_program_refuses_is_not_valid_either(data: dict[str, Any]) -> None:
    case, found = parse_case(data)
    assert case is None or any(d.severity == "error" for d in check(case)), found
    assert faults(data) != []


@pytest.mark.parametrize(
    "change",
    [
        {"about": "What if?", "title": "Another", "status quo": ["go"]},
        {"actors": {"a": {"options": {"go": None, "run": "Run", "stay": {"change": "take-only"}}}}},
        {"actors": {"a": {"prefers": None, "worth": {"go": "1"}}, "b": {"name": "B"}}},
        {"bodies": {"b": {"members": ["a"], "decides": {"veto": ["a"], "also": "majority"}}}},
        {"views": {"a": {"unaware": "go"}}, "impossible": [True, "go and stay"], "always": None},
        {"changes": {"about": "Another"}},
    ],
)
def test_scenarios_change_parts_and_remove_them(change: dict[str, Any]) -> None:
    assert faults({"actors": {"a": ACTOR}, "scenarios": {"s": change}}) == []


def test_short_forms_are_valid() -> None:
    data = {
        "at": 2022, "actors": {"a": {"options": {"go": None, "stay": "Stay"}, "evidence": "s#1", "prefers": [True]}},
        "coalesce": ["YN", {"that": "NN"}], "status quo": "go", "impossible": [{"that": "go and stay"}],
    }  # fmt: skip
    assert faults(data) == []
    assert parse_case({**data, "at": "2022", "actors": {"a": {**data["actors"]["a"], "prefers": ["true"]}}})[0] is not None


@pytest.mark.parametrize("record", DESCRIPTIONS, ids=lambda record: record.__name__)
def test_every_key_is_described(record: Any) -> None:
    described = {key for kind in record.__mro__ for key in DESCRIPTIONS.get(kind, {})}
    assert described == set(keys_of(record))
    assert set(DESCRIPTIONS.get(record, {})) <= set(keys_of(record))


def test_descriptions_stand_in_the_schema() -> None:
    found = schema()
    for record in (found, *found["$defs"].values()):
        for key, value in record.get("properties", {}).items():
            assert value.get("description"), key
    for text in (text for words in DESCRIPTIONS.values() for text in words.values()):
        assert text.endswith(".")


def test_every_rule_is_described() -> None:
    assert set(MEANINGS) == {*RULE_WORDS, *ROWS}
    assert set(PARTS) == {key for _, keys in ROWS.values() for key in keys}


def test_what_the_writer_writes_is_in_the_schema() -> None:
    for case in case_ids():
        data = data_of(Case.model_validate(load_data(case_path(case).read_text(encoding="utf-8"))))
        assert set(data) <= set(schema()["properties"])
