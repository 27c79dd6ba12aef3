"""Every door that strangers can hand something through, with generated and damaged things.

In the usual run that takes seconds; `python3 dev.py test --soak tests/security/fuzz` goes on for 30 minutes in all, or for what
`--fuzz-minutes` says, and prints how long each door was tried and with how many examples.
"""

from __future__ import annotations

import logging
import secrets
import time

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.conftest import FUZZ_RUNS
from tests.security.fuzz.targets import TARGETS, Target

EXAMPLES_IN_CI = 60
BATCH = 500


@pytest.mark.timeout(290)  # below faulthandler_timeout, which would end the whole run
@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.__name__)
def test_whatever_comes_in_what_was_promised_holds(
    target: Target, request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    duration_s = 60 * request.config.getoption("--fuzz-minutes") / len(TARGETS) if request.config.getoption("--soak") else 0.0
    count = 0

    def tried(data: st.DataObject) -> None:
        nonlocal count
        count += 1
        target(data)

    started_s = time.monotonic()
    while True:
        attempt = settings(
            max_examples=BATCH if duration_s else EXAMPLES_IN_CI,
            deadline=None,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )(given(st.data())(tried))
        seed(secrets.randbits(64))(attempt)()
        if time.monotonic() - started_s >= duration_s:
            break
    request.config.stash[FUZZ_RUNS].append((target.__name__, time.monotonic() - started_s, count))
