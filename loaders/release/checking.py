"""What a catalogue's description of itself lacks, by a profile of shapes; told by `klynge.toml`."""

from __future__ import annotations

from dataclasses import replace

from ...ontology import iris
from ...ontology.terms import expand
from ...shapes.gate import validate
from ...shapes.profiles import Profile
from ...shapes.report import Finding, Location, Message, Severity
from ..authorities import authorities
from ..facts import FILE_NAME, Catalogue
from .dcat import FORMATS, dcat

_KEYS = {
    "dct:title": "title",
    "dct:description": "description",
    "dct:publisher": "publisher",
    "foaf:name": "publisher",
    "dct:license": "licence",
    "dct:language": "languages",
    "dct:spatial": "spatial",
    "dct:accrualPeriodicity": "cadence",
    "dcat:contactPoint": "contact",
    "dcat:theme": "themes",
    "dcat:keyword": "keywords",
    "dcat:landingPage": "address",
    "dcat:downloadURL": "address",
    "dcat:service": "address",
    "foaf:homepage": "address",
}
"""The line of `klynge.toml` that a property comes from."""


def check_description(catalogue: Catalogue, profile: Profile) -> tuple[Finding, ...]:
    """Give what a profile finds in the description that a build would write; reads no table.

    What every dataset lacks for want of one line of `klynge.toml` is told once.
    """
    graph = dcat(catalogue, catalogue.issued.isoformat())
    found: dict[tuple[str, str, str], Finding] = {}
    for finding in (*_unknown_languages(catalogue), *validate(graph, profile)):
        located = _located(finding, catalogue)
        place = located.location.column or located.focus_node
        found.setdefault((located.rule, place, located.value), located)
    return tuple(found.values())


def _unknown_languages(catalogue: Catalogue) -> list[Finding]:
    return [
        Finding(
            rule="description.language",
            severity=Severity.WARNING,
            message=Message(
                f"klynge knows no code of the EU table of languages for {tag!r}, so it is left out "
                f"of the description; expected one of {', '.join(authorities().tags)}.",
                f"klynge kjenner ingen kode i EUs språktabell for {tag!r}, så det er utelatt av "
                f"beskrivelsen; ventet ett av {', '.join(authorities().tags)}.",
            ),
            value=tag,
            path=expand("dct:language"),
        )
        for tag in catalogue.languages
        if not authorities().language(tag)
    ]


def _located(finding: Finding, catalogue: Catalogue) -> Finding:
    """Name the line; what a source lacks has its line under the source where it can have one."""
    paths = {expand(curie): key for curie, key in _KEYS.items()}
    key = paths.get(finding.path, "")
    source = _source(finding.focus_node, catalogue)
    if source and key in {"title", "description", "licence"}:
        key = f"{key} of source {source}"
    return replace(finding, location=Location(file=FILE_NAME, column=key))


def _source(focus_node: str, catalogue: Catalogue) -> str:
    """Give the id of the source that a dataset or one of its dumps is of."""
    for source in catalogue.sources:
        names = [iris.resource(catalogue.base, "source", source.id)]
        names += [
            iris.resource(catalogue.base, "distribution", f"{source.id}.{ending}")
            for ending in FORMATS
        ]
        if focus_node in names:
            return source.id
    return ""
