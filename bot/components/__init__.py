"""Graph components that config.yml names, one a file."""
