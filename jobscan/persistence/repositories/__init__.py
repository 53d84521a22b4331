"""One repository per table; each works in the session it is given and never commits."""
