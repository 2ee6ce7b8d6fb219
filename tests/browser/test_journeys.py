"""People find a cluster, see its world, change the query behind, and take the data away."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from browser.conftest import NARROW, WIDE, Reading
from browser.people import KeyboardPerson, Person
from playwright.sync_api import expect

from klynge.server.pages.examples import packaged_examples

CLUSTER = "NCE Seafood Innovation Cluster"
STAGE = {"en": "Research", "nb": "Forskning"}
CHAIN = next(one.question for one in packaged_examples() if one.name == "cq07")


def journey(person: Person) -> None:
    page, main = person.page, person.page.locator("main")
    page.goto("/")

    person.seek("sefood", CLUSTER)
    expect(page.get_by_role("heading", level=1)).to_have_text(CLUSTER)
    expect(main).to_contain_text("NCE Subsea")
    expect(main).to_contain_text("Lerøy Seafood")

    page.goto("/")
    person.follow(CHAIN[person.language])
    picture = main.locator("svg.picture:visible")
    expect(picture).to_have_count(1)
    expect(picture.locator(".mark").first).to_be_visible()
    expect(main.get_by_role("table")).to_contain_text(STAGE[person.language])

    person.follow(person.words("open_query"))
    rows = f" {person.words('rows')}."
    before = int(page.locator("#table").inner_text().removesuffix(rows))
    person.add_to_query("LIMIT 3")
    person.show()
    expect(page.locator("#table")).to_have_text(f"3{rows}")
    assert before > 3

    table = person.download("csv")
    assert len(table.splitlines()) == 4
    assert "LIMIT" in page.url


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("language", ["en", "nb"])
def test_a_person_with_a_mouse_takes_the_journey(
    reading: Reading, width: int, language: str
) -> None:
    with reading(width=width, language=language) as page:
        journey(Person(page, language))


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_person_with_the_keyboard_alone_takes_the_journey(reading: Reading, width: int) -> None:
    with reading(width=width) as page:
        journey(KeyboardPerson(page))


def test_a_person_without_scripts_takes_the_journey(reading: Reading) -> None:
    with reading(scripts=False) as page:
        journey(Person(page, scripts=False))


def test_suggestions_close_with_escape_and_the_form_still_searches(reading: Reading) -> None:
    with reading() as page:
        page.goto("/")
        field = page.get_by_role("combobox")
        field.press_sequentially("sefood")
        expect(field).to_have_attribute("aria-expanded", "true")
        expect(page.get_by_role("status")).to_contain_text("suggestions")

        field.press("Escape")
        expect(page.get_by_role("listbox")).to_be_hidden()
        field.press("Enter")

        expect(page).to_have_url(re.compile(r"/search\?q=sefood"))
        expect(page.locator("main")).to_contain_text(CLUSTER)


def test_a_suggestion_keeps_the_language_and_the_look_that_were_chosen(reading: Reading) -> None:
    with reading() as page:
        page.goto("/?lang=nb&theme=dark")
        Person(page, "nb").seek("sefood", CLUSTER)

        expect(page).to_have_url(re.compile(r"/page/cluster/[^?]+\?lang=nb&theme=dark$"))


def test_the_editor_offers_terms_and_declares_their_prefix(reading: Reading) -> None:
    with reading() as page:
        page.goto("/query?query=SELECT+*+%7B+%3Fs")
        page.locator(".cm-content").click()
        page.keyboard.press("Control+End")
        page.keyboard.type(" a Cluster")
        option = page.get_by_role("option", name=re.compile(r"^kly:Cluster\scluster$"))
        expect(option).to_be_visible()
        option.click()

        area = page.locator("textarea")
        prefix = "PREFIX kly: <https://w3id.org/klynge/ont#>\n"
        assert area.input_value() == f"{prefix}SELECT * {{ ?s a kly:Cluster"
        expect(page.locator(".cm-wrong")).to_have_count(0)

        page.keyboard.type(" FILTER FILTER }")
        expect(page.locator(".cm-wrong").first).to_be_visible()


def test_the_plain_field_is_one_key_away_and_has_the_same_text(reading: Reading) -> None:
    with reading() as page:
        page.goto("/query?query=ASK")
        page.locator(".cm-content").click()
        page.keyboard.press("Control+End")
        page.keyboard.type(" {}")

        page.get_by_role("button", name="Plain text field").click()
        area = page.get_by_role("textbox", name="Your query in SPARQL 1.1")
        expect(area).to_have_value("ASK {}")
        area.fill("ASK { ?s ?p ?o }")
        page.get_by_role("button", name="Plain text field").click()

        expect(page.locator(".cm-content")).to_have_text("ASK { ?s ?p ?o }")


def test_what_the_policy_keeps_out_is_seen(reading: Reading) -> None:
    inline = "document.body.append(Object.assign(document.createElement('script'), {text: '1'}))"
    with pytest.raises(AssertionError, match="Content Security Policy"), reading() as page:
        page.goto("/")
        page.evaluate(inline)


@pytest.mark.parametrize("scripts", [True, False])
def test_the_look_is_chosen_by_a_link_and_kept(reading: Reading, scripts: bool) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    with reading(scripts=scripts, color_scheme="light") as page:
        page.goto("/")
        light = page.evaluate(ground)
        page.get_by_role("link", name="dark", exact=True).click()
        dark = page.evaluate(ground)
        page.get_by_role("link", name="Questions", exact=True).first.click()
        kept = page.evaluate(ground)
        page.get_by_role("link", name="as the device").click()

        assert (light, dark, kept) == ("rgb(253, 253, 251)", "rgb(20, 26, 27)", "rgb(20, 26, 27)")
        assert page.evaluate(ground) == light
        assert "theme" not in page.url


def test_the_start_page_loads_little_script_and_the_editor_stays_on_its_page(
    reading: Reading,
) -> None:
    weights: dict[str, int] = {}
    with reading() as page:
        page.on(
            "response",
            lambda reply: (
                weights.update({urlsplit(reply.url).path.rpartition("/")[2]: len(reply.body())})
                if reply.request.resource_type == "script"
                else None
            ),
        )
        page.goto("/", wait_until="networkidle")
        on_start = dict(weights)
        page.goto("/query", wait_until="networkidle")

    print("\nscripts:", weights)
    assert on_start.keys() == {"search.js"}
    assert sum(on_start.values()) < 250_000
    assert weights.keys() == {"search.js", "editor.js"}
