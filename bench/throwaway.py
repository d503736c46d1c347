"""Trains the bot's featurizer and classifier on somebody else's labelled set, for comparison only; nothing is kept.

Runs in the bot's environment: `.venv-bot/bin/python -m bench.throwaway TRAIN.jsonl HELD_OUT.jsonl`, one
`{"text", "intent"}` a line; prints JSON. The intent `oos` marks what no intent means: never trained on, and told by a
threshold on the confidence that is chosen on one half of the held-out set and reported on the other.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.components.intent_classifier import KernelIntentClassifier
from bot.encoder import E5Encoder
from bot.maths.intent_model import IntentModel
from bot.maths.vectors import centre
from bot.settings import Settings

OOS = "oos"
_REFUSED = 0.05  # largest share of in-scope sentences that the threshold may refuse, on the half that chooses it


def main(train_file: Path, held_out_file: Path) -> dict[str, Any]:
    """Fit, choose the threshold, report."""
    train = [row for row in read(train_file) if row["intent"] != OOS]
    held_out = read(held_out_file)
    encoder = E5Encoder(Settings.from_environment().encoder_dir)
    vectors = encoder.queries([row["text"] for row in train])
    mean = vectors.mean(axis=0)
    settings = KernelIntentClassifier.get_default_config()
    model = IntentModel.fit(
        centre(vectors, mean),
        [row["text"] for row in train],
        [row["intent"] for row in train],
        np.arange(len(train)) % 5,
        sharpness=settings["sharpness"],
        spelling=settings["spelling"],
        noise=settings["noise"],
    )
    texts = [row["text"] for row in held_out]
    probabilities = model.probabilities(centre(encoder.queries(texts), mean), texts)
    truth = np.array([row["intent"] for row in held_out])
    guess, confidence = np.array(model.intents)[probabilities.argmax(axis=1)], probabilities.max(axis=1)
    report: dict[str, Any] = {"train": len(train), "held out": len(held_out), "intents": len(model.intents)}
    in_scope = truth != OOS
    report["accuracy without threshold"] = float((guess == truth)[in_scope].mean())
    if not in_scope.all():
        chooses = np.random.default_rng(0).random(len(truth)) < 0.5
        threshold = float(np.quantile(confidence[chooses & in_scope], _REFUSED))
        report |= {"threshold": threshold, **at(threshold, guess, confidence, truth, ~chooses)}
    return report


def at(
    threshold: float, guess: NDArray[Any], confidence: NDArray[Any], truth: NDArray[Any], part: NDArray[np.bool_]
) -> dict[str, float]:
    """In-scope accuracy and out-of-scope recall at one threshold."""
    said = np.where(confidence < threshold, OOS, guess)
    in_scope = part & (truth != OOS)
    return {
        "in-scope accuracy": float((said == truth)[in_scope].mean()),
        "out-of-scope recall": float((said == OOS)[part & (truth == OOS)].mean()),
    }


def read(path: Path) -> list[dict[str, str]]:
    """Lines of a labelled set."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2]))))
