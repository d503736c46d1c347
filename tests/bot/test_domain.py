from pathlib import Path

import yaml

from bot.importer import without_held_out

ROOT = Path(__file__).resolve().parents[2]


def test_every_intent_has_one_rule_and_every_rule_one_action():
    intents = yaml.safe_load((ROOT / "domain.yml").read_text())["intents"]
    rules = [
        rule for path in (ROOT / "data" / "rules").glob("*.yml") for rule in yaml.safe_load(path.read_text())["rules"]
    ]

    assert sorted(rule["steps"][0]["intent"] for rule in rules) == sorted(intents)
    assert all(rule["steps"][1:] == [{"action": "action_support_turn"}] for rule in rules)


def test_held_out_data_is_read_only_when_named():
    trained = str(ROOT / "data/nlu/greet.yml")
    for held_out in (str(ROOT / "data/test/nlu/greet.yml"), str(ROOT / "data/dev/nlu/greet.yml")):
        assert without_held_out([trained, held_out], [str(ROOT / "data")]) == [trained]
        assert without_held_out([held_out], [str(Path(held_out).parent)]) == [held_out]
