from __future__ import annotations

import pytest

from webchat.realtime import typescript
from webchat.reference import DOCS, render


@pytest.mark.parametrize("name", ["accounts.md", "protocol.md", "settings.md"])
def test_page_shows_what_the_code_says(name: str) -> None:
    page = (DOCS / name).read_text("utf-8")

    assert render(page) == page, "run: python -m webchat.reference"


def test_front_ends_have_the_types_of_the_models() -> None:
    assert typescript.TARGET.read_text("utf-8") == typescript.render(), "run: make types"
