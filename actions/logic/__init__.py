"""Pure functions: what is known about a turn goes in, a decision comes out."""
