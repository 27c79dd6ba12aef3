from __future__ import annotations

import pytest

from toptickets_desktop.domain.attachment import SignedUrl
from toptickets_desktop.transfer.link import Link

SECRET = "https://files.example.com/a?token=very-secret"


class Service:
    """Gives links, by a clock that the test moves."""

    def __init__(self, lifetime_s: float | None) -> None:
        self.now_s = 1000.0
        self.lifetime_s = lifetime_s
        self.links_given = 0

    async def ask(self) -> SignedUrl:
        self.links_given += 1
        return SignedUrl(f"{SECRET}-{self.links_given}", lifetime_s=self.lifetime_s)

    def clock(self) -> float:
        return self.now_s


@pytest.mark.parametrize(("lifetime_s", "last_use_s"), [(3600.0, 3569.0), (10.0, 8.9), (3600.0, 0.0)])
async def test_a_link_is_used_until_shortly_before_its_end_and_then_renewed_once(lifetime_s: float, last_use_s: float) -> None:
    service = Service(lifetime_s)
    link = Link(clock=service.clock)
    first = await link.current(service.ask)
    service.now_s += last_use_s
    assert await link.current(service.ask) is first
    service.now_s = 1000 + lifetime_s * 0.995
    second = await link.current(service.ask)
    assert await link.current(service.ask) is second
    assert service.links_given == 2


async def test_a_link_without_an_end_is_renewed_only_when_it_was_dropped() -> None:
    service = Service(None)
    link = Link(clock=service.clock)
    first = await link.current(service.ask)
    service.now_s += 1_000_000
    assert await link.current(service.ask) is first
    link.drop()
    assert (await link.current(service.ask)).url.endswith("-2")


@pytest.mark.parametrize("lifetime_s", [0.0, -7200.0])
async def test_a_link_that_ended_before_it_came_is_given_out_once_and_not_asked_for_in_a_loop(lifetime_s: float) -> None:
    service = Service(lifetime_s)
    link = Link(clock=service.clock)
    for expected in (1, 2):
        assert (await link.current(service.ask)).url.endswith(f"-{expected}")
    assert service.links_given == 2


async def test_nothing_is_kept_when_asking_fails_and_nothing_is_shown() -> None:
    service = Service(3600)
    link = Link(clock=service.clock)
    await link.current(service.ask)
    service.now_s += 4000

    async def fail() -> SignedUrl:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await link.current(fail)
    assert (await link.current(service.ask)).url.endswith("-2")
    assert "secret" not in repr(link)
