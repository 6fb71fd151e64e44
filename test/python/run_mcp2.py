"""The MCP client, version 2, in the era that it finds or, named third, another."""

import sys

import remote
import with_mcp2
from mcp.types import ElicitResult


async def elicited(context, params):
    remote.tell(question=params.message)
    return ElicitResult(action="accept", content={"approve": True})


async def main(connect, timeout):
    in_band = timeout == 0
    options = {"elicitation_callback": elicited} if in_band else {}
    if not in_band:
        options["read_timeout_seconds"] = timeout
    async with connect(mode=sys.argv[3], **options) as client:
        names = [tool.name for tool in (await client.list_tools()).tools]
        asked = await remote.asked_later(f"tools: {names} {client.protocol_version}")
        while "tool" in asked:
            try:
                result = await client.call_tool(asked["tool"], asked["arguments"])
                seen = result.content[0].text
                asked = await remote.asked_later(f"error: {seen}" if result.is_error else seen)
            except Exception as error:
                asked = await remote.asked_later(f"exception: {error}")
        return asked["say"]


remote.run(main, with_mcp2)
