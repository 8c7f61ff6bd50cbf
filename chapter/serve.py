"""``python -m chapter.serve``: gunicorn for the pages and one process for the background.

The application is loaded once and its memory frozen, so that the processes that are forked from it share it.
"""

import gc
import os
import signal
import socket
import sys
import threading
import time
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter
from sqlalchemy.orm import configure_mappers

from chapter import create_app, health, jobs
from chapter.db import db

PATIENCE = 10
"""Seconds that whatever is going on has to end when we are told to stop."""


class Server(BaseApplication):
    """Gunicorn with one process of four threads, forked from an app that is already loaded."""

    def __init__(self, app: Flask, bind: str) -> None:
        self.app, self.bind = app, bind
        super().__init__()

    def load_config(self) -> None:
        """One worker: a second costs 50 MB and gains nothing on one core. Addresses carry searches: long lines."""
        settings = {
            "bind": self.bind,
            "worker_class": "gthread",
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
    """Gunicorn's master, which looks after the background as well: starts it, restarts it, ends it."""

    _background = 0
    _not_before = 0.0

    def manage_workers(self) -> None:
        """See that all are at work; called about once a second."""
        super().manage_workers()
        if not self._is_alive() and time.monotonic() >= self._not_before:
            self._not_before = time.monotonic() + 5
            self._background = self._fork()

    def stop(self, graceful: bool = True) -> None:
        """End the background and the pages together."""
        self._signal(signal.SIGTERM)
        super().stop(graceful)
        limit = time.monotonic() + (PATIENCE if graceful else 1)
        while self._is_alive() and time.monotonic() < limit:
            self.reap_workers()
            time.sleep(0.05)
        self._signal(signal.SIGKILL)
        self._background = 0

    def _is_alive(self) -> bool:
        return self._signal(0)

    def _signal(self, number: int) -> bool:
        try:
            if self._background:
                os.kill(self._background, number)
        except ProcessLookupError:
            self._background = 0
        return bool(self._background)

    def _fork(self) -> int:
        if pid := os.fork():
            return pid
        try:
            for number in (*self.SIGNALS, signal.SIGCHLD):
                signal.signal(number, signal.SIG_DFL)
            for listener in self.LISTENERS:
                listener.close()
            background(self.app.app, self.pid)
        finally:
            os._exit(0)


def background(app: Flask, master: int) -> None:
    """The background worker; it goes when ``master`` goes, however that ends."""
    gc.enable()
    threading.Thread(target=_leave_with, args=(master,), daemon=True).start()
    jobs.work(app)


def _leave_with(master: int) -> None:
    while os.getppid() == master:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(PATIENCE)
    os._exit(1)


def main() -> None:
    """Load the app, check the port, serve."""
    gc.disable()
    app = create_app()
    with app.app_context():
        if health.is_demo() is not (app.config["CHAPTER_MODE"] == "demo"):
            sys.exit("A demo chapter is started with ./run, a real one with ./run live.")
        db.engine.dispose()  # A connection to SQLite doesn't survive a fork: each process makes its own.
    host, port = app.config["HOST"], int(app.config["PORT"])
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            print(
                f"Chapter can't listen on {host}:{port}: {error.strerror}. Choose another port: PORT=8001 ./run",
                file=sys.stderr,
            )
            sys.exit(1)
    print(f"Chapter is on http://{host}:{port}", flush=True)
    configure_mappers()  # Once, rather than in each process.
    gc.collect()
    gc.freeze()
    House(Server(app, f"[{host}]:{port}" if ":" in host else f"{host}:{port}")).run()


if __name__ == "__main__":
    main()
