import { PinFile } from "../../src/gateway/pins/pin-file.ts";

// Writes upstreams into a lock file that other processes write too: pin-one.ts FILE PREFIX COUNT
const [file = "", prefix = "", count = "0"] = process.argv.slice(2);
const pins = new PinFile(file);
for (let index = 0; index < Number(count); index += 1)
  pins.update((pinned) => new Map([...pinned, [`${prefix}${index}`, { tools: new Map() }]]));
