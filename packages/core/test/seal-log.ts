// Seals the log of a scratch folder and dies without a word at a step, or before or after an anchor keeps the nth checkpoint.
import type { Anchor } from "../src/audit/anchor.ts";
import { SealingScratch } from "./sealing.ts";

const [, , folder = "", death = ""] = process.argv;
const scratch = new SealingScratch(folder);
let published = 0;

function dieAt(step: string): void {
  if (step === death) process.kill(process.pid, "SIGKILL");
}

function mortal(anchor: Anchor): Anchor {
  return {
    name: anchor.name,
    required: true,
    kept: () => anchor.kept?.() ?? [],
    publish(checkpoint) {
      published += 1;
      dieAt(`before checkpoint ${published}`);
      void anchor.publish(checkpoint);
      dieAt(`after checkpoint ${published}`);
    },
  };
}

const { signer, anchors } = scratch.audit;
await scratch.seal({ audit: { signer, anchors: anchors.map(mortal) }, onStep: dieAt });
console.log("sealed");
