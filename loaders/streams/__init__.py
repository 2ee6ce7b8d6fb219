"""Files of registers, read in bounded steps: packed bytes, JSON values, rows of CSV, progress.

Memory does not grow with the file, whoever wrote it. What cannot be read is a `Finding`.
"""
