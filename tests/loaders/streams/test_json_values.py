"""JSON values one at a time: any layout is read, and what cannot be read is one finding."""

from __future__ import annotations

import gzip
import json
import random
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from klynge.loaders.streams.json_values import LARGEST_VALUE, read_values
from klynge.shapes.report import Finding


def read(path: Path, content: bytes) -> tuple[list[bytes], list[str]]:
    """Give the values of a file of so many bytes, and the rules of the findings."""
    path.write_bytes(content)
    found = list(read_values(path))
    values = [bytes(each[1]) for each in found if not isinstance(each, Finding)]
    return values, [each.rule for each in found if isinstance(each, Finding)]


@pytest.mark.parametrize(
    ("content", "values"),
    [
        (b"[]", []),
        (b" [ ] \n", []),
        (b'[{"a":1},{"b":2}]', [b'{"a":1}', b'{"b":2}']),
        (
            b'[\n {"a":[{"b":1},{"c":"},{"}]}\n ,\n {"d":2}\n]\n',
            [b'{"a":[{"b":1},{"c":"},{"}]}', b'{"d":2}'],
        ),
        (b'[1, "a,]", null , true]', [b"1", b'"a,]"', b"null", b"true"]),
        (b"[[1],[2]]", [b"[1]", b"[2]"]),
        (b'{"a":1}\n{"b":2}\n', [b'{"a":1}', b'{"b":2}']),
        (b'\xef\xbb\xbf{"a":1}{"b":2}', [b'{"a":1}', b'{"b":2}']),
        (b'{"a":"\\"}{"}', [b'{"a":"\\"}{"}']),
        (b"12", [b"12"]),
    ],
)  # fmt: skip
def test_an_array_lines_and_values_one_after_another_are_read(
    tmp_path: Path, content: bytes, values: list[bytes]
) -> None:
    assert read(tmp_path / "a.json", content) == (values, [])
    assert read(tmp_path / "a.json", gzip.compress(content)) == (values, [])


def test_values_of_any_layout_are_those_that_json_gives(tmp_path: Path) -> None:
    chance = random.Random(7)
    for indent in (None, 1, 4):
        made = [drawn(chance, 0) for _ in range(3000)]
        content = json.dumps(made, indent=indent, ensure_ascii=bool(indent)).encode()

        values, rules = read(tmp_path / "a.json", content)

        assert [json.loads(value) for value in values] == made
        assert rules == []


def drawn(chance: random.Random, depth: int) -> object:
    """Give some object with all that may mislead who looks for ends of values."""
    texts = ("},{", '"', "\\", "]", "å\n", "", "},\n{")
    if depth > 2 or chance.random() < 0.3:
        return chance.choice((chance.choice(texts), 1.5, None, True, [], {}))
    if chance.random() < 0.4:
        return [drawn(chance, depth + 1) for _ in range(chance.randrange(4))]
    return {chance.choice(texts): drawn(chance, depth + 1) for _ in range(chance.randrange(5))}


@pytest.mark.parametrize(
    ("content", "values", "rule"),
    [
        (b"", 0, "json.cut"),
        (b" \n", 0, "json.cut"),
        (b'{"a":1', 0, "json.cut"),
        (b'[{"a":1},{"b":2', 1, "json.cut"),
        (b'[{"a":1},{"b":2}', 2, "json.cut"),
        (b'[{"a":1},{"b":2},', 2, "json.cut"),
        (b'[{"a":1} {"b":1}]', 1, "json.syntax"),
        (b'[{"a":1}]x', 1, "json.syntax"),
        (b'[,{"a":1}]', 0, "json.syntax"),
        (b"}", 0, "json.syntax"),
        ('[{"a":1}]'.encode("utf-16"), 0, "file.encoding"),
        (b"PK\x03\x04", 0, "file.archive"),
        (gzip.compress(b'[{"a":1},{"b":1}]', mtime=0)[:-8], 2, "file.packed"),
        (gzip.compress(b'[{"a":1}]', mtime=0)[:-5] + b"12345", 0, "file.packed"),
        (b"[" * 100_000, 0, "json.depth"),
        (b'{"a":' * 100_000, 0, "json.depth"),
        (b'[{"a":1},' + b"[" * 100_000, 1, "json.depth"),
        (b'[{"a":1},"' + b"a" * (LARGEST_VALUE + 1000), 1, "json.too-large"),
        (b'[{"a":1},{"b":"' + b'\\"' * LARGEST_VALUE, 1, "json.too-large"),
    ],
)
def test_what_cannot_be_read_is_one_finding_after_all_that_can(
    tmp_path: Path, content: bytes, values: int, rule: str
) -> None:
    found, rules = read(tmp_path / "a.json", content)

    assert (len(found), rules) == (values, [rule])


def test_a_damaged_value_does_not_hide_those_after_it(tmp_path: Path) -> None:
    values, rules = read(tmp_path / "a.json", b'[{"a":1},{"b":nope},{"c":1}]')

    assert values == [b'{"a":1}', b'{"b":nope}', b'{"c":1}']
    assert rules == []


def test_a_finding_names_the_value_it_stands_after_in_both_languages(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b'[{"a":1},{"b":2')

    *_, finding = read_values(path)

    assert isinstance(finding, Finding)
    assert (finding.location.file, finding.location.pointer) == ("a.json", "/1")
    assert "fetch it again" in finding.message.en and "hent den på nytt" in finding.message.nb


def bomb(path: Path, start: bytes, again: bytes, times: int) -> Path:
    with gzip.open(path, "wb") as file:
        file.write(start)
        for _ in range(times):
            file.write(again)
    return path


def peak_of(values: Iterator[object]) -> tuple[int, object]:
    """Give the bytes that reading took at most, and the last thing that was read."""
    last: object = None
    tracemalloc.start()
    for value in values:
        last = value
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak, last


@pytest.mark.parametrize(("start", "again"), [(b"[", b" " * 2**20), (b'["', b"a" * 2**20)])
def test_a_bomb_is_not_unpacked(tmp_path: Path, start: bytes, again: bytes) -> None:
    peak, last = peak_of(read_values(bomb(tmp_path / "bomb.gz", start, again, 200)))

    assert isinstance(last, Finding) and last.rule in {"file.too-large", "json.too-large"}
    assert peak < 80 * 2**20


def test_an_endless_array_takes_no_more_memory_than_a_short_one(tmp_path: Path) -> None:
    again = b"".join(b'{"a":%d,"b":"%s"},' % (n, str(n * 7919).encode()) for n in range(5000))
    short, _ = peak_of(read_values(bomb(tmp_path / "short.gz", b"[", again, 5)))
    long, last = peak_of(read_values(bomb(tmp_path / "long.gz", b"[", again, 25)))

    assert isinstance(last, Finding) and last.rule in {"json.cut", "file.too-large"}
    assert long < 1.5 * short < 20 * 2**20
