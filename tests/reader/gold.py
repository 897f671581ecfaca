"""Loads the annotated articles: each text with the spans that a reader has to find in it.

Annotations name the exact words and which occurrence of them is meant; here they become spans, [start, end) in code
points of the decoded article (of the file `*.body.txt` for an HTML page). The rules are in articles/README.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

ARTICLES = Path(__file__).parent / "articles"

STAGES = ("fixes", "mentions", "speech", "events", "dates", "venues", "option_hints")
REGIONS = ("boilerplate", "neutral", "prompt")

PLOVER = """
    agree consult support concede cooperate aid retreat
    request accuse reject threaten protest sanction mobilize coerce assault
"""
TYPES = frozenset(PLOVER.split())
STATUSES = frozenset({"actual", "negated", "hypothetical", "scheduled"})
ROLES = frozenset({"actor", "venue"})
VIAS = frozenset({"name", "demonym", "capital", "office", "metonym", "person"})
HOWS = frozenset({"quoted", "reported", "author", "for-others"})
ACTS = frozenset({"do", "threaten", "demand", "refuse"})
FIXES = frozenset({"join", "split", "decode"})
KINDS = frozenset({"report", "opinion", "analysis", "unknown"})

ORGANISATIONS = {
    "ASEAN": "Association of Southeast Asian Nations",
    "AU": "African Union",
    "EU": "European Union, with the Commission and its other organs",
    "IAEA": "International Atomic Energy Agency",
    "NATO": "North Atlantic Treaty Organization",
    "OSCE": "Organization for Security and Co-operation in Europe",
    "UN": "United Nations, with the Security Council, its programmes and the International Court of Justice",
    "WBG": "World Bank",
    "WTO": "World Trade Organization",
}

# ISO 3166-1 alpha-3, and XKX, which is in use for Kosovo.
ISO = """
    ABW AFG AGO AIA ALA ALB AND ARE ARG ARM ASM ATA ATF ATG AUS AUT AZE BDI BEL BEN BES BFA BGD BGR BHR BHS BIH
    BLM BLR BLZ BMU BOL BRA BRB BRN BTN BVT BWA CAF CAN CCK CHE CHL CHN CIV CMR COD COG COK COL COM CPV CRI CUB
    CUW CXR CYM CYP CZE DEU DJI DMA DNK DOM DZA ECU EGY ERI ESH ESP EST ETH FIN FJI FLK FRA FRO FSM GAB GBR GEO
    GGY GHA GIB GIN GLP GMB GNB GNQ GRC GRD GRL GTM GUF GUM GUY HKG HMD HND HRV HTI HUN IDN IMN IND IOT IRL IRN
    IRQ ISL ISR ITA JAM JEY JOR JPN KAZ KEN KGZ KHM KIR KNA KOR KWT LAO LBN LBR LBY LCA LIE LKA LSO LTU LUX LVA
    MAC MAF MAR MCO MDA MDG MDV MEX MHL MKD MLI MLT MMR MNE MNG MNP MOZ MRT MSR MTQ MUS MWI MYS MYT NAM NCL NER
    NFK NGA NIC NIU NLD NOR NPL NRU NZL OMN PAK PAN PCN PER PHL PLW PNG POL PRI PRK PRT PRY PSE PYF QAT REU ROU
    RUS RWA SAU SDN SEN SGP SGS SHN SJM SLB SLE SLV SMR SOM SPM SRB SSD STP SUR SVK SVN SWE SWZ SXM SYC SYR TCA
    TCD TGO THA TJK TKL TKM TLS TON TTO TUN TUR TUV TWN TZA UGA UKR UMI URY USA UZB VAT VCT VEN VGB VIR VNM VUT
    WLF WSM YEM ZAF ZMB ZWE
    XKX
"""
STATES = frozenset(ISO.split())

# Voices that are no actors: whoever wrote the text, and a source that the text does not name.
VOICES = frozenset({"author", "unknown"})


@dataclass(frozen=True)
class Item:
    """One annotation: its stage, its span in the text, the words there, and what is said about them."""

    stage: str
    start: int
    end: int
    text: str
    fields: dict[str, Any]

    @property
    def optional(self) -> bool:
        """Whether a reader may find it or not: it counts neither way."""
        return bool(self.fields.get("optional", False))


@dataclass(frozen=True)
class Gold:
    """An article and everything that was annotated in it."""

    name: str
    path: Path
    text: str
    source: dict[str, str]
    genre: str
    items: tuple[Item, ...]

    def of(self, *stages: str) -> tuple[Item, ...]:
        """The items of these stages or regions, in the order of the text."""
        return tuple(item for item in self.items if item.stage in stages)


def nth(text: str, words: str, occurrence: int) -> int:
    """Where the words begin for the nth time, from 1; overlapping occurrences count. ValueError if they do not."""
    start = -1
    for _ in range(occurrence):
        start = text.find(words, start + 1)
        if start < 0:
            raise ValueError(f"{words!r} does not occur {occurrence} times")
    return start


def read(path: Path) -> dict[str, Any]:
    """A YAML file as plain data."""
    data = YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return data


@cache
def split() -> dict[str, tuple[str, ...]]:
    """The names of the articles for tuning (`tune`) and of those kept for the measurement (`held-out`)."""
    return {half: tuple(names) for half, names in read(ARTICLES / "split.yaml").items()}


def names(half: str | None = None) -> tuple[str, ...]:
    """The articles of one half, or all of them."""
    if half is not None:
        return split()[half]
    return tuple(sorted(path.name.removesuffix(".gold.yaml") for path in ARTICLES.glob("*.gold.yaml")))


@cache
def load(name: str) -> Gold:
    """The article of this name with its annotations. ValueError if annotated words do not stand in its text."""
    data = read(ARTICLES / f"{name}.gold.yaml")
    text = (ARTICLES / data.get("body", data["article"])).read_bytes().decode(data["encoding"])
    return Gold(
        name=name,
        path=ARTICLES / data["article"],
        text=text,
        source=data["source"],
        genre=data["genre"],
        items=tuple(_items(name, data, text)),
    )


def _items(name: str, data: dict[str, Any], text: str) -> Iterator[Item]:
    for stage in (*REGIONS, *STAGES):
        for entry in data[stage]:
            fields = dict(entry)
            words = fields.pop("text")
            try:
                start = nth(text, words, fields.pop("occurrence"))
            except ValueError as error:
                raise ValueError(f"{name}, {stage}: {error}") from None
            yield Item(stage, start, start + len(words), words, fields)


def transfer(spans: list[tuple[int, int]], reference: str, other: str) -> list[tuple[int, int] | None]:
    """The same spans in another copy of a text: one extracted from HTML or PDF, where line ends and frames differ.

    The words of both are aligned. A span goes from the first to the last of its words that the other copy has;
    it is None where the other copy has none of them.
    """
    ours, theirs = (list(re.finditer(r"\w+|[^\w\s]", text)) for text in (reference, other))
    blocks = SequenceMatcher(None, [m[0] for m in ours], [m[0] for m in theirs], autojunk=False).get_matching_blocks()
    place = {block.a + k: theirs[block.b + k].span() for block in blocks for k in range(block.size)}
    found: list[tuple[int, int] | None] = []
    for start, end in spans:
        hits = [place[i] for i, m in enumerate(ours) if i in place and m.start() < end and start < m.end()]
        found.append((hits[0][0], hits[-1][1]) if hits else None)
    return found
