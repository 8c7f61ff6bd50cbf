"""A server to install on: a folder with all that a machine has, and beside it programs that note what they're told."""

import os
import shutil
import socket
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
NOTED = "apt-get", "caddy", "chown", "dpkg-query", "id", "systemctl", "ufw", "useradd", "userdel"

STUB = """#!/bin/sh
name=$(basename "$0")
cd "$CHAPTER_ROOT"
echo "$name $*" >>did
stop() { [ ! -e pid ] || kill "$(cat pid)" 2>/dev/null; rm -f pid; }
case "$name $*" in
    dpkg-query*Status*) [ -e packages ] && printf installed ;;
    dpkg-query*) echo " /etc/caddy/Caddyfile $(echo :80 | md5sum)" ;;
    "apt-get "*install*)
        touch packages
        mkdir -p etc/caddy
        [ -e etc/caddy/Caddyfile ] || echo :80 >etc/caddy/Caddyfile
        ;;
    id*) [ -e user ] ;;
    useradd*) touch user ;;
    userdel*) rm user ;;
    systemctl*--now\\ chapter | "systemctl stop chapter") [ ! -e kill-at-stop ] || kill -9 "$PPID"; stop ;;
    "systemctl restart chapter") stop; setsid opt/chapter/run live >log 2>&1 </dev/null & echo $! >pid ;;
esac
"""

RUN = """#!/bin/sh
set -eu
root=$(dirname -- "$(readlink -f -- "$0")")
verb=$1
shift
echo "run $verb $*" >>"$CHAPTER_ROOT/did"
settings=$CHAPTER_ROOT/etc/chapter/chapter.env
case $verb in
    prepare) mkdir -p "$root/.venv" && cp "$root/requirements.txt" "$root/.venv" ;;
    live | flask)
        [ -n "${CHAPTER_DATA:-}" ] || . "$settings"
        database=$CHAPTER_DATA/chapter.db
        . "$root/program.sh"
        ;;
    *)
        [ ! -e "$CHAPTER_ROOT/kill-at-$verb" ] || kill -9 "$PPID"
        PYTHONPATH=$root exec python3 -P -m deploy $verb "$@"
        ;;
esac
"""

PROGRAM = """
case $verb:$* in
    flask:init*) echo "$3" >>"$database" ;;
    flask:check)
        [ -s "$database" ] || { echo "There is no chapter here yet." >&2; exit 1; }
        MIGRATION
        ;;
    flask:backup\\ keys) echo "AGE-SECRET-KEY-1ABC age1abc" ;;
    live:*) exec python3 -c "$SITE" HEALTH "$PORT" ;;
esac
"""

SITE = """
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Site(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(int(sys.argv[1]))
        self.end_headers()

HTTPServer(("127.0.0.1", int(sys.argv[2])), Site).serve_forever()
"""


@dataclass
class Server:
    """A machine of one's own, in ``root``."""

    root: Path
    port: int

    @classmethod
    def fresh(cls, folder: Path) -> "Server":
        """One that nobody has installed anything on; the program was cloned to it."""
        with socket.create_server(("127.0.0.1", 0)) as free:
            server = cls(folder / "server", free.getsockname()[1])
        (folder / "programs").mkdir()
        for name in NOTED:
            (folder / "programs" / name).write_text(STUB)
            (folder / "programs" / name).chmod(0o755)
        server.program.mkdir(parents=True)
        shutil.copytree(ROOT / "deploy", server.program / "deploy", ignore=shutil.ignore_patterns("__pycache__"))
        server.be(program())
        (server.program / "run").write_text(RUN)
        (server.program / "run").chmod(0o755)
        return server

    @property
    def program(self) -> Path:
        """Where the program is."""
        return self.root / "opt/chapter"

    def be(self, text: str, packages: str = "flask==1\n") -> None:
        """Make the program another version."""
        (self.program / "program.sh").write_text(text)
        (self.program / "requirements.txt").write_text(packages)

    def run(self, *words: str, **more: str) -> "subprocess.CompletedProcess[str]":
        """./run, with nobody there who could answer."""
        clean = {name: value for name, value in os.environ.items() if not name.startswith("CHAPTER_")}
        path = f"{self.root.parent / 'programs'}:{os.environ['PATH']}"
        env = clean | {"CHAPTER_ROOT": str(self.root), "PATH": path, "PORT": str(self.port), "SITE": SITE} | more
        done = [str(self.program / "run"), *words]
        return subprocess.run(done, env=env, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=60)

    @property
    def did(self) -> list[str]:
        """What the programs were told, since one asked last."""
        noted = self.root / "did"
        lines = noted.read_text().splitlines() if noted.exists() else []
        noted.unlink(missing_ok=True)
        return lines

    def read(self, path: str) -> str:
        """What a file on it says."""
        return (self.root / path.lstrip("/")).read_text()

    def everything(self) -> dict[str, bytes]:
        """All files and what is in them, but for what was noted."""
        return {
            str(file.relative_to(self.root)): file.read_bytes()
            for file in self.root.rglob("*")
            if file.is_file() and file.name not in ("did", "log") and "__pycache__" not in file.parts
        }

    def end(self) -> None:
        """Stop what still runs."""
        stop = self.root.parent / "programs/systemctl", "stop", "chapter"
        subprocess.run(stop, env=os.environ | {"CHAPTER_ROOT": str(self.root)})


def program(migration: str = ":", health: int = 200) -> str:
    """A version of the program: what it does to the database, and what it answers when asked how it is."""
    return PROGRAM.replace("MIGRATION", migration).replace("HEALTH", str(health))
