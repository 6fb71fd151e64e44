"""The MCP client, version 2, in the era that it finds or, named third, another."""

import sys

import client_of_mcp
import remote
import with_mcp2


async def main(connect, timeout):
    async with connect(mode=sys.argv[3], **client_of_mcp.options(timeout)) as client:
        names = [tool.name for tool in (await client.list_tools()).tools]
        return await client_of_mcp.call_what_is_asked(
            f"tools: {names} {client.protocol_version}", client.call_tool, lambda result: result.is_error
        )


remote.run(main, with_mcp2)
