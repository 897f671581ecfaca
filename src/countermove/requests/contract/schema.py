"""The question `schema`: the JSON Schemas of requests, answers and the case format, as they ship with the program."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, ClassVar, Literal

from pydantic import Field

from countermove.analysis.result import OPTIONAL, Result
from countermove.errors import QuestionError, did_you_mean, quoted
from countermove.requests.door import Answer, Request, Subject, question
from countermove.text.blocks import Verbatim

__all__ = ["CASE", "Kind", "SchemaRequest", "Schemas", "schema", "schema_named", "schema_names"]

Kind = Literal["answer", "request"]
CASE = "case"
"""The name of the schema of the case format, which is neither."""


@dataclass(frozen=True)
class Schemas(Result):
    """The names of all schemas, and the one that was asked for."""

    schema: ClassVar[str] = "schema/1"
    answers: tuple[str, ...]
    requests: tuple[str, ...]
    json_schema: Mapping[str, Any] = field(default_factory=dict, metadata=OPTIONAL)


class SchemaRequest(Request):
    """The JSON Schema of an answer, of a request, or of the case format (``case``); without a name the names of all."""

    name: str | None = Field(None, description="The name of an answer or a request, or case for the case format.")
    of: Kind = Field("answer", description="Whether the schema of the answer or of the request is meant.")


@question("schema", SchemaRequest, has_rows=False)
def schema(subject: Subject[SchemaRequest]) -> Answer:
    """Say what requests and answers look like."""
    name, of = subject.request.name, subject.request.of
    wanted = {} if name is None else schema_named(name, of)
    result = Schemas(schema_names("answer"), schema_names("request"), wanted)
    text = json.dumps(wanted, indent=1) if wanted else "\n".join((*result.answers, CASE))
    return Answer(result, lambda _: [Verbatim(text)])


@cache
def schema_names(of: Kind) -> tuple[str, ...]:
    """The names of all schemas of answers or of requests, sorted.

    Parameters
    ----------
    of
        ``answer`` or ``request``.

    Examples
    --------
    >>> "solve" in schema_names("answer"), "solve" in schema_names("request")
    (True, True)
    """
    names = (entry.name for entry in _folder(of).iterdir())
    return tuple(sorted(name.removesuffix(".json") for name in names if name.endswith(".json")))


def schema_named(name: str, of: Kind = "answer") -> dict[str, Any]:
    """The schema of this name, as it ships with the program.

    Parameters
    ----------
    name
        Of an answer, without the version; of a request; or ``case``.
    of
        ``answer`` or ``request``.

    Raises
    ------
    QuestionError
        With the nearest names where there is none.
    """
    if name == CASE:
        place = files("countermove") / "model" / "case.schema.json"
    elif name in schema_names(of):
        place = _folder(of) / f"{name}.json"
    else:
        near = did_you_mean(name, [*schema_names(of), CASE])
        raise QuestionError(f"there is no schema of {'an answer' if of == 'answer' else 'a request'} {quoted(name)}; {near}")
    loaded: dict[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    return loaded


def _folder(of: Kind) -> Any:
    folder = files("countermove") / "schemas"
    return folder / "requests" if of == "request" else folder
