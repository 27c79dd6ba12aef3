"""Settings survive a restart, and no file, however damaged, stops the program."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from toptickets_desktop.domain.access import DEFAULT_BASE_URL
from toptickets_desktop.domain.errors import LocalFileError, LocalFileReason
from toptickets_desktop.settings import (
    CACHE_AGE_DAYS_MAX,
    CACHE_LIMIT_BYTES_DEFAULT,
    CONCURRENCY_DEFAULT,
    CONCURRENCY_MAX,
    AppPaths,
    Settings,
    SettingsFile,
)

posix_only = pytest.mark.skipif(os.name != "posix", reason="file modes are a POSIX matter")


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    chosen = Settings(
        download_dir=tmp_path / "saved 文件",
        base_url="http://127.0.0.1:8123/v1",
        concurrency=2,
        resumes_transfers=False,
        window={"geometry": "AAEC", "columns": "x"},
        last_ticket_id={DEFAULT_BASE_URL: "t-1"},
    )
    SettingsFile(tmp_path / "new" / "settings.json").save(chosen)

    assert SettingsFile(tmp_path / "new" / "settings.json").load() == chosen
    assert [each.name for each in (tmp_path / "new").iterdir()] == ["settings.json"], "no temporary file stays"


@posix_only
def test_files_and_folders_are_private(tmp_path: Path) -> None:
    paths = AppPaths.under(tmp_path / "made" / "on the way")
    paths.create()
    paths.settings_file.save(Settings())

    on_the_way = (tmp_path / "made", tmp_path / "made" / "on the way")
    assert {_mode(each) for each in (*on_the_way, paths.config_dir, paths.data_dir, paths.cache_dir, paths.log_dir)} == {0o700}
    assert _mode(paths.settings_file.path) == 0o600


def test_defaults_are_not_written_and_follow_the_data_folder(tmp_path: Path) -> None:
    settings_file = AppPaths.under(tmp_path).settings_file
    settings = settings_file.load()
    assert settings.download_dir == tmp_path / "downloads"
    assert settings.concurrency == CONCURRENCY_DEFAULT

    settings.concurrency = 3
    settings_file.save(settings)
    assert json.loads(settings_file.path.read_text()) == {"concurrency": 3}


def test_two_loads_do_not_share_their_dicts(tmp_path: Path) -> None:
    settings_file = SettingsFile(tmp_path / "settings.json")
    settings_file.load().window["geometry"] = "changed"
    assert settings_file.load().window == {}


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[1, 2]", b"null", b"\xff\xfe\x00", b"[" * 100_000, b'{"concurrency": ' + b"9" * 6_000 + b"}", b" " * (1024 * 1024 + 1)],
    ids=["empty", "cut", "list", "null", "binary", "deep", "huge number", "large"],
)
def test_a_damaged_file_is_set_aside(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)

    assert SettingsFile(path).load() == Settings()
    assert not path.exists()
    assert (tmp_path / "settings.json.damaged").read_bytes() == content


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("concurrency", 99, CONCURRENCY_MAX),
        ("concurrency", -1, 1),
        ("concurrency", True, CONCURRENCY_DEFAULT),
        ("concurrency", "4", CONCURRENCY_DEFAULT),
        ("resumes_transfers", False, False),
        ("cache_limit_bytes", -5, 0),
        ("cache_limit_bytes", 1.5, CACHE_LIMIT_BYTES_DEFAULT),
        ("cache_age_days", 0, 1),
        ("cache_age_days", 10**9, CACHE_AGE_DAYS_MAX),
        ("clears_cache_at_quit", "yes", False),
        ("resumes_transfers", 0, True),
        ("base_url", "http://example.com/v1", DEFAULT_BASE_URL),
        ("base_url", 7, DEFAULT_BASE_URL),
        ("window", ["geometry"], {}),
        ("window", {"geometry": "ok", "columns": 4}, {"geometry": "ok"}),
        ("last_ticket_id", None, {}),
    ],
)
def test_a_wrong_value_is_replaced_and_the_others_stay(tmp_path: Path, name: str, value: object, expected: object) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"download_dir": str(tmp_path), name: value, "unknown": 1}))
    settings = SettingsFile(path).load()

    assert getattr(settings, name) == expected
    assert settings.download_dir == tmp_path


@pytest.mark.parametrize("value", ["relative/folder", "", "/bad\0name", 5, None])
def test_a_download_folder_that_means_nothing_is_the_default(tmp_path: Path, value: object) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"download_dir": value}))
    assert SettingsFile(path, defaults=Settings(download_dir=tmp_path)).load().download_dir == tmp_path


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
)


@hypothesis_settings(deadline=None)  # the disk decides how long a save takes
@given(stored=st.dictionaries(st.sampled_from(["download_dir", "base_url", "concurrency", "window", "last_ticket_id", "x"]), _json))
def test_any_object_gives_settings_that_can_be_saved_again(tmp_path_factory: pytest.TempPathFactory, stored: dict[str, object]) -> None:
    settings_file = SettingsFile(tmp_path_factory.mktemp("settings") / "settings.json")
    settings_file.path.write_text(json.dumps(stored))
    settings = settings_file.load()
    assert 1 <= settings.concurrency <= CONCURRENCY_MAX
    settings_file.save(settings)
    assert settings_file.load() == settings


def test_an_unreadable_path_gives_defaults_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.mkdir()
    assert SettingsFile(path).load() == Settings()
    assert path.is_dir()


def test_save_says_which_path_and_why_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(LocalFileError) as caught:
        SettingsFile(tmp_path / "file" / "settings.json").save(Settings())
    assert caught.value.reason is LocalFileReason.EXISTS

    target = tmp_path / "settings.json"
    (target / "inside").mkdir(parents=True)
    with pytest.raises(LocalFileError) as caught:
        SettingsFile(target).save(Settings())
    assert caught.value.path == target
    assert sorted(each.name for each in tmp_path.iterdir()) == ["file", "settings.json"]


def test_folders_that_cannot_be_made_are_named(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("in the way")
    with pytest.raises(LocalFileError) as caught:
        AppPaths.under(tmp_path).create()
    assert caught.value.path == tmp_path / "config"


def test_the_users_own_folders_carry_the_programs_name() -> None:
    paths = AppPaths.for_user()
    name = "TopTickets Desktop" if sys.platform in {"win32", "darwin"} else "toptickets-desktop"
    assert all(name in each.parts for each in (paths.config_dir, paths.data_dir, paths.cache_dir, paths.log_dir))
    assert paths.download_dir.is_absolute()
