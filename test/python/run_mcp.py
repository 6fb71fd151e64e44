"""The MCP client, version 1."""

from datetime import timedelta

import remote
import with_mcp
from mcp.types import ElicitResult


async def elicited(context, params):
    remote.tell(question=params.message)
    return ElicitResult(action="accept", content={"approve": True})


async def main(connect, timeout):
    in_band = timeout == 0
    options = {"elicitation_callback": elicited} if in_band else {}
    if not in_band:
        options["read_timeout_seconds"] = timedelta(seconds=timeout)
    async with connect(**options) as session:
        names = [tool.name for tool in (await session.list_tools()).tools]
        asked = await remote.asked_later(f"tools: {names}")
        while "tool" in asked:
            try:
                result = await session.call_tool(asked["tool"], asked["arguments"])
                seen = result.content[0].text
                asked = await remote.asked_later(f"error: {seen}" if result.isError else seen)
            except Exception as error:
                asked = await remote.asked_later(f"exception: {error}")
        return asked["say"]


remote.run(main, with_mcp)
