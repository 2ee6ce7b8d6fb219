"""PNG from a picture that stands alone, by resvg, in the colours of light.

resvg holds Python's lock for as long as it draws, up to a second. So it draws in a process of its
own, that has little memory and little time, and the others go on.
"""

from __future__ import annotations

import subprocess
import sys
from threading import BoundedSemaphore

from ..problems import Busy, PictureTooLarge, WorkerLost
from .style import light_ground

MOST_PIXELS = 12_000_000
LARGEST_SVG = 4 * 1024 * 1024
SECONDS = 20
"""For one picture; a second is usual for a large one on one core."""

_FINE_PIXELS = 2_600_000
"""A picture is drawn twice as fine, as screens are, or as fine as so many pixels allow."""


class Rasteriser:
    """Draws pictures as PNG, so many at a time; who comes meanwhile waits a little."""

    def __init__(self, at_once: int = 2, patience: float = 5.0) -> None:
        """Begin with nothing to draw; `patience` is in seconds."""
        self._places = BoundedSemaphore(at_once)
        self._patience = patience

    def png(self, svg: str, width: int, height: int) -> bytes:
        """Give a picture of a size as PNG; raises PictureTooLarge, Busy, WorkerLost."""
        if width * height > MOST_PIXELS or len(svg) > LARGEST_SVG:
            raise PictureTooLarge(found=width * height, most=MOST_PIXELS)
        zoom = max(1.0, min(2.0, (_FINE_PIXELS / (width * height)) ** 0.5))
        if not self._places.acquire(timeout=self._patience):
            raise Busy()
        try:
            return _drawn(svg, zoom)
        finally:
            self._places.release()


def _drawn(svg: str, zoom: float) -> bytes:
    # -P: no module is ever taken from the folder that the server was started in.
    module = f"{__package__}.rasterising"
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", module, f"{zoom:.3f}", light_ground()],
            input=svg.encode(),
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        raise WorkerLost() from error
    return done.stdout
