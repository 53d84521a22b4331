"""Helpers on plain values; they know nothing about jobs or boards."""

from jobscan.utils.hashing import compute_content_hash, compute_job_key

__all__ = ["compute_content_hash", "compute_job_key"]
