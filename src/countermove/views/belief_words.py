"""Hands names on until all who import them have moved."""

from countermove.game.labels import states_words
from countermove.views.perceptions import doing

__all__ = ["doing", "states_words"]
