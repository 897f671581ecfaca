"""Text out of files and into them, or to standard output: bounded reading, and writing that is whole or not at all."""

from __future__ import annotations

import os
import re
import signal
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import current_thread, main_thread
from typing import IO, Any, NoReturn, TextIO

from countermove.errors import CaseError, CountermoveError, Diagnostic, Place, did_you_mean, printable
from countermove.io.kinds import is_workbook, kind_of
from countermove.io.pipes import SilentPipeError, is_pipe, read_pipe

__all__ = [
    "MAX_BYTES",
    "MAX_WORKBOOK_BYTES",
    "Source",
    "deliver",
    "deliver_bytes",
    "leaving_in_order",
    "read_bytes",
    "read_content",
    "read_text",
    "say",
    "screen",
    "source_name",
    "write_bytes",
    "write_text",
]

MAX_BYTES = 1_000_000
"""Bytes of a case file, 90 times the largest of the catalogue (thirty-allies-2022, 11 kB)."""
MAX_WORKBOOK_BYTES = 20_000_000
"""Bytes of a workbook, packed: it may not be larger when it is unpacked (`io.workbook.guard`)."""
Source = str | Path | IO[str] | IO[bytes]


def source_name(source: Source, name: str | None = None) -> str:
    """What messages call a source: the given name, else its path as written, else ``<stream>``.

    Parameters
    ----------
    source
        A path or an open file.
    name
        What the caller calls it.
    """
    if name is not None:
        return name
    if isinstance(source, str | os.PathLike):
        return os.fspath(source)
    own = getattr(source, "name", None)
    return own if isinstance(own, str) else "<stream>"


def read_text(source: Source, name: str | None = None, endings: tuple[str, ...] = ()) -> str:
    """The text of a file or file object: UTF-8, with or without a byte order mark, at most `MAX_BYTES` long.

    Parameters
    ----------
    source
        A path or an open file, of text or of bytes.
    name
        What messages call it.
    endings
        Endings of files that could have been meant where there is none of that name; empty: all files.

    Returns
    -------
    str
        The text without its byte order mark.

    Raises
    ------
    CaseError
        With one diagnostic: CM001 (cannot be opened or read), CM002 (too large), CM003 (not text in UTF-8), CM009 (a
        file of another kind).
    """
    known_as = source_name(source, name)
    return _checked_text(_read(source, known_as, endings), known_as)


def read_content(source: Source, name: str | None = None, endings: tuple[str, ...] = ()) -> str | bytes:
    """The bytes of a workbook, at most `MAX_WORKBOOK_BYTES`, or else the text of the file, as `read_text` has it.

    Parameters
    ----------
    source
        A path or an open file, of text or of bytes.
    name
        What messages call it.
    endings
        Endings of files that could have been meant where there is none of that name; empty: all files.

    Returns
    -------
    str or bytes
        Bytes only for a workbook, whatever its name is.

    Raises
    ------
    CaseError
        As `read_text` raises it; CM002 for a workbook that is too large.
    """
    known_as = source_name(source, name)
    content = _read(source, known_as, endings)
    if isinstance(content, str) or not is_workbook(bytes(content)):
        return _checked_text(content, known_as)
    if len(content) > MAX_BYTES:
        content = _read_on(source, bytes(content), known_as)
    return bytes(content)


def _read(source: Any, known_as: str, endings: tuple[str, ...]) -> Any:
    try:
        # One byte more than allowed tells that there is more.
        if isinstance(source, str | os.PathLike):
            return read_bytes(source, MAX_BYTES + 1)
        return _read_stream(source, MAX_BYTES + 1)
    except (OSError, ValueError, AttributeError, TypeError) as fault:
        raise _unreadable(source, known_as, fault, endings) from None


def _checked_text(content: Any, known_as: str) -> str:
    # A document or a picture that is too large is named as what it is.
    if len(content) > MAX_BYTES and (isinstance(content, str) or kind_of(content) is None):
        raise _too_large(known_as)
    return _text(content, known_as)


def _read_on(source: Any, start: bytes, known_as: str) -> bytes:
    """A whole workbook that is larger than a text may be."""
    try:
        if not isinstance(source, str | os.PathLike):
            content = start + bytes(_read_stream(source, MAX_WORKBOOK_BYTES + 1 - len(start)))
        elif is_pipe(source):
            # What came through a pipe cannot be read again.
            raise _too_large(known_as)
        else:
            content = read_bytes(source, MAX_WORKBOOK_BYTES + 1)
    except (OSError, ValueError) as fault:
        raise _unreadable(source, known_as, fault, ()) from None
    if len(content) > MAX_WORKBOOK_BYTES:
        way_out = "take out pictures and sheets without a case"
        what = f"the workbook is larger than {MAX_WORKBOOK_BYTES // 1_000_000} MB"
        raise _fault("CM002", what, way_out, Place(known_as))
    return content


