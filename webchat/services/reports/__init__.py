"""Managers' reports: figures over facts that are derived from conversations, messages and tickets."""
