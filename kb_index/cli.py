"""The command line: thin over `Library`."""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from kb_index.articles import LANGUAGES
from kb_index.settings import Settings


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. Returns the exit status: 0 done, 1 failed, 2 wrong usage."""
    arguments = _parser().parse_args(argv)
    logging.basicConfig(level=logging.INFO, format="kb_index: %(message)s", stream=sys.stderr)
    logging.getLogger("faiss").setLevel(logging.WARNING)
    changes: dict[str, Any] = {}
    if getattr(arguments, "index", None):
        # A folder that was named is taken as it is; only the default index fills itself.
        changes = {"index_dir": arguments.index, "seed_dir": None}
    settings = Settings().model_copy(update=changes)
    try:
        return int(arguments.run(settings, arguments))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m kb_index", description="Knowledge-base search for Firstline.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    serve = commands.add_parser("serve", help="run the HTTP service")
    serve.set_defaults(run=_serve)

    load = commands.add_parser("import", help="add a folder of Markdown articles")
    load.add_argument("folder", type=Path)
    load.add_argument("--index", type=Path, help="index folder (default: KB_INDEX_DIR)")
    load.add_argument("--json", action="store_true", help="print the outcome as JSON")
    load.set_defaults(run=_import)

    search = commands.add_parser("search", help="answer a question, or a file of them")
    search.add_argument("text", nargs="?")
    search.add_argument("--questions", type=Path, help="JSON Lines, one {id, text, language} each")
    search.add_argument("--language", choices=LANGUAGES)
    search.add_argument("-k", type=int, default=5, help="number of results")
    search.add_argument("--json", action="store_true")
    search.add_argument("--index", type=Path, help="index folder (default: KB_INDEX_DIR)")
    search.set_defaults(run=_search)

    setup = commands.add_parser("setup", help="make the encoder and fill an empty index from the seed articles, once")
    setup.add_argument("--encoder-only", action="store_true", help="leave the index alone")
    setup.set_defaults(run=_setup)

    check = commands.add_parser("check", help="validate a folder of articles; fails on errors, not on warnings")
    check.add_argument("folder", type=Path)
    check.set_defaults(run=_check)

    from kb_index import calibrate, evaluate
    from kb_index.training import command

    calibrate.add_command(commands)
    evaluate.add_command(commands)
    command.add_command(commands)
    return parser


def _serve(settings: Settings, _: argparse.Namespace) -> int:
    from kb_index.service import serve

    serve(settings)
    return 0


def _import(settings: Settings, arguments: argparse.Namespace) -> int:
    from kb_index.library import Library

    if not arguments.folder.is_dir():
        print(f"{arguments.folder}: no such folder", file=sys.stderr)
        return 2
    progress = Progress()
    library = Library(_eager(settings), report=progress)
    good, bad = library.import_folder(arguments.folder)
    progress.close()
    for path, error in bad:
        print(f"{path}: {error}", file=sys.stderr)
    outcome = {
        "imported": len(good),
        "failed": [
            {"path": str(path), "code": error.code, "message": error.message, "line": error.line} for path, error in bad
        ],
        "n_articles": library.n_articles,
        "n_passages": library.n_passages,
    }
    if arguments.json:
        print(json.dumps(outcome, ensure_ascii=False))
    else:
        print(
            f"{len(good)} articles imported, {len(bad)} files refused; {library.n_articles} articles, {library.n_passages} passages in the index"
        )
    if not good and not bad:
        print(
            f"{arguments.folder}: no Markdown; HTML, CSV and zip files come in with `python -m webchat articles import FOLDER`",
            file=sys.stderr,
        )
    return 0 if good else 1


def _eager(settings: Settings) -> Settings:
    """For a job that no question waits for: all cores encode."""
    from kb_index.encoder import all_cores

    return settings.model_copy(update={"encoder_threads": all_cores()})


def _search(settings: Settings, arguments: argparse.Namespace) -> int:
    from kb_index.bodies import answer_body
    from kb_index.library import Library

    if (arguments.text is None) == (arguments.questions is None):
        print("give one question, or --questions FILE", file=sys.stderr)
        return 2
    library = Library(settings)
    library.seed()
    if not library.n_articles:
        print(
            f"{settings.index_dir}: no articles; fill it with `python -m kb_index import FOLDER --index …`",
            file=sys.stderr,
        )
        return 1
    if arguments.questions is None:
        body = answer_body(library.search(arguments.text, arguments.language, k=arguments.k))
        print(json.dumps(body, ensure_ascii=False) if arguments.json else _readable(body))
        return 0
    with arguments.questions.open(encoding="utf-8-sig") as lines:
        for number, line in enumerate(lines, start=1):
            if line.strip():
                print(json.dumps(_answer_line(library, line, number, arguments), ensure_ascii=False), flush=True)
    return 0


def _answer_line(library: Any, line: str, number: int, arguments: argparse.Namespace) -> dict[str, Any]:
    """One answer for one line in: a wrong line answers with its error, so that lines stay paired."""
    from kb_index.bodies import answer_body

    try:
        question = json.loads(line)
        text, language = str(question["text"]), question.get("language") or arguments.language
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return {
            "id": None,
            "error": {"code": "invalid", "message": f"line {number}: {error!r}"},
            "results": [],
            "p_helps": 0.0,
        }
    body = answer_body(library.search(text, language if language in LANGUAGES else None, k=arguments.k))
    return {"id": question.get("id"), **body}


def _readable(body: dict[str, Any]) -> str:
    lines = [
        f"P(helps) {body['p_helps']:.2f}  (answer from {body['thresholds']['answer']:.2f}, ask from {body['thresholds']['ask']:.2f})"
    ]
    for number, hit in enumerate(body["results"], start=1):
        passage = " ".join(hit["passage"].split())
        lines += [
            f"{number}. {hit['title']}  [{hit['article_id']}, {hit['language']}, {hit['score']:.2f}]",
            f"   {passage[:160]}",
        ]
    return "\n".join(lines)


def _setup(settings: Settings, arguments: argparse.Namespace) -> int:
    from kb_index.library import Library
    from kb_index.onnx_model import make

    print(f"encoder folder: {make(settings.cache_dir)}")
    if arguments.encoder_only:
        return 0
    progress = Progress()
    library = Library(_eager(settings), report=progress)
    library.seed()
    progress.close()
    print(f"index: {library.n_articles} articles, {library.n_passages} passages")
    return 0


def _check(_: Settings, arguments: argparse.Namespace) -> int:
    from kb_index.check import check_folder

    problems = check_folder(arguments.folder)
    for problem in problems:
        print(problem)
    return 1 if any(problem.severity == "error" for problem in problems) else 0


class Progress:
    """Says on stderr how far a long job is: n of N, rate, time left; at most five times a second."""

    def __init__(self) -> None:
        self._what, self._started, self._first, self._said = "", 0.0, 0, 0.0

    def __call__(self, what: str, done: int, total: int) -> None:
        """Report that `done` of `total` are done."""
        now = time.monotonic()
        if what != self._what:
            self.close()
            self._what, self._started, self._first = what, now, done
        # Into a file or a pipe, a line every five seconds is enough.
        if done < total and now - self._said < (0.2 if sys.stderr.isatty() else 5.0):
            return
        self._said = now
        rate = (done - self._first) / (now - self._started) if now > self._started else 0.0
        text = f"{what}: {done} of {total}"
        if rate and done < total:
            text += f", {rate:.0f}/s, {(total - done) / rate:.0f} s left"
        print(text, file=sys.stderr, end="\r" if sys.stderr.isatty() else "\n", flush=True)

    def close(self) -> None:
        """End the line."""
        if sys.stderr.isatty() and self._said:
            print(file=sys.stderr)
