"""A game in strategic form, `.nfg`, both ways: into a case, and out of one."""
