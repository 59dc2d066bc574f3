"""Asks whether a locked Python package has a known weakness, and says so where nobody answers."""

import json
import subprocess
import sys


def main() -> int:
    """Fail on a finding alone: that the service was out of reach is a sentence, not a verdict."""
    run = subprocess.run(
        ["pip-audit", "--skip-editable", "--progress-spinner=off", "--format=json", "--timeout=10"],
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        packages = json.loads(run.stdout)["dependencies"]
    except ValueError:
        packages = []
    audited = [package for package in packages if "vulns" in package]
    weak = [package for package in audited if package["vulns"]]
    for package in weak:
        names = ", ".join(vulnerability["id"] for vulnerability in package["vulns"])
        print(f"{package['name']} {package['version']}: {names}; update it in uv.lock.")
    if not audited:
        print("not audited: the service of known weaknesses did not answer", file=sys.stderr)
    return 1 if weak else 0


if __name__ == "__main__":
    sys.exit(main())
