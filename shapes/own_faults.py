"""What can be wrong with a shape of a catalogue's own, in words: found, expected, what to do."""

from __future__ import annotations

from pathlib import Path

from .report import Finding, Location, Message, Severity

FOLDER = "shapes"
"""The folder of a catalogue where its own shapes are."""

TOO_LARGE = Message(
    "The file is larger than {most} bytes and is left out: take apart what belongs in two files.",
    "Filen er større enn {most} byte og er utelatt: del opp det som hører hjemme i to filer.",
)
TOO_MANY_FILES = Message(
    "There are more than {most} files of shapes, and this one is left out: put some together.",
    "Det er mer enn {most} filer med former, og denne er utelatt: slå sammen noen.",
)
TOO_MANY = Message(
    "With this file there are more than {most} triples of shapes, and it is left out: keep lists "
    "of values in a table or a code list.",
    "Med denne filen er det mer enn {most} tripler med former, og den er utelatt: ha lister med "
    "verdier i en tabell eller kodeliste.",
)
NOT_UTF_8 = Message(
    "The file is not in UTF-8 and is left out: save it as UTF-8.",
    "Filen er ikke i UTF-8 og er utelatt: lagre den som UTF-8.",
)
NOT_TURTLE = Message(
    "The file is not Turtle and is left out. The parser says: {reason}. Mend that line.",
    "Filen er ikke Turtle og er utelatt. Parseren sier: {reason}. Rett den linjen.",
)
UNSUPPORTED = Message(
    "{value} is not applied here, so the file is left out; expected SHACL Core and sh:sparql. "
    "Take it away, or say it with these.",
    "{value} brukes ikke her, så filen er utelatt; ventet SHACL Core og sh:sparql. Ta det bort, "
    "eller si det med disse.",
)
OTHER_DATA = Message(
    "A query of the shape says {word}, but is put to the data of the catalogue alone, so the shape "
    "is not applied: take {word} away.",
    "En spørring i formen sier {word}, men stilles bare til dataene i katalogen, så formen blir "
    "ikke brukt: ta bort {word}.",
)
CYCLE = Message(
    "A shape or list is part of itself, so the file is left out (SHACL leaves open what that is "
    "to mean, section 3.4.3): let it come to an end.",
    "En form eller liste er en del av seg selv, så filen er utelatt (SHACL sier ikke hva det skal "
    "bety, avsnitt 3.4.3): la den ta slutt.",
)
TOO_DEEP = Message(
    "A shape holds more than {most} levels of others, so the file is left out: say it more flatly.",
    "En form har mer enn {most} nivåer av andre, så filen er utelatt: si det flatere.",
)
IMPORTS = Message(
    "What owl:imports names is not fetched: put those shapes into a file of this folder.",
    "Det owl:imports viser til, hentes ikke: legg de formene i en fil i denne mappen.",
)
NO_TARGET = Message(
    "No shape in the file says what it is for, so it may never be applied: write sh:targetClass, "
    "such as kly:Cluster, unless another file refers to it.",
    "Ingen form i filen sier hva den gjelder, så den blir kanskje aldri brukt: skriv "
    "sh:targetClass, for eksempel kly:Cluster, hvis ikke en annen fil viser til den.",
)
UNNAMED = Message(
    "A shape with a target has no name and is not applied: begin it with a name such as :MyShape "
    "instead of [ ].",
    "En form med mål har ikke noe navn og blir ikke brukt: la den begynne med et navn som "
    ":MinForm i stedet for [ ].",
)
ILL_FORMED = Message(
    "The shape is not well-formed SHACL and is not applied: {reason} Correct it, see "
    "https://www.w3.org/TR/shacl/.",
    "Formen er ikke velformet SHACL og blir ikke brukt: {reason} Rett den, se "
    "https://www.w3.org/TR/shacl/.",
)
TOO_SLOW = Message(
    "The shape took more than {most} seconds of the processor and is not applied; expected an "
    "answer in that time. Look at its sh:pattern and sh:sparql: a pattern such as (a+)+ may take "
    "for ever.",
    "Formen brukte mer enn {most} sekunder av prosessoren og blir ikke brukt; ventet svar innen "
    "den tid. Se på sh:pattern og sh:sparql i den: et mønster som (a+)+ kan bruke evig tid.",
)
FAILED = Message(
    "The shape could not be applied: {reason} Correct it, or take it away.",
    "Formen kunne ikke brukes: {reason} Rett den, eller ta den bort.",
)


def fault(
    rule: str,
    path: Path,
    line: int,
    message: Message,
    severity: Severity = Severity.VIOLATION,
    value: str = "",
    **facts: object,
) -> Finding:
    """Give a finding about a file of shapes; a file or shape with a violation is not applied."""
    return at(rule, Location(f"{FOLDER}/{path.name}", row=line), message, severity, value, **facts)


def at(
    rule: str,
    location: Location,
    message: Message,
    severity: Severity = Severity.VIOLATION,
    value: str = "",
    **facts: object,
) -> Finding:
    """Give a finding about a place in a file of shapes."""
    words = {"value": value, **facts}
    return Finding(
        rule=rule,
        severity=severity,
        message=Message(message.en.format(**words), message.nb.format(**words)),
        location=location,
        value=value,
    )
