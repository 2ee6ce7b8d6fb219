"""The live services, each as a table of what it answers, and of what it would be to have changed.

Answers stand by the address that is asked, without its scheme; a server of recorded answers gives
them. `target` is the one that is spoilt in turn.
"""

from __future__ import annotations

import gzip
import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from recorded import JSON, NOT_FOUND, Answer
from registers import entity

SAMPLES = Path(__file__).resolve().parent / "data" / "loaders" / "sources"
CLASSES = SAMPLES.parent / "classifications"
BRREG = "/data.brreg.no/enhetsregisteret/api"
KLASS = "/data.ssb.no/api/klass/v1"
FIRST, SECOND = "913268865", "991068503"
"""The numbers that the small catalogue names."""

Change = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Drift:
    """How a service could change, and words of what is told then; none where nothing is lost."""

    change: Change
    told: str


@dataclass(frozen=True)
class Service:
    """A live service: the source in klynge.toml, its answers, and what the source gives of them."""

    id: str
    type: str
    fetch: str
    answers: Mapping[str, Answer]
    target: str
    gives: str
    renamed: Drift
    new: Drift
    retyped: Drift
    more: str = ""

    def spoilt(self, change: Change) -> Answer:
        """Give the answer of the target with another body."""
        good = self.answers[self.target]
        return replace(good, body=change(good.body), etag='"spoilt"')


def changed(change: Callable[[Any], None]) -> Change:
    """Give what changes an answer in JSON."""

    def made(body: bytes) -> bytes:
        value = json.loads(body)
        change(value)
        return json.dumps(value, ensure_ascii=False).encode()

    return made


def renamed(old: str, new: str) -> Change:
    """Give what writes one word for another, all over an answer."""
    return lambda body: body.replace(old.encode(), new.encode())


def answer(value: Any, media_type: str = JSON) -> Answer:
    return Answer(json.dumps(value, ensure_ascii=False).encode(), media_type, etag='"first"')


