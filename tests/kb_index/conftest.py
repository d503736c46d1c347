"""Shared: a small knowledge base, one encoder for the session, a real service process."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from kb_index.encoder import E5Encoder
from kb_index.library import Library
from kb_index.onnx_model import make
from kb_index.settings import ROOT, Settings

Popen = subprocess.Popen[bytes]

TEXTS = {
    "printer": {
        "nl": ("De printer drukt niet af", "Controleer of er papier in de lade zit en of de printer aan staat."),
        "fr": ("L'imprimante n'imprime pas", "Vérifiez qu'il y a du papier et que l'imprimante est allumée."),
        "en": ("The printer does not print", "Check that there is paper in the tray and that the printer is on."),
    },
    "password": {
        "nl": ("Wachtwoord vergeten", "Vraag een nieuw wachtwoord aan met de link op het aanmeldscherm."),
        "fr": ("Mot de passe oublié", "Demandez un nouveau mot de passe avec le lien de l'écran de connexion."),
        "en": ("Forgotten password", "Ask for a new password with the link on the sign-in screen."),
    },
    "wifi": {
        "nl": ("Geen draadloos netwerk", "Zet de wifi aan en de vliegtuigstand uit."),
        "en": ("No wireless network", "Turn wifi on and flight mode off."),
    },
    "update": {
        "en": (
            "Windows update fails",
            "Error 0x80070005 means that access was denied. Run the update as administrator.",
        )
    },
}


def markdown(family: str, language: str, title: str, body: str, extra: str = "") -> str:
    return (
        f"---\nid: {family}.{language}\nfamily: {family}\nlanguage: {language}\ntitle: {title!r}\n{extra}---\n{body}\n"
    )


def write_folder(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for family, versions in TEXTS.items():
        for language, (title, body) in versions.items():
            (folder / f"{family}.{language}.md").write_text(
                markdown(family, language, title.replace("'", "’"), body), encoding="utf-8"
            )
    return folder


@pytest.fixture(scope="session")
def cache_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(os.environ.get("KB_CACHE_DIR", ROOT / "var/cache"))


@pytest.fixture(scope="session")
def encoder(cache_dir: Path) -> E5Encoder:
    return E5Encoder(make(cache_dir))


@pytest.fixture
def articles_dir(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "articles")


@pytest.fixture
def open_library(tmp_path: Path, articles_dir: Path, cache_dir: Path, encoder: E5Encoder) -> Callable[[], Library]:
    """Opens the same folder at every call, as another process would; seeded at the first."""

    def opened() -> Library:
        library = Library(
            Settings(index_dir=tmp_path / "index", seed_dir=articles_dir, examples_dir=None, cache_dir=cache_dir),
            encoder,
        )
        library.seed()
        return library

    return opened


@pytest.fixture
def start_service(tmp_path: Path, articles_dir: Path) -> Iterator[Callable[[Path], tuple[httpx.Client, Popen]]]:
    """Starts the service as its own process, with a cache folder; it may still be opening the index."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    started: list[tuple[httpx.Client, Popen]] = []

    def start(cache_dir: Path) -> tuple[httpx.Client, Popen]:
        environment = {
            **os.environ,
            "KB_PORT": str(port),
            "KB_INDEX_DIR": str(tmp_path / "index"),
            "KB_SEED_DIR": str(articles_dir),
            "KB_CACHE_DIR": str(cache_dir),
            "KB_EXAMPLES_DIR": "",
        }
        with (tmp_path / "service.log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "kb_index", "serve"], env=environment, cwd=ROOT, stdout=log, stderr=log
            )
        started.append((httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=10), process))
        return started[-1]

    yield start
    for client, process in started:
        client.close()
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture
def service(
    start_service: Callable[[Path], tuple[httpx.Client, Popen]], tmp_path: Path, cache_dir: Path
) -> httpx.Client:
    client, process = start_service(cache_dir)
    deadline = time.monotonic() + 60
    while health(client) != 200:
        assert process.poll() is None, (tmp_path / "service.log").read_text()
        assert time.monotonic() < deadline, "the service is not up in time"
        time.sleep(0.05)
    client.headers["x-pid"] = str(process.pid)
    return client


def health(client: httpx.Client) -> int:
    """Status of the health address; 0 when nobody answers."""
    try:
        return client.get("/healthz").status_code
    except httpx.TransportError:
        return 0
