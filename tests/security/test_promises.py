"""SECURITY.md promises nothing without naming what proves it, and what it names is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
TEXT = (PROJECT / "SECURITY.md").read_text(encoding="utf-8")
TABLE = TEXT.partition("## What the program promises")[2].partition("\n## ")[0]
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in TABLE.splitlines() if line.startswith("| ")][2:]


def names_of_tests(file: Path) -> set[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return {
        node.name for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith("test_")
    }


def test_every_promise_names_its_proof_and_every_proof_exists() -> None:
    assert len(ROWS) >= 20
    for row in ROWS:
        proofs = re.findall(r"`(tests/[^`]+)`", row[-1])
        assert proofs, f"nothing proves: {row[0]}"
        for proof in proofs:
            path, _, name = proof.partition("::")
            assert (PROJECT / path).exists(), f"{path} is not there"
            if name:
                assert name in names_of_tests(PROJECT / path), f"{path} has no {name}"
            elif (PROJECT / path).is_dir():
                assert list((PROJECT / path).rglob("test_*.py")), f"{path} has no tests"
