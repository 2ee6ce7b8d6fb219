"""The search index of a release: names in all languages and times, and what they are sorted by."""
