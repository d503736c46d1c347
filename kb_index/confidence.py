"""The confidence model in force for one index folder: the fitted one, and what votes on answers have taught it.

The folder's `confidence.json` holds what was learnt. It is derived, from the fitted model and the votes: it is replaced
as a whole, noticed by every process that has the folder open, and made again when the fitted model changes.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kb_index import dial
from kb_index.calibration import ConfidenceModel, Thresholds
from kb_index.dial import Dial
from kb_index.feedback import Vote, Votes
from kb_index.learning import learnt
from kb_index.settings import Settings
from kb_index.store import replace_file

logger = logging.getLogger(__name__)
FILE = "confidence.json"


class Confidence:
    """The model in force. Safe to use from several threads and processes."""

    def __init__(self, settings: Settings) -> None:
        self._fitted = ConfidenceModel.load(settings.model_file)
        self._origin = hashlib.sha256(self._fitted.text().encode()).hexdigest()[:16]
        self._path, self._votes = settings.index_dir / FILE, Votes(settings.index_dir)
        self._learn_every = settings.learn_every
        self._dial = Dial(settings.index_dir / dial.FILE, settings.max_wrong_share)
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._adopt(self._fitted)
        self._take_over()

    def of(self, signals: Mapping[str, float]) -> tuple[ConfidenceModel, Thresholds]:
        """The model and the thresholds for a question with these signals, from one and the same learning."""
        model, thresholds = self._in_force
        return model, thresholds[id(model.of(signals))]

    def dial(self) -> dict[str, Any]:
        """Where the dial stands, what each of its positions comes to, and how far the model can be believed."""
        return dial.report(self._in_force[0], self._dial)

    def turn_dial(self, share: float) -> None:
        """Set the highest acceptable share of wrong answers; the next search goes by it, in every process.

        Raises:
            DialError: If nobody can promise that; nothing changes.
        """
        with self._lock:
            self._dial.write(share)
            self._adopt(self._in_force[0])

    def vote(self, vote: Vote) -> int:
        """Take a vote; each so many the model learns. Returns how many ever came."""
        number = self._votes.keep(vote)
        if self._learn_every and number - self._learnt_upto >= self._learn_every:
            self.learn()
        return number

    def learn(self) -> ConfidenceModel:
        """Learn from all votes now; the next search uses it, in every process."""
        with self._lock:
            votes, upto = self._votes.all()
            model = learnt(self._fitted, votes)
            card = {**model.card, "n_votes": len(votes), "votes_upto": upto, "fitted_as": self._origin}
            model = replace(model, card=card)
            replace_file(self._path, model.text().encode())
            self._stamp = self._now()
            self._adopt(model)
        logger.info("confidence learnt from %d votes", len(votes))
        return model

    def refresh(self) -> None:
        """Take over what another process learnt or set; learn again where that was on another fitted model."""
        if self._dial.refresh():
            self._adopt(self._in_force[0])
        if self._stamp != self._now():
            self._take_over()

    def _take_over(self) -> None:
        self._stamp = self._now()
        if self._stamp is None:
            self._adopt(self._fitted)
            if self._learn_every and len(self._votes.all()[0]) >= self._learn_every:
                self.learn()
            return
        try:
            model = ConfidenceModel.load(self._path)
        except (OSError, ValueError, KeyError, TypeError) as error:
            logger.warning("%s cannot be read, and is made again: %s", self._path, error)
            self.learn()
            return
        if model.card.get("fitted_as") != self._origin:
            self.learn()
            return
        self._adopt(model)

    def _adopt(self, model: ConfidenceModel) -> None:
        self._learnt_upto = int(model.card.get("votes_upto", 0))
        self._in_force = model, {id(part): part.thresholds(self._dial.share) for part in model.parts}

    def _now(self) -> tuple[int, int] | None:
        try:
            stat = self._path.stat()
        except OSError:
            return None
        return stat.st_ino, stat.st_mtime_ns
