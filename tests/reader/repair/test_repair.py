"""Broken words are restored, genuine hyphens stay, and every place is found again in the original."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countermove.reader.repair.edits import Edit, EditMap
from countermove.reader.repair.joining import MAX_PIECES, joined, vocabulary_of
from countermove.reader.repair.repair import cleaned

NOISE = "The Rus-sian side im-mediately re-fused the of-fer. "


@pytest.mark.parametrize(
    ("broken", "whole"),
    [
        ("The ambassa-\ndor left.", "The ambassador left."),
        ("a sanc-tions list", "a sanctions list"),
        ("a think-able deal", "a thinkable deal"),
        ("long-\nrange talks", "long-\nrange talks"),
        ("twenty-five well-known co-operation pacts in mid-October", "twenty-five well-known co-operation pacts in mid-October"),
        ("de-escalation, counter-measures, a cease-fire", "de-escalation, counter-measures, a cease-fire"),
        (NOISE + "The cam-eras of the neighbour-states", "The Russian side immediately refused the offer. The cameras of the neighbour-states"),
        ("itwill come, notbecause of us", "it will come, not because of us"),
        ("Moscow and Ankara, atoll, ashore, notable", "Moscow and Ankara, atoll, ashore, notable"),
        ("Itâ€™s a cafÃ©.", "It’s a café."),
        ("â€œNoâ€, said the o\ufb03cer\ufffds aide.", "“No”, said the officer’s aide."),
        ("short- and long-term, pre- or post-war", "short- and long-term, pre- or post-war"),
        ("the gov- ernment of Kastello-\nrizo", "the government of Kastellorizo"),
        ("an interna-\n\ntional page; at home-\n\nThe end", "an international page; at home-\n\nThe end"),
        ("the coun-ter-part, the re-elec-tion", "the counterpart, the re-election"),
        ("Was-hingtonI could not", "Washington I could not"),
        ("theWest and NATOwill meet inGeneva onMonday", "the West and NATO will meet in Geneva on Monday"),
        ("YouTube, iPhone, proRussian, McDonald", "YouTube, iPhone, proRussian, McDonald"),
        ("They refused.But the minister'soffice did not", "They refused. But the minister's office did not"),
        ("Thetalksinthe city", "The talks in the city"),
        ("a T-shirt by e-mail, the A-merican one", "a T-shirt by e-mail, the American one"),
    ],
)  # fmt: skip
def test_words_are_restored(broken: str, whole: str) -> None:
    assert cleaned(broken).text == whole


@given(st.text("ab -", min_size=1, max_size=40), st.data())
def test_the_map_leads_back(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    edits = [Edit(a, b, data.draw(st.text("xy", max_size=4)), "join") for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    change = EditMap(text, edits)
    for place, sign in enumerate(change.text):
        start, end = change.original(place, place + 1)
        assert 0 <= start <= end <= len(text)
        if sign in "ab -":
            assert text[start:end] == sign
            assert change.new(start) == place
    kept = [k for k in range(len(text)) if not any(e.start <= k < e.end for e in edits)]
    assert [change.text[change.new(k)] for k in kept] == [text[k] for k in kept]


def test_a_row_of_hyphens_is_tried_in_pieces_of_a_bounded_number() -> None:
    text = "a-" * 3000
    assert all(len(edit.new) <= MAX_PIECES for edit in joined(text, vocabulary_of(text), noisy=True))
    syllables = "The un-con-sti-tu-tion-al-i-ty of it."
    assert [edit.new for edit in joined(syllables, vocabulary_of(syllables), noisy=False)] == ["unconstitutionality"]
