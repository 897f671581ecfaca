"""The brief: what a briefing says, on one screen."""
