"""``python -m chapter``: Flask's command line, with more in the groups that others have made, such as ``db``."""

from importlib import import_module
from importlib.util import find_spec

from flask.cli import cli

from chapter import FEATURES

for feature in FEATURES:
    if find_spec(f"chapter.{feature}.commands_db"):
        import_module(f"chapter.{feature}.commands_db")

if __name__ == "__main__":
    cli.main(prog_name="./run flask")
