"""The audit log's chain: each entry is bound to the one before it, so that nothing can be changed unseen."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

START = "0" * 64

ACTS = (
    "signed_in",
    "sign_in_failed",
    "signed_out",
    "session_ended",
    "two_factor_started",
    "two_factor_enabled",
    "two_factor_disabled",
    "two_factor_reset",
    "recovery_code_used",
    "account_created",
    "account_changed",
    "password_changed",
    "password_reset",
    "conversation_taken",
    "offer_declined",
    "conversation_released",
    "conversation_transferred",
    "conversation_escalated",
    "conversation_ended",
    "message_flagged",
    "abuse_report_handled",
    "review_written",
    "team_created",
    "team_changed",
    "team_archived",
    "conversation_returned_to_bot",
    "conversation_snoozed",
    "conversation_resolved",
    "note_written",
    "transcript_downloaded",
    "conversation_woken",
    "conversation_assigned",
    "ticket_edited",
    "canned_reply_changed",
    "macro_changed",
    "macro_run",
    "reminder_set",
    "reminder_changed",
    "phone_shown",
    "takeover_proposed",
    "takeover_answered",
    "takeover_ended",
    "proposal_made",
    "proposal_accepted",
    "proposal_declined",
    "incident_declared",
    "incident_changed",
    "incident_ended",
    "incident_signal_dismissed",
    "gap_article_made",
    "gap_questions_added",
    "gap_dismissed",
    "gap_reopened",
    "article_vote_handled",
    "article_vote_reopened",
    "ticket_closed",
    "ticket_linked",
    "ticket_unlinked",
    "ticket_merged",
    "ticket_followed_up",
    "approval_recorded",
    "ticket_view_saved",
    "ticket_view_deleted",
    "messages_labelled",
    "labels_undone",
    "intent_created",
    "training_data_exported",
    "training_data_imported",
    "article_created",
    "article_saved",
    "article_restored",
    "article_review_asked",
    "article_published",
    "article_scheduled",
    "article_withdrawn",
    "article_archived",
    "articles_adopted",
    "translation_confirmed",
    "article_image_added",
    "articles_imported",
    "articles_exported",
    "training_started",
    "training_cancelled",
    "model_promoted",
    "model_rolled_back",
    "model_taken_back",
    "model_discarded",
    "settings_changed",
    "report_exported",
    "dial_turned",
    "audit_exported",
    "data_exported",
    "person_erased",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One act. It holds ids, names of fields and codes: never what somebody wrote.

    Attributes:
        actor_kind: `agent`, `user`, `system`, or `command` for the command line.
        target_kind: `conversation`, `ticket`, `agent`, `session`, `person` or `audit`.
    """

    id: int
    at: datetime
    actor_kind: str
    actor_id: str | None
    act: str
    target_kind: str | None
    target_id: str | None
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Linked:
    """An entry as stored: with the hash before it and its own."""

    entry: Entry
    prev_hash: str
    hash: str


def link(entry: Entry, prev_hash: str, key: bytes) -> str:
    """Return the hash that binds `entry` to what came before.

    With a key it is HMAC-SHA-256: who can write the database but does not have the key cannot make the chain anew.

    Source: Crosby & Wallach, "Efficient data structures for tamper-evident logging", USENIX Security 2009, section 2.
    """
    body = [
        entry.id,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor_kind,
        entry.actor_id,
        entry.act,
        entry.target_kind,
        entry.target_id,
        entry.details,
        prev_hash,
    ]
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return hmac.new(key, text, hashlib.sha256).hexdigest() if key else hashlib.sha256(text).hexdigest()


def seal(last_id: int, last_hash: str, key: bytes) -> str:
    """Return the hash over the chain's end: without it entries could be cut off the tail."""
    text = f"{last_id}:{last_hash}".encode()
    return hmac.new(key, text, hashlib.sha256).hexdigest() if key else hashlib.sha256(text).hexdigest()


def first_break(entries: Iterable[Linked], head: tuple[int, str, str], key: bytes) -> str | None:
    """Return what is wrong with a log, None if nothing is.

    Args:
        entries: Everything stored, by id.
        head: Id and hash of the last entry, and their seal, as kept beside the log.
        key: What the hashes were made with.
    """
    last_id, last_hash = 0, START
    for linked in entries:
        entry = linked.entry
        if entry.id != last_id + 1:
            return f"entry {last_id + 1} is missing"
        if linked.prev_hash != last_hash:
            return f"entry {entry.id} does not follow the one before it"
        if not hmac.compare_digest(linked.hash, link(entry, last_hash, key)):
            return f"entry {entry.id} was changed"
        last_id, last_hash = entry.id, linked.hash
    if head[:2] != (last_id, last_hash):
        return f"the log ends at entry {last_id}, and should at entry {head[0]}"
    if not hmac.compare_digest(head[2], seal(last_id, last_hash, key)):
        return "the end of the log was forged"
    return None
