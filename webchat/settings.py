"""Everything about webchat that an operator can set; `docs/settings.md` is generated from here."""

from __future__ import annotations

import os
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Field, SecretStr, StringConstraints
from pydantic_settings import BaseSettings, SettingsConfigDict

Language = Literal["nl", "fr", "en"]


def _sqlite(name: str) -> str:
    """A file in the runtime folder, for commands that are started by hand: `make run` gives both addresses."""
    return f"sqlite:///{os.environ.get('FIRSTLINE_VAR', 'var')}/{name}.sqlite3"


class Site(BaseModel):
    """One website that carries the widget."""

    secret: SecretStr | None = Field(None, description="Signs `user.identifier`; without it no identity is accepted")
    language: Language = Field("nl", description="Language until the visitor chooses or writes another")
    origins: list[str] = Field(default_factory=list, description="Origins that may frame /panel; empty: every site")


Opening = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-4]):[0-5]\d-([01]\d|2[0-4]):[0-5]\d$")]
_OFFICE = ("08:00-18:00",)


class OpeningHours(BaseModel):
    """When the desk is open, by weekday: `["08:00-12:00", "13:00-17:00"]`; an empty list is a closed day."""

    mon: tuple[Opening, ...] = _OFFICE
    tue: tuple[Opening, ...] = _OFFICE
    wed: tuple[Opening, ...] = _OFFICE
    thu: tuple[Opening, ...] = _OFFICE
    fri: tuple[Opening, ...] = _OFFICE
    sat: tuple[Opening, ...] = ()
    sun: tuple[Opening, ...] = ()

    def minutes(self) -> list[list[tuple[int, int]]]:
        """Return the openings as minutes of the day, Monday first."""
        days = (self.mon, self.tue, self.wed, self.thu, self.fri, self.sat, self.sun)
        return [[_minutes(opening) for opening in day] for day in days]


def _minutes(opening: str) -> tuple[int, int]:
    start, end = (int(text[:2]) * 60 + int(text[3:]) for text in opening.split("-"))
    return start, end


class SlaTarget(BaseModel):
    """What is promised at one priority, in minutes of opening time."""

    first_response_min: int = Field(gt=0, le=525_600, description="Until a person has answered")
    resolution_min: int = Field(gt=0, le=525_600, description="Until it is solved")


class SlaTargets(BaseModel):
    """What is promised, by priority."""

    urgent: SlaTarget = SlaTarget(first_response_min=15, resolution_min=4 * 60)
    high: SlaTarget = SlaTarget(first_response_min=60, resolution_min=8 * 60)
    medium: SlaTarget = SlaTarget(first_response_min=4 * 60, resolution_min=16 * 60)
    low: SlaTarget = SlaTarget(first_response_min=8 * 60, resolution_min=40 * 60)


