"""LangChain: pip install langchain langchain-mcp-adapters."""

import os
from datetime import timedelta

from langchain_mcp_adapters.client import MultiServerMCPClient

# How many seconds a call may take. Let it be longer than CapFence waits for approvals (`--wait`, `approvals.wait`).
TIMEOUT = 60


def over_stdio(timeout=TIMEOUT):
    """LangChain starts CapFence, which starts the server."""
    bank = {
        "transport": "stdio",
        "command": "capfence",
        "args": ["mcp", "wrap", "--policy", "policy.yaml", "--", "node", "bank.js"],
        "session_kwargs": {"read_timeout_seconds": timedelta(seconds=timeout)},
    }
    return MultiServerMCPClient({"bank": bank})


def over_http(timeout=TIMEOUT):
    """CapFence listens: capfence mcp serve --config capfence.mcp.yaml."""
    bank = {
        "transport": "streamable_http",
        "url": os.environ.get("MCP_ENDPOINT", "http://127.0.0.1:8080/mcp"),
        "session_kwargs": {"read_timeout_seconds": timedelta(seconds=timeout)},
    }
    return MultiServerMCPClient({"bank": bank})
