"""From bytes to text: what kind of file an article is, its encoding and language, and refusals of what is no article."""

from __future__ import annotations

import hashlib
import io
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from countermove.errors import QuestionError, SizeError

__all__ = ["MAX_BYTES", "Original", "missing_extra", "original_of", "require_english"]

MAX_BYTES = 20_000_000
"""Bytes of an article, with its pictures."""
MAX_CHARACTERS = 400_000
"""Characters of its text: about 65,000 words, a book and not an article."""
HTML = re.compile(rb"^\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article)\b", re.IGNORECASE | re.DOTALL)
CONTROL = re.compile("[\0-\x08\x0e-\x1b]")
MIN_PAGE_WORDS = 40
"""Words of a page below which it is more often a notice, a paywall or a list of links than an article."""


@dataclass(frozen=True)
class Original:
    """An article as it came: its text (extracted, for HTML and PDF), the hash of its bytes, what its page says of it.

    Parameters
    ----------
    name
        The name of the file.
    form
        ``text``, ``html`` or ``pdf``.
    text
        The text; of HTML and PDF what was extracted.
    sha256
        The hash of the bytes, by which a changed article is recognised.
    said
        What its page says of it: title, author, outlet, date.
    """

    name: str
    form: str
    text: str
    sha256: str
    said: dict[str, str] = field(default_factory=dict)


def missing_extra(fault: ImportError) -> QuestionError:
    """What to do where a library of the reader is not installed.

    Parameters
    ----------
    fault
        The failed import.

    Returns
    -------
    QuestionError
        With the command that installs what is missing.
    """
    return QuestionError(f'reading articles needs {fault.name}; install it: pip install "countermove[reader]"')


def original_of(data: bytes, name: str) -> Original:
    """The text of an article: plain text in any usual encoding, HTML, or PDF.

    Parameters
    ----------
    data
        The bytes of the article.
    name
        Its name: messages use it, and its ending tells HTML where the bytes do not.

    Returns
    -------
    Original
        The text as it came.

    Raises
    ------
    QuestionError
        Where there is none: empty, binary, encrypted, scanned, a page without an article.
    SizeError
        Above `MAX_BYTES` or `MAX_CHARACTERS`.

    Examples
    --------
    >>> original_of(b"Riga protested. \\x93No\\x94, said Minsk.", "a.txt").text
    'Riga protested. “No”, said Minsk.'
    """
    if len(data) > MAX_BYTES:
        raise SizeError(f"{name}: the file is larger than {MAX_BYTES // 1_000_000} MB; is it one article?")
    if not data.strip():
        raise QuestionError(f"{name}: the file is empty")
    said: dict[str, str] = {}
    if data[:1024].lstrip().startswith(b"%PDF-"):
        form, text = "pdf", _from_pdf(data, name)
    elif HTML.match(data[:4096]) or (name.lower().endswith((".html", ".htm")) and b"<" in data[:4096]):
        form = "html"
        text, said = _from_html(data, name)
    else:
        form, text = "text", _decoded(data, name)
    if not re.search(r"\w", text):
        raise QuestionError(f"{name}: there are no words in it")
    if len(text) > MAX_CHARACTERS:
        raise SizeError(f"{name}: its text has {len(text):,} characters, an article has fewer than {MAX_CHARACTERS:,}")
    return Original(name, form, text, hashlib.sha256(data).hexdigest(), said)


def _decoded(data: bytes, name: str) -> str:
    # Text of other programs often comes so; UTF-8 would refuse its first byte.
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise QuestionError(f"{name}: the file begins like UTF-16 and is not; save it as UTF-8") from None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        # Files that were pasted together have lines in different encodings: each line is decoded for itself.
        text = "".join(_line(line) for line in data.splitlines(keepends=True))
    text = text.removeprefix("\ufeff")
    strange = len(CONTROL.findall(text[:20_000]))
    if "\0" in text[:20_000] or strange > len(text[:20_000]) // 100:
        raise QuestionError(f"{name}: this is not text; the reader takes plain text, HTML and PDF")
    return text


def _line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", "replace")


