"""Where evidence files and decisions lie, and how they are read from disk."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from countermove.errors import QuestionError, did_you_mean

if TYPE_CHECKING:
    from countermove.reader.decisions import Decisions
    from countermove.reader.evidence import Evidence

__all__ = ["ENDING", "decisions_path", "evidence_path", "read_decisions", "read_evidence"]

ENDING = ".evidence.yaml"
MOST_BYTES = 20_000_000


def evidence_path(article: str) -> str:
    """The evidence file of an article: beside it; YAML is no article, but evidence itself.

    >>> evidence_path("news/talks.html"), evidence_path("news/mine.yaml")
    ('news/talks.evidence.yaml', 'news/mine.yaml')
    """
    if article.endswith((".yaml", ".yml")):
        return article
    path = Path(article)
    if path.is_dir():
        return (os.path.abspath(article) if path.name in ("", "..") else os.path.normpath(article)) + ENDING
    return str(path.with_suffix("")) + ENDING if path.suffix else article + ENDING


def decisions_path(evidence: str) -> str:
    """The file of the decisions on an evidence file.

    >>> decisions_path("talks.evidence.yaml")
    'talks.decisions.yaml'
    """
    stem = evidence.removesuffix(ENDING) if evidence.endswith(ENDING) else str(Path(evidence).with_suffix(""))
    return f"{stem}.decisions.yaml"


def read_evidence(path: str) -> Evidence:
    """The evidence in a file; `QuestionError` where there is none."""
    from countermove.reader.evidence import loaded

    return loaded(_text(path), path)


def read_decisions(path: str) -> Decisions:
    """The decisions in a file; none where there is no such file."""
    from countermove.reader.decisions import loaded_decisions

    return loaded_decisions(_text(path), path) if os.path.lexists(path) else {}


def _text(path: str) -> str:
    try:
        if os.path.getsize(path) > MOST_BYTES:
            raise QuestionError(f"{path}: the file is larger than {MOST_BYTES // 1_000_000} MB")
        return Path(path).read_text(encoding="utf-8")
    except FileNotFoundError:
        folder = Path(path).parent
        names = sorted(p.name for p in folder.glob(f"*{ENDING}"))[:50] if folder.is_dir() else []
        near = did_you_mean(Path(path).name, names) if names else "countermove read ARTICLE writes one"
        raise QuestionError(f"{path}: there is no such file; {near}") from None
    except (OSError, UnicodeDecodeError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise QuestionError(f"{path}: the file cannot be read: {reason.lower()}") from None
