"""NACE Rev. 2 as Eurostat published it in RDF on its metadata server RAMON.

The file's own vocabulary (code, name, level, broader) is turned into the model; its labels are
English, though no language tag says so. Thirty codes carry a ruling on borderline cases as
`definition`. Foreign RDF is read with pyoxigraph, whose parsers are bounded and fetch nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, parse

from ...shapes.report import Finding, Location, Message, Severity
from .classification import Classification, Item
from .editions import edition
from .official_file import ForeignFile, check_readable
from .tree import in_tree

_RAMON = "http://ec.europa.eu/eurostat/ramon/ontologies/nace.rdf#"
_FORMATS = {".ttl": RdfFormat.TURTLE, ".rdf": RdfFormat.RDF_XML}

Values = Mapping[str, str]
"""The values of one activity by the local name of their property."""


def read_nace_rdf(path: Path) -> tuple[Classification, list[Finding]]:
    """Read the 996 activities of NACE Rev. 2; one without code, name or level is a finding.

    Raises ForeignFile when the file is absent, is no RDF, or holds no activity.
    """
    check_readable(path)
    activities = _activities(path)
    if not activities:
        raise ForeignFile(
            f"{path.name} has no activity in RAMON's vocabulary ({_RAMON}); expected "
            "Eurostat's nace_r2 in Turtle or RDF/XML"
        )
    findings: list[Finding] = []
    items = list(_items(activities, path.name, findings))
    return edition("nace2", in_tree(items, path.name, findings)), findings


def _activities(path: Path) -> Mapping[str, Values]:
    found: dict[str, dict[str, str]] = {}
    try:
        for quad in parse(path=path, format=_FORMATS.get(path.suffix, RdfFormat.TURTLE)):
            property_ = str(quad.predicate.value)
            if property_.startswith(_RAMON):
                values = found.setdefault(str(quad.subject), {})
                values[property_.removeprefix(_RAMON)] = _text(quad.object)
    except SyntaxError as error:
        raise ForeignFile(f"{path.name} is not RDF that can be read: {error}") from None
    return {subject: values for subject, values in found.items() if "code" in values}


def _text(term: object) -> str:
    """Give a literal's text, and of an activity the last part of its IRI, which is its code."""
    value = str(getattr(term, "value", ""))
    return value.rpartition("/")[2] if isinstance(term, NamedNode) else value.strip()


def _items(activities: Mapping[str, Values], file: str, findings: list[Finding]) -> Iterator[Item]:
    for subject, values in sorted(activities.items()):
        name, level = values.get("name", ""), values.get("level", "")
        if not name or level not in {"1", "2", "3", "4"}:
            findings.append(_incomplete(subject, values, file))
            continue
        ruling = values.get("definition", "")
        yield Item(
            code=values["code"],
            depth=int(level),
            labels={"en": name},
            parent=values.get("broader", ""),
            definitions={"en": ruling} if ruling else {},
            places=(Location(file),),
        )


def _incomplete(subject: str, values: Values, file: str) -> Finding:
    code = values["code"]
    message = Message(
        f"the activity {code} lacks its name or a level from 1 to 4, so it is left out; expected "
        "both, as Eurostat published them",
        f"næringen {code} mangler navn eller et nivå fra 1 til 4 og er utelatt; forventet "
        "begge, slik Eurostat publiserte dem",
    )
    return Finding(
        "classification.incomplete", Severity.WARNING, message, Location(file), subject.strip("<>")
    )
