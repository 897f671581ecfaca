"""The case that `countermove new` writes: small, complete, valid, and explained part by part."""

from __future__ import annotations

__all__ = ["STARTER"]

STARTER = """\
# A case for countermove. Everything after a # is a comment: read it, then put your own conflict in its place.
#   countermove check FILE    finds mistakes
#   countermove show FILE     describes the case in plain words
#   countermove solve FILE    says what happens, what could be agreed, and why
title: The riverside works
at: 2024-05-01                       # the moment that the case describes
about: >
  A paper works wants a second mill by the river. The residents fear for the water. The town council decides
  on the permit and can wait for a treatment plant. An invented example.

# Where your assumptions come from (optional). Cite a source as ID, or as ID#3 for its third paragraph.
sources:
  letter: {title: The river is not for sale, author: Residents' committee, outlet: Riverside Courier}

# Who takes part. Each actor has an id (small letters, digits, hyphens), options, and preferences.
actors:
  works:
    name: The works
    options:                         # what it can do or leave undone; the short form is id: text
      filter: Build a treatment plant
      leave:
        name: Leave the town
        change: take-only            # once gone it does not come back (default: both; also: drop-only)
    # Preferences: statements about options, most important first. ONE HIGHER STATEMENT OUTWEIGHS EVERYTHING
    # BELOW IT: two states are compared by the first statement that is true in one of them only, and no number
    # of lower ones makes up for it. Write them with not, and, or, if, iff, any(..), none(..), atleast(2, ..).
    prefers:
      - that: permit                 # an id that only one owner has needs no owner in front of it
        because: Without the second mill the works cannot go on
      - {that: not residents.sue, because: A lawsuit would delay the building for years}
      - {that: not leave, because: Moving is dear}
      - {that: not filter, because: A plant costs money, sure: 0.8}    # sure: how sure you are of it

  residents:
    name: The residents
    plural: true                     # the verb follows: the residents go to court
    options:
      sue: {name: Go to court, evidence: [letter#4]}
    prefers:
      - {that: filter if permit, because: Clean water comes before everything else, evidence: [letter#1]}
      - {that: not works.leave, because: The works feeds half the town, evidence: [letter#2]}
      - {that: sue iff (permit and not filter), because: They sue where they have cause, evidence: [letter#4]}

  mayor:                             # an actor without options of its own matters through the council
    name: The mayor
    prefers:
      - {that: not works.leave, because: Jobs decide elections}
      - equally:                     # of the same weight: how many of them are true decides
          - {that: permit, because: The second mill brings jobs}
          - {that: filter, because: Many voters fish}

# Bodies decide by a rule, according to what their members prefer: consensus (nobody against, somebody for),
# unanimity, majority, {quota: 0.6, weights: {mayor: 2, residents: 1}}, {actor: mayor},
# {veto: [mayor], also: majority}, {all: [...]} or {any: [...]}. An option may have a rule of its own.
bodies:
  council:
    name: The town council
    members: [mayor, residents]
    decides: consensus
    options:
      permit:
        name: Permit the second mill
        needs: not works.leave       # must be true before the option is taken

# What cannot be (optional): states in which one of these statements is true are left out.
impossible:
  - {that: filter and leave, because: Nobody builds a plant in a town that he leaves}

# The options taken now; all others are not. Results say what can be reached from here.
status quo: []

# What people call an outcome (optional): shown before its number.
labels:
  clean-mill: {name: A second mill with a treatment plant, options: [works.filter, council.permit]}

# What if? A scenario changes the case where it differs: countermove solve FILE --scenario mayor-decides
scenarios:
  mayor-decides:
    about: The mayor's vote alone is enough
    bodies: {council: {decides: {quota: 0.6, weights: {mayor: 2, residents: 1}}}}
"""
