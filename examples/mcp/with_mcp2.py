"""The MCP client for Python, version 2: pip install "mcp>=2"."""

import os

from mcp import Client, StdioServerParameters


def over_stdio(**options):
    """The client starts CapFence, which starts the server."""
    server = StdioServerParameters(
        command="capfence",
        args=["mcp", "wrap", "--policy", "policy.yaml", "--", "node", "bank.js"],
    )
    return Client(server, **options)


def over_http(**options):
    """CapFence listens: capfence mcp serve --config capfence.mcp.yaml."""
    return Client(os.environ.get("MCP_ENDPOINT", "http://127.0.0.1:8080/mcp"), **options)
