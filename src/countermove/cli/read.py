"""`read`: drafts an evidence file from an article, and lets an analyst review it."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from countermove.errors import QuestionError
from countermove.io.delivery import deliver, say

if TYPE_CHECKING:
    from countermove.reader.decisions import Decisions
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
    typer.Option("--output", "-o", metavar="FILE", help="The evidence file; without it, beside the article."),
]
Review = Annotated[bool, typer.Option("--review", help="Go through the items: accept, edit, reject.")]
Shown = Annotated[Shape, typer.Option("--format", "-f", help="How to show what was found.")]
Endpoint = Annotated[
    str | None,
    typer.Option("--ask", metavar="URL", help="Also ask a language model there (OpenAI-compatible, .../v1)."),
]
Model = Annotated[str, typer.Option("--model", metavar="NAME", help="The model to ask.")]
Seconds = Annotated[float, typer.Option("--timeout", min=0.1, metavar="S", help="So long to wait for it, in seconds.")]


def read(
    article: Article, output: Out = None, review: Review = False, format: Shown = Shape.table,
    ask: Endpoint = None, model: Model = "default", timeout: Seconds = 60.0,
) -> None:  # fmt: skip
    """Draft an evidence file from an article.

    Who is named, who says what, who does what to whom, when and where, and what each may do: suggestions, each tied to
    its place, for an analyst to accept, edit or reject. It works offline, and no preference is inferred.
    """
    from countermove.io.evidence_files import decisions_path, evidence_path, read_decisions
    from countermove.io.files import write_text
    from countermove.reader.evidence import dumped
    from countermove.reader.summary import summary

    if review and article == "-":
        raise QuestionError("standard input is the article, so nobody can answer there; save it to a file and review that")
    target = output or evidence_path("standard-input" if article == "-" else article)
    if os.path.exists(article) and os.path.exists(target) and os.path.samefile(article, target):
        raise QuestionError(f"{target}: this is the article; give the evidence file another name with -o")
    _spared(target)
    evidence = _evidence(article, os.path.dirname(target), ask, model, timeout)
    beside = decisions_path(target)
    decisions = read_decisions(beside)
    write_text(target, dumped(evidence))
    if review:
        decisions = _reviewed(evidence, beside)
    if format is Shape.json:
        import json

        from countermove import __version__

        deliver(json.dumps({"countermove": __version__, "file": target, "evidence": evidence.to_dict()}))
        return
    deliver(summary(evidence, decisions, f"Written to {target}.{_next(evidence, article, output, target)}"))


def _spared(target: str) -> None:
    """Refuses to write over a file that is no evidence, such as the case that cites it."""
    from countermove.io.evidence_files import ENDING, read_evidence
    from countermove.reader.evidence import NOTE

    if target.endswith(ENDING) or not os.path.isfile(target) or not os.path.getsize(target):
        return
    with open(target, "rb") as file:
        if file.read(len(NOTE.encode())) == NOTE.encode():
            return
    try:
        read_evidence(target)
    except QuestionError:
        raise QuestionError(
            f"{target}: the file exists already, is no evidence file and is left as it is; give another name with -o"
        ) from None


def _next(evidence: Evidence, article: str, output: str | None, target: str) -> str:
    """What an analyst may do now, as commands that can be copied; nothing where nothing was found."""
    from shlex import quote

    if not evidence.items:
        return ""
    beside = f" -o {quote(output)}" if output else ""
    judge = "" if article == "-" else f"countermove read {quote(article)}{beside} --review, then "
    return f" Next: {judge}countermove new CASE.yaml --from {quote(target)}"


def _evidence(article: str, folder: str, ask: str | None, model: str, timeout: float) -> Evidence:
    """The evidence in an article, or in all articles of a folder; the paths of articles are as seen from `folder`."""
    from countermove.reader.merging import merged

    if article == "-":
        return _one(sys.stdin.buffer.read(MOST_INPUT + 1), "standard-input", "", ask, model, timeout)
    path = Path(article)
    if not path.is_dir():
        return _one(_bytes(path), article, _seen(path, folder), ask, model, timeout)
    files = sorted(p for p in path.iterdir() if p.is_file() and p.suffix.lower() in (".txt", ".html", ".htm", ".pdf", ".md"))
    if not files:
        raise QuestionError(f"{article}: the folder has no article (.txt, .html, .pdf)")
    parts = []
    for file in files:
        try:
            parts.append(_one(_bytes(file), str(file), _seen(file, folder), ask, model, timeout))
        except QuestionError as fault:
            say(f"left out: {fault}")
    if not parts:
        raise QuestionError(f"{article}: none of its files is an article that can be read")
    return merged(parts)


def _seen(article: Path, folder: str) -> str:
    """The path of an article as seen from the folder of the evidence file; whole, where there is no such way."""
    try:
        return Path(os.path.relpath(article, folder or ".")).as_posix()
    except ValueError:
        return article.absolute().as_posix()


MOST_INPUT = 20_000_000


def _bytes(path: Path) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read(MOST_INPUT + 1)
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise QuestionError(f"{path}: the article cannot be read: {reason.lower()}") from None


def _one(data: bytes, name: str, file: str, ask: str | None, model: str, timeout: float) -> Evidence:
    from countermove.reader.adapters import AdapterError, with_adapter
    from countermove.reader.evidence import evidence_of
    from countermove.reader.http_adapter import HttpAdapter
    from countermove.reader.reading import read_article

    reading = read_article(data, name)
    evidence = evidence_of(reading, file)
    if ask is None:
        return evidence
    try:
        evidence, refused = with_adapter(evidence, reading, HttpAdapter(ask, model, timeout))
    except AdapterError as fault:
        say(f"{fault}; the evidence is what the rules found")
        return evidence
    if refused:
        say(f"{ask}: {refused} suggestions refused: their words do not stand in the article, or their form is wrong")
    return evidence


def _reviewed(evidence: Evidence, beside: str) -> Decisions:
    from countermove.io.evidence_files import read_decisions
    from countermove.io.files import write_text
    from countermove.reader.decisions import dumped_decisions
    from countermove.reader.review import review

    def ask(prompt: str) -> str:
        sys.stdout.write(prompt)
        sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line

    done = review(evidence, read_decisions(beside), ask, deliver, lambda d: write_text(beside, dumped_decisions(d)))
    deliver(f"\n{len(done)} decided; they stand in {beside}")
    return done