def archive(**files: str) -> Answer:
    """Give a zip archive of texts; two underscores stand for a dot."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, text in files.items():
            opened.writestr(name.replace("__", "."), text)
    return Answer(made.getvalue(), "application/zip", etag='"first"')


def within(change: Change) -> Change:
    """Give what changes every file of an archive."""

    def made(body: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(body)) as opened:
            files = {n: change(opened.read(n)).decode() for n in opened.namelist()}
        return archive(**files).body

    return made


def packed(change: Change) -> Change:
    return lambda body: gzip.compress(change(gzip.decompress(body)), mtime=0)


def text(*path: str) -> str:
    return SAMPLES.joinpath(*path).read_text(encoding="utf-8")


def setting(*path: Any, to: Any) -> Change:
    """Give what sets a value within an answer."""

    def change(value: Any) -> None:
        for step in path[:-1]:
            value = value[step]
        value[path[-1]] = to

    return changed(change)


def column(body: bytes) -> bytes:
    """Add a column to a table."""
    return body.replace(b"\n", b",1\n").replace(b",1\n", b",NEW\n", 1)


def first_column(body: bytes) -> bytes:
    """Add a column before the others, in a table whose rows begin with a digit."""
    return b"NEW;" + re.sub(rb"(?m)^(?=[0-9])", b"1;", body)


FEED = {
    "_embedded": {"oppdaterteEnheter": [
        {"oppdateringsid": 1, "dato": "2026-11-20T04:01:39.613Z", "organisasjonsnummer": FIRST,
         "endringstype": "Fjernet"},
    ]},
    "page": {"size": 10000, "totalElements": 1, "totalPages": 1, "number": 0},
}  # fmt: skip
FOUND = {
    "_embedded": {"enheter": [entity(FIRST, navn="UNI AS")]},
    "page": {"size": 20, "totalElements": 1, "totalPages": 1, "number": 0},
}
NO_CHANGE = {"page": {"size": 10000, "totalElements": 0, "totalPages": 0, "number": 0}}
BULK = Answer(gzip.compress(json.dumps([entity(FIRST), entity(SECOND)]).encode(), mtime=0),
              "application/vnd.brreg.enhetsregisteret.enhet.v2+gzip")  # fmt: skip
FEED_ASKED = (
    f"{BRREG}/oppdateringer/enheter?dato=2026-11-19T00:00:00.000Z"
    f"&organisasjonsnummer={FIRST},{SECOND}&size=10000&page=0"
)
SUB_FEED_ASKED = FEED_ASKED.replace("/enheter?", "/underenheter?")

WIKIDATA = json.loads(text("wikidata", "files", "NO-001.json").replace("923609016", FIRST))
SPARQL = "application/sparql-results+json"
SCHEME = {
    "head": {"vars": ["concept", "broader", "label"]},
    "results": {"bindings": [
        {"concept": {"type": "uri", "value": f"http://data.europa.eu/ux2/nace2.1/{code}"},
         "label": {"type": "literal", "value": name, "xml:lang": "en"}}
        for code, name in (("J", "Information"), ("K", "Telecommunication"))
    ]},
}  # fmt: skip
VERSION = {
    "name": "SN2025",
    "classificationItems": [
        {"code": "A", "parentCode": None, "level": "1", "name": "Jordbruk"},
        {"code": "01", "parentCode": "A", "level": "2", "name": "Jordbruk og tjenester"},
    ],
}
TABLE = {
    "name": "SN2025 - SN2007", "sourceId": 3218, "targetId": 30, "lastModified": "2025-09-01",
    "correspondenceMaps": [{"sourceCode": "01.110", "targetCode": "01.110"}],
}  # fmt: skip
KARTVERKET = [
    {"fylkesnummer": "46", "fylkesnavn": "Vestland", "kommuner": [
        {"kommunenummer": "4601", "kommunenavn": "Bergen", "kommunenavnNorsk": "Bergen"},
    ]},
]  # fmt: skip
NUTS = "NUTS_ID,LEVL_CODE,NUTS_NAME,NAME_LATN\nNO,0,Norge,Norge\nNO0,1,Norge,Norge\n"
DUMP = "https://zenodo.org/api/records/1/files/v2.0-2026-11-01-ror-data.zip/content"
ZENODO = {"hits": {"hits": [{"files": [
    {"key": "v2.0-2026-11-01-ror-data.zip", "links": {"self": DUMP}},
]}]}}  # fmt: skip
GLEIF = "/goldencopy.gleif.org/api/v2/golden-copies/publishes"
CORDIS = "/cordis.europa.eu/data/cordis-h2020projects-csv.zip"
ZENODO_ASKED = "/zenodo.org/api/communities/ror-data/records?q=&sort=newest&size=1"
DUMP_ASKED = "/" + DUMP.removeprefix("https://")
ROR = {
    ZENODO_ASKED: answer(ZENODO),
    DUMP_ASKED: archive(**{"v2__0-2026-11-01-ror-data__json": text("ror", "sample.jsonl")}),
}
COUNTIES = "/api.kartverket.no/kommuneinfo/v1/fylker"
COUNTY_CODES = ("03 11 15 18 31 32 33 34 39 40 42 46 50 55 56").split()


def outline(code: str) -> dict[str, Any]:
    """Give what Kartverket answers of a county: here a square of its own."""
    west = 4 + int(code) / 10
    ring = [[west, 60], [west + 0.1, 60], [west + 0.1, 61], [west, 61], [west, 60]]
    area = {"type": "MultiPolygon", "coordinates": [[ring]]}
    return {"fylkesnummer": code, "fylkesnavn": f"County {code}", "omrade": area}


USED = 'only = "used"'
MORE = changed(lambda value: value["head"]["vars"].append("more"))

SERVICES = (
    Service(
        "brreg-lookups",
        "brreg",
        "lookups",
        more=USED,
        answers={
            f"{BRREG}/enheter/{FIRST}": answer(entity(FIRST)),
            f"{BRREG}/enheter/{SECOND}": NOT_FOUND,
            f"{BRREG}/underenheter/{SECOND}": answer(entity(SECOND, overordnetEnhet=FIRST)),
        },
        target=f"{BRREG}/enheter/{FIRST}",
        gives=f"NO-{FIRST}",
        renamed=Drift(renamed("organisasjonsnummer", "orgnr"), "'orgnr' is new to klynge"),
        new=Drift(setting("nyttFelt", to=1), "'nyttFelt' is new to klynge"),
        retyped=Drift(setting("antallAnsatte", to="tolv"), "antallAnsatte"),
    ),
    Service(
        "brreg-updates",
        "brreg",
        "updates",
        more=USED,
        answers={
            f"{BRREG}/enheter/lastned": BULK,
            f"{BRREG}/underenheter/lastned": replace(BULK, body=gzip.compress(b"[]", mtime=0)),
            FEED_ASKED: answer(FEED),
            SUB_FEED_ASKED: answer(NO_CHANGE),
        },
        target=FEED_ASKED,
        gives=f"NO-{FIRST}",
        renamed=Drift(renamed("oppdaterteEnheter", "endringer"), "none is where they are looked"),
        new=Drift(setting("neste", to="x"), "'neste' is new to klynge"),
        retyped=Drift(setting("_embedded", "oppdaterteEnheter", to={}), "oppdaterteEnheter"),
    ),
    Service(
        "brreg-search",
        "brreg",
        "search",
        more=USED,
        answers={f"{BRREG}/enheter?navn=Uni&size=20": answer(FOUND)},
        target=f"{BRREG}/enheter?navn=Uni&size=20",
        gives=f"NO-{FIRST}",
        renamed=Drift(renamed('"enheter"', '"treff"'), "none is where they are looked"),
        new=Drift(setting("neste", to="x"), "'neste' is new to klynge"),
        retyped=Drift(setting("_embedded", "enheter", to={}), "enheter"),
    ),
    Service(
        "wikidata",
        "wikidata",
        "lookups",
        more=USED,
        answers={"/query.wikidata.org/sparql": answer(WIKIDATA, SPARQL)},
        target="/query.wikidata.org/sparql",
        gives=f"NO-{FIRST}",
        renamed=Drift(renamed('"what"', '"hva"'), "lacks the variables what"),
        new=Drift(MORE, "'more' is new to klynge"),
        retyped=Drift(setting("results", "bindings", to={}), "bindings"),
    ),
    Service(
        "klass",
        "classification",
        "edition",
        more='edition = "sn2025"',
        answers={f"{KLASS}/versions/3218.json?language=nb": answer(VERSION)},
        target=f"{KLASS}/versions/3218.json?language=nb",
        gives="01",
        renamed=Drift(renamed("classificationItems", "elementer"), "has no list"),
        new=Drift(setting("classificationItems", 0, "nytt", to=1), "'nytt' is new to klynge"),
        retyped=Drift(setting("classificationItems", 0, "level", to=[1]), "level is ''"),
    ),
    Service(
        "klass-correspondence",
        "classification",
        "edition",
        more='edition = "sn2025-sn2007"',
        answers={f"{KLASS}/correspondencetables/2749.json?language=nb": answer(TABLE)},
        target=f"{KLASS}/correspondencetables/2749.json?language=nb",
        gives="01.110",
        renamed=Drift(renamed("sourceCode", "fra"), "on one side only"),
        new=Drift(setting("nytt", to=1), ""),
        retyped=Drift(setting("correspondenceMaps", to={}), "has no list"),
    ),
    Service(
        "kartverket",
        "classification",
        "kartverket",
        more='edition = "no-2024"',
        answers={"/api.kartverket.no/kommuneinfo/v1/fylkerkommuner": answer(KARTVERKET)},
        target="/api.kartverket.no/kommuneinfo/v1/fylkerkommuner",
        gives="4601",
        renamed=Drift(renamed("fylkesnummer", "nummer"), "'nummer' is new to klynge"),
        new=Drift(setting(0, "nytt", to=1), "'nytt' is new to klynge"),
        retyped=Drift(setting(0, "fylkesnummer", to=["46"]), "number"),
    ),
    Service(
        "outlines",
        "place-outlines",
        "counties",
        more='edition = "no-2024"\ncode = "fylkesnummer"',
        answers={f"{COUNTIES}/{code}/omrade": answer(outline(code)) for code in COUNTY_CODES},
        target=f"{COUNTIES}/46/omrade",
        gives="46",
        renamed=Drift(renamed('"fylkesnummer"', '"nummer"'), "fylkesnummer"),
        new=Drift(setting("nytt", to=1), ""),
        retyped=Drift(setting("omrade", to=[]), "no feature of GeoJSON"),
    ),
    Service(
        "publications-office",
        "classification",
        "edition",
        more='edition = "nace2.1"',
        answers={"/publications.europa.eu/webapi/rdf/sparql": answer(SCHEME, SPARQL)},
        target="/publications.europa.eu/webapi/rdf/sparql",
        gives="K",
        renamed=Drift(renamed('"label"', '"name"'), "lacks the variables label"),
        new=Drift(MORE, ""),
        retyped=Drift(setting("results", "bindings", to={}), "bindings"),
    ),
    Service(
        "gisco",
        "classification",
        "edition",
        more='edition = "nuts-2024"',
        answers={
            "/gisco-services.ec.europa.eu/distribution/v2/nuts/csv/NUTS_AT_2024.csv": Answer(
                NUTS.encode(), "text/csv", etag='"first"'
            )
        },
        target="/gisco-services.ec.europa.eu/distribution/v2/nuts/csv/NUTS_AT_2024.csv",
        gives="NO0",
        renamed=Drift(renamed("NUTS_ID", "CODE"), "none of the layouts klynge knows"),
        new=Drift(column, ""),
        retyped=Drift(renamed("NO0,", "17,"), "'17' is not a NUTS code"),
    ),
    Service(
        "zenodo",
        "ror",
        "latest",
        more=USED,
        answers=ROR,
        target=ZENODO_ASKED,
        gives="ror-",
        renamed=Drift(renamed('"hits"', '"treff"'), "names no zip archive"),
        new=Drift(setting("aggregations", to={}), ""),
        retyped=Drift(setting("hits", to=[]), "names no zip archive"),
    ),
    Service(
        "ror",
        "ror",
        "latest",
        more=USED,
        answers=ROR,
        target=DUMP_ASKED,
        gives="ror-",
        renamed=Drift(within(renamed('"names"', '"titles"')), "missing required field `names`"),
        new=Drift(within(renamed('"names"', '"nytt": 1, "names"')), ""),
        retyped=Drift(within(renamed('"status": "', '"status": 1, "x": "')), "$.status"),
    ),
    Service(
        "gleif",
        "gleif",
        "files",
        more=USED,
        answers={
            f"{GLEIF}/lei2/latest.csv": archive(lei2__csv=text("gleif", "files", "lei2.csv")),
            f"{GLEIF}/rr/latest.csv": archive(rr__csv=text("gleif", "files", "rr.csv")),
        },
        target=f"{GLEIF}/lei2/latest.csv",
        gives="LEI-",
        renamed=Drift(within(renamed("Entity.LegalName", "Entity.Name")), "the header lacks"),
        new=Drift(within(column), ""),
        retyped=Drift(within(renamed("EXAMPLE", "LEI:EXAMPLE")), "is not a LEI"),
    ),
    Service(
        "cordis",
        "cordis",
        "h2020",
        more=USED,
        answers={
            CORDIS: archive(
                project__csv=text("cordis", "files", "project.csv"),
                organization__csv=text("cordis", "files", "organization.csv"),
            )
        },
        target=CORDIS,
        gives="eu-100",
        renamed=Drift(within(renamed("organisationID", "orgID")), "the header lacks"),
        new=Drift(within(first_column), ""),
        retyped=Drift(within(renamed("projectID;", "projectID,")), "the header lacks"),
    ),
)
"""The services; a drift that tells nothing is one in which nothing that is read has changed."""
