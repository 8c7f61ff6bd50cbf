"""The first evening: from an empty installation to the first sign-up link, in five screens."""
