"""What can be wrong with a statement of others, in words: found, expected, what to do."""

from __future__ import annotations

from collections.abc import Sequence

from ...shapes.report import Message

LONGEST_VALUE = 300
"""Characters of a statement that a finding shows."""

MOST_NAMES = 20
"""How many graphs a finding names."""

BEYOND = Message(
    "the statement is about a statement, or its text has a base direction (RDF 1.2); expected "
    "RDF 1.1: it is left out. Say it with a node of its own",
    "utsagnet handler om et utsagn, eller teksten har en skriveretning (RDF 1.2); forventet "
    "RDF 1.1: det er utelatt. Si det med en egen node",
)
TOO_LONG = Message(
    "the statement is longer than 256 KB and is left out; expected a short text: put what is long "
    "into a file of its own and link to it",
    "utsagnet er lengre enn 256 kB og er utelatt; forventet en kort tekst: legg det som er langt, "
    "i en egen fil og lenk til den",
)
RELATIVE = Message(
    "an address in the statement is relative, and the file does not say to what; expected a whole "
    "IRI: it is left out. Write `address` for this source in klynge.toml, with where the file is "
    "published",
    "en adresse i utsagnet er relativ, og filen sier ikke til hva; forventet en hel IRI: det er "
    "utelatt. Skriv `address` for denne kilden i klynge.toml, med hvor filen er publisert",
)
FILE = Message(
    "the statement names a file on somebody's machine (file:); expected an http(s) address or "
    "another name that holds everywhere: it is left out",
    "utsagnet viser til en fil på noens maskin (file:); forventet en http(s)-adresse eller et "
    "annet navn som gjelder overalt: det er utelatt",
)
OWN_WORDS = Message(
    "the statement is about a word, a code, a shape or a graph of klynge's own, which a source "
    "cannot change; expected statements about things: it is left out. Define a term in a namespace "
    "of your own",
    "utsagnet handler om et ord, en kode, en form eller en graf som er klynges egen, og som en "
    "kilde ikke kan endre; forventet utsagn om ting: det er utelatt. Definer et begrep i et eget "
    "navnerom",
)


def unknown(name: str) -> Message:
    """Say that the ontology has no such class or property."""
    return Message(
        f"kly:{name} is no term of the ontology, so no shape and no page knows it; expected one of "
        "https://w3id.org/klynge/ont#: look for a slip, or use a namespace of your own. The "
        "statements stand; this is said once",
        f"kly:{name} er ikke et begrep i ontologien, så ingen form og ingen side kjenner det; "
        "forventet et i https://w3id.org/klynge/ont#: se etter en skrivefeil, eller bruk et eget "
        "navnerom. Utsagnene står; dette sies én gang",
    )


def graphs(names: Sequence[str], own: int) -> Message:
    """Say which graphs a dump has, and how many statements stand in klynge's own."""
    shown = ", ".join(name[:LONGEST_VALUE] for name in names[:MOST_NAMES])
    more = ", ..." if len(names) > MOST_NAMES else ""
    left_en = f"; {own:,} statements in graphs that klynge makes itself are left out" if own else ""
    left_nb = f"; {own:,} utsagn i grafer som klynge selv lager, er utelatt" if own else ""
    return Message(
        f"the file has {len(names):,} named graphs, whose statements come together in the graph of "
        f"this source{left_en}: {shown}{more}. Give a file per graph to keep them apart",
        f"filen har {len(names):,} navngitte grafer, og utsagnene kommer sammen i grafen til denne "
        f"kilden{left_nb}: {shown}{more}. Gi en fil per graf for å holde dem fra hverandre",
    )


def counted(read: int, used: int, repeated: int, out: int, own: int) -> Message:
    """Say how many statements were read, and what became of them."""
    return Message(
        f"of {read:,} statements {used:,} are used; {repeated:,} repeat another, {out:,} are left "
        f"out with a finding, {own:,} stand in graphs that klynge makes itself",
        f"av {read:,} utsagn brukes {used:,}; {repeated:,} gjentar et annet, {out:,} er utelatt "
        f"med et funn, {own:,} står i grafer som klynge selv lager",
    )
