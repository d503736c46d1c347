"""The rules, without a database, a socket or a clock."""
