"""The page: whole without a script, by keyboard, in both languages, whatever the tables hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import html5rdf
import pytest
from contrast import TEXT, contrast, palettes
from faulty_catalogue import HOSTILE, entry, hostile_finding, with_findings

from klynge.loaders.reports import page
from klynge.loaders.reports.page import rules_page, to_html
from klynge.loaders.reports.report import Entry, Report

Element = tuple[str, dict[str, str], str]
"""A tag, its attributes, and the text within."""


def elements(html: str) -> list[Element]:
    """Parse a page as browsers do (WHATWG HTML) and give its elements in order."""
    root = html5rdf.parse(html, treebuilder="etree", namespaceHTMLElements=False)
    return [
        (each.tag, dict(each.attrib), "".join(each.itertext()))
        for each in root.iter()
        if isinstance(each.tag, str)
    ]


def of(html: str, tag: str) -> list[Element]:
    return [each for each in elements(html) if each[0] == tag]


def ids(html: str) -> list[str]:
    return [attributes["id"] for _, attributes, _ in elements(html) if "id" in attributes]


def style(html: str) -> str:
    ((_, _, text),) = of(html, "style")
    return text


@pytest.fixture(scope="module")
def html(later: Report) -> str:
    return to_html(later)


def test_the_page_is_well_formed_and_needs_nothing_else(html: str) -> None:
    parser = html5rdf.HTMLParser(namespaceHTMLElements=False)
    parser.parse(html)

    assert parser.errors == []
    assert of(html, "script") == [] and of(html, "link") == [] and of(html, "img") == []
    assert not re.search(r"url\(|@import", style(html))
    assert not [a for _, a, _ in elements(html) for name in a if name.startswith("on")]


def test_every_finding_stands_once_with_its_place_and_value(html: str, later: Report) -> None:
    rows = {a["id"]: text for _, a, text in of(html, "tr") if "id" in a}

    assert rows.keys() == {f"f-{each.id}" for each in later.entries}
    row = rows[f"f-{entry(later, 'cell.url').id}"]
    assert "clusters.csv, row 4, column website (D)" in row
    assert "clusters.csv, rad 4, kolonne website (D)" in row
    assert "ftp:/x<b>" in row


def test_every_text_is_there_in_both_languages(html: str, later: Report) -> None:
    texts = " ".join(text for _, _, text in elements(html))

    for each in later.entries:
        assert each.finding.message.en in texts and each.finding.message.nb in texts
    english = [text for _, a, text in elements(html) if a.get("lang") == "en" and a.get("class")]
    norwegian = [text for _, a, text in elements(html) if a.get("lang") == "nb" and a.get("class")]
    assert len(english) == len(norwegian) > 50


def test_tables_have_captions_and_scopes_and_headings_go_down_one_by_one(html: str) -> None:
    assert len(of(html, "caption")) == len(of(html, "table")) > 2
    assert {attributes.get("scope") for _, attributes, _ in of(html, "th")} == {"col", "row"}
    levels = [int(tag[1]) for tag, _, _ in elements(html) if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))


def test_every_choice_is_a_labelled_radio_button_of_a_named_group(html: str) -> None:
    inputs = of(html, "input")

    assert {attributes["type"] for _, attributes, _ in inputs} == {"radio"}
    assert {a["name"] for _, a, _ in inputs} == {"lang", "severity", "state", "file", "rule"}
    assert len([t for _, _, t in of(html, "label") if t.strip()]) == len(inputs)
    assert len(of(html, "legend")) == len(of(html, "fieldset")) == 5
    for name in ("lang", "severity", "state", "file", "rule"):
        assert sum("checked" in a for _, a, _ in inputs if a["name"] == name) == 1


@pytest.fixture(params=["report", "rules"])
def either(request: pytest.FixtureRequest, html: str) -> str:
    """The page of a report, and the page of all rules."""
    return html if request.param == "report" else rules_page()


FOCUSABLE = ("a", "button", "input", "select", "summary", "textarea")


def test_a_page_has_its_landmarks_once_and_every_section_has_a_heading_for_a_name(
    either: str,
) -> None:
    headings = {a["id"] for tag, a, t in elements(either) if re.fullmatch("h[1-6]", tag)
                and t.strip() and "id" in a}  # fmt: skip
    sections = of(either, "section")

    assert [len(of(either, tag)) for tag in ("main", "header", "title", "h1")] == [1] * 4
    assert len(sections) > 3
    assert {a["aria-labelledby"] for _, a, _ in sections} <= headings


def test_all_that_can_be_done_is_done_by_keyboard_in_the_order_of_reading(either: str) -> None:
    able = [each for each in elements(either) if each[0] in FOCUSABLE]

    assert {tag for tag, _, _ in able} <= {"a", "input", "summary"}
    assert all("href" in a for tag, a, _ in able if tag == "a")
    assert {a.get("tabindex", "0") for _, a, _ in elements(either)} <= {"0", "-1"}
    assert not [a for _, a, _ in able if "tabindex" in a or "disabled" in a]
    assert not [a for _, a, _ in elements(either) if "accesskey" in a or "autofocus" in a]


def test_what_has_the_focus_is_seen_and_no_control_is_hidden_from_it(either: str) -> None:
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", style(either))

    shown = [body for selector, body in rules if ":focus-visible" in selector]
    assert any("outline" in body and "none" not in body for body in shown)
    hiding = re.compile(
        r"display:\s*none|visibility:\s*hidden|appearance:\s*none|outline:\s*(?:0|none)"
    )
    controls = re.compile(r"(?:^|[\s,>])(?:input|summary|a|label|fieldset)\b[^\s,]*\s*$")
    assert not [s for s, body in rules if controls.search(s) and hiding.search(body)]


def test_the_first_thing_that_gets_the_focus_leads_past_the_rest(html: str) -> None:
    first = next(each for each in elements(html) if each[0] in FOCUSABLE)
    (target,) = (each for each in elements(html) if each[1].get("id") == "findings")

    assert (first[0], first[1]["href"]) == ("a", "#findings")
    assert target[1]["tabindex"] == "-1"


def test_ids_are_unique_and_every_link_and_every_filter_leads_to_one(html: str) -> None:
    found = ids(html)
    links = [a["href"] for _, a, _ in of(html, "a")]
    buttons = set(re.findall(r"#([\w-]+):checked", style(html)))
    ours = {a["id"] for _, a, _ in of(html, "input")}

    assert len(found) == len(set(found))
    assert [link for link in links if link.startswith("#") and link[1:] not in found] == []
    assert [link for link in links if not link.startswith(("#", "https://"))] == []
    assert {button for button in ours if not button.endswith("-all")} <= buttons


def hidden(html: str, *chosen: str) -> Iterator[Element]:
    """Give what the page's own style hides when buttons are chosen."""
    for selectors in re.findall(r"^(body:has.*) \{ display: none \}$", style(html), re.MULTILINE):
        for selector in selectors.split(", "):
            buttons = re.findall(r"#([\w-]+):checked", selector)
            wanted, lacking = (
                selector.split()[-1].split(":not(")[0],
                re.findall(r":not\(\.([\w-]+)\)", selector),
            )
            if set(buttons) <= set(chosen):
                for each in elements(html):
                    classes = each[1].get("class", "").split()
                    if wanted[1:] in classes and not set(lacking) & set(classes):
                        yield each


