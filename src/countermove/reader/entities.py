"""Who is named: states, organisations and people, resolved to one id each, as actors or as venues.

Names, demonyms, capitals, offices ("Lithuania's transport minister"), metonyms ("the alliance") and people whose
office the article tells. A place is a venue where somebody goes or something happens, else it stands for its state.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from countermove.reader.names import Alias, aliases, is_organisation, metonyms
from countermove.reader.offices import OF_OFFICE, PLAIN, POSSESSIVE, bare_office, extended
from countermove.reader.persons import named_people
from countermove.reader.records import Mention
from countermove.reader.roles import role_of
from countermove.reader.text import Text

__all__ = ["groups", "mentions", "unresolved"]

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

    >>> from countermove.reader.text import text_of
    >>> found = mentions(text_of("Moscow's foreign minister will fly to Paris. The alliance has asked Russian diplomats why."))
    >>> [(m.id, m.role) for m in found]
    [('RUS', 'actor'), ('FRA', 'venue'), ('NATO', 'actor'), ('RUS', 'actor')]
    """
    plain = _plain(text.text)
    found = sorted((m for m in _named(plain) if text.in_body(m.start, m.end)), key=lambda m: m.start)
    found = _grown(plain, found)
    found = _with_metonyms(text, plain, found)
    found = _merged(_with_pronoun_offices(text, plain, found))
    found = _merged(found + named_people(text, plain, found))
    found = [replace(m, role=role_of(plain, m)) if m.via in ("capital", "place", "name", "metonym") else m for m in found]
    return [_as_venue(plain, m) for m in found]


def groups(text: Text) -> list[Mention]:
    """Parties that are named and are no actors of their own, such as the West; their id is their name.

    They stand for nobody in particular, but who is named as a party need not be guessed.
    """
    found = (m for m in GROUP.finditer(_plain(text.text)) if text.in_body(*m.span()))
    return [Mention(m.start(), m.end(), f"the {m['name']}", "actor", "group") for m in found]


def unresolved(text: Text, known: list[Mention]) -> list[tuple[int, int]]:
    """Capitalised names of two or more words that were not resolved, and might be actors."""
    pattern = re.compile(
        r"(?<![.!?“\"] )(?<!^)\b[A-ZÀ-Þ][a-zà-ÿ]+(?: (?:of|the|for|and|[A-ZÀ-Þ][\w’'-]+))* [A-ZÀ-Þ][a-zà-ÿ]+\b",
        re.MULTILINE,
    )
    spans = [m.span() for m in pattern.finditer(text.text) if text.in_body(*m.span())]
    return [(a, b) for a, b in spans if not any(m.start < b and a < m.end for m in known)]


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
    if len(m[0]) < 5 or not m[0].isupper():
        return None
    return _alias_at(plain.title(), m.start(), aliases().get(m[0].title(), ()))


def _other_name(plain: str, start: int, end: int, alias: Alias) -> bool:
    """Whether a name is only a part of another: a person's, a street's, an outlet's."""
    before, after = plain[max(0, start - 24) : start], plain[end : end + 24]
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


def _grown(plain: str, found: list[Mention]) -> list[Mention]:
    """Names grown to the offices that they belong to."""
    grown: list[Mention] = []
    for m in found:
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


def _with_metonyms(text: Text, plain: str, found: list[Mention]) -> list[Mention]:
    table = metonyms()
    known = {m.id for m in found}
    more = []
    words = "|".join(sorted(map(re.escape, table), key=len, reverse=True))
    for m in re.finditer(
        rf"\b(?:the|The|that|this|our) (?:whole |entire |western |Western )?(?P<word>{words})\b(?! of)", plain
    ):
        if m["word"] in ("Union", "27", "twenty-seven", "trade body") and table[m["word"]] not in known:
            continue
        id_ = table[m["word"]]
        if m["word"] in ("bloc", "Bloc") and "EU" not in known:
            id_ = next((k for k in ("ASEAN", "AU", "MERCOSUR", "ECOWAS", "G7", "EAEU") if k in known), "EU")
        more.append(extended(plain, Mention(*m.span(), id_, "actor", "metonym")))
    for m in GENERIC.finditer(plain):
        last = next(
            (x for x in reversed(found) if x.end <= m.start() and is_organisation(x.id) and _fits(m["word"].lower(), x.id)),
            None,
        )
        if last is not None:
            more.append(Mention(*m.span(), last.id, "actor", "metonym"))
    if {"PRK", "KOR"} <= known:
        for m in re.finditer(
            r"\b[Tt]he (North|South)(?='s\b| (?:has|had|will|would|is|was|said|may|must|could|wants))(?! (?:of|China))",
            plain,
        ):
            id_ = "PRK" if m[1] == "North" else "KOR"
            more.append(extended(plain, Mention(*m.span(), id_, "actor", "name")))
    return _merged(found + [m for m in more if text.in_body(m.start, m.end)])


def _fits(word: str, id_: str) -> bool:
    kinds = {
        "agency": ("IAEA",), "union": ("EU", "AU"), "commission": ("EU",), "court": ("ICC", "UN"), "bank": ("WBG", "ADB", "AIIB"),
        "grouping": ("ASEAN", "BRICS", "G7", "G20"), "secretary-general": ("UN", "NATO", "ASEAN"), "secretary general": ("NATO", "UN", "ASEAN"),
        "council": ("UN", "EU"),
    }  # fmt: skip
    return id_ in kinds.get(word, (id_,))


def _with_pronoun_offices(text: Text, plain: str, found: list[Mention]) -> list[Mention]:
    """Offices that a pronoun or only the context ties to an actor: "its ambassador", "the trade secretary"."""
    done = list(found)
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


def _merged(found: list[Mention]) -> list[Mention]:
    """Mentions in order; of two that overlap, the longer one."""
    kept: list[Mention] = []
    for m in sorted(found, key=lambda m: (m.start, -m.end)):
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
