"""Hash passwords with argon2id in a small pool of threads of their own.

A hash costs 60-280 ms of CPU; in the common pool ten sign-ins a second would freeze every chat.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# Source: OWASP Password Storage Cheat Sheet: argon2id, 19 MiB, 2 passes, 1 lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_NOBODY = _HASHER.hash("nobody has this password")


def hash_password(password: str) -> str:
    """Return the argon2id hash; takes tens of milliseconds."""
    return _HASHER.hash(password)


def _verify(stored: str | None, password: str) -> bool:
    # An unknown account costs as much time as a wrong password: no oracle for addresses.
    try:
        return _HASHER.verify(stored or _NOBODY, password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


class Passwords:
    """Checks and hashes passwords off the event loop, a few at once."""

    def __init__(self, n_threads: int) -> None:
        self._pool = ThreadPoolExecutor(n_threads, thread_name_prefix="argon2")

    async def verify(self, stored: str | None, password: str) -> bool:
        """Return whether `password` belongs to the stored hash; None stands for an unknown account."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, _verify, stored, password)

    async def hash(self, password: str) -> str:
        """Return the hash to be stored."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, hash_password, password)

    def close(self) -> None:
        """End the threads."""
        self._pool.shutdown()
