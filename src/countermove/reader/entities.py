"""Actors and venues: states, organisations, people and places in a text, each as one that acts or as a place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from countermove.reader.names import Alias, aliases, is_organisation, metonyms
from countermove.reader.offices import OF_OFFICE, PLAIN, POSSESSIVE, bare_office, extended
from countermove.reader.records import Event, Mention, Venue
from countermove.reader.text import Text
from countermove.reader.words import word_set

__all__ = ["groups", "mentions", "named_people", "role_of", "unresolved", "venues"]

MASKED = re.compile(
    r"\b(?:(?:South|East) China Sea|Sea of Japan|Gulf of (?:Mexico|Thailand|Finland|Oman|Aden|Guinea)|Persian Gulf|Indian Ocean"
    r"|Pacific Islands|English Channel|English Premier|Irish Sea|Norwegian Sea|Philippine Sea|Mozambique Channel|Suez Canal"
    r"|Panama Canal|Great Russians|New Mexico|Air China|Black Sea|Baltic Sea|Arabian Sea|Gulf of \w+|Bay of Bengal"
    r"|North American|South American|Latin American|Central American|Native American|Pan American|Korean Peninsula"
    r"|Congress of Vienna|Treaty of \w+|Minsk (?:agreements?|accords?|protocol)|Geneva Conventions?|Paris (?:Agreement|accord)"
    r"|Kyoto Protocol|Brussels sprouts?|Congress Party|Two Koreas|two Koreas|AD|[Cc]hina ware)\b"
)
WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]\.?)*\+?|[A-Z]\d+")
EUROPEAN = re.compile(
    r"\bEuropean(?= (?:case|duties|tariffs?|sanctions|officials?|diplomats?|commissioner|leaders|ministers|market|negotiators?|trade|offer"
    r"|proposals?|measures|side|delegation|envoy|single market|farmers|fishermen|fleets?|members? states?|capitals|law|rules|budget|money|aid))"
)  # fmt: skip
GROUP = re.compile(
    r"\b(?:[Tt]he|[Tt]his|[Aa]) (?:whole |entire |collective )?(?P<name>West|international community|Arab world|Global South|great powers"
    r"|Western (?:powers|countries|states|governments|capitals|allies))\b(?! (?:Bank|Coast|Indies|Side|Country|Wing))"
)
GENERIC = re.compile(
    r"\b[Tt]he (?P<word>agency|organi[sz]ation|union|council|secretary[- ]general|Secretary[- ]General|commission|court|organisation|body|bank|grouping)\b(?! of)"
)


def mentions(text: Text) -> list[Mention]:
    """All words of the body that stand for a state or an organisation, in order.

    Parameters
    ----------
    text
        The cleaned text.

    Returns
    -------
    list of Mention
        In order, none inside another.

    Examples
    --------
    >>> from countermove.reader.text import text_of
    >>> mentions_so_far = mentions(text_of("Moscow's foreign minister will fly to Paris. The alliance has asked Russian diplomats why."))
    >>> [(m.id, m.role) for m in mentions_so_far]
    [('RUS', 'actor'), ('FRA', 'venue'), ('NATO', 'actor'), ('RUS', 'actor')]
    """
    plain = _plain(text.text)
    mentions_so_far = sorted((m for m in _named(plain) if text.in_body(m.start, m.end)), key=lambda m: m.start)
    mentions_so_far = _grown(plain, mentions_so_far)
    mentions_so_far = _with_metonyms(text, plain, mentions_so_far)
    mentions_so_far = _merged(_with_pronoun_offices(text, plain, mentions_so_far))
    mentions_so_far = _merged(mentions_so_far + named_people(text, plain, mentions_so_far))
    mentions_so_far = [
        replace(m, role=role_of(plain, m)) if m.via in ("capital", "place", "name", "metonym") else m
        for m in mentions_so_far
    ]
    return [_as_venue(plain, m) for m in mentions_so_far]


def groups(text: Text) -> list[Mention]:
    """Parties that are named and are no actors of their own, such as the West; their id is their name.

    They stand for nobody in particular, but who is named as a party need not be guessed.

    Parameters
    ----------
    text
        The cleaned text.

    Returns
    -------
    list of Mention
        In order.
    """
    matches = (m for m in GROUP.finditer(_plain(text.text)) if text.in_body(*m.span()))
    return [Mention(m.start(), m.end(), f"the {m['name']}", "actor", "group") for m in matches]


def unresolved(text: Text, resolved: list[Mention]) -> list[tuple[int, int]]:
    """Capitalised names of two or more words that were not resolved, and might be actors.

    Parameters
    ----------
    text
        The cleaned text.
    resolved
        The mentions in it.

    Returns
    -------
    list of tuple
        Spans, in order.
    """
    pattern = re.compile(
        r"(?<![.!?“\"] )(?<!^)\b[A-ZÀ-Þ][a-zà-ÿ]+(?: (?:of|the|for|and|[A-ZÀ-Þ][\w’'-]+))* [A-ZÀ-Þ][a-zà-ÿ]+\b",
        re.MULTILINE,
    )
    spans = [m.span() for m in pattern.finditer(text.text) if text.in_body(*m.span())]
    return [(a, b) for a, b in spans if not any(m.start < b and a < m.end for m in resolved)]


def _plain(text: str) -> str:
    """The same text, place by place, with straight apostrophes and single lines."""
    return re.sub(r"[\n\r\t\xa0]", " ", text).replace("’", "'").replace("‘", "'")


def _named(plain: str) -> Iterator[Mention]:
    masks = [m.span() for m in MASKED.finditer(plain)]
    table, at = aliases(), 0
    for m in WORD.finditer(plain):
        if m.start() < at or any(a <= m.start() < b for a, b in masks):
            continue
        alias = _alias_at(plain, m.start(), table.get(m[0], ()) or table.get(m[0].rstrip("."), ()))
        if alias is not None and not _other_name(plain, m.start(), m.start() + len(alias.words), alias):
            at = m.start() + len(alias.words)
            yield Mention(m.start(), at, alias.id, "actor", alias.via)
        elif (capital := _shouted(plain, m)) is not None:
            at = m.end()
            yield Mention(m.start(), m.end(), capital.id, "actor", capital.via)
    for m in EUROPEAN.finditer(plain):
        yield Mention(*m.span(), "EU", "actor", "demonym")


def _alias_at(plain: str, start: int, rows: tuple[Alias, ...]) -> Alias | None:
    for row in rows:
        end = start + len(row.words)
        if plain.startswith(row.words, start) and not re.match(r"[\w]", plain[end : end + 1]):
            return row
    return None


def _shouted(plain: str, m: re.Match[str]) -> Alias | None:
    """The alias of a word in capitals, as in headlines: RUSSIA."""
    # Short words in capitals are abbreviations.
    if len(m[0]) < 5 or not m[0].isupper():
        return None
    return _alias_at(plain.title(), m.start(), aliases().get(m[0].title(), ()))


def _other_name(plain: str, start: int, end: int, alias: Alias) -> bool:
    """Whether a name is only a part of another: a person's, a street's, an outlet's."""
    before, after = plain[max(0, start - 24) : start], plain[end : end + 24]
    # No person and no street is called so.
    if alias.words == "US" or alias.id == "UN":
        return False
    if alias.words in ("Split Harbour", "Commission", "Council") and not re.search(r"\b(?:[Tt]he|European|EU) $", before):
        return alias.words != "Commission" or not re.search(r"^'s\b", after)
    if re.match(
        r" (?:Post|Times|Courier|Observer|Herald|Gazette|Tribune|Monitor|Street|Avenue|Airways|Airlines|Review|Standard|Dialogue)\b",
        after,
    ):
        return True
    first_name = re.search(r"\b(?:Mr|Mrs|Ms|Dr)\.? $", before)
    return bool(first_name and alias.via != "person") or (alias.words == "Jordan" and bool(re.match(r" [A-Z][a-z]+", after)))


