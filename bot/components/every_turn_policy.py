"""A policy that answers every user turn with one action, whatever the intent."""

from typing import Any, Dict, List, Optional

from rasa.core.featurizers.tracker_featurizers import TrackerFeaturizer
from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker


@DefaultV1Recipe.register([DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT], is_trainable=True)
class EveryTurnPolicy(Policy):
    """Runs `action` once after each user message, then listens.

    It stands below RulePolicy, which names the same action per intent. What it adds: an intent that
    a knowledge manager has just trained, and for which nobody wrote a rule, is answered as well. Rasa's
    own fallback action is no substitute: with an action like ours it runs ten times in one turn.
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """`priority` below RulePolicy's 6; `action` is run every turn."""
        return {"priority": 2, "action": "action_support_turn"}

    @classmethod
    def validate_config(cls, config: Dict[str, Any]) -> None:
        """Nothing beyond what Rasa checks."""

    def _create_featurizer(self) -> Optional[TrackerFeaturizer]:  # type: ignore[override]
        """None: the prediction looks at nothing but the last action."""
        return None

    def train(self, training_trackers: List[TrackerWithCachedStates], domain: Domain, **kwargs: Any) -> Resource:
        """There is nothing to learn."""
        return self._resource

    @classmethod
    def load(  # type: ignore[override]
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "EveryTurnPolicy":
        """The same as new: nothing was learnt."""
        return cls(config, model_storage, resource, execution_context)

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: Optional[Dict[str, Any]] = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """The action right after a user message, listening after anything else."""
        probabilities = self._default_predictions(domain)
        listening = tracker.latest_action_name == ACTION_LISTEN_NAME
        action = self.config["action"] if listening else ACTION_LISTEN_NAME
        probabilities[domain.index_for_action(action)] = 1.0
        return self._prediction(probabilities)
