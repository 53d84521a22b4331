"""Where objects are wired together: configuration in, ready parts of the program out. Nothing is wired elsewhere.

``reading`` opens the database for commands that only read or make small changes, and imports nothing else; ``settings``
turns the configuration into what the network, channels and scans need; ``daemon`` puts the engine together.
"""
