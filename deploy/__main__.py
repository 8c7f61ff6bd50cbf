"""``python3 -m deploy install | upgrade | uninstall``; ``run`` calls it."""

import argparse
import os

from deploy import install, uninstall, upgrade
from deploy.machine import Trouble, stop
from deploy.questions import Wrong

VERBS = {"install": install, "upgrade": upgrade, "uninstall": uninstall}


def main() -> None:
    """Do what was asked; what goes wrong is said in words."""
    parser = argparse.ArgumentParser(prog="./run")
    verbs = parser.add_subparsers(dest="verb", required=True)
    for name, module in VERBS.items():
        module.add_to(verbs.add_parser(name, description=(module.__doc__ or "").partition(": ")[2]))
    given = parser.parse_args()
    os.umask(0o022)
    try:
        VERBS[given.verb].main(given)
    except (Trouble, Wrong) as error:
        stop(str(error))
    except (KeyboardInterrupt, EOFError):
        stop("\nStopped. Run it again to go on.")


if __name__ == "__main__":
    main()
