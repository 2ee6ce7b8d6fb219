"""A catalogue in which each cluster is planted for one verdict on one criterion.

It is judged on 31 January 2026. The clusters are named by what is planted; the tables hold only
what is needed, and nothing else is stated about a cluster than what its name tells of.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

TOML = """\
[catalogue]
id = "planted"
title = { en = "Planted", nb = "Plantet" }
publisher = { name = "Test County" }
licence = "https://creativecommons.org/licenses/by/4.0/"
issued = 2026-01-31

[[source]]
id = "tables"
type = "tables"
path = "tables"
licence = "https://creativecommons.org/licenses/by/4.0/"
"""

COMPANIES = [f"company-{number}" for number in range(1, 21)]

CLUSTERS = (
    # what is planted for the management
    "staff-enough", "staff-few", "staff-of-two", "staff-of-two-few", "staff-beside-silent",
    "staff-apart", "staff-ended", "staff-later", "staff-unverified", "staff-reported",
    "staff-reported-few", "staff-reported-old", "staff-reported-undated", "staff-reported-vague",
    "staff-reported-ahead", "staff-few-waived",
    # for the website
    "site-english", "site-some", "site-of-organisation", "site-none", "site-waived",
    # for the number of members
    "members-15", "members-14", "members-14-and-associated", "members-14-and-one-left",
    "members-14-and-one-twice", "members-14-and-unverified", "members-reported",
    "members-reported-few", "members-reported-apart", "members-about-15", "members-at-least-10",
    "members-at-most-12", "members-nearly-15", "members-reported-old", "members-companies-16",
    "members-companies-9", "members-partners", "members-few-waived",
    # for the kinds of members
    "kinds-two", "kinds-one", "kinds-university-alone", "kinds-hospital", "kinds-reported",
    "kinds-reported-old", "kinds-told-undated", "kinds-all-of-one", "kinds-apart", "kinds-waived",
    # for public bodies
    "public-member", "public-partner", "public-partner-ended", "public-spoken-of-long-ago",
    "public-reported", "public-none", "public-waived",
    # for the waiver
    "waiver-until-2030", "waiver-planned-2026", "waiver-planned-2025", "waiver-open",
    "waiver-over", "waiver-ended", "waiver-sought", "waiver-no-start", "waiver-ahead",
    "waiver-regional", "waiver-international", "waiver-level-of-national",
    # for the triple helix
    "helix-whole", "helix-numbers", "helix-numbers-of-others", "helix-whole-and-numbers",
    "helix-unverified",
)  # fmt: skip

Rows = list[list[str]]


def organisations() -> Rows:
    head = ["id", "name", "country", "type", "website", "source", "evidence"]
    rows = [[each, each.title(), "DK", "company", "", "doc", "sourced"] for each in COMPANIES]
    others = {"uni": "university", "county": "public-body", "clinic": "hospital"}
    rows += [[id, id.title(), "DK", kind, "", "doc", "sourced"] for id, kind in others.items()]
    body = "cluster-organisation"
    rows += [["body", "Body", "DK", body, "https://body.example.org", "doc", "sourced"]]
    rows += [["other-body", "Other Body", "DK", body, "", "doc", "sourced"]]
    return [head, *rows]


def managements() -> Rows:
    head = ["id", "cluster", "organisation", "role", "staff_fte", "from", "until", "source"]
    rows = [
        ["staff-enough", "body", "0.5", "2020", ""],
        ["staff-few", "body", "0.49", "2020", ""],
        ["staff-of-two", "body", "0.3", "2020", ""],
        ["staff-of-two", "other-body", "0.2", "2020", ""],
        ["staff-of-two-few", "body", "0.3", "2020", ""],
        ["staff-of-two-few", "other-body", "0.1", "2020", ""],
        ["staff-beside-silent", "body", "0.3", "2020", ""],
        ["staff-beside-silent", "other-body", "", "2020", ""],
        ["staff-apart", "body", "0.3", "2020", ""],
        ["staff-apart", "body", "0.8", "2021", ""],
        ["staff-ended", "body", "2", "2020", "2024"],
        ["staff-later", "body", "2", "2027", ""],
        ["staff-unverified", "body", "2", "2020", ""],
        ["staff-few-waived", "body", "0.4", "2020", ""],
        ["site-of-organisation", "body", "", "2020", ""],
    ]
    filled = [
        [f"g{n}", cluster, body, "manager", fte, start, end, "doc"]
        for n, (cluster, body, fte, start, end) in enumerate(rows)
    ]
    return marked(head, filled)


def memberships() -> Rows:
    head = ["id", "cluster", "member", "role", "from", "until", "source"]
    rows: list[tuple[str, str, str, str, str]] = []

    def join(cluster: str, *members: str, role: str = "member", until: str = "") -> None:
        start = f"{2010 + sum(row[0] == cluster for row in rows)}"
        rows.extend((cluster, member, role, start, until) for member in members)

    join("members-15", *COMPANIES[:15])
    for cluster in CLUSTERS:
        if cluster.startswith("members-14"):
            join(cluster, *COMPANIES[:14])
    join("members-14-and-associated", "uni", role="associated-member")
    join("members-14-and-one-left", "uni", until="2025")
    join("members-14-and-one-twice", COMPANIES[0], role="partner")
    join("members-14-and-unverified", "uni")
    join("kinds-two", "company-1", "uni")
    join("kinds-one", "company-1", "company-2")
    join("kinds-university-alone", "uni")
    join("kinds-hospital", "company-1", "clinic")
    join("kinds-apart", "company-1", "uni")
    join("public-member", "county")
    for cluster in ("helix-whole", "helix-whole-and-numbers", "helix-unverified"):
        join(cluster, "company-1", "uni", "county")
    return marked(head, [[f"m{n}", *row, "doc"] for n, row in enumerate(rows)])


def observations() -> Rows:
    head = ["id", "subject", "indicator", "kind", "value", "unit", "bound", "period", "source"]
    of_staff = [
        ("staff-reported", "1.5", "", "2025"), ("staff-reported-few", "0.2", "", "2025"),
        ("staff-reported-old", "1.5", "", "2020"), ("staff-reported-undated", "1.5", "", ""),
        ("staff-reported-vague", "0.5", "about", "2025"),
        ("staff-reported-ahead", "1.5", "", "2027"),
    ]  # fmt: skip
    of_members = [
        ("members-reported", "", "20", "", "2025-06"),
        ("members-reported-few", "", "9", "", "2025"),
        ("members-reported-apart", "", "9", "", "2025"),
        ("members-reported-apart", "", "20", "", "2025"),
        ("members-about-15", "", "15", "about", "2025"),
        ("members-at-least-10", "", "10", "at-least", "2025"),
        ("members-at-most-12", "", "12", "at-most", "2025"),
        ("members-nearly-15", "", "15", "nearly", "2025"),
        ("members-reported-old", "", "40", "", "2019"),
        ("members-companies-16", "company", "16", "", "2025"),
        ("members-companies-9", "company", "9", "", "2025"),
        ("members-few-waived", "", "9", "", "2025"),
        ("kinds-reported", "company", "4", "", "2025"),
        ("kinds-reported", "public-body", "1", "", "2025"),
        ("kinds-reported-old", "company", "4", "", "2015"),
        ("kinds-reported-old", "public-body", "1", "", "2015"),
        ("kinds-all-of-one", "company", "8", "", "2025"), ("kinds-all-of-one", "", "8", "", "2025"),
        ("kinds-apart", "company", "8", "", "2025"), ("kinds-apart", "", "8", "", "2025"),
        ("kinds-waived", "company", "8", "", "2025"), ("kinds-waived", "", "8", "", "2025"),
        ("public-reported", "public-body", "3", "", "2025"),
        ("helix-numbers", "company", "30", "", "2025"),
        ("helix-numbers", "university", "2", "", "2025"),
        ("helix-numbers", "public-body", "1", "", "2025"),
        ("helix-numbers-of-others", "hospital", "7", "", "2025"),
        ("helix-numbers-of-others", "association", "3", "", "2025"),
        ("helix-numbers-of-others", "", "10", "", "2025"),
        ("helix-whole-and-numbers", "company", "30", "", "2025"),
        ("helix-whole-and-numbers", "", "30", "", "2025"),
    ]  # fmt: skip
    rows = [[c, "management-fte", "", v, "fte", b, p] for c, v, b, p in of_staff]
    rows += [[c, "members", kind, v, "organisations", b, p] for c, kind, v, b, p in of_members]
    rows += [["members-partners", "partners", "", "30", "organisations", "", "2025"]]
    return marked(head, [[f"o{n}", f"cluster:{r[0]}", *r[1:], "doc"] for n, r in enumerate(rows)])


def collaborations() -> Rows:
    head = ["id", "cluster", "partner", "kind", "from", "until", "stated", "source"]
    rows = [
        ["c1", "public-partner", "2020", "", ""],
        ["c2", "public-partner-ended", "2020", "2024", ""],
        ["c3", "public-spoken-of-long-ago", "", "", "2017-01-12"],
    ]
    county = ["organization:county", "collaboration"]
    filled = [[id, f"cluster:{cluster}", *county, *days, "doc"] for id, cluster, *days in rows]
    return marked(head, filled)


def participations() -> Rows:
    head = ["id", "cluster", "programme", "state", "from", "until", "planned_until", "source"]
    rows = [
        ["waiver-until-2030", "national", "admitted", "2024", "2030", ""],
        ["waiver-planned-2026", "national", "admitted", "2024", "", "2026"],
        ["waiver-planned-2025", "national", "admitted", "2024", "", "2025"],
        ["waiver-open", "national", "admitted", "2024", "", ""],
        ["waiver-over", "national", "admitted", "2020", "2024", ""],
        ["waiver-ended", "national", "ended", "2020", "", "2030"],
        ["waiver-sought", "national", "sought", "2024", "2030", ""],
        ["waiver-no-start", "national", "admitted", "", "2030", ""],
        ["waiver-ahead", "national", "admitted", "2027", "2030", ""],
        ["waiver-regional", "regional", "admitted", "2024", "2030", ""],
        ["waiver-international", "international", "admitted", "2024", "2030", ""],
        ["waiver-level-of-national", "level", "admitted", "2024", "2030", ""],
    ]
    waived = ("staff-few-waived", "site-waived", "members-few-waived", "kinds-waived",
              "public-waived")  # fmt: skip
    rows += [[cluster, "national", "admitted", "2024", "2030", ""] for cluster in waived]
    return marked(head, [[f"p{n}", *row, "doc"] for n, row in enumerate(rows)])


def marked(head: list[str], rows: Rows) -> Rows:
    """Give rows with their evidence: sourced, but where the name of the cluster says otherwise."""
    where = head.index("cluster") if "cluster" in head else head.index("subject")
    return [
        [*head, "evidence"],
        *(
            [*row, "unverified" if "unverified" in row[where] and doubted(row) else "sourced"]
            for row in rows
        ),
    ]


def doubted(row: list[str]) -> bool:
    """Tell whether a row of such a cluster is the one that is not verified."""
    return "uni" in row or "staff-unverified" in row


def make_planted(folder: Path) -> Path:
    """Write the catalogue into a folder."""
    tables: dict[str, Iterable[list[str]]] = {
        "documents": [["id", "title", "url", "evidence"],
                      ["doc", "A page", "https://example.org/page", "sourced"]],
        "clusters": [["id", "name", "website", "website_en", "source", "evidence"], *(
            [each, each.replace("-", " "),
             "https://example.dk" if each == "site-some" else "",
             "https://example.dk/en" if each == "site-english" else "", "doc", "sourced"]
            for each in CLUSTERS)],
        "organisations": organisations(),
        "cluster_organisations": managements(),
        "memberships": memberships(),
        "member_kinds": [["id", "subject", "type", "source", "evidence"],
                         ["k1", "cluster:kinds-told-undated", "company", "doc", "sourced"],
                         ["k2", "cluster:kinds-told-undated", "university", "doc", "sourced"]],
        "observations": observations(),
        "collaborations": collaborations(),
        "programmes": [["id", "name", "part_of", "country", "scope", "source", "evidence"],
                       ["national", "National", "", "DK", "national", "doc", "sourced"],
                       ["level", "Level", "national", "DK", "", "doc", "sourced"],
                       ["regional", "Regional", "", "DK", "regional", "doc", "sourced"],
                       ["international", "Big", "", "", "international", "doc", "sourced"]],
        "participations": participations(),
    }  # fmt: skip
    (folder / "tables").mkdir(parents=True, exist_ok=True)
    (folder / "klynge.toml").write_text(TOML, encoding="utf-8")
    for name, rows in tables.items():
        with (folder / "tables" / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
    return folder
