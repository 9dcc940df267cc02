package io.patternsdk.driver.embedded.journal;

/** Closes what was opened on the way to something that then could not be made. */
public final class Cleanup {
  private Cleanup() {}

  /** Closes it because of {@code failure}, which keeps what closing throws. */
  public static void close(AutoCloseable opened, Throwable failure) {
    try {
      opened.close();
    } catch (Exception e) {
      failure.addSuppressed(e);
    }
  }
}
