"""Those of whom the same is told stand together, under a heading that stays short; many parts are folded away."""

from __future__ import annotations

import countermove as cm
from countermove.report.chapters.groups import folded, together
from countermove.text.blocks import Details, Paragraph, Part

CASE = cm.load("eu-council")
BLOCKS = (Paragraph(("the same",)),)


def test_one_alone_keeps_its_own_title() -> None:
    assert together(CASE, ["germany"], "Germany (de)", BLOCKS, "here") == Part("Germany (de)", BLOCKS, "here")


def test_a_few_are_named_in_the_heading() -> None:
    assert together(CASE, ["germany", "italy"], "Germany", BLOCKS) == Part("Germany and Italy", BLOCKS)


def test_of_many_all_names_stand_below_the_heading() -> None:
    ids = [id_ for id_ in CASE.actors if id_ not in ("commission", "partner")]
    part = together(CASE, ids, "Germany", BLOCKS)
    assert part.title == "Germany, France, Italy, Spain, Poland and 22 others"
    assert isinstance(part.blocks[0], Paragraph)
    (words,) = part.blocks[0].words
    assert isinstance(words, str)
    assert all(CASE.label(id_) in words for id_ in ids)
    assert part.blocks[1:] == BLOCKS


def test_many_parts_are_folded() -> None:
    parts = [Part(f"part {k}", BLOCKS) for k in range(13)]
    assert folded(parts[:12]) == tuple(parts[:12])
    assert folded(parts) == tuple(Details((part.title,), BLOCKS) for part in parts)
