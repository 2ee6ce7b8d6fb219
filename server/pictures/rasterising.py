"""The process that turns one picture into PNG: SVG on standard input, PNG on standard output.

resvg runs nothing and asks no address, but it reads the files that an image names. Our pictures
hold no image, and what does is refused.
"""

from __future__ import annotations

import re
import sys
from importlib.resources import files

import resvg_py

from ..pool import jail

MEMORY = 768 * 1024 * 1024
SECONDS = 15
_IMAGE = re.compile(r"<\w*:?(?:image|feImage|use)\b", re.IGNORECASE)
_FONT = "files/NotoSans[wdth,wght].ttf"


def png(svg: str, zoom: float, ground: str) -> bytes:
    """Give a picture as PNG on a ground; raises ValueError for what is none of ours."""
    if _IMAGE.search(svg):
        raise ValueError("an image names a file; pictures of klynge hold marks and words only")
    font = files("fontpkg_noto_sans").joinpath(_FONT)
    drawn = resvg_py.svg_to_bytes(
        svg_string=svg,
        background=ground,
        zoom=zoom,
        skip_system_fonts=True,
        font_files=[str(font)],
        font_family="Noto Sans",
        sans_serif_family="Noto Sans",
    )
    return bytes(drawn)


def main(zoom: str, ground: str) -> None:
    """Give up the network and most memory, then draw what is on standard input."""
    jail.close_network()
    jail.limit_memory(MEMORY)
    jail.limit_time(SECONDS)
    drawn = png(sys.stdin.buffer.read().decode(), float(zoom), ground)
    sys.stdout.buffer.write(drawn)


if __name__ == "__main__":
    main(*sys.argv[1:])
