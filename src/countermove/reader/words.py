"""English words: small lists that several parts of the reader share, and how usual a word is."""

from __future__ import annotations

from countermove.reader.documents import missing_extra

__all__ = [
    "COMPOUND_FIRST",
    "FUNCTION",
    "GENUINE",
    "INSEPARABLE",
    "LEARNED",
    "LIKE_AFFIXES",
    "NEVER_APART",
    "OPEN_COMPOUNDS",
    "PARTICLES",
    "PREFIXES",
    "SUFFIXES",
    "frequency",
    "is_word",
    "word_set",
]


def word_set(text: str) -> frozenset[str]:
    """The words of a text, as a set.

    Parameters
    ----------
    text
        Words with white space between them.

    Examples
    --------
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
    tinue tained teen teenth""") - {"port", "part", "man", "son", "age", "some", "ways", "sent", "sure"}
"""Endings that are no words of their own after a broken hyphen, though some look like words."""
NEVER_APART = word_set("be im dis at ac ad ap al ar as con com per ob ex")
"""First syllables of which hardly any compound is made; ex-minister and the like are no words when joined."""
PARTICLES = word_set("up off out over in down back away by through on together around")
"""Second parts of nouns made of a verb: take-over, break-up."""
OPEN_COMPOUNDS = word_set("""north south east west co anti vice self cease-fire peace-keeping peace-keeper peace-making week-end war-time
    peace-time air-strike air-space war-head land-mine check-point front-line hard-line hard-liner policy-maker policy-making
    law-maker law-making decision-maker work-force share-holder stake-holder on-line off-shore on-shore
    on-going long-standing far-reaching death-bed book-keeping gate-keeper ship-building nation-wide world-wide
    state-wide life-long day-long year-long week-long sea-bed water-way land-owner watch-dog time-frame
    base-line dead-lock grass-roots main-land main-stream no-one any-one some-one every-one to-day to-morrow
    to-night good-will cross-road cross-fire counter-attack counter-offensive counter-measure
    sub-group sub-committee pay-roll fall-out hand-over break-through show-down bail-out""")
"""Compounds that are written with a hyphen as well as in one word: their hyphen is no proof of a fault."""
GENUINE = word_set("""therein thereby thereto thereof thereon herein hereof hereby hereto whereof wherein whereby whereupon whereon hitherto anon
    atone atop afar amid anew beset inset onset offset outset upset unto onto upon seethe inasmuch insofar albeit
    notwithstanding nonetheless nevertheless forthwith heretofore thereinafter hereinafter whatsoever whosoever wheresoever
    withal amine asides ahold themis""")
"""Words of their own that look like two."""
LEARNED = word_set("""hyper hypo meta geo socio politico agro hydro aero petro narco eco bio techno ethno psycho electro photo thermo
    tele radio video data file para peri poly mono tri quad omni proto arch out back fore sea land air""")
"""First parts of learned and technical words, which hardly anybody takes apart."""
LIKE_AFFIXES = frozenset(
    [(True, word) for word in ("a", "an", "in", "on", "at", "as", "be", "by", "for", "he", "i", "me", "my", "no", "off", "or", "out",
                               "over", "so", "to", "up", "us", "under", "am", "do", "we", "here", "there", "where")]
    + [(False, word) for word in ("a", "an", "in", "on", "as", "at", "or", "is", "it", "us", "me", "my", "he", "her", "his", "its", "be", "by", "for", "if",
                                  "no", "off", "out", "over", "so", "to", "up", "do", "am", "are", "still", "our")]
)  # fmt: skip
"""Small words that are also how longer ones begin (True) or end (False)."""


def frequency(word: str) -> float:
    """How usual an English word is: the logarithm of its number among a thousand million words; 0 if unknown.

    Parameters
    ----------
    word
        In any letters.

    Returns
    -------
    float
        On the Zipf scale of wordfreq: 3 is once in a million words.

    Raises
    ------
    QuestionError
        Where wordfreq is not installed.

    Examples
    --------
    >>> frequency("government"), frequency("demarcation"), frequency("demarkernment")
    (5.57, 2.79, 0.0)
    """
    try:
        from wordfreq import zipf_frequency
    except ImportError as fault:
        raise missing_extra(fault) from None
    return float(zipf_frequency(word.lower(), "en"))


def is_word(piece: str) -> bool:
    """Whether a piece is a word by itself, and not only a syllable.

    Parameters
    ----------
    piece
        In small letters.

    Examples
    --------
    >>> is_word("counter"), is_word("of"), is_word("ment"), is_word("sian")
    (True, True, False, False)
    """
    if len(piece) <= 3:
        return piece in FUNCTION or (len(piece) == 3 and frequency(piece) >= 4.3 and piece not in SUFFIXES)
    return frequency(piece) >= 3.05 and piece not in SUFFIXES
