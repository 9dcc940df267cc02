package io.patternsdk.core.layer;

import org.jspecify.annotations.Nullable;

/** The innermost handle: what the driver opened. */
record DriverHandle<H extends AutoCloseable>(H opened) implements Handle {

  @Override
  public <T> T step(Invocation step, Call<T> next) {
    return next.run();
  }

  @Override
  public void end(@Nullable Throwable failure) {
    BoundOperation.checked(
        () -> {
          try {
            opened.close();
          } catch (RuntimeException e) {
            throw e;
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
          return true;
        });
  }
}
