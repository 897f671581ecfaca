"""Forms of English verbs: every form of the verbs that tell events, irregular ones included."""

from __future__ import annotations

__all__ = ["forms"]

IRREGULAR = {
    row.split()[0]: tuple(row.split()[1:])
    for row in """be is are was were been being am
have has had having
do does did done doing
say says said saying
tell tells told telling
meet meets met meeting
speak speaks spoke spoken speaking
give gives gave given giving
take takes took taken taking
hold holds held holding
begin begins began begun beginning
fly flies flew flown flying
come comes came coming
go goes went gone going
sit sits sat sitting
send sends sent sending
withdraw withdraws withdrew withdrawn withdrawing
break breaks broke broken breaking
let lets letting
put puts putting
cut cuts cutting
hit hits hitting
set sets setting
shut shuts shutting
quit quits quitting
leave leaves left leaving
lend lends lent lending
sell sells sold selling
pay pays paid paying
seek seeks sought seeking
bring brings brought bringing
tear tears tore torn tearing
stand stands stood standing
strike strikes struck striking striken
shoot shoots shot shooting
sink sinks sank sunk sinking
fight fights fought fighting
build builds built building
draw draws drew drawn drawing
find finds found finding
make makes made making
keep keeps kept keeping
free frees freed freeing
lay lays laid laying
bind binds bound binding
drive drives drove driven driving
overfly overflies overflew overflown overflying
ram rams rammed ramming
ban bans banned banning
beg begs begged begging
drop drops dropped dropping
stop stops stopped stopping
commit commits committed committing
admit admits admitted admitting
permit permits permitted permitting
confer confers conferred conferring
veto vetoes vetoed vetoing
expel expels expelled expelling
rebuff rebuffs rebuffed rebuffing
regret regrets regretted regretting
plan plans planned planning
scrap scraps scrapped scrapping
cap caps capped capping
compel compels compelled compelling
initial initials initialled initialed initialling
rebel rebels rebelled rebelling
travel travels travelled traveled travelling traveling
shell shells shelled shelling
kidnap kidnaps kidnapped kidnapping
refer refers referred referring
run runs ran running
rule rules ruled ruling
become becomes became becoming
get gets got gotten getting
see sees saw seen seeing
hand hands handed handing
withhold withholds withheld withholding""".splitlines()
}


def forms(verb: str) -> frozenset[str]:
    """All forms of a verb.

    >>> sorted(forms("deny"))
    ['denied', 'denies', 'deny', 'denying']
    >>> sorted(forms("impose"))
    ['impose', 'imposed', 'imposes', 'imposing']
    """
    if verb in IRREGULAR:
        return frozenset((verb, *IRREGULAR[verb]))
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return frozenset((verb, f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"))
    plural = f"{verb}es" if verb.endswith(("s", "x", "z", "ch", "sh")) else f"{verb}s"
    if verb.endswith("e"):
        return frozenset((verb, plural, f"{verb}d", f"{verb[:-1]}ing" if not verb.endswith("ee") else f"{verb}ing"))
    return frozenset((verb, plural, f"{verb}ed", f"{verb}ing"))
