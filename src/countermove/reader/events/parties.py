"""Who does it and to whom: the subject and the object of a verb among the mentions of its clause."""

from __future__ import annotations

from dataclasses import dataclass

from countermove.reader.events.grammar import ADVERBS, AUX, DETERMINERS, PREPOSITIONS, left_of
from countermove.reader.records import Mention
from countermove.reader.text import Sentence
from countermove.reader.words import word_set

__all__ = ["Clause", "Party"]

BOUNDARY = frozenset(
    [
        ";",
        ":",
        "—",
        "–",
        "“",
        "”",
        '"',
        "(",
        ")",
        "that",
        "because",
        "if",
        "when",
        "while",
        "after",
        "before",
        "until",
        "unless",
        "although",
        "though",
        "but",
        "whether",
        "as",
        "since",
        "where",
        "how",
        "why",
        "so",
    ]
)
RIGHT_END = word_set(
    "; : — – ( ) . because if when while until unless although though but which who after before where whether that as"
)
CONTROL_OBJECT = word_set("""ask asks asked asking urge urges urged want wants wanted tell tells told summon order orders ordered press pressed persuade force forced
    invite invited allow allowed advise advised warn warned beg begged request requested requires require call calls called enable help appeal appealed
    convince push pushed challenge expect expects expected let""")
GROUPS = word_set(
    "ministers parties delegations governments capitals neighbours countries leaders negotiators sides states presidents diplomats members allies"
)


@dataclass(frozen=True)
class Party:
    """Actors as a party of an event, and whether the sentence names them as such.

    Parameters
    ----------
    ids
        Ids of the actors; none where nobody is named.
    named
        Whether the sentence names them; if not, they are inferred.
    """

    ids: tuple[str, ...]
    named: bool = True

    def __bool__(self) -> bool:
        return bool(self.ids)


NOBODY = Party(())


