"""Who one can be in the demo."""

from chapter.i18n import lazy

PARTS = {
    "caller": lazy("Caller: rings and reports, on a phone or a computer."),
    "caller2": lazy("Another caller: try two at once, in two browsers."),
    "leader": lazy("Call leader: makes assignments, and sees the evening live."),
    "coordinator": lazy("Member coordinator: handles flagged calls and those who want to leave."),
    "volunteer": lazy("Volunteer: has signed up, but isn’t on an assignment yet."),
    "board": lazy("Board: sign-up links and their figures."),
    "contact": lazy("Group contact: the one whom a group’s new people meet first."),
    "admin": lazy("Administrator: settings, roles and the outbox."),
}
"""The demo’s accounts by the first part of their address, and what each does."""
