"""Speed and memory, measured; every benchmark asserts its result. Run with ``make bench``."""
