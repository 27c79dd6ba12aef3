"""What is chosen holds at once, in a window that is signed in and working."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.api.awkward_servers import TunnelProxy
from tests.api.conftest import CERTIFICATE, KEY, server_tls
from tests.gui.driving import Driver, transfers
from tests.gui.window_fixtures import driver
from tests.support.scripted_server import ScriptedServer
from tests.support.service_view import ServiceView
from toptickets_desktop.domain.access import BaseUrl, KeyKind
from toptickets_desktop.domain.network_access import ProxyMode
from toptickets_desktop.domain.transfer import TransferState
from toptickets_desktop.gui.gallery.thumbnail_store import ThumbnailStore
from toptickets_desktop.gui.main_window import MainWindow
from toptickets_desktop.gui.preferences.settings_effects import KeptContent, KeptThumbnails
from toptickets_desktop.sandbox.server import Sandbox
from toptickets_desktop.settings import Settings

__all__ = ["driver"]

MUCH = b"much of it\n" * 100_000
SERVICE = BaseUrl.parse("https://api.example.com/v1")


def _open_with_much(driver: Driver, sandbox: Sandbox, count: int = 1) -> MainWindow:
    ticket_id = ServiceView(sandbox).ticket_id("TKT-1042")
    for number in range(count):
        sandbox.add_attachment(ticket_id, filename=f"much-{number}.txt", content_type="text/plain", content=MUCH)
    return driver.open_ticket(sandbox.base_url, sandbox.keys[KeyKind.AGENT])


def _download_much(window: MainWindow) -> None:
    rows = [row for row in window.attachment_model.rows if row.filename.startswith("much-")]
    window.attachments.download(rows, window.download_folder())


def test_a_folder_for_each_ticket(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    window = _open_with_much(driver, sandbox)
    window.effects.apply({"ticket_subfolders": True})
    _download_much(window)
    driver.until(lambda: bool(transfers(window, TransferState.DONE)))
    assert [path.relative_to(tmp_path / "downloads") for path in (tmp_path / "downloads").rglob("*.txt")] == [Path("TKT-1042/much-0.txt")]


def test_a_limit_of_speed_slows_what_runs_and_its_end_lets_it_go(driver: Driver, sandbox: Sandbox) -> None:
    window = _open_with_much(driver, sandbox)
    window.effects.apply({"bandwidth_limit_bytes_per_s": 16 * 1024})
    _download_much(window)
    driver.until(lambda: any(0 < each.bytes_done < len(MUCH) for each in transfers(window, TransferState.RUNNING)))
    window.effects.apply({"bandwidth_limit_bytes_per_s": None})
    driver.until(lambda: bool(transfers(window, TransferState.DONE)))


def test_a_limit_of_speed_holds_from_the_first_byte_after_signing_in(driver: Driver, sandbox: Sandbox, tmp_path: Path) -> None:
    ticket_id = ServiceView(sandbox).ticket_id("TKT-1042")
    sandbox.add_attachment(ticket_id, filename="much-0.txt", content_type="text/plain", content=MUCH)
    settings = Settings(download_dir=tmp_path / "downloads", bandwidth_limit_bytes_per_s=16 * 1024)
    window = driver.open(sandbox.base_url, sandbox.keys[KeyKind.AGENT], ticket="TKT-1042", settings=settings)
    driver.until(lambda: window.attachment_model.total_count > 0)
    _download_much(window)
    driver.until(lambda: any(0 < each.bytes_done < len(MUCH) for each in transfers(window, TransferState.RUNNING)))


def test_as_many_run_as_are_allowed_now(driver: Driver, sandbox: Sandbox) -> None:
    sandbox.limit_speed(30_000)
    window = _open_with_much(driver, sandbox, count=4)
    window.effects.apply({"concurrency": 1})
    _download_much(window)
    driver.until(lambda: len(transfers(window, TransferState.RUNNING)) == 1 and len(transfers(window)) == 4)
    window.effects.apply({"concurrency": 3})
    driver.until(lambda: len(transfers(window, TransferState.RUNNING)) == 3)
    sandbox.limit_speed(None)


def test_proxy_and_certificates_reach_the_service_that_nothing_reached_before(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer(tls=server_tls()) as server, ScriptedServer() as gone, TunnelProxy(server) as proxy:
        server.answer("GET", "/v1/tickets", json=[])
        server.answer("GET", "/v1/users", json=[])
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{gone.port}")  # nowhere: it speaks no CONNECT
        window = driver.open(SERVICE, KEY)
        driver.until(lambda: driver.opened[0][1].has_workspace and bool(window.ticket_pane.stack.message))
        assert not server.requests

        window.effects.apply({"extra_ca_file": CERTIFICATE})
        window.effects.apply({"proxy_mode": ProxyMode.MANUAL, "proxy_url": f"http://127.0.0.1:{proxy.port}"})
        window.actions_.refresh.trigger()
        driver.until(lambda: "No tickets" in window.ticket_pane.stack.message)
        assert proxy.heads[0].startswith("CONNECT api.example.com:443 ")
        assert all(KEY.reveal() not in head for head in proxy.heads)
        assert server.requests[0].headers["authorization"] == f"Bearer {KEY.reveal()}"


def test_kept_content_is_counted_and_cleared(driver: Driver, sandbox: Sandbox) -> None:
    window = _open_with_much(driver, sandbox)
    bridge = driver.opened[0][1]
    row = next(each for each in window.attachment_model.rows if each.filename == "much-0.txt")
    driver.run(bridge.call(lambda workspace: workspace.content_cache.get(row)))
    kept = KeptContent(bridge)
    assert driver.run(kept.size_bytes()) >= len(MUCH)
    driver.run(kept.clear())
    assert driver.run(kept.size_bytes()) == 0


def test_the_theme_is_asked_for_and_the_settings_are_saved(driver: Driver, sandbox: Sandbox) -> None:
    window = _open_with_much(driver, sandbox)
    chosen: list[str] = []
    window.theme_chosen.connect(chosen.append)
    with driver.qtbot.waitSignal(window.settings_changed):
        window.effects.apply({"theme": "dark"})
    assert chosen == ["dark"]
    with driver.qtbot.assertNotEmitted(window.settings_changed):
        window.effects.apply({"theme": "dark"})


def test_thumbnails_are_counted_and_cleared_too(driver: Driver, tmp_path: Path) -> None:
    store = ThumbnailStore(tmp_path / "thumbnails")
    store.put("one", QImage(8, 8, QImage.Format.Format_RGB32))
    kept = KeptThumbnails(store)
    assert driver.run(kept.size_bytes()) > 0
    driver.run(kept.clear())
    assert driver.run(kept.size_bytes()) == 0
