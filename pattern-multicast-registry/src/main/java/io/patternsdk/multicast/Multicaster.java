package io.patternsdk.multicast;

import io.patternsdk.concurrency.pool.PoolMeters;
import io.patternsdk.concurrency.pool.WorkerPool;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.claimcheck.ClaimCheck;
import io.patternsdk.core.pattern.FilledSlot;
import io.patternsdk.core.pattern.PatternContext;
import io.patternsdk.multicast.Confirmations.Expected;
import io.patternsdk.multicast.IdentityStore.Selection;
import io.patternsdk.multicast.MulticastReport.Outcome;
import io.patternsdk.multicast.RegistryException.Code;
import io.patternsdk.multicast.Sender.Part;
import io.patternsdk.multicast.recorded.Recording;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Multicasts: selects, fans out on a pool, waits for acknowledgements, and reports on each target;
 * a failure stops no other. Thread-safe.
 */
final class Multicaster {
  private static final Logger LOG = System.getLogger(Multicaster.class.getName());

  /** So many small ones cost a connection less than workers that share it. */
  private static final int PUBLISHED_AT_ONCE = 1_000;

  private static final int BYTES_AT_ONCE = 1 << 20;

  private final IdentityStore store;
  private final Sender sender;
  private final Confirmations confirmations;
  private final ClaimCheck payloads;
  private final RegistrySettings settings;
  private final WorkerPool pool;
  private final Clock clock;
  private final Optional<RecordedMulticasts> recorded;

  Multicaster(
      IdentityStore store,
      Sender sender,
      Confirmations confirmations,
      ClaimCheck payloads,
      RegistrySettings settings,
      Predicate<String> hasQueue,
      FilledSlot slot,
      PatternContext context) {
    this.store = store;
    this.sender = sender;
    this.confirmations = confirmations;
    this.payloads = payloads;
    this.settings = settings;
    this.clock = context.clock();
    this.pool = WorkerPool.named("multicast").workers(context.workers()).build();
    this.recorded =
        settings
            .multicastRetention()
            .map(
                kept ->
                    new RecordedMulticasts(slot, kept, settings, sender, hasQueue, pool, context));
    PoolMeters.publish(context.meters(), pool);
  }

  void start() {
    recorded.ifPresent(RecordedMulticasts::start);
  }

  MulticastReport multicast(Multicast request, Duration timeout) {
    Deadline deadline = Deadline.after(timeout, clock);
    return request.isRecorded()
        ? recorded(request, deadline)
        : deadline.run(() -> unrecorded(request));
  }

  Optional<MulticastReport> report(String id) {
    return records().report(id);
  }

  private RecordedMulticasts records() {
    return recorded.orElseThrow(
        () ->
            new RegistryException(
                Code.UNSUPPORTED,
                "multicasts are not recorded here; multicast_retention says for how long they"
                    + " are"));
  }

  private MulticastReport unrecorded(Multicast request) {
    Addressed to = addressed(request);
    Sending sending = new Sending(to, parts(to.targets(), to.message()), Optional.empty());
    return reported(to, sending.all(request));
  }

  /** What is known when its time is over is recorded all the same. */
  private MulticastReport recorded(Multicast request, Deadline deadline) {
    RecordedMulticasts records = records();
    String mark = mark(request);
    Optional<MulticastReport> before =
        deadline.run(() -> request.id().flatMap(id -> records.report(id, mark)));
    if (before.isPresent()) {
      return before.get();
    }
    Addressed to = deadline.run(() -> addressed(request));
    Message message = to.message();
    List<Part> parts = RecordedMulticasts.parts(to.targets(), parts(to.targets(), message));
    Optional<Recording> begun =
        deadline.run(() -> records.begin(message, mark, to.targets(), parts));
    if (begun.isEmpty()) {
      return deadline
          .run(() -> records.report(message.id(), mark))
          .orElseThrow(() -> goneMeanwhile(message.id()));
    }
    try (Recording recording = begun.get()) {
      Sending sending = new Sending(to, parts, Optional.of(recording));
      List<Outcome> outcomes = deadline.run(() -> sending.all(request));
      sending.recordAll(recording);
      return reported(to, outcomes);
    }
  }

  /** A message and whom it is for. */
  private record Addressed(Selection selected, List<Target> targets, Message message) {}

  private Addressed addressed(Multicast request) {
    Selection selected = select(request);
    List<Target> targets = Target.byTopic(selected.page().documents());
    Message message = message(request);
    return new Addressed(
        selected, targets, targets.isEmpty() ? message : payloads.checked(message));
  }

