"""People: whoever the article ties to an office, by name, and later by surname alone."""

from __future__ import annotations

import re

from countermove.reader.records import Mention
from countermove.reader.text import Text
from countermove.reader.words import word_set

__all__ = ["named_people"]

PART = r"[A-ZÀ-ÞŠŽĐ][\wÀ-ÿ'-]+"
NAME = rf"{PART}(?: (?:al-|el-|bin |van |von |de |der |da |di )?{PART}){{1,3}}"
AFTER = re.compile(rf",? (?:(?:Mr|Mrs|Ms|Dr|General|Admiral|Sir|Lord) )?(?P<name>{NAME})(?=[ ,.;:)'”]|$)")
BEFORE = re.compile(rf"(?P<name>{NAME}), (?:the |a |an )?(?:[a-z]+ )?$")
SINGLE = re.compile(rf",? (?P<name>{PART})(?=,? (?:said|says|told|added|warned)|,)")
NOT_NAMES = word_set("""The A An In On At But And If When While After Before Since What Who Why How Its His Her Their This That These Those It He She
    They We You I For With By From As To Of No Not Nobody Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February
    March April May June July August September October November December North South East West Western European""")


def named_people(text: Text, plain: str, found: list[Mention]) -> list[Mention]:
    """Mentions of people by name, with the id of the actor whose office they hold."""
    people: dict[str, str] = {}
    more: list[Mention] = []
    for m in found:
        if m.via not in ("office", "demonym", "name", "metonym"):
            continue
        for start, end, name in _beside(plain, m):
            if (
                name.split()[0] in NOT_NAMES
                or any(x.start < end and start < x.end for x in found)
                or not text.in_body(start, end)
            ):
                continue
            people.setdefault(name, m.id)
            more.append(Mention(start, end, m.id, "actor", "person"))
    surnames = {name.split()[-1]: id_ for name, id_ in people.items()}
    for name, id_ in {**people, **surnames}.items():
        for hit in re.finditer(rf"\b(?:(?:Mr|Mrs|Ms|Dr|General)\.? )?{re.escape(name)}\b", plain):
            free = not any(x.start < hit.end() and hit.start() < x.end for x in [*found, *more])
            if free and text.in_body(*hit.span()):
                more.append(Mention(*hit.span(), id_, "actor", "person"))
    return more


def _beside(plain: str, m: Mention) -> list[tuple[int, int, str]]:
    """Names right after or before an office."""
    found = []
    if m.via == "office":
        after = AFTER.match(plain, m.end) or SINGLE.match(plain, m.end)
        if after:
            found.append((*after.span("name"), after["name"]))
    before = BEFORE.search(plain[max(0, m.start - 60) : m.start])
    if before and m.via == "office":
        shift = max(0, m.start - 60)
        found.append((before.start("name") + shift, before.end("name") + shift, before["name"]))
    return found
