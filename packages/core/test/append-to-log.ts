// Opens the log of a scratch folder as an agent does, appends to it, and prints whose record it is.
import { SealingScratch } from "./sealing.ts";
import { change } from "./told-trail.ts";

const [store, trail] = await new SealingScratch(process.argv[2]).trail();
const [entry] = (await trail.append(change)) ?? [];
await trail.close();
store.close();
console.log(entry?.writer);
