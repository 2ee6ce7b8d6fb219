"""The service of a business register, recorded: it looks numbers up and searches for names.

No body in it exists: their numbers begin with 3, as those of the Norwegian tax office's test data.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote_plus

import pytest
from recorded import Answer, Recording, recorded
from registers import entity

from klynge.loaders.facts import SourceFacts
from klynge.loaders.fetching import fetch, offline
from klynge.loaders.fetching.plan import plan
from klynge.loaders.fetching.request import Request, Wanted
from klynge.loaders.sources.kinds import SourceKind

SERVICE = "/data.brreg.no/enhetsregisteret/api"


@dataclass
class Register:
    """A register that is asked instead of the live one, and may be `down`."""

    server: Recording
    bodies: dict[str, dict[str, Any]] = field(default_factory=dict)

    def put(self, number: str, name: str, **fields: Any) -> None:
        """Let a body be in the register, or be there otherwise than before."""
        self.bodies[number] = entity(number, navn=name, **fields)
        self._answer(f"enheter/{number}", self.bodies[number])

    def delete(self, number: str, name: str, day: str) -> None:
        """Let a body be deleted; of such the register says little."""
        form = {"kode": "AS", "beskrivelse": "Aksjeselskap"}
        self.bodies[number] = {
            "respons_klasse": "SlettetEnhet", "organisasjonsnummer": number, "navn": name,
            "organisasjonsform": form, "slettedato": day,
        }  # fmt: skip
        self._answer(f"enheter/{number}", self.bodies[number])

    def found(self, name: str, *numbers: str) -> None:
        """Let a search for a name give these bodies."""
        page = {"number": 0, "totalPages": 1, "totalElements": len(numbers)}
        listed = {"_embedded": {"enheter": [self.bodies[number] for number in numbers]}}
        answer = (listed if numbers else {}) | {"page": page}
        self._answer(f"enheter?navn={quote_plus(name)}&size=20", answer)

    def break_down(self) -> None:
        """Answer everything with a fault of the server's."""
        for path in self.server.answers:
            self.server.put(path, Answer(b"", status=503))

    def _answer(self, path: str, value: Mapping[str, Any]) -> None:
        body = json.dumps(value, ensure_ascii=False).encode()
        self.server.put(f"{SERVICE}/{path}", Answer(body, etag=f'"{hash(body)}"'))


@contextmanager
def asked_instead(monkeypatch: pytest.MonkeyPatch) -> Iterator[Register]:
    """Lead all requests of plans to a register on this machine, by their own paths."""
    with recorded() as server:

        def here(source: SourceFacts, kind: SourceKind, wanted: Wanted | None) -> Iterator[Request]:
            for request in plan(source, kind, wanted):
                yield replace(request, url=server.url("/" + request.url.removeprefix("https://")))

        monkeypatch.setattr(fetch, "plan", here)
        monkeypatch.setattr(offline, "plan", here)
        yield Register(server)
