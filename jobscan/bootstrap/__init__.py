"""Where objects are wired together: configuration in, ready parts of the program out. Nothing else wires anything.

``reading`` opens the database for commands that only look or change a little, and imports nothing else; ``settings``
turns the configuration into what the network, channels and scans need; ``daemon`` puts the engine together.
"""
