"""`klynge sources`: the kinds of sources, and where to get what they read."""

from __future__ import annotations

import dataclasses
import json

import click

from ..loaders.fetching.plan import ways
from ..loaders.sources import all_kinds
from ..loaders.sources.kinds import SourceKind
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
    words = {"en": ("licence", "updated", "joins by", "about", "fetch"),
             "nb": ("lisens", "oppdateres", "kobles med", "om", "hentes")}[lang]  # fmt: skip
    fetch = ", ".join(f'fetch = "{way}"' for way in ways(kind))
    keys = ", ".join(kind.join_keys)
    facts = (kind.licence, kind.cadence.lower(), keys, kind.landing_page, fetch)
    by = f" ({kind.publisher})" if kind.publisher else ""
    lines = [f"{kind.type}: {kind.title.text(lang)}{by}"]
    lines += [f"  {word:<11}{fact}" for word, fact in zip(words, facts, strict=True) if fact]
    lines += [
        f"  {'file' if lang == 'en' else 'fil':<11}{file.what.text(lang)}: {file.url}"
        f"{f' [{file.packed}]' if file.packed else ''}"
        for file in kind.files
    ]
    return "\n".join(lines)
