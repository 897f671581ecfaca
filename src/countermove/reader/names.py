"""The table of names: states, organisations, their peoples, capitals, organs and metonyms, and who speaks for them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Alias", "aliases", "is_organisation", "label", "metonyms"]

LEADERS = {
    "RUS": "Putin,Vladimir Putin,Lavrov,Sergei Lavrov,Sergey Lavrov,Peskov,Dmitry Peskov,Medvedev,Zakharova,Shoigu,Ryabkov",
    "USA": "Biden,Joe Biden,Trump,Donald Trump,Obama,Barack Obama,Blinken,Antony Blinken,Pompeo,Rubio,Kerry,Sullivan,"
           "Wendy Sherman,Under Secretary of State Sherman,Khrushchev's counterpart",
    "NATO": "Stoltenberg,Jens Stoltenberg,Secretary General Stoltenberg,Rutte",
    "CHN": "Xi Jinping,Xi,Wang Yi,Li Keqiang", "FRA": "Macron,Emmanuel Macron,Sarkozy,Hollande",
    "DEU": "Merkel,Angela Merkel,Scholz,Olaf Scholz,Merz,Baerbock", "TUR": "Erdogan,Erdoğan,Recep Tayyip Erdogan",
    "UKR": "Zelensky,Zelenskyy,Volodymyr Zelensky,Poroshenko,Kuleba", "BLR": "Lukashenko,Alexander Lukashenko",
    "GBR": "Boris Johnson,Theresa May,Starmer,Keir Starmer,Sunak,Cameron", "PRK": "Kim Jong Un,Kim Jong-un,Kim",
    "ISR": "Netanyahu,Benjamin Netanyahu", "IND": "Modi,Narendra Modi", "UN": "Guterres,António Guterres,Antonio Guterres",
    "EU": "von der Leyen,Ursula von der Leyen,Borrell,Josep Borrell,Juncker,Michel Barnier,Barnier", "HUN": "Orban,Orbán,Viktor Orban",
    "IAEA": "Grossi,Rafael Grossi", "IRN": "Khamenei,Rouhani,Raisi,Zarif,Pezeshkian", "SYR": "Assad,Bashar al-Assad",
}  # fmt: skip
"""People whose office is widely known; all others get theirs from the article."""


@dataclass(frozen=True)
class Alias:
    """Words, the actor that they stand for, and how: name, demonym, capital, metonym, office, place or person.

    Parameters
    ----------
    words
        The name as it is written.
    id
        The id of the actor: ISO 3166-1 alpha-3 for states.
    via
        How the words stand for it.
    """

    words: str
    id: str
    via: str


@cache
def _rows(table: str) -> tuple[tuple[str, ...], ...]:
    text = files("countermove.reader").joinpath(f"{table}.txt").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(tuple(cell.strip() for cell in line.split("|")) for line in lines)


@cache
def aliases() -> dict[str, tuple[Alias, ...]]:
    """All aliases by their first word, the longest first; curly apostrophes are written straight.

    Returns
    -------
    dict
        By the first word of a name, the longest names first.

    Examples
    --------
    >>> [a.id for a in aliases()["Moscow"]], aliases()["New"][0].words
    (['RUS'], 'New Zealanders')
    """
    table: dict[str, dict[str, Alias]] = {}

    def add(words: str, id_: str, via: str) -> None:
        words = words.replace("’", "'").strip()
        if words:
            first = words.split()[0].split("-")[0].split("'")[0]
            table.setdefault(first, {}).setdefault(words, Alias(words, id_, via))

    for id_, names, peoples, capitals, organs, places in _rows("states"):
        for via, cell in (
            ("name", names),
            ("demonym", peoples),
            ("capital", capitals),
            ("metonym", organs),
            ("place", places),
        ):
            for words in cell.split(","):
                add(words, id_, via)
    for id_, names, organs, _, _ in _rows("organisations"):
        for via, cell in (("name", names), ("office", organs)):
            for words in cell.split(","):
                add(words, id_, via)
    for id_, people in LEADERS.items():
        for words in people.split(","):
            add(words, id_, "person")
    add("Brussels", "EU", "metonym")
    return {first: tuple(sorted(rows.values(), key=lambda a: -len(a.words))) for first, rows in table.items()}


@cache
def metonyms() -> dict[str, str]:
    """Words that stand for an organisation after "the": the alliance, the bloc.

    Returns
    -------
    dict
        From a word to the ids that it may stand for.
    """
    return {words.strip(): row[0] for row in _rows("organisations") for words in row[3].split(",") if words.strip()}


@cache
def _labels() -> dict[str, str]:
    return {row[0]: row[1].split(",")[0] for table in ("states", "organisations") for row in _rows(table)}


def label(id_: str) -> str:
    """The usual name of an actor.

    Parameters
    ----------
    id_
        The id of an actor.

    Returns
    -------
    str
        Its name; the id itself where it is in no table.

    Examples
    --------
    >>> label("RUS"), label("EU"), label("author")
    ('Russia', 'EU', 'author')
    """
    return _labels().get(id_, id_)


def is_organisation(id_: str) -> bool:
    """Whether an id is an organisation's and no state's.

    Parameters
    ----------
    id_
        The id of an actor.
    """
    return id_ in {row[0] for row in _rows("organisations")}
