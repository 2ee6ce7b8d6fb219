"""Rows of a steward's tables `organisations` and `places` for tests of matching."""

from __future__ import annotations

from klynge.loaders.records import Record, Sheet

SHEET = Sheet("organisations.csv", letters={"number": "B", "lei": "C", "ror": "D", "country": "E"})


def organisation(id: str, name: str, country: str = "NO", place: str = "", **more: str) -> Record:
    """Give an organisation; `place` is the id of a place."""
    values = {"id": id, "name": name, "country": country, **more}
    values["place"] = f"place:{place}" if place else ""
    return Record("organisations", {k: (v,) for k, v in values.items() if v}, SHEET, 2)


def place(id: str, name: str, kind: str, code: str = "", edition: str = "") -> Record:
    """Give a place."""
    cells = {"id": id, "name": name, "kind": kind, "code": code, "edition": edition}
    return Record("places", {k: (v,) for k, v in cells.items() if v}, SHEET, 2)