def _grown(plain: str, mentions: list[Mention]) -> list[Mention]:
    """Names grown to the offices that they belong to."""
    grown: list[Mention] = []
    for m in mentions:
        m = extended(plain, m)
        before = OF_OFFICE.search(plain[max(0, m.start - 90) : m.start])
        if before and m.via not in ("demonym",):
            m = replace(m, start=max(0, m.start - 90) + before.start(), via="office")
        if grown and m.start < grown[-1].end:
            last = grown[-1]
            grown[-1] = replace(
                last if last.id == m.id or last.via == "office" else m,
                start=min(last.start, m.start),
                end=max(last.end, m.end),
            )
        else:
            grown.append(m)
    return grown


def _with_metonyms(text: Text, plain: str, mentions: list[Mention]) -> list[Mention]:
    table = metonyms()
    ids = {m.id for m in mentions}
    more = []
    words = "|".join(sorted(map(re.escape, table), key=len, reverse=True))
    for m in re.finditer(
        rf"\b(?:the|The|that|this|our) (?:whole |entire |western |Western )?(?P<word>{words})\b(?! of)", plain
    ):
        # Such words stand for somebody only where that somebody is named elsewhere in the text.
        if m["word"] in ("Union", "27", "twenty-seven", "trade body") and table[m["word"]] not in ids:
            continue
        id_ = table[m["word"]]
        if m["word"] in ("bloc", "Bloc") and "EU" not in ids:
            id_ = next((k for k in ("ASEAN", "AU", "MERCOSUR", "ECOWAS", "G7", "EAEU") if k in ids), "EU")
        more.append(extended(plain, Mention(*m.span(), id_, "actor", "metonym")))
    for m in GENERIC.finditer(plain):
        last = next(
            (
                x
                for x in reversed(mentions)
                if x.end <= m.start() and is_organisation(x.id) and _fits(m["word"].lower(), x.id)
            ),
            None,
        )
        if last is not None:
            more.append(Mention(*m.span(), last.id, "actor", "metonym"))
    # "The North" is a state only where both Koreas are spoken of.
    if {"PRK", "KOR"} <= ids:
        for m in re.finditer(
            r"\b[Tt]he (North|South)(?='s\b| (?:has|had|will|would|is|was|said|may|must|could|wants))(?! (?:of|China))",
            plain,
        ):
            id_ = "PRK" if m[1] == "North" else "KOR"
            more.append(extended(plain, Mention(*m.span(), id_, "actor", "name")))
    return _merged(mentions + [m for m in more if text.in_body(m.start, m.end)])


