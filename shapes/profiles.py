"""The profiles that data can be checked by: each a name and the shapes or criteria it takes.

A layer is the files of this folder whose name begins with it: `core.ttl` and `core-*.ttl`. A
profile for somebody else's catalogue takes `core` and adds a layer of its own (SEMIC DSC-R2:
loose in the core vocabulary, strict in the application profile). One that judges clusters, with
verdicts and not findings, names a folder of `criteria/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ..ontology.errors import KlyngeError
from .report import Message


class UnknownProfile(KlyngeError):
    """A profile is asked for that is not there."""

    def __init__(self, name: str) -> None:
        """List the profiles that there are, each with what it checks."""
        listed = "\n".join(f"  {each.name:<14}{each.title.en}" for each in PROFILES.values())
        super().__init__(f"there is no profile {name!r}; choose one of\n{listed}")


@dataclass(frozen=True, slots=True)
class Profile:
    """A name and the layers of shapes, the loosest first; or the folder of its criteria.

    `describes` is true where the shapes are for what a release says of itself (DCAT), false where
    they are for what the tables say.
    """

    name: str
    layers: tuple[str, ...] = ()
    title: Message = Message("", "")
    describes: bool = False
    criteria: str = ""

    def takes(self, file: str) -> bool:
        """Tell whether a file of shapes, such as `core-actors.ttl`, belongs to the profile."""
        return file.removesuffix(".ttl").partition("-")[0] in self.layers


CORE = Profile(
    "core",
    ("core",),
    Message("What any data that uses the ontology may look like", "Hva data kan se ut som"),
)

PUBLISHING = Profile(
    "publishing",
    ("core", "publishing"),
    Message("What a klynge release must contain (the usual one)", "Hva en utgave må inneholde"),
)

DCAT_AP = Profile(
    "dcat-ap",
    ("dcat",),
    Message(
        "What DCAT-AP 3 and DCAT-AP-NO ask of the catalogue's description",
        "Hva DCAT-AP 3 og DCAT-AP-NO krever av beskrivelsen av katalogen",
    ),
    describes=True,
)

ECCP = Profile(
    "eccp",
    title=Message(
        "Whether a cluster may be listed on the European Cluster Collaboration Platform",
        "Om en klynge kan stå på European Cluster Collaboration Platform",
    ),
    criteria="eccp",
)

TRIPLE_HELIX = Profile(
    "triple-helix",
    title=Message(
        "Whether a cluster's present members include company, research and public body",
        "Om dagens medlemmer av en klynge omfatter bedrift, forskning og offentlig organ",
    ),
    criteria="triple-helix",
)

PROFILES: Mapping[str, Profile] = MappingProxyType(
    {profile.name: profile for profile in (CORE, PUBLISHING, DCAT_AP, ECCP, TRIPLE_HELIX)}
)
"""Every profile by its name."""


def profile_named(name: str) -> Profile:
    """Give a profile by its name; raises `UnknownProfile`, which lists them."""
    try:
        return PROFILES[name]
    except KeyError:
        raise UnknownProfile(name) from None