class Settings(BaseSettings):
    """Settings of the webchat process; environment variables carry the prefix `WEBCHAT_`."""

    model_config = SettingsConfigDict(env_prefix="WEBCHAT_", frozen=True, populate_by_name=True, extra="ignore")

    host: str = Field("127.0.0.1", description="Address to listen on")
    port: int = Field(8080, description="Port to listen on")
    public_url: str | None = Field(None, description="How browsers reach the service; default http://host:port")
    allowed_origins: list[str] = Field(
        default_factory=list, description="Further origins whose pages may open a socket"
    )
    secure_cookie: bool = Field(False, description="Send the session cookie over https only")
    database_url: str = Field(
        default_factory=partial(_sqlite, "firstline"), description="SQLAlchemy URL of the database"
    )
    tracker_url: str = Field(
        default_factory=partial(_sqlite, "tracker"),
        description="SQLAlchemy URL of Rasa's tracker store, which `erase` empties too",
    )
    bot_url: str = Field("http://127.0.0.1:5005", description="Where Rasa listens")
    bot_token: SecretStr = Field(SecretStr(""), description="Shared with the bot's `BOT_TOKEN`")
    kb_url: str = Field("http://127.0.0.1:5065", description="Where kb_index listens")
    actions_url: str = Field(
        "http://127.0.0.1:5055",
        description="Where the action server listens: asked for its health, and what the bot would do",
    )
    frontend_dir: Path = Field(
        Path(__file__).parent / "frontend" / "dist", description="Folder of the built front ends"
    )
    demo: bool = Field(False, validation_alias="DEMO", description="Create the demo accounts at start")
    demo_password: SecretStr = Field(
        SecretStr(""), validation_alias="DEMO_PASSWORD", description="Their password; empty: made up and printed"
    )
    sites: dict[str, Site] = Field(
        default_factory=lambda: {"demo": Site()}, description="Site keys, as JSON: {key: {secret, language, origins}}"
    )
    default_site: str = Field("demo", description="Site of a connection that names none")
    bot_name: str = Field("Firstline", description="Name under the bot's messages")
    workers_password: int = Field(2, description="Threads that hash passwords; more would starve the chats")

    bot_dir: Path = Field(
        Path(__file__).parent.parent, description="Folder of the bot: `domain.yml` and the training data in `data/`"
    )
    label_eval_share: float = Field(
        0.2, ge=0, lt=1, description="Share of the labelled messages that examines models and is never trained on"
    )
    label_claim_s: float = Field(120.0, gt=0, description="How long a message that somebody looks at is theirs")
    attachments_dir: Path | None = Field(
        None, description="Folder of the files that people send; default `attachments` beside the SQLite file"
    )
    attachment_max_bytes: int = Field(10_000_000, gt=0, description="Larger files are refused with `too_large`")
    attachments_per_conversation_bytes: int = Field(
        50_000_000, gt=0, description="Files of one conversation together; then `too_many_files`"
    )
    unsent_attachment_s: float = Field(24 * 3600, description="A file that no message carries is deleted after")
    smtp_host: str | None = Field(None, description="Mail server for mails to end users; empty: no mails")
    smtp_port: int = Field(587, description="Its port")
    smtp_security: Literal["starttls", "tls", "none"] = Field("starttls", description="How the connection is protected")
    smtp_user: str | None = Field(None, description="Name to sign in with; empty: without")
    smtp_password: SecretStr = Field(SecretStr(""), description="Its password")
    smtp_timeout_s: float = Field(20.0, gt=0, description="Longest wait for the mail server")
    mail_from: str = Field(
        "helpdesk@example.org", pattern=r"^[^@\s]+@[^@\s]+$", description="Sender's address of these mails"
    )
    mail_from_name: str = Field("Helpdesk", description="Sender's name")
    mail_unread_s: float = Field(
        60.0, ge=0, description="How long news waits to be mailed to who has left; what comes meanwhile goes with it"
    )
    mail_link_days: int = Field(14, gt=0, description="How long the link of a mail opens the conversation")
    max_message_chars: int = Field(4000, description="Longer messages are refused with `too_long`")
    max_frame_bytes: int = Field(
        2_000_000, description="Larger socket frames end the connection; below it, `too_long` is told"
    )
    rate_burst: int = Field(30, description="Messages a client may send at once")
    rate_per_s: float = Field(5.0, description="Messages a second after that; then `too_fast`")
    max_connections_per_session: int = Field(10, description="Open sockets of one conversation")
    sign_in_attempts: int = Field(10, description="Sign-ins per address and per account within five minutes")
    agent_session_s: int = Field(12 * 3600, description="Life of an agent's session")
    audit_key: SecretStr = Field(
        SecretStr(""),
        description="Signs the audit log: without it, who can write the database could make the log anew. Never changed",
    )

    burst_window_s: float = Field(0.3, description="Quiet time after a text message before the bot answers")
    typing_hold_s: float = Field(8.0, description="Longest wait for a user who keeps typing")
    bot_notice_s: float = Field(2.0, description="Silence of the bot after which the user is told")
    bot_timeout_s: float = Field(8.0, description="Silence after which the bot's turn is given up")
    bot_concurrency: int = Field(5, description="Turns in flight to the bot")
    kb_timeout_s: float = Field(2.0, description="Longest wait for kb_index")

    offer_timeout_s: float = Field(30.0, description="Life of an offer before it goes to the next agent")
    agent_grace_s: float = Field(45.0, description="How long an agent who dropped off keeps the chats")
    reopen_grace_s: float = Field(24 * 3600, description="How long a new message reopens a resolved conversation")
    handling_time_s: float = Field(300.0, description="Length of a chat, for the expected wait")
    wrap_up_s: float = Field(20.0, description="Time after a chat before an agent is offered the next")
    max_chats: int = Field(8, description="Chats at once that no agent goes over, whatever their own capacity")
    widen_after_s: float = Field(120.0, description="Wait before others than the right team are asked")
    takeover_link: str | None = Field(
        None, description="Link that opens the tool for remote take-over; `{code}` is the session's"
    )
    agent_capacity: int = Field(4, description="Chats at once of a new agent")
    time_zone: str = Field("Europe/Brussels", description="Time zone of the opening hours")
    opening_hours: OpeningHours = Field(
        default_factory=OpeningHours,
        description='Opening hours by weekday, as JSON: {mon: ["08:00-12:00", …], …, sun: []}',
    )
    holiday_country: str | None = Field("BE", description="Country whose public holidays close the desk; empty: none")
    closed_on: list[date] = Field(default_factory=list, description='Further closing days, as JSON: ["2026-12-24"]')
    sla_targets: SlaTargets = Field(
        default_factory=SlaTargets,
        description="Promises by priority in minutes of opening time, as JSON: "
        "{urgent: {first_response_min, resolution_min}, …}",
    )
    sla_warning_share: float = Field(0.8, gt=0, lt=1, description="Share of a promise used at which agents are warned")
    training_dir: Path | None = Field(
        None, description="Folder of the training runs, one folder each; default `training` beside the SQLite file"
    )
    models_dir: Path | None = Field(None, description="Folder of the trained models; default `models` beside it")
    shipped_model: Path = Field(
        Path(__file__).parents[1] / "models" / "firstline.tar.gz", description="The model that set-up trains"
    )
    serving_file: Path | None = Field(
        None,
        description="Tells the bot at its start which model to serve; default `serving.json` beside the SQLite file",
    )
    bot_python: Path = Field(
        Path(__file__).parents[1] / ".venv-bot" / "bin" / "python", description="Interpreter that trains models"
    )
    models_kept: int = Field(5, ge=1, description="Trained models kept beside the serving and the shipped one")
    runs_kept: int = Field(20, ge=1, description="Training runs whose log and report are kept")
    supervisor_pid: int | None = Field(None, description="Process with which a training ends; `make run` sets it")
    console_events_kept: int = Field(20_000, description="Console events kept for `resume`")
    empty_conversation_s: float = Field(24 * 3600, description="A conversation without a message is deleted after")
    tick_s: float = Field(1.0, description="How often due things are looked at")
    log_level: str = Field("INFO", description="Least severe log line that is written")

    @property
    def data_dir(self) -> Path:
        """Return the folder beside the database in which everything else is kept that must last."""
        _, is_sqlite, path = self.database_url.partition("sqlite:///")
        return Path(path).parent if is_sqlite else Path("var")

    @property
    def runs_dir(self) -> Path:
        """Return the folder of the training runs."""
        return (self.training_dir or self.data_dir / "training").resolve()

    @property
    def files_dir(self) -> Path:
        """Return where the files that people send are kept."""
        return self.attachments_dir or self.data_dir / "attachments"

    @property
    def pictures_dir(self) -> Path:
        """Return where the pictures of articles are kept."""
        return self.files_dir.parent / "pictures"

    @property
    def link_key_file(self) -> Path:
        """Return where the key of the links in mails is kept: not in the database."""
        return self.files_dir.parent / "link.key"

    @property
    def base_url(self) -> str:
        """Return how browsers reach the service, without a slash at the end."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")
