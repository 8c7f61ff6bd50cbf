"""``python -m benchmarks.scan``: an independent scanner against the demo, on this machine alone, as three visitors.

It needs wapiti in an environment of its own: ``python3 -m venv wapiti && wapiti/bin/pip install wapiti3``, and is told
where by ``WAPITI=wapiti/bin/wapiti``. It takes a quarter of an hour. What it finds is printed; it fails if that is more
than what is :data:`JUDGED`.
"""

import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

from flask import Flask
from werkzeug.serving import make_server

from benchmarks.tools import apart, demo_app, session_of

PARTS = "", "coordinator", "admin"
"""Whom it is taken for: a stranger first."""
ATTACKS = "crlf", "cookieflags", "csp", "exec", "file", "htaccess", "http_headers", "permanentxss", "redirect"
MORE = "sql", "ssrf", "timesql", "upload", "xss", "xxe"
"""What there is none of isn't tried: here speaks nothing LDAP, PHP or Java, and forms have tokens by a test."""
CRAWL, ATTACK = 150, 30
"""Seconds for finding pages, and for each kind of attack on them."""
JUDGED = {"Secure Flag cookie"}
"""Here is no TLS; where CHAPTER_URL begins with https, cookies have the flag (tests/test_attacks_people.py)."""
CLOSED = "/sign-out", "/become", "/my/account/sign-out-everywhere"
"""What would end the visit."""


def seen_by(app: Flask, part: str) -> Callable:
    """The app as a scanner meets it that is signed in as ``part``, whatever it does with cookies."""
    cookie = f"{app.config['SESSION_COOKIE_NAME']}={session_of(app, part)}" if part else ""

    def serve(environ: dict[str, Any], start: Callable) -> Any:
        return apart(app, environ | ({"HTTP_COOKIE": cookie} if cookie else {}), start)

    return serve


def scan(app: Flask, part: str, wapiti: str, folder: Path) -> dict[str, list[dict[str, Any]]]:
    """What the scanner finds as ``part``."""
    server = make_server("127.0.0.1", 0, seen_by(app, part), threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    here, report = f"http://127.0.0.1:{server.port}", folder / f"report-{part}.json"
    bounds = ["--max-scan-time", str(CRAWL), "--max-attack-time", str(ATTACK), "--max-files-per-dir", "15"]
    closed = [word for path in CLOSED for word in ("-x", here + path)]
    kept = ["--store-session", str(folder / part), "--store-config", str(folder / "config")]
    command = [
        wapiti,
        "-u",
        f"{here}/",
        "-s",
        f"{here}/my",
        "-m",
        ",".join((*ATTACKS, *MORE)),
        *bounds,
        *closed,
        *kept,
        "--no-bugreport",
    ]
    subprocess.run([*command, "-f", "json", "-o", str(report)], check=True, stdout=subprocess.DEVNULL)
    server.shutdown()
    said = json.loads(report.read_text())
    print(f"{part or 'a stranger'}: {said['infos']['crawled_pages_nbr']} pages and forms were attacked")
    return {kind: found for group in ("vulnerabilities", "anomalies") for kind, found in said[group].items() if found}


def main() -> int:
    """Scan as everybody; 1 if there is anything that nobody has judged."""
    wapiti, is_clean = os.environ.get("WAPITI", "wapiti"), True
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    with demo_app(40) as app, tempfile.TemporaryDirectory() as folder:
        for part in PARTS:
            for kind, found in scan(app, part, wapiti, Path(folder)).items():
                is_clean = is_clean and kind in JUDGED
                for one in found:
                    print(f"  {kind}: {one['method']} {one['path']} {one['parameter']} {one['info']}")
    print("Nothing was found that isn't judged." if is_clean else "Something was found.")
    return 0 if is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
