package io.patternsdk.core.capability;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Site;
import java.time.Duration;
import java.util.List;

/**
 * What a forwarder works with: where it is used, its names, limits and layers. The checks throw
 * {@code BackendException} of INVALID_ARGUMENT or TOO_LARGE and say what would be right.
 *
 * @param site the place of use
 * @param namespace the namespace of the backend
 * @param traits the limits of the driver for this capability
 * @param layers the layers, outermost first
 */
public record Wiring(Site site, Namespace namespace, Traits traits, List<Layer> layers) {

  /** Binds an operation to the layers. */
  public BoundOperation bind(Operation operation) {
    return BoundOperation.bind(site, operation, layers);
  }

  /** Checks the size of a value or message body against the driver's limit. */
  public void checkValue(String what, byte[] value) {
    if (value.length > traits.maxValueBytes()) {
      throw new BackendException(
          ErrorKind.TOO_LARGE,
          what + " has " + value.length + " bytes; at most " + traits.maxValueBytes() + " fit");
    }
  }

  /** Checks the number of items of a batch against the driver's limit. */
  public void checkBatch(int size) {
    if (size > traits.maxBatch()) {
      throw new BackendException(
          ErrorKind.TOO_LARGE,
          "batch has " + size + " items; at most " + traits.maxBatch() + " fit");
    }
  }

  /** Checks a duration against its least value. */
  public void checkAtLeast(String what, Duration duration, Duration least) {
    if (duration.isNegative() || duration.isZero() || duration.compareTo(least) < 0) {
      throw new BackendException(
          ErrorKind.INVALID_ARGUMENT, what + " is " + duration + "; at least " + least + " works");
    }
  }
}
