"""The engine, asked with rewritten queries; gives what `Store.query` gives, or sorted rows.

Whatever does not go as it should, be it a text the engine does not read or a kind of term that
is not sorted here, ends with the query as it came.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox

from . import results
from .datasets import Dataset, Datasets
from .keys import Keys, page_keys
from .memory import Rewritten
from .ordering import Order
from .paging import Page
from .rewriter import Rewriter
from .sorting import Key, NotSortedHere, SortKey, first_rows, key_of, pays
from .standard import as_standard
from .statistics import STATISTICS, read_statistics

LOOKED_AT = 8
"""How many rows are looked at before it is decided who sorts."""

KEPT = 2
"""How many sorted lists of keys are kept, for the next page of the same list."""

Solution = ox.QuerySolution


@dataclass(frozen=True, slots=True)
class SortedRows:
    """Solutions that were sorted here, to be serialised as the engine's are."""

    variables: tuple[str, ...]
    rows: tuple[results.Cells, ...]

    def serialize(self, output: IO[bytes], format: ox.QueryResultsFormat) -> None:
        """Write the rows."""
        results.write(self.variables, self.rows, format, output)


Answer = ox.QuerySolutions | ox.QueryTriples | ox.QueryBoolean | SortedRows


def evaluator(store: str, rewrites: bool) -> Evaluator:
    """Open a release's store read-only; its statistics lie beside it."""
    opened = ox.Store.read_only(store)
    statistics = read_statistics(Path(store).with_name(STATISTICS))
    rewriter = Rewriter(statistics, is_merged(opened)) if rewrites else None
    return Evaluator(opened, rewriter)


def is_merged(store: ox.Store) -> bool:
    """Tell whether the default graph of a release's store is the merge of its named graphs.

    A release of an older klynge has none: there the engine is to take their union for it, which
    counts a triple once for each graph that holds it.
    """
    default = store.quads_for_pattern(None, None, None, ox.DefaultGraph())
    return next(default, None) is not None


class Evaluator:
    """Asks one store, which does not change; for one thread, as a worker has."""

    def __init__(self, store: ox.Store, rewriter: Rewriter | None) -> None:
        """Keep the store; without a rewriter every query is evaluated as it came."""
        self._store, self._rewriter = store, rewriter
        self.is_merged = is_merged(store)
        self._datasets = Datasets(store)
        self._pages: OrderedDict[tuple[str, tuple[SortKey, ...]], Keys] = OrderedDict()

    def query(self, query: str, whole: bool, **dataset: Any) -> Answer:
        """Evaluate a query; raises what `Store.query` does, and DatasetTooLarge.

        `whole` says that the default graph is all of the store: only then statistics hold.
        """
        mended = as_standard(query)
        if several := self._datasets.of(mended, dataset):
            store, dataset = several
            return store.query(mended, **dataset)
        if mended != query:
            try:
                return self._query(mended, whole, dataset)
            except SyntaxError:
                pass  # What is wrong is told of the query as it came.
        return self._query(query, whole, dataset)

    def as_it_stands(self, query: str, **arguments: Any) -> Answer:
        """Evaluate a query that nothing is to be changed in, with arguments of `Store.query`.

        Raises DatasetTooLarge.
        """
        store, arguments = self._datasets.of(query, arguments) or (self._store, arguments)
        return store.query(query, **arguments)

    def _query(self, query: str, whole: bool, dataset: Dataset) -> Answer:
        if self._rewriter is None:
            return self._store.query(query, **dataset)
        rewritten = self._rewriter.rewrite(query, whole)
        try:
            return self._rewritten(rewritten, whole, dataset)
        except SyntaxError:
            # Either the query itself is wrong, and its own message is wanted, or we are.
            return self._store.query(query, **dataset)

    def explain(self, query: str, whole: bool) -> dict[str, object]:
        """Say what would be evaluated for a query, and why; raises SyntaxError."""
        mended = as_standard(query)
        several = len(self._datasets.named(mended, {}).default) > 1
        rewriter = None if several else self._rewriter
        rewritten = rewriter.rewrite(mended, whole) if rewriter else Rewritten(mended)
        order = rewritten.order
        # Nothing is fetched from the solutions; only ASK is evaluated by being read.
        self._store.query(mended)
        return {
            "query": query,
            "evaluated": rewritten.query,
            "rules": list(rewritten.rules),
            "sorting": {
                "by": [[key.variable, "DESC" if key.descending else "ASC"] for key in order.keys],
                "rows": order.rows,
                "keys": order.page.keys if order.page else None,
                "page": order.page.rows("...", order.offset) if order.page else None,
                "unless": "the first rows hold what the engine sorts well: it then does",
            }
            if order
            else None,
            "rewrites": rewriter is not None,
            "dataset": "the merge of several graphs, made for it" if several else None,
            "plan": None,
            "plan_note": f"pyoxigraph {ox.__version__} gives no evaluation plan",
        }

    def _rewritten(self, rewritten: Rewritten, whole: bool, dataset: Dataset) -> Answer:
        if rewritten.order:
            try:
                if rewritten.order.page:
                    return self._page(rewritten.order, rewritten.order.page, whole, dataset)
                return self._sorted(rewritten.order, dataset)
            except NotSortedHere:
                pass
        return self._store.query(rewritten.query, **dataset)

    def _page(self, order: Order, page: Page, whole: bool, dataset: Dataset) -> Answer:
        sorted_so = (page.keys, order.keys)
        keys = self._pages.get(sorted_so) if whole else None
        if keys is None:
            found = self._store.query(page.keys, **dataset)
            assert isinstance(found, ox.QuerySolutions)
            keys = page_keys(found, order.keys)
            if whole:
                self._pages[sorted_so] = keys
                if len(self._pages) > KEPT:
                    self._pages.popitem(last=False)
        values, before = keys.between(order.offset, order.offset + (order.limit or 0))
        return self._store.query(page.rows(values, order.offset - before), **dataset)

    def _sorted(self, order: Order, dataset: Dataset) -> Answer:
        solutions = self._store.query(order.rows, **dataset)
        assert isinstance(solutions, ox.QuerySolutions)
        names = [variable.value for variable in solutions.variables]
        places = [names.index(k.variable) if k.variable in names else None for k in order.keys]
        if order.selected is not None:
            names = list(order.selected)
        look = list(islice(solutions, LOOKED_AT))
        keyed = _keyed(chain(look, solutions), places)
        if not look or not pays(key for row in look for key in _keys(row, places)):
            raise NotSortedHere
        most = None if order.limit is None else order.offset + order.limit
        rows = first_rows(keyed, order.keys, most, len(names))[order.offset :]
        return SortedRows(tuple(names), tuple(tuple(row)[: len(names)] for _, row in rows))


def _keyed(
    rows: Iterator[Solution], places: Sequence[int | None]
) -> Iterator[tuple[Sequence[Key], Solution]]:
    return ((_keys(row, places), row) for row in rows)


def _keys(row: Solution, places: Sequence[int | None]) -> tuple[Key, ...]:
    return tuple(key_of(None if place is None else row[place]) for place in places)
