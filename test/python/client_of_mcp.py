"""What the clients of MCP do alike, whatever their version."""

import remote
from mcp.types import ElicitResult


async def _elicited(context, params):
    remote.tell(question=params.message)
    return ElicitResult(action="accept", content={"approve": True})


def options(timeout):
    """Those of a client that waits that long for a call, or, without a timeout, has a user to ask."""
    if not timeout:
        return {"elicitation_callback": _elicited}
    return {"read_timeout_seconds": timeout}


async def call_what_is_asked(greeting, call_tool, is_error):
    """Calls one tool after the other until there is something to say."""
    asked = await remote.asked_later(greeting)
    while "tool" in asked:
        try:
            result = await call_tool(asked["tool"], asked["arguments"])
            seen = result.content[0].text
            asked = await remote.asked_later(f"error: {seen}" if is_error(result) else seen)
        except Exception as error:
            asked = await remote.asked_later(f"exception: {error}")
    return asked["say"]
