"""A real mail server in this process, which refuses on request."""

from __future__ import annotations

import email
from email.message import EmailMessage
from email.policy import default
from typing import Any

from aiosmtpd.controller import Controller

from ops.parts import free_port


class MailServer:
    """Takes mails on a free port of 127.0.0.1. `replies` are given to the next ones instead of "250"."""

    def __init__(self) -> None:
        self.replies: list[str] = []
        self.taken: list[EmailMessage] = []
        self.tried: list[str] = []
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()

    @property
    def environment(self) -> dict[str, str]:
        """What a product needs to be told to send its mails here."""
        return {
            "WEBCHAT_SMTP_HOST": "127.0.0.1",
            "WEBCHAT_SMTP_PORT": str(self.port),
            "WEBCHAT_SMTP_SECURITY": "none",
        }

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        message = email.message_from_bytes(envelope.content, policy=default)
        assert isinstance(message, EmailMessage)
        self.tried.append(str(message["Message-ID"]))
        if self.replies and not self.replies[0].startswith("250"):
            return self.replies.pop(0)
        self.taken.append(message)
        return "250 OK"

    def stop(self) -> None:
        if self._controller.server is not None:
            self._controller.stop()


def plain(message: EmailMessage) -> str:
    """The text of a mail."""
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def html(message: EmailMessage) -> str:
    """The page of a mail."""
    part = message.get_body(("html",))
    assert part is not None
    return str(part.get_content())
