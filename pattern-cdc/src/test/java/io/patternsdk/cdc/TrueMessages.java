package io.patternsdk.cdc;

import static io.patternsdk.core.standard.StandardCapabilities.CHANGEFEED_BASIC;

import io.patternsdk.core.Message;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.ChangeFeed;
import io.patternsdk.core.changefeed.FeedBatch;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.changefeed.FeedRequest;
import io.patternsdk.core.changefeed.FeedSnapshot;
import io.patternsdk.core.config.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What has to be in the streams, by a feed of its own that nothing disturbs. */
final class TrueMessages {
  private final Site site;
  private final Envelopes envelopes;
  private final FeedRequest feed;
  private final FeedPosition start;

  /** Begins: what the source has already is not among them. */
  TrueMessages(Site site) {
    this.site = site;
    CdcSettings settings =
        Settings.of(Map.<String, Object>of("tables", site.names())).read(CdcSettings::from);
    this.envelopes = new Envelopes(settings, "embedded", settings.topic());
    this.feed =
        new FeedRequest(
            "truth",
            site.history.schemas().stream()
                .map(schema -> schema.name())
                .collect(Collectors.toCollection(() -> new TreeSet<>())));
    try (FeedSnapshot snapshot = site.source.require(CHANGEFEED_BASIC).snapshot(feed)) {
      this.start = snapshot.position();
    }
  }

  /** The ids of messages in their order, by stream and key. */
  static final class Ids {
    private final Map<String, List<String>> byKey = new TreeMap<>();

    void add(String stream, String key, String id) {
      byKey.computeIfAbsent(stream + " " + key, k -> new ArrayList<>()).add(id);
    }

    void add(String stream, Message message) {
      add(stream, message.key().orElse(""), message.id());
    }

    Map<String, List<String>> byKey() {
      return byKey;
    }
  }

  /** Returns all changes of the source since it began. */
  List<Change> changes() {
    List<Change> all = new ArrayList<>();
    try (ChangeFeed following = site.source.require(CHANGEFEED_BASIC).follow(feed, start)) {
      for (FeedBatch batch = following.poll(1_000, Duration.ZERO);
          !batch.changes().isEmpty();
          batch = following.poll(1_000, Duration.ZERO)) {
        all.addAll(batch.changes());
      }
    }
    return all;
  }

  /** Returns the messages of all changes of the source since it began. */
  Map<String, List<String>> byKey() {
    Ids ids = new Ids();
    for (Change change : changes()) {
      envelopes.messages(change).forEach(each -> ids.add(each.stream(), each.message()));
    }
    return ids.byKey();
  }

  /** Waits until a destination has everything. */
  void awaitDelivered(Cdc cdc) {
    FeedPosition last = changes().getLast().position();
    site.eventually.until(
        "that all is delivered",
        () -> {
          if (!site.failures.isEmpty()) {
            throw new AssertionError("it failed", site.failures.peek());
          }
          return cdc.status().destinations().stream()
              .allMatch(each -> each.position().filter(at -> !last.after(at)).isPresent());
        });
  }

  Set<String> streams() {
    return site.names().stream().map(name -> "cdc." + name).collect(Collectors.toSet());
  }
}
