"""What a release must contain: SHACL shapes, the gate that applies them, and findings."""
