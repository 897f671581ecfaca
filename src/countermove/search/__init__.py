"""Cases too large to list: searches by a constraint solver, by best-first search and by random walks."""
