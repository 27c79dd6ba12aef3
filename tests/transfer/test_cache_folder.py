from __future__ import annotations

from pathlib import Path

import pytest

from toptickets_desktop.transfer.cache_folder import CacheFolder


def test_a_folder_that_is_cleared_away_meanwhile_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = CacheFolder(tmp_path / "content")
    real_chmod = Path.chmod
    clearings: list[int] = []

    def chmod(path: Path, mode: int) -> None:
        real_chmod(path, mode)
        if not clearings:  # as another thread would that finds nothing in it yet
            clearings.append(folder.clear())

    monkeypatch.setattr(Path, "chmod", chmod)
    assert folder.prepare("key").is_dir()
    assert clearings == [0]
