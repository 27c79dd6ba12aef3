"""Build what can be handed out, and start each part once on the sandbox: `python3 dev.py build`.

dist/*.whl, dist/*.tar.gz     the wheel, tried in a clean environment with the locked run-time dependencies; the sources
dist/sbom.cdx.json            what both bring along (CycloneDX); a copy and the licences lie in the bundle
dist/toptickets-desktop/      the stand-alone bundle; on Linux with share/ for the desktop's menus
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(PROJECT))

import dev  # noqa: E402  # lies beside this folder, which is no package

APP_ID = "app.toptickets.Desktop"
DIST = PROJECT / "dist"
WORK = PROJECT / "build"
BUNDLE = DIST / "toptickets-desktop"
CHECK_TIMEOUT_S = 90
ICON_SIZES_PX = (16, 22, 24, 32, 48, 64, 128, 256, 512)


def main() -> int:
    """Build and try everything; the table at the end says what was made, how large it is and how long it took."""
    try:
        for folder in (DIST, WORK):
            shutil.rmtree(folder, ignore_errors=True)
        wheel, wheel_s = make_wheel()
        wheel_check_s = check_wheel(wheel)
        sbom, component_count = make_sbom()
        bundle_s = make_bundle()
        for file in (sbom, PROJECT / "LICENSE", PROJECT / "THIRD-PARTY.md"):
            shutil.copy(file, BUNDLE)
        bundle_checks = check_bundle()
    except dev.DevError as error:
        print(f"build: {error}", file=sys.stderr, flush=True)
        return error.exit_code
    dev.say(f"{wheel.name}  {wheel.stat().st_size / 1e6:.1f} MB, built in {wheel_s:.0f} s, checked in {wheel_check_s:.0f} s")
    dev.say(f"{sbom.name}  {component_count} components")
    dev.say(f"{BUNDLE.relative_to(PROJECT)}  {_folder_size_bytes(BUNDLE) / 1e6:.0f} MB, built in {bundle_s:.0f} s")
    for platform, duration_s in bundle_checks.items():
        dev.say(f"  started and checked on {platform} in {duration_s:.1f} s")
    return 0


def make_wheel() -> tuple[Path, float]:
    """Make wheel and source archive; returns the wheel and how long it took in seconds."""
    started = time.monotonic()
    dev.say("Building wheel and source archive")
    _run_quietly([sys.executable, "-m", "build", "--no-isolation", "--outdir", DIST, PROJECT], "the wheel could not be built")
    (wheel,) = DIST.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    packed = {name for name in names if name.startswith("toptickets_desktop/resources/")}
    files = [path for path in (PROJECT / "resources").rglob("*") if path.is_file()]
    missing = [path for path in files if f"toptickets_desktop/{path.relative_to(PROJECT).as_posix()}" not in packed]
    if missing or not files:
        raise dev.DevError(f"The wheel lacks resources: {', '.join(path.name for path in missing)}")
    return wheel, time.monotonic() - started


def check_wheel(wheel: Path) -> float:
    """Install the wheel where nothing else is, and start it; returns how long it took in seconds."""
    started = time.monotonic()
    dev.say("Installing the wheel in a clean environment")
    venv = WORK / "wheel-check"
    dev.make_venv(venv)
    dev.install(venv, ["--no-deps", "--require-hashes", "-r", str(dev.RUNTIME_LOCK)])
    dev.install(venv, ["--no-deps", str(wheel)])
    window, command = dev.venv_program(venv, "toptickets-desktop"), dev.venv_program(venv, "toptickets")
    _check_program(window, {"QT_QPA_PLATFORM": "offscreen"})
    _check_command(command)
    return time.monotonic() - started


def make_sbom() -> tuple[Path, int]:
    """List what the wheel's clean environment holds: the locked run-time dependencies, which go into the bundle too.

    Returns:
        The file, and how many components it names.
    """
    path = DIST / "sbom.cdx.json"
    command: list[str | Path] = [dev.venv_program(dev.VENV, "cyclonedx-py"), "environment", "--pyproject", PROJECT / "pyproject.toml"]
    command += ["--output-reproducible", "--of", "JSON", "-o", path, dev.venv_program(WORK / "wheel-check", "python")]
    _run_quietly(command, "the SBOM could not be made")
    components = json.loads(path.read_text(encoding="utf-8"))["components"]
    names = {component["name"].lower().replace("_", "-") for component in components}
    if not {"httpx", "pyside6", "keyring", "nh3"} <= names:
        raise dev.DevError("The SBOM lacks what the program is made of.")
    return path, len(components)


def make_bundle() -> float:
    """Make the stand-alone bundle; returns how long it took in seconds."""
    started = time.monotonic()
    dev.say("Building the stand-alone bundle")
    spec = PROJECT / "packaging" / "toptickets.spec"
    command: list[str | Path] = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", "--distpath", DIST]
    _run_quietly([*command, "--workpath", WORK / "pyinstaller", spec], "the bundle could not be built")
    if sys.platform == "linux":
        _add_desktop_files(BUNDLE / "share")
    return time.monotonic() - started


def check_bundle() -> dict[str, float]:
    """Start the bundle off screen and on an X server where there is one; returns the seconds that each took."""
    suffix = ".exe" if os.name == "nt" else ""
    window, command = BUNDLE / f"toptickets-desktop{suffix}", BUNDLE / f"toptickets{suffix}"
    durations_s = {"offscreen": _check_program(window, {"QT_QPA_PLATFORM": "offscreen"})}
    if shutil.which("Xvfb"):
        with _x_server() as display:
            durations_s["X"] = _check_program(window, {"QT_QPA_PLATFORM": "xcb", "DISPLAY": display})
    _check_command(command)
    return durations_s


def _check_program(program: Path, environment: Mapping[str, str]) -> float:
    """Let the window list tickets and attachments of its own sandbox; returns how long it took in seconds."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        _run_quietly([program, "--demo", "--data-dir", folder, "--self-check"], f"{program.name} failed its check", environment=environment)
    return time.monotonic() - started


