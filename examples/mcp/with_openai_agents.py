"""The OpenAI Agents SDK: pip install openai-agents."""

import os

from agents.mcp import MCPServerStdio, MCPServerStreamableHttp

# How many seconds a call may take. Let it be longer than CapFence waits for approvals (`--wait`, `approvals.wait`).
TIMEOUT = 60


def over_stdio(timeout=TIMEOUT):
    """The SDK starts CapFence, which starts the server."""
    command = ["mcp", "wrap", "--policy", "policy.yaml", "--", "node", "bank.js"]
    return MCPServerStdio(
        params={"command": "capfence", "args": command},
        client_session_timeout_seconds=timeout,
    )


def over_http(timeout=TIMEOUT):
    """CapFence listens: capfence mcp serve --config capfence.mcp.yaml."""
    return MCPServerStreamableHttp(
        params={"url": os.environ.get("MCP_ENDPOINT", "http://127.0.0.1:8080/mcp")},
        client_session_timeout_seconds=timeout,
    )
