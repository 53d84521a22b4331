"""The main job, for months: scan due sources, decide what their answers mean, and write it.

The only room that joins the others. `pipeline` takes one source from request to commit, `writer` commits, `poller`
knows who is due, `supervisor` keeps them all in one task group.
"""
