"""Serves a model: Rasa's own server with our channel, on the loopback, behind a token."""

from __future__ import annotations

from pathlib import Path

from rasa.core.run import serve_application
from rasa.core.utils import AvailableEndpoints

from bot.settings import ROOT, Settings


def serve(settings: Settings, *, model: Path, port: int, endpoints: Path) -> None:
    """Serve until the process is stopped.

    Rasa's HTTP API stands beside the channel under the same token (`?token=`): `PUT /model` swaps the
    model without losing a message.
    """
    (ROOT / "var").mkdir(exist_ok=True)  # where endpoints.yml keeps the trackers
    serve_application(
        model_path=str(model),
        interface=settings.host,
        port=port,
        credentials=str(ROOT / "credentials.yml"),
        auth_token=settings.token,
        enable_api=True,
        endpoints=AvailableEndpoints.read_endpoints(str(endpoints)),
    )
