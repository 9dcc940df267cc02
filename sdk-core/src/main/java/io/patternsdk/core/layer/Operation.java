package io.patternsdk.core.layer;

/**
 * One operation of one capability, as layers see it.
 *
 * @param capability the configuration name of the capability, such as {@code keyvalue_basic}
 * @param name the name of the operation, such as {@code get}
 * @param shape how it uses time and results
 * @param idempotent whether repeating it changes neither the backend's state nor the answer
 */
public record Operation(String capability, String name, Shape shape, boolean idempotent) {

  /** Returns an operation that must not be repeated once it may have been applied. */
  public static Operation of(String capability, String name, Shape shape) {
    return new Operation(capability, name, shape, false);
  }

  /** Returns the same operation, marked as idempotent in effect and result. */
  public Operation asIdempotent() {
    return new Operation(capability, name, shape, true);
  }

  @Override
  public String toString() {
    return capability + "." + name;
  }
}
