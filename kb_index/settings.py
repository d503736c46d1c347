"""Settings of the knowledge index, read from `KB_*` environment variables."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Everything an operator can set."""

    model_config = SettingsConfigDict(env_prefix="KB_", frozen=True)

    host: str = Field("127.0.0.1", description="Address the service binds.")
    port: int = Field(5065, description="Port the service binds.")
    index_dir: Path = Field(
        default_factory=lambda: Path(os.environ.get("FIRSTLINE_VAR", ROOT / "var")) / "index",
        description="Folder of the index: the articles' text and what is derived from it.",
    )
    seed_dir: Path | None = Field(
        ROOT / "data/articles", description="Articles that fill an empty index; empty for none."
    )
    examples_dir: Path | None = Field(
        ROOT / "data/nlu", description="Training questions of topic intents, which help to find the family they name."
    )
    synonyms_file: Path | None = Field(
        ROOT / "data/synonyms.yml",
        description="Synonyms that count until the index folder has a `synonyms.yml` of its own; empty for none.",
    )
    encoder: str = Field(
        "e5",
        description="`e5` (bundled: multilingual-e5-small in 8 bits), or a sentence-transformers model by name or folder.",
    )
    encoder_threads: int = Field(
        1, ge=1, description="Passages encoded at once when many are changed; a question takes one thread."
    )
    cache_dir: Path = Field(ROOT / "var/cache", description="Unpacked encoder and other files that can be made again.")
    model_file: Path = Field(ROOT / "data/confidence/model.json", description="The fitted confidence model.")
    max_wrong_share: float = Field(
        0.05,
        gt=0,
        lt=1,
        description="Largest share of wrong answers that is acceptable; the answer threshold follows from it.",
    )
    learn_every: int = Field(
        25,
        ge=0,
        description="Votes on answers after which the confidence model learns from them; 0 for never by itself.",
    )
    max_text_chars: int = Field(2000, ge=1, description="A longer question is cut here: an encoder reads no more.")
    watch_interval_s: float = Field(0.25, gt=0, description="How often the service looks for a newer manifest.")

    @field_validator("seed_dir", "examples_dir", "synonyms_file", mode="before")
    @classmethod
    def _empty_is_none(cls, value: object) -> object:
        return None if value == "" else value
