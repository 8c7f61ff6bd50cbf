"""One caller as a process of its own, with the standard library alone: rings until the queue is empty.

Usage: crowd_caller.py ADDRESS COOKIE ASSIGNMENT LOG SEED. Tries again when the server is gone, as the page does.
"""

import http.client
import json
import random
import re
import sys
import time
import urllib.parse

PATH = "reached=yes could_talk=yes action_needed=yes action_message=send note=none"


class Caller:
    """A cookie, an address and a log of whom one held and when."""

    def __init__(self, address: str, cookie: str, log: str, seed: str) -> None:
        self.host, self.cookie, self.log = urllib.parse.urlsplit(address).netloc, cookie, log
        self.random, self.token = random.Random(seed), ""

    def ask(self, method: str, path: str, form: dict | None = None) -> tuple[int, str, str]:
        """Status, location and text; tries for half a minute."""
        body = urllib.parse.urlencode({**form, "csrf_token": self.token}) if form is not None else None
        headers = {"Cookie": f"chapter={self.cookie}", "Content-Type": "application/x-www-form-urlencoded"}
        for _ in range(150):
            try:
                connection = http.client.HTTPConnection(self.host, timeout=30)
                connection.request(method, path, body, headers)
                response = connection.getresponse()
                text = response.read().decode()
                if "csrf_token" in text:
                    self.token = re.search(r'name="csrf_token" value="([^"]+)"', text)[1]
                for kept in response.headers.get_all("Set-Cookie") or []:
                    if kept.startswith("chapter="):
                        self.cookie = kept.split(";")[0].removeprefix("chapter=")
                return response.status, response.headers.get("Location", ""), text
            except (OSError, http.client.HTTPException):
                time.sleep(0.2)
        raise SystemExit("the server stayed away")

    def ring(self, assignment: str) -> None:
        """Claim, look, report, until there is nobody left."""
        self.ask("GET", f"/calling/{assignment}/ring")
        _, where, _ = self.ask("POST", f"/calling/{assignment}/claim", {"claim": "1"})
        while "/calls/" in where:
            begun = time.time()
            status, _, page = self.ask("GET", where)
            assert status == 200, (status, where)
            person, talks = re.search(r'data-person="(\d+)"', page)[1], self.random.random() < 0.3
            if talks:
                for step, answer in (each.split("=") for each in PATH.split()):
                    self.ask("POST", f"{where}/answer", {"step": step, "answer": answer, "text": "Ring styrelsen."})
            with open(self.log, "a") as log:
                log.write(json.dumps([int(person), begun, time.time()]) + "\n")
            way, form = ("send", {"then": "next"}) if talks else ("quick", {"quick": "no_answer"})
            status, where, _ = self.ask("POST", f"{where}/{way}", form)
            assert status == 303, (status, way)


if __name__ == "__main__":
    address, cookie, assignment, log, seed = sys.argv[1:]
    Caller(address, cookie, log, seed).ring(assignment)
