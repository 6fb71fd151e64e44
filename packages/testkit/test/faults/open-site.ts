import { appendFileSync } from "node:fs";
import {
  ActionRuntime,
  CapabilitySystem,
  type DecisionObserver,
  guard,
  type StorageEngine,
} from "@capfence/core";
import { HeadFolder } from "@capfence/core/anchors";
import { engineOf } from "./engine.ts";
import { type Site, signerOf } from "./site.ts";

/** How a site is opened. */
export interface OpenOptions {
  readonly agentId: string;
  /** After how many records there is a checkpoint. */
  readonly checkpointEvery?: number;
  readonly acceptLoss?: boolean;
  readonly observers?: readonly DecisionObserver[];
}

/** A signed and anchored runtime, and the tool it guards. */
export interface OpenedSite {
  readonly runtime: ActionRuntime;
  readonly storage: StorageEngine;
  /** Appends the line to the effects file, if it may. */
  readonly write: (input: { readonly line: string; readonly ballast?: string }) => Promise<void>;
  /** The same, if a human has approved it. */
  readonly transfer: (input: { readonly line: string }) => Promise<void>;
  readonly close: () => Promise<void>;
}

const POLICY = "allow: [files.write]\nrequire_approval: [payments.transfer]";

/** Opens a site as a guarded program does; throws where the trail does not open. */
export async function openSite(site: Site, options: OpenOptions): Promise<OpenedSite> {
  const { agentId, checkpointEvery, acceptLoss = false, observers = [] } = options;
  const storage = await engineOf(site.engine).open(site.place);
  try {
    const anchor = new HeadFolder({ folder: site.heads, location: storage.location });
    const runtime = new ActionRuntime({
      capabilitySystem: new CapabilitySystem().loadPolicyText(POLICY),
      storage,
      audit: {
        signer: signerOf(site),
        anchors: [anchor],
        acceptLoss,
        ...(checkpointEvery === undefined
          ? {}
          : { checkpointEvery: { records: checkpointEvery, seconds: 3600 } }),
      },
      observers,
    });
    await runtime.auditTrail.open();
    const append = ({ line }: { readonly line: string }): void =>
      appendFileSync(site.effects, `${line}\n`);
    return {
      runtime,
      storage,
      write: guard({ runtime, agentId, capability: "files.write", toolName: "write" }, append),
      transfer: guard(
        { runtime, agentId, capability: "payments.transfer", toolName: "transfer" },
        append,
      ),
      close: async () => {
        await runtime.close();
        await storage.close();
      },
    };
  } catch (error) {
    await storage.close();
    throw error;
  }
}
