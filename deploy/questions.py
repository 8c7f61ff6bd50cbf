"""The five questions of ``./run install``: asked one by one, or answered beforehand; wrong ones get a sentence."""

import argparse
import getpass
import os
import re
import socket
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any
from urllib.parse import quote, urlsplit

HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+", re.IGNORECASE)


class Wrong(ValueError):
    """Why an answer won't do, as a sentence."""


@dataclass(frozen=True)
class Question:
    """What is asked, as ``--key`` or in the environment under ``variable``, and how an answer is made good."""

    key: str
    variable: str
    text: str
    example: str
    make_good: Callable[[str], str]
    default: Callable[[], str] = str


def domain(answer: str) -> str:
    """The bare name of the site."""
    name = re.sub(r"^https?://", "", answer, flags=re.IGNORECASE).rstrip("/.").lower()
    name = _ascii(name)
    if not HOST.fullmatch(name) or name.rpartition(".")[2].isdigit():
        raise Wrong(
            f"“{answer}” isn't the name of a site. It looks like ring.example.org, with nothing before or after."
        )
    return name


def _ascii(name: str) -> str:
    try:
        return name.encode("idna").decode()
    except UnicodeError:
        return name


def name(answer: str) -> str:
    """What the chapter is called."""
    if not answer:
        raise Wrong("The chapter needs a name, such as Ringby. It can be changed later.")
    return answer


def country(answer: str) -> str:
    """SE or NO, also when it is written out."""
    known = {"se": "SE", "sverige": "SE", "sweden": "SE", "no": "NO", "norge": "NO", "noreg": "NO", "norway": "NO"}
    if answer.lower() not in known:
        raise Wrong(f"“{answer}” isn't a country that Chapter knows. Answer SE for Sweden or NO for Norway.")
    return known[answer.lower()]


def admin(answer: str) -> str:
    """A name and an e-mail address, as mail programs write them."""
    who, address = parseaddr(answer)
    box, at, host = address.rpartition("@")
    if not (at and box and HOST.fullmatch(_ascii(host))) or re.search(r"\s", address):
        raise Wrong(f"There is no e-mail address in “{answer}”. Write it like this: Kim Ek <kim@example.org>")
    return f"{who or box} <{address}>"


def smtp(answer: str) -> str:
    """The mail server's address with the account in it, or nothing: that comes later."""
    if not answer:
        return ""
    parts = urlsplit(answer)
    try:
        is_good = parts.scheme in ("smtp", "smtps") and bool(parts.hostname) and (parts.port or 587) > 0
    except ValueError:
        is_good = False
    if not is_good or "'" in answer or re.search(r"\s", answer):
        raise Wrong(
            "The mail server's address looks like smtp://user:password@smtp.example.org:587 (or smtps://…:465)."
        )
    return answer


def own_name() -> str:
    """What this machine calls itself, if others could find it by that."""
    full = socket.getfqdn().lower()
    return full if HOST.fullmatch(full) and not full.endswith((".localdomain", ".local", ".internal", ".arpa")) else ""


QUESTIONS = (
    Question("domain", "CHAPTER_DOMAIN", "The name of the site", "ring.example.org", domain, own_name),
    Question("name", "CHAPTER_NAME", "The chapter's name", "Ringby", name),
    Question("country", "CHAPTER_COUNTRY", "Its country, SE or NO", "SE", country, lambda: "SE"),
    Question("admin", "CHAPTER_ADMIN", "Who looks after the site", "Kim Ek <kim@example.org>", admin),
    Question(
        "smtp",
        "CHAPTER_SMTP_URL",
        "A mail server that sends for you; Enter if there is none yet",
        "smtp://user:password@smtp.example.org:587",
        smtp,
    ),
)


def add_to(parser: argparse.ArgumentParser) -> None:
    """An option for each question; variables in the environment do as well."""
    for question in QUESTIONS:
        words = f"{question.text}, such as “{question.example}”. Or in the environment: {question.variable}."
        parser.add_argument(f"--{question.key}", help=words)


def answers(given: Mapping[str, Any], known: Mapping[str, str], needed: set[str]) -> dict[str, str]:
    """An answer to each question that is ``needed`` or was ``given``; ``known`` ones aren't asked again.

    A dry run asks nothing: where there is no answer it takes the example.
    """
    found, wrong, open_ones = {}, [], []
    for question in QUESTIONS:
        answer = given.get(question.key)
        answer = os.environ.get(question.variable) if answer is None else answer
        if answer is not None:
            try:
                found[question.key] = question.make_good(answer.strip())
            except Wrong as words:
                wrong.append(f"--{question.key}: {words}")
        elif question.key in known:
            found[question.key] = known[question.key]
        elif question.key in needed:
            open_ones.append(question)
    if given.get("dry_run"):
        found |= (made_up := {question.key: question.example for question in open_ones})
        if made_up:
            print(f"A dry run asks nothing. It takes these for the answers: {', '.join(made_up.values())}")
    elif open_ones and not wrong and sys.stdin.isatty():
        print("A few questions; Enter takes what stands in brackets. Nothing is changed before the last is answered.")
        found |= {question.key: ask(question) for question in open_ones}
    else:
        wrong += [f"--{q.key}: {q.text}, such as “{q.example}”." for q in open_ones if q.key != "smtp"]
    if wrong:
        raise Wrong("\n".join(["Nothing was changed. These answers are missing or wrong:", *wrong]))
    return found | {"smtp": found.get("smtp", "")}


def ask(question: Question) -> str:
    """Ask until there is a good answer; Enter takes what stands in brackets."""
    default = question.default()
    while True:
        example = question.example.partition("@")[2] if question.key == "smtp" else question.example
        hint = f"[{default}]" if default else f"(such as {example})"
        answer = input(f"{question.text} {hint}: ").strip() or default
        if question.key == "smtp" and answer and "://" not in answer:
            answer = _account(answer)
        try:
            return question.make_good(answer)
        except Wrong as words:
            print(words)


def _account(server: str) -> str:
    kind = "smtps" if server.endswith(":465") else "smtp"
    user = input("  The account's user name there (Enter if it needs none): ").strip()
    if not user:
        return f"{kind}://{server}"
    password = getpass.getpass("  Its password (nothing is shown while you type): ")
    return f"{kind}://{quote(user, safe='')}:{quote(password, safe='')}@{server}"
