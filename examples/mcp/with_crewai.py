"""CrewAI: pip install "crewai-tools[mcp]"."""

import os

from crewai.mcp import MCPServerHTTP, MCPServerStdio
from crewai_tools import MCPServerAdapter
from mcp import StdioServerParameters

COMMAND = ["mcp", "wrap", "--policy", "policy.yaml", "--", "node", "bank.js"]


def over_stdio():
    """CrewAI starts CapFence, which starts the server: Agent(mcps=[over_stdio()])."""
    return MCPServerStdio(command="capfence", args=COMMAND)


def over_http():
    """CapFence listens, capfence mcp serve --config capfence.mcp.yaml: Agent(mcps=[over_http()])."""
    return MCPServerHTTP(url=os.environ.get("MCP_ENDPOINT", "http://127.0.0.1:8080/mcp"))


def adapter_over_stdio():
    """The same with tools: with adapter_over_stdio() as tools: Agent(tools=tools)."""
    return MCPServerAdapter(StdioServerParameters(command="capfence", args=COMMAND))


def adapter_over_http():
    """The same over HTTP."""
    url = os.environ.get("MCP_ENDPOINT", "http://127.0.0.1:8080/mcp")
    return MCPServerAdapter({"url": url, "transport": "streamable-http"})
