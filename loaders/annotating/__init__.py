"""The steward's own workbook, copied with what klynge found: notes, colour, a list of it all."""
