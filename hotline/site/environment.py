# SPDX-FileCopyrightText: 2026 Hotline contributors
# SPDX-License-Identifier: MPL-2.0
"""Everything Hotline reads from the environment, read here and nowhere else.

An empty environment runs: every reader has a default that suits one machine. Nonsense is refused loudly,
naming the variable. A secret may stand in a file named by the variable with `_FILE` behind its name.
"""

import ipaddress
import json
import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlsplit


class WrongEnvironment(Exception):
    """A variable holds something that cannot be used; the sentence names it and says what would do."""


def text(name: str, default: str) -> str:
    """Return the variable, or what the file named by `name_FILE` holds, or the default."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        return Path(file).read_text().strip()
    return os.environ.get(name, default)


def number(name: str, default: int, lowest: int = 0, highest: int = 65535) -> int:
    value = text(name, str(default))
    if not value.isdigit() or not lowest <= int(value) <= highest:
        raise WrongEnvironment(f"{name} is {value!r}; it must be a whole number from {lowest} to {highest}.")
    return int(value)


def yes(name: str, *, default: bool) -> bool:
    value = text(name, "yes" if default else "no").lower()
    if value not in {"yes", "no"}:
        raise WrongEnvironment(f"{name} is {value!r}; it must be yes or no.")
    return value == "yes"


def one_of(name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = text(name, default)
    if value not in allowed:
        raise WrongEnvironment(f"{name} is {value!r}; it must be one of {', '.join(allowed)}.")
    return value


def json_text(name: str, default: str) -> str:
    """Text that must be JSON."""
    value = text(name, default)
    try:
        json.loads(value)
    except ValueError as wrong:
        raise WrongEnvironment(f"{name} is not JSON: {wrong}.") from wrong
    return value


def words(name: str, default: str) -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def socket_sources(hosts: list[str], port: int) -> list[str]:
    """The sources a content policy lets a page open a socket to: this port on each of our hosts."""
    named = [f"*{host}" if host.startswith(".") else host for host in hosts if ":" not in host]
    return [f"{scheme}://{host}:{port}" for host in named for scheme in ("ws", "wss")]


def address(name: str) -> tuple[str, int] | None:
    """A `host:port`, or None when nothing is given."""
    value = text(name, "")
    if not value:
        return None
    host, _, port = value.rpartition(":")
    if not host or not port.isdigit():
        raise WrongEnvironment(f"{name} is {value!r}; it must be host:port.")
    return host, int(port)


def own_address(name: str, default: str) -> str:
    """An IPv4 address of this machine that others are told to answer to."""
    value = text(name, default)
    try:
        given = ipaddress.IPv4Address(value)
    except ValueError:
        given = None
    if given is None or given.is_unspecified:
        raise WrongEnvironment(
            f"{name} is {value!r}; the other side is told to answer there, so it must be an IPv4 address of "
            "this machine, such as 192.0.2.10."
        )
    return value


def who_may_ring_in(name: str, listening_at: str) -> list[str]:
    """Addresses and networks, or "any". Nobody but this machine unless others are named.

    A softphone on this machine speaks from the address of its network card, even to the loopback address;
    and whoever reaches that is this machine.
    """
    is_at_home = ipaddress.ip_address(listening_at).is_loopback
    return words(name, "127.0.0.1,any" if is_at_home else "127.0.0.1")


def data_folder() -> Path:
    """The one folder all state lives in."""
    folder = Path(text("HOTLINE_DATA", "data")).absolute()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def secret_key(folder: Path) -> str:
    """HOTLINE_SECRET_KEY, or a key made once and kept, readable by its owner only, in the data folder."""
    given = text("HOTLINE_SECRET_KEY", "")
    if given:
        return given
    file = folder / "secret_key"
    if not file.exists():
        draft = folder / f"secret_key.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        try:
            file.hardlink_to(draft)  # the first of several processes wins, the others read its key
        except FileExistsError:
            pass
        draft.unlink()
    return file.read_text().strip()


def database(folder: Path) -> dict[str, object]:
    """Django's description of DATABASE_URL: sqlite:///path or postgresql://user:password@host:port/name."""
    url = urlsplit(text("DATABASE_URL", f"sqlite:///{folder / 'db.sqlite3'}"))
    if url.scheme == "sqlite":
        return _sqlite(unquote(url.path[1:]))
    if url.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path[1:]),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": unquote(url.hostname or ""),
            "PORT": url.port or "",
            "CONN_HEALTH_CHECKS": True,
            "CONN_MAX_AGE": 60,
        }
    raise WrongEnvironment("DATABASE_URL must begin with sqlite:/// or postgresql://.")


def _sqlite(path: str) -> dict[str, object]:
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA temp_store=MEMORY;"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # A writer that waits for its turn beats one that fails on upgrading a read lock.
        "OPTIONS": {"timeout": 10, "transaction_mode": "IMMEDIATE", "init_command": pragmas},
    }
