"""The command line: each command opens a case, asks one question through `requests`, and prints the answer."""

from countermove.cli.running import main, run

__all__ = ["main", "run"]
