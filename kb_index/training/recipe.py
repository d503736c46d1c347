"""The settings of a training run; apart from the training, which costs the memory of PyTorch."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a training run is made of.

    Attributes:
        size: Pieces of the vocabulary, that is rows of the table.
        epochs: Times that every triple is seen.
        batch: Triples in a step.
        noise: Share of words that are mistyped or cut otherwise.
        drop: Share of words left out.
        contrast: Weight of the in-batch contrastive loss between languages and towards the teacher.
        sections: Weight of the same loss between headings and the text under them.
        scale: 1 / temperature of both.
        same: Two texts of a batch that the teacher holds for more alike than this are no contrast.
    """

    size: int = 36_000
    epochs: int = 5
    batch: int = 512
    learning_rate: float = 0.02
    noise: float = 0.1
    drop: float = 0.0
    contrast: float = 0.1
    sections: float = 0.1
    scale: float = 20.0
    same: float = 0.9
    seed: int = 0
