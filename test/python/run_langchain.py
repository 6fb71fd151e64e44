"""An agent of LangChain, with a connection for every call or, with "session" named third, one for all of them."""

import contextlib
import sys

import remote
import with_langchain
from langchain.agents import create_agent
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_mcp_adapters.tools import load_mcp_tools


class Model(BaseChatModel):
    """Says what the runner says."""

    @property
    def _llm_type(self):
        return "remote"

    def bind_tools(self, tools, **_options):
        return self

    def _generate(self, messages, stop=None, run_manager=None, **_options):
        last = messages[-1]
        asked = remote.asked(last.text if isinstance(last, ToolMessage) else None)
        if "say" in asked:
            message = AIMessage(asked["say"])
        else:
            call = {"name": asked["tool"], "args": asked["arguments"], "id": f"call-{len(messages)}"}
            message = AIMessage("", tool_calls=[call])
        return ChatResult(generations=[ChatGeneration(message=message)])


async def main(connect, timeout):
    client = connect(timeout)
    async with contextlib.AsyncExitStack() as stack:
        if sys.argv[3:] == ["session"]:
            session = await stack.enter_async_context(client.session("bank"))
            tools = await load_mcp_tools(session)
        else:
            tools = await client.get_tools()
        result = await create_agent(Model(), tools).ainvoke({"messages": [("user", "Pay.")]})
        return result["messages"][-1].text


remote.run(main, with_langchain)
