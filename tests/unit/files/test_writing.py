from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from scanner.errors import TracklintError
from scanner.files.writing import write_file


def test_new_file(tmp_path: Path) -> None:
    write_file(tmp_path / "a", b"x")
    assert (tmp_path / "a").read_bytes() == b"x"
    assert os.listdir(tmp_path) == ["a"]


def test_mode_stays(tmp_path: Path) -> None:
    file = tmp_path / "run.sh"
    file.write_bytes(b"old")
    file.chmod(0o754)
    write_file(file, b"new")
    assert stat.S_IMODE(file.stat().st_mode) == 0o754


def test_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_file(tmp_path / "link", b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"


def test_nothing_is_left_of_a_write_that_failed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a").write_bytes(b"old")

    def fail(source: str, target: str) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(TracklintError, match="a: cannot be written: No space left on device"):
        write_file(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a"]


def test_device() -> None:
    write_file(Path(os.devnull), b"x")


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(TracklintError, match="cannot be written: there is no folder"):
        write_file(tmp_path / "none" / "a", b"x")
