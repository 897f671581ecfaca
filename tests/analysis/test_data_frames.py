"""Where pandas is missing, the way out is told."""

from __future__ import annotations

import sys

import pytest

from countermove.analysis.data_frames import require_pandas
from countermove.errors import QuestionError


def test_where_pandas_is_missing_it_is_told_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    require_pandas()
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(QuestionError, match=r'^tables as data frames need pandas: .* "countermove\[frames\]"$'):
        require_pandas()