@pytest.mark.parametrize("state", ["new", "still-there", "accepted"])
@pytest.mark.parametrize("file", ["clusters.csv", "organisations.csv"])
def test_filters_leave_the_findings_asked_for_and_no_empty_table(
    html: str, later: Report, file: str, state: str
) -> None:
    (key,) = [
        a["id"]
        for _, a, _ in of(html, "input")
        if a["name"] == "file" and file in _label(html, a["id"])
    ]

    gone = list(hidden(html, key, f"state-{state}"))

    left = {f"f-{each.id}" for each in later.entries if _is(each, file, state)}
    gone_ids = {a["id"] for _, a, _ in gone if "id" in a}
    rows = {f"f-{each.id}" for each in later.entries}
    assert rows - gone_ids == left
    groups = {
        a["id"]: text for _, a, text in of(html, "section") if a.get("id", "").startswith("g")
    }
    shown = [text for id_, text in groups.items() if id_ not in gone_ids]
    assert all(any(id_[2:] in text for id_ in left) for text in shown)
    assert bool(shown) == bool(left)


def test_each_sheet_of_a_workbook_has_a_button_of_its_own(report: Report) -> None:
    one = entry(report, "cell.missing").finding
    sheets = [replace(one.location, file="tables.xlsx", sheet=s) for s in ("clusters", "awards")]
    html = to_html(with_findings(report, *(replace(one, location=place) for place in sheets)))
    buttons = {
        _label(html, a["id"]): a["id"]
        for _, a, _ in of(html, "input")
        if a["name"] == "file" and a["id"] != "file-all"
    }

    (awards,) = (key for label, key in buttons.items() if "tables.xlsx, sheet awards" in label)
    gone = [a["id"] for _, a, _ in hidden(html, awards) if a.get("id", "").startswith("f-")]

    assert len(buttons) == 2
    assert any("tables.xlsx, ark clusters" in label for label in buttons)
    assert gone == [f"f-{replace(one, location=sheets[0]).id}"]


