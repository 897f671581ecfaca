"""The annotated articles are whole: every annotation stands in its text and says only what the rules allow."""

from __future__ import annotations

import html
import re
from itertools import pairwise

import pytest

from reader.gold import (
    ACTS,
    ARTICLES,
    FIXES,
    HOWS,
    KINDS,
    ORGANISATIONS,
    ROLES,
    STAGES,
    STATES,
    STATUSES,
    TYPES,
    VIAS,
    VOICES,
    Gold,
    load,
    names,
    nth,
    split,
    transfer,
)

ACTORS = STATES | set(ORGANISATIONS)
DATE = re.compile(
    r"\d{4}(-\d{2}(-\d{2})?)?"  # 2021, 2021-05, 2021-05-12
    r"|--\d{2}(-\d{2})?"  # the year is not told: --05, --05-12
    r"|P[+-]\d+[DWMY]"  # so far from the article's date
    r"|[+-]W[1-7]"  # the nearest Monday (1) to Sunday (7), after or before it
)


@pytest.fixture(params=names())
def gold(request: pytest.FixtureRequest) -> Gold:
    return load(request.param)


def listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def squeezed(text: str) -> str:
    return " ".join(text.split())


# ------------------------------------------------------------------------------------------------ the corpus


def test_the_split_covers_every_article_once() -> None:
    tune, held_out = split()["tune"], split()["held-out"]
    assert sorted(tune + held_out) == list(names())
    assert len(tune) == len(held_out)


def test_every_article_is_annotated_and_every_annotation_has_its_article() -> None:
    articles = {path.stem for path in ARTICLES.iterdir() if path.suffix in {".txt", ".html"} and "." not in path.stem}
    assert articles == set(names())


@pytest.mark.parametrize("half", ["tune", "held-out"])
def test_each_half_holds_every_stage_status_and_fault(half: str) -> None:
    items = [item for name in names(half) for item in load(name).items]
    assert {item.stage for item in items} >= set(STAGES) | {"boilerplate", "neutral"}
    assert {item.fields["status"] for item in items if item.stage == "events"} == STATUSES
    assert {item.fields["type"] for item in items if item.stage == "events"} == TYPES
    assert {item.fields["how"] for item in items if item.stage == "speech"} == HOWS
    assert {item.fields["role"] for item in items if item.stage == "mentions"} == ROLES
    assert {item.fields["kind"] for item in items if item.stage == "fixes"} >= {"join", "split"}
    assert any(load(name).path.suffix == ".html" for name in names(half))


def test_lengths_are_those_of_articles(gold: Gold) -> None:
    assert 250 <= len(gold.text.split()) <= 700


# --------------------------------------------------------------------------------------------- one article


def test_words_stand_where_the_span_says(gold: Gold) -> None:
    assert gold.items
    for item in gold.items:
        assert gold.text[item.start : item.end] == item.text != ""


def test_nothing_is_annotated_twice(gold: Gold) -> None:
    places = [(item.stage, item.start, item.end) for item in gold.items]
    assert len(places) == len(set(places))


def test_mentions_and_dates_do_not_overlap(gold: Gold) -> None:
    for stage in ("mentions", "dates", "fixes"):
        items = gold.of(stage)
        assert all(a.end <= b.start for a, b in pairwise(items)), stage


def test_nothing_but_fixes_is_annotated_in_a_frame(gold: Gold) -> None:
    for frame in gold.of("boilerplate", "prompt"):
        for item in gold.of(*STAGES):
            assert item.stage == "fixes" or item.end <= frame.start or frame.end <= item.start, item


def test_the_source_is_told_and_stands_on_the_page(gold: Gold) -> None:
    source = gold.source
    assert set(source) == {"title", "author", "outlet", "kind", "date", "language"}
    assert source["kind"] in KINDS
    assert source["date"] == "unknown" or re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", source["date"])
    page = gold.path.read_text(encoding="utf-8") if gold.path.suffix == ".html" else gold.text
    if gold.path.suffix == ".html":
        assert source["title"] in html.unescape(page)
    if source["author"] != "unknown":
        assert source["author"] in page


