import { describe, expect, it } from "vitest";
import { records } from "../../../test/exported-records.ts";
import type { ExportedRecord } from "./exported-record.ts";
import { toOcsf } from "./ocsf.ts";

describe("what people allowed, as an OCSF event", () => {
  it("says of an approval who answered it and how", () => {
    const { approval } = records;
    expect(toOcsf(approval)).toMatchObject({
      type_uid: 300403,
      actor: { user: { name: "carol", type: "User" } },
      entity: { uid: "apr_0123456789abcdef", name: "payments.transfer" },
      comment: "fine",
      disposition: "Approved",
      status_code: "approved",
      unmapped: { actor: "billing-agent", environment: "production" },
    });
    const { by: _by, ...rest } = approval;
    const asked = { ...rest, state: "requested" } as unknown as ExportedRecord;
    expect(toOcsf(asked)).toMatchObject({
      type_uid: 300401,
      actor: { user: { uid: "billing-agent" } },
    });
    expect(toOcsf({ ...approval, state: "rejected" } as ExportedRecord)).toMatchObject({
      action: "Denied",
    });
    expect(toOcsf({ ...approval, state: "consumed" } as ExportedRecord)).not.toHaveProperty(
      "action",
    );
  });

  it("says of a grant who gave what, and raises one given in an emergency", () => {
    expect(toOcsf(records.grant)).toMatchObject({
      type_uid: 300401,
      severity: "Informational",
      actor: { user: { name: "carol", type: "User" } },
      entity: { uid: "grt_0123456789abcdef", type: "Grant", data: { environment: "production" } },
    });
    expect(toOcsf(records.breakGlass)).toMatchObject({
      type_uid: 300403,
      severity: "High",
      comment: "outage",
      status_code: "break_glass",
    });
    expect(toOcsf(records.revocation)).toMatchObject({
      type_uid: 300404,
      metadata: { correlation_uid: "grt_0123456789abcdef" },
      comment: "no longer needed",
    });
  });

  it("raises a bypass as nothing else, and its end no more", () => {
    expect(toOcsf(records.bypass)).toMatchObject({
      severity: "Critical",
      message: "emergency bypass byp_1 for billing-agent begun",
      comment: "outage",
    });
    const ended = { ...records.bypass, state: "ended" } as ExportedRecord;
    expect(toOcsf(ended)).toMatchObject({ severity: "Informational", type_uid: 300404 });
  });
});
