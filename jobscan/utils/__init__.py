"""Leaf helpers on plain values; they know nothing of jobs or boards."""

from jobscan.utils.hashing import compute_content_hash, compute_job_key

__all__ = ["compute_content_hash", "compute_job_key"]
