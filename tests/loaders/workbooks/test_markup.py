"""XML changed at single places: offsets, splices, and what is refused."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klynge.loaders.workbooks.markup import (
    Splices,
    UnusableMarkup,
    attribute_of,
    changed,
    outline,
    text_of,
)

PIECE = "<a x='1>2' y=\"2\"><b/><!-- </a> --><c >text &lt; ø</c ><b  z = '3' /></a>".encode()


def test_an_element_knows_the_bytes_of_its_tag_content_and_whole() -> None:
    root = outline(b"\xef\xbb\xbf" + PIECE)

    data = b"\xef\xbb\xbf" + PIECE
    first, inner, last = root.children
    assert data[root.start : root.inside] == b"<a x='1>2' y=\"2\">"
    assert data[first.start : first.end] == b"<b/>"
    assert data[inner.inside : inner.close] == "text &lt; ø".encode()
    assert data[inner.start : inner.end].endswith(b"</c >")
    assert (first.empty, inner.empty, last.attributes) == (True, False, {"z": "3"})
    assert root.end == len(data)


def test_what_is_put_in_one_place_stands_in_the_order_of_the_calls() -> None:
    root, splices = outline(PIECE), Splices()
    splices.append(root, "<d/>")
    splices.append(root.children[0], "i")
    splices.append(root.children[0], "n")
    splices.put(root.children[1].start, "1")
    splices.put(root.children[1].start, "2")
    splices.attribute(root, "x", '<&">', PIECE)
    splices.attribute(root, "new", "n", PIECE)
    splices.attribute(root.children[2], "z", None, PIECE)

    made = splices.applied(PIECE).decode()

    assert made.startswith('<a new="n" x=\'&lt;&amp;"&gt;\' y="2"><b>in</b>')
    assert "--> 12<c" in made.replace("-->12", "--> 12")
    assert made.endswith("<b /><d/></a>")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<a>",
        b"<a></b>",
        b"<!DOCTYPE a><a/>",
        b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b"<a>\xff</a>",
        b"<a>&unknown;</a>",
    ],
)
def test_markup_that_is_none_or_declares_a_type_is_refused(data: bytes) -> None:
    with pytest.raises(UnusableMarkup):
        outline(data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_document_keeps_its_encoding(encoding: str) -> None:
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    data = mark + "<a>ø</a>".encode(encoding)

    made = changed(data, lambda utf8: utf8.replace("ø".encode(), "æ".encode()))

    assert made == mark + "<a>æ</a>".encode(encoding)


@given(st.text())
def test_any_text_is_written_so_that_xml_can_hold_it(text: str) -> None:
    xml = f"<a b={attribute_of(text)}>{text_of(text)}</a>"

    root = ElementTree.fromstring(xml.encode())
    if text.isprintable() and "_x" not in text:
        assert (root.text or "") == text
