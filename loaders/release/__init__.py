"""The release: the folder and everything in it, from quads to manifest."""
