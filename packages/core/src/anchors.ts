// What keeps a log's checkpoints outside of it, on Node: files, streams and syslog.
export { AppendOnlyFile, type AppendOnlyFileOptions } from "./anchors/append-only-file.ts";
export { type CheckpointLine, CUT_OFF, readCheckpointLine } from "./anchors/checkpoint-line.ts";
export { anchorsFromEnvironment } from "./anchors/from-environment.ts";
export { HeadFolder, type HeadFolderOptions } from "./anchors/head-folder.ts";
export { latestCheckpoints } from "./anchors/latest-checkpoints.ts";
export { StdoutLines, type StdoutLinesOptions } from "./anchors/stdout-lines.ts";
export {
  SyslogAnchor,
  type SyslogAnchorOptions,
  type SyslogTarget,
} from "./anchors/syslog-anchor.ts";
