"""Open calls of the EU Funding & Tenders portal, as JSON objects: the smallest source in JSON.

A call is a document that invites to apply; its programme and deadline stay in the document.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from ...ontology.iris import slug
from ...shapes.report import Finding, Message, Severity
from ..facts import SourceFacts
from ..records import Item, Rejected
from ..tables.values.web import read_url
from .foreign_records import read_decoded
from .kinds import CC_BY, Download, SourceKind
from .sheets import Layout, Sheets, dataset

DOCUMENT = "eu-calls"
LAYOUT = Layout(
    DOCUMENT,
    {"documents": {"id": "topicId", "title": "title", "url": "portalUrl"}},
    {"documents": ("id",)},
)


class Call(msgspec.Struct):
    """A call, by the portal's own names."""

    topicId: str
    title: str
    portalUrl: str = ""


_DECODER = msgspec.json.Decoder(Call)


def read(source: SourceFacts) -> Iterator[Item]:
    """Give the calls, each topic once; raises SourceMissing."""
    sheets, told = Sheets(source.path.name, LAYOUT), set[str]()
    yield dataset(source, DOCUMENT, "European Commission")
    for each in read_decoded(source, _DECODER, "documents"):
        if not isinstance(each, tuple):
            yield each
            continue
        call, row, pointer = each
        id = f"eu-call-{slug(call.topicId)}"
        record = sheets.record(
            "documents", row, {}, pointer,
            id=id, title=call.title, kind="web-page", publisher="European Commission",
            part_of=f"document:{DOCUMENT}", url="".join(read_url(call.portalUrl).values),
        )  # fmt: skip
        if id in told:
            place, topic = record.location("id"), call.topicId
            finding = Finding("eu-calls.twice", Severity.INFO, _TWICE, place, topic)
            yield Rejected("documents", "", (finding,))
        else:
            told.add(id)
            yield record


_TWICE = Message(
    "the topic has been given before in this file; the first stands, and this one is not used",
    "emnet er gitt tidligere i denne filen; det første gjelder, og dette brukes ikke",
)
_PORTAL = "https://ec.europa.eu/info/funding-tenders/opportunities/portal/"
KIND = SourceKind(
    type="eu-calls",
    title=Message("EU Funding & Tenders, open calls", "EU Funding & Tenders, åpne utlysninger"),
    read=read,
    publisher="European Commission",
    licence=CC_BY,
    cadence="DAILY",
    landing_page=_PORTAL,
    join_keys=(),
    files=(
        Download(
            Message("calls, as JSON", "utlysninger, som JSON"),
            _PORTAL,
            "application/json",
            is_page=True,
        ),
    ),
)
