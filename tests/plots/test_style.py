"""Colours and dashes tell actors apart, in colour, in grey, and for the colour-blind."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

import countermove as cm
from countermove.plots.style import COLOURS, DARK, LIGHT, THEMES, Theme, contrast, ink_on, look, looks, page_of

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


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.id)
def test_lines_stand_out_from_paper_and_type_from_its_ground(theme: Theme, colour: str) -> None:
    assert contrast(colour, theme.paper) >= 3
    assert contrast(ink_on(colour), colour) >= 4.5
    assert contrast(ink_on(theme.tint(colour)), theme.tint(colour)) >= 4.5
    assert contrast(theme.ink, theme.tint(colour)) >= 4.5


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.id)
def test_type_can_be_read_on_paper_and_on_areas(theme: Theme) -> None:
    for ink in (theme.ink, theme.faint):
        for ground in (theme.paper, theme.area):
            assert contrast(ink, ground) >= 4.5


def test_contrast_is_that_of_the_guidelines() -> None:
    """Two greys that the guidelines for web content are often explained with, and the definition."""
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
    assert contrast("#000000", "#ff0000") == pytest.approx((luminance("#ff0000") + 0.05) / 0.05)


@pytest.mark.parametrize("kind", BLIND)
def test_colours_differ_for_the_colour_blind(kind: str) -> None:
    seen = [np.clip(np.array(BLIND[kind]) @ linear(colour), 0, 1) ** (1 / 2.4) for colour in COLOURS]
    assert min(float(np.linalg.norm(a - b)) for a, b in combinations(seen, 2)) > 0.1


def test_dashes_differ_where_colours_may_not_be_seen() -> None:
    assert len({look(k).dash for k in range(6)}) == 6
    assert len({(look(k).colour, look(k).dash) for k in range(48)}) == 48


@pytest.mark.parametrize(("theme", "is_darker"), [(LIGHT, True), (DARK, False)], ids=["light", "dark"])
def test_shades_leave_the_paper_behind(theme: Theme, is_darker: bool) -> None:
    found = [luminance(theme.shade(k / 10)) for k in range(11)]
    assert found == sorted(found, reverse=is_darker)
    assert all(contrast(ink_on(theme.shade(k / 10)), theme.shade(k / 10)) >= 4.5 for k in range(11))


def test_a_theme_or_a_width_that_there_is_not_is_refused() -> None:
    assert (page_of().theme, page_of("DARK ", 390).theme) == (LIGHT, DARK)
    assert (page_of("light", 390).is_narrow, page_of().is_narrow) == (True, False)
    with pytest.raises(cm.QuestionError, match='unknown theme "drak"; did you mean "dark"'):
        page_of("drak")
    for wide in (319, 4_001, -1):
        with pytest.raises(cm.QuestionError, match="pixels wide; choose a width from 320 to 4,000"):
            page_of(width=wide)


def test_a_mover_has_its_own_look_and_others_none() -> None:
    found = looks(cm.load("eu-council"))
    assert found["commission"] == look(0)
    assert found["council"] == look(2)
    assert found["malta"] == found["france"]