class Clause:
    """The mentions of a sentence by word position, and the search for subjects and objects among them."""

    def __init__(self, sentence: Sentence, mentions: list[Mention]) -> None:
        self.words = sentence.words
        self.sentence = sentence
        self.at: dict[int, Mention] = {}
        self.pairs: dict[int, tuple[str, ...]] = {}
        ends = []
        for m in mentions:
            inside = [k for k, w in enumerate(self.words) if w.start < m.end and m.start < w.end]
            for k in inside:
                first = self.at.setdefault(k, m)
                if first is not m and m.via == first.via == "demonym":  # "Russian-American" is one word
                    self.pairs[k] = (first.id, m.id)
            if inside:
                ends.append(inside[-1])
        self.ends = frozenset(ends)

    def group(self, k: int, step: int) -> tuple[str, ...]:
        """The mention at a position with those joined to it by commas and "and", to one side."""
        ids: list[str] = []
        m = self.at[k]
        ids += self.pairs.get(k, (m.id,))
        while True:
            while self.at.get(k) is m:
                k += step
            gap: list[str] = []
            while 0 <= k < len(self.words) and k not in self.at and len(gap) < 4:
                gap.append(self.words[k].low)
                k += step
            if (
                k not in self.at
                or not set(gap) <= {",", "and", "or", "the", "both"}
                or not gap
                or self.at[k].role == "venue"
            ):
                return tuple(dict.fromkeys(ids if step > 0 else reversed(ids)))
            m = self.at[k]
            ids.append(m.id)

    def subject(self, at: int, depth: int = 0) -> tuple[Party, str]:
        """The subject of the verb at a position, and the pronoun that stands for it (empty if there is none)."""
        left = left_of(self.words, at)
        # Infinitives and coordinated verbs hand the question on; deeper than four it is guesswork.
        if left < 0 or depth > 4:
            return NOBODY, ""
        lead = self.words[left].low
        # An infinitive has the subject, or the object, of the verb that governs it.
        if lead == "to":
            return self._controller(left, depth)
        # A relative clause has the noun before its pronoun for a subject.
        if lead in ("which", "who", "that", "whom") and left not in self.at:
            return self._antecedent(left)
        if lead in ("and", "or", ",") and left not in self.at:
            coordinated = self._previous_verb(left)
            # "A signed and left": the second verb has the subject of the first.
            if coordinated is not None:
                return self.subject(coordinated, depth + 1)
        return self._in_segment(left, depth)

    def _in_segment(self, left: int, depth: int) -> tuple[Party, str]:
        """The subject in the words to the left, up to where the clause begins."""
        start = left
        while start >= 0 and (self.words[start].low not in BOUNDARY or start in self.at):
            start -= 1
        # A comma before a verb of its own begins a new clause; one in a list of names does not.
        comma = [k for k in range(start + 1, left) if self.words[k].low == "," and k + 1 not in self.ends]
        first = start + 1
        for k in comma:
            if self.words[k + 1].low in ("and", "or") and any(
                self.words[j].low in AUX or self.words[j].low.endswith("ed") for j in range(start + 1, k)
            ):
                first = k + 2
        candidates = [k for k in range(first, left + 1) if k in self.at and self.at[k].role == "actor"]
        pronouns = [
            k
            for k in range(first, left + 1)
            if self.words[k].low in ("i", "we", "he", "she", "it", "they", "you") and k not in self.at
        ]
        verbs = [k for k in range(first, left) if self.words[k].low in AUX and k not in self.at]
        if verbs and candidates and candidates[0] < verbs[0] and len(candidates) > 1 and candidates[-1] > verbs[-1]:
            candidates = (
                [k for k in candidates if k > verbs[-1]] if self.words[left].low not in ("and", "or") else candidates
            )
        if pronouns and (not candidates or pronouns[-1] > candidates[-1] or left - pronouns[-1] <= 1):
            return NOBODY, self.words[pronouns[-1]].low
        if candidates:
            # "the envoy of X to Y said": what stands behind a preposition is no subject.
            free = [k for k in candidates if not self._after_preposition(k)]
            chosen = free[0] if free else candidates[0]
            if free and len({self.at[k].id for k in free}) > 1:
                chosen = self._head(free, left)
            return Party(self.group(chosen, 1) if self.group(chosen, 1) else (self.at[chosen].id,)), ""
        stand_in = self._stand_in(first, left)
        if stand_in:
            return NOBODY, stand_in
        # An insertion between dashes interrupts a clause; its subject stands before it.
        if start >= 0 and self.words[start].low in ("—", "–") and depth < 3:
            return self._in_segment(start - 1, depth + 1)
        return NOBODY, ""

    def _stand_in(self, first: int, left: int) -> str:
        """What stands for actors without naming them: "the two governments" (both), "his country" (he)."""
        for k in range(first, left + 1):
            low = self.words[k].low
            if (
                low in GROUPS
                and k > first
                and self.words[k - 1].low in ("the", "two", "three", "both", "all", "four", "foreign", "prime", "water")
            ):
                return "both"
            if low in ("sides", "ones", "two") and k > first and self.words[k - 1].low in ("both", "two", "the"):
                return "both"
            if (
                low in ("his", "her", "its", "their")
                and k + 1 <= left
                and self.words[k + 1].low
                in ("country", "government", "side", "ministry", "nation", "ships", "troops", "forces", "army")
            ):
                return {"his": "he", "her": "she", "its": "it", "their": "they"}[low]
        return ""

    def _head(self, free: list[int], left: int) -> int:
        """Of several mentions in subject position the first of the last group before the verb."""
        groups: list[list[int]] = [[free[0]]]
        for k in free[1:]:
            gap = {self.words[j].low for j in range(groups[-1][-1] + 1, k)}
            if gap <= {",", "and", "or", "the", "both"}:
                groups[-1].append(k)
            else:
                groups.append([k])
        # The group next to the verb, unless too much stands between them.
        return groups[-1][0] if left - groups[-1][-1] <= 3 else groups[0][0]

    def _after_preposition(self, k: int) -> bool:
        m = self.at[k]
        while k > 0 and self.at.get(k - 1) is m:
            k -= 1
        j = k - 1
        while j >= 0 and (
            self.words[j].low in DETERMINERS
            or (self.words[j].low.isalpha() and self.words[j].low.endswith(("ern", "al", "ive")))
        ):
            j -= 1
        return j >= 0 and self.words[j].low in PREPOSITIONS | {"to"}

    def _antecedent(self, left: int) -> tuple[Party, str]:
        for k in range(left - 1, max(left - 10, -1), -1):
            if k in self.at and self.at[k].role == "actor":
                return Party(self.group(k, -1)), ""
        return NOBODY, ""

    def _previous_verb(self, left: int) -> int | None:
        """The verb that a verb after "and" is joined to: the nearest past form or auxiliary to the left."""
        for k in range(left - 1, max(left - 22, -1), -1):
            low = self.words[k].low
            if k in self.at or low in BOUNDARY - {"that"}:
                continue
            if low in AUX or (low.endswith("ed") and len(low) > 3) or low in STRONG:
                return k
        return None

    def _controller(self, left: int, depth: int) -> tuple[Party, str]:
        """The subject of an infinitive: the object of "ask", "urge", "call on", else the subject of the verb before it."""
        for k in range(left - 1, max(left - 16, -1), -1):
            low = self.words[k].low
            if k in self.at:
                continue
            if low in CONTROL_OBJECT:
                between = [j for j in range(k + 1, left) if j in self.at]
                if between:
                    return Party(self.group(between[0], 1)), ""
                pronoun = next(
                    (
                        self.words[j].low
                        for j in range(k + 1, left)
                        if self.words[j].low in ("us", "them", "it", "him", "her", "me")
                    ),
                    "",
                )
                if pronoun:
                    return NOBODY, pronoun
                if low in ("want", "wants", "wanted", "beg", "begged", "ask", "asked", "expect", "expects", "expected"):
                    return self.subject(k, depth + 1)
                return NOBODY, ""
            if (
                low in AUX or low.endswith(("ed", "es")) or low in STRONG or (low.endswith("s") and k - 1 in self.ends)
            ) and low not in ADVERBS:
                return self.subject(k, depth + 1)
        return self._in_segment(left - 1, depth)

    def objects(self, end: int) -> tuple[Party, str]:
        """The first mentions after a verb that are no venue, up to the end of the clause; else a pronoun there."""
        pronoun = ""
        # An object further away than 18 words belongs to another verb.
        for k in range(end, min(end + 18, len(self.words))):
            low = self.words[k].low
            if k in self.at:
                if self.at[k].role == "actor":
                    return Party(self.group(k, 1)), ""
                continue
            if low in RIGHT_END or (
                low == ","
                and k + 1 < len(self.words)
                and self.words[k + 1].low in ("and", "but", "he", "she", "it", "they", "the", "which", "who", "where")
            ):
                break
            if (
                low in ("and", "or")
                and k + 1 < len(self.words)
                and (
                    self.words[k + 1].low.endswith("ed")
                    or self.words[k + 1].low in ("he", "she", "it", "they", "to", "is", "was", "has", "will", "did")
                )
            ):
                break
            if low in ("them", "us", "him", "her", "it", "me") and not pronoun and k - end <= 3:
                pronoun = low
        return NOBODY, pronoun

    def agent(self, end: int) -> Party:
        """The one who stands after "by"."""
        for k in range(end, min(end + 10, len(self.words) - 1)):
            if self.words[k].low == "by":
                for j in range(k + 1, min(k + 5, len(self.words))):
                    if j in self.at and self.at[j].role == "actor":
                        return Party(self.group(j, 1))
            if self.words[k].low in RIGHT_END:
                break
        return NOBODY

    def around(self, at: int, end: int) -> Party:
        """The parties of a noun: "talks between A and B", "Russian-Lithuanian meeting", "the attack by A"."""
        after = self.words[end].low if end < len(self.words) else ""
        ids: list[str] = []
        k = at - 1
        while k >= 0 and (
            k in self.at
            or self.words[k].low in ("-", "new", "first", "joint", "of", "round", "second", "and")
            or (
                self.words[k].text.islower()
                and self.words[k].low not in BOUNDARY | AUX | PREPOSITIONS | {","}
                and at - k <= 3
            )
        ):
            if k in self.at and self.at[k].role == "actor":
                ids += reversed(self.pairs.get(k, (self.at[k].id,)))
            k -= 1
        # They were gathered from the noun to the left.
        ids.reverse()
        if after in ("between", "with", "of", "by", "among", "from", "on", "against", "to"):
            for j in range(end + 1, min(end + 7, len(self.words))):
                if j in self.at and self.at[j].role == "actor":
                    ids += self.group(j, 1)
                    break
                if self.words[j].low in BOUNDARY:
                    break
        return Party(tuple(dict.fromkeys(ids)))


STRONG = word_set("""went came flew met told said held began broke left took gave kept sent withdrew sought spoke stood brought put let set cut says wants
    demands offers refuses threatens promises plans intends agrees claims hopes calls is has will""")
