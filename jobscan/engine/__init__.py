"""The main job, for months: scan due sources, decide what their answers mean, and store the result.

The only room that joins the others. `pipeline` takes one source from request to commit, `writer` commits, `poller`
knows which sources are due, `supervisor` runs them all in one task group.
"""
