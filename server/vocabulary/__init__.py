"""The published vocabulary: ontology and shapes of a release, read, explained, sent."""
