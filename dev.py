#!/usr/bin/env python3
"""All that a developer does, as one command on the standard library alone.

python3 dev.py demo                       start the program on a sandbox of its own; without a display, take pictures of it
python3 dev.py test [--soak] [ARG...]     all tests with branch coverage; ARGs go to pytest, and then no coverage is asked for
python3 dev.py check                      style, types, import rules, dependencies, spelling, desktop files
python3 dev.py screenshots                take the pictures of the documentation anew
python3 dev.py translations               bring the catalogues of the languages in step with the code, and compile them
python3 dev.py bench [NAME...]            run benchmarks
python3 dev.py build                      wheel, source archive and stand-alone bundle, each started once
python3 dev.py lock                       pin the dependencies of pyproject.toml anew

The first run makes .venv from the lock files in packaging/requirements; later runs start at once.
"""

import argparse
import hashlib
import importlib.util
import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

OLDEST_PYTHON = (3, 11)
if sys.version_info < OLDEST_PYTHON:  # older ones get here too, and should get a sentence instead of a traceback
    sys.exit("dev.py needs Python {}.{} or later; this is Python {}.{}.".format(*OLDEST_PYTHON, *sys.version_info[:2]))

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
RUNTIME_LOCK = ROOT / "packaging" / "requirements" / "runtime.txt"
DEV_LOCK = ROOT / "packaging" / "requirements" / "dev.txt"
COVERAGE_MIN_PERCENT = 90
AUDIT_TIMEOUT_S = 120

# Debian's names. Qt loads the first group even to draw off screen, and the second to open a window on an X server.
QT_PACKAGES = "libegl1 libgl1 libx11-6 libdbus-1-3 libfontconfig1 libfreetype6 libglib2.0-0 libxkbcommon0"
XCB_PACKAGES = (
    "libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0 libxcb-shape0 libxcb-sync1"
    " libxcb-xfixes0 libxcb-xinerama0 libxcb-xkb1 libxkbcommon-x11-0"
)
FONT_PACKAGES = "fonts-dejavu-core fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji"
DESKTOP_PACKAGES = (
    "xvfb openbox xdotool x11-utils x11-xserver-utils imagemagick wmctrl xclip thunar dbus gnome-keyring"
    " at-spi2-core gir1.2-atspi-2.0 python3-gi strace libpulse0 weston"
)
METADATA_PACKAGES = "desktop-file-utils appstream"
WINDOW_PACKAGES = f"{QT_PACKAGES} {XCB_PACKAGES} {FONT_PACKAGES}".split()
TEST_PACKAGES = [*WINDOW_PACKAGES, *DESKTOP_PACKAGES.split(), *METADATA_PACKAGES.split()]
BUILD_PACKAGES = [*TEST_PACKAGES, "binutils"]
BENCH_PACKAGES = [*TEST_PACKAGES, "nginx-light", "curl"]


class DevError(Exception):
    """Something that ends the run; the text is a sentence for the developer."""

    def __init__(self, sentence: str, exit_code: int = 1) -> None:
        super().__init__(sentence)
        self.exit_code = exit_code


def say(text: str) -> None:
    print(text, flush=True)


def run(command: Sequence[object], *, environment: Mapping[str, str] | None = None, folder: Path = ROOT) -> int:
    """Run a command on this terminal and return its exit code; Ctrl+C is left to the command, which ends in its own way."""
    process = subprocess.Popen([str(part) for part in command], cwd=folder, env={**os.environ, **(environment or {})})
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def run_or_fail(command: Sequence[object], failure: str, *, environment: Mapping[str, str] | None = None, folder: Path = ROOT) -> None:
    exit_code = run(command, environment=environment, folder=folder)
    if exit_code != 0:
        raise DevError(f"{failure} (exit code {exit_code}).")


# The Python environment


def venv_program(venv: Path, name: str) -> Path:
    """Where a virtual environment keeps a program."""
    return venv / "Scripts" / f"{name}.exe" if os.name == "nt" else venv / "bin" / name


