"""A thread without leave to ask the kernel about the clock, as systemd's ``ProtectClock`` has it for the service."""

import ctypes
import platform
import struct
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Answer = TypeVar("Answer")
ASKING = {"x86_64": (159, 305), "aarch64": (171, 266)}[platform.machine()]
"""The numbers of adjtimex and clock_adjtime."""
NO_NEW_PRIVS, SECCOMP, FILTER = 38, 22, 2
LOAD, IS, RETURN = 0x20, 0x15, 0x06
ALLOWED, REFUSED = 0x7FFF0000, 0x00050001


def _refuse_to_say() -> None:
    steps = [(LOAD, 0, 0, 0), *((IS, at, 0, number) for at, number in zip((2, 1), ASKING, strict=True))]
    steps += [(RETURN, 0, 0, ALLOWED), (RETURN, 0, 0, REFUSED)]
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    facts = struct.pack("HP", len(steps), ctypes.addressof(program))
    libc = ctypes.CDLL(None, use_errno=True)
    for words in ((NO_NEW_PRIVS, 1, 0, 0, 0), (SECCOMP, FILTER, facts)):
        if libc.prctl(*words):
            raise OSError(ctypes.get_errno(), "seccomp")


def within(ask: Callable[[], Answer]) -> Answer:
    """What ``ask`` gives in there."""
    with ThreadPoolExecutor(1, initializer=_refuse_to_say) as pool:
        return pool.submit(ask).result()
