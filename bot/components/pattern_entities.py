"""Entities from Rasa's own lookup tables and regexes, with a group for the part that counts."""

import re
from typing import Any, Dict, List, Tuple

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.io import dump_obj_as_json_to_file, read_json_file

from bot.maths.spans import Span, without_overlaps


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR], is_trainable=True)
class PatternEntities(GraphComponent, EntityExtractorMixin):
    """Finds what `data/entities/` lists: `lookup:` tables word for word, `regex:` by pattern.

    Beside Rasa's RegexEntityExtractor it needs no annotated example of an entity, takes a group called
    `value` as the entity where a pattern has one ("ik ben (?P<value>...)"), tolerates plural endings in
    lookups and lets the longest of overlapping finds of one entity win.
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """No settings."""
        return {}

    def __init__(self, model_storage: ModelStorage, resource: Resource) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._patterns: List[Tuple[str, re.Pattern[str]]] = []

    @classmethod
    def create(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "PatternEntities":
        """Make an extractor that knows no pattern yet."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "PatternEntities":
        """Make the extractor of a trained model."""
        component = cls(model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._compile(read_json_file(folder / "patterns.json"))
        return component

    def train(self, training_data: TrainingData) -> Resource:
        """Collect the patterns of the training data and store them with the model."""
        patterns = [{"name": r["name"], "pattern": r["pattern"]} for r in training_data.regex_features]
        for table in training_data.lookup_tables:
            words = sorted(table["elements"], key=len, reverse=True)
            joined = "|".join(re.escape(word) for word in words)
            patterns.append({"name": table["name"], "pattern": rf"\b(?P<value>{joined})(?:s|'s|en|jes?)?\b"})
        self._compile(patterns)
        with self._model_storage.write_to(self._resource) as folder:
            dump_obj_as_json_to_file(folder / "patterns.json", patterns)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the entities found to every message."""
        for message in messages:
            found = self.add_extractor_name(self._find(message.get(TEXT) or ""))
            message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages

    def _compile(self, patterns: List[Dict[str, str]]) -> None:
        self._patterns = [(p["name"], re.compile(p["pattern"], re.IGNORECASE)) for p in patterns]

    def _find(self, text: str) -> List[Dict[str, Any]]:
        spans = []
        for name, pattern in self._patterns:
            for match in pattern.finditer(text):
                group = "value" if "value" in pattern.groupindex and match["value"] is not None else 0
                spans.append(Span(name, match.start(group), match.end(group)))
        return [
            {
                "entity": s.name,
                "start": s.start,
                "end": s.end,
                "value": text[s.start : s.end],
                "confidence": 0.9,
            }
            for s in without_overlaps(spans)
        ]
