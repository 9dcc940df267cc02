package io.patternsdk.elsewhere;

import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;

/** Numbers that are added to. */
interface Counter {
  Operation ADD = Operation.of("counter_basic", "add", Kind.WRITE);
  Operation TOTAL = Operation.of("counter_basic", "total", Kind.READ);
  Capability<Counter> COUNTER_BASIC =
      Capability.of("counter_basic", Counter.class, Forwarder::new, ADD, TOTAL);

  /** Adds to a counter, which begins at 0, and returns its new total. */
  long add(String name, long amount);

  /** Returns the total of a counter; 0 if nothing was ever added. */
  long total(String name);

  /** Puts the namespace before names and passes the layers. */
  final class Forwarder implements Counter {
    private final Counter driver;
    private final Wiring wiring;
    private final BoundOperation add;
    private final BoundOperation total;

    Forwarder(Counter driver, Wiring wiring) {
      this.driver = driver;
      this.wiring = wiring;
      this.add = wiring.bind(ADD);
      this.total = wiring.bind(TOTAL);
    }

    @Override
    public long add(String name, long amount) {
      String full = wiring.namespace().key(name);
      return add.call(full, () -> driver.add(full, amount));
    }

    @Override
    public long total(String name) {
      String full = wiring.namespace().key(name);
      return total.call(full, () -> driver.total(full));
    }
  }
}
