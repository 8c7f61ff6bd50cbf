"""./run install and uninstall: what is asked, what is done, and that it can be done again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.machine import Machine, Trouble
from tests.server import Server, program

GOOD = {
    "--domain": "https://Ring.example.org/",
    "--name": "Ringby",
    "--country": "sverige",
    "--admin": "Kim Ek <kim@example.org>",
    "--smtp": "smtp://kim:sesam@smtp.example.org:587",
}
WRONG = {
    "--domain": "ring",
    "--name": " ",
    "--country": "DK",
    "--admin": "Kim Ek",
    "--smtp": "smtp.example.org",
}


def words(answers: dict[str, str]) -> list[str]:
    """The answers as options."""
    return [word for pair in answers.items() for word in pair]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A fresh server."""
    server = Server.fresh(tmp_path)
    yield server
    server.end()


@pytest.fixture
def installed(server: Server) -> Server:
    """A server with Chapter on it."""
    done = server.run("install", *words(GOOD))
    assert done.returncode == 0, done.stdout + done.stderr
    return server


def test_a_dry_run_says_all_and_does_nothing(server: Server):
    before = server.everything()

    said = server.run("install", "--dry-run", *words(GOOD)).stdout

    assert server.everything() == before
    for path in ("/etc/chapter/chapter.env", "chapter.service", "/etc/caddy/chapter.caddy", "apt-get", "useradd"):
        assert path in said
    assert "sesam" not in said


def test_a_dry_run_needs_no_answers(server: Server):
    done = server.run("install", "--dry-run")

    assert done.returncode == 0
    assert "takes these for the answers: ring.example.org, Ringby, SE, Kim Ek <kim@example.org>" in done.stdout
    assert "https://ring.example.org" in done.stdout


def test_what_a_dry_run_would_write_is_what_is_written(server: Server):
    said = server.run("install", "--dry-run", *words(GOOD)).stdout
    server.run("install", *words(GOOD))

    would = {line.split()[2].rstrip(",") for line in said.splitlines() if line.startswith("would write")}
    assert would
    assert all((server.root / path.lstrip("/")).exists() for path in would)


def test_the_answers_become_the_settings(installed: Server):
    text = installed.read("/etc/chapter/chapter.env")

    assert "CHAPTER_URL='https://ring.example.org'\n" in text
    assert "CHAPTER_SMTP_URL='smtp://kim:sesam@smtp.example.org:587'\n" in text
    assert "CHAPTER_BACKUP_KEY='age1abc'\n" in text
    assert "run flask init --name Ringby --country SE" in (did := installed.did)
    assert "run flask accounts create-admin --name Kim Ek --email kim@example.org" in did


def test_secrets_are_for_root_and_the_service_alone(installed: Server):
    for path in ("etc/chapter/chapter.env", "etc/chapter/database.key"):
        assert (installed.root / path).stat().st_mode & 0o777 == 0o640
    assert (installed.root / "var/lib/chapter").stat().st_mode & 0o777 == 0o700
    assert f"chown chapter:chapter {installed.root}/var/lib/chapter" in (did := installed.did)
    assert f"chown root:chapter {installed.root}/etc/chapter/.database.key.half" in did


def test_the_secret_key_for_backups_is_shown_and_not_kept(server: Server):
    done = server.run("install", *words(GOOD))

    assert "AGE-SECRET-KEY-1ABC" in done.stdout
    assert not [name for name, text in server.everything().items() if b"AGE-SECRET" in text and "opt/" not in name]


def test_wrong_answers_are_told_all_at_once_and_nothing_is_changed(server: Server):
    before = server.everything()

    done = server.run("install", *words(WRONG))

    assert done.returncode == 1
    assert [line.partition(":")[0] for line in done.stderr.splitlines()[1:]] == list(GOOD)
    assert server.everything() == before


def test_answers_can_stand_in_the_environment(server: Server):
    rest = {name: value for name, value in GOOD.items() if name != "--smtp"}

    server.run("install", *words(rest), CHAPTER_SMTP_URL="smtps://a:b@smtp.example.org:465")

    assert "CHAPTER_SMTP_URL='smtps://a:b@smtp.example.org:465'\n" in server.read("/etc/chapter/chapter.env")


