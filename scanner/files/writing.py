"""Writing files so that nobody ever sees half of one."""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path

from scanner.errors import TracklintError


def write_file(path: Path, data: bytes) -> None:
    """Put `data` in the place of a file, whole or not at all; its mode stays. What is no regular file (`/dev/stdout`) is written to.

    Raises TracklintError when it cannot be written.
    """
    refuse_unwritable(path)
    try:
        mode = _mode_of(path)
        if mode is not None and not stat.S_ISREG(mode):
            path.write_bytes(data)
        else:
            _replace(path.resolve(), data, mode)
    except OSError as error:
        raise TracklintError(f"cannot be written: {error.strerror}", str(path)) from error


def write_files(files: Mapping[Path, bytes]) -> None:
    """As `write_file`, for several; nothing is written when one of them cannot be for want of a folder."""
    for path in files:
        refuse_unwritable(path)
    for path, data in files.items():
        write_file(path, data)


def refuse_unwritable(path: Path) -> None:
    """Raises TracklintError when a file cannot be written for want of a folder, or because it is one."""
    if path.is_dir():
        raise TracklintError("cannot be written: it is a folder", str(path))
    if not path.parent.is_dir():
        raise TracklintError(f"cannot be written: there is no folder {path.parent}", str(path))


def _mode_of(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _replace(path: Path, data: bytes, mode: int | None) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, stat.S_IMODE(mode) if mode is not None else 0o666 & ~_umask())
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise


def _umask() -> int:
    """The mask of the process; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
