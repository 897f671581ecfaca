"""Whether a place is a venue, where something happens or somebody goes, or stands for the state that acts."""

from __future__ import annotations

import re

from countermove.reader.records import Mention

__all__ = ["role_of"]

GOING = (
    r"(?:fly|flies|flew|flown|flying|travel\w*|go|goes|went|gone|going|come|comes|came|coming|return\w*|visit\w*|trip|arriv\w+|move[ds]?|moving|head(?:ed|s|ing)?"
    r"|journey|tour|invited|back|sent|dispatched|delegations?|brought|summoned|drove|drive|driven|sail\w*|ship\w*|rush\w*|deploy\w*)"
)
PEOPLE_IN = re.compile(
    r"\b(?:nobody|no one|somebody|someone|people|anyone|anybody|everybody|everyone|those|many|some|few|politicians|officials|hardliners|hawks"
    r"|circles|opinion|mood|patience|government|the authorities|voices|critics|friends|partners|allies|confidence|trust|faith|interest|governments) (?:here )?in $",
    re.IGNORECASE,
)  # fmt: skip
IN = re.compile(
    r"\b(?:in|at|near|outside|around|inside|through|via|throughout|across|within|under|into) (?:the |central |nearby |northern |southern |eastern |western |neutral |rainy )?$"
)
TO = re.compile(
    rf"\b{GOING}(?: \w+){{0,4}}? (?:to|for|from) (?:the )?$|\bfrom (?:[A-Z]\w+) to $|\bon (?:her|his|their) return to $|\bmov\w+ to $"
)
VISIT = re.compile(
    r"\b(?:visit(?:s|ed|ing)?|reach(?:ed|es)?|left|leaves?|leaving|toured|enter(?:ed|s)?|hosted by|host city,?) (?:the )?$"
)
OWN_PLACE = re.compile(
    r"'s? (?:\w+ ){0,2}?(?:capitals?|north|south|east|west|city|cities|ports?|borders?|regions?|provinces?|waters|territor\w+|coasts?|airspace|embass\w+"
    r"|parliament|streets?|towns?|villages?|islands?|valleys?|harbours?|consulates?|palaces?|hotels?|mountains?|desert|airports?|schools?|universit\w+)\b"
)
"""Places in a state: "in Latvia's capital" is a venue, "in Latvia's view" is not."""
ROUTE = re.compile(r"\bto (?:[A-Z]\w+)(?: on \d+ \w+)? and (?:to )?$")


def role_of(plain: str, mention: Mention) -> str:
    """`venue` or `actor`, from the words around the mention.

    >>> text = "They flew to Geneva; nobody in Moscow knew."
    >>> role_of(text, Mention(13, 19, "CHE", "actor", "place")), role_of(text, Mention(31, 37, "RUS", "actor", "capital"))
    ('venue', 'actor')
    """
    before, after = plain[max(0, mention.start - 60) : mention.start], plain[mention.end : mention.end + 40]
    if mention.via == "metonym" and not plain[mention.start : mention.end].endswith("Brussels"):
        return "actor"
    if re.match(r"'s? ", after) and not (IN.search(before) and OWN_PLACE.match(after)):
        return "actor"
    if mention.via == "place":
        return "venue"
    if PEOPLE_IN.search(before):
        return "actor"
    if IN.search(before):
        return _in(before, mention)
    if TO.search(before) or ROUTE.search(before):
        return "venue"
    if VISIT.search(before) and mention.via == "capital":
        return "venue"
    if (
        re.match(r" is the most (?:probable|likely)|, where\b| (?:will|is to|would) (?:host|be the (?:place|venue))", after)
        and mention.via == "capital"
    ):
        return "venue"
    return "actor"


def _in(before: str, mention: Mention) -> str:
    """The role of a place after "in": a law or an election in a state is the state's own."""
    if mention.via == "name" and re.search(
        r"\b(?:law|elections?|government|interests?|reforms?|constitution|trust|interest|confidence|investments?|change|farmers) in (?:the )?$",
        before,
    ):
        return "actor"
    if mention.via == "name" and mention.id in ("EU", "NATO", "UN", "WTO", "AU", "ASEAN", "IAEA", "OSCE"):
        return "actor"
    return "venue"
