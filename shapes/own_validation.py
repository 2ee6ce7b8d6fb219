"""A catalogue's own shapes applied to data, in a process that is ended when it takes too long."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from . import own_faults, own_process
from .own_shapes import OwnShape, OwnShapes
from .report import Finding, Message, Severity

SECONDS = 5
"""Seconds of the processor that a shape may take, on data of up to `LINES` triples; then more."""

LINES = 20_000
MEMORY = 1 << 30
"""Bytes that the process may have besides forty times the size of the data."""

PATIENCE = 10
"""How many times as long on the clock: other work goes on on the same machine."""


@dataclass(frozen=True, slots=True)
class OwnResult:
    """What own shapes found, what is wrong with them, and those that can still be applied."""

    findings: tuple[Finding, ...]
    faults: tuple[Finding, ...]
    own: OwnShapes


def well_formed(own: OwnShapes) -> OwnResult:
    """Sort out the shapes that are not well-formed (SHACL, appendix C)."""
    return _run(own, "", only_form=True)


def apply_own(own: OwnShapes, data: str) -> OwnResult:
    """Apply own shapes to N-Triples; one that is too slow or fails is told and sorted out.

    Findings are as those of `gate.validate`; faults are about the shapes, at file and line.
    """
    return _run(own, data, only_form=False)


def _run(own: OwnShapes, data: str, only_form: bool) -> OwnResult:
    """Start a process for all shapes, and another for those after one that it died of."""
    findings: list[Finding] = []
    faults: list[tuple[str, Finding]] = []
    left, seconds = list(own.targeted), SECONDS + data.count("\n") // LINES
    while left:
        ended = _ended(_order(own, left, data, seconds, only_form), PATIENCE * seconds * len(left))
        for shape, answer in zip(left, ended.answers, strict=False):
            findings += map(_finding, answer.get("findings", ()))
            faults += [(shape.iri, fault) for fault in _faults(shape, answer)]
        left = left[len(ended.answers) :]
        if left:
            died_of = left.pop(0)
            faults.append((died_of.iri, _death(died_of, ended, seconds)))
    return OwnResult(
        tuple(findings), tuple(fault for _, fault in faults), own.without(iri for iri, _ in faults)
    )


def _order(
    own: OwnShapes, shapes: Sequence[OwnShape], data: str, seconds: int, only_form: bool
) -> bytes:
    """Give what the process reads."""
    triples = own.triples.encode()
    order = {
        "bytes": len(triples),
        "shapes": [shape.iri for shape in shapes],
        "seconds": seconds,
        "memory": MEMORY + 40 * len(data),
        "only_form": only_form,
    }
    return json.dumps(order).encode() + b"\n" + triples + data.encode()


@dataclass(frozen=True, slots=True)
class _Ended:
    """A process that has ended: its answers, and whether it took too long."""

    answers: tuple[Mapping[str, Any], ...]
    too_long: bool
    status: int


def _ended(given: bytes, patience: float) -> _Ended:
    """Run the process to its end, or end it; raises RuntimeError when it did not even begin."""
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", own_process.__name__],  # never a module of the catalogue
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        told, complained = process.communicate(given, timeout=patience)
        too_long = process.returncode == -getattr(signal, "SIGXCPU", 0)
    except subprocess.TimeoutExpired:
        process.kill()
        told, complained = process.communicate()
        too_long = True
    lines = [json.loads(line) for line in told.decode().splitlines()]
    if not lines:
        raise RuntimeError(f"{own_process.__name__} did not begin: {complained.decode()}")
    answers = tuple(line for line in lines if not {"begin", "done"} & line.keys())
    return _Ended(answers, too_long, process.returncode)


def _finding(said: Mapping[str, Any]) -> Finding:
    values = {**said, "severity": Severity(said["severity"]), "message": Message(**said["message"])}
    return Finding(**values)


def _faults(shape: OwnShape, answer: Mapping[str, Any]) -> Iterator[Finding]:
    for reason in answer.get("ill", ()):
        yield _fault("shapes.ill-formed", shape, own_faults.ILL_FORMED, reason=reason)
    for word in answer.get("other_data", ()):
        yield _fault("shapes.unsupported", shape, own_faults.OTHER_DATA, word=word)
    if "failed" in answer:
        yield _fault("shapes.failed", shape, own_faults.FAILED, reason=answer["failed"])


def _death(shape: OwnShape, ended: _Ended, seconds: int) -> Finding:
    if ended.too_long:
        return _fault("shapes.too-slow", shape, own_faults.TOO_SLOW, most=seconds)
    return _fault(
        "shapes.failed", shape, own_faults.FAILED, reason=f"the process ended ({ended.status})."
    )


def _fault(rule: str, shape: OwnShape, message: Message, **facts: object) -> Finding:
    severity = Severity.VIOLATION
    return own_faults.at(rule, shape.location, message, severity, shape.iri, **facts)
