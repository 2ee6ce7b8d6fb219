"""RDF of others as a source: every format, what stays out and why, and the release it ends in."""

from __future__ import annotations

import datetime
import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Triple, parse, serialize
from rdflib import Graph
from rdflib.compare import isomorphic
from small_catalogue import make_small

from klynge.loaders.facts import SourceFacts, read_catalogue
from klynge.loaders.pipeline import Checked, check
from klynge.loaders.records import Statement
from klynge.loaders.release.folder import write_release
from klynge.loaders.release.provenance import Run
from klynge.loaders.release.trace import trace
from klynge.loaders.sources import read
from klynge.loaders.sources.rdf import NotAnRdfFile
from klynge.loaders.streams.nesting import DEEPEST
from klynge.shapes.report import Finding, Message, Severity

SAMPLE = Path(__file__).parents[2] / "data" / "loaders" / "sources" / "rdf" / "sample.trig"
FORMATS = {
    "a.ttl": RdfFormat.TURTLE, "a.nt": RdfFormat.N_TRIPLES, "a.rdf": RdfFormat.RDF_XML,
    "a.jsonld": RdfFormat.JSON_LD, "a.nq": RdfFormat.N_QUADS, "a.trig": RdfFormat.TRIG,
}  # fmt: skip
RDF_XML = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="https://e.org/">'
)
GOOD = "<https://e.org/s> <https://e.org/p> 'good' .\n"


class Read:
    """What a source of RDF gave."""

    def __init__(self, path: Path, **facts: str) -> None:
        source = SourceFacts("others", "rdf", path, Message("Others", "Andre"), **facts)  # type: ignore[arg-type]  # by name
        items = list(read(source))
        self.statements = [item for item in items if isinstance(item, Statement)]
        self.findings = [item for item in items if isinstance(item, Finding)]
        self.rules = [finding.rule for finding in self.findings]
        self.triples = {statement.triple for statement in self.statements}

    @property
    def counts(self) -> list[int]:
        """Give how many statements were read, used, repeated, left out, of graphs of klynge's."""
        return [int(number) for number in re.findall(r"\d+", self.findings[-1].message.en)]


def written(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def graph_of(triples: set[str]) -> Graph:
    """Give triples as a graph whose named blank nodes are blank again."""
    text = "".join(f"{triple} .\n" for triple in sorted(triples))
    blank = re.sub(r"<https://w3id.org/klynge/id/node/([^>]+)>", r"_:\1", text)
    return Graph().parse(data=blank, format="nt")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("packed", [False, True])
def test_every_format_gives_the_same_statements(tmp_path: Path, name: str, packed: bool) -> None:
    quads = parse(path=SAMPLE, format=RdfFormat.TRIG)
    merged = {Triple(quad.subject, quad.predicate, quad.object) for quad in quads}
    text = serialize(merged, format=FORMATS[name]) or b""
    path = written(tmp_path / (name + ".gz" * packed), gzip.compress(text) if packed else text)

    found = Read(path)

    assert isomorphic(graph_of(found.triples), graph_of(set(map(str, merged))))
    assert found.rules == ["rdf.read"]
    assert found.counts == [len(merged), len(merged), 0, 0, 0]


def test_the_graphs_of_a_dump_come_together_and_are_told() -> None:
    found = Read(SAMPLE)

    assert found.rules == ["rdf.graphs", "rdf.read"]
    assert "<https://register.example/bodies>" in found.findings[0].message.nb
    assert found.counts == [22, 21, 1, 0, 0]


def test_blank_nodes_are_named_alike_in_every_reading_and_apart_in_every_file(
    tmp_path: Path,
) -> None:
    for name in ("1.nt", "2.nt"):
        written(tmp_path / name, "_:a <https://e.org/p> _:b .\n_:b <https://e.org/q> _:a .\n")
    written(tmp_path / "readme.txt", "no RDF")

    first, again = Read(tmp_path), Read(tmp_path)

    assert first.triples == again.triples
    assert len(first.triples) == 4
    assert "<https://w3id.org/klynge/id/node/others-1>" in str(first.triples)


def test_a_relative_address_is_resolved_where_the_file_is_published(tmp_path: Path) -> None:
    path = written(tmp_path / "a.ttl", "<s> <https://e.org/p> <#o> .")
    other = written(tmp_path / "b.jsonld", '{"@id": "s", "https://e.org/p": {"@id": "#o"}}')

    alone, resolved = Read(path), Read(path, address="https://e.org/d/")

    assert (alone.rules, alone.triples) == (["rdf.relative", "rdf.read"], set())
    assert resolved.triples == {"<https://e.org/d/s> <https://e.org/p> <https://e.org/d/#o>"}
    assert Read(other).rules == ["rdf.relative", "rdf.read"]


def test_a_name_that_says_no_format_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotAnRdfFile, match=r"dump\.bin.*\.trig"):
        Read(written(tmp_path / "dump.bin", GOOD))


