"""Every payload that crosses a socket, as pydantic models: the one place where the wire is written down.

`make types` turns these into `webchat/frontend/protocol/wire.ts`; `docs/protocol.md` shows the same tables.
Client payloads forbid unknown keys; server payloads are what clients may rely on.
"""

from webchat.realtime.protocol.agent import *  # noqa: F403
from webchat.realtime.protocol.chat import *  # noqa: F403
from webchat.realtime.protocol.console import *  # noqa: F403
from webchat.realtime.protocol.shared import *  # noqa: F403
from webchat.realtime.protocol.tools import *  # noqa: F403
