from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from tests.support.api_requests import api_client, ticket_id_of
from toptickets_desktop.sandbox.server import Sandbox


@pytest.fixture
def api(sandbox: Sandbox) -> Iterator[httpx.Client]:
    """A client with the admin key."""
    with api_client(sandbox) as client:
        yield client


@pytest.fixture
def storage() -> Iterator[httpx.Client]:
    """A client without any key, for signed URLs."""
    with httpx.Client(trust_env=False) as client:
        yield client


@pytest.fixture
def ticket_id(api: httpx.Client) -> str:
    """The ticket TKT-1042."""
    return ticket_id_of(api)
