package io.patternsdk.multicast;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Meters;
import io.patternsdk.core.document.Document;
import io.patternsdk.core.document.DocumentView;
import io.patternsdk.core.document.DocumentViewFeed;
import io.patternsdk.core.document.ViewedDocuments;
import io.patternsdk.core.keyvalue.KeyValueWatch;
import io.patternsdk.multicast.RegistryException.Code;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongConsumer;

/** The identities in memory, as a watch of the registry slot tells them. Thread-safe. */
final class IdentityView {
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  private final DocumentView view;
  private final DocumentViewFeed feed;
  private final Duration maxStaleness;
  private final LongConsumer fromView;
  private final LongConsumer fromBackend;

  IdentityView(
      DocumentView view,
      KeyValueWatch keys,
      RegistrySettings settings,
      Meters meters,
      Clock clock) {
    this.view = view;
    this.maxStaleness = settings.viewMaxStaleness();
    this.feed =
        new DocumentViewFeed(
            "registry-view", keys, IdentityStore.PREFIX, view, wait(maxStaleness), clock);
    this.fromView = answers(meters, "view");
    this.fromBackend = answers(meters, "backend");
    meters.gauge("registry_view_identities", "Identities in the view", view::size);
    meters.gauge(
        "registry_view_staleness_seconds",
        "How old the view is; infinite as long as it holds nothing",
        () -> view.age().map(age -> age.toNanos() / 1e9).orElse(Double.POSITIVE_INFINITY));
  }

  /** Where nothing happens, the view becomes as old as two polls take. */
  private static Duration wait(Duration maxStaleness) {
    Duration quarter = maxStaleness.dividedBy(4);
    return quarter.compareTo(LONGEST_WAIT) < 0 ? quarter : LONGEST_WAIT;
  }

  private static LongConsumer answers(Meters meters, String from) {
    return meters.counter(
        "registry_view_answers_total",
        "Listings and selections by what answered them",
        "from",
        from);
  }

  void start() {
    feed.start();
  }

  void close(Deadline deadline) {
    feed.close(deadline);
  }

  /**
   * Returns the view if it is as fresh as is asked for; empty if the backend is to be read.
   *
   * @throws RegistryException STALE if that is not wanted either
   */
  Optional<ViewedDocuments> documents(Freshness asked, Document.Reader kept) {
    Duration most = asked.most().orElse(maxStaleness);
    Optional<ViewedDocuments> held = view.documents(kept);
    Optional<ViewedDocuments> fresh =
        held.filter(old -> !most.isZero() && old.age().compareTo(most) <= 0);
    if (fresh.isEmpty() && asked.fails()) {
      throw new RegistryException(
          Code.STALE,
          "the view "
              + held.map(old -> "is " + old.age().toMillis() + " ms old")
                  .orElse("holds nothing yet")
              + "; at most "
              + most.toMillis()
              + " ms were asked for");
    }
    (fresh.isPresent() ? fromView : fromBackend).accept(1);
    return fresh;
  }
}
