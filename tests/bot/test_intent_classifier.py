from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("rasa", reason="runs in the bot's environment")

from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.intent_classifier import KernelIntentClassifier

CONFIG = KernelIntentClassifier.get_default_config()
RESOURCE = Resource("classifier")


def message(text, angle, intent=None, language="nl"):
    """A message whose sentence vector has a length of 8 and the given angle in degrees."""
    data = {"text": text, "metadata": {"intent": {"language": language}}} | ({"intent": intent} if intent else {})
    made = Message(data=data)
    vector = 8 * np.array([[np.cos(np.radians(angle)), np.sin(np.radians(angle))]], dtype=np.float32)
    made.add_features(Features(vector, FEATURE_TYPE_SENTENCE, TEXT, "test"))
    return made


def examples():
    greetings = [message(f"hallo {i}", 10 + i, "greet") for i in range(12)]
    return greetings + [message(f"klacht {i}", 120 + i, "complain") for i in range(12)]


def trained(folder: Path, messages):
    storage, context = LocalModelStorage(folder), ExecutionContext(GraphSchema({}), "classifier")
    made = KernelIntentClassifier.create(CONFIG, storage, RESOURCE, context)
    made.train(TrainingData(messages))
    return made, KernelIntentClassifier.load(CONFIG, storage, RESOURCE, context)


def test_it_ranks_all_intents_and_a_loaded_one_does_the_same(tmp_path):
    made, loaded = trained(tmp_path, examples())

    [first] = made.process([message("hallo daar", 15)])
    [second] = loaded.process([message("hallo daar", 15)])

    ranking = second.get("intent_ranking")
    assert second.get("intent") == ranking[0]
    assert [entry["name"] for entry in ranking] == ["greet", "complain"]
    assert sum(entry["confidence"] for entry in ranking) == pytest.approx(1)
    assert [e["confidence"] for e in first.get("intent_ranking")] == pytest.approx([e["confidence"] for e in ranking])


def test_a_text_without_features_gets_no_intent(tmp_path):
    _, loaded = trained(tmp_path, examples())

    [empty] = loaded.process([Message(data={"text": ""})])

    assert empty.get("intent") == {"name": None, "confidence": 0.0}
    assert empty.get("intent_ranking") == []


def test_one_intent_alone_trains_and_decides_nothing(tmp_path):
    _, loaded = trained(tmp_path, [message("hallo", 10, "greet"), message("dag", 12, "greet")])

    assert loaded.process([message("hallo", 10)])[0].get("intent")["name"] is None


def test_a_missing_file_of_the_model_is_an_error_at_load(tmp_path):
    trained(tmp_path, examples())
    for file in tmp_path.rglob("arrays.npz"):
        file.unlink()

    with pytest.raises(OSError, match="arrays"):
        KernelIntentClassifier.load(
            CONFIG, LocalModelStorage(tmp_path), RESOURCE, ExecutionContext(GraphSchema({}), "classifier")
        )
