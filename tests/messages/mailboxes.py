"""Mailboxes to look through: a little one of our own, and Dovecot's where it is installed."""

import grp
import imaplib
import os
import pwd
import re
import shutil
import socketserver
import ssl
import subprocess
import tempfile
import threading
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

USER, PASSWORD = "malin@example.org", 'p:s"s'
CONFIG = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{certificate}/cert.pem
ssl_key = <{certificate}/key.pem
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 0
mail_location = maildir:{folder}/mail
auth_username_format = %n
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/home
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
  }}
}}
service anvil {{
  chroot =
}}
"""


class Little(socketserver.ThreadingTCPServer):
    """As much of RFC 3501 as it takes to be looked through."""

    daemon_threads = True
    capabilities = "IMAP4rev1"

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.tls, self.validity, self.fetched = tls, 4_000_000_000, 0
        self.mails: list[tuple[bytes, datetime]] = []
        self.flags: list[bool] = []
        self.url = f"imap{'s' if tls else ''}://malin%40example.org:p%3As%22s@127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, args=[0.02], daemon=True).start()

    def get_request(self) -> Any:
        """Within TLS, if it has a certificate."""
        connection, address = super().get_request()
        return (self.tls.wrap_socket(connection, server_side=True) if self.tls else connection), address

    def handle_error(self, *_given: Any) -> None:
        """Whoever hangs up hangs up."""

    def put(self, mail: bytes, at: datetime) -> None:
        """A mail comes."""
        self.mails.append((mail, at))
        self.flags.append(False)

    def seen(self) -> list[bool]:
        """Which have been seen."""
        return self.flags

    def stop(self) -> None:
        """Close it."""
        self.shutdown()
        self.server_close()


class Conversation(socketserver.StreamRequestHandler):
    """With one client."""

    server: Little

    def handle(self) -> None:
        """Answer until it leaves."""
        self.wfile.write(b"* OK ready\r\n")
        for line in self.rfile:
            tag, _space, command = line.decode().strip().partition(" ")
            said = self.answer(command)
            self.wfile.write(b"".join(part + b"\r\n" for part in said[:-1]) + f"{tag} {said[-1].decode()}\r\n".encode())

    def answer(self, command: str) -> list[bytes]:
        """What there is to say, and at last whether it went well."""
        if command.startswith("LOGIN") and command != r'LOGIN malin@example.org "p:s\"s"':
            return [b"NO [AUTHENTICATIONFAILED] no"]
        if command.startswith("SELECT") and command != 'SELECT "INBOX"':
            return [b"NO [NONEXISTENT] no"]
        if found := re.match(r"UID (SEARCH|FETCH|STORE) (.*)", command):
            return getattr(self, found[1].lower())(found[2])
        said = {"CAPABILITY": f"CAPABILITY {self.server.capabilities}", "LOGOUT": "BYE"}
        said["SELECT"] = f"OK [UIDVALIDITY {self.server.validity}]"
        word = said.get(command.split()[0])
        return [f"* {word}".encode(), b"OK done"] if word else [b"OK done"]

    def search(self, asked: str) -> list[bytes]:
        """``UID 3:*``, which always finds the last, or ``SINCE 1-Nov-2026``."""
        if asked.startswith("UID"):
            first = int(asked[4:].partition(":")[0])
            found = [n for n in range(1, len(self.server.mails) + 1) if n >= first or n == len(self.server.mails)]
        else:
            since = datetime.strptime(asked[6:], "%d-%b-%Y").date()
            found = [n for n, (_mail, at) in enumerate(self.server.mails, 1) if at.date() >= since]
        return [f"* SEARCH {' '.join(map(str, found))}".rstrip().encode(), b"OK done"]

    def fetch(self, asked: str) -> list[bytes]:
        """The headers or the whole."""
        number, is_whole = int(asked.split()[0]), "HEADER" not in asked
        mail = self.server.mails[number - 1][0]
        part = mail if is_whole else mail.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        self.server.fetched += 1
        unasked = f"* {number} FETCH (FLAGS () UID {number})".encode()
        return [unasked, f"* {number} FETCH (BODY[] {{{len(part)}}}\r\n".encode() + part + b" UID 1)", b"OK done"]

    def store(self, asked: str) -> list[bytes]:
        """It has been seen."""
        self.server.flags[int(asked.split()[0]) - 1] = True
        return [b"OK done"]


class Dovecot:
    """The real thing, in a folder of its own; it serves nobody's mail as root."""

    def __init__(self, certificate: Path, port: int) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="dovecot-"))
        me = pwd.getpwuid(os.getuid()) if os.getuid() else pwd.getpwnam("nobody")
        os.chown(self.folder, me.pw_uid, me.pw_gid)
        facts = {"user": me.pw_name, "group": grp.getgrgid(me.pw_gid).gr_name, "uid": me.pw_uid, "gid": me.pw_gid}
        config = self.folder / "dovecot.conf"
        places = {"folder": self.folder, "certificate": certificate, "port": port}
        config.write_text(CONFIG.format(password=PASSWORD, **places, **facts))
        self.port, self.url = port, f"imaps://malin%40example.org:p%3As%22s@127.0.0.1:{port}/"
        self.process = subprocess.Popen([str(shutil.which("dovecot")), "-F", "-c", str(config)])

    def _client(self) -> imaplib.IMAP4:
        until = time.monotonic() + 10
        while True:
            try:
                client = imaplib.IMAP4_SSL("127.0.0.1", self.port, ssl_context=ssl._create_unverified_context())
                client.login(USER, PASSWORD)
                client.select()
                return client
            except (OSError, imaplib.IMAP4.error):
                if time.monotonic() > until:
                    raise
                time.sleep(0.05)

    def put(self, mail: bytes, at: datetime) -> None:
        """A mail comes."""
        with self._client() as client:
            client.append("INBOX", "", at, mail)  # type: ignore[arg-type]

    def seen(self) -> list[bool]:
        """Which have been seen."""
        with self._client() as client:
            return [rb"\Seen" in flags for flags in client.fetch("1:*", "(FLAGS)")[1]]  # type: ignore[operator]

    def stop(self) -> None:
        """Stop it."""
        with suppress(ProcessLookupError):
            self.process.terminate()
        self.process.wait(10)
        shutil.rmtree(self.folder)