def _from_html(data: bytes, name: str) -> tuple[str, dict[str, str]]:
    try:
        import trafilatura
        from trafilatura.settings import use_config
    except ImportError as fault:
        raise missing_extra(fault) from None
    config = use_config()
    # No timeout: it works by a signal, which only the main thread may set.
    config.set("DEFAULT", "EXTRACTION_TIMEOUT", "0")
    tree = trafilatura.load_html(data)
    words_of_page = [] if tree is None else tree.xpath("//text()[not(ancestor::script or ancestor::style)]")
    page: Any = trafilatura.bare_extraction(
        data, include_comments=False, include_tables=False, favor_precision=True, with_metadata=True, config=config
    )
    text = _without_repeats((page.text or "") if page else "", "".join(words_of_page))
    if not re.search(r"[.!?]", text):
        raise QuestionError(f"{name}: the page seems to have no article in it; save its text and read that")
    if (count := len(text.split())) < MIN_PAGE_WORDS:
        what = f"the article that the page seems to have is too short ({count} words)"
        raise QuestionError(f"{name}: {what}; if it is complete, save its text and read that")
    said = {"title": page.title, "author": page.author, "outlet": page.sitename, "date": page.date}
    return text, {key: str(value) for key, value in said.items() if value}


def _without_repeats(text: str, page: str) -> str:
    """The paragraphs of an extracted text, each as often at most as its page has it.

    Some releases of trafilatura take a short page in twice: what they are sure of, and then all paragraphs again.
    """
    lines = text.split("\n")
    page = " ".join(page.split())
    # Markup within a line can keep it from being recognised in the page, where it then counts 0.
    allowed = {line: max(1, page.count(line)) for line, count in Counter(lines).items() if line and count > 1}
    kept, taken = [], Counter[str]()
    for line in lines:
        taken[line] += 1
        if line not in allowed or taken[line] <= allowed[line]:
            kept.append(line)
    return "\n".join(kept)


def _from_pdf(data: bytes, name: str) -> str:
    try:
        from pypdf import PdfReader
        from pypdf.errors import PyPdfError
    except ImportError as fault:
        raise missing_extra(fault) from None
    import logging

    # It warns of every oddity of a file on standard error.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise QuestionError(f"{name}: the PDF is encrypted; open it with its password and save it without one")
        # An article has no more pages; a longer file is a book.
        pages = [page.extract_text() for page in reader.pages[:200]]
    except QuestionError:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        OSError,
        RecursionError,
        ImportError,
        NotImplementedError,  # what pypdf raises for encryptions and filters that it cannot read
    ) as fault:
        raise QuestionError(
            f"{name}: the PDF cannot be read: {' '.join(str(fault).split()) or type(fault).__name__}"
        ) from None
    text = _in_paragraphs(pages)
    if len(re.findall(r"\w{2,}", text)) < 5:
        raise QuestionError(f"{name}: the PDF has no text (is it a scan?); recognise its text first (OCR)")
    return text


