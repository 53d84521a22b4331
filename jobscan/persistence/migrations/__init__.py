"""Alembic's environment and the migrations, one file each; they travel with the package."""
