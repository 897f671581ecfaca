"""What a person reads of the evidence: names, sentences around the words, and no party where none is told."""

from __future__ import annotations

from countermove.reader.evidence import Evidence, evidence_of
from countermove.reader.merging import merged
from countermove.reader.reading import read_article
from countermove.reader.summary import described, summary


def evidence(body: str) -> Evidence:
    return evidence_of(read_article(f"A title\n\n{body}".encode(), "a.txt"))


def test_an_item_is_shown_in_its_sentence() -> None:
    found = evidence(
        "Kenya said a lot of things then. On Monday Kenya  re-\njected the offer of Uganda, and left the room."
    )
    (event,) = [item for item in found.of_kind("event") if item.fields["type"] == "reject"]
    assert described(event).endswith("\n    On Monday Kenya [rejected] the offer of Uganda, and left the room.")


def test_a_long_sentence_is_cut_at_words() -> None:
    found = evidence(
        f"{'It is known in all the towns of the coast that ' * 4}Kenya rejected Uganda{' and so on' * 30}."
    )
    shown = described(found.of_kind("event")[0]).split("\n")[1]
    assert shown.startswith("    ...")
    assert shown.endswith((" on...", " so...", " and..."))
    assert "Kenya [rejected] Uganda" in shown
    assert len(shown) < 270


def test_several_who_do_it_to_each_other_are_told_once() -> None:
    found = evidence(
        "Kenya and Uganda held talks in Geneva. No talks are planned in Vienna, a city that the ministers like."
    )
    shown = summary(found, {}, "")
    assert "Kenya, Uganda  talk with  each other" in shown
    assert "Talks in: Geneva (Kenya, Uganda)" in shown
    assert "somebody" not in shown


def test_of_several_articles_what_is_surest_comes_first() -> None:
    one = evidence(
        "Kenya met Uganda. It rejected an offer. It accused Rwanda of fraud in a letter to all its ministers."
    )
    other = evidence_of(
        read_article(b"A title\n\nChad attacked Niger, and that is what everybody has to know of it now.", "b.txt")
    )
    lines = summary(merged([one, other]), {}, "").split("Who does")[1].split("\n\n")[0].split("\n")[1:]
    marks = ["?" in line for line in lines]
    assert any("Chad" in line for line in lines)
    assert marks == sorted(marks)
    assert any(marks)


def test_names_are_shown_mended() -> None:
    shown = summary(
        evidence("Kenya and Ugan-\nda held talks in Gen-eva, Ken-ya said that Ugan-da had im-mediately left."), {}, ""
    )
    assert "Geneva" in shown
    assert "Gen-eva" not in shown


def test_where_nothing_is_found_it_is_said() -> None:
    assert "Nothing was found: no actor is named in it." in summary(
        evidence("The rain was long and it was cold in here."), {}, ""
    )
