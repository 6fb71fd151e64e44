"""An agent of the OpenAI Agents SDK."""

import json

import remote
import with_openai_agents
from agents import Agent, Model, ModelResponse, Runner, Usage, set_tracing_disabled
from openai.types.responses import ResponseFunctionToolCall, ResponseOutputMessage, ResponseOutputText

set_tracing_disabled(True)


class Remote(Model):
    """Says what the runner says."""

    async def get_response(self, system_instructions, input, *others, **options):
        last = input[-1] if isinstance(input, list) else {}
        asked = await remote.asked_later(last.get("output"))
        if "say" in asked:
            text = ResponseOutputText(type="output_text", text=asked["say"], annotations=[])
            output = ResponseOutputMessage(id="said", type="message", role="assistant", status="completed", content=[text])
        else:
            output = ResponseFunctionToolCall(
                type="function_call", call_id=f"call-{len(input)}", name=asked["tool"], arguments=json.dumps(asked["arguments"])
            )
        return ModelResponse(output=[output], usage=Usage(), response_id=None)

    def stream_response(self, *others, **options):
        raise NotImplementedError


async def main(connect, timeout):
    async with connect(timeout) as server:
        agent = Agent("payer", model=Remote(), mcp_servers=[server])
        return (await Runner.run(agent, "Pay.", max_turns=20)).final_output


remote.run(main, with_openai_agents)
