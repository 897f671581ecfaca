"""The commands for other programs: `ask`, a request as JSON, and `schema`, what requests and answers look like."""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any

import typer

from countermove.cli.options import Output
from countermove.errors import QuestionError, printable
from countermove.io.files import read_bytes, say
from countermove.io.outputs import JSON, Destination, Input, is_standard_output, refuse_inputs

__all__ = ["ask", "schema"]

MOST_BYTES = 20_000_000
"""Bytes that are read of a request: more than the characters that it may have take."""
RequestFile = Annotated[
    str, typer.Argument(metavar="[REQUEST]", help="A file with the request; by default it is read from standard input.")
]
SchemaName = Annotated[
    str | None, typer.Argument(metavar="[NAME]", help="The name of an answer, or case for the case format.")
]
OfRequest = Annotated[bool, typer.Option("--request", help="The schema of the request of this name, not of the answer.")]


def ask(request: RequestFile = "-", output: Output = None) -> None:
    """Answer a request in JSON, as other programs send it.

    The request names a question, the case and the parameters, such as {"request": "solve", "catalogue": "chicken"}. The
    answer is an object in JSON. If it is an error, the exit status is 1.
    """
    from countermove.requests import handle

    refuse_inputs(output, [] if is_standard_output(request) else [Input(request, "the request")])
    place = _destination("an answer", output)
    answer = handle(_request(request))
    place.write(json.dumps(answer))
    if answer["schema"] == "error/1":
        say(printable("; ".join(part for part in (answer["message"], answer["hint"]) if part)))
        raise typer.Exit(3 if answer["code"] == "fault" else 1)


def schema(name: SchemaName = None, request: OfRequest = False, output: Output = None) -> None:
    """Print the JSON Schema of an answer, of a request, or of the case format.

    Without a name it prints the names of all schemas.
    """
    from countermove.requests.contract.schema import CASE, Kind, schema_named, schema_names

    place = _destination("a schema", output)
    of: Kind = "request" if request else "answer"
    if name is None:
        place.write("\n".join([CASE, *schema_names(of)]))
    else:
        place.write(json.dumps(schema_named(name, of), indent=1))


def _request(file: str) -> Any:
    """The request in a file, or on standard input."""
    try:
        data = sys.stdin.buffer.read(MOST_BYTES + 1) if is_standard_output(file) else read_bytes(file, MOST_BYTES + 1)
    except OSError as fault:
        reason = (fault.strerror or type(fault).__name__).lower()
        raise QuestionError(printable(f"{file}: the request cannot be read: {reason}; name a file of JSON")) from None
    if len(data) > MOST_BYTES:
        raise QuestionError(f"a request of more than {MOST_BYTES // 1_000_000} MB is not read; a case has at most 1 MB")
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as fault:
        raise QuestionError(printable(f"the request is no JSON: {fault}; write one object")) from None


def _destination(what: str, output: str | None) -> Destination:
    from countermove.requests.documents.outputs import destination, program_forms

    return destination(what, output, None, program_forms(), JSON)
