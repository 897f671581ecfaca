"""Reports: their chapters, made from records, and the forms in which they are laid out."""
