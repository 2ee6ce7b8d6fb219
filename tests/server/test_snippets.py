"""Code to copy: what the query page offers runs as it stands and gives the answer."""

from __future__ import annotations

import csv
import html
import io
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from asking import Client

from klynge.server.pages.snippets import snippets
from klynge.server.protocol.screen import screen

CLUSTERS = "SELECT ?s { ?s a <https://w3id.org/klynge/ont#Cluster> } ORDER BY ?s"
HOSTILE = (
    'SELECT ?s ?n { VALUES (?s ?n) { ("""SPARQL\\n)--\\u0022 ${1} ` \\\\ %d \'x\' ø""" '
    "'''x\nSPARQL\ny''') } }\n"
    "OFFSET 0 # \"\"\" ''' )-- )--- `${alert(1)}` %query $HOME `id`\n"
    "LIMIT 9"
)
TEXT = "SPARQL\n)--\" ${1} ` \\ %d 'x' ø"


def offered(client: Client, query: str) -> dict[str, str]:
    """Give the programs on the query page, by language, as a reader copies them."""
    page = client.page("/query?" + urlencode({"query": query, "view": "table"}))
    found = re.findall(r'<pre[^>]* data-language="(\w+)">(.*?)</pre>', page, re.DOTALL)
    return {language: html.unescape(text) for language, text in found}


def run(command: list[str], program: str) -> str:
    """Run a program as it stands."""
    done = subprocess.run(command, input=program, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


def bash(program: str) -> str:
    assert shutil.which("curl"), "curl is not installed"
    return run(["bash"], program)


def python(program: str) -> str:
    return run([sys.executable, "-W", "ignore", "-"], program)


def node(program: str) -> str:
    command = str(Path(sys.executable).with_name("node"))
    return run([command, "--input-type=module"], program)


RUNNERS: dict[str, Callable[[str], str]] = {
    "curl": bash,
    "sparqlwrapper": python,
    "pandas": python,
    "rdflib": python,
    "javascript": node,
}


@pytest.mark.parametrize("language", ["curl", "sparqlwrapper", "pandas", "javascript"])
def test_a_program_on_the_page_gives_the_rows(client: Client, language: str) -> None:
    said = RUNNERS[language](offered(client, CLUSTERS)[language])

    assert "id/cluster/raufoss" in said
    assert "id/cluster/subsea" in said


@pytest.mark.parametrize("language", ["curl", "sparqlwrapper", "javascript"])
def test_a_program_that_asks_for_yes_or_no_gives_it(client: Client, language: str) -> None:
    programs = offered(client, "ASK {}")

    assert programs.keys() == {"curl", "sparqlwrapper", "javascript"}
    assert "true" in RUNNERS[language](programs[language]).lower()


@pytest.mark.parametrize("language", ["curl", "rdflib", "javascript"])
def test_a_program_that_asks_for_a_graph_gives_it(client: Client, language: str) -> None:
    query = "CONSTRUCT WHERE { ?s <https://w3id.org/klynge/ont#hasMember> ?o }"

    assert "hasMember" in RUNNERS[language](offered(client, query)[language])


@pytest.mark.parametrize("language", ["curl", "sparqlwrapper", "pandas", "javascript"])
def test_a_query_that_would_break_out_is_sent_as_it_is(client: Client, language: str) -> None:
    said = RUNNERS[language](offered(client, HOSTILE)[language])

    if language == "curl":
        assert list(csv.reader(io.StringIO(said)))[1] == [TEXT, "x\nSPARQL\ny"]
    else:
        assert "SPARQL" in said and "%d" in said and "'x'" in said.replace("\\'", "'")
    assert "uid=" not in said


def test_in_r_no_text_ends_the_raw_string_before_its_end() -> None:
    """There is no R on the machines of this project: the text is read by the rule of R 4.0."""
    (program,) = (
        one.text for one in snippets(HOSTILE, screen(HOSTILE), "http://x/") if one.language == "r"
    )

    (dashes, text) = re.findall(r'r"(-*)\(\n(.*?)\n\)\1"', program, re.DOTALL)[0]
    assert text == HOSTILE
    assert f'){dashes}"' not in HOSTILE