def _is(each: Entry, file: str, state: str) -> bool:
    right = each.accepted if state == "accepted" else each.state == state
    return right and each.finding.location.file == file


def _label(html: str, id_: str) -> str:
    found = re.search(rf'<label><input [^>]*id="{id_}"[^>]*>(.*?)</label>', html)
    assert found
    return found[1]


def test_what_is_new_accepted_and_mended_is_marked(html: str, later: Report) -> None:
    assert html.count('<span class="mark new">') == sum(e.state == "new" for e in later.entries)
    assert "accepted until 2027-12-31: Corrected in March" in html
    assert "godtatt til 2027-12-31: Corrected in March" in html
    mended = html[html.index('id="mended"') :]
    assert "2015-02-30" in mended


def test_a_first_report_says_that_there_is_nothing_to_compare_with(report: Report) -> None:
    html = to_html(report, "nb")

    assert "Det er ingen publisert utgivelse å sammenligne med." in html
    assert '<html lang="nb">' in html
    assert 'id="lang-nb" checked' in html and 'id="lang-en" checked' not in html
    assert 'class="mark new"' not in html


def test_a_catalogue_without_findings_has_a_page_too(report: Report) -> None:
    html = to_html(replace(report, entries=(), kept_out=0))

    assert "Nothing was found." in html and "Ingenting ble funnet." in html
    assert of(html, "table") == []


def test_hostile_texts_are_shown_and_do_nothing(report: Report) -> None:
    html = to_html(with_findings(report, hostile_finding()))

    assert of(html, "script") == []
    assert len(of(html, "td")) < 12
    assert "</td><script>x</script>" in " ".join(text for _, _, text in of(html, "bdi"))
    assert not [c for c in html if not c.isprintable() and c != "\n"]
    assert "\\u202e" in html and "\\x1b[31m" in html and "\\xdc80" not in html
    assert HOSTILE not in html


def test_a_value_of_a_megabyte_is_cut_with_the_number_of_characters_not_shown(
    report: Report,
) -> None:
    html = to_html(with_findings(report, hostile_finding("x" * 1_000_000)))

    assert len(html) < 60_000
    assert "… (and 999700 more characters)" in html and "… (og 999700 tegn til)" in html


def test_a_page_with_very_many_findings_says_how_many_it_leaves_out(report: Report) -> None:
    one = entry(report, "cell.missing").finding
    number = page.MOST_PER_RULE + 7
    html = to_html(
        with_findings(report, *(replace(one, subject=f"cluster:c{n}") for n in range(number)))
    )

    assert len(of(html, "tr")) == page.MOST_PER_RULE + 3
    assert "And 7 more of this rule" in html and "Og 7 til av denne regelen" in html


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_the_page(html: str, scheme: str) -> None:
    colours = palettes(style(html))[scheme]
    texts = ("ink", "quiet", "link", "focus", "violation", "warning", "info", "good")

    faint = {
        (text, ground): round(contrast(colours[text], colours[ground]), 2)
        for text in texts
        for ground in ("paper", "shade")
        if contrast(colours[text], colours[ground]) < TEXT
    }
    assert faint == {}


def test_the_page_of_rules_needs_nothing_either() -> None:
    html = rules_page()
    parser = html5rdf.HTMLParser(namespaceHTMLElements=False)
    parser.parse(html)

    assert parser.errors == []
    assert of(html, "script") == []
    assert len(ids(html)) == len(set(ids(html)))
