"""`forget-everything`, with a real keyring, after real work."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.command_line import CommandLine, Terminal
from tests.support.keyring_session import KeyringSession
from toptickets_desktop.domain.access import ApiKey, BaseUrl, KeyKind
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.profile import Profile
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.settings import AppPaths
from toptickets_desktop.transfer.kept_part import KeptPart
from toptickets_desktop.transfer.workspace import Workspace


def left_files(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*") if not path.is_dir()}


@pytest.fixture
def with_service(toptickets: CommandLine, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    monkeypatch.setenv("TOPTICKETS_BASE_URL", sandbox.base_url.text)
    return toptickets


async def leave_traces(paths: AppPaths, sandbox: Sandbox, key: ApiKey, downloads: Path) -> None:
    """What a window leaves that was killed in the middle of a download: a journal, a part, a cache, copies, a log, settings."""
    paths.create()
    workspace = await Workspace.open(
        sandbox.base_url, key, concurrency=1, journal_path=paths.journal_path, content_dir=paths.content_dir, account=sandbox.base_url.text
    )
    ticket = (await workspace.client.list_tickets(limit=1)).tickets[0]
    attachment: Attachment = (await workspace.client.list_attachments(ticket.id))[0]
    await workspace.content_cache.get(attachment)
    sandbox.limit_speed(1)
    workspace.engine.pause(workspace.engine.download(attachment, downloads))
    part = KeptPart(downloads, attachment.filename, attachment)
    part.begin(etag='"one"', total_bytes=attachment.size_bytes)
    part.write(b"x" * 10)
    part.release(keep=True)
    await workspace.close()
    sandbox.limit_speed(None)
    settings = paths.settings_file.load()
    settings.base_url, settings.download_dir = sandbox.base_url.text, downloads
    settings.put_profile(Profile("second", "Second", "https://other.example/v1", downloads))
    paths.settings_file.save(settings)
    (paths.handed_out_dir / "run" / "copy").mkdir(parents=True)
    (paths.handed_out_dir / "run" / "copy" / "a.png").write_bytes(b"x")
    (paths.handed_out_dir / "run" / "copy" / "a.png").chmod(0o400)


@pytest.mark.keyring
def test_nothing_is_left_but_what_was_downloaded(with_service: CommandLine, sandbox: Sandbox, keyring_session: KeyringSession) -> None:
    import asyncio

    key = sandbox.keys[KeyKind.AGENT]
    paths = AppPaths.under(with_service.data_dir)
    downloads = with_service.data_dir / "downloads"
    downloads.mkdir(parents=True)
    (downloads / "mine.txt").write_text("mine")
    assert with_service("-v", "key", "set", stdin=key.reveal()).code == 0
    asyncio.run(leave_traces(paths, sandbox, key, downloads))
    assert {path.parts[0] for path in left_files(with_service.data_dir)} == {"cache", "config", "data", "logs", "downloads"}
    assert any(path.name.endswith(".part") for path in left_files(downloads))

    refused = with_service("forget-everything", stdin=Terminal("n\n"))
    assert refused.code != 0
    assert with_service("key", "status").code == 0

    ended = with_service("forget-everything", "--yes")
    assert (ended.code, ended.out) == (0, "")
    assert left_files(with_service.data_dir) == {Path("downloads/mine.txt")}
    assert not paths.cache_dir.exists()
    assert with_service("key", "status").code == 3


def test_a_keyring_that_is_not_there_is_said_and_the_rest_goes(with_service: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    paths = AppPaths.under(with_service.data_dir)
    paths.create()
    (paths.cache_dir / "x").write_text("x")
    ended = with_service("forget-everything", "--yes")
    assert "Keyring: " in ended.err
    assert ended.code != 0
    assert not paths.cache_dir.exists()
    assert not paths.config_dir.exists()


def test_every_profile_and_address_is_meant() -> None:
    from toptickets_desktop.settings import Settings
    from toptickets_desktop.transfer.forgetting import _accounts

    settings = Settings(base_url="https://one.example/v1", last_ticket_id={"https://two.example/v1": "t", "nonsense": "t"})
    settings.put_profile(Profile("second", "Second", "https://three.example/v1", Path("/d")))
    hosts = {"one", "two", "three"}
    expected = {(each, BaseUrl.parse(f"https://{host}.example/v1")) for each in (settings.profile_id, "second") for host in hosts}
    assert _accounts(settings) == expected
