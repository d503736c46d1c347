"""The intent of a message: kernel ridge regression on sentence vector and spelling, calibrated."""

import json
import logging
import os
from collections import Counter
from typing import Any, Dict, List, Optional, Type

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.sentence_featurizer import language_of
from bot.maths.intent_model import IntentModel

_log = logging.getLogger(__name__)
_RANKING = "intent_ranking"


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER], is_trainable=True)
class KernelIntentClassifier(IntentClassifier, GraphComponent):
    """Sets `intent` and `intent_ranking`; the confidence is a calibrated probability.

    Why this and not Rasa's classifiers, with figures: docs/decisions/0006-intent-classifier.md.
    """

    @classmethod
    def required_components(cls) -> List[Type[GraphComponent]]:
        """Components that must come earlier in the pipeline."""
        return [Featurizer]

    @staticmethod
    def required_packages() -> List[str]:
        """Packages that must be installed."""
        return ["scipy"]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Chosen by cross-validation on the training examples.

        `sharpness`: how fast likeness falls with the angle between sentences; `spelling`: share of
        the character n-grams in the kernel; `noise`: how little a single example counts;
        `ranking_length`: intents reported.
        """
        return {"sharpness": 2.0, "spelling": 0.2, "noise": 0.1, "ranking_length": 10}

    def __init__(
        self,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: Optional[IntentModel] = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "KernelIntentClassifier":
        """Make an untrained classifier."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "KernelIntentClassifier":
        """Make the classifier of a trained model; an unreadable model is an error, never an untrained bot."""
        with model_storage.read_from(resource) as folder:
            trained = json.loads((folder / "trained.json").read_text(encoding="utf-8"))
            model = IntentModel.load(folder) if trained else None
        return cls(config, model_storage, resource, model)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit and store the model; with fewer than two intents there is nothing to tell apart."""
        described = [(m, _vector(m)) for m in training_data.intent_examples]
        examples = [message for message, vector in described if vector is not None]
        intents = [message.get(INTENT) for message in examples]
        if len(set(intents)) > 1:
            self._model = IntentModel.fit(
                np.vstack([vector for _, vector in described if vector is not None]),
                [m.get(TEXT) for m in examples],
                intents,
                _folds(examples),
                sharpness=float(self._config["sharpness"]),
                spelling=float(self._config["spelling"]),
                noise=float(self._config["noise"]),
                threads=int(os.environ.get("OMP_NUM_THREADS", "1")),
            )
            _log.info("%d examples, %d intents: %s", len(examples), len(set(intents)), self._model.quality)
        with self._model_storage.write_to(self._resource) as folder:
            (folder / "trained.json").write_text(json.dumps(self._model is not None), encoding="utf-8")
            if self._model is not None:
                self._model.save(folder)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Add intent and ranking to every message; a message without features gets none."""
        for message in messages:
            message.set(INTENT, {"name": None, "confidence": 0.0}, add_to_output=True)
            message.set(_RANKING, [], add_to_output=True)
        described = [(message, vector) for message in messages if (vector := _vector(message)) is not None]
        if self._model is None or not described:
            return messages
        texts = [message.get(TEXT) for message, _ in described]
        probabilities = self._model.probabilities(np.vstack([vector for _, vector in described]), texts)
        for (message, _), row in zip(described, probabilities, strict=True):
            best = np.argsort(-row, kind="stable")[: int(self._config["ranking_length"])]
            ranking = [{"name": self._model.intents[i], "confidence": float(row[i])} for i in best]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set(_RANKING, ranking, add_to_output=True)
        return messages


def _vector(message: Message) -> Optional[NDArray[np.float32]]:
    """The (1, dim) sentence vector that a featurizer put on the message, at unit length."""
    _, sentence = message.get_dense_features(TEXT)
    if not message.get(TEXT) or sentence is None:
        return None
    vector = np.asarray(sentence.features, dtype=np.float32)
    result: NDArray[np.float32] = vector / max(float(np.linalg.norm(vector)), 1e-9)
    return result


def _folds(examples: List[Message]) -> NDArray[np.int64]:
    """Fold of each example, by its place among those of its intent and language.

    Languages often say the same in the same order; so a sentence and its translation share a fold.
    """
    seen: Counter[Any] = Counter()
    folds = []
    for message in examples:
        place = (message.get(INTENT), language_of(message))
        folds.append(seen[place] % 5)
        seen[place] += 1
    return np.array(folds, dtype=np.int64)
