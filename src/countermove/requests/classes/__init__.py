"""Questions about several files: solved together, and compared with a reference."""
