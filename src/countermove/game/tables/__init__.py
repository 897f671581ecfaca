"""What a listed game consists of, as people take it out: states, moves, ranks, a graph for other programs."""
