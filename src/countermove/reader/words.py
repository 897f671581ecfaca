"""Small lists of English words that several parts of the reader share."""

from __future__ import annotations

__all__ = ["COMPOUND_FIRST", "FUNCTION", "INSEPARABLE", "PREFIXES", "SUFFIXES", "word_set"]


def word_set(text: str) -> frozenset[str]:
    """The words of a text, as a set.

    >>> sorted(word_set("to be or not to be"))
    ['be', 'not', 'or', 'to']
    """
    return frozenset(text.split())


FUNCTION = word_set("""a an the and or but nor so yet if as at by for from in into of off on onto out over to up with without about
    not no it its he him his she her they them their we us our you your i me my this that these those there here who
    whom whose which what when where why how is are was were be been being am has have had do does did will would
    shall should can could may might must because than then also only still very""")
PREFIXES = word_set("""anti auto bi by co counter cyber de ex extra fore inter macro mid mini multi neo non off on over para post pre
    pro pseudo quasi re self semi sub super trans ultra un under vice well euro micro mega nano all cross half""")
"""First parts of genuine compounds; they are joined to what follows with care."""
INSEPARABLE = word_set("re un in im dis de pro con com per trans ob sub ex be out over under up for")
"""First syllables that a usual word is hardly ever written apart from."""
COMPOUND_FIRST = word_set("""co ex non self vice well so long short high low one two three four five six seven eight nine ten twenty thirty
    forty fifty sixty seventy eighty ninety hundred north south east west mid post pre anti""")
"""First parts after which a hyphen always stays."""
SUFFIXES = word_set("""able age al ally ance ant ary ate ation ative bility bly cal cally ced cial cy dent dom ed ence ent er ered ers
    ery es est ful fully gency gion hood ian ians ible ic ical ics ied ier ies ify ing ings ion ions ious ise ised ish
    ism ist ists ities ity ive ized kin less ling ly man ment mental ments ness nian or ous rian ries ry ship ships sian
    sion sions some son sure tain tary ted tee tely ten ter tered tern ters tial tian tic ties ting tion tional tions
    tive tor tors try tual ture tures ty ual ution ward wards ways wise zen par part pected port ported sent tect
    tinue tained""") - {"port", "part", "man", "son", "age", "some", "ways", "sent", "sure"}
"""Endings that are no words of their own after a broken hyphen, though some look like words."""
