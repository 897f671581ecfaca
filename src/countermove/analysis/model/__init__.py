"""What can be told of the case itself: its parts, its assumptions, its preferences, what is wrong with it."""
