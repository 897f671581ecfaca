"""What a person reads of the evidence: names, sentences around the words, and no party where none is told."""

from __future__ import annotations

import re
from dataclasses import replace

from countermove.reader.evidence import Evidence, dumped, evidence_of, loaded, merged
from countermove.reader.read import read_article
from countermove.reader.review import described, summary
from countermove.reader.starter import starter


def evidence(body: str) -> Evidence:
    return evidence_of(read_article(f"A title\n\n{body}".encode(), "a.txt"))


def test_an_item_is_shown_in_its_sentence() -> None:
    found = evidence("Kenya said a lot of things then. On Monday Kenya  re-\njected the offer of Uganda, and left the room.")
    (event,) = [item for item in found.of_kind("event") if item.fields["type"] == "reject"]
    assert described(event).endswith("\n    On Monday Kenya [rejected] the offer of Uganda, and left the room.")


def test_a_long_sentence_is_cut_at_words() -> None:
    found = evidence(f"{'It is known in all the towns of the coast that ' * 4}Kenya rejected Uganda{' and so on' * 30}.")
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
    one = evidence("Kenya met Uganda. It rejected an offer. It accused Rwanda of fraud in a letter to all its ministers.")
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


def test_who_speaks_is_told_in_words() -> None:
    article = b"Kenya and Uganda said that Rwanda attacked Chad. We wait for the end of it here."
    found = evidence_of(read_article(article, "a.txt"))
    shown = summary(found, {}, "")
    assert shown.startswith("a: its title is not known; kind: ")
    assert "\nSpeakers: Kenya and Uganda 1, the author 1\n" in shown
    (event,) = found.of_kind("event")
    assert "(say Kenya and Uganda)" in described(event)
    unknown = replace(event, fields={**event.fields, "voice": ["unknown"]})
    assert "(it is not told who says so)" in described(unknown)
    (speech, _) = found.of_kind("speech")
    nobody = replace(found, items=(replace(speech, fields={**speech.fields, "speaker": ["unknown"]}),))
    assert "\nSpeakers: not told 1\n" in summary(nobody, {}, "")


def test_the_same_hint_of_several_articles_is_told_once_and_cites_each() -> None:
    body = b"A title\n\nUganda threatened to close the border. Kenya waited for the end of all that."
    both = merged([evidence_of(read_article(body + end, f"{id_}.txt")) for id_, end in (("a", b""), ("b", b" So."))])
    assert len(both.of_kind("option-hint")) == 2
    assert summary(both, {}, "").count("threatens: close the border") == 1
    ids = [f"{item.source}#{item.id}" for item in both.of_kind("option-hint")]
    (line,) = [line for line in starter(both, {}).split("\n") if "Close the border" in line]
    assert f"evidence: [{', '.join(ids)}]" in line


def test_what_is_guessed_is_told_in_a_starter_case() -> None:
    text = starter(evidence("Kenya met Uganda. It rejected the offer in a letter to all who had come."), {})
    guessed = [line for line in text.split("\n") if line.startswith("# a#") and "is guessed" in line]
    assert guessed


def test_an_evidence_file_repeats_what_it_says_instead_of_pointing_to_it() -> None:
    body = b"A title\n\nUganda threatened to close the border. Kenya waited for the end of all that."
    parts = [evidence_of(read_article(body + end, f"{id_}.txt")) for id_, end in (("a", b""), ("b", b" So."))]
    text = dumped(merged(parts))
    assert "merged:\n- type: " in text
    assert not re.search(r"[&*]id\d", text)
    assert "\n  sha256: " in text
    assert loaded(text, "a.yaml").to_dict() == merged(parts).to_dict()


def test_where_nothing_is_found_it_is_said() -> None:
    assert "Nothing was found: no actor is named in it." in summary(
        evidence("The rain was long and it was cold in here."), {}, ""
    )
