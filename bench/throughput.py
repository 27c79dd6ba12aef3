"""One 30 MB file, and 200 small ones, against curl: `python3 dev.py bench throughput`."""

from __future__ import annotations

import asyncio
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench._harness import Comparison, Report, Series, in_pairs
from bench._servers import LARGE_BYTES, SMALL_BYTES, SMALL_FILES, Servers, servers, trust_certificate
from toptickets_desktop.domain.access import ApiKey, BaseUrl
from toptickets_desktop.domain.attachment import Attachment
from toptickets_desktop.domain.transfer import TransferState
from toptickets_desktop.transfer.checks import check_file
from toptickets_desktop.transfer.workspace import Workspace

KEY = ApiKey("tt_admin_benchmarkBenchmarkBenchmark")
AT_A_TIME = 8
MB = 1e6


class Ours:
    """The engine, as the window and the command run it, on a loop that is driven from outside."""

    def __init__(self, base_url: str) -> None:
        self._runner = asyncio.Runner()
        self._workspace = self._runner.run(Workspace.open(BaseUrl.parse(f"{base_url}/v1"), KEY, concurrency=AT_A_TIME))

    def close(self) -> None:
        self._runner.run(self._workspace.close())
        self._runner.close()

    def download(self, names: list[str], size_bytes: int, folder: Path) -> float:
        async def run() -> None:
            engine = self._workspace.engine
            ids = [engine.download(_attachment(name, size_bytes), folder) for name in names]
            await self._all_done(ids)

        return self._timed(run)

    def upload(self, paths: list[Path]) -> float:
        async def run() -> None:
            engine = self._workspace.engine
            ids = [engine.upload("t1", check_file(path)) for path in paths]
            await self._all_done(ids)

        return self._timed(run)

    async def _all_done(self, ids: list[int]) -> None:
        engine = self._workspace.engine
        states = {(await engine.wait(each)).state for each in ids}
        if states != {TransferState.DONE}:
            raise RuntimeError([engine.snapshot(each) for each in ids if engine.snapshot(each).state is not TransferState.DONE][:3])
        engine.clear_finished()

    def _timed(self, run: Callable[[], object]) -> float:
        started = time.perf_counter()
        self._runner.run(run())  # type: ignore[arg-type]
        return time.perf_counter() - started


def _attachment(name: str, size_bytes: int) -> Attachment:
    return Attachment(id=name, ticket_id="t1", filename=f"{name}.zip", content_type="application/zip", size_bytes=size_bytes)


def curl(*arguments: str) -> float:
    """Run curl and return the seconds of its own count, which leaves out the start of the process."""
    started = time.perf_counter()
    done = subprocess.run(["curl", "-sS", "--fail", "-w", "%{time_total}\n", *arguments], capture_output=True, text=True, check=True)
    own_s = sum(float(line) for line in done.stdout.split() if line.replace(".", "").isdigit())
    return own_s if "--parallel" not in arguments else time.perf_counter() - started


def cpu_s(who: int) -> float:
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def rates(seconds: list[float], total_bytes: int) -> list[float]:
    return [total_bytes / MB / each for each in seconds]


def measure(report: Report, at: Servers, folder: Path, *, tls: bool) -> None:
    origin = at.tls if tls else at.plain
    kind = "TLS" if tls else "plain"
    trust = ["--cacert", str(at.certificate)] if tls else []
    ours = Ours(at.tls if tls else at.service)
    down = folder / "down"
    source = folder / "large.zip"
    source.write_bytes(b"PK\x03\x04" + (at.files / "large").read_bytes()[4:])
    small = []
    for index in range(SMALL_FILES):
        path = folder / f"small-{index}.zip"
        path.write_bytes(b"PK\x03\x04" + (at.files / f"small-{index}").read_bytes()[4:])
        small.append(path)
    cpu: dict[str, list[float]] = {"ours": [], "curl": []}

    def fresh() -> Path:
        shutil.rmtree(down, ignore_errors=True)
        down.mkdir()
        return down

    def our_download() -> float:
        place = fresh()
        before = cpu_s(resource.RUSAGE_SELF)
        seconds = ours.download(["large"], LARGE_BYTES, place)
        cpu["ours"].append(cpu_s(resource.RUSAGE_SELF) - before)
        return seconds

    def curl_download() -> float:
        place = fresh()
        before = cpu_s(resource.RUSAGE_CHILDREN)
        seconds = curl(*trust, "-o", str(place / "large"), f"{origin}/large")
        cpu["curl"].append(cpu_s(resource.RUSAGE_CHILDREN) - before)
        return seconds

    def add(what: str, total_bytes: int, pairs: tuple[list[float], list[float]], bound: str) -> None:
        a, b = (rates(seconds, total_bytes) for seconds in pairs)
        report.comparisons.append(Comparison(f"{what}, {kind}", Series("ours", "MB/s", a), Series("curl", "MB/s", b), bound))

    add("30 MB down", LARGE_BYTES, in_pairs(our_download, curl_download), "≥ 0.9")
    per_gb = {who: [each / (LARGE_BYTES / 1e9) for each in values[1:]] for who, values in cpu.items()}
    report.comparisons.append(
        Comparison(
            f"CPU per GB down, {kind}", Series("ours", "s", per_gb["ours"]), Series("curl", "s", per_gb["curl"]), "≤ 1.6" if tls else ""
        )
    )
    post = f"{origin}/v1/tickets/t1/attachments" if tls else f"{at.service}/v1/tickets/t1/attachments"
    add(
        "30 MB up",
        LARGE_BYTES,
        in_pairs(
            lambda: ours.upload([source]),
            lambda: curl(*trust, "-H", "Expect:", "-o", "/dev/null", "-F", f"file=@{source};type=application/zip", post),
        ),
        "≥ 0.8" if tls else "≥ 0.9",
    )
    names = [f"small-{index}" for index in range(SMALL_FILES)]
    config = folder / "curl-down.txt"
    config.write_text("".join(f'url = "{origin}/{name}"\noutput = "{down / name}"\n' for name in names))
    parallel = ["--parallel", "--parallel-max", str(AT_A_TIME)]
    add(
        "200 × 100 KB down, 8 at a time",
        SMALL_FILES * SMALL_BYTES,
        in_pairs(lambda: ours.download(names, SMALL_BYTES, fresh()), lambda: (fresh(), curl(*trust, *parallel, "-K", str(config)))[1]),
        "≥ 0.5",
    )
    config = folder / "curl-up.txt"
    each = 'url = "{post}"\nform = "file=@{path};type=application/zip"\noutput = "/dev/null"\nsilent\nfail\n'
    each += 'cacert = "{certificate}"\n' if tls else ""
    config.write_text("next\n".join(each.format(post=post, path=path, certificate=at.certificate) for path in small))
    add(
        "200 × 100 KB up, 8 at a time",
        SMALL_FILES * SMALL_BYTES,
        in_pairs(lambda: ours.upload(small), lambda: curl(*trust, *parallel, "-K", str(config))),
        "≥ 0.5",
    )
    ours.close()


def main() -> int:
    trust_certificate()
    report = Report("throughput")
    for tls in (False, True):
        with tempfile.TemporaryDirectory(prefix="bench-") as folder, servers(Path(folder) / "servers", tls=tls) as at:
            measure(report, at, Path(folder), tls=tls)
    report.show()
    return 0


if __name__ == "__main__":
    sys.exit(main())
