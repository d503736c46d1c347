"""`python -m bot serve|train|parse`: the bot process and its jobs."""

from __future__ import annotations

from bot.settings import prepare_libraries

prepare_libraries()  # before anything imports Rasa, TensorFlow or the encoder

import sys  # noqa: E402

from bot.cli import main  # noqa: E402

sys.exit(main())
