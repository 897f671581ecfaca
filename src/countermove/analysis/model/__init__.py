"""The case itself: its parts, assumptions and preferences, places of states, and what is wrong with it."""
