"""A comparison of cases, scenarios and what-ifs in words and in tables."""
