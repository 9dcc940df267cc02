package io.patternsdk.core;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Makes ids that are unique among all processes: 96 random bits of this one, then a counter. */
final class MessageIds {
  private static final String PROCESS = new BigInteger(96, new SecureRandom()).toString(36) + "-";
  private static final AtomicLong COUNTER = new AtomicLong();

  private MessageIds() {}

  static String next() {
    return PROCESS + Long.toString(COUNTER.incrementAndGet(), 36);
  }
}
