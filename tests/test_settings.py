"""Settings survive a restart, and no file, however damaged, stops the program."""

from __future__ import annotations

import json
import os
import stat
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from toptickets_desktop.domain.access import DEFAULT_BASE_URL
from toptickets_desktop.domain.errors import LocalFileError, LocalFileReason
from toptickets_desktop.domain.network_access import NetworkAccess, ProxyMode
from toptickets_desktop.domain.profile import Profile, ProfileColor
from toptickets_desktop.domain.transfer import ConflictPolicy
from toptickets_desktop.settings import (
    BANDWIDTH_MIN_BYTES_PER_S,
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
        profile_id="a1",
        profile_name="Staging",
        profile_color=ProfileColor.RED,
        other_profiles=[Profile("", "Home", DEFAULT_BASE_URL, tmp_path / "home", ProfileColor.GREEN)],
        ticket_subfolders=True,
        proxy_mode=ProxyMode.MANUAL,
        proxy_url="http://proxy.example:3128",
        extra_ca_file=tmp_path / "ca.pem",
        language="de",
        notifies=False,
        bandwidth_limit_bytes_per_s=2_000_000,
        conflict_policy=ConflictPolicy.SKIP,
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
        ("bandwidth_limit_bytes_per_s", 1, BANDWIDTH_MIN_BYTES_PER_S),
        ("bandwidth_limit_bytes_per_s", "fast", None),
        ("conflict_policy", "skip", ConflictPolicy.SKIP),
        ("conflict_policy", "overwrite everything", ConflictPolicy.KEEP_BOTH),
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


def test_the_file_of_a_release_without_profiles_becomes_the_first_profile(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"base_url": "https://desk.example/v1", "download_dir": str(tmp_path / "mine"), "theme": "dark"}))

    settings = SettingsFile(path).load()

    assert settings.profiles == [Profile("", "", "https://desk.example/v1", tmp_path / "mine")]
    assert settings.theme == "dark"
    assert settings.profile.label == "desk.example"


def test_profiles_are_switched_changed_and_removed_without_losing_one(tmp_path: Path) -> None:
    settings = Settings(download_dir=tmp_path / "home", base_url=DEFAULT_BASE_URL, profile_name="Home")
    home, staging = settings.profile, Profile("a1", "Staging", "https://staging.example/v1", tmp_path / "staging", ProfileColor.RED)

    settings.put_profile(staging)
    settings.use_profile(staging)
    assert (settings.base_url, settings.download_dir, settings.profile) == (staging.base_url, staging.download_dir, staging)
    assert settings.profiles == [home, staging]

    settings.put_profile(replace(staging, name="Acceptance"))
    assert settings.profile_name == "Acceptance"
    settings.use_profile(home)
    settings.put_profile(replace(staging, name="Staging again"))
    assert [each.name for each in settings.profiles] == ["Home", "Staging again"]
    settings.remove_profile("a1")
    assert settings.profiles == [home]


def test_damaged_profiles_are_left_out_and_the_others_stay(tmp_path: Path) -> None:
    good = {"id": "b2", "name": "  Two\n words ", "base_url": "https://b.example/v1", "download_dir": "relative", "color": "no colour"}
    stored = {"other_profiles": [None, {}, {"id": 3}, {**good, "id": ""}, {**good, "id": "x", "base_url": "http://plain"}, good, good]}
    path = tmp_path / "settings.json"
    path.write_text(json.dumps(stored))

    settings = SettingsFile(path, defaults=Settings(download_dir=tmp_path)).load()

    assert settings.other_profiles == [Profile("b2", "Two words", "https://b.example/v1", tmp_path, ProfileColor.BLUE)]


@pytest.mark.parametrize("url", ["", "socks5://x", "http://user:secret@proxy"])
def test_a_proxy_that_cannot_be_used_is_the_systems(tmp_path: Path, url: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(json.dumps({"proxy_mode": "manual", "proxy_url": url}))
    assert SettingsFile(path).load().network_access == NetworkAccess()
