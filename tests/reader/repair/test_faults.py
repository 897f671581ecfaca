"""Faults put into clean texts at random are mended, class by class, and what is right stays as it is."""

from __future__ import annotations

from functools import cache

import pytest

from countermove.reader.repair.repair import cleaned
from reader.faults import CLASSES, Score, clean_texts, samples, scored

LEAST = 0.97
"""So many of all faults have to be mended."""
HARDER = {"two other words": 0.75, "name and small word": 0.85, "three words": 0.85}
"""Classes where a rare word and a glued one often look the same."""
COMPOUNDS = """re-elected cease-fire co-operation well-known trade-off stand-off run-off by-election vice-president back-channel
    self-restraint second-hand far-reaching high-level three-month seven-year-old mid-October anti-corruption follow-up
    week-end front-line check-point share-holder fact-finding give-away pro-European ex-generals""".split()  # noqa: SIM905
WORDS = """notwithstanding whatsoever beforehand outset imaginable forbidden together attendant moreover warhead guarantor
    formatter asylum inasmuch theirs isotope overmanned oversanctioned overvalidated onus heron herewith instill outdo whatnot noncommittal Anatolia Islamabad Odesa Tesfaye Andover""".split()  # noqa: SIM905


@cache
def score() -> Score:
    return scored(samples(seed=11, rounds=6))


def test_nearly_all_faults_are_mended() -> None:
    assert score().recall() >= LEAST


def test_hardly_a_repair_is_wrong() -> None:
    assert score().precision() >= 0.995, score().wrong


@pytest.mark.parametrize("kind", CLASSES)
def test_faults_of_a_class_are_mended(kind: str) -> None:
    assert score().all[kind] > 20
    assert score().recall(kind) >= HARDER.get(kind, 0.9)


def test_a_single_fault_in_a_text_is_mended_too() -> None:
    single = scored(sample for kind in CLASSES for sample in samples(12, 1, (kind,), 1))
    assert single.recall() >= 0.95
    assert len(single.wrong) <= 1, single.wrong


def test_a_text_without_faults_stays_as_it_is() -> None:
    for text in clean_texts():
        assert cleaned(text).text == text


@pytest.mark.parametrize("compound", COMPOUNDS)
@pytest.mark.parametrize("noise", ["", "The Rus-sian side im-mediately re-fused the of-fer, notbecause of us. "])
def test_a_compound_keeps_its_hyphen(compound: str, noise: str) -> None:
    assert cleaned(f"{noise}They called it {compound}, and no more.").text.endswith(f"it {compound}, and no more.")


@pytest.mark.parametrize("word", WORDS)
def test_a_rare_word_stays_whole(word: str) -> None:
    assert cleaned(f"They called it {word}, and no more.").text.endswith(f"it {word}, and no more.")
