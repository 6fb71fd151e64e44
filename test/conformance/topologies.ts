import type { Allowance } from "./compare.ts";
import { inFrontOfFixture, STDIO_FIXTURE, startFixture } from "./fixture.ts";
import { type PolicyName, startGateway, stdioGateway } from "./gateway.ts";
import type { Started } from "./started.ts";
import { startSupergateway, SUPERGATEWAY_LOSSES } from "./supergateway.ts";

/** A way from the referee to the fixture. */
export interface Topology {
  readonly name: string;
  readonly start: () => Promise<Started>;
  readonly allowances: readonly Allowance[];
  /** It shows what others lose, and takes its time. */
  readonly onlyIfNamed?: true;
}

const noStreams =
  "a server on a pipe has no streams to close and resume, so its answers come as JSON";

/** What only a server that is reached over HTTP itself has to show. */
const PIPE_LOSSES: readonly Allowance[] = [
  "server-sse-multiple-streams: server-sse-streams-functional ServerSSEStreamsFunctional",
  "server-sse-polling: server-sse-priming-event ServerSendsPrimingEvent",
  "server-sse-polling: server-sse-retry-field ServerSendsRetryField",
  "server-sse-polling: server-sse-disconnect-resume ServerDisconnectResume",
].map((check) => ({ revision: "2025-11-25", check, reason: noStreams }));

/** The ways on which the gateway stands, under a policy. */
function gateways(policy: PolicyName): readonly Topology[] {
  return [
    {
      name: `http to http, ${policy}`,
      start: () => inFrontOfFixture((url) => startGateway(url, policy)),
      allowances: [],
    },
    {
      name: `http to stdio, ${policy}`,
      start: () => startGateway(STDIO_FIXTURE, policy),
      allowances: PIPE_LOSSES,
    },
    {
      name: `http to stdio front to stdio, ${policy}`,
      start: () => startGateway(stdioGateway(STDIO_FIXTURE, policy), policy),
      allowances: PIPE_LOSSES,
    },
    {
      name: `http to stdio front to http, ${policy}`,
      start: () => inFrontOfFixture((url) => startGateway(stdioGateway(url, policy), policy)),
      allowances: PIPE_LOSSES,
    },
  ];
}

/** Every way that is held against the direct one. */
export const TOPOLOGIES: readonly Topology[] = [
  { name: "direct", start: startFixture, allowances: [] },
  ...gateways("open"),
  ...gateways("strict"),
  {
    name: "supergateway",
    start: startSupergateway,
    allowances: SUPERGATEWAY_LOSSES,
    onlyIfNamed: true,
  },
];
