"""What is root's, and lent to the service's group as the installer does it, is nobody else's."""

import os
from pathlib import Path

import pytest

from chapter.doctor import machine


@pytest.mark.skipif(os.geteuid() != 0, reason="Only root can lend what is root's.")
@pytest.mark.parametrize(("mode", "is_open"), [(0o640, False), (0o660, True), (0o644, True)])
def test_a_key_that_root_lends_to_our_group_is_not_open_to_others(tmp_path: Path, mode: int, is_open: bool):
    key = tmp_path / "database.key"
    key.touch()
    os.chown(key, 0, os.getegid())
    key.chmod(mode)

    assert machine.open_to_others([key]) == [str(key)] * is_open
