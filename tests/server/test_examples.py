"""Example queries: read from files, shown under their groups, each in both languages."""

from __future__ import annotations

from pathlib import Path

from asking import Client

from klynge.server.pages.examples import by_group, packaged_examples, read_examples
from klynge.server.protocol.screen import screen
from klynge.server.texts import group_text


def test_a_file_gives_its_question_its_group_and_its_query(tmp_path: Path) -> None:
    (tmp_path / "b.rq").write_text("# Why?\n\nASK {}\n")
    (tmp_path / "a.rq").write_text("# Who?\n# nb: Hvem?\n# group: people\n# a note\nSELECT * {}\n")
    (tmp_path / "notes.txt").write_text("not a query")

    first, second = read_examples(tmp_path.iterdir())

    assert first.question == {"en": "Who?", "nb": "Hvem?"}
    assert first.group == "people"
    assert first.query == "# a note\nSELECT * {}\n"
    assert second.question == {"en": "Why?"}
    assert second.query == "ASK {}\n"
    assert list(by_group([first, second])) == ["people", ""]


def test_every_shipped_example_passes_the_screen_and_has_a_heading_in_norwegian() -> None:
    examples = packaged_examples()

    assert len(examples) >= 25
    for example in examples:
        assert screen(example.query).form
        assert example.question.keys() >= {"en", "nb"}
        assert group_text(example.group, "nb") != example.group


def test_the_query_page_offers_every_example(client: Client) -> None:
    text = client.page("/query", "nb")

    for example in packaged_examples():
        assert f'href="/questions/{example.name}"' in text
    assert "Hvor mange NCE-klynger fantes på en gitt dag?" in text
    assert "Verdikjeder" in text
