"""Offices: phrases such as "the Greek foreign ministry", "President of Croatia", "its ambassador", "the trade secretary"."""

from __future__ import annotations

import re
from dataclasses import replace

from countermove.reader.records import Mention
from countermove.reader.text import Text

__all__ = ["HEAD", "OF_OFFICE", "PLAIN", "POSSESSIVE", "bare_office", "extended"]

HEAD = (
    r"(?:(?:[Pp]rime |[Vv]ice-?|[Dd]eputy |[Ss]ecretary[- ]|[Dd]irector[- ]|[Aa]ttorney |[Mm]ajor )?(?:[Mm]inister|[Mm]inistry|[Pp]resident|[Pp]remier"
    r"|[Cc]hancellor|[Kk]ing|[Qq]ueen|[Ee]mperor|[Pp]rince|[Gg]overnment|[Pp]arliament|[Ss]pokes(?:man|woman|person)|[Aa]mbassador|[Ee]nvoy"
    r"|[Nn]egotiator|[Dd]elegation|[Ee]mbassy|[Cc]onsulate|[Ll]eader|[Ll]eadership|[Ss]ecretary|[Gg]eneral|[Cc]ommissioner|[Cc]hief|[Cc]abinet"
    r"|[Aa]dministration|[Aa]rmy|[Nn]avy|[Aa]ir [Ff]orce|[Cc]oast [Gg]uard|[Mm]ilitary|[Aa]rmed [Ff]orces|[Ss]enate|[Cc]ommander|[Rr]epresentative|[Cc]ounterpart"
    r"|[Cc]olleague|[Dd]iplomat|[Oo]fficial|[Ss]tate [Dd]epartment|[Tt]reasury|[Cc]entral [Bb]ank|[Pp]ress office|[Pp]resse office|[Cc]ourt"
    r"|[Rr]egime|[Aa]uthorities|[Dd]epartment|[Ss]ecretariat|[Cc]oordinator|[Mm]ediator|[Ii]nspectorate|[Mm]ission|[Ii]nspectors|[Hh]ead|[Dd]irector|[Cc]hair(?:man|woman)?|[Hh]igh [Rr]epresentative"
    r"|[Oo]ffice|[Ss]enator|[Cc]ongressman|[Rr]uler|[Jj]unta|[Pp]alace|[Aa]ttach[ée]|[Cc]hargé d'affaires))"
)
MODIFIER = r"(?:[A-Za-z][a-z]+(?:-[a-z]+)?|US|UN|EU|[A-Z][a-z]+)"
NOT_MODIFIER = (
    r"(?!(?:and|or|of|in|to|for|with|by|at|on|is|was|were|are|has|had|have|will|would|said|says|that|which|who|from|as|but|than|told|a"
    r"|the|its|his|their|did|does|not|must|can|could|should|may|also|against|if|when|whose|asked|wants|called|accused|border|soil)\b)"
)  # fmt: skip
AFTER = re.compile(
    rf"(?:'s?)?(?: {NOT_MODIFIER}{MODIFIER}){{0,4}}? {HEAD}(?! (?:general|minister|secretary|chief|ministry|office)\b)"
    rf"(?:'s (?:{NOT_MODIFIER}{MODIFIER} ){{0,2}}{HEAD})?(?: (?:of|for) (?:the )?(?:Foreign|Defen[cs]e|Trade|State|External|Internal|Economic|European|Home|Finance)[ \w]{{0,12}}(?:Affairs|Defen[cs]e|Trade|Relations|State|Interior|Finance)?)?"
    r"(?: to (?:the )?(?:UN|EU|WTO|NATO|United Nations|European Union))?"
)
OF_OFFICE = re.compile(
    rf"(?:\b[Tt]he )?(?:\b{MODIFIER} ){{0,2}}\b{HEAD}(?: of (?:[A-Z][a-z]+ ?(?:and )?){{1,3}})?(?:'s office)? (?:of|for) (?:the |all )?$"
)
POSSESSIVE = re.compile(
    rf"\b(?P<owner>[Ii]ts|[Hh]is|[Hh]er|[Mm]y|[Oo]ur|[Tt]heir|[Tt]he country's|[Tt]he island's)(?: own)?(?: {NOT_MODIFIER}{MODIFIER}){{0,3}}? {HEAD}\b(?:'s {HEAD})?(?: (?:in|to) [A-Z]\w+)?"
)
PLAIN = re.compile(
    rf"\b[Tt]he (?:(?:{NOT_MODIFIER}[a-z]+(?:-[a-z]+)? ){{1,3}}?(?:[Mm]inister|[Mm]inistry|[Ss]ecretary|[Pp]resident|[Ss]pokes(?:man|woman)|[Nn]egotiator|[Aa]mbassador|[Cc]ommissioner|[Ee]nvoy)"
    rf"|prime minister|Prime Minister)\b(?:'s (?:{MODIFIER} )?{HEAD})?(?! of\b)"
)
VAGUE = re.compile(
    r"^(?:The|the) (?:two|three|four|other|same|new|first|last|former|next|late|young|old|only|whole|general|local)\b.* ",
    re.IGNORECASE,
)


