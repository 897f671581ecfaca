"""Findings on a screen: of each kind the first, and how many more there are."""

from __future__ import annotations

from countermove.analysis.model.findings import Finding, Findings
from countermove.errors import MOST_OF_A_KIND, Diagnostic
from countermove.text import layout
from countermove.views.findings import findings_page


def lines(*diagnostics: Diagnostic) -> list[str]:
    page = findings_page(Findings("A case", tuple(map(Finding, diagnostics))))
    return layout.as_text(page, 200, False).splitlines()


def finding(code: str, k: int, severity: str = "warning") -> Diagnostic:
    return Diagnostic(code, severity, ("actors", f"a{k}"), "odd", "mend it")  # type: ignore[arg-type]


def test_few_of_a_kind_are_all_there() -> None:
    text = lines(*(finding("CM901", k) for k in range(MOST_OF_A_KIND)))
    assert len(text) == MOST_OF_A_KIND + 1
    assert text[-1] == f"no errors, {MOST_OF_A_KIND} warnings"


def test_of_many_the_first_and_the_number_of_the_others() -> None:
    many = [finding("CM908", k) for k in range(20_000)]
    text = lines(finding("CM104", 0, "error"), *many, finding("CM901", 7))
    assert text[0] == "actors.a0: odd; mend it [CM104]"
    assert text[MOST_OF_A_KIND] == f"actors.a{MOST_OF_A_KIND - 1}: warning: odd; mend it [CM908]"
    assert text[MOST_OF_A_KIND + 1] == "actors.a7: warning: odd; mend it [CM901]"
    assert text[-2] == "19,980 more warnings like these [CM908]; cm.check(case) has all"
    assert text[-1] == "1 error, 20,001 warnings"
    assert sum(map(len, text)) < 3_000
