from __future__ import annotations

import httpx

from toptickets_desktop.domain.access import KeyKind
from toptickets_desktop.sandbox.server import Sandbox


def test_the_newest_ticket_is_tkt_1042(sandbox: Sandbox) -> None:
    headers = {"Authorization": f"Bearer {sandbox.keys[KeyKind.ADMIN].reveal()}"}
    tickets = httpx.get(f"{sandbox.base_url}/tickets", headers=headers, params={"limit": 500}).json()
    assert tickets[0]["ticket_display_id"] == "TKT-1042"
    assert len(tickets) == 60