KLY, OWN = "https://w3id.org/klynge/ont#", "https://w3id.org/klynge/"
LEFT_OUT: dict[str, tuple[str, str | bytes, str, int]] = {
    "a line that cannot be read": ("a.nt", GOOD + "<s> nonsense\n", "rdf.syntax", 2),
    "bytes that are no text": ("a.nt", GOOD.encode() + b"<e:s> <e:p> '\xff' .\n", "rdf.syntax", 2),
    "an IRI with a space": ("a.nt", "<https://e.org/ s> <e:p> 'x' .\n" + GOOD, "rdf.syntax", 1),
    "a file": ("a.nt", GOOD + "<e:s> <e:p> <file:///etc/passwd> .\n", "rdf.address", 2),
    "a file in capitals": ("a.nt", GOOD + "<FILE:/etc/x> <e:p> <e:o> .\n", "rdf.address", 2),
    "a statement in a statement": ("a.nt", GOOD + "<e:s> <e:p> <<( <e:a> <e:b> 1 )>> .\n",
                                   "rdf.syntax", 2),
    "a statement about one": ("a.ttl", GOOD + "<e:s> <e:p> <<( <e:a> <e:b> 1 )>> .\n",
                              "rdf.beyond", 2),
    "a text with a direction": ("a.nt", GOOD + '<e:s> <e:p> "a"@ar--rtl .\n', "rdf.beyond", 2),
    "a text without end": ("a.nt", GOOD + f'<e:s> <e:p> "{"x" * 300_000}" .\n', "rdf.too-long", 2),
    "a term of ours": ("a.nt", GOOD + f"<{KLY}Cluster> <e:p> <e:o> .\n", "rdf.own-words", 2),
    "a code of ours": ("a.nt", GOOD + f"<{OWN}voc/evidence-mark/sourced> <e:p> <e:o> .\n",
                       "rdf.own-words", 2),
    "a graph of ours": ("a.nt", GOOD + f"<{OWN}graph/report> <e:p> <e:o> .\n",
                        "rdf.own-words", 2),
}  # fmt: skip
"""Faulty statements beside a good one: the file, the rule that is broken, the line."""


@pytest.mark.parametrize("case", LEFT_OUT)
def test_a_faulty_statement_stays_out_with_its_line_and_the_others_stand(
    tmp_path: Path, case: str
) -> None:
    name, text, rule, line = LEFT_OUT[case]
    good = GOOD.replace("'", '"') if name == "a.nt" else GOOD
    data = text if isinstance(text, bytes) else str(text).encode()
    data = data.replace(GOOD.encode(), good.encode())

    found = Read(written(tmp_path / name, data))

    assert found.triples == {'<https://e.org/s> <https://e.org/p> "good"'}
    (finding,) = (finding for finding in found.findings if finding.rule != "rdf.read")
    assert (finding.rule, finding.location.row) == (rule, line)
    assert finding.severity is Severity.VIOLATION
    assert str(finding.location) == f"{name}, line {line}"
    read, used, repeated, out, own = found.counts
    assert read == used + repeated + out + own


def test_what_klynge_says_itself_is_not_taken_from_others(tmp_path: Path) -> None:
    line = "<https://e.org/{}> <https://e.org/p> <https://e.org/o> <{}> .\n"
    graphs = (f"{OWN}graph/inferred", f"{OWN}graph/tables", "https://e.org/g")
    path = written(tmp_path / "a.nq", "".join(map(line.format, "abc", graphs)))

    found = Read(path)

    assert {triple.split()[0] for triple in found.triples} == {
        "<https://e.org/b>", "<https://e.org/c>"}  # fmt: skip
    assert found.counts == [3, 2, 0, 0, 1]


def test_a_term_that_the_ontology_lacks_is_told_once(tmp_path: Path) -> None:
    lines = f"<e:1> <{KLY}clustr> <e:2> .\n<e:2> <{KLY}clustr> <e:3> .\n<e:2> a <{KLY}Thing> .\n"

    found = Read(written(tmp_path / "a.ttl", lines))

    told = [(f.value, f.location.row) for f in found.findings if f.rule == "rdf.term"]
    assert told == [("kly:clustr", 1), ("kly:Thing", 3)]
    assert len(found.triples) == 3


def _xml(depth: int) -> str:
    node = "<rdf:Description><e:p>"
    return f"{RDF_XML}{node * depth}{'</e:p></rdf:Description>' * depth}</rdf:RDF>"


def _json(depth: int) -> str:
    return '{"https://e.org/p":' * depth + "1" + "}" * depth


@pytest.mark.parametrize(("name", "make", "each"), [("a.rdf", _xml, 2), ("a.json", _json, 1)])
def test_what_is_nested_without_end_is_not_read(
    tmp_path: Path, name: str, make: Callable[[int], str], each: int
) -> None:
    deep = DEEPEST // each - 1

    sound = Read(written(tmp_path / name, make(deep)))
    nested = Read(written(tmp_path / name, make(50_000)))

    assert (len(sound.triples), sound.rules) == (deep, ["rdf.read"])
    assert (nested.triples, nested.rules) == (set(), ["rdf.depth", "rdf.read"])


