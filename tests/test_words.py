"""No dialect: words that the project does not use stay out of help, pages, output, messages and public docstrings.

The list is that of the glossary: for one idea one term, and no turns of phrase that a reader has to read twice.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import typer

from countermove.catalog import case_ids, load_case
from countermove.cli.app import app_for
from countermove.model.case import Case

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "countermove"
MOST_WORDS = 25
"""Words in a sentence of help: people read it while they do something else."""

BANNED = {
    # Turns of phrase.
    r"so many": "a number: 'maximum number of', 'N'",
    r"so long": "'time limit'",
    r"(such that|that) none that": "two sentences",
    r"told of|(is|are|be) told": "'shown', 'described', 'named'",
    r"held by|held back|holds? back": "'answered', 'deterred'",
    r"for ever|parted|begun|whoever": "plain words",
    r"tell (how|who|whom|which|what|why|whether)": "'show', 'say'",
    r"come upon|came upon|comes? along": "'found', 'bundled'",
    r"print the version and leave": "'exit'",
    r"read aloud|look(s|ed)? far ahead|seen far ahead|far ahead": "'farsighted'",
    r"moves in view|in view": "'horizon of n moves'",
    # One term for one idea.
    r"(holds?|held) firmly|firm|firmer|firmest|firmly": "'an equilibrium', 'robust', 'under most concepts'",
    r"settles?|where it settles": "'is an equilibrium', 'ends in'",
    r"unseat\w*": "'breaks'",
    r"doubtful \w+": "'uncertain statement'",
    r"drift\w*": "'random improvement walk'",
    r"undo(es|ne|ing)?": "'answers' (a sanction)",
    r"in (its|their) own interest( at each step)?": "'credible', 'by moves that they gain by'",
    r"neighbouring (lines?|statements?)|exchanges? of (two )?neighbouring": "'swap of adjacent statements'",
    r"wish(es|ed)?": "'target'",
    r"join(s|ed)? forces": "'form a coalition', 'act together'",
    r"better for all": "'better for some, worse for none'",
    r"rather not carry out": "'bluff'",
    r"unlisted": "'by search', 'too many to list'",
}
"""What is not said, as a regular expression of whole words, and what is said instead."""
PATTERN = re.compile("|".join(rf"\b(?:{pattern})\b" for pattern in BANNED), re.IGNORECASE)


def banned_in(text: str) -> list[str]:
    """The banned words of a text, each with what stands around it."""
    text = " ".join(text.split())
    return [text[max(m.start() - 30, 0) : m.end() + 30] for m in PATTERN.finditer(text)]
