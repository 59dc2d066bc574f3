"""Prints what each suite of tests ran: `script/_counts.py FOLDER` of JUnit reports."""

import sys
from pathlib import Path
from xml.etree import ElementTree as ET


def main(folder: Path) -> int:
    """Fail where a suite ran nothing or skipped something: silence is not a pass."""
    honest = True
    for report in sorted(folder.glob("*.xml")):
        suite = ET.parse(report).find("testsuite")  # noqa: S314  (pytest wrote it a moment ago)
        assert suite is not None
        ran, skipped = int(suite.attrib["tests"]), int(suite.attrib["skipped"])
        failed = int(suite.attrib["failures"]) + int(suite.attrib["errors"])
        print(f"{report.stem}: {ran - failed - skipped} passed, {failed} failed, {skipped} skipped")
        for case in suite.iter("testcase"):
            if case.find("skipped") is not None:
                print(f"  skipped: {case.attrib['classname']}::{case.attrib['name']}")
        honest &= ran > 0 and skipped == 0
    return 0 if honest else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
