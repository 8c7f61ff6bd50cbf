"""``python -m chapter.serve``: gunicorn for the pages and one process for the background."""

import gc
import os
import signal
import socket
import sys
from multiprocessing import get_context
from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from chapter import create_app, jobs


class Server(BaseApplication):
    """Gunicorn with one process of four threads, forked from an app that is already loaded."""

    def __init__(self, app: Flask, bind: str) -> None:
        self.app, self.bind = app, bind
        super().__init__()

    def load_config(self) -> None:
        """One worker: a second costs 50 MB and gains nothing on one core."""
        settings = {
            "bind": self.bind,
            "worker_class": "gthread",
            "workers": 1,
            "threads": 4,
            "preload_app": True,
            "control_socket_disable": True,
            "timeout": 60,
            "graceful_timeout": 10,
            "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,
        }
        for name, value in settings.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, its memory frozen so that the forks share it."""
        gc.collect()
        gc.freeze()
        return self.app


def background(app: Flask) -> None:
    """The background worker; it goes when the server goes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    jobs.work(app)


def main() -> None:
    """Check the port, start the background, serve."""
    app = create_app()
    host, port = app.config["HOST"], int(app.config["PORT"])
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            print(f"Chapter can't listen on {host}:{port}: {error.strerror}. Choose another port: PORT=8001 ./run", file=sys.stderr)
            sys.exit(1)
    worker = get_context("fork").Process(target=background, args=(app,), daemon=True)
    worker.start()
    print(f"Chapter is on http://{host}:{port}")
    Server(app, f"{host}:{port}").run()


if __name__ == "__main__":
    main()
