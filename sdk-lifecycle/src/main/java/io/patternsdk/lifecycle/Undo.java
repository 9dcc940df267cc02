package io.patternsdk.lifecycle;

import io.patternsdk.lifecycle.Stopping.Closing;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;

/** Takes back what was done before a failure. */
final class Undo {
  private static final Logger LOG = System.getLogger(Runner.class.getName());

  private Undo() {}

  /**
   * Takes all steps in their order. One that fails keeps no other from being taken; it is logged
   * and suppressed by the failure that all this is about. An interrupt is put off until the end.
   */
  static void all(Throwable failure, Collection<Closing> steps) {
    boolean interrupted = Thread.interrupted();
    steps.forEach(step -> one(failure, step));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void one(Throwable failure, Closing step) {
    try {
      step.close().run();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.WARNING, "closing " + step.name() + " failed", e);
      if (e != failure) {
        failure.addSuppressed(e);
      }
    }
  }
}
