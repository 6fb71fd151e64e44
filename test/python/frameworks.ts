import type { AgentProgram } from "./agent.ts";

/** A framework, and what is particular about it. */
export interface Framework extends AgentProgram {
  readonly name: string;
  /** What the model gets, as a pattern, when a call takes too long; left out where the framework waits for ever. */
  readonly timesOut?: RegExp;
  /** It gives a call up without a word: one that is held is held on, and runs for nobody once it is approved. */
  readonly givesUpSilently?: boolean;
  /** Over HTTP a call that takes too long ends its connection, and with it the run: nothing comes after it. */
  readonly endsByTimeoutOverHttp?: boolean;
  /** With Python before 3.12 its calls over HTTP fail whatever the server, as it leaves its connection in another task. */
  readonly brokenOverHttpBefore312?: boolean;
}

const MCP1_TIMEOUT = /Timed out while waiting for response/;
const MCP2_TIMEOUT = /timed out/;

/** Every framework that is tested. */
export const FRAMEWORKS: readonly Framework[] = [
  {
    name: "the client of MCP, version 1",
    environment: "mcp",
    script: "run_mcp",
    timesOut: MCP1_TIMEOUT,
    givesUpSilently: true,
  },
  {
    name: "the client of MCP, version 2, in the older era",
    environment: "mcp2",
    script: "run_mcp2",
    options: ["legacy"],
    timesOut: MCP2_TIMEOUT,
  },
  {
    name: "the client of MCP, version 2",
    environment: "mcp2",
    script: "run_mcp2",
    options: ["auto"],
    timesOut: MCP2_TIMEOUT,
  },
  {
    name: "PydanticAI",
    environment: "pydantic-ai",
    script: "run_pydantic_ai",
    timesOut: MCP2_TIMEOUT,
  },
  {
    name: "AutoGen",
    environment: "autogen",
    script: "run_autogen",
    timesOut: MCP1_TIMEOUT,
    givesUpSilently: true,
    endsByTimeoutOverHttp: true,
  },
  {
    name: "LangChain",
    environment: "langchain",
    script: "run_langchain",
  },
  {
    name: "LangChain in one session",
    environment: "langchain",
    script: "run_langchain",
    options: ["session"],
  },
  {
    name: "the OpenAI Agents SDK",
    environment: "openai-agents",
    script: "run_openai_agents",
    timesOut: /An error occurred while running the tool/,
  },
  {
    name: "CrewAI",
    environment: "crewai",
    script: "run_crewai",
    timesOut: /timed out after/,
    brokenOverHttpBefore312: true,
  },
  {
    name: "the adapter of crewai-tools",
    environment: "crewai",
    script: "run_crewai",
    options: ["adapter"],
  },
];
