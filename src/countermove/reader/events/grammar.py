"""The little grammar that events need: verb or noun, active or passive, negated, hypothetical or scheduled."""

from __future__ import annotations

import re

from countermove.reader.text import Word
from countermove.reader.words import word_set

__all__ = [
    "ADVERBS",
    "AUX",
    "BE",
    "DETERMINERS",
    "MODALS",
    "PREPOSITIONS",
    "is_noun_event",
    "is_passive",
    "is_verb",
    "left_of",
    "status_of",
]

BE = word_set("be is are was were been being am isn't aren't wasn't weren't")
MODALS = word_set(
    "will would shall should can could may might must won't wouldn't couldn't can't cannot shan't shouldn't 'll 'd"
)
AUX = BE | MODALS | word_set("has have had do does did hasn't haven't hadn't don't doesn't didn't having get gets got")
ADVERBS = word_set("""not never also already now still again once even nevertheless then only just always first soon ever yet often probably openly
    quietly formally repeatedly immediately finally jointly both all therefore instead simply twice later officially publicly recently
    actually really either so far ready itself themselves himself herself neither nor""")
DETERMINERS = word_set(
    "a an the this that these those its his her their our my your no any every each some another such what whose several many few both"
)
PREPOSITIONS = word_set(
    "of for in on with by under after against at from about into over without between through during before since until despite per like as than"
)
PRONOUNS = word_set("i we they you he she it who which that nobody somebody everyone both neither")
SCHEDULED = word_set("will shall")
HYPOTHETICAL = word_set("would should could may might can must 'd")
NEGATIONS = word_set("not never nobody neither nor no-one none no without cannot")
PLANNED = re.compile(
    r"\b(?:is|are|was|were) (?:to|due to|set to|expected to|scheduled to|planned|scheduled)\b|\b(?:plans?|planned|intends?|announced|promised|promises?|promise|agreed|agrees|undertook"
    r"|pledged|pledges|offered|offers|vowed|vows|prepar\w+|ready|readiness|committed|decided) (?:\w+ ){0,2}?to (?:\w+ )?$|\bgoing to (?:\w+ )?$"
)
DEMANDED = re.compile(
    r"\b(?:ask|asks|asked|demand\w*|urge\w*|call(?:s|ed)? (?:on|upon|for)|want(?:s|ed)?|propos\w+|request\w*|threat\w*|fear\w*|appeal\w*|insist\w*|wish(?:es|ed)?|hope\w*|would like|tell|told|press\w*|invit\w+"
    r"|suggest\w*|try|tries|tried|could|might|persuade\w*|forc\w+|need\w*|allow\w*|warn\w*|dream\w*|plea\w*|advis\w+|seek\w*|sought|in favour of|right|beg\w*|order\w*|hint\w*|require\w*|summon\w*|order)\b[^.;:]{0,80}?\b(?:to|that|of|for|be|on)\b(?: \w+){0,9} ?$"
)
IF = re.compile(
    r"\b(?:if|unless|until|whether|in case|should|provided that|as long as|before)\b(?![^,]*,)[^;]*$", re.IGNORECASE
)
REFUSED = re.compile(
    r"\b(?:refus\w+|declin\w+|fail(?:s|ed)?|unwilling|not ready|not prepared|never|nobody|no one|without|neither|rul\w+ out|reject\w+|unable)\b(?: \w+){0,3}? (?:to )?(?:\w+ )?$",
    re.IGNORECASE,
)


UNREAL = word_set("imminent possible threatened feared potential likely looming hypothetical supposed impending")
"""What is said of an attack that has not happened."""


def left_of(words: tuple[Word, ...], at: int) -> int:
    """The position before a verb with its auxiliaries and adverbs, and a "to".

    Parameters
    ----------
    words
        The words of a sentence.
    at
        A position among them, counted from 0.
    """
    k = at - 1
    while k >= 0 and (
        words[k].low in AUX
        or words[k].low in ADVERBS
        or (words[k].low.endswith("ly") and len(words[k].low) > 4 and words[k].low not in ("ally", "july"))
    ):
        k -= 1
    return k


