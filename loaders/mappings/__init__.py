"""Tables that become RDF by a mapping of somebody else's: run in a process of its own, bounded."""