def test_done_again_it_asks_and_changes_nothing(installed: Server):
    before = installed.everything()

    done = installed.run("install")

    assert done.returncode == 0, done.stderr
    assert {name for name, text in installed.everything().items() if text != before.get(name)} <= {"pid"}
    assert "already there: /etc/chapter/chapter.env" in done.stdout
    assert not [line for line in installed.did if "init" in line or "create-admin" in line][2:]


def test_what_failed_in_the_middle_goes_on_when_it_is_run_again(server: Server):
    server.be(program(health=503))
    done = server.run("install", *words(GOOD))
    assert "Chapter doesn't answer" in done.stderr
    assert not (server.root / "etc/caddy/chapter.caddy").exists()

    server.be(program())

    assert server.run("install").returncode == 0
    assert (server.root / "etc/caddy/chapter.caddy").exists()


def test_the_first_administrator_gets_a_link_when_all_else_is_done_and_once(server: Server):
    link = "run flask accounts create-admin --name Kim Ek --email kim@example.org"
    server.be(program(health=503))
    server.run("install", *words(GOOD))
    assert link not in server.did
    server.be(program())

    for shown in (1, 0):
        assert server.run("install").returncode == 0
        assert server.did.count(link) == shown


def test_caddy_is_told_even_if_an_earlier_run_was_cut_off_before_it_was(installed: Server):
    assert installed.did

    installed.run("install")

    assert "systemctl reload-or-restart caddy" in installed.did


def test_a_quiet_command_that_fails_tells_all_it_said():
    with pytest.raises(Trouble, match="why\nThat failed"):
        Machine().do("sh", "-c", "echo why; exit 1", is_quiet=True)


def test_another_answer_changes_that_alone(installed: Server):
    env = installed.root / "etc/chapter/chapter.env"
    env.write_text(env.read_text() + "CHAPTER_BACKUP_DAYS='14' # ours\n")
    before = env.read_text()

    installed.run("install", "--domain", "ny.example.org")

    assert env.read_text() == before.replace("ring.example.org", "ny.example.org")
    assert "ny.example.org {" in installed.read("/etc/caddy/chapter.caddy")


def test_a_caddyfile_of_ones_own_keeps_what_it_says(server: Server):
    (server.root / "etc/caddy").mkdir(parents=True)
    (server.root / "etc/caddy/Caddyfile").write_text("other.example.org {\n}\n")

    server.run("install", *words(GOOD))
    assert server.read("/etc/caddy/Caddyfile") == "other.example.org {\n}\n\nimport chapter.caddy\n"

    server.run("uninstall")
    assert server.read("/etc/caddy/Caddyfile") == "other.example.org {\n}\n"


def test_uninstalled_it_leaves_data_and_settings_and_nothing_else(installed: Server):
    kept = {name: text for name, text in installed.everything().items() if name.startswith(("var/", "etc/chapter/"))}

    done = installed.run("uninstall")

    left = {name: text for name, text in installed.everything().items() if not name.startswith("opt/")}
    assert left == kept | {"etc/caddy/Caddyfile": b":80\n", "packages": b""}
    assert "/var/lib/chapter" in done.stdout
    assert installed.run("uninstall").returncode == 0


def test_what_was_uninstalled_comes_back_with_all_that_was_there(installed: Server):
    database = installed.read("/var/lib/chapter/chapter.db")
    installed.run("uninstall")

    assert installed.run("install").returncode == 0
    assert f"chown -R chapter:chapter {installed.root}/var/lib/chapter" in installed.did
    assert installed.read("/var/lib/chapter/chapter.db") == database


def test_a_dry_uninstall_does_nothing(installed: Server):
    before = installed.everything()

    assert "would remove /etc/systemd/system/chapter.service" in installed.run("uninstall", "--dry-run").stdout
    assert installed.everything() == before


def test_the_firewall_is_touched_only_when_asked(installed: Server):
    assert not [line for line in installed.did if line.startswith("ufw allow")]

    installed.run("install", "--firewall", SSH_CONNECTION="192.0.2.1 50000 192.0.2.2 2222")

    assert "ufw allow 2222/tcp" in installed.did
