"""A throw-away PostgreSQL: starts a cluster of its own in a temporary folder, runs a command, and leaves nothing behind.

    python tests/postgres.py [--durable] COMMAND …

With --durable what is written reaches the disk, as on a server that people rely on. The command finds the cluster's address in TEST_POSTGRES_URL. Exit code 3 where PostgreSQL is not installed.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOT_INSTALLED = 3
# Nothing here outlives the run, so nothing need reach the disk.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


def programs() -> Path | None:
    """The folder of initdb and pg_ctl: Debian keeps them off the path, the newest version last."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return folders[-1] if folders and (folders[-1] / "initdb").exists() else None


def is_installed() -> bool:
    return programs() is not None


@contextmanager
def cluster(*, is_durable: bool = False) -> Iterator[str]:
    """A running cluster that trusts everybody on loopback; yields its address without a database: postgres://…/"""
    folder = programs()
    if folder is None:
        raise FileNotFoundError("PostgreSQL is not installed")
    home = Path(tempfile.mkdtemp(prefix="leerstad-postgres-"))
    as_whom = _other_than_root(home)
    data, port = home / "data", _free_port()
    options = " ".join(f"-c {name}={value}" for name, value in ({} if is_durable else FAST).items())
    options += f" -c max_connections=40 -c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={home}"

    def run(*command: str) -> None:
        done = subprocess.run([*as_whom, *command], cwd=home, capture_output=True, text=True, timeout=120, check=False)
        if done.returncode:
            raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")

    try:
        run(
            f"{folder}/initdb",
            "-D",
            f"{data}",
            "-U",
            "leerstad",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
        run(f"{folder}/pg_ctl", "-D", f"{data}", "-o", options, "-l", f"{home}/log", "-w", "start")
        try:
            yield f"postgres://leerstad@127.0.0.1:{port}/"
        finally:
            run(f"{folder}/pg_ctl", "-D", f"{data}", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _other_than_root(home: Path) -> list[str]:
    """PostgreSQL refuses to run as root: then its commands run as the user that Debian's package made."""
    if os.geteuid() != 0:
        return []
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        os.chown(home, user.pw_uid, user.pw_gid)
        return ["runuser", "-u", name, "--"]
    raise RuntimeError("PostgreSQL does not run as root, and there is no user to run it as")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def main(command: list[str]) -> int:
    if not is_installed():
        print("PostgreSQL is not installed: `apt-get install postgresql` brings it.", file=sys.stderr)
        return NOT_INSTALLED
    # Stopped by a signal, it still stops the server and takes its folder away.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    is_durable = command[0] == "--durable"
    with cluster(is_durable=is_durable) as address:
        return subprocess.run(
            command[is_durable:], env={**os.environ, "TEST_POSTGRES_URL": address}, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
