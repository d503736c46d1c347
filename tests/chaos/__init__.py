"""Fault test: processes are killed and stopped while real clients chat; a checker reads every history."""
