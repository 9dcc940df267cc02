package io.patternsdk.core.layer;

import org.jspecify.annotations.Nullable;

/**
 * What lives on after the call that opened it, as one layer and those further in see it: a stream
 * of bytes, a transaction. It makes progress in steps and ends once. A layer that holds something
 * for it (a place of a bulkhead, a span) holds it until the end; one that limits time limits each
 * step, not the whole, so that what makes progress may take as long as it likes.
 *
 * <p>For one thread at a time, which need not be the one that opened it. Steps are never repeated
 * by a layer: what has gone through a stream cannot go through it again.
 */
public interface Handle {

  /** Passes on one step: some bytes, or an operation inside a transaction. */
  <T> T step(Invocation step, Call<T> next);

  /**
   * Ends it and closes what the driver opened; called once, whatever happened before, past the
   * deadline too. Gives back what the layer holds even if the end fails further in.
   *
   * @param failure what the last step failed with, or the opening of what depends on it; null if
   *     all went well
   */
  void end(@Nullable Throwable failure);
}
