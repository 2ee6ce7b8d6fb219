"""Which body of a register is a steward's organisation: by number, or by name with evidence."""
