"""One address of each kind of page, found on the pages themselves where things are concerned."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from asking import Client

PROGRAMMES = (
    "SELECT ?label (COUNT(*) AS ?value) { ?phase <https://w3id.org/klynge/ont#inProgramme>/"
    "<http://www.w3.org/2000/01/rdf-schema#label> ?label FILTER(LANG(?label) = 'en') } "
    "GROUP BY ?label ORDER BY DESC(?value)"
)

AREAS = """SELECT ?label ?wkt ?value { VALUES (?label ?wkt ?value) {
  ("West" "POLYGON((5 60, 6 60, 6 61, 5 61, 5 60))" 12)
  ("East" "POLYGON((6 60, 7 60, 7 61, 6 61, 6 60))" 0)
  ("North" "POLYGON((5 61, 7 61, 7 62, 5 62, 5 61))" UNDEF)
} }"""
"""Areas with many, none, and nothing known."""

FIXED = (
    "/",
    "/search",
    "/search?q=sefood",
    "/query",
    "/query?" + urlencode({"query": PROGRAMMES, "view": "table"}),
    "/query?" + urlencode({"query": PROGRAMMES, "view": "bars"}),
    "/query?" + urlencode({"query": AREAS, "view": "areas"}),
    "/query?" + urlencode({"query": "SELEKT", "view": "table"}),
    "/questions",
    "/questions/cq05",
    "/questions/cq11",
    "/questions/cq30",
    "/pictures",
    "/pictures/clusters-on-the-map",
    "/pictures/programme-timeline",
    "/pictures/members-and-partners",
    "/pictures/seafood-chain",
    "/pictures/reported-members",
    "/downloads",
    "/ont",
    "/ont/definitions",
    "/ont/alignment",
    "/shapes",
    "/voc",
    "/page/voc",
    "/page/voc/label",
    "/page/voc/ecosystem/agri-food",
    "/page/graph/norwegian-innovation-clusters",
    "/page/cluster/nce-seafood-innovation",
    "/nothing",
)


KINDS = (
    "organization", "programme", "value-chain", "stage", "place", "document", "claim", "person",
    "cluster-project", "membership", "participation", "observation",
)  # fmt: skip
"""The kinds of things, besides clusters, whose first is looked at."""

WRONG = {"/nothing": 404, "/query?" + urlencode({"query": "SELEKT", "view": "table"}): 400}
"""The pages that say what is wrong, with their status."""


def of_every_kind(demo: Client) -> list[str]:
    """Give the fixed addresses, and of the kinds of things the first of each."""
    firsts = [
        re.findall(rf'href="(/page/{kind}/[^"?#]+)"', demo.page(f"/page/{kind}"))[0]
        for kind in KINDS
    ]
    return [*FIXED, "/page/cluster", *firsts]
