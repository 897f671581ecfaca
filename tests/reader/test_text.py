"""The frame is told apart from the body, paragraphs count from 1, and sentences end where they end."""

from __future__ import annotations

from countermove.reader.text import text_of

PAGE = """Lake talks fail
By Ann Author, The Lake Courier
3 May 2021

Chad left the talks on Aug. 3. Mr. Deby did not say why.

Niger waits.

Subscribe to our newsletter
© The Lake Courier"""


def test_title_byline_and_boilerplate_are_no_body() -> None:
    text = text_of(PAGE)
    assert (text.source.title, text.source.author, text.source.outlet) == (
        "Lake talks fail",
        "Ann Author",
        "The Lake Courier",
    )
    assert (text.source.date, text.source.kind) == ("2021-05-03", "report")
    assert [text.text[p.start : p.end] for p in text.body] == [
        "Chad left the talks on Aug. 3. Mr. Deby did not say why.",
        "Niger waits.",
    ]
    assert [text.paragraph_at(text.text.index(word)) for word in ("Lake", "Chad", "Niger", "Subscribe")] == [0, 1, 2, 0]


def test_what_a_page_says_of_itself_is_no_body_where_its_text_says_it_again() -> None:
    page = "Lake talks fail\nBy Ann Author\nChad left the talks. It did not say why.\nLake talks fail\nNiger waits."
    text = text_of(page, {"title": "Lake talks  fail", "author": "Ann Author"})
    assert [text.text[p.start : p.end] for p in text.body] == [
        "Chad left the talks. It did not say why.",
        "Lake talks fail",
        "Niger waits.",
    ]
    assert text.source.author == "Ann Author"
    other = text_of("A word before it all\nBy the lake, Chad waits.\nNiger waits.", {"title": "Lake talks fail"})
    assert len(other.body) == 3


def test_a_line_of_two_sentences_is_no_headline() -> None:
    """Where lines are wrapped and no empty line follows the byline, the first of the body must not be lost."""
    lines = (
        "Lake talks fail",
        "By Ann Author",
        "Chad left the talks on the lake at once. The other side had waited until the evening and",
        "got no answer.",
    )
    text = text_of("\n".join(lines))
    assert text.text[text.body[0].start :].startswith("Chad left")
    assert text.source.title == "Lake talks fail"


def test_abbreviations_end_no_sentence() -> None:
    assert [s.words[0].text for s in text_of(PAGE).sentences] == ["Chad", "Mr", "Niger"]


def test_what_is_not_said_stays_unknown() -> None:
    source = text_of("Chad left the talks, and Niger stayed until the evening of that day, as everybody knows.").source
    assert (source.title, source.author, source.outlet, source.date) == ("unknown",) * 4


def test_wrapped_lines_are_one_paragraph_and_a_dateline_is_none() -> None:
    body = "NIAMEY, May 3 (Lake) - Chad left the talks on the lake, and the\nother side waited until the evening for an answer that did not\ncome."
    text = text_of(f"Talks fail\n\n{body}\n\nNiger waits.")
    assert len(text.body) == 2
    assert text.text[text.body[0].start :].startswith("Chad left")


def test_a_sentence_without_an_end_is_cut_so_that_none_takes_long() -> None:
    text = "Riga, 1 May 2020\n\nOn Monday the minister said " + "that he said " * 400 + "nothing."
    sentences = text_of(text).sentences
    assert max(len(sentence.words) for sentence in sentences) <= 300
    assert sum(len(sentence.words) for sentence in sentences) == 1 + 4 + 1200 + 2
    assert all(text_of(text).text[s.start : s.words[0].end] == s.words[0].text for s in sentences)
