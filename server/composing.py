"""The server's own queries: texts with gaps that only IRIs can fill."""

from __future__ import annotations

from collections.abc import Iterable
from string import Template

from ..ontology.errors import KlyngeError
from ..ontology.terms import PREFIXES
from .links import is_iri


class NotAnIri(KlyngeError):
    """A text that is to stand in a query as an IRI is none."""


class _Query(Template):
    """A query with gaps written `%name`, since `$` and `?` begin variables of SPARQL."""

    delimiter = "%"


def compose(query: str, **iris: str | Iterable[str]) -> str:
    """Give a query with its gaps filled and its prefixes declared.

    This is the only way a value gets into a query that the server writes itself. Raises
    NotAnIri for anything else than an IRI (or several, for VALUES).

    >>> compose("ASK { %this ?p ?o }", this="https://w3id.org/klynge/id/cluster/raufoss")
    'ASK { <https://w3id.org/klynge/id/cluster/raufoss> ?p ?o }'
    """
    prefixes = [f"PREFIX {p}: <{iri}>\n" for p, iri in PREFIXES.items() if f"{p}:" in query]
    return "".join(prefixes) + _Query(query).substitute(
        {
            name: _token(value) if isinstance(value, str) else " ".join(map(_token, value))
            for name, value in iris.items()
        }
    )


def _token(iri: str) -> str:
    if not is_iri(iri):
        raise NotAnIri(f"{iri!r} is not an IRI; it must have a scheme and no space or bracket")
    return f"<{iri}>"
