"""An agent of PydanticAI."""

import remote
import with_pydantic_ai
from pydantic_ai import Agent
from pydantic_ai.messages import ModelResponse, TextPart, ToolCallPart, ToolReturnPart
from pydantic_ai.models.function import FunctionModel


async def model(messages, _info):
    last = messages[-1].parts[-1]
    asked = await remote.asked_later(last.model_response_str() if isinstance(last, ToolReturnPart) else None)
    if "say" in asked:
        return ModelResponse(parts=[TextPart(asked["say"])])
    return ModelResponse(parts=[ToolCallPart(asked["tool"], asked["arguments"])])


async def main(connect, timeout):
    agent = Agent(FunctionModel(model), toolsets=[connect(timeout)])
    return (await agent.run("Pay.")).output


remote.run(main, with_pydantic_ai)
