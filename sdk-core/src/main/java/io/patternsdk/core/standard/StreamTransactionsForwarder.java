package io.patternsdk.core.standard;

import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import io.patternsdk.core.stream.StreamTransactions;
import io.patternsdk.core.stream.StreamWriter;

/** Forwards {@code stream_transactional}. */
final class StreamTransactionsForwarder implements StreamTransactions {
  static final String NAME = "stream_transactional";
  static final Operation OPEN_WRITER =
      Operation.builder(NAME, "open_writer", Kind.WRITE).messaging().repeatable().build();
  static final Operation APPEND_TOGETHER = Operation.of(NAME, "append_together", Kind.SEND);

  private final StreamTransactions driver;
  private final Wiring wiring;
  private final BoundOperation open;
  private final BoundOperation append;

  StreamTransactionsForwarder(StreamTransactions driver, Wiring wiring) {
    this.driver = driver;
    this.wiring = wiring;
    this.open = wiring.bind(OPEN_WRITER);
    this.append = wiring.bind(APPEND_TOGETHER);
  }

  @Override
  public StreamWriter open(String writer, long epoch) {
    String full = wiring.namespace().key(writer);
    StreamWriter opened = open.call(full, () -> driver.open(full, epoch));
    return new ForwardedWriter(opened, wiring, append, full);
  }
}
