"""One contract for programs: a request in, an answer out, both plain data."""
