"""Where the synonyms stand: in the index folder once somebody has changed them, before that in the file that we ship."""

from __future__ import annotations

import logging
from pathlib import Path

from kb_index.store import replace_file
from kb_index.synonyms import Synonyms, SynonymsError, parse_synonyms

logger = logging.getLogger(__name__)


class SynonymFile:
    """The synonyms in force, re-read when a file changes.

    A file that cannot be used is told in the log, with its line, and what was in force stays in force.

    Args:
        own: The index's own file; need not exist.
        shipped: What counts until then; None for nothing.
    """

    def __init__(self, own: Path, shipped: Path | None) -> None:
        self._own, self._shipped = own, shipped
        self._read: tuple[Path, int, int] | None = None
        self.current = Synonyms()
        self.refresh()

    def refresh(self) -> bool:
        """Read the file anew if it is another one, or changed. Returns whether the synonyms did."""
        stamp = self._stamp()
        if stamp == self._read:
            return False
        self._read = stamp
        if stamp is None:
            self.current = Synonyms()
            return True
        try:
            self.current = parse_synonyms(stamp[0].read_text(encoding="utf-8"))
        except (SynonymsError, OSError, UnicodeDecodeError) as error:
            logger.error("%s: %s", stamp[0], error)
            return False
        return True

    def write(self, text: str) -> None:
        """Replace the index's synonyms; they count from now on.

        Raises:
            SynonymsError: If the text cannot be used; nothing is written.
        """
        self.current = parse_synonyms(text)
        replace_file(self._own, text.encode("utf-8"))
        self._read = self._stamp()

    def _stamp(self) -> tuple[Path, int, int] | None:
        for path in (self._own, *((self._shipped,) if self._shipped else ())):
            try:
                stat = path.stat()
            except OSError:
                continue
            return path, stat.st_mtime_ns, stat.st_size
        return None
