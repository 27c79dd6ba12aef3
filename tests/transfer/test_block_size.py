from __future__ import annotations

import pytest

from toptickets_desktop.transfer.block_size import BLOCK_BYTES_FIRST, BLOCK_BYTES_MAX, BLOCK_BYTES_MIN, BlockSize


def send(line_bytes_per_s: float, blocks: int) -> list[int]:
    """The sizes of blocks sent over a line of that speed."""
    clock = [0.0]
    block = BlockSize(lambda: clock[0])
    sizes = []
    for _ in range(blocks):
        block.note_taken()
        sizes.append(block.size_bytes)
        block.note_given()
        clock[0] += block.size_bytes / line_bytes_per_s
    return sizes


def test_a_quick_line_gets_large_blocks() -> None:
    assert send(500e6, 6) == [BLOCK_BYTES_FIRST << step for step in range(5)] + [BLOCK_BYTES_MAX]


def test_a_slow_line_shows_every_few_seconds_that_it_moves() -> None:
    assert send(5_000, 4) == [BLOCK_BYTES_FIRST, BLOCK_BYTES_FIRST // 2, BLOCK_BYTES_MIN, BLOCK_BYTES_MIN]


@pytest.mark.parametrize("bytes_per_s", [20e3, 200e3, 2e6, 20e6, 200e6])
def test_on_any_line_a_block_takes_a_moment_at_most(bytes_per_s: float) -> None:
    assert send(bytes_per_s, 40)[-1] / bytes_per_s <= 1.0
