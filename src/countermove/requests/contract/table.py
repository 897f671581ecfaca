"""The table of requests: a row for each, with the model of what it takes and what it needs installed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model
from pydantic.fields import FieldInfo

from countermove.errors import did_you_mean, quoted
from countermove.requests.contract.answers import MAX_BYTES
from countermove.requests.documents.refusals import RequestError
from countermove.requests.door import Question, find

__all__ = ["MOST_SECONDS", "ROWS", "SECONDS", "Row", "row_of"]

SECONDS = 60.0
"""Seconds that a request has where it names none: as long as people wait before a screen."""
MOST_SECONDS = 3_600.0
"""Seconds that a request may ask for."""


@dataclass(frozen=True)
class Row:
    """One request: a question, and what of it a program can ask.

    Parameters
    ----------
    name
        Its name.
    asks
        The name of the question that answers it, where that is another.
    extra
        The extra that it needs; None where the light core answers.
    drops
        Parameters of the question that are not taken, since they are about files, networks, or what people read.
    fixed
        Values of such parameters.
    adds
        Parameters of the request that its question has under another name or in another form.
    has_case
        Whether it is about a case.
    has_scenario
        Whether a scenario can be applied first.
    reads_text
        Whether the question reads the text of the case itself.
    most_bytes
        Bytes of its answer at most.
    """

    name: str
    asks: str = ""
    extra: str | None = None
    drops: frozenset[str] = frozenset()
    fixed: Mapping[str, Any] = field(default_factory=dict)
    adds: Mapping[str, Any] = field(default_factory=dict)
    has_case: bool = True
    has_scenario: bool = True
    reads_text: bool = False
    most_bytes: int = MAX_BYTES

    @property
    def question(self) -> Question:
        """The question that answers it."""
        return find(self.asks or self.name)

    @property
    def takes(self) -> dict[str, FieldInfo]:
        """The parameters of the question that the request has under the same names."""
        head = {"seconds", "text", "file"} | self.drops | set(self.fixed)
        return {name: row for name, row in self.question.request.model_fields.items() if name not in head}

    @property
    def needs(self) -> str:
        """What has to be installed for it, in words."""
        return "the light core" if self.extra is None else f"the extra `{self.extra}`"

    def in_keys(self, message: str) -> str:
        """A message in which options of the command line are called by the keys of the request."""
        keys = {name: key for key, parameter in self.takes.items() for name in _options(key, parameter)}
        return OPTION.sub(lambda match: f'"{keys[match[0]]}"' if match[0] in keys else match[0], message)

    @property
    def has_allowance(self) -> bool:
        """Whether the question itself ends its search after some seconds, with what it has by then."""
        return "seconds" in self.question.request.model_fields

    @property
    def has_limit(self) -> bool:
        """Whether it takes a limit of rows."""
        return "limit" in self.takes

    @property
    def model(self) -> type[BaseModel]:
        """What a request of this name may have, and of which kinds its values are."""
        return _model(self.name)


def _state(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


OPTION = re.compile(r"--[a-z][a-z-]*")


def _options(key: str, parameter: FieldInfo) -> tuple[str, ...]:
    """What the command line calls a parameter."""
    extra = parameter.json_schema_extra
    declared = extra.get("command line") if isinstance(extra, dict) else None
    names = declared.get("names") if isinstance(declared, dict) else None
    return tuple(map(str, names)) if isinstance(names, tuple) and names else (f"--{key.replace('_', '-')}",)


def _files(*names: str) -> frozenset[str]:
    return frozenset(names)


TEXT = "The text of the case: YAML, JSON, or another format that the program reads."
FILE = "What messages call the text; its ending says which format it has, as the ending of a file does. No file is opened."
OTHER: Mapping[str, Any] = {
    "other": (str | None, Field(None, description="The text of a second case.")),
    "other_file": (str, Field("other.yaml", description=FILE)),
    "other_catalogue": (str | None, Field(None, description="The id of a bundled case, as the second case.")),
}
ROWS: Mapping[str, Row] = {
    row.name: row
    for row in (
        Row("check", drops=_files("files"), has_scenario=False, reads_text=True),
        Row("show"),
        Row("states"),
        Row("solve", drops=_files("table")),
        Row("explain"),
        Row("paths"),
        Row("deals"),
        Row("coalitions"),
        Row("farsighted"),
        Row("credibility"),
        Row("winners"),
        Row("perceptions"),
        Row("power"),
        Row("compare", drops=_files("other"), adds=OTHER),
        Row("what_if"),
        Row("invert"),
        # On one core and without files: how many requests run at once is decided elsewhere.
        Row("robust", fixed={"workers": 1, "keep": False}, drops=_files("resume", "scheduler")),
        Row("edit", has_scenario=False, reads_text=True),
        Row("convert"),
        Row("plot", extra="plots"),
        Row("report", extra="report", reads_text=True, most_bytes=8 * MAX_BYTES),
        Row("new", has_case=False, has_scenario=False, fixed={"file": "-"}, drops=_files("evidence")),
        Row("catalogue", asks="catalog", has_case=False, has_scenario=False),
        Row("schema", has_case=False, has_scenario=False),
    )
}
"""All requests by name."""


def row_of(name: str) -> Row:
    """The row of a request; raises `RequestError` with the nearest names where there is none.

    Parameters
    ----------
    name
        The name of the request.

    Examples
    --------
    >>> row_of("plot").extra
    'plots'
    """
    if name not in ROWS:
        raise RequestError(f"there is no request {quoted(name)}", did_you_mean(name, ROWS), "request")
    return ROWS[name]


@cache
def _model(name: str) -> type[BaseModel]:
    row = ROWS[name]
    fields: dict[str, Any] = {"request": (Literal[name], Field(description="The name of the request."))}
    if row.has_case:
        fields["case"] = (str | None, Field(None, description=TEXT))
        fields["file"] = (str, Field("case.yaml", description=FILE))
        fields["catalogue"] = (str | None, Field(None, description="The id of a bundled case, in place of a text."))
    if row.has_scenario:
        fields["scenario"] = (str | None, Field(None, description="The scenario to apply first."))
    fields["seconds"] = (
        float | None, Field(None, gt=0, le=MOST_SECONDS, description=f"The time limit; default: {SECONDS:g}.")
    )  # fmt: skip
    fields["words"] = (bool, Field(False, description="Whether the answer has the key words, too: what people read of it."))
    for key, parameter in row.takes.items():
        default = ... if parameter.is_required() else parameter.default
        fields[key] = (_type(parameter), Field(default, description=parameter.description))
    config = ConfigDict(extra="forbid", strict=True, title=f"{name} request")
    about = (row.question.request.__doc__ or "").strip().split("\n")[0]
    return create_model(f"{name}_request", __config__=config, __doc__=about, **(fields | dict(row.adds)))


def _type(parameter: FieldInfo) -> Any:
    """The type of a parameter, with the least value that the command line allows."""
    extra = parameter.json_schema_extra
    declared = extra.get("command line") if isinstance(extra, dict) else None
    least: Any = declared.get("least") if isinstance(declared, dict) else None
    kind: Any = parameter.annotation
    for constraint in parameter.metadata:
        kind = Annotated[kind, constraint]
    if isinstance(declared, dict) and declared.get("metavar") in ("STATE", "TARGET"):
        # Answers name states by number, and what an answer says can be asked about as it is.
        kind = Annotated[kind, BeforeValidator(_state, json_schema_input_type=kind | int)]
    return kind if least is None else Annotated[kind, Field(ge=least)]
