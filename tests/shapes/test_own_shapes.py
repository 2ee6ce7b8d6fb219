"""Shapes of a catalogue's own: what is read, what is refused and with which words."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from klynge.shapes import own_shapes
from klynge.shapes.own_graph import usable_graph
from klynge.shapes.own_shapes import OwnShapes, read_own_shapes
from klynge.shapes.own_validation import apply_own, well_formed
from klynge.shapes.report import Finding, Severity
from klynge.shapes.requirements import Level, requirements

HEAD = """\
@prefix kly: <https://w3id.org/klynge/ont#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix : <https://example.org/shapes#> .

"""
GOOD = """\
:sector a sh:PropertyShape ; sh:targetClass kly:Cluster ; sh:path kly:sectorText ;
    sh:minCount 1 ; sh:severity sh:Warning .
"""
OURS = "https://example.org/shapes#"
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
DATA = f"<https://example.org/a> {TYPE} <https://w3id.org/klynge/ont#Cluster> .\n"


def written(folder: Path, text: str, name: str = "ours.ttl", head: str = HEAD) -> Path:
    (folder / "shapes").mkdir(exist_ok=True)
    (folder / "shapes" / name).write_text(head + text, encoding="utf-8")
    return folder


def read(folder: Path, text: str) -> tuple[OwnShapes, tuple[Finding, ...]]:
    return read_own_shapes(written(folder, text))


def applied(folder: Path, text: str, data: str = DATA) -> tuple[list[str], list[Finding]]:
    """Give the shapes that found something, and what is wrong with shapes."""
    own, unread = read(folder, text)
    formed = well_formed(own)
    result = apply_own(formed.own, data)
    faults = [*unread, *formed.faults, *result.faults]
    return [finding.rule for finding in result.findings], faults


def test_a_catalogue_without_shapes_of_its_own_has_none_and_starts_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "Popen", None)

    own, findings = read_own_shapes(tmp_path)

    assert own == OwnShapes()
    assert (findings, well_formed(own).faults, apply_own(own, DATA).findings) == ((), (), ())


def test_a_shape_is_known_by_its_file_and_line(tmp_path: Path) -> None:
    own, findings = read(tmp_path, GOOD)

    [shape] = own.targeted
    assert findings == ()
    assert (shape.iri, str(shape.location)) == (f"{OURS}sector", "shapes/ours.ttl, line 7")
    assert own.files == (("ours.ttl", HEAD + GOOD),)


REFUSED = {
    "no-turtle": (":a a sh:NodeShape ;\n    sh:targetClass kly:Cluster ;;; .\n:b c .",
                  "syntax", 9, "not Turtle"),
    "unclosed": (":a sh:in ( 1 2", "syntax", 7, "not Turtle"),
    "many-brackets": (":a :b " + "[ :c " * 40_000, "syntax", 7, "not Turtle"),
    "triple-terms": (":a :b <<( :a :b :c )>> .", "syntax", 0, "triple terms"),
    "script": (GOOD + "\n:a sh:js [ ] .", "unsupported", 10, "sh:js "),
    "rule": (GOOD + ":a sh:rule :b .", "unsupported", 9, "sh:rule "),
    "component": (GOOD + ":a a sh:ConstraintComponent .", "unsupported", 9, "sh:ConstraintComp"),
    "misspelt": (GOOD + ":a sh:minCuont 1 .", "unsupported", 9, "sh:minCuont "),
    "shape-in-itself": (GOOD + ":a a sh:NodeShape ; sh:targetClass kly:Place ; sh:node :a .",
                        "nesting", 9, "part of itself"),
    "shapes-in-a-ring": (GOOD + ":a sh:node :b . :b sh:not :c . :c sh:node :a .",
                         "nesting", 9, "part of itself"),
    "list-in-a-ring": (GOOD + ":a sh:in :l . :l rdf:first 1 ; rdf:rest :l .",
                       "nesting", 9, "part of itself"),
    "too-deep": (GOOD + ":a sh:node " + "[ sh:node " * 60 + ":b" + " ]" * 60 + " .",
                 "nesting", 9, "more than 40 levels"),
    "long-list": (GOOD + ":a sh:in ( " + "1 " * 15_000 + ") .", "size", 0, "20000 triples"),
    "large-file": (GOOD + "#" * 300_000, "size", 0, "larger than 262144 bytes"),
    "unnamed": ("[] a sh:NodeShape ; sh:targetClass kly:Cluster .", "unnamed", 7, "no name"),
}  # fmt: skip


@pytest.mark.parametrize("kind", REFUSED)
def test_what_is_not_applied_is_told_by_file_and_line_in_both_languages(
    kind: str, tmp_path: Path
) -> None:
    text, rule, line, words = REFUSED[kind]

    own, found = read(tmp_path, text)

    [finding] = [each for each in found if each.severity is Severity.VIOLATION]
    assert finding.rule == f"shapes.{rule}"
    assert (finding.location.file, finding.location.row) == ("shapes/ours.ttl", line)
    assert words in f"{finding.message.en} "
    assert finding.message.nb not in {"", finding.message.en}
    assert own.targeted == ()


def test_a_file_that_is_not_utf_8_is_told_by_line(tmp_path: Path) -> None:
    folder = written(tmp_path, GOOD)
    (folder / "shapes" / "ours.ttl").write_bytes(b"# one\n# bl\xe5b\xe6r\n")

    _, [finding] = read_own_shapes(folder)

    assert (finding.rule, finding.location.row) == ("shapes.syntax", 2)


def test_more_files_than_are_read_are_told_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_shapes, "MOST_FILES", 2)
    for number in range(4):
        written(tmp_path, GOOD.replace(":sector", f":s{number}"), f"{number}.ttl")

    own, found = read_own_shapes(tmp_path)

    assert [shape.iri for shape in own.targeted] == [f"{OURS}s0", f"{OURS}s1"]
    assert [f.location.file for f in found] == ["shapes/2.ttl", "shapes/3.ttl"]


def test_a_file_left_out_takes_no_other_with_it(tmp_path: Path) -> None:
    written(tmp_path, "no turtle", "a.ttl")
    written(tmp_path, GOOD, "b.ttl")

    own, found = read_own_shapes(tmp_path)

    assert [f.location.file for f in found] == ["shapes/a.ttl"]
    assert [name for name, _ in own.files] == ["b.ttl"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (GOOD + "<urn:o> owl:imports <http://127.0.0.1:9/more> .", "shapes.imports"),
        (":a a sh:NodeShape ; sh:property [ sh:path kly:area ] .", "shapes.target"),
    ],
)
def test_what_has_no_effect_is_told_as_a_warning(text: str, rule: str, tmp_path: Path) -> None:
    _, [finding] = read(tmp_path, text)

    assert (finding.rule, finding.severity) == (rule, Severity.WARNING)


def test_shapes_that_are_not_well_formed_are_left_out_one_by_one(tmp_path: Path) -> None:
    found, [first, second] = applied(
        tmp_path,
        GOOD
        + ":one a sh:NodeShape ; sh:targetClass kly:Cluster ; sh:property :p .\n"
        + ':p sh:path kly:areaText ; sh:minCount "one" .\n'
        + ":two a sh:PropertyShape ; sh:targetClass kly:Cluster ; sh:path kly:areaText ;\n"
        + '    sh:pattern "(" .\n',
    )

    assert found == ["shape.sector"]
    assert (first.rule, first.value) == ("shapes.ill-formed", f"{OURS}one")
    assert first.location.row == 9
    assert "sh:minCount of p: Value is not Literal with datatype xsd:integer" in first.message.en
    assert second.value == f"{OURS}two"
    assert second.location.row == 11


REACHING = {
    "service": "SELECT $this WHERE { SERVICE <http://127.0.0.1:9/> { $this ?p ?o } }",
    "spaced": "SELECT $this WHERE { SERVICE\\n#x\\n SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "no-sparql": "SELEKT $this",
}


@pytest.mark.parametrize("kind", REACHING)
def test_a_query_that_may_not_be_is_told_and_the_others_go_on(kind: str, tmp_path: Path) -> None:
    shape = ":reach a sh:NodeShape ; sh:targetClass kly:Cluster ; sh:sparql [ sh:select "

    found, [fault] = applied(tmp_path, f'{GOOD}{shape} """{REACHING[kind]}""" ] .')

    assert found == ["shape.sector"]
    assert fault.value == f"{OURS}reach"
    assert fault.location.row == 9


OTHER_DATA = {
    "FROM": "SELECT $this FROM <http://127.0.0.1:9/> WHERE { $this ?p ?o }",
    "FROM NAMED": "SELECT $this FROM NAMED <http://127.0.0.1:9/> { $this $PATH ?o }",
    "from": "SELECT $this\n#x\nfrom<http://127.0.0.1:9/>WHERE { $this ?p ?o }",
    "GRAPH": "SELECT $this WHERE { $this ?p ?o . FILTER NOT EXISTS { GRAPH ?g { ?o ?p ?q } } }",
}


@pytest.mark.parametrize("kind", OTHER_DATA)
def test_a_query_that_asks_for_other_data_is_told_and_not_applied(
    kind: str, tmp_path: Path
) -> None:
    shape = ":other a sh:NodeShape ; sh:targetClass kly:Cluster ; sh:sparql [ sh:select "
    query = f'"""{OTHER_DATA[kind]}""" ] .'

    found, [fault] = applied(tmp_path, f"{GOOD}{shape} {query}")

    assert found == ["shape.sector"]
    assert (fault.rule, fault.value) == ("shapes.unsupported", f"{OURS}other")
    assert fault.location.row == 9
    word = kind.split()[0].upper()
    assert f"says {word}, but" in fault.message.en
    assert f"sier {word}, men" in fault.message.nb


def test_a_query_that_speaks_of_a_graph_in_words_only_is_applied(tmp_path: Path) -> None:
    query = "SELECT $this WHERE { $this ?p ?o . FILTER(STR(?o) != 'GRAPH FROM') } # FROM <x>"
    shape = ":words a sh:NodeShape ; sh:targetClass kly:Cluster ; sh:sparql [ sh:select "

    found, faults = applied(tmp_path, f'{GOOD}{shape} """{query}""" ] .')

    assert (sorted(found), faults) == (["shape.sector", "shape.words"], [])


def test_a_shape_that_another_refers_to_is_applied_once(tmp_path: Path) -> None:
    other = ":all a sh:NodeShape ; sh:targetClass kly:Place ; sh:property :sector ."

    found, faults = applied(tmp_path, GOOD + other)

    assert (found, faults) == (["shape.sector"], [])


def test_a_pattern_that_never_ends_is_ended_and_named(tmp_path: Path) -> None:
    value = "a" * 60 + "!"
    slow = ":slow a sh:PropertyShape ; sh:targetClass kly:Cluster ; sh:path kly:areaText ;\n"
    pattern = '    sh:pattern "^((a+)+)+$" .\n'
    data = f'{DATA}<https://example.org/a> <https://w3id.org/klynge/ont#areaText> "{value}" .\n'

    found, [fault] = applied(tmp_path, slow + pattern + GOOD, data)

    assert found == ["shape.sector"]
    assert (fault.rule, fault.value) == ("shapes.too-slow", f"{OURS}slow")
    assert str(fault.location) == "shapes/ours.ttl, line 7"
    assert "(a+)+" in fault.message.en


def test_a_query_that_needs_all_memory_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    longer = "REPLACE(" * 5 + '"aaaaaaaaaa"' + f',"a","{"a" * 100}")' * 5  # 100 gigabytes
    select = f"SELECT $this ?value WHERE {{ $this ?p ?o . BIND({longer} AS ?value) }}"
    shape = ":much a sh:NodeShape ; sh:targetClass kly:Cluster ; sh:sparql [ sh:select "

    found, [fault] = applied(tmp_path, f"{GOOD}{shape} '''{select}''' ] .")

    assert found == ["shape.sector"]
    assert (fault.rule, fault.value) == ("shapes.failed", f"{OURS}much")
    assert "it needs too much memory" in fault.message.en


def test_the_same_pattern_is_applied_to_a_value_that_it_ends_on(tmp_path: Path) -> None:
    slow = ":slow a sh:PropertyShape ; sh:targetClass kly:Cluster ; sh:path kly:areaText ;"
    data = f'{DATA}<https://example.org/a> <https://w3id.org/klynge/ont#areaText> "b" .\n'

    assert applied(tmp_path, f'{slow} sh:pattern "^((a+)+)+$" .', data) == (["shape.slow"], [])


OPENED = {
    "file": "open('/etc/hostname')",
    "writing": "open('written', 'w')",
    "connection": "import socket; socket.create_connection(('127.0.0.1', 9))",
    "name": "import socket; socket.getaddrinfo('example.org', 80)",
    "program": "import subprocess; subprocess.run(['true'])",
}


@pytest.mark.parametrize("kind", OPENED)
def test_the_process_opens_no_file_connection_or_program(kind: str, tmp_path: Path) -> None:
    close = "from klynge.shapes.confinement import close_doors; close_doors()"

    ended = subprocess.run(
        [sys.executable, "-c", f"{close}\n{OPENED[kind]}"],
        capture_output=True, text=True, cwd=tmp_path, check=False,
    )  # fmt: skip

    assert "PermissionError: this may not" in ended.stderr
    assert not (tmp_path / "written").exists()


def test_the_controls_of_the_test_above_do_open_something(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        for kind in ("writing", "connection", "program"):
            code = OPENED[kind].replace("9))", f"{port}))")
            subprocess.run([sys.executable, "-c", code], check=True, cwd=tmp_path)
    assert (tmp_path / "written").exists()


def test_what_own_shapes_ask_stands_in_the_requirements_beside_the_rest(tmp_path: Path) -> None:
    own, _ = read(tmp_path, GOOD.replace(" ;\n", ' ; sh:message "Tell the sector."@en ;\n'))
    of = ("https://w3id.org/klynge/ont#Cluster", "https://w3id.org/klynge/ont#sectorText")

    before, after = requirements()[of], requirements(more=usable_graph(own))[of]

    assert (before.level, after.level) == (Level.OPTIONAL, Level.RECOMMENDED)
    assert after.asked is not None
    assert (after.asked.en, after.asked.nb) == ("Tell the sector.", "Tell the sector.")
