"""The settings file: what systemd and the shell both read, a line each, with the values in quotes."""

import re
import shlex

HEAD = """\
# Chapter's settings; README.md lists them all. Keep the quotes. After a change: systemctl restart chapter
"""
LINE = re.compile(r"^([A-Z_]+)=(.*)$", re.MULTILINE)


def read(text: str) -> dict[str, str]:
    """The settings in ``text``; what can't be read as a line of ours is left alone."""
    found = {}
    for name, value in LINE.findall(text):
        try:
            found[name] = "".join(shlex.split(value, comments=True))
        except ValueError:
            continue
    return found


def written(text: str, changes: dict[str, str]) -> str:
    """``text`` with ``changes`` in it; all else stays as the administrator wrote it."""
    text = text or HEAD
    for name, value in changes.items():
        line = f"{name}='{value}'"
        if re.search(rf"^{name}=", text, re.MULTILINE):
            text = re.sub(rf"^{name}=.*$", line.replace("\\", r"\\"), text, flags=re.MULTILINE)
        else:
            text = f"{text.rstrip()}\n{line}\n"
    return text
