"""`klynge sources`: the kinds of sources, and where to get what they read."""

from __future__ import annotations

import dataclasses
import json
import textwrap

import click

from ..loaders.fetching.plan import ways
from ..loaders.sources import all_kinds
from ..loaders.sources.kinds import SourceKind
from ..loaders.sources.told_ways import told_ways
from .arguments import AS_JSON
from .exit_status import tells_misuse


@click.command("sources")
@click.option("--lang", type=click.Choice(["en", "nb"]), default="en", help="Language of the list.")
@AS_JSON
@tells_misuse
def command(lang: str, as_json: bool) -> None:
    """List the kinds of sources: licence, cadence, and which file to get from where."""
    if as_json:
        values = [as_values(kind, lang) for kind in all_kinds()]
        click.echo(json.dumps(values, ensure_ascii=False, indent=1))
        return
    click.echo("\n\n".join(as_text(kind, lang) for kind in all_kinds()))


def as_values(kind: SourceKind, lang: str) -> dict[str, object]:
    """Give a kind of source for machines."""
    files = [
        {
            "what": f.what.text(lang),
            "url": f.url,
            "media_type": f.media_type,
            "packed": f.packed,
            "page": f.is_page,
        }
        for f in kind.files
    ]
    facts = {
        field.name: getattr(kind, field.name)
        for field in dataclasses.fields(kind)
        if field.name not in {"read", "title", "files", "ways"}
    }
    return {**facts, "ways": ways(kind), "title": kind.title.text(lang), "files": files}


def as_text(kind: SourceKind, lang: str) -> str:
    """Give a kind of source for people: its type, then a line for each fact that is known."""
    *words, fetch, file_ = {
        "en": ("licence", "updated", "joins by", "about", "fetch", "file"),
        "nb": ("lisens", "oppdateres", "kobles med", "om", "hentes", "fil"),
    }[lang]
    keys = ", ".join(kind.join_keys)
    facts = (kind.licence, kind.cadence.lower(), keys, kind.landing_page)
    by = f" ({kind.publisher})" if kind.publisher else ""
    lines = [f"{kind.type}: {kind.title.text(lang)}{by}"]
    lines += [_line(word, fact) for word, fact in zip(words, facts, strict=True) if fact]
    lines += [_line(fetch, _way(kind, way, lang)) for way in ways(kind)]
    lines += [
        _line(file_, f"{file.what.text(lang)}: {file.url}"
                     f"{f' [{file.packed}]' if file.packed else ''}")
        for file in kind.files
    ]  # fmt: skip
    return "\n".join(lines)


def _way(kind: SourceKind, way: str, lang: str) -> str:
    told = told_ways(kind.type).get(way)
    return f'fetch = "{way}": {told.text(lang)}' if told else f'fetch = "{way}"'


def _line(word: str, fact: str) -> str:
    """Give a fact beside its word, on lines of a terminal; addresses stay whole."""
    return textwrap.fill(fact, 80, initial_indent=f"  {word:<11}", subsequent_indent=" " * 13,
                         break_long_words=False, break_on_hyphens=False)  # fmt: skip
