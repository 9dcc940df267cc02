package io.patternsdk.driver.redis;

import io.patternsdk.core.driver.WaitingReceivers;
import io.patternsdk.core.driver.WaitingReceivers.Line;
import io.patternsdk.driver.redis.RedisChannels.Feed;

/**
 * Signals to waiting receivers, a channel for each queue, by which it goes. All are on the
 * connection of the subscriptions.
 */
record RedisSignals(RedisChannels channels) implements WaitingReceivers.Signals {
  @Override
  public void join(String channel, Line line) {
    channels.join(new Feed(channel, false), new Wake(line));
  }

  @Override
  public void leave(String channel, Line line) {
    channels.leave(new Feed(channel, false), new Wake(line));
  }

  /** Lets one of those look who wait; equal to every other for the same line. */
  private record Wake(Line line) implements RedisChannels.Listener {
    @Override
    public void message(String channel, byte[] body) {
      line.signal(1);
    }

    @Override
    public void reconnected() {
      line.signal(1);
    }
  }
}
