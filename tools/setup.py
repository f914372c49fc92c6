# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Makes this folder ready: system packages, Python packages, front-end libraries, translations.

    python3 -m tools.setup          what running needs
    python3 -m tools.setup tests    what checking and testing need besides

Only the standard library, for nothing is installed yet. Each step leaves a mark of what it was made from, so
a second run does only what has changed, needs no network and takes no time.
"""

import fcntl
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
OLDEST_PYTHON = (3, 11)
REQUIREMENTS = {"run": ("run.txt",), "tests": ("run.txt", "dev.txt")}
PIP = ("-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", "--require-hashes")
LAUNCHER = """\
#!{python}
import sys

from hotline.site.command_line import hotline

sys.exit(hotline())
"""


class CannotSetUp(Exception):
    """Something a person has to do first; the sentence says what."""


@dataclass(frozen=True)
class Need:
    """A system package, and how to see that what it brings is there, however it came."""

    package: str
    is_there: Callable[[], object]


def command(name: str) -> Callable[[], object]:
    return lambda: shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")


def module(name: str) -> Callable[[], object]:
    return lambda: importlib.util.find_spec(name)


def file(pattern: str) -> Callable[[], object]:
    return lambda: next(Path("/").glob(pattern), None)


NEEDS = {
    "run": (
        Need("python3-venv", module("ensurepip")),
        Need("nodejs", command("node")),
        Need("npm", command("npm")),
        Need("rtpengine-daemon", command("rtpengine")),
        Need("espeak-ng", command("espeak-ng")),
        Need("gettext", command("msgfmt")),
        Need("libpangoft2-1.0-0", file("usr/lib/*/libpangoft2-1.0.so.0")),  # for reports on paper
        Need("libharfbuzz-subset0", file("usr/lib/*/libharfbuzz-subset.so.0")),
    ),
    "tests": (
        Need("chromium", command("chromium")),
        Need("libatomic1", file("usr/lib/*/libatomic.so.1")),  # for what drives it
        Need("baresip-core", command("baresip")),
        Need("sip-tester", command("sipp")),
        Need("postgresql", file("usr/lib/postgresql/*/bin/initdb")),
        Need("sox", command("sox")),
        Need("iproute2", command("ip")),
    ),
}


def main(arguments: list[str]) -> int:
    purpose = arguments[0] if arguments else "run"
    if purpose not in REQUIREMENTS:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with one_at_a_time(ROOT / "build"):
            set_up(purpose)
    except CannotSetUp as trouble:
        print(f"\nSet-up cannot go on. {trouble}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as failed:
        order = " ".join(map(str, failed.cmd))
        print(f"\nSet-up stopped: {order} ended with {failed.returncode}.", file=sys.stderr)
        return 1
    return 0


@contextmanager
def one_at_a_time(folder: Path) -> Iterator[None]:
    """Let a second set-up in the same folder wait for the first."""
    folder.mkdir(exist_ok=True)
    with (folder / "setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def set_up(purpose: str) -> None:
    if sys.version_info < OLDEST_PYTHON:
        raise CannotSetUp(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    install_system_packages(missing_packages(purpose))
    venv = ROOT / ".venv"
    make_virtual_environment(venv)
    for name in REQUIREMENTS[purpose]:
        install_requirements(venv, ROOT / "requirements" / name)
    write_launcher(venv, ROOT)
    install_front_end(venv)
    compile_translations(ROOT / "hotline")


def missing_packages(purpose: str) -> list[str]:
    """The system packages that are wanted and not there; testing wants everything running wants."""
    needs = NEEDS["run"] if purpose == "run" else NEEDS["run"] + NEEDS["tests"]
    return [need.package for need in needs if not need.is_there()]


def install_system_packages(packages: list[str]) -> None:
    if not packages:
        return
    print("These system packages are missing and are installed now:", *packages, sep="\n  ", flush=True)
    if not shutil.which("apt-get"):
        raise CannotSetUp("There is no apt-get here. Install what the list names in this system's own way.")
    subprocess.run([*as_root(packages), str(ROOT / "tools" / "install_packages"), *packages], check=True)
    importlib.invalidate_caches()


def as_root(packages: list[str]) -> list[str]:
    """What goes before an order that only root may give."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        raise CannotSetUp(f"Ask an administrator to run: apt-get install {' '.join(packages)}")
    return ["sudo"] if sys.stdin.isatty() else ["sudo", "-n"]


def make_virtual_environment(venv: Path) -> None:
    if runs(venv / "bin" / "python"):
        return
    say("Making the virtual environment .venv")
    subprocess.run([sys.executable, "-m", "venv", "--clear", venv], check=True)


def runs(python: Path) -> bool:
    """A virtual environment outlives the Python it was made from: only trying tells."""
    try:
        return subprocess.run([python, "-c", "import pip"], check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def install_requirements(venv: Path, locked: Path) -> None:
    """Install exactly what the lock file names; its hashes refuse anything else."""
    mark = venv / "installed.json"
    installed = json.loads(mark.read_text()) if mark.exists() else {}
    if installed.get(locked.name) == digest(locked):
        return
    say(f"Installing Python packages: requirements/{locked.name}")
    subprocess.run([str(venv / "bin" / "python"), *PIP, "--requirement", str(locked)], check=True)
    mark.write_text(json.dumps(installed | {locked.name: digest(locked)}))


def write_launcher(venv: Path, root: Path) -> None:
    """Make `.venv/bin/hotline`, and make the package known to the environment."""
    site_packages = next((venv / "lib").glob("python3.*/site-packages"))
    write_if_other(site_packages / "hotline.pth", f"{root}\n")
    launcher = venv / "bin" / "hotline"
    write_if_other(launcher, LAUNCHER.format(python=venv / "bin" / "python"))
    launcher.chmod(0o755)


def install_front_end(venv: Path) -> None:
    """Fetch the front-end libraries by name and copy what is served into the ignored static folder."""
    mark = ROOT / "node_modules" / "installed"
    lock, copier = ROOT / "package-lock.json", ROOT / "tools" / "front_end.py"
    wanted = digest(lock) + digest(copier)
    if mark.exists() and mark.read_text() == wanted and (ROOT / "hotline/site/static/vendor").is_dir():
        return
    say("Installing front-end libraries")
    orders = "--ignore-scripts", "--no-audit", "--no-fund", "--omit=dev", "--loglevel=error"
    subprocess.run(["npm", "ci", *orders], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    subprocess.run([venv / "bin" / "python", copier], check=True)
    mark.write_text(wanted)


def compile_translations(folder: Path) -> None:
    for source in sorted(folder.glob("*/locale/*/LC_MESSAGES/django.po")):
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            say(f"Compiling {source.relative_to(folder.parent)}")
            subprocess.run(["msgfmt", "--check-format", "-o", compiled, source], check=True)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_if_other(path: Path, text: str) -> None:
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def say(what: str) -> None:
    print(f"- {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