  private static BackendException goneMeanwhile(String id) {
    return new BackendException(
        ErrorKind.ABORTED,
        "a multicast that was recorded as " + id + " has just gone; do it again");
  }

  private MulticastReport reported(Addressed to, List<Outcome> outcomes) {
    Selection selected = to.selected();
    MulticastReport report =
        new MulticastReport(
            to.message().id(), outcomes, selected.page().unreadable(), selected.staleness());
    sender.count(report.totals());
    return report;
  }

  private Selection select(Multicast request) {
    Selection selected =
        store.targets(request.filter(), settings.maxTargets(), request.freshness());
    if (selected.page().next().isPresent()) {
      throw new RegistryException(
          Code.INVALID,
          "the filter matches more than "
              + settings.maxTargets()
              + " identities (max_targets); narrow it");
    }
    return selected;
  }

  private Message message(Multicast request) {
    Message.Builder message =
        Message.builder(request.payload()).header(Headers.CONTENT_TYPE, request.contentType());
    request.id().ifPresent(message::id);
    return request.confirms()
        ? message.header(Headers.REPLY_TO, confirmations.topic()).build()
        : message.build();
  }

  /** What a multicast under a given id must share with the one that is recorded under it. */
  private static String mark(Multicast request) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(
          (request.filter() + "\n" + request.contentType() + "\n")
              .getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest.digest(request.payload()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Durable targets come first, and no part has some of both. */
  private List<Part> parts(List<Target> targets, Message message) {
    int durable = (int) targets.stream().filter(Target::durable).count();
    List<Part> parts = new ArrayList<>();
    split(0, durable, settings.batchSize(), parts);
    split(durable, targets.size(), publishedAtOnce(message), parts);
    return parts;
  }

  private static void split(int from, int to, int size, List<Part> parts) {
    for (int at = from; at < to; at += size) {
      parts.add(new Part(at, Math.min(to, at + size)));
    }
  }

  private int publishedAtOnce(Message message) {
    int few = BYTES_AT_ONCE / Math.max(1, message.body().length);
    return Math.max(settings.batchSize(), Math.min(PUBLISHED_AT_ONCE, few));
  }

  /** One message on its way to its targets. */
  private final class Sending {
    private final List<Target> targets;
    private final List<Part> parts;
    private final Message message;
    private final Optional<Recording> recording;
    private final Outcomes outcomes;

    Sending(Addressed to, List<Part> parts, Optional<Recording> recording) {
      this.targets = to.targets();
      this.parts = parts;
      this.message = to.message();
      this.recording = recording;
      this.outcomes = new Outcomes(targets, recording.isPresent());
    }

    /** Sends to all and returns what became of it. */
    List<Outcome> all(Multicast request) {
      return request.confirms() ? confirmed() : fanOut().all();
    }

    private List<Outcome> confirmed() {
      List<String> ids = targets.stream().flatMap(t -> t.identities().stream()).toList();
      try (Expected expected = confirmations.expect(message.id(), ids)) {
        List<String> unreached = fanOut().unreached();
        unreached.forEach(expected::acknowledged);
        Set<String> missing = new HashSet<>(expected.await(Deadline.current()));
        missing.addAll(unreached); // some may be reached only now
        outcomes.acknowledgedByAllBut(missing);
        return outcomes.all();
      }
    }

    /** A single part needs no worker: the caller would only wait for it. */
    private Outcomes fanOut() {
      if (parts.size() == 1) {
        send(0);
      } else {
        sendOnPool();
      }
      return outcomes;
    }

    /** What is recorded is sent by all means: to refuse it now would have it sent twice. */
    private void sendOnPool() {
      try {
        pool.all(
            IntStream.range(0, parts.size()).boxed().toList(),
            part -> {
              send(part);
              return true;
            });
      } catch (OperationException e) {
        if (recording.isEmpty()) {
          throw e;
        }
        LOG.log(Level.DEBUG, "multicast " + message.id() + " is sent later", e);
      }
    }

    private void send(int part) {
      sender.send(targets, parts.get(part), message, outcomes);
      recording.ifPresent(record -> put(record, part));
    }

    /** Records what is not yet: who has acknowledged, and what was known too late. */
    void recordAll(Recording record) {
      boolean recorded = true;
      for (int part = 0; recorded && part < parts.size(); part++) {
        recorded = put(record, part);
      }
    }

    private boolean put(Recording record, int part) {
      return RecordedMulticasts.put(record, part, parts.get(part), outcomes);
    }
  }

  void close(Deadline deadline) {
    recorded.ifPresent(records -> records.close(deadline));
    deadline.run(
        () -> {
          pool.close();
          confirmations.close();
          return true;
        });
  }
}
