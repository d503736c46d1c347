"""The tables of training: runs, the models that came out of them, and who put which model to work."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Float, ForeignKey, Index, Integer, String, Table

from webchat.adapters.db.tables.base import Utc, metadata

training_runs = Table(
    "training_runs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("state", String(12), nullable=False),
    Column("progress", Float, nullable=False, default=0.0),
    Column("left_s", Integer),
    Column("started_at", Utc, nullable=False),
    Column("ended_at", Utc),
    Column("by_id", String(32), ForeignKey("agents.id")),
    Column("n_examples", Integer, nullable=False, default=0),
    Column("n_new", Integer, nullable=False, default=0),
    Column("took_s", JSON),
    Column("error", JSON),
    Index("ix_training_runs_state", "state"),
    Index("ix_training_runs_started_at", "started_at"),
)

models = Table(
    "models",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("run_id", String(32), ForeignKey("training_runs.id"), index=True),
    Column("state", String(10), nullable=False),
    Column("is_shipped", Boolean, nullable=False, default=False),
    Column("model_id", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("n_examples", Integer),
    Column("made_at", Utc, nullable=False),
    Column("promoted_at", Utc),
    Column("promoted_by", String(32), ForeignKey("agents.id")),
    Index("ix_models_state", "state"),
)

model_changes = Table(
    "model_changes",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("model", String(64), ForeignKey("models.name"), nullable=False),
    Column("from_model", String(64), ForeignKey("models.name")),
    Column("kind", String(10), nullable=False),
    Column("state", String(10), nullable=False),
    Column("error", JSON),
    Column("by_id", String(32), ForeignKey("agents.id")),
    Column("at", Utc, nullable=False),
    Column("done_at", Utc),
    Index("ix_model_changes_state", "state"),
)
