"""`python3 -m ops setup | run | lock`: what the Makefile calls."""

from __future__ import annotations

import argparse
import os
import secrets
import signal
import socket
import sys
import threading

from ops.interpreters import Missing
from ops.layout import var_dir
from ops.locking import lock
from ops.parts import make_parts
from ops.setup import set_up
from ops.steps import StepFailed
from ops.supervisor import Supervisor, say

DEMO_ACCOUNTS = tuple(f"{name}@example.org" for name in ("agent", "agent2", "supervisor", "manager", "admin"))


def main() -> int:
    """Run one command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="ops", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("setup", help="make what is missing or out of date")
    run = commands.add_parser("run", help="set up, then serve everything")
    run.add_argument("--no-setup", action="store_true", help="do not look whether anything is out of date")
    commands.add_parser("lock", help="resolve requirements/*.in anew").add_argument("name", choices=["bot", "app"])
    arguments = parser.parse_args()
    try:
        if arguments.command == "lock":
            lock(arguments.name)
        elif arguments.command == "setup" or not arguments.no_setup:
            set_up()
    except (Missing, StepFailed) as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return serve() if arguments.command == "run" else 0


def serve() -> int:
    """Serve the product until Ctrl-C; returns the exit code."""
    port = int(os.environ.get("PORT", "8080"))
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            print(
                f"Port {port} is in use. Stop what listens there, or choose another: PORT=8081 make run",
                file=sys.stderr,
            )
            return 1
    if os.environ.get("DEMO") == "1":
        os.environ.setdefault("DEMO_PASSWORD", secrets.token_urlsafe(9))
    var = var_dir()
    supervisor = Supervisor(make_parts(port, var), var / "parts.json")
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: supervisor.stop())
    threading.Thread(target=_announce, args=(supervisor, port), daemon=True).start()
    supervisor.run()
    say("make", "all parts have stopped")
    return 0


def _announce(supervisor: Supervisor, port: int) -> None:
    say("make", "starting kb_index, actions, bot and webchat …")
    missing = supervisor.wait_healthy(180)
    if missing:
        say("make", f"not healthy yet: {', '.join(missing)}; see their lines above")
        return
    site = f"http://127.0.0.1:{port}"
    for line in (
        f"Firstline is ready at {site}",
        f"  demo page with the widget   {site}/demo",
        f"  agent console               {site}/console",
        f"  knowledge desk              {site}/desk",
        f"  help centre                 {site}/help/nl",
        f"  API                         {site}/docs",
        f'  on your own page            <script src="{site}/widget.js" data-site="demo" defer></script>',
    ):
        say("make", line)
    if os.environ.get("DEMO") == "1":
        say("make", f"  demo accounts               {', '.join(DEMO_ACCOUNTS)}")
        say("make", f"  their password              {os.environ['DEMO_PASSWORD']}")
    say("make", "Ctrl-C stops everything")


if __name__ == "__main__":
    sys.exit(main())
