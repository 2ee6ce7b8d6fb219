"""From sources to a release: readers, records, lifting, provenance, the release folder."""
