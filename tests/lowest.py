"""Print the lowest version that `pyproject.toml` allows of each direct dependency, as constraints for pip.

    python tests/lowest.py > constraints.txt
    pip install --constraint constraints.txt --editable ".[cli,fast]"

pip itself always takes the newest. Tools that only look at the sources, such as linters, are left out.
"""

import re
import tomllib
from pathlib import Path

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"
REQUIREMENT = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(?:\[[^\]]*\])?>=(?P<lowest>[0-9a-z.]+)")
TOOLS = {"cosmic-ray", "hatchling", "mypy", "playwright", "pyright", "ruff"}


def lowest_versions(text: str) -> dict[str, str]:
    """The lower bound of every direct dependency; of one with several bounds, the highest of them."""
    project = tomllib.loads(text)["project"]
    extras = project["optional-dependencies"].values()
    rows = [REQUIREMENT.match(row) for rows in (project["dependencies"], *extras) for row in rows]
    bounds: dict[str, str] = {}
    for row in filter(None, rows):
        name, lowest = row["name"].lower(), row["lowest"]
        bounds[name] = max(bounds.get(name, "0"), lowest, key=_parts)
    return {name: lowest for name, lowest in sorted(bounds.items()) if name not in TOOLS and "stubs" not in name}


def _parts(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]


if __name__ == "__main__":
    for name, lowest in lowest_versions(PYPROJECT.read_text(encoding="utf-8")).items():
        print(f"{name}=={lowest}")
