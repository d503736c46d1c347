"""Find the interpreters the product needs, or say in one line what to install."""

from __future__ import annotations

import glob
import os
import shutil
import subprocess


class Missing(Exception):
    """Something that only the user can install; the message says what."""


def find_python(version: str) -> str:
    """Return the path of a Python `version` ("3.10") that can make virtual environments.

    Looks on PATH, among pyenv's versions, then asks `uv` where that is installed.

    Raises:
        Missing: If there is none.
    """
    pyenv = os.environ.get("PYENV_ROOT", os.path.expanduser("~/.pyenv"))
    candidates = [
        shutil.which(f"python{version}"),
        *sorted(glob.glob(f"{pyenv}/versions/{version}.*/bin/python"), reverse=True),
        shutil.which("python3"),
        _from_uv(version),
    ]
    for candidate in candidates:
        if candidate and _version_of(candidate) == version:
            return candidate
    raise Missing(
        f"Python {version} is missing. Install it with your system's packages (python{version} and "
        f"python{version}-venv), with pyenv (pyenv install {version}) or with uv (uv python install {version})."
    )


def find_npm() -> str:
    """Return the path of npm, checking that Node is 20 or newer.

    Raises:
        Missing: If npm or Node is missing or Node is too old.
    """
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm and node:
        version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout.strip()
        if int(version.lstrip("v").split(".")[0] or 0) >= 20:
            return npm
        raise Missing(f"Node {version} is too old. Install Node 20 or newer, with npm.")
    raise Missing("Node is missing. Install Node 20 or newer, with npm.")


def _version_of(python: str) -> str | None:
    probe = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2])"
    done = subprocess.run([python, "-c", probe], capture_output=True, text=True)
    return done.stdout.strip() if done.returncode == 0 else None


def _from_uv(version: str) -> str | None:
    uv = shutil.which("uv")
    if uv is None:
        return None
    found = subprocess.run([uv, "python", "find", version], capture_output=True, text=True)
    if found.returncode != 0:
        subprocess.run([uv, "python", "install", version], capture_output=True)
        found = subprocess.run([uv, "python", "find", version], capture_output=True, text=True)
    return found.stdout.strip() if found.returncode == 0 else None
