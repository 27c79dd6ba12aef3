"""What is built with is pinned, comes from the index alone, runs nothing when it is installed, and has its licences listed."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import dev

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT / "packaging"))  # which is a folder of scripts, and no package
import third_party  # noqa: E402

LOCKS = sorted((PROJECT / "packaging" / "requirements").glob("*.txt"))
PIN = re.compile(r"[A-Za-z0-9._-]+==[^\s;@]+(?: ; [^\\]+)? \\")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_requirement_is_pinned_with_hashes_and_comes_from_no_address(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert len(blocks) > 20
    for block in blocks:
        head, *hashes = block.split("\n")
        assert PIN.fullmatch(head), head
        assert hashes, head
        assert all(re.fullmatch(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?", line) for line in hashes), head
    assert not re.search(r"://|git\+|@|--index|--find-links|--trusted|^-", text, re.MULTILINE)


def test_bundles_and_wheels_are_tried_with_hashes_and_no_resolver() -> None:
    for file in (PROJECT / "dev.py", PROJECT / "packaging" / "make_packages.py"):
        for line in file.read_text(encoding="utf-8").splitlines():
            if "LOCK)" in line and "install(" in line:
                assert "--require-hashes" in line, line


def test_nothing_of_ours_runs_when_it_is_installed() -> None:
    assert not [name for name in ("setup.py", "setup.cfg", "hatch_build.py") if (PROJECT / name).exists()]
    assert "hooks" not in (PROJECT / "pyproject.toml").read_text(encoding="utf-8")


def test_the_licences_of_everything_that_goes_out_are_listed_and_up_to_date() -> None:
    text = third_party.LISTING.read_text(encoding="utf-8")
    assert text == third_party.listing(), "run packaging/third_party.py"
    listed = {name: version for name, version, _ in third_party.rows(text)}
    assert listed == third_party.locked()
    assert not [row for row in third_party.rows(text) if row[2] == third_party.UNKNOWN]


def test_what_an_audit_found_is_told_and_never_mistaken_for_none() -> None:
    clean = {"name": "a", "version": "1", "vulns": []}
    bad = {"name": "b", "version": "2", "vulns": [{"id": "PYSEC-1", "fix_versions": ["3"]}]}
    skipped = {"name": "c", "skip_reason": "not found"}
    told: Callable[[list[object]], tuple[str, int]] = lambda found: dev.audit_result(json.dumps({"dependencies": found}))  # noqa: E731
    assert told([clean, clean]) == ("ok", 0)
    assert told([clean, bad, skipped])[1] == 1
    assert told([clean, skipped]) == ("ok, 1 of 2 without advisories", 0)
    assert told([skipped])[0].startswith("skipped")
    assert dev.audit_result("no JSON")[0].startswith("skipped")
