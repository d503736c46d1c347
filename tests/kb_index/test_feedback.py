from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import httpx
import numpy as np
import pytest

from kb_index.calibration import SEARCH_SIGNALS, ConfidenceModel
from kb_index.cli import main
from kb_index.confidence import FILE, Confidence
from kb_index.feedback import Vote, Votes
from kb_index.learning import learnt
from kb_index.measures import calibration_error
from kb_index.settings import Settings

SIGNALS = {**dict.fromkeys(SEARCH_SIGNALS, 0.0), "known": 0.0}


def vote(number: int, *, helped: bool = True, voter: str | None = None, **signals: float) -> Vote:
    return Vote.of(f"answer-{number}", voter or f"voter-{number}", helped=helped, signals={**SIGNALS, **signals})


@pytest.fixture
def model() -> ConfidenceModel:
    """As it ships: sure of our own articles, and careful with imported ones."""
    pairs = tuple((p / 400, int(p % 10 != 0)) for p in range(400))
    foreign = ConfidenceModel(("margin",), (0.0,), (1.0,), (1.0,), -0.8, pairs, spread=0.8)
    return ConfidenceModel(("margin",), (0.0,), (1.0,), (1.0,), 1.0, pairs, foreign=foreign)


@pytest.fixture
def settings(tmp_path: Path, model: ConfidenceModel) -> Settings:
    model.save(tmp_path / "model.json")
    (tmp_path / "index").mkdir()
    return Settings(model_file=tmp_path / "model.json", index_dir=tmp_path / "index", learn_every=10)


def drawn(n: int, level: float, *, seed: int = 0) -> list[Vote]:
    """Votes of a knowledge base whose level is this."""
    chance = np.random.default_rng(seed)
    margins = chance.normal(size=n)
    helped = chance.random(n) < 1 / (1 + np.exp(-(margins + level)))
    return [vote(i, helped=bool(h), margin=float(m)) for i, (m, h) in enumerate(zip(margins, helped, strict=True))]


@pytest.mark.parametrize("level", [-1.5, 0.0, 1.5])
def test_votes_bring_an_imported_base_to_its_own_level(model: ConfidenceModel, level: float) -> None:
    asked = drawn(2000, level, seed=1)

    def error(n: int) -> float:
        models = [learnt(model, drawn(n, level, seed=seed)) for seed in range(2, 10)]
        errors = [calibration_error([(m.probability(v.signals), int(v.helped)) for v in asked]) for m in models]
        return float(np.mean(errors))

    assert error(0) > 0.1
    assert error(1000) < error(50) < error(0)
    assert error(1000) < 0.05


def test_care_for_an_imported_base_narrows_with_votes_and_never_grows(model: ConfidenceModel) -> None:
    assert model.foreign
    spreads = [after.foreign.spread for n in (0, 10, 100, 1000) if (after := learnt(model, drawn(n, 0.0))).foreign]

    assert spreads[0] == model.foreign.spread
    assert spreads == sorted(spreads, reverse=True)
    assert spreads[-1] < 0.15


def test_votes_on_imported_articles_leave_our_own_alone(model: ConfidenceModel) -> None:
    after = learnt(model, drawn(100, 1.0))

    assert after.probability({**SIGNALS, "known": 1.0}) == model.probability({**SIGNALS, "known": 1.0})
    assert after.probability(SIGNALS) > model.probability(SIGNALS)


def test_flood_of_one_voter_moves_less_than_a_few_people(model: ConfidenceModel) -> None:
    flood = learnt(model, [vote(i, helped=False, voter="angry") for i in range(500)])
    few = learnt(model, [vote(i, helped=False) for i in range(8)])

    assert few.probability(SIGNALS) < flood.probability(SIGNALS) < model.probability(SIGNALS)


def test_second_vote_on_an_answer_replaces_the_first(tmp_path: Path) -> None:
    votes = Votes(tmp_path)

    came = [votes.keep(vote(1, helped=False)), votes.keep(vote(2)), votes.keep(vote(1, helped=True))]

    kept, upto = votes.all()
    assert came == [1, 2, 3]
    assert upto == 3
    assert {v.id: v.helped for v in kept} == {"answer-1": True, "answer-2": True}


def test_model_learns_by_itself_and_other_processes_follow(settings: Settings, model: ConfidenceModel) -> None:
    serving, other = Confidence(settings), Confidence(settings)
    before = other.of(SIGNALS)[0].probability(SIGNALS)

    for each in drawn(9, 2.0):
        serving.vote(each)
    still = serving.of(SIGNALS)[0].probability(SIGNALS)
    serving.vote(vote(10, margin=0.1))
    other.refresh()

    assert before == still == pytest.approx(model.probability(SIGNALS))
    assert serving.of(SIGNALS)[0].probability(SIGNALS) == other.of(SIGNALS)[0].probability(SIGNALS) > before
    assert Confidence(settings).of(SIGNALS)[0].card["n_votes"] == 10
    assert other.of(SIGNALS)[1] == Confidence(settings).of(SIGNALS)[1]


@pytest.mark.parametrize("damage", ["gone", "cut short", "of another fitted model"])
def test_what_was_learnt_is_made_again(settings: Settings, model: ConfidenceModel, damage: str) -> None:
    confidence = Confidence(settings)
    for each in drawn(10, 2.0):
        confidence.vote(each)
    learnt_p = confidence.of(SIGNALS)[0].probability(SIGNALS)
    path = settings.index_dir / FILE
    if damage == "gone":
        path.unlink()
    elif damage == "cut short":
        path.write_text(path.read_text()[:100])
    else:
        replace(model, foreign=replace(model.foreign, intercept=0.0)).save(settings.model_file)  # type: ignore[type-var]

    again = Confidence(settings)

    if damage == "of another fitted model":
        assert again.of(SIGNALS)[0].probability(SIGNALS) > learnt_p
    else:
        assert again.of(SIGNALS)[0].probability(SIGNALS) == pytest.approx(learnt_p)


def test_service_takes_votes_and_refuses_what_is_none(service: httpx.Client) -> None:
    found = service.post("/search", json={"text": "mijn printer print niet", "language": "nl"}).json()
    body = {"helped": True, "voter": "v", "signals": found["signals"]}

    first, again = service.put("/feedback/a", json=body), service.put("/feedback/a", json={**body, "helped": False})
    bad = service.put("/feedback/a", json={**body, "signals": {"margin": 1.0}})
    odd = service.put("/feedback/a", json={**body, "signals": {"margin": "much"}})

    assert (first.status_code, first.json()) == (200, {"n_votes": 1})
    assert again.json() == {"n_votes": 2}
    assert (bad.status_code, bad.json()["error"]["code"]) == (422, "invalid")
    assert odd.status_code == 422


def test_command_learns_at_once(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    votes = Votes(settings.index_dir)
    for each in drawn(5, 2.0):
        votes.keep(each)
    monkeypatch.setenv("KB_MODEL_FILE", str(settings.model_file))
    monkeypatch.setenv("KB_INDEX_DIR", str(settings.index_dir))

    status = main(["calibrate", "--feedback"])

    said = json.loads(capsys.readouterr().out)
    assert (status, said["n_votes"]) == (0, 5)
    assert said["mean_p"] > said["mean_p_before"]
    assert Confidence(settings).of(SIGNALS)[0].card["n_votes"] == 5
