package io.patternsdk.lifecycle;

import io.patternsdk.core.OperationException;
import java.util.List;

/** Backends that could not be used at start; everything that had been opened is closed again. */
public final class UnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnavailableException(List<String> reasons, List<OperationException> causes) {
    super(String.join("\n", reasons), causes.getFirst());
    causes.stream().skip(1).forEach(this::addSuppressed);
  }
}
