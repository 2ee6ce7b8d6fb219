"""What a validation says of itself: where it was slower than it could be, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rdflib.term import Node

from .report import Finding, Message, Severity
from .results import local_name


def not_compiled(shapes: Mapping[Node, str]) -> tuple[Finding, ...]:
    """Say of each shape that the compiler leaves to pySHACL why it does."""
    return tuple(
        Finding(
            rule="validation.not-compiled",
            severity=Severity.INFO,
            message=Message(
                f"The shape {local_name(shape)} is checked by pySHACL, which is exact but slow and "
                f"needs much memory. What it cannot be compiled for: {reason}. Write the shape "
                "without it for large data.",
                f"Formen {local_name(shape)} kontrolleres av pySHACL, som er nøyaktig, men tregt "
                f"og krever mye minne. Det som ikke kan kompileres, på engelsk: {reason}. Skriv "
                "formen uten dette for store data.",
            ),
            shape=str(shape),
        )
        for shape, reason in sorted(shapes.items())
    )


def disagreed(shapes: Iterable[Node]) -> Finding:
    """Say that the compiled shapes were not trusted, and on which of them they differed."""
    names = ", ".join(sorted(map(local_name, shapes)))
    return Finding(
        rule="validation.disagreement",
        severity=Severity.INFO,
        message=Message(
            f"The fast validation and pySHACL differ on a sample of the data, in {names}; so all "
            "of it was validated by pySHACL, and the findings are pySHACL's. Please report this "
            "to the makers of klynge.",
            f"Den raske valideringen og pySHACL er uenige om et utvalg av dataene, i {names}; "
            "derfor er alt validert av pySHACL, og funnene er pySHACLs. Meld gjerne fra til dem "
            "som lager klynge.",
        ),
    )
