"""The evaluation without annotations: real articles, where somebody has put them beside the checkout, give evidence to read.

They are under copyright and no part of the project: each is read from `../shared/articles`, and without it the test is skipped.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from countermove.reader.evidence import dumped, evidence_of, loaded
from countermove.reader.read import read_article
from countermove.reader.records import AUTHOR, UNKNOWN
from reader.evaluate import main
from reader.gold import ORGANISATIONS, STATES

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "articles"
ARTICLES = sorted(FOLDER.glob("*.txt")) if FOLDER.is_dir() else []

pytestmark = pytest.mark.skipif(not ARTICLES, reason="no articles in ../shared/articles beside the checkout")


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_the_evidence_is_shown_for_reading(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--show", str(path)])
    out = capsys.readouterr().out
    for part in (
        "Actors: ",
        "Who does what to whom",
        "Option hints:",
        "Dates: ",
        "Speakers: ",
        "no preference is inferred",
    ):
        assert part in out
    assert not re.search(r"[^\x20-\x7e\n\u00a0-\u024f\u2010-\u2026]", out)


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_every_item_stands_in_the_article(path: Path) -> None:
    reading = read_article(path.read_bytes(), path.name)
    evidence = evidence_of(reading)
    text = reading.original.text
    known = STATES | ORGANISATIONS.keys() | {AUTHOR, UNKNOWN}
    for item in evidence.items:
        start, end = item.span
        assert 0 <= start < end <= len(text)
        letters = [re.sub(r"\W", "", words) for words in (text[start:end], item.words)]
        assert letters[1] in letters[0] or item.kind == "fix"
        for key in ("source", "target", "actors", "parties", "speaker", "voice"):
            assert set(item.fields.get(key, ())) <= known
    assert loaded(dumped(evidence), "x") == evidence


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_no_word_stays_broken(path: Path) -> None:
    """Whatever hyphen is left stands between two parts that are words or prefixes."""
    from countermove.reader.words import frequency

    change = read_article(path.read_bytes(), path.name).change
    for first, second in re.findall(r"([^\W\d_]+)-([^\W\d_]+)", change.text):
        assert min(frequency(first), frequency(second)) > 3
