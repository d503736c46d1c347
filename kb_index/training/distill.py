"""Distillation: one table whose sums approach the teacher's English vectors, in three languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from kb_index.encoder import Vectors
from kb_index.static import Pieces
from kb_index.training.aligned import Section
from kb_index.training.bags import Bags, Ints, Ragged
from kb_index.training.cleaning import Triple
from kb_index.training.recipe import Recipe

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Lessons:
    """Training text with the teacher's vectors of its English side, rows in the same order."""

    triples: Sequence[Triple]
    taught: Vectors
    sections: Sequence[Section]
    headings: Vectors
    bodies: Vectors


def distil(lessons: Lessons, pieces: Pieces, recipe: Recipe, progress: Progress) -> NDArray[np.float32]:
    """Train a table (n_pieces, dim).

    The loss of a batch of triples: 1 − cosine to the teacher's English vector, for each language, and
    `contrast` × the cross-entropy of finding the teacher's vector, and the translation, among the batch.

    Source: Reimers & Gurevych 2020, "Making Monolingual Sentence Embeddings Multilingual using Knowledge
        Distillation"; the contrastive part is the multiple negatives ranking loss of sentence-transformers.
    """
    torch.manual_seed(recipe.seed)
    rng = np.random.default_rng(recipe.seed)
    bags = Bags(pieces, recipe.seed)
    texts = [bags.texts([getattr(t, language) for t in lessons.triples]) for language in ("en", "nl", "fr")]
    headings = [bags.texts([s.headings[n] for s in lessons.sections]) for n in range(3)]
    bodies = [bags.texts([s.bodies[n] for s in lessons.sections]) for n in range(3)]
    taught, taught_bodies = torch.from_numpy(lessons.taught), torch.from_numpy(lessons.bodies)
    table = torch.nn.EmbeddingBag(len(pieces), taught.shape[1], mode="sum")
    torch.nn.init.normal_(table.weight, std=0.1)

    def encode(ragged: Ragged, chosen: Ints) -> Tensor:
        rows, starts = bags.batch(ragged, chosen, recipe.noise, rng, drop=recipe.drop)
        return functional.normalize(table(torch.from_numpy(rows), torch.from_numpy(starts)), dim=1)

    steps = len(lessons.triples) // recipe.batch * recipe.epochs
    optimiser = torch.optim.Adam(table.parameters(), lr=recipe.learning_rate, fused=True)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, max_lr=recipe.learning_rate, total_steps=steps)
    order: Ints = np.zeros(0, dtype=np.int64)
    for step in range(steps):
        if len(order) < recipe.batch:
            order = rng.permutation(len(lessons.triples))
        chosen, order = order[: recipe.batch], order[recipe.batch :]
        teacher = taught[chosen].float()
        students = [encode(ragged, chosen) for ragged in texts]
        loss = torch.stack([(1 - (student * teacher).sum(dim=1)).mean() for student in students]).mean()
        alike = teacher @ teacher.T > recipe.same
        a, b = rng.permutation(3)[:2]
        pairs = [(student, teacher) for student in students] + [(students[a], students[b])]
        loss = loss + recipe.contrast * sum(contrast(x, y, alike, recipe.scale) for x, y in pairs) / len(pairs)
        if recipe.sections and lessons.sections:
            some = rng.choice(len(lessons.sections), min(recipe.batch // 2, len(lessons.sections)), replace=False)
            a, b = rng.integers(0, 3, 2)
            above, below = encode(headings[a], some), encode(bodies[b], some)
            meant = taught_bodies[some].float()
            loss = loss + recipe.sections * contrast(above, below, meant @ meant.T > recipe.same, recipe.scale)
            loss = loss + recipe.sections * (1 - (below * meant).sum(dim=1)).mean()
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()
        progress("distilling", step + 1, steps)
    result: NDArray[np.float32] = table.weight.detach().numpy()
    return result


def contrast(left: Tensor, right: Tensor, alike: Tensor, scale: float) -> Tensor:
    """Cross-entropy of finding each row's partner among the other side's rows, both ways; the mean.

    Args:
        left: (n, dim), rows of length 1.
        right: (n, dim), rows of length 1; row i belongs to row i of `left`.
        alike: (n, n), pairs that are no contrast (the diagonal is always kept).
        scale: What cosines are multiplied by.
    """
    wanted = torch.arange(len(left))
    scores = scale * left @ right.T
    scores = scores.masked_fill(alike & ~torch.eye(len(left), dtype=torch.bool), -1e4)
    return (functional.cross_entropy(scores, wanted) + functional.cross_entropy(scores.T, wanted)) / 2