def _check_command(program: Path) -> None:
    """Let the command serve a sandbox, and list its tickets."""
    with tempfile.TemporaryDirectory() as folder:
        arguments: list[str | Path] = [program, "--json", "--data-dir", folder]
        server = subprocess.Popen([*arguments, "sandbox"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=folder)
        assert server.stdout is not None
        try:
            access = json.loads(server.stdout.readline() or "{}")
            if "base_url" not in access:
                raise dev.DevError(f"{program.name} does not serve a sandbox")
            environment = {"TOPTICKETS_BASE_URL": access["base_url"], "TOPTICKETS_API_KEY": access["keys"]["agent"]}
            listing = _run_quietly([*arguments, "tickets"], f"{program.name} lists no tickets", environment=environment)
        finally:
            server.terminate()
            exit_code = server.wait()
            server.stdout.close()
    if not any(line.startswith("{") for line in listing.splitlines()):
        raise dev.DevError(f"{program.name} listed nothing:\n{listing}")
    if os.name == "posix" and exit_code != 0:
        raise dev.DevError(f"The sandbox of {program.name} did not stop cleanly (exit code {exit_code}).")


def _add_desktop_files(share: Path) -> None:
    """Lay out what menus and software centres read, as it goes under /usr/share."""
    linux = PROJECT / "packaging" / "linux"
    drawings = PROJECT / "resources" / "icons" / "app"
    files = {
        linux / f"{APP_ID}.desktop": share / "applications" / f"{APP_ID}.desktop",
        linux / f"{APP_ID}.metainfo.xml": share / "metainfo" / f"{APP_ID}.metainfo.xml",
        drawings / "toptickets.svg": share / "icons" / "hicolor" / "scalable" / "apps" / f"{APP_ID}.svg",
    }
    for size_px in ICON_SIZES_PX:
        files[drawings / f"{size_px}.png"] = share / "icons" / "hicolor" / f"{size_px}x{size_px}" / "apps" / f"{APP_ID}.png"
    for source, target in files.items():
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, target)


@contextmanager
def _x_server() -> Iterator[str]:
    """An X server in memory; yields its display."""
    read_end, write_end = os.pipe()
    with os.fdopen(read_end) as display_number:
        command = ["Xvfb", "-displayfd", str(write_end), "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
        server = subprocess.Popen(command, pass_fds=(write_end,), stderr=subprocess.DEVNULL)
        os.close(write_end)
        try:
            yield f":{display_number.readline().strip()}"
        finally:
            server.terminate()
            server.wait()


def _run_quietly(command: list[str | Path], failure: str, *, environment: Mapping[str, str] | None = None) -> str:
    """Run a command from a folder of its own, where no import finds the sources; returns what it says, or shows it when it fails."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            done = subprocess.run(
                command,
                cwd=folder,
                env={**os.environ, **(environment or {})},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                timeout=None if environment is None else CHECK_TIMEOUT_S,
                check=False,
            )
        except subprocess.TimeoutExpired as exc:
            raise dev.DevError(f"{failure}: it did not end within {CHECK_TIMEOUT_S} s") from exc
    if done.returncode != 0:
        raise dev.DevError(f"{failure} (exit code {done.returncode}):\n{done.stdout}")
    return done.stdout


def _folder_size_bytes(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


if __name__ == "__main__":
    sys.exit(main())
