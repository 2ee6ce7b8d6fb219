"""A query in, an equal query out, with what was changed: the way into the rules.

Nothing is changed in a query that the grammar does not cover wholly, that calls on a SERVICE,
or for which a rule's conditions are not met. The engine reads the result, and where it should
not like it, the query as it came is asked instead (`evaluation.py`).
"""

from __future__ import annotations

import re

from .counting import from_statistics
from .exists import as_sets
from .groups import bodies, free_groups
from .joins import Joiner
from .memory import Memory, Rewritten
from .ordering import order_of
from .patterns import Runs
from .plan import Planner
from .statistics import Statistics
from .steps import in_lookups
from .syntax import Edit, Node, Reader, edited

LONGEST = 16 * 1024
"""A longer query, in characters, is left as it came."""

# Whether rows are joined in another order can be seen in what these give.
_UNSTEADY = re.compile("RAND|UUID|BNODE|GROUP_CONCAT|SAMPLE", re.IGNORECASE)
_BODIES = re.compile("OPTIONAL|EXISTS", re.IGNORECASE)
_COUNT = re.compile("COUNT", re.IGNORECASE)
_ORDER = re.compile("ORDER", re.IGNORECASE)
_MORE = frozenset("|!")
_SERVICE = re.compile("SERVICE", re.IGNORECASE)


class Rewriter:
    """Rewrites queries over one release; for one thread, as a worker has."""

    def __init__(self, statistics: Statistics | None = None, merged: bool = True) -> None:
        """Load the grammar; without statistics only the rules that need none apply.

        `merged` says that no triple is twice in the default graph.
        """
        self._reader = Reader()
        self._statistics, self._merged = statistics, merged
        self._memory = Memory(statistics)

    def rewrite(self, query: str, whole: bool = True) -> Rewritten:
        """Give an equal query; `whole` says that its default graph is all of the release."""
        found = self._memory.recall(query, whole)
        if found is None:
            try:
                read = self._rewrite(query, whole)
            except RecursionError:
                read = None  # Nested too deep for our reading; the engine has a stack.
            found = read or Rewritten(query)
            self._memory.keep(query, whole, found, was_read=read is not None)
        return found

    def _rewrite(self, query: str, whole: bool) -> Rewritten | None:
        """Give an equal query, None for one that is not for us to read."""
        if len(query) > LONGEST or _SERVICE.search(query):
            return None
        tree = self._reader.read(query)
        if tree is None:
            return None
        own = any(form.first("dataset_clause") for form in tree.children)
        statistics = self._statistics if whole and not own else None
        if not (self._merged and whole and not own) and _counts_its_ways(tree):
            return Rewritten(query)
        rewriting = _Rewriting(query, tree, statistics)
        return rewriting.done()


class _Rewriting:
    """One query on its way through the rules."""

    def __init__(self, query: str, tree: Node, statistics: Statistics | None) -> None:
        self._query, self._tree, self._statistics = query, tree, statistics
        self._runs = Runs(tree)
        self._edits: list[Edit] = []
        self._rules: list[str] = []
        self._taken: set[Node] = set()
        self._places: tuple[Node, ...] = ()

    def done(self) -> Rewritten:
        """Apply the rules that hold."""
        if self._statistics:
            counted = self._counted(self._statistics)
            if counted is not None:
                return Rewritten(edited(self._query, counted), ("counting",))
            if not _UNSTEADY.search(self._query):
                self._plan(self._statistics)
        self._look_up()
        query = edited(self._query, self._edits)
        sorts = _ORDER.search(query)
        order = order_of(self._query, self._tree, self._edits, self._runs) if sorts else None
        return Rewritten(query, tuple(dict.fromkeys(self._rules)), order)

    def _counted(self, statistics: Statistics) -> list[Edit] | None:
        counts = _COUNT.search(self._query)
        return from_statistics(self._tree, statistics, self._runs) if counts else None

    def _plan(self, statistics: Statistics) -> None:
        fresh = "" if self._shows_all() else self._fresh()
        joiner = Joiner(Planner(statistics), self._runs, fresh)
        for group in free_groups(self._tree):
            joined = joiner.join(group)
            run = self._runs.of(group)
            if joined is None or run is None:
                continue
            sets, taken = as_sets(group, joined, joiner, run.variables)
            self._add("joins", joined.edits)
            self._add("exists", sets)
            self._taken.update(joined.bodies, taken)

    def _look_up(self) -> None:
        if not _BODIES.search(self._query):
            return
        fresh = self._fresh()
        for body, is_exists in bodies(self._tree):
            if not any(_holds(taken, body) for taken in self._taken):
                named = fresh if is_exists else ""
                self._add("steps", in_lookups(body, self._variables, self._runs, named))

    def _variables(self) -> tuple[Node, ...]:
        """Give every place where a variable stands."""
        if not self._places:
            self._places = tuple(self._tree.within("var"))
        return self._places

    def _add(self, rule: str, edits: list[Edit]) -> None:
        if edits:
            self._edits += edits
            self._rules.append(rule)

    def _fresh(self) -> str:
        """Give how the names of new variables begin."""
        name = "step"
        while name in self._query:
            name += "_"
        return name

    def _shows_all(self) -> bool:
        """Tell whether a `*` shows variables that are nowhere named."""
        clauses = self._tree.within("select_clause", "describe_query")
        return "*" in self._query and any("*" in clause.words for clause in clauses)


def _counts_its_ways(tree: Node) -> bool:
    """Tell whether a query has a path that is more than a sequence of properties.

    How often the engine finds such a path, where a triple stands in two graphs of a dataset,
    depends on the plan it makes; so any change elsewhere in the query may change the answer.
    """
    if next(tree.within("path_mod", "path_negated_property_set"), None):
        return True
    paths = tree.within("path_element", "binary_path")
    return any(_MORE.intersection(path.words) for path in paths)


def _holds(outer: Node, inner: Node) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
