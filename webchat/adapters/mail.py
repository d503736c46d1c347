"""Send e-mail over SMTP."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

import aiosmtplib

from webchat.settings import Settings

_AUTHENTICATION = range(530, 540)  # our fault, which somebody may mend: not the end of the letter


@dataclass(frozen=True, slots=True)
class Letter:
    """One e-mail. `files` are (name, text)."""

    to: str
    subject: str
    text: str
    html: str
    message_id: str
    at: datetime
    language: str
    headers: dict[str, str] = field(default_factory=dict)
    files: tuple[tuple[str, str], ...] = ()


class MailRefused(Exception):
    """The server did not take a letter; `is_final` when it never will."""

    def __init__(self, reason: str, *, is_final: bool) -> None:
        super().__init__(reason)
        self.is_final = is_final


class Mailer:
    """The mail server of the settings."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    async def send(self, letter: Letter) -> None:
        """Hand a letter to the server; returns once the server has it.

        Raises:
            MailRefused: It was not taken.
        """
        s = self._settings
        try:
            await aiosmtplib.send(
                self._message(letter),
                hostname=s.smtp_host,
                port=s.smtp_port,
                username=s.smtp_user,
                password=s.smtp_password.get_secret_value() or None,
                use_tls=s.smtp_security == "tls",
                start_tls=s.smtp_security == "starttls",
                timeout=s.smtp_timeout_s,
            )
        except aiosmtplib.SMTPRecipientsRefused as error:
            raise MailRefused("recipient refused", is_final=all(r.code >= 500 for r in error.recipients)) from error
        except aiosmtplib.SMTPResponseException as error:
            is_final = error.code >= 500 and error.code not in _AUTHENTICATION
            raise MailRefused(f"{error.code}", is_final=is_final) from error
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            raise MailRefused(type(error).__name__, is_final=False) from error

    def _message(self, letter: Letter) -> EmailMessage:
        message = EmailMessage()
        message["From"] = Address(self._settings.mail_from_name, addr_spec=self._settings.mail_from)
        message["To"] = Address(addr_spec=letter.to)
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(letter.at)
        message["Message-ID"] = letter.message_id
        message["Content-Language"] = letter.language
        message["Auto-Submitted"] = "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"
        for name, value in letter.headers.items():
            message[name] = value
        message.set_content(letter.text)
        message.add_alternative(letter.html, subtype="html")
        for name, text in letter.files:
            message.add_attachment(text, filename=name)
        return message
