package io.patternsdk.core.pubsub;

/**
 * Subscribes to all topics that match a pattern: {@code pubsub_wildcards}.
 *
 * <p>A pattern is made of segments separated by {@code .}: {@code *} stands for exactly one
 * segment, {@code >} at the end for one or more. Any other segment stands for itself.
 */
public interface PubSubWildcards {

  /** Subscribes to every topic that matches, now or later; else like {@link PubSub#subscribe}. */
  Subscription subscribePattern(String pattern, Subscriber subscriber);
}
