import type { AuditRecord } from "@capfence/core";

/** What each framework says in its own way. */
const OF_FRAMEWORKS: ReadonlySet<string> = new Set(["framework", "toolCallId", "toolDigest"]);

/** Records without what differs from run to run and from framework to framework; ids become their order of appearance. */
export function normaliseRecords(records: readonly AuditRecord[]): readonly unknown[] {
  const names = new Map<string, string>();
  const nameOf = (id: string): string => {
    const name = names.get(id) ?? `id-${names.size + 1}`;
    names.set(id, name);
    return name;
  };
  return records.map((record) => {
    const { time: _time, prev: _previous, writer: _writer, ...facts } = record;
    return JSON.parse(
      JSON.stringify(facts, (key, value: unknown) => {
        if (OF_FRAMEWORKS.has(key) || key === "digest") return undefined;
        const isId = key === "id" || key === "decision" || key === "approval";
        return isId && typeof value === "string" && !isRuleId(record, value)
          ? nameOf(value)
          : value;
      }),
    ) as unknown;
  });
}

/** The ids of rules are the policy's and stay. */
function isRuleId(record: AuditRecord, value: string): boolean {
  return record.kind === "decision" && record.rule?.["id"] === value;
}
