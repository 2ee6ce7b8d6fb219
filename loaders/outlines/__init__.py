"""Outlines of places: read from GeoJSON, made simpler together, published as GeoSPARQL."""
