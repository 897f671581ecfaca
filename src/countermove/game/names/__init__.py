"""From what people write to states, and from states to what programs print."""
