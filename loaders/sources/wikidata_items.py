"""An item of Wikidata, and the records that it gives: its document, a body or a cluster, the rest.

Which column a value goes into stands here in one table; what a value must be, in
`wikidata_values.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from ...shapes.report import Finding
from ..records import Item, Record
from ..tables.values.registers import read_registration_number
from . import wikidata_values as values_of
from .kinds import CC0
from .sheets import Layout, Sheets
from .wikidata_answers import Described, Said
from .wikidata_findings import again, no_number, no_value, several, twice
from .wikidata_plan import BY_ID
from .wikidata_values import Term

DOCUMENT = "wikidata"
ADDRESS = "https://www.wikidata.org/entity/"
LANGUAGES = ("en", "nb", "mul")
"""The languages of names, the first that an item has is shown; `mul` is one name for many."""

_TABLES = ("documents", "clusters", "places", "observations", "names", "changes")
LAYOUT = Layout(
    DOCUMENT,
    {"organisations": {"id": "item/value", "number": "number/value"},
     **{table: {"id": "item/value"} for table in _TABLES}},
    {},
)  # fmt: skip

SINGLE: Mapping[str, tuple[str, Callable[[Said], str | None]]] = {
    "website": ("website", lambda said: values_of.website(said.value)),
    "inception": ("founded", lambda said: values_of.time(said.value, said.detail)),
    "dissolved": ("dissolved", lambda said: values_of.time(said.value, said.detail)),
    "country": ("country", lambda said: values_of.country(said.value)),
    "lei": ("lei", lambda said: values_of.lei(said.value)),
    "ror": ("ror", lambda said: values_of.ror(said.value)),
}
"""What goes into one column of a body: the column, and what gives its value."""

OF_CLUSTERS = frozenset({"name", "website", "founded", "place"})
"""The columns of a body that a cluster has too."""

_Columns = dict[str, str]


class ItemReader:
    """Makes records of items; keeps which bodies and places it has given, for each comes once."""

    def __init__(self) -> None:
        """Begin with none."""
        self._items = set[str]()
        self._bodies = dict[str, str]()
        self._places = set[str]()

    def read(self, described: Described) -> Iterator[Item]:
        """Give what an item says, and what of it is not as it should be."""
        if described.item in self._items:
            # Asked for by another number too; national registers come first.
            if described.register not in BY_ID:
                yield again(described)
            return
        self._items.add(described.item)
        columns, findings = dict[str, str](), list[Finding]()
        for what, (column, check) in SINGLE.items():
            columns |= _one(described, what, column, check, findings)
        names = _names(described, findings)
        id = _identity(described, columns, findings)
        if id in self._bodies:
            yield twice(described, self._bodies[id])
            return
        self._bodies[id] = described.item
        columns |= {"name": _shown(names)} if names else {}
        yield from self._records(_Maker(described), id, columns, names, findings)

    def _records(
        self,
        maker: _Maker,
        id: str,
        columns: _Columns,
        names: Mapping[str, str],
        findings: list[Finding],
    ) -> Iterator[Item]:
        table, kind = maker.table
        about = f"{kind}:{id}"
        places = list(maker.places(findings))
        columns |= {"place": f"place:{places[0].one('id')}"} if places else {}
        if table == "clusters":
            columns = {name: value for name, value in columns.items() if name in OF_CLUSTERS}
        elif "dissolved" in columns:
            columns["state"] = "ended"
        yield maker.document(columns.get("name", maker.described.item))
        for place in places:
            if place.one("id") not in self._places:
                self._places.add(place.one("id"))
                yield maker.document(place.one("name"), place.one("source").rpartition("-")[2])
                yield place
        yield maker.record(table, id=id, **columns)
        yield from maker.names(id, about, names, columns.get("name", ""))
        if table == "organisations":
            yield from maker.employees(id, about, findings)
            yield from maker.successors(id, about, findings)
        yield from (replace(finding, subject=about) for finding in findings)


class _Maker:
    """Makes the records of one item, each from its document."""

    def __init__(self, described: Described) -> None:
        self.described = described
        self._sheets = Sheets(described.file, LAYOUT)

    @property
    def table(self) -> tuple[str, str]:
        """Give the table that the item is a row of, and the kind in references to it."""
        asked = self.described.register
        return ("organisations", "organization") if asked else ("clusters", "cluster")

    def record(self, about: str, /, item: str = "", **values: str) -> Record:
        """Make a record from the document of this item, or of another."""
        first = self.described.row
        made = self._sheets.record(about, first, {}, f"/results/bindings/{first - 1}", **values)
        source = f"wikidata-{item or self.described.item}"
        return replace(made, values={**made.values, "source": (source,)})

    def document(self, name: str, item: str = "") -> Record:
        item = item or self.described.item
        made = self.record(
            "documents", id=f"wikidata-{item}", title=f"{name} (Wikidata)", kind="dataset",
            publisher="Wikidata", url=ADDRESS + item, licence=CC0,
            part_of=f"document:{DOCUMENT}",
        )  # fmt: skip
        return replace(made, values={k: v for k, v in made.values.items() if k != "source"})

    def places(self, findings: list[Finding]) -> Iterator[Record]:
        """Give the seat where it has a name and a sound point; of several names the best."""
        named = [said for said in self._about("place") if values_of.label(said.detail)]
        for said in sorted(named, key=lambda said: _rank(said.detail)):
            item, at = values_of.item(said.value), values_of.point(said.other)
            if item is None or at is None:
                findings.append(no_value(self.described, said, "other" if item else "value"))
                continue
            latitude, longitude = at
            yield self.record(
                "places", item, id=f"wikidata-{item}", name=values_of.text(said.detail) or "",
                kind="town", latitude=latitude, longitude=longitude,
            )  # fmt: skip

    def names(self, id: str, about: str, names: Mapping[str, str], shown: str) -> Iterator[Record]:
        for language, name in names.items():
            if name != shown and language != "mul":
                yield self.record(
                    "names", id=f"{id}-wikidata-{language}", subject=about, name=name,
                    kind="alternative", language=language,
                )  # fmt: skip

    def employees(self, id: str, about: str, findings: list[Finding]) -> Iterator[Record]:
        """Give counts of employees with the day that each is of; none without a day, none of 0."""
        days = set[str]()
        for said in self._about("employees"):
            value, day = values_of.count(said.value), values_of.time(said.detail)
            if value is None or day is None:
                findings.append(no_value(self.described, said, "detail" if value else "value"))
            elif int(value) and day not in days:
                days.add(day)
                yield self.record(
                    "observations", id=f"{id}-wikidata-employees-{day}", subject=about,
                    indicator="employees", value=value, unit="persons", period=day,
                )  # fmt: skip

    def successors(self, id: str, about: str, findings: list[Finding]) -> Iterator[Record]:
        """Give what a body was succeeded by, by its number where that is of the same register."""
        after = dict[str, str]()
        for said in sorted(self._about("successor"), key=lambda said: _rank(said.detail)):
            item = values_of.item(said.value)
            if item is None:
                findings.append(no_value(self.described, said, "value"))
                continue
            number = values_of.text(said.other)
            key = f"{self.described.register}-{number}" if number else f"wikidata-{item}"
            after.setdefault(key, f"{values_of.text(said.detail) or item} ({ADDRESS}{item})")
        if after:
            made = self.record(
                "changes", id=f"{id}-wikidata-succession", kind="succession", before=about,
                description=f"Succeeded by {', '.join(after.values())}, as Wikidata has it.",
            )  # fmt: skip
            successors = tuple(f"organization:{key}" for key in after)
            yield replace(made, values={**made.values, "after": successors})

    def _about(self, what: str) -> list[Said]:
        return [said for said in self.described.said if said.what == what]


def _one(
    described: Described,
    what: str,
    column: str,
    check: Callable[[Said], str | None],
    findings: list[Finding],
) -> _Columns:
    """Give the value of a column: the first of those that are sound, in the order of their text."""
    found = dict[str, Said]()
    for said in described.said:
        if said.what == what:
            if (value := check(said)) is None:
                findings.append(no_value(described, said, "value"))
            else:
                found.setdefault(value, said)
    if not found:
        return {}
    first = min(found)
    if len(found) > 1:
        findings.append(several(described, found[first], sorted(found)))
    return {column: first}


def _names(described: Described, findings: list[Finding]) -> dict[str, str]:
    """Give the names of an item by language, in the order in which one is chosen."""
    found = dict[str, str]()
    for said in described.said:
        if said.what == "label":
            named = values_of.label(said.value)
            if named is None or named[1] not in LANGUAGES:
                findings.append(no_value(described, said, "value"))
            else:
                found.setdefault(named[1], named[0])
    return {language: found[language] for language in LANGUAGES if language in found}


def _shown(names: Mapping[str, str]) -> str:
    return next(iter(names.values()))


def _rank(term: Term | None) -> tuple[int, str]:
    """Give the place of a name's language among those that are chosen, then its text."""
    language = term.language if term else ""
    place = LANGUAGES.index(language) if language in LANGUAGES else len(LANGUAGES)
    return place, term.value if term else ""


def _identity(described: Described, columns: _Columns, findings: list[Finding]) -> str:
    """Give the id of a body by the number it was asked for, and add that to its columns."""
    register, number = described.register, described.number
    own = f"wikidata-{described.item}"
    if register == "LEI":
        return f"LEI-{columns['lei']}" if "lei" in columns else own
    if register == "ROR":
        key = columns.get("ror", "").rpartition("/")[2]
        return f"ror-{key}" if key else own
    if not register:
        return own
    values = read_registration_number(number, register).values
    if not values:
        findings.append(no_number(described))
        return own
    columns |= {"number": values[0], "country": register}
    return f"{register}-{values[0]}"