def _fits(word: str, id_: str) -> bool:
    kinds = {
        "agency": ("IAEA",), "union": ("EU", "AU"), "commission": ("EU",), "court": ("ICC", "UN"), "bank": ("WBG", "ADB", "AIIB"),
        "grouping": ("ASEAN", "BRICS", "G7", "G20"), "secretary-general": ("UN", "NATO", "ASEAN"), "secretary general": ("NATO", "UN", "ASEAN"),
        "council": ("UN", "EU"),
    }  # fmt: skip
    return id_ in kinds.get(word, (id_,))


def _with_pronoun_offices(text: Text, plain: str, mentions: list[Mention]) -> list[Mention]:
    """Offices that a pronoun or only the context ties to an actor: "its ambassador", "the trade secretary"."""
    done = list(mentions)
    for m in sorted([*POSSESSIVE.finditer(plain), *PLAIN.finditer(plain)], key=lambda m: m.start()):
        start, end = m.span()
        outer = [x for x in done if x.start < end and start < x.end]
        if not text.in_body(start, end) or any(
            x.start <= start or x.end > end or x.via not in ("capital", "place") for x in outer
        ):
            continue
        id_ = bare_office(text, plain, m, done)
        if id_:
            done.append(Mention(start, end, id_, "actor", "office"))
    return sorted(done, key=lambda x: x.start)


def _merged(mentions: list[Mention]) -> list[Mention]:
    """Mentions in order; of two that overlap, the longer one."""
    kept: list[Mention] = []
    for m in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if kept and m.start < kept[-1].end:
            if m.end - m.start > kept[-1].end - kept[-1].start:
                kept[-1] = m
        else:
            kept.append(m)
    return kept


def _as_venue(plain: str, m: Mention) -> Mention:
    """A venue has the id of the state that it lies in: Brussels."""
    if m.role == "venue" and plain[m.start : m.end].endswith("Brussels"):
        return replace(m, id="BEL", via="capital")
    return m


PART = r"[A-ZÀ-ÞŠŽĐ][\wÀ-ÿ'-]+"
NAME = rf"{PART}(?: (?:al-|el-|bin |van |von |de |der |da |di )?{PART}){{1,3}}"
AFTER = re.compile(rf",? (?:(?:Mr|Mrs|Ms|Dr|General|Admiral|Sir|Lord) )?(?P<name>{NAME})(?=[ ,.;:)'”]|$)")
BEFORE = re.compile(rf"(?P<name>{NAME}), (?:the |a |an )?(?:[a-z]+ )?$")
SINGLE = re.compile(rf",? (?P<name>{PART})(?=,? (?:said|says|told|added|warned)|,)")
NOT_NAMES = word_set("""The A An In On At But And If When While After Before Since What Who Why How Its His Her Their This That These Those It He She
    They We You I For With By From As To Of No Not Nobody Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February
    March April May June July August September October November December North South East West Western European""")


