from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from webchat.adapters.keys import link_key


def test_all_who_start_at_once_have_the_same_whole_key(tmp_path: Path) -> None:
    for number in range(20):
        path = tmp_path / str(number) / "link.key"
        with ThreadPoolExecutor(8) as pool:
            keys = set(pool.map(link_key, [path] * 8))

        assert {len(key) for key in keys} == {32}
        assert keys == {path.read_bytes()}
        assert path.stat().st_mode & 0o077 == 0
        assert list(path.parent.iterdir()) == [path]
