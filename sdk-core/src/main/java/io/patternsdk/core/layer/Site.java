package io.patternsdk.core.layer;

/**
 * The place in a pattern from which a backend is called; the label of its metrics and errors.
 *
 * @param slot the name of the slot, or of the backend where it is used without slots
 * @param driver the name of the driver
 * @param system what OpenTelemetry's conventions call the system behind it
 */
public record Site(String slot, String driver, String system) {

  /** A place whose system is called as its driver is. */
  public Site(String slot, String driver) {
    this(slot, driver, driver);
  }
}
