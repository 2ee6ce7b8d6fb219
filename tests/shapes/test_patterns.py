"""No pattern of the packaged shapes can be made to search for long by what stands in a cell.

pySHACL and the compiled shapes both search with Python's `re`, which steps back: on `^(a+)+$` it
takes for ever. A value of 50,000 characters must not take more than a moment, so both that and
what grows with the square of the length would run into the limit of CPU time.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import SH

from klynge.shapes.profiles import PROFILES
from klynge.shapes.shapes_graph import shapes_graph

pytest.importorskip("resource")

SEARCH = """
import json, re, resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (4, 4))
pattern, values = json.load(sys.stdin)
search = re.compile(pattern).search
for head, again, tail in values:
    search(head + again * (50_000 // len(again)) + tail)
"""
TAILS = ("", " ", "\n!", "é")

PATTERNS = sorted(
    {
        str(pattern)
        for profile in PROFILES.values()
        for pattern in shapes_graph(profile).objects(None, SH.pattern)
    }
)


def samples(pattern: str, number: int = 3) -> list[str]:
    """Give some texts that match, the same in every run."""
    found: list[str] = []

    @settings(max_examples=number, derandomize=True, database=None, deadline=None)
    @given(st.from_regex(re.compile(pattern, re.ASCII)))
    def collect(text: str) -> None:
        found.append(text)

    collect()
    return found


def hostile(pattern: str) -> list[tuple[str, str, str]]:
    """Give texts that match up to a part that comes again and again, and then do not."""
    return sorted(
        {
            (text[:start], text[start:end], tail)
            for text in samples(pattern)
            for start in range(min(len(text), 40))
            for end in (start + 1, start + 3)
            for tail in TAILS
            if text[start:end]
        }
    )


def searched(pattern: str) -> int:
    """Search in hostile texts in a process that may spend so much CPU; give its exit status."""
    asked = json.dumps([pattern, hostile(pattern)])
    command = [sys.executable, "-c", SEARCH]
    return subprocess.run(command, input=asked, text=True, capture_output=True).returncode


@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_value_makes_a_packaged_pattern_search_for_long(pattern: str) -> None:
    assert searched(pattern) == 0


def test_there_are_patterns() -> None:
    assert len(PATTERNS) > 12


@pytest.mark.slow
@pytest.mark.parametrize("pattern", ["^(a+)+$", "a+b$", "^[a-z]+[a-z]+[0-9]$"])
def test_a_pattern_that_steps_back_is_stopped(pattern: str) -> None:
    assert searched(pattern) < 0