def write_text(path: str | Path, text: str) -> None:
    """Write `text` to `path` in UTF-8, whole or not at all: see `write_bytes`.

    Parameters
    ----------
    path
        The file.
    text
        Its new content.

    Raises
    ------
    CountermoveError
        Where the file cannot be written; then it is as it was.
    """
    with _named(path):
        _replace(Path(os.path.realpath(path)), text.encode("utf-8"))


def write_bytes(path: str | Path, content: bytes) -> None:
    """Write `content` to `path`, whole or not at all: a new file takes the place of the old one.

    A symbolic link is followed, and an existing file keeps its permissions.

    Parameters
    ----------
    path
        The file.
    content
        Its new content.

    Raises
    ------
    CountermoveError
        Where the file cannot be written; then it is as it was.
    """
    with _named(path):
        _replace(Path(os.path.realpath(path)), content)


@contextmanager
def _named(path: str | Path) -> Iterator[None]:
    """What goes wrong is said with the name of the file."""
    try:
        yield
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise CountermoveError(f"{path}: the file cannot be written: {reason.lower()}") from None


def _replace(target: Path, content: bytes) -> None:
    if target.exists() and not target.is_file():
        target.write_bytes(content)  # a device or a pipe takes what it is given, and is not replaced
        return
    # The name is settled before there is a file of that name: from then on, whatever happens, it is taken away.
    temporary = target.with_name(f".{target.name[:40]}.{os.urandom(8).hex()}.part")
    # Without it a signal between opening and replacing would leave the temporary file behind.
    with leaving_in_order():
        try:
            with open(temporary, "xb", opener=_private) as file:
                file.write(content)
                file.flush()
                # The new content has to be on the disk before the name points at it, or a power cut leaves an empty
                # file.
                os.fsync(file.fileno())
            os.chmod(temporary, _mode(target))
            os.replace(temporary, target)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


@contextmanager
def leaving_in_order() -> Iterator[None]:
    """As long as it lasts, a signal that ends the program raises `SystemExit`, as Ctrl-C raises an exception anyway.

    Signals for which somebody else has a handler are left to it, and so are all in a thread of its own.
    """
    ending = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    if current_thread() is not main_thread():
        # Python lets only the main thread set handlers.
        ending = []
    ending = [number for number in ending if signal.getsignal(number) is signal.SIG_DFL]
    try:
        for number in ending:
            signal.signal(number, _leave)
        yield
    finally:
        for number in ending:
            signal.signal(number, signal.SIG_DFL)


def _leave(number: int, _: object) -> NoReturn:
    raise SystemExit(128 + number)


def _mode(target: Path) -> int:
    """The permissions of the file that is replaced, or those that a new file has by default."""
    try:
        return stat.S_IMODE(target.stat().st_mode)
    except OSError:
        # The mask can only be read by setting it.
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask


def read_bytes(path: str | os.PathLike[str], most: int) -> bytes:
    """The first bytes of a file, a device or a pipe, `most` at most; a pipe is given up where nothing comes.

    Parameters
    ----------
    path
        Its path.
    most
        The number of bytes.

    Returns
    -------
    bytes
        Fewer where it ends before.

    Raises
    ------
    OSError
        Where it cannot be read.
    """
    if is_pipe(path):
        return read_pipe(path, most)
    with open(path, "rb") as file:
        return file.read(most)


def _read_stream(stream: Any, most: int) -> Any:
    content = stream.read(most)
    while len(content) < most and (more := stream.read(most - len(content))):
        content += more
    return content


def _text(content: Any, name: str) -> str:
    if isinstance(content, str):
        text = content
    else:
        data = bytes(content)
        # Decoded as UTF-8 such a file would fail at its first byte, with a message that helps nobody.
        if kind := kind_of(data):
            raise _fault(kind.code, f"this is {kind.name}", kind.way_out, Place(name))
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError as fault:
            what = f"the byte 0x{data[fault.start]:02x} is not UTF-8"
            raise _fault(
                "CM003", what, "save the file as UTF-8", _place(data[: fault.start].decode("utf-8"), name)
            ) from None
    text = text.removeprefix("\ufeff")
    control = re.search("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]", text)
    if control:
        what = f"the file contains the control character U+{ord(control[0]):04X}"
        raise _fault("CM003", what, "a case file is plain text: take it out", _place(text[: control.start()], name))
    return text


def _place(before: str, name: str) -> Place:
    lines = re.split("\r\n|\r|\n", before)
    return Place(name, len(lines), len(lines[-1]) + 1)


