"""How feasible states are enumerated and stored."""
