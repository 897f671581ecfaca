"""`read`: drafts an evidence file from an article, and lets an analyst review it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from countermove.cli.answering import answer_destination, write_answer
from countermove.cli.options import Format
from countermove.errors import QuestionError
from countermove.io.files import deliver, say, write_text
from countermove.io.outputs import YAML, Input, chosen_form, is_standard_output, refuse_inputs

if TYPE_CHECKING:
    from countermove.reader.evidence import Evidence

__all__ = ["read"]


class Shape(StrEnum):
    """How the result is shown."""

    table = "table"
    json = "json"


Article = Annotated[
    str, typer.Argument(metavar="ARTICLE", help="A text, HTML or PDF file, a folder of them, or - for standard input.")
]
Out = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help="The evidence file (.yaml); default: beside the article."),
]
Review = Annotated[bool, typer.Option("--review", help="Go through the items: accept, edit or reject each.")]
ReadFormat = Annotated[Shape, typer.Option("--format", "-f", help="Output format.")]
Endpoint = Annotated[
    str | None,
    typer.Option("--ask", metavar="URL", help="Also ask a language model at this address (OpenAI-compatible, .../v1)."),
]
ModelName = Annotated[str, typer.Option("--model", metavar="NAME", help="The model to ask.")]
Seconds = Annotated[float, typer.Option("--timeout", min=0.1, metavar="S", help="Time limit for the model, in seconds.")]


def read(
    article: Article, output: Out = None, review: Review = False, format: ReadFormat = Shape.table,
    ask: Endpoint = None, model: ModelName = "default", timeout: Seconds = 60.0,
) -> None:  # fmt: skip
    """Draft an evidence file from an article.

    It suggests who is named, who says what, who does what to whom, when and where, and what each may do. Every
    suggestion names its place in the article, and you accept, edit or reject it. It works offline, and never suggests
    a preference.
    """
    from countermove.reader.decisions import decisions_path, evidence_path
    from countermove.reader.evidence import dumped
    from countermove.requests import ask as ask_question
    from countermove.requests.documents.outputs import evidence_forms
    from countermove.requests.documents.read import MAX_INPUT_BYTES, ArticleEvidence

    if review and article == "-":
        raise QuestionError(
            "--review needs the keyboard, but standard input is the article; save the article to a file and review that"
        )
    to_standard_output = output is not None and is_standard_output(output)
    if to_standard_output and (review or format is Shape.json):
        option = "--review" if review else "--format json"
        raise QuestionError(f"-o - writes the evidence to standard output; with {option} name a file")
    chosen_form("evidence", output, None, evidence_forms(), YAML)
    beside = evidence_path("standard-input" if article == "-" else article)
    target = beside if output is None or to_standard_output else output
    if not to_standard_output:
        for written in (target, decisions_path(target)):
            refuse_inputs(written, _articles(article))
        _refuse_other_file(target)
    # One byte more than is allowed, so that the reader can tell that there is too much without reading all of it.
    content = sys.stdin.buffer.read(MAX_INPUT_BYTES + 1) if article == "-" else None
    reply = ask_question(
        "read", None, article=article, content=content, file=target, advice=_next_steps(article, output, target),
        ask=ask, model=model, timeout=timeout, on_note=say,
    )  # fmt: skip
    assert isinstance(reply.result, ArticleEvidence)
    if to_standard_output:
        deliver(dumped(reply.result.items))
        return
    write_text(target, dumped(reply.result.items))
    # After the evidence is written: an analyst who breaks off keeps it, and what was decided so far.
    if review:
        _review(reply.result.items, decisions_path(target))
    write_answer("read", reply, answer_destination("read", Format(format.value), None))


def _articles(article: str) -> Iterator[Input]:
    """The files that are read: the article, or those in the folder."""
    from countermove.requests.documents.read import articles_in

    if article == "-":
        return
    yield Input(article, "the article")
    if os.path.isdir(article):
        yield from (Input(str(file), "an article in the folder") for file in articles_in(article))


def _refuse_other_file(target: str) -> None:
    """Refuse to write over a file that is no evidence, such as the case that cites it."""
    from countermove.reader.decisions import ENDING, read_evidence
    from countermove.reader.evidence import NOTE

    if target.endswith(ENDING) or not os.path.isfile(target) or not os.path.getsize(target):
        return
    # Every evidence file begins with the same note; one without it may still be evidence that somebody has edited.
    with open(target, "rb") as file:
        if file.read(len(NOTE.encode())) == NOTE.encode():
            return
    try:
        read_evidence(target)
    except QuestionError:
        raise QuestionError(
            f"{target}: the file exists already, is no evidence file and is left as it is; give another name with -o"
        ) from None


def _next_steps(article: str, output: str | None, target: str) -> str:
    """What an analyst may do now, as commands that can be copied."""
    from shlex import quote

    beside = f" -o {quote(output)}" if output else ""
    judge = "" if article == "-" else f"countermove read {quote(article)}{beside} --review, then "
    return f" Next: {judge}countermove new CASE.yaml --from {quote(target)}"


def _review(evidence: Evidence, beside: str) -> None:
    """Go through the items with the analyst; what is decided is written at once."""
    from countermove.reader.decisions import dumped_decisions, read_decisions
    from countermove.reader.review import review

    def ask(prompt: str) -> str:
        sys.stdout.write(prompt)
        sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line

    decisions = review(evidence, read_decisions(beside), ask, deliver, lambda d: write_text(beside, dumped_decisions(d)))
    deliver(f"\n{len(decisions)} decided; they stand in {beside}")
