"""Saving what is neither a case nor a game."""

from __future__ import annotations

from pathlib import Path

import pytest

import countermove as cm


def test_an_answer_is_not_saved_as_a_case(tmp_path: Path) -> None:
    table = cm.equilibria(cm.compile(cm.load("chicken")))
    with pytest.raises(
        cm.QuestionError, match=r"save writes a case or a game, not StabilityTable; an answer has to_csv\(\)"
    ):
        cm.save(table, tmp_path / "table.csv")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(
        cm.QuestionError, match=r"svg takes a picture that plot made, not ListedGame: svg\(plot\(game, kind\)\)"
    ):
        cm.svg(table.game)
    with pytest.raises(cm.QuestionError, match="marks= is a mapping from names to states"):
        table.game.to_networkx(table)
