"""The MCP client, version 1."""

from datetime import timedelta

import client_of_mcp
import remote
import with_mcp


async def main(connect, timeout):
    async with connect(**client_of_mcp.options(timedelta(seconds=timeout))) as session:
        names = [tool.name for tool in (await session.list_tools()).tools]
        return await client_of_mcp.call_what_is_asked(
            f"tools: {names}", session.call_tool, lambda result: result.isError
        )


remote.run(main, with_mcp)
