"""The key that signs links, kept beside the data: who has only a copy of the database cannot make links."""

from __future__ import annotations

import contextlib
import os
import secrets
from pathlib import Path


def link_key(path: Path) -> bytes:
    """Return the key of a file, which is made where there is none; of several that make it at once the first counts."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(32))
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(draft, path)  # whole or not at all, and never over another's
        draft.unlink()
    return path.read_bytes()
