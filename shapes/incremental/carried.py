"""What a release keeps of a validation, as lines of JSON: the digest, then results in words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from ..report import Finding, Message, Severity
from ..worded import Worded


@dataclass(frozen=True, slots=True)
class Carried:
    """A validation of one source: the digest of what it depended on, and what it found."""

    digest: str
    worded: tuple[Worded, ...]


def to_lines(carried: Carried) -> Iterator[str]:
    """Give a validation as lines, in an order of their own."""
    yield _json({"digest": carried.digest})
    yield from sorted(_json(_as_values(one)) for one in carried.worded)


def from_lines(lines: Iterable[str]) -> Carried:
    """Read a validation; raises ValueError where it is none."""
    try:
        header, *rest = map(json.loads, lines)
        return Carried(header["digest"], tuple(map(_worded, rest)))
    except (KeyError, TypeError) as error:
        raise ValueError(f"no validation as klynge writes it: {error}") from error


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) + "\n"


def _as_values(one: Worded) -> dict[str, Any]:
    finding = one.finding
    return {
        "of": one.of,
        "component": one.component,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "en": finding.message.en,
        "nb": finding.message.nb,
        "value": finding.value,
        "focusNode": finding.focus_node,
        "path": finding.path,
        "shape": finding.shape,
        "expected": finding.expected and [finding.expected.en, finding.expected.nb],
    }


def _worded(values: dict[str, Any]) -> Worded:
    finding = Finding(
        rule=values["rule"],
        severity=Severity(values["severity"]),
        message=Message(values["en"], values["nb"]),
        value=values["value"],
        focus_node=values["focusNode"],
        path=values["path"],
        shape=values["shape"],
        expected=values["expected"] and Message(*values["expected"]),
    )
    return Worded(values["of"], values["component"], finding)
