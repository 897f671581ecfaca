"""The commands that ask a question: each is made from the request of the question, so that nothing is said twice."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import NoneType
from typing import Annotated, Any, get_args

import typer
from pydantic.fields import FieldInfo

from countermove.cli.answering import answer, answer_files
from countermove.cli.options import CaseName, CaseNames, Output, Scenario, Written, listed, pairs
from countermove.io.outputs import Input
from countermove.requests.door import Question, UsageError, find

__all__ = ["command"]


def command(question: Question) -> Callable[..., None]:
    """The command of a question: its parameters are those of the request, its help is what the question says of itself.

    Parameters
    ----------
    question
        A question all of whose parameters are declared with `requests.fields.option`.

    Returns
    -------
    callable
        A function with a signature that Typer makes a command of.
    """
    fields = question.request.model_fields

    def run(**given: Any) -> None:
        case, scenario = given.pop("case"), given.pop("scenario")
        format, output = given.pop("format"), given.pop("output")
        inputs = [
            Input(file, f"the file of {_called(name, fields[name])}")
            for name, value in given.items()
            if value is not None and _extra(fields[name])["is_file"]
            for file in ([value] if isinstance(value, str) else value)
        ]
        merge = [listed(text, "--merge") for text in given.pop("merge", None) or ()]
        read = {name: _read(fields[name], name, value) for name, value in given.items()}
        if question.many and len(case) > 1:
            extra = _extra_given(find(question.many), fields, read)
            if extra:
                raise typer.BadParameter(
                    f"{', '.join(extra)}: several cases are answered without this; name one case, or leave it out"
                )
            read = {name: value for name, value in read.items() if name in find(question.many).request.model_fields}
            answer_files(question.many, case, scenario, format, output, merged=merge, **read)
            return
        case = case[0] if question.many else case
        try:
            answer(question.name, case, scenario, format, output, inputs=inputs, merged=merge, **read)
        except UsageError as fault:
            raise typer.BadParameter(str(fault)) from None

    parameters = [_parameter("case", CaseNames if question.many else CaseName, inspect.Parameter.empty)]
    # Arguments first: on the command line they stand directly after the case.
    for argument in (True, False):
        parameters += [
            _parameter(name, _annotation(name, field), field.default if not field.is_required() else inspect.Parameter.empty)
            for name, field in fields.items()
            if _extra(field)["argument"] is argument and not _extra(field)["hidden"]
        ]
    parameters += [
        _parameter("scenario", Scenario, None),
        _parameter("format", Written, None),
        _parameter("output", Output, None),
    ]
    # Typer asks `inspect.signature`, which takes a signature that is set before what the function itself would say; its
    # hints come from the annotations, which have to agree.
    vars(run)["__signature__"] = inspect.Signature(parameters)
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    run.__name__, run.__doc__ = question.name, inspect.getdoc(question.answer)
    return run


def _extra_given(many: Question, fields: dict[str, FieldInfo], read: dict[str, Any]) -> list[str]:
    """The options that were given and that the question about several cases does not take, as they are written."""
    return [
        _called(name, fields[name])
        for name, value in read.items()
        if name not in many.request.model_fields and value != fields[name].default and value not in (None, [], ())
    ]


def _parameter(name: str, annotation: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _extra(field: FieldInfo) -> dict[str, Any]:
    extra = field.json_schema_extra
    assert isinstance(extra, dict), "a parameter of a question is declared with requests.fields.option"
    declared = extra["command line"]
    assert isinstance(declared, dict)
    return declared


def _annotation(name: str, field: FieldInfo) -> Any:
    """What the command line library wants to know of a parameter."""
    extra = _extra(field)
    settings: dict[str, Any] = {"metavar": extra["metavar"], "help": field.description}
    if extra["least"] is not None:
        settings["min"] = extra["least"]
    if extra["argument"]:
        argument: Any = list[str] if extra["reading"] == "files" else str
        return Annotated[argument, typer.Argument(**settings)]
    names = _names(name, field)
    kind: Any = {"text": _plain(field), "lists": list[str] | None}.get(extra["reading"], str | None)
    return Annotated[kind, typer.Option(*names, **settings)]


def _names(name: str, field: FieldInfo) -> tuple[str, ...]:
    """What the command line calls a parameter, the usual name first."""
    names: tuple[str, ...] = _extra(field)["names"]
    return names or (f"--{name.replace('_', '-')}",)


def _called(name: str, field: FieldInfo) -> str:
    """What messages call a parameter."""
    extra = _extra(field)
    return extra["metavar"] or name if extra["argument"] else _names(name, field)[0]


def _plain(field: FieldInfo) -> Any:
    """The type of a value that is read as it is; what may be left out is optional."""
    kinds = [kind for kind in get_args(field.annotation) if kind is not NoneType] or [field.annotation]
    return kinds[0] if field.default is not None else kinds[0] | None


def _read(field: FieldInfo, name: str, value: Any) -> Any:
    """A value as the request wants it, from what stands on the command line."""
    extra = _extra(field)
    called = _called(name, field)
    match extra["reading"]:
        case "list":
            return None if value is None else listed(value, called)
        case "lists":
            return [listed(text, called) for text in value or ()]
        case "pairs":
            return None if value is None else pairs(value)
    return value
