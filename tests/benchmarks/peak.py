"""The peak memory of this process, honestly.

`ru_maxrss` survives `exec` on Linux, so a process started by a large one reports its parent's
peak; VmHWM belongs to the program that runs (proc(5)).
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path


def peak_megabytes() -> float:
    """Give the peak resident memory of this process in MB."""
    status = Path("/proc/self/status")
    if status.exists():
        fields = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(fields["VmHWM"].split()[0]) / 1024
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
