"""Power in a body that decides by a rule."""
