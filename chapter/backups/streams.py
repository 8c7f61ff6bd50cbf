"""A backup as a stream, both ways: files in a tar, compressed, and encrypted with age. Memory doesn't grow with it.

``age --decrypt --identity KEYFILE FILE | tar --extract --gzip`` opens it without us.
"""

import os
import shutil
import tarfile
import threading
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from gzip import GzipFile
from pathlib import Path
from typing import IO, Any

from chapter.backups.rules import recipients

Member = tuple[str, bytes]
"""A file in the tar."""


class WrongKey(Exception):
    """A key isn't one, or isn't the one that it takes."""


class Broken(Exception):
    """What was to be read isn't whole."""


def public_keys(setting: str) -> list[Any]:
    """Whom to encrypt for; raises :class:`WrongKey`, which names the one that isn't a key."""
    from pyrage import RecipientError, x25519  # Only by night.

    found = []
    for word in recipients(setting):
        try:
            found.append(x25519.Recipient.from_str(word))
        except RecipientError:
            raise WrongKey(f"“{word[:12]}…” isn't a public key of age, which begins with age1") from None
    return found


def secret_keys(text: str) -> list[Any]:
    """The secret keys in the text of a key file; raises :class:`WrongKey`."""
    from pyrage import IdentityError, x25519

    words = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    try:
        found = [x25519.Identity.from_str(word) for word in words]
    except IdentityError:
        found = []
    if not found:
        raise WrongKey("there is no secret key of age there; it begins with AGE-SECRET-KEY-1")
    return found


def new_key() -> tuple[str, str]:
    """A new secret key, and the public one that belongs to it."""
    from pyrage import x25519

    secret = x25519.Identity.generate()
    return str(secret), str(secret.to_public())


def packed(members: Iterable[Member], mtime: float) -> Iterator[bytes]:
    """The members as a compressed tar."""
    pack = zlib.compressobj(6, wbits=31)
    for name, data in members:
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = len(data), 0o600, int(mtime)
        yield pack.compress(info.tobuf())
        yield pack.compress(data + bytes(-len(data) % tarfile.BLOCKSIZE))
    yield pack.compress(bytes(2 * tarfile.BLOCKSIZE)) + pack.flush()


class _Source:
    """Chunks, as a file to read from; keeps the error that ended it, of which Rust makes another."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self.chunks, self.rest = iter(chunks), memoryview(b"")
        self.error: BaseException | None = None

    def read(self, size: int = 64 * 1024) -> bytes:
        """At most ``size`` bytes; none at the end."""
        try:
            while not self.rest:
                self.rest = memoryview(next(self.chunks))
        except StopIteration:
            return b""
        except BaseException as error:
            self.error = error
            raise
        found, self.rest = self.rest[:size], self.rest[size:]
        return bytes(found)


class _Sink:
    """A file to write into; keeps the error that ended it."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.error: BaseException | None = None

    def write(self, data: bytes) -> int:
        """Write all of it."""
        try:
            return self.file.write(data)
        except BaseException as error:
            self.error = error
            raise

    def flush(self) -> None:
        """Nothing waits here."""


def save(chunks: Iterable[bytes], to: Path, keys: list[Any]) -> int:
    """Write a new file that only we may read, encrypted if there are ``keys``, whole or not at all; gives its size.

    It is on the disk when this ends. Until then it has a name that nobody takes for a backup.
    """
    half = to.with_name(f".{to.name}.half")
    half.unlink(missing_ok=True)
    try:
        with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            _pour(chunks, file, keys)
            file.flush()
            os.fsync(file.fileno())
            length = file.tell()
        half.rename(to)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    settle(to.parent)
    return length


def settle(folder: Path) -> None:
    """Let the names in a folder survive a power cut."""
    here = os.open(folder, os.O_RDONLY)
    os.fsync(here)
    os.close(here)


def _pour(chunks: Iterable[bytes], file: IO[bytes], keys: list[Any]) -> None:
    source, sink = _Source(chunks), _Sink(file)
    if not keys:
        shutil.copyfileobj(source, file)
        return
    from pyrage import EncryptError, encrypt_io

    try:
        encrypt_io(source, sink, keys)
    except EncryptError as error:
        raise source.error or sink.error or error from None


def open_up(file: IO[bytes], sink: Any, keys: list[Any]) -> None:
    """Decrypt a file into ``sink``, or pour it as it is if there are no ``keys``; raises WrongKey, Broken."""
    if not keys:
        shutil.copyfileobj(file, sink)
        return
    from pyrage import DecryptError, decrypt_io

    kept = _Sink(sink)
    try:
        decrypt_io(file, kept, keys)
    except DecryptError as error:
        wrong = "No matching keys" in str(error)
        raise kept.error or (WrongKey("this key doesn't open it") if wrong else Broken("it is damaged")) from None
    except OSError as error:
        raise kept.error or Broken("it is damaged, or was cut off") from error


@contextmanager
def members(path: Path, keys: list[Any]) -> Iterator[Iterator[Member]]:
    """The members of a backup, one after the other, for as long as the block lasts; raises WrongKey, Broken."""
    out, into = os.pipe()
    errors: list[BaseException] = []
    opening = threading.Thread(target=_feed, args=(path, into, keys, errors), daemon=True)
    opening.start()
    with open(out, "rb") as stream:
        yield _untarred(stream, errors, opening.join)


def _feed(path: Path, into: int, keys: list[Any], errors: list[BaseException]) -> None:
    """Decrypt into a pipe. Whoever reads may have had enough and closed it."""
    with suppress(BrokenPipeError), open(into, "wb", buffering=0) as pipe, path.open("rb") as file:
        try:
            open_up(file, pipe, keys)
        except BrokenPipeError:
            raise
        except Exception as error:
            errors.append(error)


def _untarred(stream: IO[bytes], errors: list[BaseException], wait: Callable[[], None]) -> Iterator[Member]:
    try:
        with GzipFile(fileobj=stream) as whole, tarfile.open(fileobj=whole, mode="r|") as tar:
            for info in tar:
                data = tar.extractfile(info)
                if data is not None:
                    yield info.name, data.read()
            while whole.read(64 * 1024):  # Its checksum stands at the end.
                pass
    except (tarfile.TarError, EOFError, zlib.error, OSError) as error:
        wait()
        raise (errors[0] if errors else Broken("it is damaged, or was cut off")) from error
    wait()
    if errors:
        raise errors[0]
