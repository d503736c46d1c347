"""One line a fact, and never a message's text."""

from __future__ import annotations

import logging
import sys
import warnings

import structlog


def configure_logging(level: int = logging.INFO) -> None:
    """Let our own and Sanic's facts through; keep Rasa's structured events at warnings.

    Rasa logs texts and slot values at debug and info level through structlog.
    """
    logging.basicConfig(level=level, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s", force=True)
    for noisy in ("rasa.core.processor", "rasa.core.channels", "matplotlib", "apscheduler", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    logging.getLogger("rasa").setLevel(logging.WARNING)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    warnings.filterwarnings("ignore", category=DeprecationWarning)
    warnings.filterwarnings("ignore", category=FutureWarning)
