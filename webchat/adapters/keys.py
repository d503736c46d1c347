"""The key that signs links, kept beside the data: who has only a copy of the database cannot make links."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def link_key(path: Path) -> bytes:
    """Return the key of a file, which is made where there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(32))
        file.flush()
        os.fsync(file.fileno())
    return path.read_bytes()
