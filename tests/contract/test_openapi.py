"""The sandbox keeps the contract of openapi.yaml."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import schemathesis

from tests.support.api_requests import api_client
from toptickets_desktop.domain.access import KeyKind, Scope
from toptickets_desktop.sandbox.server import Sandbox

_CONTRACT = Path(__file__).with_name("openapi.yaml")
_SCHEMATHESIS = "import sys; from schemathesis.cli import schemathesis; sys.exit(schemathesis())"
_ANY_ID = "00000000-0000-4000-8000-000000000000"
_METHODS = ("get", "post", "put", "patch", "delete")


def _run_schemathesis(sandbox: Sandbox, folder: Path, *, examples: int) -> subprocess.CompletedProcess[str]:
    """All of schemathesis's phases and checks: valid, invalid and missing data, unsupported methods, ignored keys, sequences of calls."""
    key = sandbox.add_key(KeyKind.ADMIN, requests_per_minute=10_000_000)
    config = folder / "schemathesis.toml"
    config.write_text('[headers]\nAuthorization = "Bearer ${SANDBOX_KEY}"\n')
    command = [sys.executable, "-c", _SCHEMATHESIS, "--config-file", str(config), "--no-color", "run", str(_CONTRACT)]
    options = ["--url", str(sandbox.base_url), "--max-examples", str(examples), "--generation-database", "none"]
    environment = {**os.environ, "SANDBOX_KEY": key.reveal()}
    return subprocess.run([*command, *options], cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)


def test_schemathesis_finds_nothing(sandbox: Sandbox, tmp_path: Path) -> None:
    result = _run_schemathesis(sandbox, tmp_path, examples=15)
    assert result.returncode == 0, result.stdout + result.stderr
    # It did get through to the service, in every way.
    assert {record.status for record in sandbox.requests} >= {200, 201, 401, 404, 405, 422}


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_schemathesis_finds_nothing_in_many_examples(sandbox: Sandbox, tmp_path: Path) -> None:
    result = _run_schemathesis(sandbox, tmp_path, examples=500)
    assert result.returncode == 0, result.stdout + result.stderr


def _operations() -> list[tuple[str, str, str]]:
    """Method, path and scope of every operation in the contract."""
    contract: dict[str, Any] = schemathesis.openapi.from_path(_CONTRACT).raw_schema
    return [
        (method.upper(), path.format(ticket_id=_ANY_ID, attachment_id=_ANY_ID), operation["x-scope"])
        for path, methods in contract["paths"].items()
        for method, operation in methods.items()
        if method in _METHODS
    ]


def test_every_operation_needs_the_scope_that_the_contract_names(sandbox: Sandbox) -> None:
    operations = _operations()
    assert len(operations) == 8
    for method, path, scope in operations:
        with api_client(sandbox, sandbox.add_key(KeyKind.AGENT, scopes=set(Scope) - {Scope(scope)})) as api:
            response = api.request(method, path)
        assert response.json() == {"detail": f"Insufficient permissions. Required scope: {scope}"}
        with api_client(sandbox, sandbox.add_key(KeyKind.AGENT, scopes={Scope(scope)})) as api:
            assert api.request(method, path).status_code in {200, 404}
