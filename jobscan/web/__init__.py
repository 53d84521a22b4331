"""What the daemon serves over HTTP: only the page behind the link in mails.

The modules of this room import a web framework; the daemon imports them only if the page is configured.
"""
