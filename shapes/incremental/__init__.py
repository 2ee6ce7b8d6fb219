"""Validating what changed since the last release, and what that concerns; the rest is carried."""
