import numpy as np
import pytest

from bot.maths.vectors import centre, language_directions


def sentences(n: int = 60, dim: int = 12, seed: int = 0):
    """Unit vectors of three languages: a meaning of their own, and each language's corner."""
    rng = np.random.default_rng(seed)
    languages = np.repeat(["nl", "fr", "en"], n // 3)
    corners = dict(zip(("nl", "fr", "en"), rng.normal(size=(3, dim)), strict=True))
    vectors = rng.normal(size=(n, dim)) + 2 * np.array([corners[name] for name in languages])
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32), languages


def test_after_centring_the_languages_have_one_mean():
    vectors, languages = sentences()
    mean = vectors.mean(axis=0)
    directions = language_directions(vectors, list(languages))

    freed = (vectors - mean) - ((vectors - mean) @ directions.T) @ directions
    centred = centre(vectors, mean, directions)

    for name in ("nl", "fr", "en"):
        assert np.abs(freed[languages == name].mean(axis=0)).max() < 1e-5
    np.testing.assert_allclose(np.linalg.norm(centred, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(centred @ directions.T, 0, atol=1e-5)


@pytest.mark.parametrize("known", [[None] * 60, ["nl"] * 60, ["nl"] * 30 + [None] * 30])
def test_with_one_language_or_none_nothing_is_taken_out(known: list):
    vectors, _ = sentences()
    mean = vectors.mean(axis=0)

    directions = language_directions(vectors, known)

    assert directions.shape == (0, 12)
    np.testing.assert_array_equal(centre(vectors, mean, directions), centre(vectors, mean))
