"""What every view writes with: names, phrases, and the one text model."""
