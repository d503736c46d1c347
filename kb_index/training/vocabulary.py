"""The vocabulary: word pieces that the three languages share, learnt from all the training text."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any

from kb_index.static import WORD_START, split_words


def word_counts(texts: Iterable[str]) -> Counter[str]:
    """How often each word stands in the texts."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(split_words(text))
    return counts


def train_pieces(counts: Counter[str], size: int) -> dict[str, float]:
    """Learn a unigram vocabulary: log probability by piece.

    Args:
        counts: Words and how often they occur.
        size: Number of pieces; fewer come out of little text.

    Source: Kudo 2018, "Subword Regularization"; the trainer of the `tokenizers` package.
    """
    from tokenizers import Tokenizer
    from tokenizers.models import Unigram
    from tokenizers.pre_tokenizers import Metaspace
    from tokenizers.trainers import UnigramTrainer

    tokenizer = Tokenizer(Unigram())
    tokenizer.pre_tokenizer = Metaspace(replacement=WORD_START, prepend_scheme="always")
    trainer = UnigramTrainer(vocab_size=size, special_tokens=["<unk>"], unk_token="<unk>", show_progress=False)
    # The trainer wants text: common words often, though not more often than tells them apart.
    tokenizer.train_from_iterator((" ".join([word] * min(n, 2000)) for word, n in counts.items()), trainer)
    model: dict[str, Any] = json.loads(tokenizer.to_str())["model"]
    return {piece: float(score) for piece, score in model["vocab"] if piece != "<unk>"}
