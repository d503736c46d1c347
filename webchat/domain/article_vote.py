"""What a reader may say is wrong with an article."""

from __future__ import annotations

REASONS = ("wrong", "unclear", "incomplete", "other_problem")
"""Not right any more; not understood; something is missing; another problem than the reader's."""
MAX_CHARS = 1000
