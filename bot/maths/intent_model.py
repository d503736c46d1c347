"""A classifier of short texts: one kernel over meaning and spelling."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.maths.kernel_ridge import fit_link, link, similarity
from bot.maths.many_examples import fit_many
from bot.maths.ngrams import Likeness, counted, learn_vocabulary, tf_idf


@dataclass(frozen=True)
class IntentModel:
    """What classification needs.

    Attributes:
        intents: Names, in the order of the columns.
        examples: (n, dim) unit sentence vectors of the training examples.
        example_weights: (n, n_intents), their share of the kernel included.
        vocabulary: Column of each character n-gram.
        idf: (n_grams,) weight of each n-gram.
        gram_weights: (n_grams, n_intents): that kernel is linear, so its examples fold into weights.
        sharpness: Of the kernel over sentence vectors.
        slope: Of the link from score to probability.
        power: Of the same link.
        quality: Measured on held-out folds at training; empty once loaded.
    """

    intents: Sequence[str]
    examples: NDArray[np.float32]
    example_weights: NDArray[np.float32]
    vocabulary: Mapping[str, int]
    idf: NDArray[np.float32]
    gram_weights: NDArray[np.float32]
    sharpness: float
    slope: float
    power: float
    quality: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def fit(
        cls,
        vectors: NDArray[np.float32],
        texts: Sequence[str],
        intents: Sequence[str],
        folds: NDArray[np.int64],
        *,
        sharpness: float,
        spelling: float,
        noise: float,
        threads: int = 1,
    ) -> IntentModel:
        """Fit weights on all examples and the link on held-out scores.

        Up to 16,000 examples time grows with n³ and memory with n² (1 GB), beyond with n.

        Args:
            vectors: (n, dim) unit sentence vectors.
            texts: The n raw texts.
            intents: The n names; at least two different ones.
            folds: (n,), which examples are held out together.
            sharpness: Of the kernel over vectors.
            spelling: Share of the n-gram kernel, 0 to 1.
            noise: On the kernel's diagonal, > 0.
            threads: That make the kernel; how many factor it, the numeric library was told when it was loaded.
        """
        names, labels = np.unique(np.asarray(intents, dtype=str), return_inverse=True)
        found = counted(texts)
        vocabulary, idf = learn_vocabulary(found)
        grams = tf_idf(found, vocabulary, idf)
        spelt = Likeness(grams * np.float32(np.sqrt(spelling)))

        def kernel(some: NDArray[np.int64], others: NDArray[np.int64]) -> NDArray[np.float32]:
            meaning = similarity(vectors[some], vectors[others], sharpness)
            meaning *= np.float32(1 - spelling)
            meaning += spelt(some, others)
            return meaning

        weights, held_out, held = fit_many(kernel, labels, folds, noise, threads=threads)
        slope, power = fit_link(held_out, labels[held])
        return cls(
            intents=[str(name) for name in names],
            examples=vectors,
            example_weights=np.float32(1 - spelling) * weights,
            vocabulary=vocabulary,
            idf=idf,
            gram_weights=np.asarray(np.float32(spelling) * (grams.T @ weights), dtype=np.float32),
            sharpness=sharpness,
            slope=slope,
            power=power,
            quality=_quality(link(held_out, slope, power), labels[held]),
        )

    def probabilities(self, vectors: NDArray[np.float32], texts: Sequence[str]) -> NDArray[np.float64]:
        """Classify: (n, n_intents), each row sums to 1."""
        scores = similarity(vectors, self.examples, self.sharpness) @ self.example_weights
        scores += tf_idf(counted(texts), self.vocabulary, self.idf) @ self.gram_weights
        return link(scores, self.slope, self.power)

    def save(self, folder: Path) -> None:
        """Write plain arrays and JSON: reading them back runs no code."""
        np.savez(  # the model's archive is compressed as a whole
            folder / "arrays.npz",
            examples=self.examples,
            example_weights=self.example_weights,
            idf=self.idf,
            gram_weights=self.gram_weights,
            numbers=np.array([self.sharpness, self.slope, self.power]),
        )
        names = {"intents": list(self.intents), "ngrams": list(self.vocabulary)}
        (folder / "names.json").write_text(json.dumps(names, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        """Read what `save` wrote.

        Raises:
            OSError, ValueError, KeyError: If it is missing or damaged.
        """
        names = json.loads((folder / "names.json").read_text(encoding="utf-8"))
        with np.load(folder / "arrays.npz", allow_pickle=False) as arrays:
            sharpness, slope, power = (float(number) for number in arrays["numbers"])
            return cls(
                intents=names["intents"],
                examples=arrays["examples"],
                example_weights=arrays["example_weights"],
                vocabulary={gram: column for column, gram in enumerate(names["ngrams"])},
                idf=arrays["idf"],
                gram_weights=arrays["gram_weights"],
                sharpness=sharpness,
                slope=slope,
                power=power,
            )


def _quality(probabilities: NDArray[np.float64], labels: NDArray[np.int64]) -> dict[str, float]:
    """Accuracy and mean confidence of held-out examples; they agree when the link fits."""
    right = probabilities.argmax(axis=1) == labels
    return {
        "accuracy": round(float(right.mean()), 3),
        "mean_confidence": round(float(probabilities.max(axis=1).mean()), 3),
    }
