/** CapFence's core: decides, records and explains tool calls. Every name that is public stands here. */
export type { ActionContext } from "./action/context.ts";
export { ActionEvent, type ActionEventInput } from "./action/event.ts";
export type { TrustLevel } from "./action/trust.ts";
export type { Answer, Approval } from "./approvals/answers.ts";
export type { ApprovalPorts } from "./approvals/approval-ports.ts";
export { ApprovalEngine } from "./approvals/engine.ts";
export type { Endorser } from "./approvals/grants.ts";
export type { GrantInput } from "./approvals/make-grant.ts";
export { ApprovalNotifications } from "./approvals/notifications.ts";
export type {
  ApprovalEvent,
  ApprovalEventType,
  ApprovalNotifier,
  BypassNotice,
} from "./approvals/notifier.ts";
export type { LimitReservation } from "./approvals/usage.ts";
export type { WaitOptions } from "./runtime/wait-for-answer.ts";
export type { Speaker } from "./approvals/words.ts";
export type { BypassInput, BypassOptions } from "./runtime/bypass.ts";
export {
  type ApprovedGrant,
  type Endorsement,
  type GrantState,
  grantStateAt,
  type Revocation,
} from "./approvals/grant.ts";
export {
  type ApprovalAnswer,
  type ApprovalRequest,
  type ApprovalState,
  lastAnswer,
  stateAt,
  toolOf,
} from "./approvals/request.ts";
export {
  allGrants,
  allRequests,
  findGrant,
  findRequest,
  grantIn,
  newestRequest,
  requestIn,
} from "./approvals/stored.ts";
export { shownDigest } from "./approvals/shown-call.ts";
export type { Transition } from "./approvals/transition.ts";
export type { MaybePromise } from "./maybe-promise.ts";
export type { Anchor, PublishedCheckpoint } from "./audit/anchor.ts";
export type { Change, CommitResult } from "./audit/change.ts";
export { type AuditEntry, NO_RECORD } from "./audit/entry.ts";
export { type CloudEvent, toCloudEvent } from "./audit/export/cloud-event.ts";
export type { ExportedRecord } from "./audit/export/exported-record.ts";
export { type OcsfOptions, toOcsf } from "./audit/export/ocsf.ts";
export type { OcsfEvent } from "./audit/export/ocsf-event.ts";
export { readRecord, recordIn } from "./audit/read-record.ts";
export type {
  AcceptedLoss,
  ApprovalRecord,
  AuditRecord,
  BypassRecord,
  CheckpointRecord,
  CloseRecord,
  DecisionRecord,
  GrantRecord,
  OpenRecord,
  OutcomeRecord,
  PolicyRecord,
  RecordDraft,
  RevocationRecord,
  RosterEntry,
} from "./audit/record.ts";
export type { AuditStore, Commit, Insertions, ReadableStore } from "./audit/store.ts";
export {
  disclose,
  readDisclosure,
  verifyDisclosure,
  writeDisclosure,
} from "./audit/redaction/disclosure.ts";
export type {
  Claim as DisclosureClaim,
  Disclosure,
  DisclosureFinding,
} from "./audit/redaction/disclosure.ts";
export type { RedactionMarker } from "./audit/redaction/marker.ts";
export {
  generateRedactionKey,
  readRedactionKey,
  type RedactionKey,
} from "./audit/redaction/redaction-key.ts";
export { Redactor, type RedactorOptions } from "./audit/redaction/redactor.ts";
export { type AuditOptions, ImmutableAuditTrail, type TrailOptions } from "./audit/trail.ts";
export { type AuditFinding, FINDING_KINDS, type FindingKind } from "./audit/verify/finding.ts";
export type { KeptCheckpoint } from "./audit/verify/collect-claims.ts";
export type { VerificationReport, WriterReport } from "./audit/verify/report.ts";
export type { SegmentLink } from "./audit/verify/segment-link.ts";
export { type Segment, verifySegments } from "./audit/verify/verify-segments.ts";
export { verifyLog, type VerifyOptions } from "./audit/verify/verify-log.ts";
export type { CheckpointInterval, LogOptions } from "./audit/writer/open-log.ts";
export { canonicalJson } from "./encoding/canonical-json.ts";
export { freezeJson, freezeJsonObject, type Json, type JsonObject } from "./encoding/json.ts";
export { parseJson } from "./encoding/strict-json.ts";
export {
  ApprovalError,
  AuditError,
  CapabilityError,
  CapFenceError,
  type CapFenceErrorCode,
  ConfigurationError,
  describeProblem,
  JsonError,
  PolicyLoadError,
  type PolicyProblem,
} from "./errors.ts";
export type { ApprovalRequirement } from "./policy/approval-requirement.ts";
export { conditionProblems } from "./policy/bare-conditions.ts";
export { type BudgetBound, budgetProblems, type BudgetUse } from "./policy/budget.ts";
export { capabilityMatcher } from "./policy/capability-pattern.ts";
export { CapabilitySystem, type DecisionPoint } from "./policy/capability-system.ts";
export {
  CHANGE_KINDS,
  type ChangeKind,
  changeKind,
  type PolicyChange,
} from "./policy/diff/change.ts";
export { diffPolicies, type Exploration, type PolicyDiff } from "./policy/diff/diff.ts";
export type { Gap } from "./policy/diff/gaps.ts";
export { PLAIN_FILES } from "./policy/diff/plain-files.ts";
export type { SettingChange } from "./policy/diff/settings.ts";
export type {
  Decision,
  Effect,
  LimitUse,
  Reason,
  RuleReference,
  Section,
} from "./policy/decision.ts";
export type {
  PolicyDocument,
  PolicyMode,
  RiskAction,
  ToolMapping,
} from "./policy/document/document.ts";
export type {
  ConditionExplanation,
  Explanation,
  RuleExplanation,
  TruthName,
  UnrelatedRule,
} from "./policy/explain/explanation.ts";
export { AmountKeys } from "./policy/payload/amount-keys.ts";
export { meaningOfPathKey } from "./policy/path/path-keys.ts";
export { type FileView, recordedFiles } from "./policy/path/file-view.ts";
export { lintPolicy } from "./policy/lint/lint.ts";
export { LINT_RULES, type LintRule } from "./policy/lint/lint-rules.ts";
export type { LintCode, LintFinding } from "./policy/lint/finding.ts";
export type { Rule } from "./policy/rule.ts";
export type { TokenSettings } from "./policy/token-settings.ts";
export { AgentActionBlocked, denialMessage, notBlocked } from "./runtime/blocked.ts";
export { findWrapped } from "./runtime/find-wrapped.ts";
export { Gate, type GateRequest, type GateResult } from "./runtime/gate.ts";
export {
  Guard,
  guard,
  type FunctionGuardOptions,
  type GuardedCall,
  type ListedTool,
  type ProposedCall,
} from "./runtime/guard.ts";
export type { GuardOptions } from "./runtime/guard-options.ts";
export type { Identity } from "./runtime/identity.ts";
export type { DecisionObserver } from "./runtime/observer.ts";
export type { Outcome } from "./runtime/records.ts";
export { ActionRuntime } from "./runtime/runtime.ts";
export type { ActionRuntimeOptions } from "./runtime/runtime-options.ts";
export type { ExecutionPreview, ExecutionVerdict } from "./runtime/verdict.ts";
export { NO_READS, type StateReader, type StateReads, type StateStore } from "./state/store.ts";
export type { StateKind, StateVersion } from "./state/version.ts";
export type { StorageEngine } from "./storage/engine.ts";
export { MemoryStorage } from "./storage/memory.ts";
export { stateFolder } from "#default-storage";
