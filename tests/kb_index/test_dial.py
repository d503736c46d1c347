"""The dial: kept with the index, followed by every process, and told with what it comes to."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
import pytest
from scipy.stats import binom

from kb_index.calibration import ConfidenceModel
from kb_index.confidence import Confidence
from kb_index.dial import FILE, POSITIONS
from kb_index.settings import ROOT, Settings

KNOWN = {"known": 1.0, "intent_confidence": 0.5}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(index_dir=tmp_path / "index", learn_every=0)


def test_what_is_set_counts_at_once_in_every_process_and_after_a_restart(settings: Settings) -> None:
    serving, other = Confidence(settings), Confidence(settings)
    before = other.of(KNOWN)[1].answer

    serving.turn_dial(0.01)
    other.refresh()

    careful = serving.of(KNOWN)[1].answer
    assert careful > before
    assert other.of(KNOWN)[1].answer == Confidence(settings).of(KNOWN)[1].answer == careful
    assert other.dial()["max_wrong_share"] == 0.01


def test_without_the_file_the_default_counts_again(settings: Settings) -> None:
    confidence = Confidence(settings)
    before = confidence.of(KNOWN)[1]
    confidence.turn_dial(0.2)
    (settings.index_dir / FILE).unlink()

    confidence.refresh()

    assert confidence.of(KNOWN)[1] == before
    assert confidence.dial()["max_wrong_share"] == confidence.dial()["default"] == settings.max_wrong_share


@pytest.mark.parametrize("damaged", ["", "{", '{"max_wrong_share": "much"}', '{"max_wrong_share": 2}', "[]"])
def test_a_damaged_file_changes_nothing(settings: Settings, damaged: str) -> None:
    confidence = Confidence(settings)
    confidence.turn_dial(0.1)
    (settings.index_dir / FILE).write_text(damaged)

    confidence.refresh()

    assert confidence.dial()["max_wrong_share"] == 0.1
    assert Confidence(settings).dial()["max_wrong_share"] == settings.max_wrong_share


def test_the_more_is_accepted_the_more_is_answered_and_the_bound_holds(settings: Settings) -> None:
    positions = Confidence(settings).dial()["positions"]

    assert [p["max_wrong_share"] for p in positions] == list(POSITIONS)
    answered = [p["held_out"]["answered"] for p in positions]
    assert answered == sorted(answered)
    for position in positions:
        held_out, share = position["held_out"], position["max_wrong_share"]
        assert held_out["low"] <= held_out["wrong"] <= held_out["high"] <= share + 1e-4


def test_reliability_is_that_of_the_raw_predictions(settings: Settings) -> None:
    raw = json.loads(settings.model_file.read_text())
    languages = [json.loads(line)["language"] for line in (ROOT / "data/calibration/questions.jsonl").open()]
    told = Confidence(settings).dial()["reliability"]

    assert raw["languages"] == languages
    for name in ("all", "nl", "fr", "en"):
        of = [pair for pair, language in zip(raw["held_out"], languages, strict=True) if name in ("all", language)]
        of.sort()
        assert sum(row["n"] for row in told[name]) == len(of)
        for row in told[name]:
            part, of = of[: row["n"]], of[row["n"] :]
            n_right = sum(right for _, right in part)
            assert row["p"] == pytest.approx(sum(p for p, _ in part) / row["n"], abs=1e-4)
            assert row["right"] == pytest.approx(n_right / row["n"], abs=1e-4)
            # Were the share at an end of the interval, so extreme a count would come in one case of ten.
            if n_right < row["n"]:
                assert binom.cdf(n_right, row["n"], row["high"]) == pytest.approx(0.1, abs=2e-3)
            if n_right:
                assert binom.sf(n_right - 1, row["n"], row["low"]) == pytest.approx(0.1, abs=2e-3)


def test_the_name_of_the_model_that_speaks(settings: Settings) -> None:
    model = ConfidenceModel.load(settings.model_file)

    assert model.name_of({"known": 1.0, "intent_confidence": 0.9}) == "own"
    assert model.name_of({"known": 1.0}) == "alone"
    assert model.name_of({"known": 0.0, "intent_confidence": 0.9}) == "foreign"


def test_service_turns_the_dial_and_searches_by_it(service: httpx.Client) -> None:
    question = {"text": "mijn printer print niet", "language": "nl"}
    before = service.post("/search", json=question).json()

    turned = service.put("/dial", json={"max_wrong_share": 0.2}).json()
    after = service.post("/search", json=question).json()
    refused = [service.put("/dial", json={"max_wrong_share": share}) for share in (0, 1, -1, "much", None)]

    assert turned == service.get("/dial").json()
    position = next(p for p in turned["positions"] if p["max_wrong_share"] == 0.2)
    assert after["thresholds"] == position["thresholds"][after["model"]]
    assert after["thresholds"]["answer"] < before["thresholds"]["answer"]
    assert {answer.status_code for answer in refused} == {422}
    assert service.get("/dial").json()["max_wrong_share"] == 0.2
