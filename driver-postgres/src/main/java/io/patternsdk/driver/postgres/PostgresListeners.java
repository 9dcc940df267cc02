package io.patternsdk.driver.postgres;

import io.patternsdk.core.OperationException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who listens to which feed, and which channels are therefore to be listened to, over the loss of
 * connections. Thread-safe.
 */
final class PostgresListeners {
  /** How long a channel is kept that nobody listens to, for whoever comes back. */
  private static final Duration KEPT = Duration.ofSeconds(10);

  private final String prefix;
  private final Map<String, Feed> feeds = new ConcurrentHashMap<>();

  /** Guards the fields of channels and feeds. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Channel[] channels = new Channel[PostgresFeed.BUCKETS];

  /** Begins with nobody; the names of channels begin with {@code prefix}. */
  PostgresListeners(String prefix) {
    this.prefix = prefix;
    for (int i = 0; i < channels.length; i++) {
      channels[i] = new Channel(channel(i));
    }
  }

  /** Takes what a feed brings, on the thread that listens: it must not block. */
  interface Listener {
    /** Takes a message. */
    default void message(byte[] body) {}

    /** Learns that a message had gone before it could be read. */
    default void missed() {}

    /** Learns that there is something for so many receivers to look for. */
    default void signal(int receivers) {}

    /** Learns that the connection was lost and the feed is back. */
    void reconnected();
  }

  private static final class Feed {
    final Channel channel;
    final List<Listener> listeners = new CopyOnWriteArrayList<>();
    boolean lost;

    Feed(Channel channel) {
      this.channel = channel;
    }
  }

  /** A channel: whether it is wanted and heard. */
  private static final class Channel {
    final String name;
    int feeds;
    boolean listening;
    long left;
    CompletableFuture<Void> heard = new CompletableFuture<>();

    Channel(String name) {
      this.name = name;
    }
  }

  private String channel(int bucket) {
    return prefix + HexFormat.of().toHexDigits((byte) bucket);
  }

  /** The name of the channel that a feed is on. */
  String channel(PostgresFeed feed) {
    return channels[feed.bucket()].name;
  }

  /** Adds a listener, unless it is there; what is returned is done once its feed is heard. */
  CompletableFuture<Void> add(PostgresFeed feed, Listener listener) {
    lock.lock();
    try {
      Channel channel = channels[feed.bucket()];
      Feed known = feeds.get(feed.digest());
      if (known == null) {
        known = new Feed(channel);
        feeds.put(feed.digest(), known);
        channel.feeds++;
      }
      if (!known.listeners.contains(listener)) {
        known.listeners.add(listener);
      }
      return channel.heard;
    } finally {
      lock.unlock();
    }
  }

  /** Takes a listener away. */
  void remove(PostgresFeed feed, Listener listener) {
    lock.lock();
    try {
      Feed known = feeds.get(feed.digest());
      if (known != null && known.listeners.remove(listener) && known.listeners.isEmpty()) {
        feeds.remove(feed.digest());
        known.channel.feeds--;
        known.channel.left = System.nanoTime();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean isEmpty() {
    return feeds.isEmpty();
  }

  /** Those who listen to the feed with a digest. */
  List<Listener> of(String digest) {
    Feed feed = feeds.get(digest);
    return feed == null ? List.of() : feed.listeners;
  }

  /** Takes note that nothing is heard; what is waited for fails where there is a reason. */
  void lost(@Nullable OperationException reason) {
    lock.lock();
    try {
      for (Channel channel : channels) {
        channel.listening = false;
      }
      for (Feed feed : feeds.values()) {
        feed.lost |= feed.channel.heard.isDone();
      }
      for (Channel channel : channels) {
        if (reason != null && channel.feeds > 0) {
          channel.heard.completeExceptionally(reason);
        }
        if (channel.heard.isDone()) {
          channel.heard = new CompletableFuture<>();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Statements that listen to what is wanted now, and no longer to what is not. */
  List<String> changes() {
    List<String> changes = new ArrayList<>();
    lock.lock();
    try {
      long now = System.nanoTime();
      for (Channel channel : channels) {
        if (channel.feeds > 0 && !channel.listening) {
          changes.add("LISTEN " + channel.name);
          channel.listening = true;
        } else if (channel.feeds == 0 && channel.listening && now - channel.left > KEPT.toNanos()) {
          changes.add("UNLISTEN " + channel.name);
          channel.listening = false;
          channel.heard = new CompletableFuture<>();
        }
      }
    } finally {
      lock.unlock();
    }
    return changes;
  }

  /** Takes note that all is heard that is listened to; returns whose feeds are back. */
  List<Listener> heard() {
    List<Listener> back = new ArrayList<>();
    lock.lock();
    try {
      for (Channel channel : channels) {
        if (channel.listening) {
          channel.heard.complete(null);
        }
      }
      for (Feed feed : feeds.values()) {
        if (feed.lost && feed.channel.listening) {
          feed.lost = false;
          back.addAll(feed.listeners);
        }
      }
    } finally {
      lock.unlock();
    }
    return back;
  }
}
