import { MemoryStorage } from "@capfence/core";

/** A storage that can be told to fail. */
export class FailingStorage extends MemoryStorage {
  fails = false;

  override commit(commit: Parameters<MemoryStorage["commit"]>[0]): void {
    if (this.fails) throw new Error("the disk is full");
    super.commit(commit);
  }
}
