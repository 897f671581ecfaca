"""A sweep: one question, many variants, one table, wherever it is computed."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

import countermove as cm
from countermove.model.case import Case

CASE = (
    Case.build("Harbour")
    .with_actor("port", options={"toll": "Raise the toll"}, prefers=["toll"])
    .with_actor("union", options={"strike": "Strike"}, prefers=["strike iff port.toll", "not strike"])
)


def first(actor: str, statement: str) -> Any:
    """An edit that other processes can be sent, too."""
    return partial(Case.with_statement, actor=actor, position=1, statement=statement)


GRID: dict[str, Any] = {
    "port-wants": {1: None, 2: first("port", "not toll")},
    "union-wants": {"as it is": None, "strike": first("union", "strike")},
}


def fails(case: Case) -> Case:
    raise KeyError("price")


def test_a_sweep_has_the_rows_of_each_answer_beside_its_parameters() -> None:
    table = cm.sweep(CASE, GRID, cm.equilibria, concepts=["nash"])
    answers = {
        (1, "as it is"): CASE,
        (1, "strike"): CASE.with_statement("union", 1, "strike"),
        (2, "as it is"): CASE.with_statement("port", 1, "not toll"),
        (2, "strike"): CASE.with_statement("port", 1, "not toll").with_statement("union", 1, "strike"),
    }
    rows = {key: cm.equilibria(case, ["nash"]).rows() for key, case in answers.items()}
    expected = [(*key, *values) for key, one in rows.items() for values in one.values]
    assert table.columns.tolist() == [*GRID, *rows[1, "strike"].names]
    assert [tuple(row) for row in table.itertuples(index=False)] == expected
    assert table.groupby(list(GRID))["nash"].sum().tolist() == [1, 1, 1, 1]


def test_a_sweep_is_the_same_in_other_processes() -> None:
    here = cm.sweep(CASE, GRID, cm.winners)
    assert cm.sweep(CASE, GRID, cm.winners, workers=2).equals(here)


def test_a_sweep_is_the_same_on_a_cluster() -> None:
    distributed = pytest.importorskip("distributed")
    cluster = distributed.LocalCluster(n_workers=2, processes=False, threads_per_worker=1, dashboard_address=None)
    with cluster, distributed.Client(cluster) as client:
        assert cm.sweep(CASE, GRID, cm.winners, client=client).equals(cm.sweep(CASE, GRID, cm.winners))
        with pytest.raises(cm.QuestionError, match=r"^edit='dear': KeyError: 'price'$"):
            cm.sweep(CASE, {"dear": fails}, cm.winners, client=client)


@pytest.mark.parametrize(
    ("edits", "options", "message"),
    [
        ({"dear": fails}, {}, "^edit='dear': KeyError: 'price'$"),
        (
            {"p": {1: None, 2: lambda case: case.with_statement("prt", 1, "x")}},
            {},
            r'^p=2: with_statement\("prt"\): unknown',
        ),
        ({"p": {1: first("port", "tol")}}, {}, r"^p=1: actors.port.prefers\[1\]: unknown option"),
        ({"x": lambda case: None}, {}, "^edit='x': the edit gives None, not a case"),
        ({"x": lambda case: case}, {"workers": 2}, "^edit='x': this cannot be sent to another process .* functools.partial"),
        ({"x": None}, {"workers": 0}, "the number of workers is 0; give at least 1"),
        ({"x": 3}, {}, "^edit='x': an edit is a function"),
        ({"p": {}}, {}, 'the parameter "p" has no edits'),
        ([fails], {}, "edits are a mapping"),
        ({"state": {1: None}}, {}, 'the answer has a column "state" of its own'),
    ],
)
def test_what_goes_wrong_is_one_error_that_names_the_variant(edits: Any, options: dict[str, Any], message: str) -> None:
    with pytest.raises(cm.QuestionError, match=message):
        cm.sweep(CASE, edits, cm.winners, **options)


def test_a_question_is_a_function_that_gives_a_result() -> None:
    with pytest.raises(cm.QuestionError, match=r"a question is a function, such as countermove.winners, not 'winners'"):
        cm.sweep(CASE, {"x": None}, "winners")  # type: ignore[arg-type]
    with pytest.raises(cm.QuestionError, match="edit='x': the question gives str, not a result with rows"):
        cm.sweep(CASE, {"x": None}, cm.dump)  # type: ignore[arg-type]
