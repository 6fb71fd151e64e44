"""The MCP client for Python, version 1: pip install "mcp<2"."""

import os
from contextlib import asynccontextmanager

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client


@asynccontextmanager
async def over_stdio(**options):
    """The client starts CapFence, which starts the server."""
    server = StdioServerParameters(
        command="capfence",
        args=["mcp", "wrap", "--policy", "policy.yaml", "--", "node", "bank.js"],
    )
    async with stdio_client(server) as (read, write):
        async with ClientSession(read, write, **options) as session:
            await session.initialize()
            yield session


@asynccontextmanager
async def over_http(**options):
    """CapFence listens: capfence mcp serve --config capfence.mcp.yaml."""
    url = os.environ.get("MCP_ENDPOINT", "http://127.0.0.1:8080/mcp")
    async with streamable_http_client(url) as (read, write, _):
        async with ClientSession(read, write, **options) as session:
            await session.initialize()
            yield session
