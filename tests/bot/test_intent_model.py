from itertools import cycle
from pathlib import Path

import numpy as np
import pytest

from bot.maths.intent_model import IntentModel
from bot.maths.kernel_ridge import DEFAULT_LINK, fit, fit_link, link, similarity
from bot.maths.many_examples import fit_many


def unit(vectors):
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def scattered(n=240, dim=16, seed=0):
    """Two intents of four clusters each, so no straight line divides them; a tenth is mislabelled."""
    rng = np.random.default_rng(seed)
    centres = unit(rng.normal(size=(8, dim)))
    cluster = rng.integers(0, 8, n)
    labels = np.where(rng.random(n) < 0.1, 1 - cluster % 2, cluster % 2)
    return unit(centres[cluster] + 0.1 * rng.normal(size=(n, dim))), labels


def model(vectors, texts, intents, **options):
    folds = np.arange(len(texts)) % 5
    return IntentModel.fit(
        vectors, texts, intents, folds, **{"sharpness": 2.0, "spelling": 0.2, "noise": 0.1} | options
    )


def test_held_out_scores_equal_those_of_a_fit_without_the_fold():
    vectors = scattered(60)[0]
    labels = np.arange(60) // 5 % 2  # as many of each class among the held-out ones as among the others
    kernel = similarity(vectors, vectors, 2.0)

    fitted = fit(kernel.copy(), labels, 20, 0.1)

    alone = fit(kernel[:40, :40].copy(), labels[:40], 0, 0.1)
    np.testing.assert_allclose(fitted.held_out, kernel[40:, :40] @ alone.weights, atol=2e-3)
    np.testing.assert_allclose(fitted.without[:40], alone.weights, atol=2e-2)
    assert not fitted.without[40:].any()


def test_weights_of_many_examples_solve_the_regression():
    vectors, labels = scattered(2100)  # more than two of the blocks that the kernel is made in
    kernel = similarity(vectors, vectors, 2.0)

    def block(rows, columns):
        return kernel[np.ix_(rows, columns)]

    weights, _, held = fit_many(block, labels, np.arange(2100) % 5, 0.1)

    noised = kernel + np.diag(0.1 * np.bincount(labels)[labels] * 2 / 2100)
    np.testing.assert_allclose(noised @ weights, np.eye(2)[labels] - 0.5, atol=2e-2)
    assert sorted(held) == list(range(2100))  # cheap enough to hold out every fold in turn


def test_parts_score_together_nearly_as_well_as_one():
    vectors, labels = scattered(1200)
    known, new = np.arange(900), np.arange(900, 1200)

    def block(rows, columns):
        return similarity(vectors[rows], vectors[columns], 2.0)

    folds = np.arange(900) % 5
    one, _, _ = fit_many(block, labels[:900], folds, 0.1)
    parts, held_out, held = fit_many(block, labels[:900], folds, 0.1, most_at_once=300)

    def accuracy(scores, rows):
        return (scores.argmax(axis=1) == labels[rows]).mean()

    assert accuracy(block(new, known) @ one, new) > 0.85
    assert accuracy(block(new, known) @ parts, new) == pytest.approx(accuracy(block(new, known) @ one, new), abs=0.03)
    assert accuracy(held_out, held) == pytest.approx(accuracy(block(new, known) @ parts, new), abs=0.05)


def test_a_kernel_that_is_none_is_refused():
    with pytest.raises(ValueError, match="positive definite"):
        fit(-np.eye(4, dtype=np.float32), np.array([0, 1, 0, 1]), 0, 0.1)


def test_link_gives_probabilities_in_the_order_of_the_scores_even_for_extreme_ones():
    scores = np.array([[0.9, -0.1, 0.0], [-50.0, -40.0, -60.0], [5e3, 0.0, 1.0]], dtype=np.float32)

    probabilities = link(scores, *DEFAULT_LINK)

    np.testing.assert_allclose(probabilities.sum(axis=1), 1)
    assert np.isfinite(probabilities).all()
    assert probabilities[0].argsort().tolist() == scores[0].argsort().tolist()


def test_confidence_of_new_texts_is_as_high_as_their_accuracy():
    vectors, labels = scattered(400)
    new, truth = scattered(400)[0][300:], labels[300:]
    trained = model(vectors[:300], ["x"] * 300, [str(label) for label in labels[:300]])

    probabilities = trained.probabilities(new, ["x"] * 100)

    accuracy = (probabilities.argmax(axis=1) == truth).mean()
    assert accuracy > 0.8
    assert probabilities.max(axis=1).mean() == pytest.approx(accuracy, abs=0.08)


def test_too_few_examples_take_the_default_link():
    assert fit_link(np.zeros((10, 2), dtype=np.float32), np.array([0, 1] * 5)) == DEFAULT_LINK


def test_spelling_decides_where_meaning_does_not():
    same = unit(np.ones((20, 4)))
    texts = ["mijn printer drukt niet af", "ik wil een medewerker"] * 10
    trained = model(same, texts, ["print", "human"] * 10)

    probabilities = trained.probabilities(same[:2], ["PRINTTER drukt niets", "een médewerker [masked:phone]"])

    assert [trained.intents[i] for i in probabilities.argmax(axis=1)] == ["print", "human"]


def test_an_intent_of_five_examples_is_found_among_large_ones():
    rng = np.random.default_rng(1)
    centres = unit(rng.normal(size=(5, 32)))
    sizes = [60, 60, 60, 60, 5]
    vectors = unit(np.vstack([c + 0.15 * rng.normal(size=(n, 32)) for c, n in zip(centres, sizes, strict=True)]))
    intents = [f"i{i}" for i, n in enumerate(sizes) for _ in range(n)]
    trained = model(vectors, ["."] * len(intents), intents)

    probabilities = trained.probabilities(unit(centres[4:] + 0.15 * rng.normal(size=(20, 32))), ["."] * 20)

    assert (probabilities.argmax(axis=1) == 4).mean() > 0.9


def test_a_stored_model_answers_the_same(tmp_path: Path):
    vectors, labels = scattered(60)
    words = cycle(["hallo daar", "ça va", "printer", "élève 12"])
    texts = [next(words) for _ in labels]
    trained = model(vectors, texts, [str(label) for label in labels])

    trained.save(tmp_path)
    loaded = IntentModel.load(tmp_path)

    # Not to the last bit: where an array lies in memory decides in which order BLAS adds.
    np.testing.assert_allclose(loaded.probabilities(vectors, texts), trained.probabilities(vectors, texts), atol=1e-6)


def test_a_damaged_model_does_not_load_as_an_empty_one(tmp_path: Path):
    vectors, labels = scattered(20)
    model(vectors, ["a"] * 20, [str(label) for label in labels]).save(tmp_path)
    (tmp_path / "arrays.npz").write_bytes(b"not an archive")

    with pytest.raises(ValueError, match=r"pickle|archive|load"):
        IntentModel.load(tmp_path)