def is_verb(words: tuple[Word, ...], at: int, ends: frozenset[int], lemma: str) -> bool:
    """Whether the word at a position is used as a verb; `ends` are the positions where mentions end.

    Parameters
    ----------
    words
        The words of a sentence.
    at
        The position of the word, counted from 0.
    ends
        Positions where mentions end: what follows an actor may be its verb.
    lemma
        The basic form of the verb that it may be.
    """
    low = words[at].low
    before = words[at - 1].low if at else ""
    after = words[at + 1].low if at + 1 < len(words) else ""
    if low == "meeting" and at - 1 in ends:  # "a Russian-American meeting"
        return False
    if low.endswith("ing"):
        return before not in DETERMINERS and before not in PREPOSITIONS - {
            "of",
            "without",
            "by",
            "from",
            "against",
            "before",
            "after",
            "about",
            "for",
            "in",
            "on",
        }
    if words[at].text[:1].isupper() and at and words[at - 1].text not in '“"‘:':
        return False
    if low != lemma and not low.endswith("s"):  # a past form
        return (
            not (before in DETERMINERS and after not in PREPOSITIONS and after not in ("", ",", ".", "and", "to"))
            and before != "the"
        )
    if before in DETERMINERS or (before in PREPOSITIONS and before != "that") or before in ("'s", "’s"):
        return before in ("that", "both") and low.endswith("s")
    left = left_of(words, at)
    if left < at - 1 and any(words[k].low in AUX - BE for k in range(left + 1, at)):
        return True
    lead = words[left].low if left >= 0 else ""
    if lead == "to" or lead in PRONOUNS or left in ends or left < 0:
        return True
    if lead.isdigit() or re.fullmatch(r"\d.*", lead):
        return False
    if lead in ("and", "or", ",", "but"):
        return low != lemma or after in DETERMINERS or after in ("it", "them", "us", "to") or at + 1 in ends
    if low == lemma:
        return lead.endswith("s") and not lead.endswith(("ss", "us", "'s")) and after not in ("of", ".", ",", "and", "")
    return (
        after in DETERMINERS
        or after in ("to", "that", "it", "them", "us", "him", "for", "on")
        or (after[:1].isalpha() and words[at + 1].text[0].isupper())
    )


def is_passive(words: tuple[Word, ...], at: int, lemma: str) -> bool:
    """Whether a participle is passive: after a form of be, or by itself behind a noun ("a ban introduced in 2019").

    Parameters
    ----------
    words
        The words of a sentence.
    at
        The position of the verb, counted from 0.
    lemma
        Its basic form.
    """
    low = words[at].low
    if low == lemma or low.endswith(("ing", "s")):
        return False
    k = at - 1
    while k >= 0 and (words[k].low in ADVERBS or words[k].low.endswith("ly")):
        k -= 1
    if k >= 0 and words[k].low in BE:
        return True
    if at + 2 < len(words) and words[at + 1].low == "by" and not words[at + 2].low.endswith("ing"):
        return True
    return (
        k >= 0
        and words[k].low == ","
        and at + 1 < len(words)
        and words[at + 1].low in ("in", "by", "on", "after", "since", "last")
    )


LIGHT = re.compile(
    r"\b(?:hold|holds|held|holding|resum\w+|began|begin|begins|start\w*|open\w*|launch\w*|end|ends|ended|fail\w*|collaps\w+|tak\w+ place|took place|take place|plan|planned|schedul\w+|postpon\w+|cancel\w+"
    r"|conven\w+|host\w*|follow\w*|offer\w*|announc\w+|promis\w+|declar\w+|conduct\w*|carr\w+ out|make|made|issued?|reach\w*|sign\w*|conclud\w+|repeat\w*|impos\w+|suspend\w*|exten\w+|lift\w*|agree\w* (?:on|to)|prepar\w+"
    r"|threaten\w*|demand\w*|call\w* for|propos\w+|want\w*|will|would|another|fear\w*|broke|broken|attend\w*)\b",
    re.IGNORECASE,
)
INDEFINITE = word_set("a an another new any first second third no")


