"""One address of each kind of page, found on the pages themselves where things are concerned."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from asking import Client

CLUSTERS = (
    "SELECT ?label (COUNT(*) AS ?value) { ?c a <https://w3id.org/klynge/ont#Cluster> ; "
    "<http://www.w3.org/2000/01/rdf-schema#label> ?label } GROUP BY ?label ORDER BY ?label"
)

FIXED = (
    "/",
    "/search",
    "/search?q=sefood",
    "/query",
    "/query?" + urlencode({"query": CLUSTERS, "view": "table"}),
    "/query?" + urlencode({"query": CLUSTERS, "view": "bars"}),
    "/query?" + urlencode({"query": "SELEKT", "view": "table"}),
    "/questions",
    "/questions/cq05",
    "/questions/cq11",
    "/pictures",
    "/pictures/clusters-on-the-map",
    "/pictures/programme-timeline",
    "/pictures/members-and-partners",
    "/pictures/seafood-chain",
    "/pictures/reported-members",
    "/downloads",
    "/ont",
    "/ont/programmes",
    "/ont/definitions",
    "/ont/alignment",
    "/shapes",
    "/voc",
    "/page/voc",
    "/page/voc/label",
    "/page/graph/nic",
    "/page/cluster/nce-seafood-innovation",
    "/nothing",
)


def kinds(demo: Client) -> list[str]:
    """Give the kinds of things that the catalogue has, by their addresses."""
    kinds = set(re.findall(r'href="(/page/[a-z-]+)"', demo.page("/")))
    return sorted(kinds - {"/page/voc"})


def of_every_kind(demo: Client) -> list[str]:
    """Give the fixed addresses, and of each kind of thing the first."""
    firsts = [
        found[1]
        for kind in kinds(demo)
        if (found := re.search(rf'href="({kind}/[^"?]+)"', demo.page(kind)))
    ]
    return [*FIXED, kinds(demo)[0], *firsts]
