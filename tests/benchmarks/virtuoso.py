"""Virtuoso as a peer: Debian's package, a database of its own in a folder, asked over HTTP."""

from __future__ import annotations

import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from peers import serving
from serving import free_port

PROGRAMS = ("virtuoso-t", "isql-vt")

# The names are Virtuoso's (virtuoso.ini in its documentation); what is not here is its default.
# Number of buffers: 8 kB each, so 4 GB, enough for the yardstick to stay in memory.
SETTINGS = """
[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/virtuoso-temp.db
TransactionFile = {folder}/virtuoso-temp.trx
[Parameters]
ServerPort = {port}
DirsAllowed = {folder}
NumberOfBuffers = 500000
MaxDirtyBuffers = 300000
MaxQueryMem = 2G
[HTTPServer]
ServerPort = {http_port}
ServerRoot = {folder}
[SPARQL]
ResultSetMaxRows = 10000000
MaxQueryCostEstimationTime = 0
"""


def is_installed() -> bool:
    """Tell whether both programs of the Debian package virtuoso-opensource are there."""
    return all(map(shutil.which, PROGRAMS))


@contextmanager
def virtuoso(folder: Path, triples: Path, graph: str) -> Iterator[str]:
    """Load a file of N-Triples into a graph and give the address of the endpoint over it."""
    folder.mkdir()
    data = folder / "data.nt"
    shutil.copyfile(triples, data)
    port, http_port = free_port(), free_port()
    settings = folder / "virtuoso.ini"
    settings.write_text(SETTINGS.format(folder=folder, port=port, http_port=http_port))
    command = ["virtuoso-t", "+foreground", "+configfile", str(settings)]
    with serving(command, http_port, "/sparql") as address:
        _until_it_listens(port)
        _load(port, data, graph)
        yield address


def ask(address: str, query: str, media_type: str) -> bytes:
    """Give the answer of a query; an answer of an error raises `HTTPError`."""
    url = f"{address}?{urlencode({'query': query})}"
    request = urllib.request.Request(url, headers={"Accept": media_type})
    with urllib.request.urlopen(request, timeout=600) as response:
        answer: bytes = response.read()
        return answer


def _until_it_listens(port: int) -> None:
    until = time.monotonic() + 60
    while True:
        with socket.socket() as probe:
            if not probe.connect_ex(("127.0.0.1", port)):
                return
        assert time.monotonic() < until, "Virtuoso does not listen"
        time.sleep(0.2)


def _load(port: int, data: Path, graph: str) -> None:
    # 512: what is wrong in a line is left out; the yardstick has nothing of it.
    load = f"DB.DBA.TTLP_MT(file_to_string_output('{data}'), '', '{graph}', 512);"
    told = subprocess.run(
        ["isql-vt", str(port), "dba", "dba", "errors=stdout", f"exec={load} checkpoint;"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Error" not in told.stdout, told.stdout
