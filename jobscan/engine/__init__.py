"""The main job: due sources are scanned, what they say is decided and written, for months.

The only room that joins the others. `pipeline` takes one source from request to commit, `writer` commits, `poller`
knows who is due, `supervisor` keeps them all in one task group.
"""
