"""Settings of the action server."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What the action server reads from its environment (prefix `ACTIONS_`)."""

    model_config = SettingsConfigDict(env_prefix="ACTIONS_", frozen=True)

    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(5055, description="Port to listen on.")
    kb_url: str = Field("http://127.0.0.1:5065", description="Where kb_index answers.")
    kb_timeout_s: float = Field(1.5, description="Longest wait for one answer of kb_index.", gt=0)
    responses_dir: Path = Field(
        Path(__file__).resolve().parent.parent / "data" / "responses",
        description="Folder with the bot's texts, one YAML per topic.",
    )
