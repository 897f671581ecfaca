"""The question `read`: the evidence in an article, or in all articles of a folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

from countermove.analysis.result import HIDDEN, Result, member
from countermove.errors import QuestionError
from countermove.io.files import read_bytes
from countermove.reader.decisions import decisions_path, read_decisions
from countermove.reader.evidence import Evidence
from countermove.requests.door import Answer, Request, Subject, question
from countermove.text.blocks import Verbatim

__all__ = ["ArticleEvidence", "ReadRequest", "articles_in", "read"]

MAX_INPUT_BYTES = 20_000_000
"""Bytes that are read of an article; the reader refuses what is longer, with its pictures."""
ENDINGS = (".txt", ".html", ".htm", ".pdf", ".md")
"""What the names of articles in a folder end in."""


class ReadRequest(Request):
    """The article to read, and where its evidence goes.

    Parameters
    ----------
    article
        A file, or a folder of them.
    content
        The bytes of the article, where it came through standard input.
    file
        The evidence file, beside which the decisions on it lie.
    advice
        What is said below the summary of items, if there are any.
    ask, model, timeout
        The address of a language model that is asked as well, its name, and the seconds that it is given.
    on_note
        Takes what should be said at once: articles that are left out, and suggestions that are refused.
    """

    article: str
    content: bytes | None = None
    file: str
    advice: str = ""
    ask: str | None = None
    model: str = "default"
    timeout: float = 60.0
    on_note: Callable[[str], None] | None = None


@dataclass(frozen=True)
class ArticleEvidence(Result):
    """The evidence in an article.

    Parameters
    ----------
    file
        The evidence file that it belongs into.
    items
        The evidence as the reader holds it.
    """

    schema: ClassVar[str] = "read/1"
    file: str
    items: Evidence = field(metadata=HIDDEN)

    @member()
    def evidence(self) -> dict[str, Any]:
        """The contents of the evidence file."""
        return self.items.to_dict()


@question("read", ReadRequest)
def read(subject: Subject[ReadRequest]) -> Answer:
    """Draw the evidence from an article; nothing is written here.

    Parameters
    ----------
    subject
        Its request names the article.

    Returns
    -------
    Answer
        `ArticleEvidence`, as a summary.

    Raises
    ------
    QuestionError
        Where there is no article to read, or the file of decisions is broken.
    """
    request = subject.request
    result = ArticleEvidence(request.file, _evidence(request))
    decisions = decisions_path(request.file)
    read_decisions(decisions)  # a broken file of decisions is refused before anything is written

    def page(_: int | None) -> list[Verbatim]:
        from countermove.reader.review import summary

        # They are read when the page is made: an analyst may have reviewed the items in between.
        advice = request.advice if result.items.items else ""
        return [Verbatim(summary(result.items, read_decisions(decisions), f"Written to {request.file}.{advice}"))]

    return Answer(result, page)


def _evidence(request: ReadRequest) -> Evidence:
    """The evidence in an article, or in all articles of a folder."""
    from countermove.reader.evidence import merged

    if request.content is not None:
        return _one(request.content, "standard-input", "", request)
    path, folder = Path(request.article), os.path.dirname(request.file)
    if not path.is_dir():
        return _one(_bytes(path), request.article, _seen_from(folder, path), request)
    files = articles_in(request.article)
    if not files:
        raise QuestionError(f"{request.article}: the folder has no article (.txt, .html, .pdf)")
    parts = []
    for file in files:
        try:
            parts.append(_one(_bytes(file), str(file), _seen_from(folder, file), request))
        except QuestionError as fault:
            _note(request, f"left out: {fault}")
    if not parts:
        raise QuestionError(f"{request.article}: none of its files is an article that can be read")
    return merged(parts)


def articles_in(folder: str) -> list[Path]:
    """The articles that lie in a folder, by name.

    Parameters
    ----------
    folder
        Its path.

    Returns
    -------
    list of Path
        Files with the ending of an article; folders in it are not looked into.
    """
    return sorted(p for p in Path(folder).iterdir() if p.is_file() and p.suffix.lower() in ENDINGS)


def _seen_from(folder: str, article: Path) -> str:
    """The path of an article as seen from the folder of the evidence file; in full, where there is no such way."""
    try:
        return Path(os.path.relpath(article, folder or ".")).as_posix()
    except ValueError:  # on Windows there is no way from one drive to another
        return article.absolute().as_posix()


def _bytes(path: Path) -> bytes:
    try:
        return read_bytes(path, MAX_INPUT_BYTES + 1)
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise QuestionError(f"{path}: the article cannot be read: {reason.lower()}") from None


def _one(data: bytes, name: str, file: str, request: ReadRequest) -> Evidence:
    """The evidence in one article, by the rules, and by the model that is asked."""
    from countermove.reader.evidence import evidence_of
    from countermove.reader.models import AdapterError, HttpAdapter, with_adapter
    from countermove.reader.read import read_article

    reading = read_article(data, name)
    evidence = evidence_of(reading, file)
    if request.ask is None:
        return evidence
    try:
        adapter = HttpAdapter(request.ask, request.model, request.timeout)
        evidence, refused = with_adapter(evidence, reading, adapter)
    except AdapterError as fault:
        _note(request, f"{fault}; the evidence is what the rules found")
        return evidence
    if refused:
        why = "their words do not stand in the article, or their form is wrong"
        _note(request, f"{adapter.address}: {refused} suggestions refused: {why}")
    return evidence


def _note(request: ReadRequest, message: str) -> None:
    if request.on_note is not None:
        request.on_note(message)
