"""The knowledge desk's inbox: what gets in, what lies together, who decides what."""
