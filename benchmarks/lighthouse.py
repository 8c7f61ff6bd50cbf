"""Lighthouse on a phone, where it is installed: ``npm install -g lighthouse@12.8`` (the last that runs on Node 20)."""

import json
import shutil
import subprocess
from collections.abc import Iterator

from benchmarks.tools import CHROMIUM, ROOT, Figure, Server, Visitor, environment, server

KINDS = ("performance", "accessibility", "best-practices", "seo")
BUDGET = "100 / 100 / 100 / 100"


def measure() -> Iterator[Figure]:
    """Performance, accessibility, best practices, search engines."""
    program = shutil.which("lighthouse")
    if program is None or CHROMIUM is None:
        yield Figure("Lighthouse", BUDGET, "skipped: npm install -g lighthouse@12.8")
        return
    with server(600) as served:
        caller = Visitor(served.port, served.cookie("caller"))
        caller.get("/calling/2/ring")
        caller.post("/calling/2/claim")
        pages = {
            "the caller page": (caller.path, "caller"),
            "sign-up": ("/join/bli-aktiv", None),
            "the front page": ("/", None),
            "a handbook page": ("/handbook/konto-och-inloggning", None),
        }
        for what, (path, part) in pages.items():
            scores = _scores(program, served, path, part)
            figure = " / ".join(str(score) for score in scores)
            yield Figure(f"Lighthouse on {what}", BUDGET, figure, all(score == 100 for score in scores))


def _scores(program: str, served: Server, path: str, part: str | None) -> list[int]:
    headers = {"Cookie": f"chapter={served.cookie(part)}"} if part else {}
    command = [program, served.url + path, "--quiet", "--output=json", f"--only-categories={','.join(KINDS)}"]
    command += ["--skip-audits=is-crawlable"]  # a demo wants none
    command += ["--chrome-flags=--headless=new --no-sandbox", f"--extra-headers={json.dumps(headers)}"]
    env = environment(ROOT, CHROME_PATH=CHROMIUM or "")
    for _try in range(3):  # now and then it loses its own trace (NO_NAVSTART)
        done = subprocess.run(command, env=env, capture_output=True, text=True)
        if done.returncode == 0:
            break
    found = json.loads(done.stdout)
    return [round(100 * (found["categories"][kind]["score"] or 0)) for kind in KINDS]
