"""An agent of AutoGen."""

import json

import remote
import with_autogen
from autogen_agentchat.agents import AssistantAgent
from autogen_core import FunctionCall
from autogen_core.models import CreateResult, FunctionExecutionResultMessage, ModelFamily, RequestUsage
from autogen_ext.models.replay import ReplayChatCompletionClient

INFO = {
    "vision": False,
    "function_calling": True,
    "json_output": False,
    "family": ModelFamily.UNKNOWN,
    "structured_output": False,
}


class Model(ReplayChatCompletionClient):
    """Replays what the runner says."""

    async def create(self, messages, **options):
        results = [message for message in messages[-1:] if isinstance(message, FunctionExecutionResultMessage)]
        asked = await remote.asked_later(results[0].content[0].content if results else None)
        self.chat_completions.append(self._completion(asked))
        return await super().create(messages, **options)

    def _completion(self, asked):
        if "say" in asked:
            return asked["say"]
        call = FunctionCall(id=f"call-{len(self.chat_completions)}", name=asked["tool"], arguments=json.dumps(asked["arguments"]))
        usage = RequestUsage(prompt_tokens=0, completion_tokens=0)
        return CreateResult(finish_reason="function_calls", content=[call], usage=usage, cached=False)


async def main(connect, timeout):
    async with connect(timeout) as workbench:
        agent = AssistantAgent("payer", Model([], INFO), workbench=workbench, max_tool_iterations=20)
        return (await agent.run(task="Pay.")).messages[-1].content


remote.run(main, with_autogen)
