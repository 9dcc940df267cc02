package io.patternsdk.cdc;

import io.patternsdk.cdc.CdcSettings.Retained;
import io.patternsdk.cdc.CdcSettings.Retained.Policy;
import io.patternsdk.cdc.CdcStatus.SourceStatus;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.changefeed.ChangeFeeds;
import io.patternsdk.core.changefeed.FeedBacklog;
import io.patternsdk.core.changefeed.FeedPosition;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches what the source keeps for the feed, warns when that is half of what it may be, and does
 * at the limit what the settings say, though a destination may be stuck: it waits for none.
 */
final class Governor {
  private static final Logger LOG = System.getLogger(Governor.class.getName());
  private static final int MOST_SEEN = 1_000;

  private final ChangeFeeds feeds;
  private final String feed;
  private final Retained settings;
  private final Clock clock;
  private final Supplier<Optional<FeedPosition>> confirmed;
  private final Consumer<RuntimeException> failed;

  /** Ends of the source that nobody had confirmed when they were seen, oldest first. */
  private final Deque<Seen> seen = new ArrayDeque<>();

  private volatile @Nullable SourceStatus status;
  private volatile @Nullable String worry;

  private record Seen(FeedPosition end, Instant at) {}

  /**
   * Makes one.
   *
   * @param confirmed up to where the source was told that it may forget
   * @param failed takes why capturing has to end
   */
  Governor(
      ChangeFeeds feeds,
      String feed,
      Retained settings,
      Clock clock,
      Supplier<Optional<FeedPosition>> confirmed,
      Consumer<RuntimeException> failed) {
    this.feeds = feeds;
    this.feed = feed;
    this.settings = settings;
    this.clock = clock;
    this.confirmed = confirmed;
    this.failed = failed;
  }

  /** Watches until it is interrupted or has ended the capturing, or another leads. */
  void run(BooleanSupplier leading) {
    try {
      while (!isOver(leading)) {
        clock.sleep(settings.check());
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "the source is not watched any more", e);
    }
  }

  /** Looks once; tells whether there is nothing more to watch. */
  boolean isOver(BooleanSupplier leading) {
    try {
      Optional<String> excess = feeds.backlog(feed).flatMap(this::look);
      if (excess.isPresent() && leading.getAsBoolean()) {
        failed.accept(new BackendException(ErrorKind.CONFLICT, ended(excess.get())));
      }
      return excess.isPresent();
    } catch (OperationException e) {
      LOG.log(Level.WARNING, "what the source keeps is not known: " + e.getMessage());
      return false;
    }
  }

  private String ended(String why) {
    if (settings.policy() == Policy.STOP) {
      return why;
    }
    return why + (feeds.drop(feed) ? "; the feed was dropped: take a snapshot" : "");
  }

  /** Returns why the capturing has to end; empty if it may go on. */
  private Optional<String> look(FeedBacklog backlog) {
    Instant now = clock.now();
    Optional<FeedPosition> come =
        confirmed.get().filter(at -> at.source().equals(backlog.end().source()));
    seen.removeIf(one -> come.isPresent() && !one.end.after(come.get()));
    if (seen.size() < MOST_SEEN && (come.isEmpty() || backlog.end().after(come.get()))) {
      seen.add(new Seen(backlog.end(), now));
    }
    Duration behind =
        Optional.ofNullable(seen.peek())
            .map(first -> Duration.between(first.at, now))
            .orElse(Duration.ZERO);
    OptionalLong limit = settings.limit().isPresent() ? settings.limit() : backlog.limit();
    status =
        new SourceStatus(
            backlog.end(),
            backlog.unconfirmed(),
            behind,
            backlog.kept(),
            limit,
            backlog.age(),
            backlog.holder());
    if (limit.isEmpty() || backlog.kept() < limit.getAsLong() / 2) {
      worry = null;
      return Optional.empty();
    }
    return judge(backlog, limit.getAsLong());
  }

  private Optional<String> judge(FeedBacklog backlog, long limit) {
    String why =
        "the source keeps %,d bytes of its log, of %,d at most, %s"
            .formatted(
                backlog.kept(),
                limit,
                backlog
                    .holder()
                    .map(holder -> "for " + holder)
                    .orElse("because %,d were not confirmed".formatted(backlog.unconfirmed())));
    if (worry == null) {
      LOG.log(Level.WARNING, why);
    }
    worry = why;
    boolean over = settings.limit().isPresent() && backlog.kept() >= limit;
    return over && settings.policy() != Policy.WARN ? Optional.of(why) : Optional.empty();
  }

  /** Returns what the source was seen to keep; empty if it does not say. */
  Optional<SourceStatus> status() {
    return Optional.ofNullable(status);
  }

  /** Returns why that is too much; empty while it is not. */
  Optional<String> worry() {
    return Optional.ofNullable(worry);
  }
}