def _in_paragraphs(pages: list[str]) -> str:
    """The text of pages with an empty line after each paragraph: a PDF tells lines and no paragraphs.

    A paragraph ends with a line that is clearly shorter than most, unless what follows goes on with a small letter.
    Numbers of pages are left out, so that a sentence may run on over the page.
    """
    lines = [line.strip() for page in pages for line in page.strip().split("\n") if not re.fullmatch(r"\s*\d+\s*", line)]
    lengths = sorted(len(line) for line in lines if line)
    # The upper quartile: most lines of a paragraph are full, and headings and last lines are not.
    usual = lengths[len(lengths) * 3 // 4] if lengths else 0
    paragraphs = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        paragraphs.append(line)
        if 4 * len(line) < 3 * usual and not re.search(r"[-,]$", line) and not following[:1].islower():
            paragraphs.append("")
    return "\n".join(paragraphs).strip()


COMMON = {
    "English": "the of and to in a is that for it was on with as be by are this from at not have has had he they",
    "German": "der die und das in zu den von mit ist auf für nicht des sich eine dem im ein als auch werden hat dass wird",
    "French": "de la le et les des en un une du que pour dans est qui par sur au pas plus ce ne avec il sont",
    "Spanish": "de la que el en los y del las se por con para una un no su al es lo como más pero sus este",
    "Italian": "di e il la che in a per un del della con non una le dei da al sono si come nel ha alla più",
    "Portuguese": "de a que o e do da em um para com não uma os no se na por mais as dos como mas ao das",
    "Dutch": "de van het een en in is dat op te zijn met voor niet aan er om als ook door naar bij maar wordt",
    "Polish": "w i na z że się nie do jest o to od po za jak przez dla są ale przy oraz który tym już być",
    "Swedish": "och i att det som en på är av för med till den har inte om ett men de var jag från vi kan",
    "Danish or Norwegian": "og i at det er en til på som med for den av de ikke der har et men om af vi var han fra",
    "Finnish": "ja on ei se että oli joka mutta myös hän kun kuin ovat sen tai niin mukaan jo ole vain",
    "Turkish": "ve bir bu için da de ile olarak çok daha olan gibi en ama ne var sonra kadar olduğu",
    "Romanian": "de și în a la cu pe că o nu un din mai care este pentru se au fost sunt ce le",
    "Czech": "a se v na je že s z do o i to k za by ale jako po ve pro od který jsou však",
    "Hungarian": "a az és hogy nem is egy van ez csak meg de azt már el ha még volt kell mint vagy",
    "Indonesian": "yang dan di dengan untuk pada tidak ini dari dalam akan itu adalah oleh sebagai juga telah bahwa",
}  # fmt: skip
SCRIPTS = {
    "Cyrillic script (Russian, Ukrainian, ...)": r"[\u0400-\u04ff]",
    "Greek": r"[\u0370-\u03ff]",
    "Arabic script (Arabic, Persian, ...)": r"[\u0600-\u06ff]",
    "Hebrew": r"[\u0590-\u05ff]",
    "Japanese": r"[\u3040-\u30ff]",
    "Korean": r"[\uac00-\ud7af]",
    "Chinese": r"[\u4e00-\u9fff]",
    "Thai": r"[\u0e00-\u0e7f]",
    "an Indian script": r"[\u0900-\u0dff]",
    "Georgian": r"[\u10a0-\u10ff]",
    "Armenian": r"[\u0530-\u058f]",
}


def require_english(text: str, name: str) -> None:
    """Refuse a text in another language, and say which; `QuestionError`.

    Parameters
    ----------
    text
        The text.
    name
        The name of the article in messages.

    Raises
    ------
    QuestionError
        Where it is in another language, which is named.

    Examples
    --------
    >>> require_english("Die Regierung hat die Verhandlungen mit der Union nicht abgebrochen und will sie.", "a.txt")
    Traceback (most recent call last):
    ...
    countermove.errors.QuestionError: a.txt: the text is in German; the reader understands English only
    """
    letters = len(re.findall(r"[^\W\d_]", text))
    for script, pattern in SCRIPTS.items():
        if len(re.findall(pattern, text)) > letters * 0.4:
            raise QuestionError(f"{name}: the text is in {script}; the reader understands English only")
    words = Counter(re.findall(r"[^\W\d_]+", text.lower()))
    total = sum(words.values())
    # Letters that stand alone, as in UTF-32 read byte by byte, are words of Czech and Spanish, and text of no language.
    if total and sum(count for word, count in words.items() if len(word) == 1) > total / 2:
        raise QuestionError(f"{name}: this is not running English text; if it looks right elsewhere, save it as UTF-8")
    shares = {lang: sum(words[w] for w in common.split()) / max(total, 1) for lang, common in COMMON.items()}
    best = max(shares, key=lambda lang: shares[lang])
    if best != "English" and shares[best] > 0.12 and shares["English"] < 0.8 * shares[best]:
        raise QuestionError(f"{name}: the text is in {best}; the reader understands English only")
    if shares["English"] < 0.08 and total >= 40:
        raise QuestionError(f"{name}: the text is not in English, or no running text; the reader understands English only")
