"""The pages of alignment, code lists, definitions and versions: nothing left out, no language."""

from __future__ import annotations

import html
import re
import shutil
from dataclasses import replace
from pathlib import Path

import html5rdf
import pytest
from asking import Client
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from served import site_of
from vocabulary import BASE, CONCEPTS, DOCUMENTS, OLD, ONT, ONTOLOGY, SCHEMES, Anchored

from klynge.ontology.alignment import COMMENTS, TABLE, comments, links
from klynge.ontology.modules import VERSION, versions
from klynge.server.pages.editions import edition_entries
from klynge.server.pages.terms import Wording
from klynge.server.pool.workers import Pool
from klynge.server.store import open_release
from klynge.server.texts import page_text
from klynge.server.vocabulary.files import read_files
from klynge.server.vocabulary.published import Published
from klynge.server.vocabulary.vocabulary import vocabulary

LANGUAGES = ("en", "nb")


def text_of(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def in_language(iri: URIRef, property_: URIRef, language: str) -> str:
    found = [o for o in ONTOLOGY.objects(iri, property_) if isinstance(o, Literal)]
    return next(str(text) for text in found if text.language == language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_of_the_alignment_is_a_row_with_term_relation_and_reason(
    whole: Client, language: str
) -> None:
    page = whole.page("/ont/alignment", language)
    rows = [text_of(row) for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL)]
    wanted = links(TABLE.read_text(encoding="utf-8"))
    judged = page_text("judged_by_hand", language)

    assert len(wanted) > 100
    for link in wanted:
        label = in_language(URIRef(str(ONT) + link.subject[4:]), RDFS.label, language)
        relation = page_text(f"link_{link.predicate.partition(':')[2]}", language)
        start = f"{label} {relation} {link.object} {link.object_label} "
        assert [row for row in rows if row.startswith(start)], start
    norwegian = comments(COMMENTS.read_text(encoding="utf-8"))
    text = text_of(page)
    for link in wanted:
        other = norwegian[link.subject, link.predicate, link.object]
        assert f"{other if language == 'nb' else link.comment} {judged}" in text


def test_every_reason_of_the_alignment_is_given_in_norwegian_too() -> None:
    wanted = {
        (link.subject, link.predicate, link.object): link.comment
        for link in links(TABLE.read_text(encoding="utf-8"))
    }
    norwegian = comments(COMMENTS.read_text(encoding="utf-8"))

    assert norwegian.keys() == wanted.keys()
    # Reasons that are the same in English are the same in Norwegian, and none is left in English.
    assert len(set(norwegian.values())) == len(set(wanted.values()))
    assert [key for key, text in norwegian.items() if not text or text == wanted[key]] == []


def test_the_alignment_can_be_had_as_the_table_it_is_edited_in(whole: Client) -> None:
    reply = whole.ask("/ont/alignment.sssom.tsv")

    assert "/ont/alignment.sssom.tsv" in Anchored(whole.page("/ont/alignment")).addresses
    assert reply.headers["Content-Type"] == "text/tab-separated-values; charset=utf-8"
    assert reply.text == TABLE.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_of_every_list_stands_on_the_page_of_code_lists(
    whole: Client, language: str
) -> None:
    page = whole.page("/voc", language)
    text, found = text_of(page), Anchored(page)

    for iri in [*SCHEMES, *CONCEPTS]:
        words = [in_language(iri, p, language) for p in (SKOS.prefLabel, SKOS.definition)]
        assert [word for word in words if " ".join(word.split()) not in text] == []
        assert f"/page/{iri.removeprefix(BASE)}" in found.addresses
    assert {s.rpartition("/")[2] for s in SCHEMES} <= found.found.keys()


def test_a_definition_stands_in_words_and_as_a_condition(whole: Client) -> None:
    text = text_of(whole.page("/ont/definitions"))

    assert "NCE cluster A cluster that takes or took part in a programme" in text
    assert "EquivalentTo cluster and ( ( participates in some (" in text
    assert "HasKey giver , reference" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_version_is_listed_with_its_note(whole: Client, language: str) -> None:
    page = whole.page("/ont", language)
    shown = page[page.index('id="versions"') :]
    note = next(
        str(text)
        for text in ONTOLOGY.objects(URIRef(f"{BASE}ont"), SKOS.changeNote)
        if isinstance(text, Literal) and text.language == language
    )

    assert len(versions()) > 1
    assert [v for v in versions() if f'id="version-{v}"' not in shown] == []
    assert " ".join(note.split()) in text_of(shown)
    assert page_text("first_version", language) in shown


@pytest.fixture
def changed(release: Path, pool: Pool, tmp_path: Path) -> Published:
    """A release whose old version lacks a class, has one that is gone, has another definition."""
    folder = tmp_path / "release"
    shutil.copytree(release, folder)
    *_, file = sorted(folder.joinpath("ontology", "versions").glob("*.ttl"))
    old = Graph().parse(file)
    old.remove((ONT.Goal, None, None))
    old.add((ONT.Gone, RDF.type, OWL.Class))
    old.add((ONT.Gone, RDFS.label, Literal("gone", "en")))
    old.add((ONT.Cluster, SKOS.definition, Literal("En flokk.", "nb")))
    old.remove((URIRef(f"{BASE}voc/member-role/core-member"), None, None))
    old.serialize(file, format="turtle")
    return Published(site_of(open_release(folder), pool))


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_changed_since_the_version_before_is_listed(changed: Published, language: str) -> None:
    newest, *_, oldest = edition_entries(changed, Wording(changed, language))
    groups = {group.kind: group.changes for group in newest.groups}
    core = in_language(URIRef(f"{BASE}voc/member-role/core-member"), SKOS.prefLabel, language)
    goal = in_language(ONT.Goal, RDFS.label, language)
    cluster = in_language(ONT.Cluster, RDFS.label, language)

    assert (newest.version, newest.href) == (VERSION, f"/ont/{VERSION}")
    assert (oldest.version, oldest.href, oldest.groups) == ("0.1.0", "/ont/0.1.0", ())
    assert (goal, "/ont#Goal") in [(v.text, v.href) for v, _ in groups["change_added"]]
    code = next(v for v, _ in groups["change_added"] if v.text.endswith(f": {core}"))
    assert code.href == "/page/voc/member-role/core-member"
    assert [(v.text, v.href) for v, _ in groups["change_removed"]] == [("kly:Gone", None)]
    assert (cluster, ("aspect_definition",)) in [
        (v.text, aspects) for v, aspects in groups["change_redefined"]
    ]


def test_a_vocabulary_is_read_once_for_all_releases_that_hold_the_same(release: Path) -> None:
    files = read_files(open_release(release))

    assert vocabulary(files) is vocabulary(read_files(open_release(release)))
    assert vocabulary(replace(files, rules=())) is not vocabulary(files)


@pytest.mark.parametrize("path", OLD)
def test_an_old_version_says_that_it_is_old_and_where_the_present_one_is(
    whole: Client, path: str
) -> None:
    page = whole.page(f"/{path}")

    assert page_text("old_version", "en") in page
    assert "/ont" in Anchored(page).addresses
    assert page_text("old_version", "en") not in whole.page(f"/ont/{VERSION}")
    targets = {a for a in Anchored(page).addresses if a.startswith(f"/{path}#")}
    assert targets
    assert {t.partition("#")[2] for t in targets} - set(re.findall(r'id="([^"]+)"', page)) == set()


def test_a_term_says_which_column_rule_query_and_shape_concern_it(whole: Client) -> None:
    found = Anchored(whole.page("/ont", "nb")).found
    in_cluster = " ".join(found["inCluster"].split())
    nce = " ".join(found["NCECluster"].split())

    assert "Fylles ut i tabell memberships.cluster påkrevd" in in_cluster
    assert "I andre vokabularer underegenskap av org:organization" in in_cluster
    assert "Eksempelspørringer (" in in_cluster
    assert "/query#cq" in whole.page("/ont")
    assert 'id="cq01"' in whole.page("/query")
    assert "Utledes når En klynge som deltar eller har deltatt" in nce


def test_every_rule_that_a_term_names_has_its_place_on_the_page_of_shapes(whole: Client) -> None:
    targets = {a for a in Anchored(whole.page("/ont")).addresses if a.startswith("/shapes")}
    pages = {path: whole.page(path) for path in {target.partition("#")[0] for target in targets}}

    assert len(targets) > 100
    for target in targets - set(pages):
        path, _, anchor = target.partition("#")
        assert f'id="{anchor}"' in pages[path], target


@pytest.mark.parametrize("path", [*DOCUMENTS, "query"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_sound_html(whole: Client, path: str, language: str) -> None:
    page = whole.page(f"/{path}", language)
    anchors = re.findall(r'\bid="([^"]*)"', page)

    # Strict: the parser raises at the first thing that the HTML standard calls a parse error.
    html5rdf.HTMLParser(strict=True).parse(page)

    assert len(anchors) == len(set(anchors))
    assert f'<html lang="{language}">' in page
    local = {a[1:] for a in Anchored(page).addresses if a.startswith("#")}
    assert local - set(anchors) == set()


def test_the_html_check_is_able_to_fail() -> None:
    with pytest.raises(html5rdf.html5parser.ParseError):
        html5rdf.HTMLParser(strict=True).parse("<!doctype html><title>x</title><p><b>x</p>")