def prepare_environment() -> None:
    """Make or refresh `.venv`: the locked dependencies, then this project as an editable install."""
    version = _venv_python_version(VENV)
    lock_is_new = _refresh_stamp_needed("dependencies", version, DEV_LOCK)
    project_is_new = lock_is_new or _refresh_stamp_needed("project", version, ROOT / "pyproject.toml")
    if not project_is_new:
        return
    started = time.monotonic()
    if lock_is_new:
        say("Setting up .venv (once; some minutes on a slow line)")
        make_venv(VENV)
        # The lock is complete, so nothing is left to resolve: pip's resolver takes "coverage[toml]" for a package that has no pin.
        install(VENV, ["--no-deps", "--require-hashes", "-r", str(DEV_LOCK)])
        version = _venv_python_version(VENV)
        _write_stamp("dependencies", version, DEV_LOCK)
    install(VENV, ["--no-deps", "--no-build-isolation", "-e", str(ROOT)])
    _write_stamp("project", version, ROOT / "pyproject.toml")
    say(f"Environment ready after {time.monotonic() - started:.0f} s")


def make_venv(venv: Path) -> None:
    """Make a virtual environment, or keep the one that is there and works."""
    if _venv_python_version(venv):
        return
    shutil.rmtree(venv, ignore_errors=True)
    if shutil.which("uv"):
        run_or_fail(["uv", "venv", "--quiet", "--python", sys.executable, venv], "uv could not make a virtual environment")
        return
    if importlib.util.find_spec("ensurepip") is None and _may_install_packages():
        _apt_install(["python3-venv"])
        importlib.invalidate_caches()
    with_pip = importlib.util.find_spec("ensurepip") is not None
    run_or_fail(
        [sys.executable, "-m", "venv", *([] if with_pip else ["--without-pip"]), venv], "Python could not make a virtual environment"
    )


def install(venv: Path, arguments: Sequence[str]) -> None:
    """Install into a virtual environment with uv or pip, whose own settings (index, proxy, certificates) hold."""
    python = venv_program(venv, "python")
    if shutil.which("uv"):
        if run(["uv", "pip", "install", "--quiet", "--python", python, *arguments]) == 0:
            return
        say("uv could not install; trying pip, which reads the machine's pip settings")
    command, environment = _pip_for(python)
    run_or_fail([*command, "install", "-qq", *arguments], "pip could not install the dependencies", environment=environment)


def _pip_for(python: Path) -> tuple[list[str], dict[str, str]]:
    """How to call a pip that installs for `python`: its own, this Python's, or the wheel that Debian keeps for venvs."""
    if _succeeds([python, "-m", "pip", "--version"]):
        return [str(python), "-m", "pip"], {}
    if _succeeds([sys.executable, "-m", "pip", "--version"]):
        return [sys.executable, "-m", "pip", "--python", str(python)], {}
    if _succeeds([python, "-m", "ensurepip", "--default-pip"]):
        return [str(python), "-m", "pip"], {}
    wheels = sorted(Path("/usr/share/python-wheels").glob("pip-*.whl"))
    if wheels:
        return [str(python), "-m", "pip"], {"PYTHONPATH": str(wheels[-1])}
    raise DevError("This Python has neither pip nor ensurepip, and there is no uv. On Debian: sudo apt-get install -y python3-venv")


