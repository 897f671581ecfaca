"""The one folder that the tool `report` may write to."""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from mcp_types import CallToolResult, TextContent

from countermove.errors import QuestionError, quoted
from countermove.mcp.asking import refusal, refused
from countermove.report.render import formats

__all__ = ["Folder"]

FORMS = tuple(form.endings[0].removeprefix(".") for form in formats.FORMS)
"""The endings that a report can have."""
BY_DESCRIPTOR = {os.open, os.rename, os.unlink} <= os.supports_dir_fd
"""Whether files can be named relative to an open folder; not on Windows."""


class Folder:
    """A folder, and the names of files that may be written into it."""

    def __init__(self, path: str | Path) -> None:
        """Take a folder that exists; raises `QuestionError` for one that does not."""
        self.path = Path(path).resolve()
        if not self.path.is_dir():
            raise QuestionError(f"there is no folder {quoted(str(path))}; make it first, or name another with --folder")
        # Whatever stands at the path later, this is the folder that was named.
        self._descriptor = os.open(self.path, os.O_RDONLY) if BY_DESCRIPTOR else None

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
            self._write(file, data)
        except OSError as fault:
            return refusal(f"{quoted(file)} was not written: {fault.strerror or fault}")
        text = f"Wrote {place} ({len(data):,} bytes)."
        return CallToolResult(
            content=[TextContent(type="text", text=text)],
            structured_content={"file": str(place), "bytes": len(data), "media_type": answer.get("media_type")},
        )

    def _write(self, file: str, data: bytes) -> None:
        """Put a new file in the place of whatever has this name in the folder; a link there is replaced, not followed."""
        written = f".{file}.{secrets.token_hex(8)}"
        at: dict[str, int] = {} if self._descriptor is None else {"dir_fd": self._descriptor}
        name = written if at else str(self.path / written)
        handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o644, **at)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
            if at:
                os.replace(written, file, src_dir_fd=self._descriptor, dst_dir_fd=self._descriptor)
            else:
                os.replace(name, self.path / file)
        except OSError:
            with suppress(OSError):
                os.unlink(name, **at)
            raise
