"""The positive controls: bare libraries and careless programs, which do reach out.

Each gives what it would have answered, as text; what it raises counts for nothing.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import warnings
import xml.sax
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import unquote
from wsgiref.types import WSGIApplication
from xml.sax.handler import ContentHandler, feature_external_ges, feature_external_pes

import owlready2
import pyoxigraph as ox
import pyshacl
from flask import Flask, url_for
from rdflib import Dataset, Graph
from werkzeug.middleware.proxy_fix import ProxyFix


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


def curl(payload: str) -> str:
    """Fetch the first address of a query with curl, which takes a name before an @."""
    address = re.findall(r"<(http[^>]+)>", payload)[0]
    return subprocess.run(["curl", "-s", "-m", "5", address], capture_output=True).stdout.decode()


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


def owlready(graph: Graph) -> str:
    """Read a graph into owlready2, told to stay with what is on disk."""
    xml_ = io.BytesIO(graph.serialize(format="xml", encoding="utf-8"))
    world = owlready2.World()
    world.get_ontology("urn:x:o#").load(only_local=True, fileobj=xml_)
    return str(list(world.as_rdflib_graph()))


class _Texts(ContentHandler):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def characters(self, content: str) -> None:
        self.texts.append(content)


QUERIES: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {"oxigraph": oxigraph, "rdflib": rdflib_query, "rdflib update": rdflib_update, "curl": curl}
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


def trusting() -> WSGIApplication:
    """Give a server that makes absolute addresses as Flask does, behind a proxy it believes."""
    app = Flask(__name__)

    @app.get("/", defaults={"path": ""})
    @app.get("/<path:path>")
    def anything(path: str) -> str:
        return url_for("anything", path=path, _external=True)

    return ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1, x_prefix=1)


def careless(folder: Path, target: str) -> str:
    """Give what a program does that joins a path without a look, or leads to what it is told."""
    path = unquote(unquote(target)).replace("\\", "/").partition("\0")[0]
    rest = "/".join(path.split("/")[2:])
    place = rest.removeprefix("file://")
    for name in (place, place.removesuffix(".ttl")):
        file = Path(os.path.join(folder, name))
        if file.is_file():
            return file.read_text(encoding="utf-8")
    return f"Location: {rest if rest.startswith('http:') else path}"
