"""Drives the databases: statements for many rows, column types, SQLite's connection, errors."""
