"""What people read: tables, prose, the brief, and the starter case."""
