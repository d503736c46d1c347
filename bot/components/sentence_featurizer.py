"""Dense sentence vectors from multilingual-e5-small, one for all languages."""

import re
from typing import Any, Dict, List, Optional, Type

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import FEATURIZER_CLASS_ALIAS
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.encoder import encoder
from bot.maths.ngrams import without_masks
from bot.maths.vectors import centre, language_directions
from bot.settings import Settings, prepare_libraries
from bot.vector_cache import VectorCache, Vectors

# What is meant stands in the beginning; a long paste must not hold everybody up.
_TEXT_CHARS = 600
_RUN = re.compile(r"(.)\1{4,}")


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER], is_trainable=True)
class SentenceFeaturizer(DenseFeaturizer, GraphComponent):
    """Puts one centred, scaled sentence vector on each message, freed of its language.

    The scale matters to Rasa's LogisticRegressionClassifier only, as its regulariser (C is fixed at 1 there).
    """

    @classmethod
    def required_components(cls) -> List[Type[GraphComponent]]:
        """None: Rasa's tokens have no part in a sentence vector."""
        return []

    @staticmethod
    def required_packages() -> List[str]:
        """Packages that must be installed."""
        return ["onnxruntime", "sentencepiece"]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """`scale`: length of every vector."""
        return {**DenseFeaturizer.get_default_config(), "scale": 8.0}

    @classmethod
    def validate_config(cls, config: Dict[str, Any]) -> None:
        """Nothing beyond what Rasa checks."""

    def __init__(self, config: Dict[str, Any], name: str, model_storage: ModelStorage, resource: Resource) -> None:
        super().__init__(name, config)
        prepare_libraries()
        self._encoder = encoder(Settings.from_environment().encoder_dir)
        self._model_storage = model_storage
        self._resource = resource
        self._mean: NDArray[np.float32] = np.zeros(1, dtype=np.float32)
        self._languages: NDArray[np.float32] = np.zeros((0, 1), dtype=np.float32)
        self._known: Vectors = {}  # filled while training only
        self._training = False

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SentenceFeaturizer":
        """Make an untrained featurizer."""
        return cls(config, execution_context.node_name, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "SentenceFeaturizer":
        """Make the featurizer of a trained model."""
        component = cls(config, execution_context.node_name, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            stored = np.atleast_2d(np.load(folder / "mean.npy"))
            component._mean, component._languages = stored[0], stored[1:]
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Remember the mean vector of the training examples and what tells their languages apart."""
        examples = [m for m in training_data.training_examples if m.get(TEXT)]
        texts = [m.get(TEXT) for m in examples]
        if texts:
            cache = VectorCache(Settings.from_environment().vector_cache, self._encoder.name)
            self._known, self._training = cache.read(map(cleaned, texts)), True
            vectors = self._encode(texts)
            self._mean = vectors.mean(axis=0)
            self._languages = language_directions(vectors, [language_of(m) for m in examples])
            cache.write({cleaned(text): self._known[cleaned(text)] for text in texts})
        with self._model_storage.write_to(self._resource) as folder:
            np.save(folder / "mean.npy", np.vstack([self._mean, self._languages]))
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add features to every training example."""
        # Rasa loads another instance for this; it finds what training encoded a moment ago.
        texts = [cleaned(m.get(TEXT)) for m in training_data.training_examples if m.get(TEXT)]
        self._known = VectorCache(Settings.from_environment().vector_cache, self._encoder.name).read(texts)
        self.process(training_data.training_examples)
        self._known, self._training = {}, False
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Add features to every message that has a text."""
        with_text = [m for m in messages if m.get(TEXT)]
        if not with_text:
            return messages
        vectors = centre(self._encode([m.get(TEXT) for m in with_text]), self._mean, self._languages)
        for message, vector in zip(with_text, vectors * np.float32(self._config["scale"]), strict=True):
            message.add_features(
                Features(vector.reshape(1, -1), FEATURE_TYPE_SENTENCE, TEXT, self._config[FEATURIZER_CLASS_ALIAS])
            )
        return messages

    def _encode(self, texts: List[str]) -> NDArray[np.float32]:
        """(n, dim) unit vectors."""
        clean = [cleaned(text) for text in texts]
        known = dict(self._known)
        missing = [text for text in dict.fromkeys(clean) if text not in known]
        if missing:
            known.update(zip(missing, self._encoder.queries(missing), strict=True))
        if self._training:
            self._known = known
        return np.vstack([known[text] for text in clean]).astype(np.float32)


def language_of(example: Message) -> Optional[str]:
    """The language that a training example's block states."""
    language: Optional[str] = ((example.get("metadata") or {}).get("intent") or {}).get("language")
    return language


def cleaned(text: str) -> str:
    """Case, line breaks, masks and runs of one sign carry no meaning, and what is meant stands in the beginning."""
    words = " ".join(without_masks(text).lower().split())
    return _RUN.sub(r"\1\1\1\1", words)[:_TEXT_CHARS] or "."
