"""What the daemon serves over HTTP: the page behind the link in mails, and nothing else.

Importing the modules of this room costs a web framework; the daemon does it when its configuration asks for the page.
"""
