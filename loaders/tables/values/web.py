"""Web addresses: the IRIs of pages and licences that a steward points to."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from .reading import Reading, refused, shown, suggestion, understood

_IRI_CHARACTERS = re.compile(
    r"(?:[!#$&'()*+,./0-9:;=?@A-Z_a-z~-]|%[0-9A-Fa-f]{2}"
    r"|[\u00a1-\ud7ff\uf900-\ufdcf\ufdf0-\uffef\U00010000-\U0001fffd])+"
)
_HOST_FIRST = re.compile(r"[\w-]+(\.[\w-]+)+([/?#]|$)")
_HOST = re.compile(r"[^#%&'()*+,/:;=?@~$!]+(?::(?P<port>[0-9]{1,5}))?$")


def read_url(text: str) -> Reading:
    """Give an http or https address, as it stands (RFC 3987 section 2.2)."""
    lower = text.lower()
    if not lower.startswith(("http://", "https://")):
        return _not_web(text)
    if not _well_formed(text):
        return refused(
            "cell.url",
            f"'{shown(text)}' is not a whole web address. Copy it from the browser's address "
            "field; spaces are written %20, and there is one address in a cell.",
            f"«{shown(text)}» er ikke en hel nettadresse. Kopier den fra nettleserens "
            "adressefelt; mellomrom skrives %20, og det er én adresse i en celle.",
        )
    return understood(text)


def _not_web(text: str) -> Reading:
    whole = f"https://{text}" if _HOST_FIRST.match(text) and _well_formed("https://" + text) else ""
    guess = f", as in {whole}" if whole else ""
    return refused(
        "cell.url",
        f"'{shown(text)}' is not a web address; expected https://... or http://...{shown(guess)}. "
        "Write the whole address, or leave the cell empty.",
        f"«{shown(text)}» er ikke en nettadresse; ventet https://... eller http://..."
        f"{shown(guess.replace('as in', 'som'))}. "
        "Skriv hele adressen, eller la cellen stå tom.",
        suggestion(
            whole,
            "the same address with the beginning that nearly every site has; try it",
            "samme adresse med begynnelsen som nesten alle nettsteder har; prøv den",
        ),
    )


def _well_formed(text: str) -> bool:
    """Tell whether an IRI parser will take the address; a user name in it is never published."""
    if not text.isprintable() or not _IRI_CHARACTERS.fullmatch(text) or text.count("#") > 1:
        return False
    try:
        host = _HOST.match(urlsplit(text).netloc)
    except ValueError:  # a host that would be another one after normalisation (UTS 46)
        return False
    return host is not None and int(host["port"] or 0) <= 65535
