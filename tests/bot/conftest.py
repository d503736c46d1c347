import importlib.util

# These two import Rasa, so they run under .venv-bot; the rest speaks HTTP and runs under .venv.
collect_ignore = [] if importlib.util.find_spec("rasa") else ["test_answer.py", "test_domain.py"]
if importlib.util.find_spec("jsonschema") is None:
    collect_ignore.append("test_channel.py")
