"""Use cases: each changes or reads the truth through one unit of work."""
