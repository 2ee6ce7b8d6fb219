"""What a worker process gives up before it reads a query: the network, and most of its memory.

A query may name addresses (`SERVICE`), and the engine has an HTTP client that no switch turns
off. So the process itself loses the network: by a seccomp filter (Linux, no privilege needed),
or else by an empty network namespace. Seccomp comes first because a user namespace also takes
away root's right to read other users' files, hence perhaps the store. `network_is_closed` tries
the door, so the answer does not rest on our belief in either.
"""

from __future__ import annotations

import ctypes
import errno
import platform
import resource
import socket
import struct
import sys

# linux/prctl.h, linux/seccomp.h, linux/sched.h
_NO_NEW_PRIVILEGES = 38
_SET_SECCOMP = 22
_FILTER_MODE = 2
_NEW_USER_NAMESPACE = 0x10000000
_NEW_NETWORK_NAMESPACE = 0x40000000

# linux/bpf_common.h: load a word, jump if equal, jump if at least, return.
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_KILL_PROCESS, _REFUSE, _ALLOW = 0x80000000, 0x00050000 | errno.EACCES, 0x7FFF0000
_NUMBER, _ARCHITECTURE = 0, 4
_X32_CALLS = 0x40000000
"""The x86-64 kernel takes every call a second time under numbers from here on."""

# Audit number of the architecture, then socket, connect, execve, execveat and io_uring_setup
# (which can open sockets past a filter on `socket`).
_CALLS = {
    "x86_64": (0xC000003E, (41, 42, 59, 322, 425)),
    "aarch64": (0xC00000B7, (198, 203, 221, 281, 425)),
}


class _Program(ctypes.Structure):
    """A filter as the kernel takes it: `struct sock_fprog`."""

    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def close_network() -> str:
    """Take the network away and give the means that worked; empty when none did."""
    if sys.platform == "linux":
        for name, means in (("seccomp", _filter_calls), ("network namespace", _leave_network)):
            if means() and network_is_closed():
                return name
    return ""


def network_is_closed() -> bool:
    """Tell whether this process fails to reach even its own machine."""
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.settimeout(1)
            # Port 9 (discard): where the network is open this is refused, or even answered.
            probe.connect(("127.0.0.1", 9))
    except OSError as error:
        return error.errno in {errno.EACCES, errno.EPERM, errno.ENETUNREACH}
    return False


def limit_memory(size: int) -> None:
    """Let the process hold `size` bytes of data and dump no core, where the system can."""
    for name, value in (("RLIMIT_CORE", 0), ("RLIMIT_DATA", size)):
        _lower(getattr(resource, name), value)


def limit_time(seconds: int) -> None:
    """Let the process use so many CPU seconds from now on, then let the kernel end it.

    The second line behind the deadline of the front, for the case that the front is dead.
    """
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, int(usage.ru_utime + usage.ru_stime) + seconds)


def _lower(limit: int, value: int) -> None:
    _, hard = resource.getrlimit(limit)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    try:
        resource.setrlimit(limit, (value, hard))
    except (OSError, ValueError):
        # Some systems (macOS for RLIMIT_DATA) name a limit that they do not let one set.
        return


def _filter_calls() -> bool:
    calls = _CALLS.get(platform.machine())
    if calls is None:
        return False
    code = _program(*calls)
    program = _Program(len(code) // 8, code)
    system = ctypes.CDLL(None, use_errno=True)
    if system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(system.prctl(_SET_SECCOMP, _FILTER_MODE, ctypes.byref(program), 0, 0) == 0)


def _program(architecture: int, numbers: tuple[int, ...]) -> bytes:
    """Give the filter: another architecture dies, the numbers are refused, the rest may pass."""
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL_PROCESS),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, len(numbers) + 1, 0, _X32_CALLS),
    ]
    steps += [(_EQUAL, len(numbers) - i, 0, number) for i, number in enumerate(numbers)]
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _REFUSE)]
    return b"".join(struct.pack("HBBI", *step) for step in steps)


def _leave_network() -> bool:
    system = ctypes.CDLL(None, use_errno=True)
    return bool(system.unshare(_NEW_USER_NAMESPACE | _NEW_NETWORK_NAMESPACE) == 0)
