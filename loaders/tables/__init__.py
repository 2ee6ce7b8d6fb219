"""The steward tables: described once in schema.toml, read from CSV and Excel, made by init."""