def test_prefixes_that_make_a_small_file_large_end_the_reading(tmp_path: Path) -> None:
    lines = "".join(f"a:{n} a:p a:o .\n" for n in range(900))
    long, short = (f"@prefix a: <https://e.org/{'x' * n}> .\n{lines}" for n in (1 << 20, 8))

    found = Read(written(tmp_path / "a.ttl", long))

    assert found.triples == set()
    assert found.counts[0] < 20
    assert found.rules[-2:] == ["rdf.too-long", "rdf.read"]
    assert len(Read(written(tmp_path / "b.ttl", short)).triples) == 900


def test_a_file_cut_off_gives_what_stands_before_and_says_so(tmp_path: Path) -> None:
    packed = gzip.compress("".join(f"<e:{n}> <e:p> <e:o> .\n" for n in range(9000)).encode())

    whole = Read(written(tmp_path / "a.nt.gz", packed))
    cut = Read(written(tmp_path / "a.nt.gz", packed[: len(packed) // 2]))

    assert (len(whole.triples), whole.rules) == (9000, ["rdf.read"])
    assert 0 < len(cut.triples) < 9000
    assert cut.rules == ["file.packed", "rdf.read"]


OTHERS = """\
@prefix doc: <https://w3id.org/klynge/id/document/> .
@prefix ex: <https://e.org/> .
@prefix kly: <https://w3id.org/klynge/ont#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

ex:harbour a kly:Cluster ;
    rdfs:label "Harbour cluster" ;
    ex:board [ ex:seats 7 ] .

ex:undated a kly:Cluster ; rdfs:label "Undated" ; kly:foundedDate "in spring" .
ex:m1 a kly:ClusterMembership ; kly:inCluster ex:undated ; kly:memberActor ex:undated .

<https://w3id.org/klynge/id/cluster/salmon> rdfs:seeAlso ex:harbour .
<https://w3id.org/klynge/id/cluster/wood> kly:foundedDate "in autumn" .
"""


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("catalogue")
    make_small(folder)
    written(folder / "others.ttl", OTHERS)
    with (folder / "klynge.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[source]]\nid = "others"\ntype = "rdf"\npath = "others.ttl"\n')
    return folder


@pytest.fixture(scope="module")
def checked(catalogue: Path) -> Checked:
    return check(read_catalogue(catalogue))


def test_what_breaks_a_shape_stays_out_and_all_else_stands_in_the_graph_of_its_source(
    checked: Checked,
) -> None:
    subjects = {line.split(" ")[0] for line in checked.graphs[f"{OWN}graph/others"]}
    assert subjects == {
        "<https://e.org/harbour>", f"<{OWN}id/cluster/salmon>", f"<{OWN}id/node/others-1>"
    }  # fmt: skip
    bad = {f.subject: f.location.row for f in checked.findings if f.severity is Severity.VIOLATION}
    assert bad == {
        "https://e.org/undated": 11, "https://e.org/m1": 12, f"{OWN}id/cluster/wood": 15,
    }  # fmt: skip
    inferred = "".join(checked.graphs[f"{OWN}graph/inferred"])
    assert re.search(rf"<https://e.org/harbour> <[^>]+#type> <{KLY}Actor>", inferred)


def test_what_another_source_says_of_a_thing_is_not_missed(checked: Checked) -> None:
    about = [f for f in checked.findings if f.location.file == "others.ttl"]
    assert not [f for f in about if f.focus_node.endswith("salmon")]
    assert [f.rule for f in about if f.focus_node.endswith("harbour")] == [
        "shape.Cluster-located", "shape.evidence-given", "shape.source-given"
    ]  # fmt: skip


def test_a_release_of_statements_of_others_is_built_alike_and_traced_to_its_lines(
    catalogue: Path, tmp_path: Path
) -> None:
    run = Run(datetime.datetime(2026, 1, 31, tzinfo=datetime.UTC), "test")

    first, again = (
        write_release(check(read_catalogue(catalogue)), tmp_path / name, run) for name in "ab"
    )

    assert first.name == again.name
    dumps = [(release / "dumps" / "others.nq").read_bytes() for release in (first, again)]
    assert dumps[0] == dumps[1] != b""
    (seats,) = trace(first, f"<{OWN}id/node/others-1>", "<https://e.org/seats>")
    assert [str(cell.location) for cell in seats.cells] == ["others.ttl, line 9"]
    provenance = (first / "dumps" / "provenance.nq").read_text(encoding="utf-8")
    assert re.search(r"<https://e.org/harbour> <[^>]+wasDerivedFrom> <[^>]+#line=6,7>", provenance)
