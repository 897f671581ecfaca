"""What a change changes."""
