// Publishes checkpoints of a log to a head folder and a file, and prints each size that is kept, until it is killed.
import { AppendOnlyFile } from "../src/anchors/append-only-file.ts";
import { HeadFolder } from "../src/anchors/head-folder.ts";
import { generateSignerKey, readSignerKey } from "../src/encoding/note/note-key.ts";
import { GrownLog } from "./grown-log.ts";

const [, , place = "", origin = ""] = process.argv;
const log = new GrownLog(origin, readSignerKey(generateSignerKey("example.org/log")));
const location = "sqlite:/nowhere/audit.db";
const folder = new HeadFolder({ folder: `${place}/heads`, location });
const file = new AppendOnlyFile({ path: `${place}/checkpoints.jsonl`, location });
for (let size = 1; size <= 200; size += 1) {
  folder.publish(log.at(size));
  file.publish(log.at(size));
  console.log(size);
}
