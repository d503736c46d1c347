"""Pure numpy behind the components."""
