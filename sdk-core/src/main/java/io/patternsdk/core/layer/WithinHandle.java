package io.patternsdk.core.layer;

/** Makes each call a step of what is open around it. */
record WithinHandle(BoundHandle<?> handle) implements Interceptor {

  @Override
  public <T> T call(Invocation invocation, Call<T> next) {
    return handle.passing(invocation, next);
  }
}
