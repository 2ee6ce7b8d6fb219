"""Workbooks as packages (ECMA-376 part 2): changed at single places, all else left as it is."""
