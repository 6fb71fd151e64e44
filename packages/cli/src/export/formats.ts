import { type AuditEntry, type AuditRecord, recordIn, toCloudEvent, toOcsf } from "@capfence/core";
import { CheckpointOrigins } from "./checkpoint-origins.ts";
import { isPlain, writeExportLine } from "./export-line.ts";
import { OpenDecisions } from "./open-decisions.ts";

/** A form in which a log leaves its store. */
export interface ExportFormat {
  /** For the help. */
  readonly description: string;
  /** Begins an export, whose entries come in their order. */
  readonly begin: () => ExportEntry;
}

/** Exports one entry. */
type ExportEntry = (entry: AuditEntry) => ExportedEntry;

/** What became of an entry. */
interface ExportedEntry {
  /** Undefined where the form has no place for it. */
  readonly line?: string;
  /** Whether the entry is damage, of which whoever exports is told. */
  readonly damaged: boolean;
}

/** All forms, by the name that `--format` gives them. */
export const EXPORT_FORMATS: Readonly<Record<string, ExportFormat>> = {
  jsonl: {
    description: "the stored records, which capfence verify --export can check",
    begin: () => (entry) => ({ line: writeExportLine(entry), damaged: !isPlain(entry) }),
  },
  cloudevents: {
    description: "CloudEvents 1.0",
    begin: () => {
      const origins = new CheckpointOrigins();
      return ofRecords((record, text) => toCloudEvent(record, text, origins.of(record)));
    },
  },
  ocsf: {
    description: "OCSF 1.8 events for a SIEM",
    begin: () => {
      const decisions = new OpenDecisions();
      return ofRecords((record, text) => {
        const decision = decisions.pass(record);
        return toOcsf(record, decision === undefined ? { text } : { text, decision });
      });
    },
  },
};

/** One event for each record. Damage does not say truly where it stands, so no event is made of it. */
function ofRecords(toEvent: (record: AuditRecord, text: string) => object): ExportEntry {
  return (entry) => {
    const record = isPlain(entry) ? recordIn(entry) : undefined;
    if (record === undefined) return { damaged: true };
    return { line: JSON.stringify(toEvent(record, entry.text)), damaged: false };
  };
}
