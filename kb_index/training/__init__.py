"""Training the trilingual table (`kb_index/static.py`): parallel text, a teacher, distillation. Needs PyTorch."""
