"""Deals: what actors who can talk would leave a state for, who does what first, and what keeps or breaks it."""
