"""``./run upgrade``: another version, installed beside the running one first, and back again if it isn't well.

What is under way is noted in ``.git/chapter-upgrade.json``, so that an upgrade that was cut off, by a power cut even,
is taken back or finished by the next. Meanwhile the service is switched off, also for a reboot: nobody writes into a
database that may be taken back.

The new version is asked to ``./run prepare`` and to ``./run install``: these two have to stay what they are.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import replace

from deploy import machine as m
from deploy.house import House, Move, files, half_of, put_back, save
from deploy.machine import Machine, Trouble, flask

LOG = "/var/log/chapter-upgrade.log"
ROOM_FOR_PACKAGES = 400 * 1024 * 1024


def add_to(parser: argparse.ArgumentParser) -> None:
    """What one can say beforehand."""
    parser.add_argument(
        "version", nargs="?", help="A version such as v1.2, or a branch. By default the newest version."
    )
    parser.add_argument("--dry-run", action="store_true", help="Print what would be done, and do nothing but fetch.")
    parser.add_argument("--attached", action="store_true", help=argparse.SUPPRESS)


def main(given: argparse.Namespace) -> None:
    """See what there is, prepare it, move over, and move back if it isn't well."""
    machine = Machine(is_dry=given.dry_run)
    m.need_root("upgrade")
    if not machine.at(m.SETTINGS).exists() or not (machine.at(m.PROGRAM) / ".git").exists():
        raise Trouble(f"Chapter isn't installed here with {m.PROGRAM}/run install, so there is nothing to upgrade.")
    if not (given.dry_run or given.attached):
        raise SystemExit(in_peace(machine))
    house = House(machine)
    with house.alone():
        if house.under_way:
            mend(house, house.under_way)
        move = choose(house, given.version)
        if move:
            see_that_there_is_room(house)
            prepare(house, move)
            if not machine.is_dry:
                move_over(house, move)


def in_peace(machine: Machine) -> int:
    """Do it all in a process that nothing touches if the line to the administrator breaks; show what it says."""
    log = machine.at(LOG)
    log.parent.mkdir(parents=True, exist_ok=True)
    log.unlink(missing_ok=True)
    log.touch(0o600)
    words = sys.executable, "-P", "-m", "deploy", *sys.argv[1:], "--attached"
    with open(log, "rb") as shown, open(log, "ab") as said:
        doing = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT, start_new_session=True
        )
        while True:
            is_over = doing.poll() is not None
            sys.stdout.buffer.write(shown.read())
            sys.stdout.flush()
            if is_over:
                return doing.returncode
            try:
                time.sleep(0.2)
            except KeyboardInterrupt:
                print(f"\nIt goes on by itself, so that nothing is left half done. It tells how in {LOG}.")
                return 1


def choose(house: House, version: str | None) -> Move | None:
    """Which version to go to; None if it is the one that is here."""
    if changed := house.git("status", "--porcelain", "--untracked-files=no"):
        raise Trouble(f"Somebody has changed the program in {m.PROGRAM}. Undo that or commit it first:\n{changed}")
    house.machine.say("fetch what there is")
    house.git("fetch", "--quiet", "--tags", "--force", "origin")
    name = version or newest(house)
    after, before = house.knows(f"refs/tags/{name}") or house.knows(name), house.knows("HEAD")
    if not after:
        raise Trouble(f"There is no version {name}. There are: {', '.join(versions(house)[:10]) or 'none'}")
    if after == before or (not version and is_older(house, after, before)):
        print(f"Nothing to do: {name} is here already.")
        return None
    if is_older(house, after, before):
        words = f"{name} is older than what is here, and can't read its database."
        raise Trouble(f"{words} README.md says under “Upgrade” how to go back with a backup.")
    return Move(before, after, name)


def versions(house: House) -> list[str]:
    """All versions, the newest first."""
    return house.git("tag", "--list", "v[0-9]*", "--sort=-version:refname").split()


def newest(house: House) -> str:
    """The newest version that isn't a trial."""
    if found := [name for name in versions(house) if "-" not in name]:
        return found[0]
    raise Trouble(f"There are no versions yet. Name a branch: {m.PROGRAM}/run upgrade origin/main")


def is_older(house: House, one: str, other: str) -> bool:
    """Whether ``one`` came before ``other``."""
    return house.machine.ask("git", "-C", house.folder, "merge-base", "--is-ancestor", one, other) is not None


