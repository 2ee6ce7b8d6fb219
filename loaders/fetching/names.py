"""Names that files here may have, whoever gave them: a source, a server, an archive, a receipt."""

from __future__ import annotations

import re

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._+-]{0,199}")


def is_plain(name: str) -> bool:
    """Tell whether a name may be that of a file here: nothing that leads elsewhere or hides."""
    return bool(_NAME.fullmatch(name)) and not name.endswith(".")
