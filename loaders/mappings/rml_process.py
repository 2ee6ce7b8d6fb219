"""The process in which morph-kgc runs a mapping; run by path in an environment that has it.

That environment has no klynge (`rml_quads.py` tells why). What a process may do is therefore loaded
from the file that `order` names (`shapes/confinement.py`). A line of JSON on standard input says
what to do; N-Quads go to standard output, and what went wrong to standard error, a line of JSON.
"""

import json
import os
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

LONGEST_SAID = 300

CONFIGURATION = """[CONFIGURATION]
output_format=N-QUADS
number_of_processes=1
logging_level=CRITICAL
na_values=,
[mapping]
mappings="""
"""One process, and only an empty cell is none: morph-kgc would take `nan` for none too."""


def main() -> None:
    """Read what to do from standard input, do it, and write what was made."""
    order = json.loads(sys.stdin.buffer.readline())
    # The library is loaded before the doors close: it may look for files of its own.
    import duckdb
    from morph_kgc import materialize_set
    from morph_kgc.mapping.yarrrml import load_yarrrml

    # Queries run in it beneath Python, where no hook sees what they open.
    duckdb.execute("SET enable_external_access=false")
    duckdb.execute("SET lock_configuration=true")
    doors = _loaded(order["confinement"])
    doors.limit_memory(order["memory"])
    doors.limit_time(order["seconds"])
    mapping = Path(order["mapping"])
    os.chdir(order["folder"])
    doors.close_doors([Path(order["folder"]), mapping.parent])
    try:
        if order["yarrrml"]:
            rules = load_yarrrml(str(mapping))
            for triple in rules:
                terms = (_absolute(term, order["nowhere"]) for term in triple)
                sys.stdout.write(f"{' '.join(term.n3() for term in terms)} .\n")
        else:
            for quad in sorted(materialize_set(f"{CONFIGURATION}{mapping}\n")):
                sys.stdout.write(f"{quad} .\n")
        sys.stdout.flush()
    except MemoryError:
        _fail("it needs too much memory")
    except Exception as error:  # whatever goes wrong in a stranger's mapping is an answer
        _fail(f"{str(error) or 'its form'} ({type(error).__name__})")


def _fail(text: str) -> None:
    said = {"table": "", "row": 0, "said": text[:LONGEST_SAID], "failed": True}
    sys.stderr.write(json.dumps(said) + "\n")


def _absolute(term: Any, base: str) -> Any:
    """Give a term; morph-kgc names the rules of YARRRML by relative IRIs."""
    relative = type(term).__name__ == "URIRef" and ":" not in term
    return type(term)(base + term) if relative else term


def _loaded(path: str) -> Any:
    """Give a module from its file, since its package is not installed here."""
    spec = spec_from_file_location("confinement", path)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
