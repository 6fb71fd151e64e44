"""An agent of CrewAI, with its own connections or, with "adapter" named third, those of crewai-tools."""

import functools
import json
import sys

import remote
import with_crewai
from crewai import Agent, Crew, Task
from crewai.llms.base_llm import BaseLLM
from crewai.mcp.client import MCPClient


class Model(BaseLLM):
    """Says what the runner says."""

    def call(self, messages, tools=None, **_options):
        results = [message["content"] for message in messages if message["role"] == "tool"]
        asked = remote.asked(results[-1] if results else None)
        if "say" in asked:
            return asked["say"]
        # CrewAI puts the name of the server before those of its tools.
        names = [tool["function"]["name"] for tool in tools]
        name = next(name for name in names if name.endswith(asked["tool"]))
        return [{"id": f"call-{len(messages)}", "function": {"name": name, "arguments": json.dumps(asked["arguments"])}}]

    def supports_function_calling(self):
        return True


def pay(**options):
    agent = Agent(role="payer", goal="Pay", backstory="", llm=Model(model="remote"), **options)
    task = Task(description="Pay.", expected_output="done", agent=agent)
    return Crew(agents=[agent], tasks=[task]).kickoff().raw


def main(connect, timeout):
    if sys.argv[3:] == ["adapter"]:
        with getattr(with_crewai, f"adapter_{connect.__name__}")() as tools:
            return pay(tools=tools)
    # It cannot be told of another one.
    MCPClient.__init__ = functools.partialmethod(MCPClient.__init__, execution_timeout=timeout)
    return pay(mcps=[connect()])


remote.run(main, with_crewai)
