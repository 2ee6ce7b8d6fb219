"""The numbers for operators, read back by a parser of their format."""

from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families

from klynge.server.sharing.metrics import Metrics


def _samples(metrics: Metrics) -> dict[str, float]:
    families = text_string_to_metric_families(metrics.text().decode())
    return {
        sample.name + "".join(sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


def test_queries_are_counted_by_how_they_ended() -> None:
    metrics = Metrics()
    metrics.count("complete", 0.002, 100)
    metrics.count("complete", 2.0, 50)
    metrics.count("deadline", 10.0, 0)

    samples = _samples(metrics)

    assert samples["klynge_queries_totalcomplete"] == 2
    assert samples["klynge_queries_totaldeadline"] == 1
    assert samples["klynge_answer_bytes_total"] == 150
    assert samples["klynge_query_seconds_bucket0.003"] == 1
    assert samples["klynge_query_seconds_count"] == 3


def test_a_watched_number_is_read_when_somebody_asks() -> None:
    metrics, idle = Metrics(), [4]
    metrics.watch("klynge_idle_workers", "Workers without a query.", lambda: idle[0])
    idle[0] = 1

    assert _samples(metrics)["klynge_idle_workers"] == 1


def test_two_servers_in_one_process_count_apart() -> None:
    first, second = Metrics(), Metrics()
    first.count("complete", 0.1, 1)

    assert _samples(second)["klynge_query_seconds_count"] == 0
