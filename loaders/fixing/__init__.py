"""What klynge suggests, written into a new copy of a catalogue, never over the original."""
