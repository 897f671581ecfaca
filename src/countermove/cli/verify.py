"""`verify`: the JSON of a result checked against a case, by a program of its own."""

from __future__ import annotations

from typing import Annotated

import typer

from countermove.cli.options import CaseName, Output, Written

__all__ = ["verify"]

ResultFile = Annotated[str, typer.Argument(metavar="RESULT", help="A file that a command wrote with --format json.")]


def verify(result: ResultFile, case: CaseName, format: Written = None, output: Output = None) -> None:
    """Check a result in JSON against a case, by a second program.

    It checks the JSON of solve, explain, paths and deals. The second program shares no code with the first, so an error
    of one does not hide in the other. It says what is false and where, or how much was checked, and what could not be.
    The exit status is 1 if something is false. With solve --certificates, each verdict is checked by what proves it.
    """
    from countermove.cli.answering import Subject, answer_destination, write_answer
    from countermove.io.opening import opened
    from countermove.io.outputs import Input, refuse_inputs
    from countermove.requests import ask
    from countermove.requests.documents.outputs import inputs_of
    from countermove.requests.documents.verify import Verification

    refuse_inputs(output, [Input(result, "the result")])
    place = answer_destination("verify", format, output)
    loaded = opened(case)
    refuse_inputs(output, inputs_of(loaded))
    reply = ask("verify", loaded, file=result)
    assert isinstance(reply.result, Verification)
    write_answer("verify", reply, place, Subject.of(loaded, None))
    # A falsehood is an answer, which is written first; the status tells it to scripts.
    if not reply.result.accepted:
        raise typer.Exit(1)
