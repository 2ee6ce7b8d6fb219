"""The steward's own workbook, copied with what klynge found: notes, colour, and a list of it all."""