def _venv_python_version(venv: Path) -> str:
    """The version of the environment's Python as it is started; empty when there is none that starts and is new enough."""
    python = venv_program(venv, "python")
    try:
        answer = subprocess.run([python, "-c", "import sys; print(sys.version)"], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return ""
    major, minor = answer.stdout.split(" ")[0].split(".")[:2]
    return answer.stdout if (int(major), int(minor)) >= OLDEST_PYTHON else ""


def _stamp_path(name: str) -> Path:
    return VENV / f".{name}-stamp"


def _stamp_text(version: str, source: Path) -> str:
    return hashlib.sha256(f"{version}\n{ROOT}\n".encode() + source.read_bytes()).hexdigest()


def _refresh_stamp_needed(name: str, version: str, source: Path) -> bool:
    stamp = _stamp_path(name)
    return not version or not stamp.is_file() or stamp.read_text(encoding="ascii") != _stamp_text(version, source)


def _write_stamp(name: str, version: str, source: Path) -> None:
    _stamp_path(name).write_text(_stamp_text(version, source), encoding="ascii")


def _succeeds(command: Sequence[object]) -> bool:
    try:
        return subprocess.run([str(part) for part in command], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


# System packages (Debian and its relatives)


def prepare_system(packages: Iterable[str], otherwise: str) -> bool:
    """See to the system packages that Python cannot bring: install them as root on Debian, or say what to type.

    Args:
        packages: Debian's names.
        otherwise: what will not work without them, as a sentence.

    Returns:
        Whether all are there. Always true where there is no dpkg, since then nobody can tell.
    """
    missing = missing_packages(packages)
    if not missing:
        return True
    if _may_install_packages():
        return _apt_install(missing)
    say(f"Missing system packages. To install them:\n  sudo {shlex.join(_apt_install_command(missing))}\n{otherwise}")
    return False


def missing_packages(packages: Iterable[str]) -> list[str]:
    """Those of `packages` that dpkg knows neither by name nor as something another package provides (libglib2.0-0t64 does)."""
    if not shutil.which("dpkg-query"):
        return []
    listing = subprocess.run(
        ["dpkg-query", "--show", "--showformat", "${db:Status-Status}\t${Package}\t${Provides}\n"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    installed: set[str] = set()
    for line in listing.splitlines():
        status, name, provides = line.split("\t")
        if status == "installed":
            installed.add(name)
            installed.update(provided.split()[0] for provided in provides.split(",") if provided.strip())
    return [name for name in packages if name not in installed]


def _may_install_packages() -> bool:
    return sys.platform == "linux" and os.geteuid() == 0 and shutil.which("apt-get") is not None


def _apt_install_command(packages: Sequence[str]) -> list[str]:
    return ["apt-get", "install", "-y", "--no-install-recommends", *packages]


def _apt_install(packages: Sequence[str]) -> bool:
    """Install with apt-get; the package lists are fetched only when it does not get by with those it has."""
    say(f"Installing {len(packages)} system packages: {' '.join(packages)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    output = ""
    for command in (_apt_install_command(packages), ["apt-get", "update"], _apt_install_command(packages)):
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        output = done.stdout
        if done.returncode == 0 and command[1] == "install":
            return True
    say(f"{output}\napt-get could not install them.")
    return False


# The commands


def demo(_arguments: argparse.Namespace) -> int:
    """The program on a sandbox of its own: no key and no service needed."""
    prepare_system(WINDOW_PACKAGES, "Without them the window may not start.")
    prepare_environment()
    if has_display():
        say("Starting the program on its sandbox")
        return run([venv_program(VENV, "toptickets-desktop"), "--demo"])
    say("There is no display here, so the program is driven off screen and photographed")
    return take_pictures(ROOT / "demo-output")


def screenshots(_arguments: argparse.Namespace) -> int:
    """The pictures in docs/images, taken from the running program."""
    prepare_system(WINDOW_PACKAGES, "Without them the pictures may lack glyphs, or not be taken at all.")
    prepare_environment()
    return take_pictures(ROOT / "docs" / "images")


def take_pictures(folder: Path) -> int:
    """Let the program photograph itself off screen into `folder`, and list what it left there."""
    folder.mkdir(parents=True, exist_ok=True)
    started_at = time.time()
    command = [venv_program(VENV, "python"), "-m", "toptickets_desktop", "--demo", "--screenshots", folder]
    exit_code = run(command, environment={"QT_QPA_PLATFORM": "offscreen"})
    pictures = [path for path in sorted(folder.glob("*.png")) if path.stat().st_mtime >= started_at - 1]
    for picture in pictures:
        say(f"  {picture.relative_to(ROOT)}  {picture.stat().st_size / 1024:.0f} KB")
    if exit_code == 0 and not pictures:
        raise DevError("The program left no pictures.")
    return exit_code


def has_display() -> bool:
    """Whether a window can be shown here."""
    return sys.platform != "linux" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def test(arguments: argparse.Namespace) -> int:
    """All tests, off screen but for those that bring an X server of their own."""
    has_desktop = prepare_system(TEST_PACKAGES, "Without them the tests marked `desktop` and `keyring` are skipped.")
    prepare_environment()
    environment = {"QT_QPA_PLATFORM": "offscreen"}
    if has_desktop and shutil.which("dpkg-query"):
        environment["TOPTICKETS_REQUIRE_DESKTOP"] = "1"  # a desktop test that cannot run is then a failure
    command = [venv_program(VENV, "python"), "-m", "pytest", *(["--soak"] if arguments.soak else [])]
    if arguments.pytest_arguments:
        return run([*command, *arguments.pytest_arguments], environment=environment)
    coverage = ["--cov", "--cov-branch", "--cov-report=term-missing:skip-covered", f"--cov-fail-under={COVERAGE_MIN_PERCENT}"]
    return run([*command, *coverage], environment=environment)


def check(_arguments: argparse.Namespace) -> int:
    """Every check, each to its end, then a table; what a failed one printed stands above it."""
    prepare_system(METADATA_PACKAGES.split(), "Without them the desktop files are not validated.")
    prepare_environment()
    linux = ROOT / "packaging" / "linux"
    commands: dict[str, list[object]] = {
        "ruff check": [venv_program(VENV, "ruff"), "check", "."],
        "ruff format": [venv_program(VENV, "ruff"), "format", "--check", "."],
        "mypy": [venv_program(VENV, "mypy")],
        "lint-imports": [venv_program(VENV, "lint-imports")],
        "deptry": [venv_program(VENV, "deptry"), "."],
        "codespell": [venv_program(VENV, "codespell")],
        "desktop-file": ["desktop-file-validate", *linux.glob("*.desktop")],
        "appstream": ["appstreamcli", "validate", "--no-net", *linux.glob("*.metainfo.xml")],
    }
    results: list[tuple[str, str, float]] = []
    for name, command in commands.items():
        if shutil.which(str(command[0])) is None:
            results.append((name, "skipped: not installed", 0.0))
            continue
        started = time.monotonic()
        done = subprocess.run(
            [str(part) for part in command], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
        )
        results.append((name, "ok" if done.returncode == 0 else "FAILED", time.monotonic() - started))
        if done.returncode != 0:
            say(f"--- {name} ---\n{done.stdout}")
    started = time.monotonic()
    results.append(("pip-audit", _audit(), time.monotonic() - started))
    for name, result, duration_s in results:
        say(f"{name:<14} {duration_s:6.1f} s  {result}")
    return 1 if any(result == "FAILED" for _, result, _ in results) else 0


def _audit() -> str:
    """Ask for known vulnerabilities of what goes out with the program; a network that is not there is no failure."""
    command: list[object] = [
        venv_program(VENV, "pip-audit"),
        "--disable-pip",
        "--no-deps",
        "-r",
        RUNTIME_LOCK,
        "-f",
        "json",
        "--timeout",
        "5",
    ]
    if not venv_program(VENV, "pip-audit").exists():
        return "skipped: not installed"
    try:
        done = subprocess.run(
            [str(part) for part in command], cwd=ROOT, capture_output=True, text=True, check=False, timeout=AUDIT_TIMEOUT_S
        )
    except subprocess.TimeoutExpired:
        return "skipped: the advisories did not come in time"
    result, vulnerable = audit_result(done.stdout)
    if vulnerable:
        say(f"--- pip-audit ---\n{done.stdout}")
    return result


def audit_result(report: str) -> tuple[str, int]:
    """What to say of pip-audit's JSON report, and how many packages are vulnerable."""
    try:
        found = json.loads(report)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return "skipped: the advisories cannot be reached", 0
    without = sum("vulns" not in each for each in found)
    vulnerable = sum(bool(each.get("vulns")) for each in found)
    if vulnerable:
        return "FAILED", vulnerable
    if without == len(found):
        return "skipped: the advisories cannot be reached", 0
    return (f"ok, {without} of {len(found)} without advisories" if without else "ok"), 0


def translations(_arguments: argparse.Namespace) -> int:
    """The catalogues in resources/translations: every text of the window, none that is gone, compiled; then what is not translated."""
    prepare_environment()
    folder = ROOT / "resources" / "translations"
    sources = sorted((ROOT / "toptickets_desktop" / "gui").rglob("*.py"))
    environment = {"QT_QPA_PLATFORM": "offscreen"}
    for catalogue in sorted(folder.glob("*.ts")):
        update = [venv_program(VENV, "pyside6-lupdate"), *sources, "-ts", catalogue, "-no-obsolete", "-locations", "none", "-silent"]
        run_or_fail(update, "The texts could not be collected", environment=environment)
        compiled = catalogue.with_suffix(".qm")
        run_or_fail([venv_program(VENV, "pyside6-lrelease"), catalogue, "-qm", compiled, "-silent"], "It could not be compiled")
        text = catalogue.read_text(encoding="utf-8")
        missing = text.count('type="unfinished"')
        say(f"{catalogue.stem}: {text.count('<message')} texts, {missing} of them not translated")
    return 0


def bench(arguments: argparse.Namespace) -> int:
    """The benchmarks of that name, or all."""
    prepare_system(BENCH_PACKAGES, "Without them some benchmarks have nothing to compare with.")
    prepare_environment()
    known = sorted(path.stem for path in (ROOT / "bench").glob("*.py") if not path.stem.startswith("_"))
    unknown = set(arguments.names) - set(known)
    if unknown:
        raise DevError(f"No such benchmark: {', '.join(sorted(unknown))}. There are: {', '.join(known) or 'none'}.", 2)
    exit_codes = [
        run([venv_program(VENV, "python"), "-m", f"bench.{name}"], environment={"QT_QPA_PLATFORM": "offscreen"})
        for name in arguments.names or known
    ]
    return max((abs(code) for code in exit_codes), default=0)


def build(_arguments: argparse.Namespace) -> int:
    """What can be handed out, in dist/, each part started once on the sandbox."""
    prepare_system(BUILD_PACKAGES, "Without them the bundle may not build, nor be started on an X server.")
    prepare_environment()
    return run([venv_program(VENV, "python"), ROOT / "packaging" / "make_packages.py"])


def lock(_arguments: argparse.Namespace) -> int:
    """Pin what pyproject.toml asks for, for every platform and Python at once; needs uv."""
    if not shutil.which("uv"):
        raise DevError("Pinning for all platforms at once needs uv on the PATH.", 2)
    command = ["uv", "pip", "compile", "--quiet", "--upgrade", "--universal", "--python-version", "{}.{}".format(*OLDEST_PYTHON)]
    command += ["--generate-hashes", "--no-emit-index-url", "--no-header", "--no-annotate", "pyproject.toml"]
    run_or_fail([*command, "-o", RUNTIME_LOCK], "uv could not pin the dependencies")
    run_or_fail([*command, "--group", "dev", "-c", RUNTIME_LOCK, "-o", DEV_LOCK], "uv could not pin the development tools")
    say(f"Pinned in {RUNTIME_LOCK.relative_to(ROOT)} and {DEV_LOCK.relative_to(ROOT)}")
    return 0


def parse_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line; what `test` does not know goes to pytest."""
    parser = argparse.ArgumentParser(prog="dev.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for function in (demo, test, check, screenshots, translations, bench, build, lock):
        summary = (function.__doc__ or "").splitlines()[0]
        subparser = commands.add_parser(function.__name__, help=summary, description=summary)
        subparser.set_defaults(function=function)
        if function is test:
            subparser.add_argument("--soak", action="store_true", help="with the large counts, and desktop tests ten times over")
        if function is bench:
            subparser.add_argument("names", nargs="*", metavar="NAME")
    parsed, rest = parser.parse_known_args(arguments)
    if rest and parsed.command != "test":
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    parsed.pytest_arguments = rest
    return parsed


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parsed = parse_arguments(sys.argv[1:] if arguments is None else arguments)
    try:
        return int(parsed.function(parsed))
    except DevError as error:
        print(f"dev.py: {error}", file=sys.stderr, flush=True)
        return error.exit_code


if __name__ == "__main__":
    sys.exit(main())
