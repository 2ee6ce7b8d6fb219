"""What the text of a cell means: one file per kind of value, each from text to canonical value."""
