"""`search.sqlite`: the index that the server's search reads (SQLite, FTS5).

Names are kept as they are written, with language and period, and folded for comparison; words
are indexed by their beginnings, and by threes of letters for those who mistype. Facets are what
lists are narrowed by, spans the days that a thing was in a programme. Equal releases give equal
bytes.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from importlib.resources import files
from pathlib import Path

from ....ontology.folding import fold
from ....ontology.iris import CONCEPTS
from ...staging import Text, solutions

SCHEMA = """
PRAGMA page_size = 4096;
CREATE TABLE thing (id INTEGER PRIMARY KEY, iri TEXT NOT NULL UNIQUE, kind TEXT NOT NULL);
CREATE TABLE name (
  id INTEGER PRIMARY KEY, thing INTEGER NOT NULL REFERENCES thing, role TEXT NOT NULL,
  text TEXT NOT NULL, folded TEXT NOT NULL, language TEXT NOT NULL,
  since TEXT NOT NULL, until TEXT NOT NULL
);
CREATE INDEX name_thing ON name (thing);
CREATE TABLE facet (facet TEXT NOT NULL, value TEXT NOT NULL, thing INTEGER NOT NULL,
  PRIMARY KEY (facet, value, thing)) WITHOUT ROWID;
CREATE INDEX facet_thing ON facet (thing);
CREATE TABLE span (programme TEXT NOT NULL, thing INTEGER NOT NULL,
  since TEXT NOT NULL, until TEXT NOT NULL,
  PRIMARY KEY (programme, thing, since, until)) WITHOUT ROWID;
CREATE VIRTUAL TABLE word USING fts5(folded, content='name', content_rowid='id', prefix='2 3');
CREATE VIRTUAL TABLE trigram USING fts5(
  folded, content='name', content_rowid='id', tokenize='trigram', detail='none'
);
"""


def write_search(path: Path, store: Path, base: str) -> None:
    """Write the search index of the store of a release whose things live under `base`."""
    with closing(sqlite3.connect(path)) as index:
        index.executescript(SCHEMA)
        with index:
            _write_names(index, _asked(store, "names"), base)
            _write_facets(index, _asked(store, "facets"))
            _write_spans(index, _asked(store, "spans"))
            for table in ("word", "trigram"):
                index.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")
                index.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
        index.execute("VACUUM")


def _asked(store: Path, query: str) -> Iterator[Mapping[str, Text]]:
    """Give the rows of one of the queries beside this file."""
    return solutions(store, files(__package__).joinpath(f"{query}.rq").read_text("utf-8"))


def _write_names(index: sqlite3.Connection, rows: Iterable[Mapping[str, Text]], base: str) -> None:
    """Write things and their names, sorted; they are sorted on disk, so that memory stays small."""
    index.execute("CREATE TEMP TABLE found (iri, role, text, language, since, until)")
    names = (
        (row["thing"].value, row["role"].value, row["name"].value, row["name"].language)
        + tuple(row[key].value if key in row else "" for key in ("from", "until"))
        for row in rows
        if _kind(row["thing"].value, base) and fold(row["name"].value)
    )
    index.executemany("INSERT INTO found VALUES (?, ?, ?, ?, ?, ?)", names)
    index.create_function("kind", 1, lambda iri: _kind(iri, base), deterministic=True)
    index.create_function("fold", 1, fold, deterministic=True)
    index.execute(
        "INSERT INTO thing SELECT NULL, iri, kind(iri) FROM"
        " (SELECT DISTINCT iri FROM found ORDER BY iri)"
    )
    index.execute(
        "INSERT INTO name SELECT NULL, thing.id, role, text, fold(text), language, since, until"
        " FROM (SELECT DISTINCT * FROM found) JOIN thing USING (iri)"
        " ORDER BY thing.id, role, text, language, since, until"
    )
    index.execute("DROP TABLE found")


def _write_facets(index: sqlite3.Connection, rows: Iterable[Mapping[str, Text]]) -> None:
    found = ((row["facet"].value, row["value"].value, row["thing"].value) for row in rows)
    index.execute("CREATE TEMP TABLE found (facet, value, iri)")
    index.executemany("INSERT INTO found VALUES (?, ?, ?)", found)
    index.execute(
        "INSERT INTO facet SELECT DISTINCT facet, value, thing.id"
        " FROM found JOIN thing USING (iri) ORDER BY facet, value, thing.id"
    )
    index.execute("DROP TABLE found")


def _write_spans(index: sqlite3.Connection, rows: Iterable[Mapping[str, Text]]) -> None:
    found = (
        (
            row["programme"].value,
            row["from"].value,
            row["until"].value if "until" in row else "",
            row["thing"].value,
        )
        for row in rows
    )
    index.execute("CREATE TEMP TABLE found (programme, since, until, iri)")
    index.executemany("INSERT INTO found VALUES (?, ?, ?, ?)", found)
    index.execute(
        "INSERT INTO span SELECT DISTINCT programme, thing.id, since, until FROM found"
        " JOIN thing USING (iri) ORDER BY programme, thing.id, since, until"
    )
    index.execute("DROP TABLE found")


def _kind(iri: str, base: str) -> str:
    """Give the kind of a thing: the part of its IRI after `id/`, or `voc` for a concept."""
    if iri.startswith(CONCEPTS):
        return "voc"
    kind, _, key = iri.removeprefix(f"{base}id/").partition("/")
    return kind if iri.startswith(f"{base}id/") and key else ""
