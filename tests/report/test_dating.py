"""The date of a report does not come from the clock."""

from __future__ import annotations

import pytest

from countermove.errors import QuestionError
from countermove.model.case import Case
from countermove.report.report import report_date

CASE = Case.model_validate({"at": "autumn 1962", "actors": {"usa": {"options": {"go": "Go"}}}})


def test_the_date_is_that_of_the_case(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert report_date(CASE) == "autumn 1962"
    assert report_date(CASE.model_copy(update={"at": ""})) == ""


def test_a_variable_of_the_environment_comes_before_it_and_what_is_given_before_both(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86399")
    assert report_date(CASE) == "1970-01-01"
    assert report_date(CASE, "2022-02-28") == "2022-02-28"


@pytest.mark.parametrize(
    "text", ["", "2022", "2022-02-30", "20220228", "2022-2-8", "today", "2022-02-28T00:00", "２022-02-08"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(QuestionError, match="is no date; write it as 2022-01-13"):
        report_date(CASE, text)


@pytest.mark.parametrize("text", ["x", "1e5", "99999999999999999999", "1.5"])
def test_a_variable_that_is_no_number_is_refused(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", text)
    with pytest.raises(QuestionError, match="SOURCE_DATE_EPOCH is"):
        report_date(CASE)
