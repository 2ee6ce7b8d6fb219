"""The codes of the shipped catalogue have names in both languages, and no unused one is carried."""

from __future__ import annotations

import gettext
from pathlib import Path

import pycountry
import pytest
from flask.testing import FlaskClient
from official_files import nace_file, sn2007_file
from pyoxigraph import Literal, NamedNode, Store

from klynge.loaders.classifications.classification import Classification
from klynge.loaders.classifications.codes_file import codes_text, read_codes
from klynge.loaders.classifications.excerpt import excerpt
from klynge.loaders.classifications.files import read_classification
from klynge.loaders.facts import read_catalogue
from klynge.loaders.pipeline import Checked
from klynge.loaders.shipped import shipped_folder
from klynge.loaders.tables.schema import load_schema
from klynge.ontology import iris
from klynge.ontology.terms import expand
from klynge.server.app import create_app
from klynge.server.pool.wire import Settings
from klynge.server.pool.workers import Pool
from klynge.server.store import open_release

FOLDER = shipped_folder() / "classifications"


def used(shipped: Checked, kind: str) -> set[str]:
    """Give the values of all columns of a kind."""
    tables = load_schema().tables
    return {
        value
        for records in shipped.batch.values()
        for record in records
        for column in tables[record.table].columns.values()
        if column.kind == kind
        for value in record.values.get(column.name, ())
    }


def languages(store: Store, iri: str) -> set[str]:
    quads = store.quads_for_pattern(NamedNode(iri), NamedNode(expand("skos:prefLabel")), None, None)
    return {str(q.object.language) for q in quads if isinstance(q.object, Literal)}


def alpha_3(code: str) -> str:
    return str(pycountry.countries.lookup(code).alpha_3)


def test_every_activity_and_country_has_a_name_in_english_and_norwegian(
    shipped: Checked, catalogue_store: Store
) -> None:
    activities = {iris.economic_activity(code) for code in used(shipped, "activity")}
    countries = {iris.country(alpha_3(code)) for code in used(shipped, "country")}
    assert len(activities) > 70 and len(countries) == 3

    bare = {i for i in activities | countries if languages(catalogue_store, i) != {"en", "nb"}}

    assert bare == set()


def test_nothing_is_carried_that_is_not_used_or_above_it(shipped: Checked) -> None:
    nace, _ = read_codes(FOLDER / "nace2.codes.json")
    country, _ = read_codes(FOLDER / "country.codes.json")
    parents = {item.parent for item in nace.items}

    codes = {item.code for item in nace.items}

    assert {f"nace2:{code}" for code in codes - parents} <= used(shipped, "activity")
    assert {item.code for item in country.items} == set(map(alpha_3, used(shipped, "country")))
    assert not [item for item in nace.items if item.definitions]


def test_the_activities_are_what_the_command_takes_from_the_official_files(tmp_path: Path) -> None:
    official = read_classification(nace_file(), "nace2")[0]
    norwegian = read_classification(sn2007_file(tmp_path), "nace2", "nb")[0]
    assert isinstance(official, Classification) and isinstance(norwegian, Classification)

    made = codes_text(excerpt(read_catalogue(shipped_folder()), [official, norwegian]))

    assert made == (FOLDER / "nace2.codes.json").read_text(encoding="utf-8")


def test_the_names_of_countries_are_those_of_pycountry() -> None:
    norwegian = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, ["nb"])
    country, _ = read_codes(FOLDER / "country.codes.json")

    for item in country.items:
        name = pycountry.countries.lookup(item.code).name
        assert item.labels == {"en": name, "nb": norwegian.gettext(name)}


def test_both_classifications_say_their_licence_and_origin(shipped: Checked) -> None:
    sources = [s for s in shipped.catalogue.sources if s.type == "classification"]

    assert [source.id for source in sources] == ["nace2", "country"]
    assert all(source.licence and source.rights for source in sources)


@pytest.mark.parametrize(
    ("path", "language", "name"),
    [
        ("/page/stage-activity/seafood-breeding-03-21", "en", "Marine aquaculture"),
        ("/page/stage-activity/seafood-breeding-03-21", "nb", "Hav- og kystbasert akvakultur"),
        ("/page/organization/innovation-norway", "en", "Norway"),
        ("/page/organization/innovation-norway", "nb", "Norge"),
    ],
)
def test_pages_show_the_names_of_codes(
    shipped_release: Path, path: str, language: str, name: str
) -> None:
    pool = Pool(Settings(str(shipped_release / "store"), deadline=20), workers=1)
    try:
        client = FlaskClient(create_app(open_release(shipped_release), pool))
        reply = client.get(path, headers={"Accept": "text/html", "Accept-Language": language})
    finally:
        pool.close()

    assert reply.status_code == 200
    assert f">{name}<" in reply.text
