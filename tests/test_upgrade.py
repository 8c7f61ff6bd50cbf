"""./run upgrade: to the new version, or back to all as it was."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server import Server, program
from tests.test_install import GOOD, words

MIGRATED = 'grep -q migrated "$database" || echo migrated >>"$database"'


class Origin:
    """Where the versions come from."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *words: str) -> str:
        """What git says."""
        who = "-c", "user.name=Kim", "-c", "user.email=kim@example.org", "-c", "commit.gpgsign=false"
        return subprocess.run(
            ["git", "-C", str(self.folder), *who, *words], check=True, capture_output=True, text=True
        ).stdout.strip()

    def release(self, version: str, text: str, packages: str = "flask==1\n") -> None:
        """Publish a version."""
        (self.folder / "program.sh").write_text(text)
        (self.folder / "requirements.txt").write_text(packages)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", version)
        self.git("tag", version)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server with v1.0 on it, whose chapter has something in its database."""
    server = Server.fresh(tmp_path)
    origin = Origin(server.program)
    (server.program / ".gitignore").write_text(".venv/\n.next/\n__pycache__/\n")
    origin.release("v1.0", program())
    origin.git("clone", "--quiet", "--bare", ".", str(tmp_path / "origin.git"))
    origin.git("remote", "add", "origin", str(tmp_path / "origin.git"))
    assert server.run("install", *words(GOOD)).returncode == 0
    yield server
    server.end()


@pytest.fixture
def origin(server: Server, tmp_path: Path) -> Origin:
    """The repository that the server was cloned from."""
    subprocess.run(["git", "clone", "--quiet", tmp_path / "origin.git", tmp_path / "work"], check=True)
    origin = Origin(tmp_path / "work")
    origin.git("config", "remote.origin.push", "refs/tags/*:refs/tags/*")
    return origin


def publish(origin: Origin, version: str, text: str, packages: str = "flask==2\n") -> None:
    """Publish a version where servers find it."""
    origin.release(version, text, packages)
    origin.git("push", "--quiet", "origin", version)


def state(server: Server) -> tuple[str, str, str]:
    """Which version is here, with which packages, and what is in its database."""
    program = server.program
    head = subprocess.run(["git", "-C", program, "describe", "--tags"], capture_output=True, text=True).stdout.strip()
    return head, (program / ".venv/requirements.txt").read_text(), server.read("/var/lib/chapter/chapter.db")


BEFORE = "v1.0", "flask==1\n", "Ringby\n"
AFTER = "v1.1", "flask==2\n", "Ringby\nmigrated\n"


def leftovers(server: Server) -> list[Path]:
    """What an upgrade has while it is under way."""
    program, data = server.program, server.root / "var/lib/chapter"
    git = [program / ".git/chapter-upgrade.json", *(program / ".git").glob("worktrees/*")]
    return [
        path for path in (program / ".next", program / ".venv.before", *data.glob("before*"), *git) if path.exists()
    ]


def is_running(server: Server) -> bool:
    """Whether the service was started and not stopped since."""
    return (server.root / "pid").exists()


def test_the_newest_version_comes_with_its_packages_and_the_database_follows(server: Server, origin: Origin):
    publish(origin, "v1.1", program(MIGRATED))
    publish(origin, "v2.0-rc1", program("exit 1"))

    done = server.run("upgrade")

    assert (done.returncode, state(server)) == (0, AFTER), done.stdout + done.stderr
    assert "Chapter is v1.1 now. Before, it was v1.0." in done.stdout
    assert is_running(server)
    assert not leftovers(server)


def test_a_backup_comes_first_and_the_service_is_off_for_a_reboot_while_files_move(server: Server, origin: Origin):
    publish(origin, "v1.1", program(MIGRATED))
    assert server.did

    server.run("upgrade")

    kinds = "run prepare", "run flask backup now", "systemctl disable --now chapter", "run install"
    noted = [kind for line in server.did for kind in kinds if line.startswith(kind)]
    assert tuple(noted[:4]) == kinds


def test_there_and_nothing_newer_it_does_nothing(server: Server):
    done = server.run("upgrade")

    assert (done.returncode, "Nothing to do" in done.stdout) == (0, True)
    assert state(server) == BEFORE


def test_a_version_whose_migration_fails_is_taken_back(server: Server, origin: Origin):
    publish(origin, "v1.1", program(f"{MIGRATED}; exit 1"))
    done = server.run("upgrade")

    assert done.returncode == 1
    assert "v1.1 isn't well" in done.stdout
    assert (state(server), is_running(server), leftovers(server)) == (BEFORE, True, [])


def test_a_version_that_is_not_well_is_taken_back(server: Server, origin: Origin):
    publish(origin, "v1.1", program(MIGRATED, health=503))

    done = server.run("upgrade")

    assert done.returncode == 1
    assert "Chapter is what it was before" in done.stdout
    assert (state(server), is_running(server), leftovers(server)) == (BEFORE, True, [])


def test_a_version_that_does_not_run_here_stops_nothing(server: Server, origin: Origin):
    publish(origin, "v1.1", "exit 1\n")
    assert server.did

    done = server.run("upgrade")

    assert "v1.1 doesn't run here. Nothing was changed" in done.stdout
    assert (state(server), leftovers(server)) == (BEFORE, [])
    assert not [line for line in server.did if line.startswith("systemctl")]


@pytest.mark.parametrize("moment", ["stop", "install"])
def test_cut_off_the_next_one_mends_it_and_goes_on(server: Server, origin: Origin, moment: str):
    publish(origin, "v1.1", program(MIGRATED))
    (server.root / f"kill-at-{moment}").touch()
    server.run("upgrade", "--attached")
    assert leftovers(server)

    (server.root / f"kill-at-{moment}").unlink()
    done = server.run("upgrade")

    assert "The upgrade to v1.1 was cut off." in done.stdout
    assert (done.returncode, state(server), leftovers(server)) == (0, AFTER, []), done.stdout


def test_cut_off_when_the_new_version_served_already_nothing_that_was_written_is_lost(server: Server, origin: Origin):
    publish(origin, "v1.1", program(MIGRATED))
    (server.root / "kill-at-install").touch()
    server.run("upgrade", "--attached")
    (server.root / "kill-at-install").unlink()
    server.run("install")
    with (server.root / "var/lib/chapter/chapter.db").open("a") as database:
        database.write("a call\n")

    assert server.run("upgrade").returncode == 0
    assert state(server)[2] == "Ringby\nmigrated\na call\n"
    assert not leftovers(server)


def test_what_somebody_changed_by_hand_is_not_run_over(server: Server, origin: Origin):
    publish(origin, "v1.1", program(MIGRATED))
    (server.program / "program.sh").write_text("# mine\n")

    done = server.run("upgrade")

    assert "Somebody has changed the program" in done.stdout
    assert server.read("/opt/chapter/program.sh") == "# mine\n"


@pytest.mark.parametrize(
    ("version", "words"), [("v0.9", "is older than what is here"), ("v7", "There is no version v7")]
)
def test_a_version_that_will_not_do_is_refused_in_words(server: Server, origin: Origin, version: str, words: str):
    publish(origin, "v1.1", program(MIGRATED))
    server.run("upgrade")
    origin.git("push", "--quiet", "origin", "v1.0:refs/tags/v0.9")

    done = server.run("upgrade", version)

    assert words in done.stdout
    assert state(server) == AFTER
