"""Prints how many mutants were noticed: `script/_mutants.py STATS LEAST`, the least in per cent."""

import json
import sys
from pathlib import Path


def main(stats: Path, least: float) -> int:
    """Fail where fewer than `least` per cent were killed, by a failing test or by a timeout."""
    counts: dict[str, int] = json.loads(stats.read_text("utf-8"))
    noticed = counts["killed"] + counts["timeout"]
    score = 100 * noticed / counts["total"] if counts["total"] else 0.0
    print(
        f"mutation: {noticed} of {counts['total']} mutants noticed, {score:.1f} % (least {least} %)"
    )
    return 0 if score >= least else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), float(sys.argv[2])))
