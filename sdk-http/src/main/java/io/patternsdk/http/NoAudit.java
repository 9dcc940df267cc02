package io.patternsdk.http;

/** No records. */
enum NoAudit implements Auditor, Auditor.Admitted {
  INSTANCE;

  @Override
  public void refused(Asked asked, Caller caller, int status) {}

  @Override
  public Admitted admitted(Asked asked, Caller caller) {
    return this;
  }

  @Override
  public void answered(int status) {}

  @Override
  public void close() {}
}
