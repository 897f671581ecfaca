"""The smallest change that makes a target outcome an equilibrium."""
