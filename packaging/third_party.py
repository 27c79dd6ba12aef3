"""List what the program brings along, with licences: `python packaging/third_party.py` writes THIRD-PARTY.md anew.

Names and versions are those of the run-time lock, licences those that each package declares in its metadata. A package for another
platform or Python is not installed here; its line is kept as it was.
"""

from __future__ import annotations

import re
import sys
from importlib import metadata
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
LOCK = PROJECT / "packaging" / "requirements" / "runtime.txt"
LISTING = PROJECT / "THIRD-PARTY.md"
HEAD = """# Third-party software

What is installed with the program, or is inside its bundle, and under which licence. Made by `packaging/third_party.py` from the packages'
own metadata; the release's SBOM (CycloneDX) has the same with hashes and addresses.

| package | version | licence |
| --- | --- | --- |
"""
UNKNOWN = "see the package"


def main() -> int:
    """Write the list."""
    LISTING.write_text(listing(), encoding="utf-8")
    print(f"{LISTING.name}: {len(locked())} packages")
    return 0


def listing() -> str:
    """The file as it should be."""
    before = {name: licence for name, _, licence in rows(LISTING.read_text(encoding="utf-8"))} if LISTING.is_file() else {}
    lines = [f"| {name} | {version} | {licence_of(name) or before.get(name, UNKNOWN)} |" for name, version in sorted(locked().items())]
    return HEAD + "\n".join(lines) + "\n"


def rows(text: str) -> list[tuple[str, str, str]]:
    """Package, version and licence of each line of such a file."""
    return re.findall(r"^\| ([a-z0-9-]+) \| ([0-9][^|]*) \| ([^|]+) \|$", text, re.MULTILINE)


def locked() -> dict[str, str]:
    """The version of each package of the lock; several where it depends on Python's own."""
    versions: dict[str, list[str]] = {}
    for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", LOCK.read_text(encoding="utf-8"), re.MULTILINE):
        versions.setdefault(name, []).append(version)
    return {name: ", ".join(found) for name, found in versions.items()}


def licence_of(name: str) -> str:
    """What an installed package declares (PEP 639, else the older fields); empty when it is not installed."""
    try:
        declared = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return ""
    classified = [text.rpartition(" :: ")[2] for text in declared.get_all("Classifier") or [] if text.startswith("License :: ")]
    first_line = (_field(declared, "License")).strip().splitlines()[:1]
    short = first_line[0] if first_line and len(first_line[0]) <= 80 else ""
    found = _field(declared, "License-Expression") or short or ", ".join(sorted(set(classified)))
    return found.replace("|", "/").strip() or UNKNOWN


def _field(declared: metadata.PackageMetadata, name: str) -> str:
    found: list[str] = declared.get_all(name) or [""]
    return found[0]


if __name__ == "__main__":
    sys.exit(main())
