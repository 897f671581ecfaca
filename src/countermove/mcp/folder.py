"""The one folder that the tool `report` may write to."""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mcp_types import CallToolResult, TextContent

from countermove.errors import QuestionError, quoted
from countermove.io.files import write_bytes
from countermove.mcp.asking import refusal, refused

__all__ = ["Folder"]

FORMS = ("html", "md", "docx", "pdf")
"""The endings that a report can have."""


class Folder:
    """A folder, and the names of files that may be written into it."""

    def __init__(self, path: str | Path) -> None:
        """Take a folder that exists; raises `QuestionError` for one that does not."""
        self.path = Path(path).resolve()
        if not self.path.is_dir():
            raise QuestionError(f"there is no folder {quoted(str(path))}; make it first, or name another with --folder")

    @staticmethod
    def absent() -> CallToolResult:
        """The reply where the server was started without a folder."""
        message = "this server writes no files; start it with: countermove mcp --folder FOLDER"
        return refusal(message)

    def trouble(self, file: str) -> CallToolResult | None:
        """Why a file may not be written; None where it may.

        Only a plain name of a file directly in the folder is taken: no path, nothing hidden, no link that leads out.
        """
        name = quoted(file)
        if not file or file != os.path.basename(file) or "\\" in file or ":" in file or "\0" in file or file.startswith("."):
            return refusal(f"{name} is not the plain name of a file; reports are written into one folder, such as memo.html")
        if self.ending(file) not in FORMS:
            return refusal(
                f"{name} does not say which form the report has; end it in .{', .'.join(FORMS[:-1])} or .{FORMS[-1]}"
            )
        place = self.path / file
        if place.is_symlink() or (place.exists() and not place.is_file()):
            return refusal(f"{name} is there already and is not a plain file; choose another name")
        return None

    @staticmethod
    def ending(file: str) -> str:
        """The ending of a file's name without the dot, which says the form of the report."""
        return file.rpartition(".")[2].lower() if "." in file else ""

    def written(self, file: str, answer: Mapping[str, Any]) -> CallToolResult:
        """Write the bytes of an answer, whole or not at all; an error in place of an answer is handed on."""
        if "base64" not in answer:
            return refused(answer)
        data = base64.b64decode(answer["base64"])
        place = self.path / file
        try:
            write_bytes(str(place), data)
        except (OSError, QuestionError) as fault:
            return refusal(f"{quoted(file)} was not written: {fault}")
        text = f"Wrote {place} ({len(data):,} bytes)."
        return CallToolResult(
            content=[TextContent(type="text", text=text)],
            structured_content={"file": str(place), "bytes": len(data), "media_type": answer.get("media_type")},
        )
