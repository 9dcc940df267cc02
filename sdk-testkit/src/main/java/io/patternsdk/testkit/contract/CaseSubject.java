package io.patternsdk.testkit.contract;

/** What one case is about; closed after the case. */
interface CaseSubject extends AutoCloseable {
  @Override
  void close();
}
