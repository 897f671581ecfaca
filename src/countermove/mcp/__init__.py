"""The program as tools for an assistant: the Model Context Protocol, over standard input and output."""

from __future__ import annotations

from countermove.errors import QuestionError

__all__ = ["serve"]


def serve(folder: str | None = None) -> None:
    """Serve an assistant until its program ends; needs the extra ``mcp``.

    Parameters
    ----------
    folder
        The one folder that reports may be written to; None: none are written.

    Raises
    ------
    QuestionError
        For a folder that is not there, and where the extra is not installed.
    """
    try:
        from countermove.mcp.server import run
    except ModuleNotFoundError as fault:
        if (fault.name or "").partition(".")[0] not in ("mcp", "mcp_types", "anyio"):
            raise
        raise QuestionError('tools for assistants need an extra: pip install "countermove[mcp]"') from None
    run(folder)
