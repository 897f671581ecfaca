"""The layers: each imports only what stands to its left."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from docs.house import (
    BESIDE,
    COMPUTE,
    LINE,
    OUTERMOST,
    ROOT,
    allowed,
    files_in,
    imports_in,
    layer,
    modules,
    own_imports,
    places,
    submodule,
)

MODULES = modules()
MOST_MODULES = 15
"""Modules in one folder: as many as a newcomer takes in at a glance."""


def test_every_module_has_a_layer() -> None:
    assert {layer(module) for module in MODULES} <= frozenset().union(*LINE, BESIDE, OUTERMOST)


def test_each_layer_imports_only_what_stands_to_its_left() -> None:
    wrong = {f"{a} imports {b}" for a, b in own_imports() if not allowed(a, b)}
    assert sorted(wrong) == []


@cache
def tree_of(path: Path) -> ast.Module:
    """The syntax tree of a file, parsed once for all tests."""
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def functions_of(module: str) -> set[str]:
    """The functions that a module of the program defines at its top."""
    path = ROOT.parent / Path(*module.split("."))
    path = path / "__init__.py" if path.is_dir() else path.with_suffix(".py")
    return {n.name for n in tree_of(path).body if isinstance(n, ast.FunctionDef)}


def computing_imports() -> Iterator[str]:
    """Each function of the computing layers that something right of the briefing imports."""
    right = frozenset().union(*LINE[LINE.index(frozenset({"briefing"})) + 1 :]) - {"requests"}
    for path in sorted(ROOT.rglob("*.py")):
        module = ".".join(path.relative_to(ROOT.parent).with_suffix("").parts).removesuffix(".__init__")
        if layer(module) not in right:
            continue
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ImportFrom) and node.module and layer(node.module) in COMPUTE:
                names = {alias.name for alias in node.names}
                for name in sorted(names & functions_of(node.module)):
                    yield f"{module} imports the function {node.module}.{name}"
                for name in sorted(n for n in names if submodule(f"{node.module}.{n}", node.module) != node.module):
                    yield f"{module} imports the module {node.module}.{name}"


def test_whatever_is_right_of_the_briefing_takes_records_only() -> None:
    assert sorted(set(computing_imports())) == []


def test_of_the_program_as_a_whole_only_the_version_is_asked() -> None:
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(tree_of(path)):
            if isinstance(node, ast.ImportFrom) and node.module == "countermove":
                names = {alias.name for alias in node.names if not (ROOT / f"{alias.name}.py").exists()}
                packages = {name for name in names if (ROOT / name).is_dir()}
                assert names - packages <= {"__version__"}, path


def test_nobody_imports_the_command_line() -> None:
    found = [a for a, b in own_imports() if layer(b) == "cli" and layer(a) not in ("cli", "__main__")]
    assert found == []


def test_records_and_errors_know_no_arrays() -> None:
    for module, imported in MODULES.items():
        if layer(module) in ("errors", "model", "io", "reader", "catalog"):
            assert not {name.split(".")[0] for name in imported} & {"numpy", "numba", "scipy"}, module


def test_stability_is_about_arrays_only() -> None:
    found = [f"{a} imports {b}" for a, b in own_imports() if layer(a) == "stability" and layer(b) == "model"]
    assert found == []


@pytest.mark.parametrize("heavy", ["matplotlib", "numba", "pandas", "typer", "rich", "scipy"])
def test_heavy_libraries_are_imported_where_they_are_used(heavy: str) -> None:
    """The core starts fast: nothing of it imports them at the top of a module."""
    for path in ROOT.rglob("*.py"):
        if layer(".".join(path.relative_to(ROOT.parent).with_suffix("").parts)) in ("cli", "__main__"):
            continue
        tree = tree_of(path)
        top = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
        names = {alias.name for node in top if isinstance(node, ast.Import) for alias in node.names}
        names |= {node.module or "" for node in top if isinstance(node, ast.ImportFrom)}
        assert heavy not in {name.split(".")[0] for name in names}, path


def test_no_modules_import_each_other_in_a_circle() -> None:
    """Nor by imports inside functions."""
    arrows = {(a, b) for a, b in own_imports() if "countermove" not in (a, b)}
    while True:
        sources, ends = {a for a, _ in arrows}, {b for _, b in arrows}
        inside = {(a, b) for a, b in arrows if a in ends and b in sources}
        if inside == arrows:
            break
        arrows = inside
    assert sorted(f"{a} imports {b}" for a, b in arrows) == []


# ----------------------------------------------------------------------------------- the reader of imports


def test_imports_inside_functions_are_read() -> None:
    assert imports_in("def f():\n    from countermove.game.moves import Blocks") == {"countermove.game.moves"}


def test_a_package_is_asked_for_its_modules() -> None:
    assert imports_in("from countermove.game import moves") == {"countermove.game.moves"}
    assert imports_in("from countermove import __version__, errors") == {"countermove", "countermove.errors"}


def test_imports_for_type_checkers_count_too() -> None:
    assert imports_in("if TYPE_CHECKING:\n    import pandas\nelse:\n    import numpy") == {"pandas", "numpy"}


def test_no_folder_holds_more_than_a_newcomer_takes_in() -> None:
    sizes = {place: len([path for path in files_in(place) if path.name != "__init__.py"]) for place in places()}
    assert {place: size for place, size in sizes.items() if size > MOST_MODULES} == {}
