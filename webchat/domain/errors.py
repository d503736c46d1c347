"""Everything that can be refused. A code is for programs, its sentence (in `webchat/texts`) for people.

FirstlineError
├── Fixable: the caller can mend the request
│   invalid, too_long, unauthorised, forbidden, closed, already_taken, not_found, not_yours, too_old,
│   wrong_site, bad_identity, otp_required, otp_wrong, edited, at_capacity,
│   exists, weak_password, too_many, unknown_variable, no_text, not_set_up
│   wrong_site, bad_identity, otp_required, otp_wrong, edited, at_capacity
│   wrong_site, bad_identity, otp_required, otp_wrong, too_large, too_many_files, file_refused,
│   link_expired, bad_article, wrong_state
│   link_expired
│   run_in_progress, not_running, not_ready, model_refused, swap_in_progress, in_use
└── Later: the same request may succeed later
    too_fast (with retry_after_s), unavailable
"""

from __future__ import annotations

from typing import Any

CODES = (
    "invalid",
    "too_long",
    "too_fast",
    "unauthorised",
    "forbidden",
    "closed",
    "unavailable",
    "already_taken",
    "not_found",
    "not_yours",
    "too_old",
    "wrong_site",
    "bad_identity",
    "otp_required",
    "otp_wrong",
    "edited",
    "at_capacity",
    "exists",
    "weak_password",
    "too_many",
    "unknown_variable",
    "no_text",
    "not_set_up",
    "too_large",
    "too_many_files",
    "file_refused",
    "link_expired",
    "already_labelled",
    "bad_article",
    "wrong_state",
    "run_in_progress",
    "not_running",
    "not_ready",
    "model_refused",
    "swap_in_progress",
    "in_use",
)


class FirstlineError(Exception):
    """A refusal with a stable code and the facts its sentence needs."""

    def __init__(self, code: str, *, retry_after_s: float | None = None, **params: Any) -> None:
        super().__init__(code)
        if code not in CODES:
            raise ValueError(f"unknown error code {code!r}")
        self.code = code
        self.retry_after_s = retry_after_s
        self.params = params


class Fixable(FirstlineError):
    """The caller can mend the request."""


class Later(FirstlineError):
    """The same request may succeed later."""
