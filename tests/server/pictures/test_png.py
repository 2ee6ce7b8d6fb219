"""PNG: the same picture in pixels, drawn by a process of its own that is bounded."""

from __future__ import annotations

import struct
import threading
import time
import zlib
from pathlib import Path

import pytest
from drawn import sheet, table
from resvg_py import svg_to_bytes

from klynge.server.pictures.drawing import Credit, File, alone, draw
from klynge.server.pictures.png import MOST_PIXELS, Rasteriser
from klynge.server.pictures.style import light_ground
from klynge.server.problems import Busy, PictureTooLarge, WorkerLost

BARS = table("label value", ("Ålesund", 2), ("Tromsø", 1))


def file() -> File:
    on = sheet(400, title="Klynger")
    return alone(draw(BARS, "bars", on), on, Credit("klynge"))


def size(png: bytes) -> tuple[int, int]:
    """Give the width and height that the header says (PNG, section 11.2.2)."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def colours(png: bytes) -> set[bytes]:
    """Give the colours of the unfiltered first bytes of each row: enough to see what is there."""
    data, place = b"", 8
    while place < len(png):
        (length,) = struct.unpack(">I", png[place : place + 4])
        if png[place + 4 : place + 8] == b"IDAT":
            data += png[place + 8 : place + 8 + length]
        place += length + 12
    return {data} if not data else {zlib.decompress(data)[:5]}


def test_a_picture_is_drawn_twice_as_fine_on_the_paper_of_light() -> None:
    drawn = file()

    png = Rasteriser().png(drawn.text, drawn.width, drawn.height)

    assert size(png) == (2 * drawn.width, 2 * drawn.height)
    paper = bytes.fromhex(light_ground().removeprefix("#"))
    assert any(paper in first for first in colours(png))


def test_words_are_drawn_without_any_font_of_the_system() -> None:
    with_words = file()
    without = File(with_words.text.replace("Ålesund", "").replace("Tromsø", ""), 428, 150)

    one, other = (Rasteriser().png(f.text, f.width, f.height) for f in (with_words, without))

    assert len(one) > len(other) + 500


def test_a_picture_of_too_many_pixels_is_refused_before_anything_is_drawn() -> None:
    with pytest.raises(PictureTooLarge) as raised:
        Rasteriser().png("<svg/>", 1000, MOST_PIXELS // 1000 + 1)

    assert str(MOST_PIXELS) in raised.value.detail("nb")


def test_what_is_no_picture_is_a_problem_and_no_crash() -> None:
    with pytest.raises(WorkerLost):
        Rasteriser().png("<svg", 10, 10)


def test_so_many_at_a_time_and_the_others_are_told_to_come_again() -> None:
    rasteriser = Rasteriser(at_once=1, patience=0.05)
    drawn = file()
    began = threading.Event()

    def draw_one() -> None:
        began.set()
        rasteriser.png(drawn.text, drawn.width, drawn.height)

    first = threading.Thread(target=draw_one)
    first.start()
    began.wait()
    time.sleep(0.01)
    with pytest.raises(Busy):
        rasteriser.png(drawn.text, drawn.width, drawn.height)
    first.join()

    assert rasteriser.png(drawn.text, drawn.width, drawn.height)


def test_a_picture_cannot_read_a_file_of_the_machine(tmp_path: Path) -> None:
    black = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><rect {}/></svg>'
    image = tmp_path / "secret.png"
    image.write_bytes(Rasteriser().png(black.format('width="40" height="40"'), 40, 40))
    reaching = black.replace("rect {}", 'image href="{}" width="40" height="40"')

    for address in (str(image), image.as_uri()):
        with pytest.raises(WorkerLost):
            Rasteriser().png(reaching.format(address), 40, 40)
    # The control: resvg itself does read the file.
    assert svg_to_bytes(reaching.format(image)) != svg_to_bytes(black.format(""))
