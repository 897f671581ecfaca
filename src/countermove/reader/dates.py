"""Dates in a text: calendar dates as ISO, relative ones as offsets from the article's date, weekdays by tense.

Only patterns that cannot be read otherwise: a general parser takes "we" for Wednesday. Durations, seasons and
steps from another event ("two days later") are no dates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from countermove.reader.records import Day

__all__ = ["MONTHS", "days", "iso_day"]

MONTHS = {
    name: k
    for k, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), 1)
    for name in names.split()
}  # fmt: skip
MONTH = r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December|JANUARY|FEBRUARY" \
        r"|MARCH|APRIL|MAY|JUNE|JULY|AUGUST|SEPTEMBER|OCTOBER|NOVEMBER|DECEMBER|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec" \
        r"|JAN|FEB|MAR|APR|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\b\.?)"  # fmt: skip
DAY = r"(?P<day>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
YEAR = r"(?P<year>1[89]\d\d|20\d\d)"
NUMBERS = {
    word: k
    for k, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
}
NUMBERS |= {"a": 1, "an": 1, "a couple of": 2, "fifteen": 15, "twenty": 20, "thirty": 30}
NUMBER = r"(?P<n>\d{1,3}|an?|a couple of|" + "|".join(sorted(NUMBERS, key=len, reverse=True)) + ")"
UNIT = r"(?P<unit>day|week|fortnight|month|year|decade)s?"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
CALENDAR = tuple(
    re.compile(pattern)
    for pattern in (
        r"\b(?P<year>1[89]\d\d|20\d\d)-(?P<mm>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])\b",
        rf"\b(?:the )?{DAY}(?: of)?\s+{MONTH}(?:,?\s+{YEAR})?\b",
        rf"\b{MONTH}\s+{DAY}\b(?!\s*(?:per|%|million|people))(?:,?\s+{YEAR}\b)?",
        rf"\b{MONTH}(?:\s+of)?,?\s+{YEAR}\b",
    )
)
BARE_MONTH = re.compile(
    r"\b(?:in|by|since|until|till|last|next|this|early|late|mid-?|of|from|before|after|during|to|for)[ -]"
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December)\b(?!\s+\d)"
)
BARE_YEAR = re.compile(
    r"\b(?:in|of|since|until|by|from|to|before|after|and|during|between|early|late|the|for|than|,)\s+(?:(?:early|late|the)\s+)?"
    r"(?P<year>19[0-9]\d|20[0-4]\d)\b(?!\s*(?:per|%|people|men|soldiers|troops|miles|kilomet|tons|tonnes|dollars|euros|million|villages|ships))"
)
AND_YEAR = re.compile(r"\b(?P<year>19\d\d|20[0-4]\d)(?=(?:\s*[-–]\s*|\s+(?:and|or|to)\s+)(?:19\d\d|20[0-4]\d)\b)")
AGO = re.compile(rf"\b(?:(?:about|almost|nearly|some|just|only|over|more than)\s+)?{NUMBER}\s+{UNIT}\s+ago\b", re.IGNORECASE)
FUTURE = re.compile(
    rf"\b(?:in|within)\s+(?:(?:about|less than|the next|some|the coming)\s+)?{NUMBER}\s+{UNIT}(?:[’']s?\s+time|\s+from now)?\b"
    r"(?!\s+(?:of|that|at|the(?![^.;]{0,60}\bwill\b)|ago|more|running|in a row|he|she|we|they))", re.IGNORECASE)  # fmt: skip
FROM_NOW = re.compile(rf"\b{NUMBER}\s+{UNIT}\s+(?:from now|hence|from today)\b", re.IGNORECASE)
NEAR = re.compile(
    r"\b(?P<which>last|past|next|this|coming|previous)\s+(?P<unit>week|month|year|fortnight|decade)\b"
    , re.IGNORECASE)  # fmt: skip
DEICTIC = re.compile(
    r"\b(?:the day before yesterday|the day after tomorrow|yesterday(?: (?:morning|afternoon|evening|night))?|last night"
    r"|tomorrow(?: (?:morning|afternoon|evening|night))?|today|tonight|this (?:morning|afternoon|evening))\b", re.IGNORECASE)  # fmt: skip
WEEKDAY = re.compile(
    rf"\b(?:(?P<which>last|next|this|past|coming)\s+)?(?P<weekday>{'|'.join(WEEKDAYS)})\b(?!s)(?!\s+(?:{'|'.join(WEEKDAYS)}))"
)
HABIT = re.compile(r"\b(?:every|each|on any|one)\s+$|\bfor\s+(?:the\s+)?$", re.IGNORECASE)


def iso_day(text: str) -> str:
    """The first calendar date with its year in a text, as ISO; empty where there is none.

    Parameters
    ----------
    text
        A date as it stands in a text.

    Examples
    --------
    >>> iso_day("Danube Courier, 14 March 2019"), iso_day("21 AUG 2020  14:05"), iso_day("no date")
    ('2019-03-14', '2020-08-21', '')
    """
    for pattern in CALENDAR:
        for m in pattern.finditer(text):
            value = _value(m)
            if len(value) >= 7 and not value.startswith("-"):
                return value
    return ""


def days(text: str) -> list[Day]:
    """All dates in a text, in order.

    Parameters
    ----------
    text
        The cleaned text.

    Returns
    -------
    list of Day
        In order; what is relative to an unknown date stays an offset.

    Examples
    --------
    >>> [d.value for d in days("They met on 20 June, two months ago, and will meet again on Tuesday.")]
    ['--06-20', 'P-2M', '+W2']
    """
    dates: list[Day] = []
    for day in _all(text):
        # Patterns come from the surest to the vaguest, so that the first one to read a stretch is right.
        if not any(day.start < other.end and other.start < day.end for other in dates):
            dates.append(day)
    return sorted(dates, key=lambda day: day.start)


def _all(text: str) -> Iterator[Day]:
    for pattern in CALENDAR:
        yield from (Day(*m.span(), value) for m in pattern.finditer(text) if (value := _value(m)))
    for pattern, sign in ((AGO, "-"), (FUTURE, "+"), (FROM_NOW, "+")):
        for m in pattern.finditer(text):
            n, unit = _number(m["n"]), m["unit"].lower()
            if n:
                yield Day(*m.span(), _offset(sign, n, unit))
    for m in DEICTIC.finditer(text):
        yield Day(*m.span(), _deictic(m[0].lower()))
    for m in NEAR.finditer(text):
        which = m["which"].lower()
        if (
            which in ("past", "this", "coming", "previous")
            and re.search(r"\b(?:over|for|in|during|of) the $", text[: m.start()])
            and which != "coming"
        ):
            continue
        sign, n = {"last": ("-", 1), "past": ("-", 1), "previous": ("-", 1), "this": ("+", 0)}.get(which, ("+", 1))
        yield Day(*m.span(), _offset(sign, n, m["unit"].lower()))
    yield from _weekdays(text)
    for m in BARE_MONTH.finditer(text):
        # May is also a verb.
        if not (m["month"] == "May" and re.match(r"\s+(?:be|have|not|I)\b", text[m.end() :])):
            yield Day(*m.span("month"), f"--{MONTHS[m['month'].lower()]:02d}")
    for pattern in (BARE_YEAR, AND_YEAR):
        yield from (Day(*m.span("year"), m["year"]) for m in pattern.finditer(text))


def _weekdays(text: str) -> Iterator[Day]:
    for m in WEEKDAY.finditer(text):
        before = text[max(0, m.start() - 12) : m.start()]
        # "every Monday" is no date.
        if HABIT.search(before) and not m["which"]:
            continue
        left = re.split(r"[.;!?“”\"]\s|\bbut\b|, (?=and|who|which)", text[max(0, m.start() - 160) : m.start()])[-1]
        right = re.split(r"[.;!?]|\bafter\b|\bbecause\b|, ", text[m.end() : m.end() + 80])[0]
        which = (m["which"] or "").lower()
        is_future = which in ("next", "coming") or (which not in ("last", "past") and _is_future(left, right))
        yield Day(*m.span(), f"{'+' if is_future else '-'}W{WEEKDAYS.index(m['weekday']) + 1}")


def _is_future(left: str, right: str) -> bool:
    """Whether a weekday lies ahead: the verb before it, or after it, is about the future."""
    said = re.search(
        r"\b(?:said|told|announced|warned|confirmed|declared|reported|claimed|stated|added|insisted)(?:\s+\w+){0,4}\s+(?:on\s+)?$",
        left,
    )
    # "said on Monday": the speech has happened, whatever it is about.
    if said:
        return False
    verbs = list(
        re.finditer(
            r"\b(?:will|shall|due|planned|scheduled|expected|until|by|set|is to|are to|going to|next|would|\w+ed|was|were|had|met|held|came|went|flew|took|began|left|sent)\b",
            left,
        )
    )
    if verbs:
        return bool(
            re.fullmatch(
                r"will|shall|due|planned|scheduled|expected|until|by|set|is to|are to|going to|next|would", verbs[-1][0]
            )
        ) or bool(re.search(r"\b(?:will|shall)\b", left))
    return bool(re.search(r"\b(?:will|shall|is to|are to)\b", right))


def _value(m: re.Match[str]) -> str:
    parts = m.groupdict()
    month = int(parts["mm"]) if parts.get("mm") else MONTHS[parts["month"].lower().rstrip(".")]
    day, year = parts.get("day"), parts.get("year")
    if day is None and parts.get("month") == "May" and year is None:
        return ""
    return f"{year or '-'}-{month:02d}" + (f"-{int(day):02d}" if day else "")


def _number(text: str) -> int:
    return int(text) if text.isdigit() else NUMBERS.get(text.lower(), 0)


def _offset(sign: str, n: int, unit: str) -> str:
    if unit == "fortnight":
        n, unit = 2 * n, "week"
    if unit == "decade":
        n, unit = 10 * n, "year"
    return f"P{sign}{n}{unit[0].upper()}"


def _deictic(words: str) -> str:
    if words.startswith("the day"):
        return "P-2D" if "before" in words else "P+2D"
    if words.startswith(("yesterday", "last")):
        return "P-1D"
    return "P+1D" if words.startswith("tomorrow") else "P+0D"
