"""What is asked of the service of the Norwegian business register, beside its bulk files.

The service is asked directly: the client `brreg` on PyPI (1.5.0) opens connections of its own,
reads answers of any size without a deadline, decodes telephones and birth dates, gives the same
for a number that never was (404) and one taken out of the register (410), and has no feed.
"""

from __future__ import annotations

import datetime
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence, Set
from urllib.parse import urlencode

from ..facts import SourceFacts
from ..fetching.fault import Fault
from ..fetching.request import Request, Wanted
from .answers import answered, batches, fetched_on, read_answer
from .brreg_feed import MOST_PAGES, Feed
from .brreg_values import is_number

SERVICE = "https://data.brreg.no/enhetsregisteret/api"
ENTITIES, SUB_ENTITIES = "enheter", "underenheter"
MEDIA_TYPES = (
    "application/json",
    "application/hal+json",
    "application/vnd.brreg.enhetsregisteret.enhet.v2+json",
    "application/vnd.brreg.enhetsregisteret.underenhet.v2+json",
    "application/vnd.brreg.enhetsregisteret.oppdatering.enhet.v1+json",
    "application/vnd.brreg.enhetsregisteret.oppdatering.underenhet.v1+json",
)

MOST_BYTES, MOST_SECONDS = 16 * 1024 * 1024, 60.0
"""Of one answer: a page of 10,000 changes has about three million bytes."""

PAGE = 10_000
"""Changes on a page of the feed, the most that the service gives."""

NUMBERS_AT_A_TIME = 50
"""Numbers that one question to the feed names, so that its address stays below 1,000 characters."""

FOUND = "sok-"
"""How the names of answers to a search begin."""

CANDIDATES = 20
"""Entities on the page that a search by name answers with."""

OLDEST = datetime.timedelta(days=30)
"""How old a bulk file may be before it is fetched anew, rather than brought up to date."""

OVERLAP = datetime.timedelta(days=1)
"""A bulk file is made in the night before the day on which it is fetched."""

BULK = {"enheter.json.gz": ENTITIES, "underenheter.json.gz": SUB_ENTITIES}


def lookups(source: SourceFacts, wanted: Wanted) -> Iterator[Request]:
    """Ask for each Norwegian number as an entity, and as a sub-entity where it is no entity."""
    for number in norwegian(wanted.numbers):
        yield from _looked_up(source, number)


def updates(source: SourceFacts, wanted: Wanted) -> Iterator[Request]:
    """Ask for the bulk files once, then for what has changed since, and each entity that has.

    What was taken out of the register has no answer any more; the feed itself says so.
    """
    days = [day for name in BULK if (day := fetched_on(source, name))]
    since = min(days, default=wanted.day)
    for name, register in BULK.items():
        yield _bulk(name, register, settled=wanted.day - since <= OLDEST)
    changed = set[str]()
    for register in BULK.values():
        for numbers in batches(norwegian(wanted.numbers), NUMBERS_AT_A_TIME):
            for page in range(MOST_PAGES):
                asked = _feed(register, numbers, since - OVERLAP, page)
                yield asked
                feed = read_answer(source, asked.name, Feed)
                changed |= feed.changed() & set(numbers) if feed else set()
                if feed is None or page + 1 >= feed.page.totalPages:
                    break
    for number in sorted(changed):
        yield from _looked_up(source, number)


def search(source: SourceFacts, wanted: Wanted) -> Iterator[Request]:
    """Look up what has a number, and search for what has a name only: candidates for a steward.

    Raises Fault where the source would take all candidates in as bodies of the catalogue.
    """
    if not source.only:
        raise _all_candidates(source.id)
    yield from lookups(source, wanted)
    names = {each.name for each in wanted.names if each.country in {"", "NO"}}
    for name in sorted(names):
        asked = urlencode({"navn": name, "size": CANDIDATES})
        yield _request(f"{FOUND}{_as_file_name(name)}.json", f"{ENTITIES}?{asked}")


def norwegian(numbers: Set[str]) -> list[str]:
    """Give the sound Norwegian organisation numbers among numbers of registers, sorted."""
    named = (number.removeprefix("NO-") for number in numbers if number.startswith("NO-"))
    return sorted(number for number in named if is_number(number))


def _as_file_name(name: str) -> str:
    """Give what people know a name by, and what tells it from all others."""
    plain = unicodedata.normalize("NFKD", name.translate(_LETTERS)).encode("ascii", "ignore")
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return "-".join([*re.findall("[a-z0-9]+", plain.decode().lower())[:6], digest])[-60:]


_LETTERS = str.maketrans({"ø": "o", "Ø": "o", "æ": "ae", "Æ": "ae", "ß": "ss"})


def _all_candidates(source: str) -> Fault:
    return Fault(
        f'the source {source} has fetch = "search" and no only = "used"; expected both, or every '
        "body with a similar name would be taken for one of yours: add the line in klynge.toml",
        f'kilden {source} har fetch = "search" uten only = "used"; forventet begge, ellers ville '
        "hver enhet med et lignende navn blitt tatt for en av dine: legg til linjen i klynge.toml",
    )


def _looked_up(source: SourceFacts, number: str) -> Iterable[Request]:
    entity = f"enhet-{number}.json"
    yield _request(entity, f"{ENTITIES}/{number}", optional=True)
    if not answered(source, entity):
        yield _request(f"underenhet-{number}.json", f"{SUB_ENTITIES}/{number}", optional=True)


def _bulk(name: str, register: str, settled: bool) -> Request:
    """Give a bulk file, packed with gzip whatever it is called."""
    types = ("application/gzip", "application/x-gzip", "application/octet-stream")
    return Request(name, f"{SERVICE}/{register}/lastned", types, settled=settled)


def _feed(register: str, numbers: Sequence[str], since: datetime.date, page: int) -> Request:
    """Give a page of the feed, oldest change first; the service wants a whole point in time.

    That it takes several numbers is seen in programs of others, not in its documentation; where it
    gave changes of all, the reader would tell that the page is one of many.
    """
    asked = {
        "dato": f"{since.isoformat()}T00:00:00.000Z",
        "organisasjonsnummer": ",".join(numbers),
        "size": PAGE,
        "page": page,
    }
    name = f"oppdateringer-{register}-{numbers[0]}-{page:02}.json"
    return _request(name, f"oppdateringer/{register}?{urlencode(asked, safe=':,')}")


def _request(name: str, path: str, optional: bool = False) -> Request:
    return Request(
        name, f"{SERVICE}/{path}", MEDIA_TYPES,
        most=MOST_BYTES, seconds=MOST_SECONDS, optional=optional,
    )  # fmt: skip
