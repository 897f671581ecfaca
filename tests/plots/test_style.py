"""Colours and dashes tell actors apart, in colour, in grey, and for the colour-blind."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

import countermove as cm
from countermove.plots.style import COLOURS, ink_on, look, looks, shade

BLIND = {
    "no red": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "no green": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "no blue": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
}
"""Machado, Oliveira and Fernandes 2009: how colours look to people without one kind of cone (linear RGB)."""


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    return float(linear(colour) @ [0.2126, 0.7152, 0.0722])


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("colour", COLOURS)
def test_lines_stand_out_from_paper_and_type_from_its_ground(colour: str) -> None:
    assert contrast(colour, "#ffffff") >= 3
    assert contrast(ink_on(colour), colour) >= 4.5


@pytest.mark.parametrize("kind", BLIND)
def test_the_first_four_colours_differ_for_the_colour_blind(kind: str) -> None:
    seen = [np.clip(np.array(BLIND[kind]) @ linear(colour), 0, 1) ** (1 / 2.4) for colour in COLOURS[:4]]
    assert min(float(np.linalg.norm(a - b)) for a, b in combinations(seen, 2)) > 0.1


def test_dashes_differ_where_colours_may_not_be_seen() -> None:
    assert len({look(k).dash for k in range(6)}) == 6
    assert len({(look(k).colour, look(k).dash) for k in range(48)}) == 48


def test_shades_grow_darker() -> None:
    found = [luminance(shade(k / 10)) for k in range(11)]
    assert found == sorted(found, reverse=True)
    assert all(contrast(ink_on(shade(k / 10)), shade(k / 10)) >= 4.5 for k in range(11))


def test_a_mover_has_its_own_look_and_others_none() -> None:
    found = looks(cm.load("eu-council"))
    assert found["commission"] == look(0)
    assert found["council"] == look(2)
    assert found["malta"] == found["france"]
