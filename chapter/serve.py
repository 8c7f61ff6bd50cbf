"""``python -m chapter.serve``: one process for the pages, and one for the background that looks after it.

The application is loaded once and its memory frozen, so that the process that is forked from it shares it.
"""

import gc
import os
import signal
import socket
import sys
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from sqlalchemy.orm import configure_mappers

from chapter import create_app, health, jobs, porch
from chapter.db import db

PATIENCE = 10
"""Seconds that whatever is going on has to end when we are told to stop."""
JOBS_PATIENCE = 2
"""Seconds that jobs have to come to their next piece of work, while visitors wait at the door."""


class Server(BaseApplication):
    """Gunicorn with one process of four threads, forked from an app that is already loaded."""

    def __init__(self, app: Flask, bind: str) -> None:
        self.app, self.bind = app, bind
        super().__init__()

    def load_config(self) -> None:
        """One worker: a second costs 50 MB and gains nothing on one core. Addresses carry searches: long lines."""
        settings = {
            "bind": self.bind,
            "worker_class": porch.Worker,
            "worker_connections": porch.SEATS,
            "workers": 1,
            "threads": 4,
            "preload_app": True,
            "control_socket_disable": True,
            "timeout": 60,
            "keepalive": 30,
            "limit_request_line": 8190,
            "graceful_timeout": PATIENCE,
            "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,
            "post_fork": lambda _arbiter, _worker: gc.enable(),
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application."""
        return self.app


class House(Arbiter):
    """Gunicorn's master, which is the background worker as well, in threads beside the loop that looks after the pages.

    Their process is forked before any thread begins. When it dies, a process with threads can't be forked again with
    safety: the whole house begins anew in this one's place, and visitors wait at the door meanwhile. A master of its
    own would cost 20 MB that nobody uses.
    """

    _background: jobs.Background | None = None

    def manage_workers(self) -> None:
        """See that all are at work; called about once a second."""
        if self._background is None:
            super().manage_workers()
            gc.enable()
            self._background = jobs.work(self.app.app)
        self._background.look_after()

    def reap_workers(self) -> None:
        """See whether the pages' process is there still; the children of jobs are not ours to bury."""
        for pid in list(self.WORKERS):
            if os.waitpid(pid, os.WNOHANG)[0]:
                self.WORKERS.pop(pid).tmp.close()
                if self.LISTENERS:
                    self._begin_anew()

    def stop(self, graceful: bool = True) -> None:
        """End the background and the pages together."""
        if self._background:
            self._background.tell_to_stop()
        super().stop(graceful)
        if self._background:
            self._background.wait(PATIENCE if graceful else 1)

    def handle_hup(self) -> None:
        """Begin anew, as services do that are told to reload."""
        self._begin_anew()

    def handle_ttin(self) -> None:
        """There is one process for the pages, whatever somebody wishes."""

    handle_ttou = handle_usr2 = handle_winch = handle_ttin

    def _begin_anew(self) -> None:
        """Start the same program in this process, with the door open; it finds it as systemd's services do."""
        self.log.warning("Beginning anew.")
        if self._background:
            self._background.tell_to_stop()
            self._background.wait(JOBS_PATIENCE)
        self.kill_workers(signal.SIGKILL)
        for pid in self.WORKERS:
            os.waitpid(pid, 0)
        os.dup2(self.LISTENERS[0].fileno(), 3)
        os.environ |= {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "1"}
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])


def _try_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            said = f"Chapter can't listen on {host}:{port}: {error.strerror}. Choose another port: PORT=8001 ./run"
            sys.exit(said)


def main() -> None:
    """Load the app, check the port, serve."""
    gc.disable()
    app = create_app()
    with app.app_context():
        if health.is_demo() is not (app.config["CHAPTER_MODE"] == "demo"):
            sys.exit("A demo chapter is started with ./run, a real one with ./run live.")
        db.engine.dispose()  # A connection to SQLite doesn't survive a fork: each process makes its own.
    host, port = app.config["HOST"], int(app.config["PORT"])
    if "LISTEN_FDS" not in os.environ:
        _try_port(host, port)
    print(f"Chapter is on http://{host}:{port}", flush=True)
    configure_mappers()  # Once, rather than in each process.
    gc.collect()
    gc.freeze()
    House(Server(app, f"[{host}]:{port}" if ":" in host else f"{host}:{port}")).run()


if __name__ == "__main__":
    main()
