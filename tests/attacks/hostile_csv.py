"""CSV files that are made to take all memory or time: each is the table `memberships`."""

from __future__ import annotations

from pathlib import Path

HEADER = "id,cluster,member,role,from,until,source,evidence\n"
ROW = "m{},salmon,fish,member,2010,,doc,sourced\n"
_BLOCK = "x" * (1 << 20)


def columns(path: Path, number: int) -> None:
    """A header of so many columns, with names of their own."""
    names = "".join(f",c{n:x}" for n in range(number))
    path.write_text(HEADER.rstrip() + names + "\n" + ROW.format(1), encoding="utf-8")


def short_columns(path: Path, number: int) -> None:
    """A header of so many columns without a name, and a row as wide."""
    row = ROW.format(1).rstrip() + "," * number + "\n"
    path.write_text(HEADER.rstrip() + "," * number + "\n" + row, encoding="utf-8")


def long_name(path: Path, number: int) -> None:
    """A header with a name of so many characters."""
    path.write_text(HEADER.rstrip() + "," + "n" * number + "\n" + ROW.format(1), encoding="utf-8")


def long_cell(path: Path, number: int) -> None:
    """A cell of so many megabytes, between two sound rows."""
    _cell(path, number, "", "")


def long_quoted_cell(path: Path, number: int) -> None:
    """A cell of so many megabytes in quotes, between two sound rows."""
    _cell(path, number, '"', '"')


def long_cell_in_lines(path: Path, number: int) -> None:
    """A cell in quotes of so many lines of a megabyte less a bit, never closed."""
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER + ROW.format(1) + '"')
        for _ in range(number):
            file.write(_BLOCK[:900_000] + "\n")
        file.write(ROW.format(2))


def tiny_rows(path: Path, number: int) -> None:
    """So many rows of one character."""
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        for _ in range(number // 1000):
            file.write("a\n" * 1000)


def tiny_rows_ended_as_of_old(path: Path, number: int) -> None:
    """So many rows of one character, each with the line end of the first Macintosh."""
    tiny_rows(path, number)
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r"))


def faulty_rows(path: Path, number: int) -> None:
    """So many rows in which every cell is wrong."""
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        for n in range(number):
            file.write(f"M {n},?,!,boss,spring,autumn,#!,sure\n")


def lone_quotes(path: Path, number: int) -> None:
    """So many rows with a quote that never closes, far enough apart that each is looked for."""
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER)
        for n in range(number):
            file.write(f'x{n},"salmon\n' + "".join(ROW.format(f"{n}-{k}") for k in range(40)))


def large_field(path: Path, number: int) -> None:
    """A note in quotes of so many characters, more than the csv module takes by itself."""
    header = HEADER.rstrip() + ",note\n"
    note = '"' + "n, " * (number // 3) + '"'
    path.write_text(header + ROW.format(1).rstrip() + f",{note}\n", encoding="utf-8")


def lone_surrogates(path: Path) -> None:
    """Half a surrogate pair, as broken programs write it into UTF-8."""
    row = ROW.format(1).replace("salmon", "sal\ud800mon")
    path.write_bytes((HEADER + row + ROW.format(2)).encode("utf-8", "surrogatepass"))


def nul_bytes(path: Path, number: int) -> None:
    """So many zero bytes after a sound row."""
    path.write_bytes((HEADER + ROW.format(1)).encode() + bytes(number))


def _cell(path: Path, megabytes: int, before: str, after: str) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER + ROW.format(1) + "m9,salmon,fish,member,2010,," + before)
        for _ in range(megabytes):
            file.write(_BLOCK)
        file.write(after + ",sourced\n" + ROW.format(2))
