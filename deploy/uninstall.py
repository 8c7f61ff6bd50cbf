"""``./run uninstall``: the service and its user go; the data and the settings stay."""

import argparse

from deploy import machine as m
from deploy.install import read
from deploy.machine import HERE, Machine


def add_to(parser: argparse.ArgumentParser) -> None:
    """What one can say beforehand."""
    parser.add_argument("--dry-run", action="store_true", help="Print what would be done, and do nothing.")


def main(given: argparse.Namespace) -> None:
    """Take away what was put on the machine, but for what people wrote."""
    machine = Machine(is_dry=given.dry_run)
    if not machine.is_dry:
        m.need_root("uninstall")
    if machine.at(m.UNIT).exists():
        machine.do("systemctl", "disable", "--now", "chapter")
    machine.remove(m.UNIT)
    machine.remove(m.JOURNAL)
    machine.do("systemctl", "daemon-reload")
    without_site(machine)
    if machine.ask("id", "-u", "chapter") is not None:
        for path in (m.DATA, "/etc/chapter"):
            machine.do("chown", "-R", "root:root", machine.at(path))
        machine.do("userdel", "chapter")
    print(f"The data is still in {m.DATA}, the settings and the database's key in /etc/chapter: root alone reads them.")
    print(f"“{m.PROGRAM}/run install” puts it all back. To be rid of the data, too, and for good:")
    print(f"  rm -r {m.DATA} /etc/chapter {m.PROGRAM}")


def without_site(machine: Machine) -> None:
    """Caddy stays, for it may serve others; our block goes."""
    if not machine.at(m.SITE).exists():
        return machine.remove(m.SITE)
    there = read(machine, m.CADDYFILE)
    if there == (HERE / "Caddyfile").read_text() and machine.at(m.CADDY_BEFORE).exists():
        machine.write(m.CADDYFILE, read(machine, m.CADDY_BEFORE))
    elif "import chapter.caddy" in there:
        machine.write(m.CADDYFILE, there.replace("import chapter.caddy\n", "").rstrip() + "\n")
    machine.remove(m.CADDY_BEFORE)
    machine.remove(m.SITE)
    machine.do("systemctl", "reload-or-restart", "caddy")
