"""The bot's sentences: one YAML per topic, the three languages side by side under each key."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

LANGUAGES = ("nl", "fr", "en")
Variants = Mapping[str, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Texts:
    """Every sentence the bot can say: key → language → variants."""

    variants: Variants

    @classmethod
    def load(cls, folder: Path) -> Texts:
        """Read all files of a folder; the top-level key is `texts` because Rasa claims `responses`.

        Raises:
            ValueError: If a key stands in two files or lacks a language.
        """
        variants: dict[str, dict[str, tuple[str, ...]]] = {}
        for path in sorted(folder.glob("*.yml")):
            for key, by_language in yaml.safe_load(path.read_text(encoding="utf-8"))["texts"].items():
                if key in variants:
                    raise ValueError(f"{path.name}: {key} is written twice")
                if set(by_language) != set(LANGUAGES):
                    raise ValueError(f"{path.name}: {key} needs exactly {', '.join(LANGUAGES)}")
                variants[key] = {
                    language: (said,) if isinstance(said, str) else tuple(said)
                    for language, said in by_language.items()
                }
        return cls(variants)

    def say(self, key: str, language: str, /, *, turn: int = 0, **values: object) -> str:
        """One sentence; `turn` chooses among variants, so the same turn always says the same."""
        options = self.variants[key][language]
        return options[turn % len(options)].format(**values).strip()
