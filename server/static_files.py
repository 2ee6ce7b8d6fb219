"""The files that pages load: their addresses carry a digest, so that browsers may keep them.

`url_for('static', ...)` writes `?v=` and the beginning of the file's SHA-256 into every address.
What is asked for by its digest never changes (RFC 8246); what is asked for by another address is
soon asked for again, so that a new version never wears the style of the one before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

UNCHANGING = "public, max-age=31536000, immutable"
SOON = 60
"""Seconds that a file may be kept which is asked for without its digest."""

_ENDPOINT = "static"


@dataclass(frozen=True, slots=True)
class StaticFiles:
    """The digests of the files, by their names below `static/`."""

    digests: Mapping[str, str]

    def name_version(self, endpoint: str, values: dict[str, Any]) -> None:
        """Put the digest of a file into the values that its address is built from."""
        if endpoint == _ENDPOINT and values.get("filename") in self.digests:
            values["v"] = self.digests[values["filename"]]

    def let_keep(self, response: Response) -> Response:
        """Let the answer with a file be kept for good if it was asked for by its digest."""
        name = (request.view_args or {}).get("filename", "")
        asked = request.args.get("v")
        if request.endpoint == _ENDPOINT and asked and asked == self.digests.get(name):
            response.headers["Cache-Control"] = UNCHANGING
        return response


def version_static_files(app: Flask) -> None:
    """Give the static files of an application addresses with digests, read once, now."""
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = SOON
    folder = Path(app.root_path, _ENDPOINT)
    found = StaticFiles(
        {
            path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()[:8]
            for path in folder.rglob("*")
            if path.is_file()
        }
    )
    app.url_defaults(found.name_version)
    app.after_request(found.let_keep)
