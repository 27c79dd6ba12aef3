"""Transfers are streamed: the largest file costs no more memory than a small multiple of a block."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command_line import CommandLine
from toptickets_desktop.domain.file_rules import MAX_UPLOAD_BYTES

BOUND_MB = 40.0

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")


# The process says it itself: what wait4 tells of a child is at least what its parent had when it forked.
MEASURED = """
import sys
from toptickets_desktop.cli.main import run
code = run()
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(peak.split()[1], file=sys.stderr)
sys.exit(code)
"""


def _peak_mb(*arguments: object) -> float:
    """Run the command and return its peak resident memory."""
    ended = subprocess.run(
        [sys.executable, "-c", MEASURED, "--json", *map(str, arguments)], capture_output=True, text=True, timeout=100, check=True
    )
    return int(ended.stderr.split()[-1]) / 1024


def test_the_largest_file_up_and_down(signed_in: CommandLine, tmp_path: Path) -> None:
    largest = tmp_path / "largest.txt"
    largest.write_bytes(os.urandom(MAX_UPLOAD_BYTES // 2).hex().encode())
    idle_mb = _peak_mb("tickets")
    upload_mb = _peak_mb("upload", "TKT-1042", largest) - idle_mb
    download_mb = _peak_mb("download", "TKT-1042", "largest.txt", "-o", tmp_path / "down") - idle_mb
    print(f"\nidle {idle_mb:.1f} MB, 30 MB upload +{upload_mb:.1f} MB, 30 MB download +{download_mb:.1f} MB")
    assert (tmp_path / "down" / "largest.txt").read_bytes() == largest.read_bytes()
    assert upload_mb < BOUND_MB
    assert download_mb < BOUND_MB
