"""What people write who think of English, of logic, of a programming language or of per cent: the way out."""

from __future__ import annotations

import re
from decimal import Decimal
from difflib import get_close_matches
from fractions import Fraction

__all__ = ["as_share", "votes_for", "way_out"]

FRACTION = re.compile(r"\s*([0-9]{1,4})\s*/\s*([0-9]{1,4})\s*")

SIGNS = (
    (r"[^\S \t\r\n]", "this space is no ordinary one; type it anew"),
    (r"<->|<=>", '"iff" says that'),
    (r"->|=>", '"implies" says that'),
    (r"!=|<>", 'write "A iff not B"'),
    (r"&&?|\+", 'write "and"'),
    (r"\|\|?", 'write "or"'),
    (r"-?\d", "an option is written by its id, not by a number"),
    (r"[!~¬-]", 'write "not" before it'),
    (r"[<>]", "a line says what is wished; what matters more stands higher in the list"),
    (r"[:/](?=[a-z])|'s ", "an owner and its option are joined by a dot: owner.option"),
    (r"[=:]", 'an option alone says that it is taken, and "not" before it that it is not'),
    ("[\"'\u201c\u201d\u201e\u2018\u2019«»]", "an option is written by its id, without quotation marks"),
)
"""A sign, and what stands for it here; the first that fits counts."""

WORDS = {
    "but": 'write "and"',
    "without": 'write "and not"',
    "unless": '"A unless B" is written "A if not B"',
    "only": '"A only if B" is written "A implies B"',
    "then": '"if A then B" is written "B if A"',
    "when": 'write "if"',
    "where": 'write "if"',
    "xor": 'one of the two and not both is written "one(A, B)"',
    "either": '"either A or B" is written "A or B", or, if not both, "one(A, B)"',
    "neither": '"neither A nor B" is written "none(A, B)"',
    "nor": '"neither A nor B" is written "none(A, B)"',
    "both": '"both A and B" is written "A and B"',
    "no": 'write "not"',
    "never": 'write "not"',
    "least": '"at least two of A, B, C" is written "atleast(2, A, B, C)"',
    "most": '"at most one of A, B, C" is written "atmost(1, A, B, C)"',
    "because": "a reason stands beside the statement: {that: ..., because: ...}",
    "otherwise": "what holds otherwise stands beside the statement: {that: ..., sure: ..., otherwise: ...}",
}
"""An everyday word, and how it is said here."""

JOINING = ("and", "or", "implies", "if", "iff", "is")
OPERATOR = re.compile(r"[(,]|\b(and|or|not|if|iff|implies|is)\b", re.IGNORECASE)


def way_out(text: str, offset: int) -> str | None:
    """How to say what stands at `offset` in a statement that cannot be read there; None if that is not known.

    A word is also known by its trace: the fault in `neither a nor b` is found behind its first word.

    >>> way_out("share unless plan", 6)
    '"A unless B" is written "A if not B"'
    >>> way_out("dam & plan", 4)
    'write "and"'
    """
    for sign, hint in SIGNS:
        if re.match(sign, text[offset:]):
            return hint
    here = re.match(r"[A-Za-z]+(?![\w.-])", text[offset:])
    word = here[0].lower() if here else ""
    if word == "if" and not text[:offset].strip(" ("):
        return WORDS["then"]
    before = re.search(r"(?<![\w.-])([A-Za-z]+)\s+$", text[:offset])
    for known in (word, before[1].lower() if before else ""):
        if known in WORDS:
            return WORDS[known]
    near = get_close_matches(word, JOINING, n=1, cutoff=0.65) if text[:offset].strip() else []
    if near and near[0] != word:
        return f'did you mean "{near[0]}"?'
    prose = here and len(text.split()) > 2 and not OPERATOR.search(text)
    return "an option is written by its id, a word without spaces" if prose else None


def votes_for(text: str) -> str | None:
    """The way out of a quota that is a fraction and no decimal; None of other texts.

    Two thirds of three votes are two, but 0.6667 of them are more than two: rounding would ask for one vote more.

    >>> votes_for("3/5"), votes_for("2/3")
    (None, 'write how many votes are enough, such as 2 where there are 3; 2/3 is no decimal, and rounded it may ask ...
    """
    parts = FRACTION.fullmatch(text)
    if not parts or not 0 < int(parts[1]) <= int(parts[2]):
        return None
    share = Fraction(int(parts[1]), int(parts[2]))
    if 10**8 % share.denominator == 0:
        return None
    some = f"{share.numerator} where there are {share.denominator}"
    return f"write how many votes are enough, such as {some}; {share} is no decimal, and rounded it may ask for more"


def as_share(text: str) -> str | None:
    """The way out of a share in per cent, as a number from 10 to 100, or as a fraction; None of other texts.

    >>> as_share("70 %"), as_share("70"), as_share("3/5"), as_share("seventy")
    ('write the share as 0.7', 'write the share as 0.7', 'write the share as 0.6', None)
    """
    parts = FRACTION.fullmatch(text)
    if parts and 0 < int(parts[1]) <= int(parts[2]):
        return f"write the share as {float(Fraction(int(parts[1]), int(parts[2]))):.4g}"
    written = re.fullmatch(r"\s*(\d{1,3}(?:\.\d+)?)\s*(%?)\s*", text)
    if not written or not (10 <= Decimal(written[1]) <= 100 or written[2]):
        return None
    return f"write the share as {(Decimal(written[1]) / 100).normalize():f}"
