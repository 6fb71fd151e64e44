"""PydanticAI: pip install "pydantic-ai-slim[mcp]"."""

import os

from fastmcp.client.transports import StdioTransport
from pydantic_ai.mcp import MCPToolset

# How many seconds a call may take. Let it be longer than CapFence waits for approvals (`--wait`, `approvals.wait`).
TIMEOUT = 60


def over_stdio(timeout=TIMEOUT):
    """PydanticAI starts CapFence, which starts the server."""
    command = ["mcp", "wrap", "--policy", "policy.yaml", "--", "node", "bank.js"]
    # "failed" tells the model of a denial; the default, "retry", ends the run when it is denied twice.
    return MCPToolset(
        StdioTransport("capfence", command),
        tool_error_behavior="failed",
        read_timeout=timeout,
    )


def over_http(timeout=TIMEOUT):
    """CapFence listens: capfence mcp serve --config capfence.mcp.yaml."""
    return MCPToolset(
        os.environ.get("MCP_ENDPOINT", "http://127.0.0.1:8080/mcp"),
        tool_error_behavior="failed",
        read_timeout=timeout,
    )
