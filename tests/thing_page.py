"""The page of a thing as a reader meets it: its facts, the rows of its tables, its links."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote

from klynge.ontology.iris import CONCEPTS
from klynge.ontology.terms import expand

KINDS = {
    "cluster": "cluster/nce-seafood-innovation",
    "old cluster": "cluster/gce-ocean-technology",
    "organisation": "organization/innovation-norway",
    "programme": "programme/nce",
    "value chain": "value-chain/seafood",
    "place": "place/norway",
    "ecosystem": "voc/ecosystem/mobility",
    "document": "document/norwayexports-nce",
    "person": "person/erna-solberg",
    "membership": "membership/nce-instrumentation-sintef",
    "claim": "claim/nce-is-a-brand-name",
    "passage": "passage/norwayexports-nce.P04-s2",
    "code": "voc/member-role/member",
}
"""A thing of the shipped catalogue for each kind of page."""

ALONE = frozenset({"meta", "link", "img", "source", "br", "input"})


@dataclass
class Element:
    """An element of a page."""

    tag: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    def all(self, tag: str = "", class_: str = "") -> Iterator[Element]:
        """Give the elements in it of a tag or class, in the order of the page."""
        for child in self.children:
            if isinstance(child, Element):
                classes = child.attributes.get("class", "").split()
                if (not tag or child.tag == tag) and (not class_ or class_ in classes):
                    yield child
                yield from child.all(tag, class_)

    @property
    def text(self) -> str:
        """Give its text as it was written."""
        return "".join(c if isinstance(c, str) else c.text for c in self.children)

    @property
    def links(self) -> list[str]:
        """Give where its links lead."""
        return [a.attributes["href"] for a in self.all("a") if "href" in a.attributes]


class Tree(HTMLParser):
    """Reads a page into elements; raises AssertionError where they do not nest."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.root = Element("", {})
        self._open = [self.root]
        self.feed(text)
        self.close()
        assert self._open == [self.root], [element.tag for element in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self._open[-1].children.append(element)
        if tag not in ALONE:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        last = self._open.pop()
        assert last.tag == tag, f"<{last.tag}> is ended by </{tag}>"

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def tree(text: str) -> Element:
    """Give a page as its outermost element."""
    return Tree(text).root


def iri(base: str, address: str) -> str:
    """Give the IRI that a link of a page stands for."""
    path = unquote(address.partition("?")[0])
    if path == "/ont":
        return expand("kly:") + unquote(address.partition("#")[2])
    if address.startswith("/ont"):
        return expand("kly:") + unquote(address.partition("#")[2])
    if path.startswith("/page/voc/"):
        return CONCEPTS + path.removeprefix("/page/voc/")
    if path.startswith("/page/graph/"):
        return base + path.removeprefix("/page/")
    if path.startswith("/page/"):
        return f"{base}id/{path.removeprefix('/page/')}"
    return address