def see_that_there_is_room(house: House) -> None:
    """The packages and the database are there twice for a while."""
    if house.database_url and not all(map(shutil.which, ("pg_dump", "psql"))):
        raise Trouble("To go back if need be, pg_dump has to be here: apt-get install -y postgresql-client")
    data = sum(file.stat().st_size for file in files(house.data))
    for folder, need in ((house.folder, ROOM_FOR_PACKAGES), (house.data, 2 * data)):
        if shutil.disk_usage(folder).free < need:
            raise Trouble(f"The disk is too full: {folder} needs {need // 1024**2 + 1} MB more. Nothing was changed.")


def prepare(house: House, move: Move) -> None:
    """Install the new version beside the old one, and try it with an empty chapter, while all goes on."""
    machine = house.machine
    clean(house)
    machine.do("git", "-C", house.folder, "worktree", "add", "--quiet", "--detach", house.next, move.after)
    try:
        machine.do(house.next / "run", "prepare")
        machine.say("try it with an empty chapter")
        if not machine.is_dry:
            try_out(house)
    except Trouble as trouble:
        clean(house)
        raise Trouble(f"{trouble}\n{move.name} doesn't run here. Nothing was changed; Chapter goes on.") from trouble


def try_out(house: House) -> None:
    """A chapter made by the new version in a folder that is then thrown away."""
    with tempfile.TemporaryDirectory() as folder:
        none = {name: "" for name in os.environ if name.startswith("CHAPTER_") and name != "CHAPTER_ROOT"}
        words = house.next / "run", "flask", "init", "--name", "Trial", "--country", "SE"
        done = subprocess.run(words, env=os.environ | none | {"CHAPTER_DATA": folder}, capture_output=True, text=True)
    if done.returncode:
        raise Trouble(done.stderr.strip()[-2000:])


def move_over(house: House, move: Move) -> None:
    """Stop, put the new version in place, start it; back again if that fails."""
    house.machine.do(*flask(house.machine, "backup", "now"))
    house.take_note(move)
    try:
        house.machine.do("systemctl", "disable", "--now", "chapter")
        save(house)
        house.machine.do("git", "-C", house.folder, "checkout", "--quiet", "--detach", move.after)
        house.venv.rename(house.old_venv)
        (house.next / ".venv").rename(house.venv)
        house.machine.do(house.folder / "run", "install")
    except (Trouble, OSError) as trouble:
        print(f"\n{trouble}\n{move.name} isn't well. Going back.", flush=True)
        try:
            go_back(house, move)
        except (Trouble, OSError) as worse:
            raise Trouble(f"{worse}\nThat wasn't all put back. Mend what is said here, then: ./run upgrade") from worse
        raise Trouble(
            f"Chapter is what it was before; {move.name} was not installed. The reason is above."
        ) from trouble
    finish(house, move)


def go_back(house: House, move: Move) -> None:
    """Code, packages and database as before, and started."""
    house.machine.do("systemctl", "stop", "chapter")
    (house.folder / ".git/index.lock").unlink(missing_ok=True)
    house.machine.do("git", "-C", house.folder, "checkout", "--quiet", "--force", "--detach", move.before)
    if house.old_venv.exists():
        shutil.rmtree(house.venv, ignore_errors=True)
        house.old_venv.rename(house.venv)
    put_back(house)
    house.machine.do(house.folder / "run", "install")
    clean(house)


def mend(house: House, move: Move) -> None:
    """Finish or take back what was cut off. Who serves well already is left to: people may have written since."""
    print(f"The upgrade to {move.name} was cut off.")
    if house.machine.is_dry:
        raise Trouble("It would be mended first.")
    if move.is_done or (house.knows("HEAD") == move.after and m.is_well(house.port, 5)):
        finish(house, move)
    else:
        go_back(house, move)
        print("Chapter is what it was before.")


def finish(house: House, move: Move) -> None:
    """The new version is well: there is no way back from here."""
    house.take_note(replace(move, is_done=True))
    house.machine.do("systemctl", "enable", "--quiet", "chapter")
    clean(house)
    print(f"\nChapter is {move.name} now. Before, it was {house.called(move.before)}.")


def clean(house: House) -> None:
    """Nothing is left of an upgrade; what is noted goes last."""
    if house.machine.is_dry:
        return
    for folder in (house.next, house.old_venv, house.copy, half_of(house.copy)):
        shutil.rmtree(folder, ignore_errors=True)
    house.git("worktree", "prune")
    house.note.unlink(missing_ok=True)
