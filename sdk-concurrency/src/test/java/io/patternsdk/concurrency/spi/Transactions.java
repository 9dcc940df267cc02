package io.patternsdk.concurrency.spi;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;

import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.layer.BoundHandle;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;

/** A capability that hands out another one, as somebody outside the core would define it. */
interface Transactions {
  Operation BEGIN =
      Operation.builder("keyvalue_transactional", "begin", Kind.WRITE).occupying().build();
  Capability<Transactions> KEYVALUE_TRANSACTIONAL =
      Capability.of("keyvalue_transactional", Transactions.class, Forwarder::new, BEGIN);

  /** Begins one; what is closed before it is committed is undone. */
  Transaction begin();

  /** For one thread at a time. */
  interface Transaction extends AutoCloseable {
    /** Returns the values as this transaction sees them. */
    KeyValue values();

    /** Makes all of it last: ABORTED if somebody else's work does not allow that. */
    void commit();

    @Override
    void close();
  }

  /** What the core would have. */
  record Forwarder(Transactions driver, Wiring wiring, BoundOperation beginning)
      implements Transactions {

    Forwarder(Transactions driver, Wiring wiring) {
      this(driver, wiring, wiring.bind(BEGIN));
    }

    @Override
    public Transaction begin() {
      BoundHandle<Transaction> handle = beginning.open(beginning.on(""), driver::begin);
      KeyValue values = KEYVALUE_BASIC.forward(handle.opened().values(), wiring.within(handle));
      return new Transaction() {
        @Override
        public KeyValue values() {
          return values;
        }

        @Override
        public void commit() {
          handle.run(Transaction::commit);
        }

        @Override
        public void close() {
          handle.close();
        }
      };
    }
  }
}