def extended(plain: str, mention: Mention) -> Mention:
    """A mention grown to the right over the office that it names.

    Parameters
    ----------
    plain
        The text with straight apostrophes and on single lines.
    mention
        The mention.

    Returns
    -------
    Mention
        With the office that follows it, or the same.

    Examples
    --------
    >>> m = extended("The Greek foreign ministry said no.", Mention(4, 9, "GRC", "actor", "demonym"))
    >>> m.end, m.via
    (26, 'office')
    """
    if mention.via in ("place",):
        return mention
    m = AFTER.match(plain, mention.end)
    needs_s = mention.via in ("name", "capital", "metonym", "office")
    if m is None or (needs_s and not m[0].startswith("'") and mention.via in ("capital",)):
        return mention
    if needs_s and not m[0].startswith("'") and re.search(r" [a-z]+(?:s|ed) ", m[0]):
        return mention
    return replace(mention, end=m.end(), via="office")


def bare_office(text: Text, plain: str, match: re.Match[str], mentions: list[Mention]) -> str:
    """The actor that an office belongs to which no name is tied to, from what stands before; empty if unclear.

    Parameters
    ----------
    text
        The cleaned text.
    plain
        The same with straight apostrophes and on single lines.
    match
        Where the office stands.
    mentions
        The mentions so far.

    Returns
    -------
    str
        The id of its owner, or nothing.
    """
    owner = (match.groupdict().get("owner") or "").lower()
    if owner in ("my", "our"):
        return author_side(text) if not _in_quotes(plain, match.start()) else ""
    if VAGUE.match(match[0] + " ") or (owner == "their"):
        return ""
    if owner in ("the country's", "the island's"):
        owner = "its"
    paragraph = text.paragraph_at(match.start())
    before = [m for m in mentions if m.end <= match.start() and text.paragraph_at(m.start) >= paragraph - 1]
    before = sorted((m for m in before if m.role == "actor"), key=lambda m: m.start)
    if not before:
        return ""
    sentence = text.sentence_at(match.start())
    here = [m for m in before if sentence and m.start >= sentence.start]
    if owner in ("its", "his", "her") and here:
        subjects = [m for m in here if m.via != "demonym"] or here
        return _subject(plain, subjects).id
    subjects = [m for m in before if m.via not in ("demonym",)] or before
    if owner in ("his", "her"):
        people = [m for m in subjects if m.via in ("office", "person")]
        return (people or subjects)[-1].id
    if owner == "its" and sentence:
        last = [m for m in before if m.start < sentence.start]
        opening = [m for m in last if (s := text.sentence_at(m.start)) and m.start - s.start <= 12]
        return (opening or last or before)[-1].id
    return subjects[-1].id


def _subject(plain: str, mentions: list[Mention]) -> Mention:
    """Of several mentions in a sentence the one that most likely is its subject: the first one not after a preposition."""
    free = [
        m
        for m in mentions
        if not re.search(
            r"\b(?:to|in|on|with|from|against|of|by|for|between|at) (?:the )?$", plain[max(0, m.start - 14) : m.start]
        )
    ]
    return (free or mentions)[-1 if len(free) > 2 else 0]


def author_side(text: Text) -> str:
    """The actor that the author speaks for, as the title and byline tell: the minister of a state, a secretariat."""
    from countermove.reader.names import aliases

    head = text.head.replace("’", "'")
    if not re.search(
        r"minister|ministry|president|parliament|government|secretar|spokes|speech|statement|address|ambassador|commissioner|director",
        head,
        re.IGNORECASE,
    ):
        return ""
    places = []
    for m in re.finditer(r"\w+", head):
        for alias in aliases().get(m[0], ()):
            if head.startswith(alias.words, m.start()):
                rank = 0 if re.search(r"(?:of|for) (?:the )?$", head[: m.start()]) else 1 if alias.via != "capital" else 2
                places.append((rank, m.start(), alias.id))
                break
    return min(places)[2] if places else ""


def _in_quotes(plain: str, place: int) -> bool:
    before = plain[max(0, place - 600) : place]
    return before.rfind("“") > before.rfind("”")
