"""The positive controls: bare libraries and careless programs, which do reach out.

Each gives what it would have answered, as text; what it raises counts for nothing.
"""

from __future__ import annotations

import contextlib
import io
import warnings
import xml.sax
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from xml.sax.handler import ContentHandler, feature_external_ges, feature_external_pes

import pyoxigraph as ox
import pyshacl
from flask import Flask, request, url_for
from rdflib import Dataset, Graph


def oxigraph(payload: str) -> str:
    """Evaluate a query in this process, where the engine has the network."""
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("x:a"), ox.NamedNode("x:p"), ox.Literal("o"), None))
    result = store.query(payload)
    return str(result) if isinstance(result, ox.QueryBoolean) else str(list(result))


def rdflib_query(payload: str) -> str:
    """Evaluate a query with rdflib."""
    result = Dataset().query(payload)
    return "" if result.type == "ASK" else str(list(result))


def rdflib_update(payload: str) -> str:
    """Evaluate an update with rdflib and give the data that then is there."""
    dataset = Dataset()
    dataset.update(payload)
    return str(list(dataset.quads()))


def rdflib_file(path: Path) -> str:
    """Read a file with rdflib, as the ending of its name has it."""
    return str(list(Graph().parse(path)))


def xml_file(path: Path) -> str:
    """Read a file with the XML reader of Python, its external entities switched on."""
    handler = _Texts()
    parser = xml.sax.make_parser()
    parser.setFeature(feature_external_ges, True)
    with contextlib.suppress(xml.sax.SAXNotSupportedException):
        parser.setFeature(feature_external_pes, True)
    parser.setContentHandler(handler)
    parser.parse(io.BytesIO(path.read_bytes()))
    return "".join(handler.texts)


def imports(path: Path) -> str:
    """Validate a file with pySHACL, its imports switched on, and give all it has then read."""
    graph = Graph().parse(path)
    pyshacl.validate(graph, shacl_graph=graph, inplace=True, do_owl_imports=True)
    return str(list(graph))


class _Texts(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def characters(self, content: str) -> None:
        self.texts.append(content)


QUERIES: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {"oxigraph": oxigraph, "rdflib": rdflib_query, "rdflib update": rdflib_update}
)
FILES: Mapping[str, Callable[[Path], str]] = MappingProxyType(
    {"rdflib": rdflib_file, "xml": xml_file, "imports": imports}
)


def quietly(control: Callable[[], str]) -> str:
    """Run a control; only what it gives, and what the canary saw, counts."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return control()
        # A control may fail in any way once it has reached out: no answer fits its question.
        except Exception:
            return ""


def careless(folder: Path) -> Flask:
    """Give a server that trusts the Host header and the path, as many do."""
    app = Flask(__name__)

    @app.get("/", defaults={"path": ""})
    @app.get("/<path:path>")
    def anything(path: str) -> str:
        file = folder / (request.environ["RAW_PATH"].removeprefix("/downloads/"))
        found = file.read_text() if file.is_file() else ""
        forwarded = request.headers.get("X-Forwarded-Host", "")
        return f"{url_for('anything', _external=True)} {forwarded} {found}"

    return app
