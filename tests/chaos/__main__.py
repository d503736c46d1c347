"""`python -m tests.chaos --rounds 200`: play rounds with random faults; exit 1 if an invariant broke."""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.chaos.check import Finding, as_json
from tests.chaos.rounds import play_round
from tests.support.product import Product

ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    """Run the fault test, print a table, write `reports/chaos.json`; returns the exit code."""
    parser = argparse.ArgumentParser(prog="chaos", description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--users", type=int, default=5)
    parser.add_argument("--faults", type=int, default=1)
    parser.add_argument("--seed", type=int, default=None)
    arguments = parser.parse_args()
    seed = arguments.seed if arguments.seed is not None else random.SystemRandom().randrange(10**6)
    print(f"seed {seed}, {arguments.rounds} rounds, {arguments.users} users, {arguments.faults} faults a round")
    with tempfile.TemporaryDirectory(prefix="firstline-chaos-") as folder, Product(Path(folder)) as product:
        return asyncio.run(_play(product, arguments, seed))


async def _play(product: Product, arguments: argparse.Namespace, seed: int) -> int:
    started, findings, hits = time.monotonic(), list[Finding](), Counter[str]()
    totals: Counter[str] = Counter()
    for number in range(arguments.rounds):
        outcome = await play_round(product, random.Random(f"{seed}/{number}"), arguments.users, arguments.faults)
        findings += outcome.findings
        hits.update(f"{f.part} {'stopped' if f.stop_s else 'killed'}" for f in outcome.faults)
        totals.update(acked=outcome.n_acked, handoffs=outcome.n_handoffs, agent_messages=outcome.n_agent_messages)
        if outcome.findings:
            print(f"round {number} {outcome.faults}\n{as_json(outcome.findings)}", flush=True)
        elif number % 10 == 9:
            print(
                f"round {number + 1}: {dict(totals)}, {len(findings)} findings, {time.monotonic() - started:.0f} s",
                flush=True,
            )
    report = {
        "seed": seed, "rounds": arguments.rounds, "faults": dict(hits), **totals,
        "findings": Counter(f.rule for f in findings), "seconds": round(time.monotonic() - started),
    }  # fmt: skip
    (ROOT / "reports").mkdir(exist_ok=True)
    (ROOT / "reports" / "chaos.json").write_text(json.dumps(report, indent=1) + "\n")
    print("\n".join(f"{key:<16} {value}" for key, value in report.items()))
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
