"""The commands of `python -m bot`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bot.settings import ROOT, Settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status."""
    options = _parser().parse_args(arguments)
    result: int = options.execute(options)
    return result


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description=__doc__)
    commands = parser.add_subparsers(required=True)

    serve = commands.add_parser("serve", help="serve a trained model over the channel `support`")
    serve.add_argument("--model", type=Path, required=True, help="model archive, or a folder: its newest")
    serve.add_argument("--port", type=int, default=5005)
    serve.add_argument("--endpoints", type=Path, default=ROOT / "endpoints.yml")
    serve.set_defaults(execute=_serve)

    train = commands.add_parser("train", help="train a full model")
    train.add_argument("--out", type=Path, required=True, help="models/NAME, with or without .tar.gz")
    train.add_argument("--data", type=Path, action="append", help="instead of data/ (may be repeated)")
    train.set_defaults(execute=_train)

    parse = commands.add_parser("parse", help="classify questions: JSON lines in, JSON lines out")
    parse.add_argument("file", type=Path, help='one {"id", "text", "language"} a line')
    parse.add_argument("--model", type=Path, default=ROOT / "models", help="archive, or a folder: its newest")
    parse.add_argument("--out", type=Path, help="instead of standard output")
    parse.set_defaults(execute=_parse)

    job = commands.add_parser("job", help="train, try out and compare in a run's folder, as webchat has prepared it")
    job.add_argument("--run", type=Path, required=True, help="the run's folder")
    job.add_argument("--supervisor", type=int, help="end when this process ends")
    job.set_defaults(execute=_job)

    ask = commands.add_parser("ask", help="ask the serving model a run's questions; the job starts this beside itself")
    ask.add_argument("--run", type=Path, required=True, help="the run's folder")
    ask.add_argument("--model", type=Path, required=True, help="archive of the serving model")
    ask.set_defaults(execute=_ask)

    smoke = commands.add_parser("smoke", help="load a model and ask it what any must know: one line of JSON")
    smoke.add_argument("--model", type=Path, required=True)
    smoke.set_defaults(execute=_smoke)
    return parser


def _serve(options: argparse.Namespace) -> int:
    from bot.choice import choose
    from bot.logs import configure_logging
    from bot.serve import serve

    settings = Settings.from_environment()
    if not settings.token:
        print("BOT_TOKEN is not set: the channel would refuse every call", file=sys.stderr)
        return 2
    configure_logging()
    model = choose(settings.serving, options.model)
    if model is None:
        print(f"{options.model}: no such model", file=sys.stderr)
        return 2
    serve(settings, model=model, port=options.port, endpoints=options.endpoints)
    return 0


def _job(options: argparse.Namespace) -> int:
    from bot.job import Job

    status = Job(options.run, supervisor=options.supervisor).run()
    sys.stdout.flush()
    os._exit(status)  # the libraries take seconds to go, and the lock goes with the process


def _ask(options: argparse.Namespace) -> int:
    from bot.examine import ask_serving
    from bot.logs import configure_logging

    configure_logging()
    is_asked = ask_serving(options.run, options.model)
    sys.stdout.flush()
    os._exit(0 if is_asked else 1)  # as with a job


def _smoke(options: argparse.Namespace) -> int:
    from bot.logs import configure_logging
    from bot.smoke import smoke_command

    os.nice(10)  # beside people who chat
    configure_logging()
    said = smoke_command(options.model)
    print(json.dumps(said))
    return 0 if said["ok"] else 1


def _train(options: argparse.Namespace) -> int:
    from bot.logs import configure_logging
    from bot.train import TrainingFailed, train

    configure_logging()
    try:
        path = train(out=options.out, data=options.data or [ROOT / "data"])
    except TrainingFailed as error:
        print(error, file=sys.stderr)
        return 1
    print(path)
    return 0


def _parse(options: argparse.Namespace) -> int:
    from bot.logs import configure_logging
    from bot.parse import parse_questions

    configure_logging()
    with options.file.open(encoding="utf-8") as lines:
        questions = [json.loads(line) for line in lines if line.strip()]
    answers = parse_questions(options.model, questions)
    if options.out is None:
        _write(answers, sys.stdout)
    else:
        with options.out.open("w", encoding="utf-8") as file:
            _write(answers, file)
    return 0


def _write(answers: Iterable[dict[str, Any]], file: Any) -> None:
    for answer in answers:
        file.write(json.dumps(answer, ensure_ascii=False) + "\n")
