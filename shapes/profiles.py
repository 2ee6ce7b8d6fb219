"""The profiles that data can be checked by: each a name and the layers of shapes it takes.

A layer is the files of this folder whose name begins with it: `core.ttl` and `core-*.ttl`. A
profile for somebody else's catalogue takes `core` and adds a layer of its own (SEMIC DSC-R2:
loose in the core vocabulary, strict in the application profile).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Profile:
    """A name and the layers of shapes, the loosest first."""

    name: str
    layers: tuple[str, ...]

    def takes(self, file: str) -> bool:
        """Tell whether a file of shapes, such as `core-actors.ttl`, belongs to the profile."""
        return file.removesuffix(".ttl").partition("-")[0] in self.layers


CORE = Profile("core", ("core",))
"""What any data that uses the ontology may look like."""

PUBLISHING = Profile("publishing", ("core", "publishing"))
"""What a klynge release must contain."""

PROFILES: Mapping[str, Profile] = MappingProxyType(
    {profile.name: profile for profile in (CORE, PUBLISHING)}
)
"""Every profile by its name."""
