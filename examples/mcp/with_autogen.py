"""AutoGen: pip install autogen-agentchat "autogen-ext[mcp]" "mcp<2"."""

import os

from autogen_ext.tools.mcp import McpWorkbench, StdioServerParams, StreamableHttpServerParams

# How many seconds a call may take. Let it be longer than CapFence waits for approvals (`--wait`, `approvals.wait`).
TIMEOUT = 60


def over_stdio(timeout=TIMEOUT):
    """AutoGen starts CapFence, which starts the server."""
    server = StdioServerParams(
        command="capfence",
        args=["mcp", "wrap", "--policy", "policy.yaml", "--", "node", "bank.js"],
        read_timeout_seconds=timeout,
    )
    return McpWorkbench(server)


def over_http(timeout=TIMEOUT):
    """CapFence listens: capfence mcp serve --config capfence.mcp.yaml."""
    url = os.environ.get("MCP_ENDPOINT", "http://127.0.0.1:8080/mcp")
    return McpWorkbench(StreamableHttpServerParams(url=url, sse_read_timeout=timeout))
