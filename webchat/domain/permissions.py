"""Who may do what: one table. REST routes and console events name an action; an action names its roles.

What has no row is refused, and a test fails that tries every route and event as every role.
"""

from __future__ import annotations

from enum import StrEnum

from webchat.domain.errors import Fixable


class Role(StrEnum):
    """What somebody who signs in is here for."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    KNOWLEDGE_MANAGER = "knowledge_manager"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    """What one needs a role for."""

    READ_CONSOLE = "read_console"
    WRITE_NOTE = "write_note"
    HANDLE_CONVERSATION = "handle_conversation"
    EDIT_TICKET = "edit_ticket"
    MANAGE_TICKET_FIELDS = "manage_ticket_fields"
    LEAD_DESK = "lead_desk"
    MANAGE_TEAMS = "manage_teams"
    OWN_ACCOUNT = "own_account"
    OWN_CONVERSATION = "own_conversation"
    MANAGE_ACCOUNTS = "manage_accounts"
    MANAGE_PEOPLE = "manage_people"
    READ_AUDIT = "read_audit"
    READ_SETTINGS = "read_settings"
    MANAGE_SETTINGS = "manage_settings"
    USE_TOOLS = "use_tools"
    EDIT_SHARED_TOOLS = "edit_shared_tools"
    READ_KNOWLEDGE = "read_knowledge"
    MANAGE_KNOWLEDGE = "manage_knowledge"
    READ_REPORTS = "read_reports"
    DECLARE_INCIDENTS = "declare_incidents"


_EVERYBODY = frozenset(Role)
_DESK = frozenset({Role.AGENT, Role.SUPERVISOR, Role.ADMINISTRATOR})
_LEAD = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
_ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
_EDITORS = frozenset({Role.SUPERVISOR, Role.KNOWLEDGE_MANAGER, Role.ADMINISTRATOR})

# Nobody who signs in: `own_conversation` is for the end user, who holds the conversation's token.
ROLES: dict[Action, frozenset[Role]] = {
    Action.READ_CONSOLE: _EVERYBODY,
    Action.WRITE_NOTE: _EVERYBODY,
    Action.HANDLE_CONVERSATION: _DESK,
    Action.EDIT_TICKET: _DESK,
    Action.MANAGE_TICKET_FIELDS: _ADMINISTRATOR,
    Action.LEAD_DESK: _LEAD,
    Action.MANAGE_TEAMS: _LEAD,
    Action.OWN_ACCOUNT: _EVERYBODY,
    Action.OWN_CONVERSATION: frozenset(),
    Action.MANAGE_ACCOUNTS: _ADMINISTRATOR,
    Action.MANAGE_PEOPLE: _ADMINISTRATOR,
    Action.READ_AUDIT: _ADMINISTRATOR,
    Action.READ_SETTINGS: _LEAD,
    Action.MANAGE_SETTINGS: _ADMINISTRATOR,
    Action.USE_TOOLS: _EVERYBODY,
    Action.EDIT_SHARED_TOOLS: _EDITORS,
    Action.READ_KNOWLEDGE: _EDITORS,
    Action.MANAGE_KNOWLEDGE: frozenset({Role.KNOWLEDGE_MANAGER, Role.ADMINISTRATOR}),
    Action.READ_REPORTS: _EDITORS,
    Action.DECLARE_INCIDENTS: _EDITORS,
}

EVENTS: dict[str, Action] = {
    "set_status": Action.OWN_ACCOUNT,
    "snapshot": Action.READ_CONSOLE,
    "resume": Action.READ_CONSOLE,
    "conversation": Action.READ_CONSOLE,
    "message": Action.HANDLE_CONVERSATION,
    "note": Action.WRITE_NOTE,
    "typing": Action.HANDLE_CONVERSATION,
    "take": Action.HANDLE_CONVERSATION,
    "decline": Action.HANDLE_CONVERSATION,
    "release": Action.HANDLE_CONVERSATION,
    "transfer": Action.HANDLE_CONVERSATION,
    "escalate": Action.HANDLE_CONVERSATION,
    "warn": Action.HANDLE_CONVERSATION,
    "end_abuse": Action.HANDLE_CONVERSATION,
    "return_to_bot": Action.HANDLE_CONVERSATION,
    "snooze": Action.HANDLE_CONVERSATION,
    "resolve": Action.HANDLE_CONVERSATION,
    "ticket_update": Action.EDIT_TICKET,
    "run_macro": Action.HANDLE_CONVERSATION,
    "read_mentions": Action.USE_TOOLS,
    "propose_takeover": Action.HANDLE_CONVERSATION,
    "end_takeover": Action.HANDLE_CONVERSATION,
}

# None: anybody, also without signing in.
ROUTES: dict[str, Action | None] = {
    "POST /api/session": None,
    "GET /api/session": Action.OWN_ACCOUNT,
    "DELETE /api/session": None,
    "GET /api/account": Action.OWN_ACCOUNT,
    "PATCH /api/account": Action.OWN_ACCOUNT,
    "GET /api/account/sessions": Action.OWN_ACCOUNT,
    "DELETE /api/account/sessions": Action.OWN_ACCOUNT,
    "DELETE /api/account/sessions/{session_id}": Action.OWN_ACCOUNT,
    "POST /api/account/password": Action.OWN_ACCOUNT,
    "POST /api/account/two-factor": Action.OWN_ACCOUNT,
    "POST /api/account/two-factor/confirm": Action.OWN_ACCOUNT,
    "POST /api/account/two-factor/disable": Action.OWN_ACCOUNT,
    "GET /api/accounts": Action.MANAGE_ACCOUNTS,
    "POST /api/accounts": Action.MANAGE_ACCOUNTS,
    "PATCH /api/accounts/{agent_id}": Action.MANAGE_ACCOUNTS,
    "GET /api/accounts/{agent_id}/sessions": Action.MANAGE_ACCOUNTS,
    "DELETE /api/accounts/{agent_id}/sessions": Action.MANAGE_ACCOUNTS,
    "DELETE /api/accounts/{agent_id}/sessions/{session_id}": Action.MANAGE_ACCOUNTS,
    "POST /api/accounts/{agent_id}/password": Action.MANAGE_ACCOUNTS,
    "DELETE /api/accounts/{agent_id}/two-factor": Action.MANAGE_ACCOUNTS,
    "GET /api/conversations": Action.READ_CONSOLE,
    "GET /api/conversations/{conversation_id}": Action.READ_CONSOLE,
    "GET /api/conversations/{conversation_id}/customer": Action.READ_CONSOLE,
    "GET /api/people/{person_id}/export": Action.MANAGE_PEOPLE,
    "DELETE /api/people/{person_id}": Action.MANAGE_PEOPLE,
    "GET /api/audit": Action.READ_AUDIT,
    "GET /api/audit.csv": Action.READ_AUDIT,
    "GET /api/teams": Action.READ_CONSOLE,
    "POST /api/teams": Action.MANAGE_TEAMS,
    "GET /api/teams/{team_id}": Action.READ_CONSOLE,
    "PUT /api/teams/{team_id}": Action.MANAGE_TEAMS,
    "DELETE /api/teams/{team_id}": Action.MANAGE_TEAMS,
    "GET /api/reviews": Action.READ_CONSOLE,
    "POST /api/reviews": Action.LEAD_DESK,
    "GET /api/checklist": Action.READ_CONSOLE,
    "GET /api/abuse-reports": Action.LEAD_DESK,
    "POST /api/abuse-reports/{report_id}/handled": Action.LEAD_DESK,
    "GET /api/settings": Action.READ_SETTINGS,
    "GET /api/settings/{name}": Action.READ_SETTINGS,
    "PUT /api/settings/{name}": Action.MANAGE_SETTINGS,
    "GET /api/canned-replies": Action.USE_TOOLS,
    "POST /api/canned-replies": Action.USE_TOOLS,
    "PUT /api/canned-replies/{reply_id}": Action.USE_TOOLS,
    "DELETE /api/canned-replies/{reply_id}": Action.USE_TOOLS,
    "GET /api/canned-replies/{reply_id}/text": Action.USE_TOOLS,
    "GET /api/macros": Action.USE_TOOLS,
    "POST /api/macros": Action.USE_TOOLS,
    "PUT /api/macros/{macro_id}": Action.USE_TOOLS,
    "DELETE /api/macros/{macro_id}": Action.USE_TOOLS,
    "GET /api/conversations/{conversation_id}/suggestions": Action.USE_TOOLS,
    "GET /api/mentions": Action.USE_TOOLS,
    "GET /api/reminders": Action.USE_TOOLS,
    "POST /api/reminders": Action.USE_TOOLS,
    "PATCH /api/reminders/{reminder_id}": Action.USE_TOOLS,
    "GET /api/reminders/{reminder_id}/phone": Action.USE_TOOLS,
    "POST /api/proposals": Action.USE_TOOLS,
    "GET /api/proposals": Action.READ_KNOWLEDGE,
    "GET /api/inbox": Action.READ_KNOWLEDGE,
    "GET /api/inbox/count": Action.READ_KNOWLEDGE,
    "GET /api/inbox/decided": Action.READ_KNOWLEDGE,
    "GET /api/inbox/{item_id}/context": Action.READ_KNOWLEDGE,
    "POST /api/inbox/claims": Action.MANAGE_KNOWLEDGE,
    "POST /api/inbox/decisions": Action.MANAGE_KNOWLEDGE,
    "POST /api/inbox/undo": Action.MANAGE_KNOWLEDGE,
    "GET /api/intents": Action.READ_KNOWLEDGE,
    "POST /api/intents": Action.MANAGE_KNOWLEDGE,
    "GET /api/intents/hints": Action.READ_KNOWLEDGE,
    "GET /api/labels": Action.READ_KNOWLEDGE,
    "GET /api/training-data/export": Action.MANAGE_KNOWLEDGE,
    "POST /api/training-data/import": Action.MANAGE_KNOWLEDGE,
    "GET /api/training-runs/{run_id}/answers": Action.READ_KNOWLEDGE,
    "GET /api/proposals/mine": Action.USE_TOOLS,
    "POST /api/proposals/mine/seen": Action.USE_TOOLS,
    "POST /api/proposals/{proposal_id}/accept": Action.MANAGE_KNOWLEDGE,
    "POST /api/proposals/{proposal_id}/decline": Action.MANAGE_KNOWLEDGE,
    "GET /api/knowledge-news": Action.USE_TOOLS,
    "POST /api/knowledge-news/seen": Action.USE_TOOLS,
    "GET /api/gaps": Action.READ_KNOWLEDGE,
    "POST /api/gaps/gather": Action.MANAGE_KNOWLEDGE,
    "GET /api/gaps/{gap_id}": Action.READ_KNOWLEDGE,
    "POST /api/gaps/{gap_id}/article": Action.MANAGE_KNOWLEDGE,
    "POST /api/gaps/{gap_id}/questions": Action.MANAGE_KNOWLEDGE,
    "POST /api/gaps/{gap_id}/dismiss": Action.MANAGE_KNOWLEDGE,
    "POST /api/gaps/{gap_id}/reopen": Action.MANAGE_KNOWLEDGE,
    "GET /api/effect": Action.READ_KNOWLEDGE,
    "GET /api/incidents": Action.READ_CONSOLE,
    "POST /api/incidents": Action.DECLARE_INCIDENTS,
    "GET /api/incidents/{incident_id}": Action.READ_CONSOLE,
    "PUT /api/incidents/{incident_id}": Action.DECLARE_INCIDENTS,
    "POST /api/incidents/{incident_id}/end": Action.DECLARE_INCIDENTS,
    "GET /api/incident-signals": Action.READ_KNOWLEDGE,
    "POST /api/incident-signals/{signal_id}/dismiss": Action.DECLARE_INCIDENTS,
    "GET /api/incident-template": Action.READ_KNOWLEDGE,
    "GET /api/reports": Action.READ_REPORTS,
    "GET /api/reports.csv": Action.READ_REPORTS,
    "GET /api/reports.xlsx": Action.READ_REPORTS,
    "GET /api/dial": Action.READ_KNOWLEDGE,
    "PUT /api/dial": Action.MANAGE_KNOWLEDGE,
    "GET /api/tickets": Action.READ_CONSOLE,
    "POST /api/tickets/bulk": Action.EDIT_TICKET,
    "GET /api/tickets/{ref}": Action.READ_CONSOLE,
    "PATCH /api/tickets/{ref}": Action.EDIT_TICKET,
    "GET /api/tickets/{ref}/history": Action.READ_CONSOLE,
    "POST /api/tickets/{ref}/links": Action.EDIT_TICKET,
    "DELETE /api/tickets/{ref}/links/{link_id}": Action.EDIT_TICKET,
    "POST /api/tickets/{ref}/merge": Action.EDIT_TICKET,
    "POST /api/tickets/{ref}/follow-up": Action.EDIT_TICKET,
    "POST /api/tickets/{ref}/approval": Action.EDIT_TICKET,
    "GET /api/ticket-views": Action.READ_CONSOLE,
    "POST /api/ticket-views": Action.READ_CONSOLE,
    "PATCH /api/ticket-views/{view_id}": Action.READ_CONSOLE,
    "DELETE /api/ticket-views/{view_id}": Action.READ_CONSOLE,
    "GET /api/ticket-fields": Action.READ_CONSOLE,
    "POST /api/ticket-fields": Action.MANAGE_TICKET_FIELDS,
    "PATCH /api/ticket-fields/{key}": Action.MANAGE_TICKET_FIELDS,
    "POST /api/chat/attachments": Action.OWN_CONVERSATION,
    "GET /api/chat/attachments/{file_id}": Action.OWN_CONVERSATION,
    "GET /api/chat/attachments/{file_id}/thumbnail": Action.OWN_CONVERSATION,
    "DELETE /api/chat/attachments/{file_id}": Action.OWN_CONVERSATION,
    "POST /api/conversations/{conversation_id}/attachments": Action.WRITE_NOTE,
    "GET /api/attachments/{file_id}": Action.READ_CONSOLE,
    "GET /api/attachments/{file_id}/thumbnail": Action.READ_CONSOLE,
    "DELETE /api/attachments/{file_id}": Action.WRITE_NOTE,
    "POST /api/chat/link": None,
    "GET /api/chat/transcript": Action.OWN_CONVERSATION,
    "GET /api/conversations/{conversation_id}/transcript": Action.READ_CONSOLE,
    "GET /chat/{token}": None,
    "GET /chat/{token}/stop": None,
    "POST /chat/{token}/stop": None,
    "POST /api/training-runs": Action.MANAGE_KNOWLEDGE,
    "GET /api/training-runs": Action.READ_KNOWLEDGE,
    "GET /api/training-runs/{run_id}": Action.READ_KNOWLEDGE,
    "GET /api/training-runs/{run_id}/log": Action.READ_KNOWLEDGE,
    "GET /api/training-runs/{run_id}/report": Action.READ_KNOWLEDGE,
    "POST /api/training-runs/{run_id}/cancel": Action.MANAGE_KNOWLEDGE,
    "POST /api/training-runs/{run_id}/promote": Action.MANAGE_KNOWLEDGE,
    "POST /api/training-runs/{run_id}/discard": Action.MANAGE_KNOWLEDGE,
    "GET /api/models": Action.READ_KNOWLEDGE,
    "POST /api/models/rollback": Action.MANAGE_KNOWLEDGE,
    "GET /api/models/history": Action.READ_KNOWLEDGE,
    "GET /api/article-votes": Action.READ_KNOWLEDGE,
    "GET /api/article-votes/counts": Action.READ_KNOWLEDGE,
    "POST /api/article-votes/{vote_id}/handled": Action.MANAGE_KNOWLEDGE,
    "DELETE /api/article-votes/{vote_id}/handled": Action.MANAGE_KNOWLEDGE,
    "GET /api/search": None,
    "GET /api/articles/{article_id}": None,
    "GET /api/articles": Action.READ_KNOWLEDGE,
    "POST /api/articles": Action.MANAGE_KNOWLEDGE,
    "POST /api/articles/check": Action.READ_KNOWLEDGE,
    "POST /api/articles/ask": Action.READ_KNOWLEDGE,
    "POST /api/articles/images": Action.MANAGE_KNOWLEDGE,
    "GET /help/images/{name}": None,
    "GET /api/articles/imports": Action.READ_KNOWLEDGE,
    "POST /api/articles/imports": Action.MANAGE_KNOWLEDGE,
    "GET /api/articles/imports/{import_id}": Action.READ_KNOWLEDGE,
    "POST /api/articles/imports/{import_id}/cancel": Action.MANAGE_KNOWLEDGE,
    "GET /api/articles/export": Action.READ_KNOWLEDGE,
    "GET /api/articles/{article_id}/working": Action.READ_KNOWLEDGE,
    "PUT /api/articles/{article_id}": Action.MANAGE_KNOWLEDGE,
    "DELETE /api/articles/{article_id}": Action.MANAGE_KNOWLEDGE,
    "POST /api/articles/{article_id}/review": Action.MANAGE_KNOWLEDGE,
    "POST /api/articles/{article_id}/publish": Action.MANAGE_KNOWLEDGE,
    "DELETE /api/articles/{article_id}/publish": Action.MANAGE_KNOWLEDGE,
    "POST /api/articles/{article_id}/withdraw": Action.MANAGE_KNOWLEDGE,
    "GET /api/articles/{article_id}/revisions": Action.READ_KNOWLEDGE,
    "GET /api/articles/{article_id}/revisions/{number}": Action.READ_KNOWLEDGE,
    "POST /api/articles/{article_id}/revisions/{number}/restore": Action.MANAGE_KNOWLEDGE,
    "GET /api/articles/{article_id}/translations": Action.READ_KNOWLEDGE,
    "POST /api/articles/{article_id}/translations/{language}/up-to-date": Action.MANAGE_KNOWLEDGE,
    "GET /healthz": None,
    "GET /": None,
    "GET /widget.js": None,
    "GET /assets/{path:path}": None,
    "GET /panel": None,
    "GET /console": None,
    "GET /demo": None,
    "GET /desk": None,
    "GET /help": None,
    "GET /help.css": None,
    "GET /help.js": None,
    "GET /help/{language}": None,
    "GET /help/{language}/search": None,
    "POST /help/{language}/suggest": None,
    "GET /help/{language}/topics/{topic}": None,
    "GET /help/{language}/{article_id}": None,
    "POST /help/{language}/{article_id}/vote": None,
    "GET /robots.txt": None,
    "GET /sitemap.xml": None,
    "GET /docs": None,
}


def may(role: str, action: Action | None) -> bool:
    """Return whether `role` may do `action`; an action without a row and an unknown role may not."""
    return action is not None and role in ROLES[action]


def require(role: str, action: Action | None) -> None:
    """Refuse what the role may not do.

    Raises:
        Fixable: `forbidden`.
    """
    if not may(role, action):
        raise Fixable("forbidden")