def _too_large(name: str) -> CaseError:
    return _fault("CM002", f"the file is larger than {MAX_BYTES // 1_000_000} MB", "is it a case file?", Place(name))


def _unreadable(source: Any, name: str, fault: Exception, endings: tuple[str, ...]) -> CaseError:
    match fault:
        case FileNotFoundError():
            return _fault("CM001", "there is no such file", _neighbours(Path(source), endings), Place(name))
        case IsADirectoryError():
            return _fault("CM001", "this is a directory", "name a file in it", Place(name))
        case SilentPipeError():
            return _fault("CM001", fault.what, fault.way_out, Place(name))
        case PermissionError():
            return _fault("CM001", "the file may not be read by you", "change its permissions", Place(name))
        case UnicodeDecodeError():
            return _fault("CM003", "the file is not text in UTF-8", "save the file as UTF-8", Place(name))
        case OSError():
            reason = fault.strerror or type(fault).__name__
            return _fault(
                "CM001",
                f"the file cannot be read: {reason.lower()}",
                "check its name and the disk",
                Place(name),
            )
    return _fault("CM001", f"the file cannot be read: {fault}", "give a path or an open file", Place(name))


def _neighbours(path: Path, endings: tuple[str, ...]) -> str:
    """The way out of a missing file: what lies beside it and could have been meant."""
    names: list[str] = []
    with suppress(OSError, ValueError), os.scandir(path.parent) as entries:
        for entry, _ in zip(entries, range(1000), strict=False):
            if not endings or entry.name.lower().endswith(endings):
                names.append(entry.name)
    near = did_you_mean(path.name, sorted(names))
    if near.startswith("did you mean"):
        return near
    # A relative path is looked up in a folder that people often do not think of.
    return f"check the name; the folder is {path.parent.absolute()}"


def _fault(code: str, message: str, hint: str, place: Place) -> CaseError:
    return CaseError([Diagnostic(code, "error", (), message, hint, place=place)])


PIPE_WIDTH = 100
"""Columns of text that goes to a file or a pipe: a page of the documentation shows this many."""


def screen(output: str | None) -> tuple[int, bool]:
    """How wide text may be, and whether it may have colour: on a terminal only, and not with NO_COLOR.

    Parameters
    ----------
    output
        The file that is written; None for standard output.

    Returns
    -------
    tuple
        Columns, and whether colours may be used.
    """
    import shutil

    if output is not None or sys.stdout is None or not sys.stdout.isatty():
        return PIPE_WIDTH, False
    colour = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return shutil.get_terminal_size((PIPE_WIDTH, 24)).columns, colour


def deliver(text: str, output: str | None = None) -> None:
    """Write a whole result to the file named, or to standard output.

    Nothing is said where the reader of a pipe has left.

    Parameters
    ----------
    text
        The result; a line feed is added where it has none at its end.
    output
        The file; None for standard output.

    Raises
    ------
    CountermoveError
        Where it cannot be written.
    """
    text = text if text.endswith("\n") else f"{text}\n"
    if output == "":
        raise CountermoveError("-o needs the name of a file")
    if output is not None:
        write_text(output, text)
        return
    with _standard_output() as stream:
        stream.write(text)
        stream.flush()


def deliver_bytes(content: bytes, output: str | None = None) -> None:
    """Write a whole result that is no text to the file named, or to standard output where that is no terminal.

    Parameters
    ----------
    content
        The result.
    output
        The file; None for standard output.

    Raises
    ------
    CountermoveError
        Where it cannot be written, and where standard output is a terminal.
    """
    if output is not None:
        write_bytes(output, content)
        return
    with _standard_output() as stream:
        if stream.isatty():
            raise CountermoveError("this form is not text, and a terminal cannot show it; name a file with -o")
        stream.flush()
        stream.buffer.write(content)
        stream.buffer.flush()


@contextmanager
def _standard_output() -> Iterator[TextIO]:
    """Standard output; what goes wrong with it is said, but for a reader of a pipe who has left."""
    if sys.stdout is None:
        raise CountermoveError("standard output is closed; name a file with -o")
    try:
        yield sys.stdout
    except BrokenPipeError:
        _abandon(sys.stdout)
    except OSError as fault:
        _abandon(sys.stdout)
        reason = (fault.strerror or str(fault)).lower()
        raise CountermoveError(f"standard output cannot be written: {reason}") from None


def say(message: str) -> None:
    """A message on standard error.

    Parameters
    ----------
    message
        One line or several; control characters are written as escapes.
    """
    if sys.stderr is not None:
        print(printable(message), file=sys.stderr)


def _abandon(stream: TextIO) -> None:
    """Let whatever is still to be written to a stream vanish, so that leaving the program is quiet."""
    # Python flushes standard output when it exits, and would print a second error then.
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), stream.fileno())
