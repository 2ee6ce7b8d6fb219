"""The limits as they are told are the limits that hold."""

from __future__ import annotations

import json

from click.testing import CliRunner

from klynge.cli import group
from klynge.server.pool.wire import Settings
from klynge.server.protocol.limits import limits


def test_the_limits_are_those_of_the_settings() -> None:
    found = {one.name: one for one in limits(Settings("", deadline=3, rows=7, answer=9))}

    assert (found["deadline"].value, found["deadline"].status) == (3, 504)
    assert (found["rows"].value, found["rows"].status) == (7, 413)
    assert (found["answer"].value, found["answer"].status) == (9, 413)


def test_serve_prints_the_limits_and_serves_nothing() -> None:
    done = CliRunner().invoke(group, ["serve", "nowhere", "--limits", "--rows", "1234"])

    assert done.exit_code == 0
    assert "1,234 rows" in done.output
    assert len(done.output.splitlines()) == len(limits(Settings("")))


def test_serve_prints_the_limits_for_machines() -> None:
    done = CliRunner().invoke(group, ["serve", "--limits", "--json", "--deadline", "5"])

    found = {one["name"]: one for one in json.loads(done.output)}
    assert found["deadline"]["value"] == 5
    assert found["deadline"]["unit"] == "s"