def named_people(text: Text, plain: str, mentions: list[Mention]) -> list[Mention]:
    """Mentions of people by name, with the id of the actor whose office they hold.

    Parameters
    ----------
    text
        The cleaned text.
    plain
        The same with straight apostrophes and on single lines, place by place.
    mentions
        The mentions so far.

    Returns
    -------
    list of Mention
        Of people, who stand for the owner of their office.
    """
    people: dict[str, str] = {}
    more: list[Mention] = []
    for m in mentions:
        if m.via not in ("office", "demonym", "name", "metonym"):
            continue
        for start, end, name in _beside(plain, m):
            if (
                name.split()[0] in NOT_NAMES
                or any(x.start < end and start < x.end for x in mentions)
                or not text.in_body(start, end)
            ):
                continue
            people.setdefault(name, m.id)
            more.append(Mention(start, end, m.id, "actor", "person"))
    surnames = {name.split()[-1]: id_ for name, id_ in people.items()}
    for name, id_ in {**people, **surnames}.items():
        for hit in re.finditer(rf"\b(?:(?:Mr|Mrs|Ms|Dr|General)\.? )?{re.escape(name)}\b", plain):
            free = not any(x.start < hit.end() and hit.start() < x.end for x in [*mentions, *more])
            if free and text.in_body(*hit.span()):
                more.append(Mention(*hit.span(), id_, "actor", "person"))
    return more


def _beside(plain: str, m: Mention) -> list[tuple[int, int, str]]:
    """Names right after or before an office."""
    neighbours = []
    if m.via == "office":
        after = AFTER.match(plain, m.end) or SINGLE.match(plain, m.end)
        if after:
            neighbours.append((*after.span("name"), after["name"]))
    before = BEFORE.search(plain[max(0, m.start - 60) : m.start])
    if before and m.via == "office":
        shift = max(0, m.start - 60)
        neighbours.append((before.start("name") + shift, before.end("name") + shift, before["name"]))
    return neighbours


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

    Parameters
    ----------
    plain
        The text with straight apostrophes and on single lines.
    mention
        The mention.

    Returns
    -------
    str
        ``actor`` or ``venue``.

    Examples
    --------
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


TALKS = re.compile(
    r"\b(?:talks?|talked|negotiat\w+|meet|meets|meetings?|met|summit|session|round|consultations?|conference|convene[ds]?|host\w*|flew|fly|flies|travel\w*|received?|sit down|tribunal|case at)\b",
    re.IGNORECASE,
)
FORUM = re.compile(
    r"\b(?:summit|conference|working group|congress|general assembly|special meeting[\w ]*|meeting of (?:[a-z]+ ){1,3}|session of (?:the )?[\w ]{3,30}|round table|forum)", re.IGNORECASE)  # fmt: skip

NEXT = re.compile(r";|, (?:and|but|while) |\s[–—]\s|: ")
"""Where another clause begins, with parties of its own."""


def venues(text: Text, mentions: list[Mention], events: list[Event]) -> list[Venue]:
    """The venues of talks in the body, in order.

    Parameters
    ----------
    text
        The cleaned text.
    mentions
        The mentions in it.
    events
        The events in it, whose parties are those of the talks.

    Returns
    -------
    list of Venue
        In order.

    Examples
    --------
    >>> from countermove.reader.entities import mentions
    >>> from countermove.reader.text import text_of
    >>> text = text_of("Chad and Niger held talks in Geneva.")
    >>> [(v.place, v.forum) for v in venues(text, mentions(text), [])]
    [('CHE', '')]
    """
    places = []
    for m in mentions:
        sentence = text.sentence_at(m.start)
        if m.role != "venue" or sentence is None:
            continue
        words = text.text[sentence.start : sentence.end]
        near = words[max(0, m.start - sentence.start - 110) : m.end - sentence.start + 50]
        if not TALKS.search(near):
            continue
        here = [e for e in events if e.type == "consult" and sentence.start <= e.start < sentence.end]
        here = [e for e in here if not NEXT.search(text.text, min(e.end, m.end), max(e.start, m.start))]
        here.sort(key=lambda e: abs(e.start - m.start))
        parties = _talking(text, m, mentions, here) or [id_ for e in here[:2] for id_ in (*e.sources, *e.targets)]
        forum = FORUM.search(near)
        places.append(
            Venue(m.start, m.end, m.id, " ".join(forum[0].split()).strip() if forum else "", tuple(dict.fromkeys(parties)))
        )
    return places


def _talking(text: Text, venue: Mention, mentions: list[Mention], events: list[Event]) -> list[str]:
    """Those whom talks of their own name before the venue ("negotiations with NATO in Brussels"), or nobody.

    Talks that an event tells of have the parties of the event.
    """
    sentence = text.sentence_at(venue.start)
    before = list(TALKS.finditer(text.text, sentence.start if sentence else venue.start, venue.start))
    if not before or any(e.start < before[-1].end() and before[-1].start() < e.end for e in events):
        return []
    return [m.id for m in mentions if m.role == "actor" and before[-1].end() <= m.start < venue.start]