def test_fixes_restore_what_was_broken(gold: Gold) -> None:
    for fix in gold.of("fixes"):
        restored, kind = fix.fields["restored"], fix.fields["kind"]
        assert kind in FIXES
        if kind == "join":
            assert re.sub(r"-(\r?\n)?", "", fix.text) == restored
        elif kind == "split":
            assert restored.replace(" ", "") == fix.text
        else:
            assert fix.text.encode("utf-8") != restored.encode("utf-8")


def test_ids_are_states_or_organisations(gold: Gold) -> None:
    for item in gold.items:
        fields = item.fields
        for key in ("id", "source", "target", "inferred", "parties", "actor"):
            assert set(listed(fields.get(key, []))) <= ACTORS, item
        for key in ("speaker", "voice"):
            assert set(listed(fields.get(key, []))) <= ACTORS | VOICES, item
        assert fields.get("place", "-") in STATES | {"-"}, item


def test_terms_are_from_the_lists(gold: Gold) -> None:
    for item in gold.of("mentions"):
        assert item.fields["role"] in ROLES
        assert item.fields["via"] in VIAS
    for item in gold.of("speech"):
        assert item.fields["how"] in HOWS
        assert (item.fields["how"] == "author") == (item.fields["speaker"] == "author")
    for item in gold.of("events"):
        assert item.fields["type"] in TYPES
        assert item.fields["status"] in STATUSES
        assert set(item.fields.get("inferred", [])) <= {*item.fields["source"], *item.fields["target"]}
    for item in gold.of("dates"):
        assert DATE.fullmatch(item.fields["value"]), item
    for item in gold.of("option_hints"):
        assert item.fields["act"] in ACTS


def test_a_venue_is_also_a_mention(gold: Gold) -> None:
    mentioned = {(m.start, m.end): m.fields for m in gold.of("mentions")}
    for venue in gold.of("venues"):
        mention = mentioned[venue.start, venue.end]
        assert (mention["role"], mention["id"]) == ("venue", venue.fields["place"])


# ------------------------------------------------------------------------------------------------ HTML


@pytest.mark.parametrize("name", [name for name in names() if load(name).path.suffix == ".html"])
def test_the_body_of_a_page_stands_in_the_page(name: str) -> None:
    gold = load(name)
    page = squeezed(html.unescape(re.sub(r"<[^>]+>", "", gold.path.read_text(encoding="utf-8"))))
    for paragraph in gold.text.split("\n\n"):
        assert all(part in page for part in re.split(r"(?<=[.”]) (?=“)", squeezed(paragraph))), paragraph


@pytest.mark.parametrize("name", ["river-dam", "aegean-wire", "transit-opinion"])
def test_spans_are_carried_over_to_an_extracted_copy(name: str) -> None:
    gold = load(name)
    other = "Cookies\nAccept\n\n" + re.sub(r"[ \r]*\n?\n", " \n ", gold.text).replace("  ", " ") + "\nRelated"
    items = gold.of("speech")
    for item, span in zip(items, transfer([(i.start, i.end) for i in items], gold.text, other), strict=True):
        assert span is not None
        assert squeezed(other[slice(*span)]) == squeezed(item.text)


def test_what_the_copy_lacks_is_not_carried_over() -> None:
    assert transfer([(0, 3), (4, 9)], "one two three", "zero two three") == [None, (5, 14)]


def test_occurrences_count_from_one_and_must_exist() -> None:
    assert [nth("aaa a", "a", k) for k in (1, 2, 4)] == [0, 1, 4]
    with pytest.raises(ValueError, match="'a' does not occur 5 times"):
        nth("aaa a", "a", 5)