def is_noun_event(words: tuple[Word, ...], at: int, end: int) -> bool:
    """Whether a noun brings an event in, or says that it began, ended, failed or will be; no mere reference.

    Parameters
    ----------
    words
        The words of a sentence.
    at
        The position of the noun, counted from 0.
    end
        The position behind the phrase that it belongs to.
    """
    k = at - 1
    while (
        k >= at - 4
        and k >= 0
        and words[k].low not in DETERMINERS
        and words[k].low not in PREPOSITIONS
        and words[k].text.isalpha()
    ):
        if words[k].low in INDEFINITE:
            return True
        k -= 1
    lead = words[k].low if k >= 0 else ""
    if lead in INDEFINITE:
        return True
    around = " ".join(w.text for w in words[max(0, at - 7) : end + 6] if w.text not in ",")
    definite = lead in ("the", "this", "that", "these", "those", "its", "their", "his", "our")
    if definite:
        after = " ".join(w.text for w in words[end : end + 7])
        return (
            re.search(
                r"\b(?:has|have|had|will|was|were|is|are) (?:\w+ )?(?:ended|failed|collapsed|begun|began|resumed|planned|postponed|cancelled|held|broken|over|start|begin|fail|end)\b|\b(?:ended|failed|collapsed|began|resumed|took place|broke)\b",
                after,
            )
            is not None
        )
    return LIGHT.search(around) is not None


def status_of(words: tuple[Word, ...], at: int, *, noun: bool, reported: bool, type_: str) -> str:
    """actual, negated, hypothetical or scheduled, from the auxiliaries and from what the clause depends on.

    Parameters
    ----------
    words
        The words of a sentence.
    at
        The position of the trigger, counted from 0.
    noun
        Whether the trigger is a noun.
    reported
        Whether it stands in reported speech.
    type_
        The PLOVER type of the event.

    Returns
    -------
    str
        ``actual``, ``negated``, ``hypothetical`` or ``scheduled``.
    """
    left = left_of(words, at)
    own = [words[k].low for k in range(left + 1, at)]
    before = " ".join(w.text for w in words[max(0, at - 26) : at]) + " "
    near = " ".join(w.text for w in words[max(0, left - 5) : at]) + " "
    subject = " ".join(w.low for w in words[max(0, left - 4) : left + 1])
    if any(w in NEGATIONS or w.endswith("n't") for w in own) or (
        not noun and re.search(r"\b(?:nobody|no one|none|neither|never|no \w+)(?: in \w+| of \w+)?$", subject)
    ):
        return "negated"
    if REFUSED.search(near) and not re.search(r"\b(?:unless|until)\b", near):
        return "negated"
    if noun and re.search(r"\b(?:no|not an?|without an?|without|denied|denies|never)\b(?: \w+)? $", near):
        return "negated"
    if noun and any(words[k].low in UNREAL for k in range(max(0, at - 3), at)):
        return "hypothetical"
    if any(w in SCHEDULED for w in own):
        return "hypothetical" if IF.search(before) else "scheduled"
    if any(w in HYPOTHETICAL for w in own):
        return (
            "scheduled"
            if reported
            and "would" in own
            and type_ in ("consult", "cooperate", "aid")
            and not re.search(r"\bif\b", " ".join(w.low for w in words))
            else "hypothetical"
        )
    if noun and re.search(
        r"\b(?:will|shall|planned|scheduled|due)\b", " ".join(w.low for w in words[max(0, at - 8) : at + 7])
    ):
        return "scheduled"
    if PLANNED.search(before) and (noun or words[at - 1].low == "to" or (at > 1 and words[at - 2].low == "to")):
        return "scheduled"
    lead = words[left].low if left >= 0 else ""
    if IF.search(before) or (
        DEMANDED.search(before)
        and (noun or lead == "to" or "be" in own or words[at].low.endswith("ing") or re.search(r"\bthat\b", near))
    ):
        return "hypothetical"
    if lead == "to" and not noun:
        return "hypothetical"
    return "actual"
