"""Comments on pull requests, on the hosts that people use."""

from __future__ import annotations

from scanner.forge.base import Comment, Forge, ForgeError, Refused, Unreachable
from scanner.forge.upsert import Action, upsert

__all__ = ["Action", "Comment", "Forge", "ForgeError", "Refused", "Unreachable", "upsert"]
