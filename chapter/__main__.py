"""``python -m chapter``: Flask's command line, whose ``db`` has ours in it before it looks what was asked for."""

from flask.cli import cli

from chapter import commands

if __name__ == "__main__":
    commands.add_to_others()
    cli.main(prog_name="./run flask")
