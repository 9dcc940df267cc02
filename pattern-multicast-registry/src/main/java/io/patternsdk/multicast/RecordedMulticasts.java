package io.patternsdk.multicast;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BATCH;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS_TTL;

import io.patternsdk.concurrency.pool.WorkerPool;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.PeriodicTask;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.claimcheck.Claim;
import io.patternsdk.core.pattern.FilledSlot;
import io.patternsdk.core.pattern.PatternContext;
import io.patternsdk.multicast.MulticastReport.Outcome;
import io.patternsdk.multicast.MulticastReport.Status;
import io.patternsdk.multicast.RegistryException.Code;
import io.patternsdk.multicast.Sender.Part;
import io.patternsdk.multicast.recorded.DeliveryStatus;
import io.patternsdk.multicast.recorded.Head;
import io.patternsdk.multicast.recorded.MulticastRecords;
import io.patternsdk.multicast.recorded.OpenMulticast;
import io.patternsdk.multicast.recorded.OpenMulticasts;
import io.patternsdk.multicast.recorded.Page;
import io.patternsdk.multicast.recorded.Recipient;
import io.patternsdk.multicast.recorded.Recording;
import io.patternsdk.multicast.recorded.Recordings;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/** Multicasts that are recorded, and finished by whoever lives. Thread-safe. */
final class RecordedMulticasts {
  /** What the registry slot needs for them. */
  static final List<Capability<?>> NEEDED = List.of(KEYVALUE_CAS, KEYVALUE_CAS_TTL);

  private static final Logger LOG = System.getLogger(RecordedMulticasts.class.getName());

  private final MulticastRecords records;
  private final Recordings recordings;
  private final Sender sender;
  private final Predicate<String> hasQueue;
  private final WorkerPool pool;
  private final Duration timeout;
  private final PatternContext context;
  private final PeriodicTask looking;
  private final LongConsumer finished;

  /**
   * Creates them.
   *
   * @param hasQueue tells of a durable identity whether it has not been unregistered
   */
  RecordedMulticasts(
      FilledSlot slot,
      Duration retention,
      RegistrySettings settings,
      Sender sender,
      Predicate<String> hasQueue,
      WorkerPool pool,
      PatternContext context) {
    this.records =
        new MulticastRecords(
            slot.require(KEYVALUE_BASIC),
            slot.require(KEYVALUE_CAS),
            slot.require(KEYVALUE_CAS_TTL),
            retention);
    this.recordings =
        new Recordings(
            records,
            new OpenMulticasts(slot.require(KEYVALUE_CAS), slot.find(KEYVALUE_BATCH)),
            settings.multicastLease(),
            context.clock());
    this.sender = sender;
    this.hasQueue = hasQueue;
    this.pool = pool;
    this.timeout = settings.multicastTimeout();
    this.context = context;
    Duration interval = recordings.interval();
    this.looking =
        new PeriodicTask("housekeeping-multicasts", context.clock(), interval, this::look);
    this.finished =
        context
            .meters()
            .counter(
                "registry_multicasts_resumed_total",
                "Recorded multicasts that were gone on with after their call or process had ended");
    context
        .meters()
        .gauge(
            "registry_multicasts_open",
            "Recorded multicasts of all processes that are not done",
            recordings::count);
  }

  void start() {
    looking.start();
  }

  void close(Deadline deadline) {
    looking.close(deadline);
  }

  /**
   * Records a multicast before it is sent; empty if one with its id is recorded already.
   *
   * @param parts the {@link #parts} in which it is sent
   * @throws BackendException TOO_LARGE, with effect NONE, if its payload is too large to be
   *     recorded
   */
  Optional<Recording> begin(Message message, String mark, List<Target> targets, List<Part> parts) {
    List<Page> pages = new ArrayList<>(parts.size());
    for (Part part : parts) {
      List<Target> some = targets.subList(part.from(), part.to());
      pages.add(Page.pending(some.stream().map(RecordedMulticasts::recipient).toList()));
    }
    Head head =
        new Head(
            Message.of(new byte[0]).id(),
            pages.size(),
            mark,
            message.header(Headers.CONTENT_TYPE).orElse(""),
            message.body(),
            message.header(Claim.HEADER).orElse(""),
            false);
    head.check();
    return recordings.begin(message.id(), head, pages);
  }

  private static Recipient recipient(Target target) {
    return new Recipient(target.topic(), target.identities(), target.durable());
  }

  /** Splits parts so that each fits into a page. */
  static List<Part> parts(List<Target> targets, List<Part> larger) {
    List<Part> parts = new ArrayList<>();
    for (Part part : larger) {
      int from = part.from();
      long bytes = 0;
      for (int at = part.from(); at < part.to(); at++) {
        long one = bytes(targets.get(at));
        if (at > from && bytes + one > Page.MOST_BYTES) {
          parts.add(new Part(from, at));
          from = at;
          bytes = 0;
        }
        bytes += one;
      }
      parts.add(new Part(from, part.to()));
    }
    return parts;
  }

  private static long bytes(Target target) {
    long bytes = recipient(target).bytes();
    if (bytes > Page.MOST_BYTES) {
      throw new RegistryException(
          Code.INVALID,
          "too many identities listen on topic "
              + target.topic()
              + " for a multicast that is recorded: "
              + target.identities().size());
    }
    return bytes;
  }

  /** Records what became of a part; false if that failed. */
  static boolean put(Recording recording, int number, Part part, Outcomes outcomes) {
    List<DeliveryStatus> fates = new ArrayList<>(part.to() - part.from());
    for (int at = part.from(); at < part.to(); at++) {
      fates.add(outcomes.fate(at));
    }
    return recording.put(number, fates);
  }

  /** Returns how far a multicast has come; empty if none is recorded under this id. */
  Optional<MulticastReport> report(String id) {
    return records.head(id).map(head -> report(id, head));
  }

  /**
   * Does so for one that is repeated.
   *
   * @throws RegistryException ALREADY_EXISTS if what is recorded is another one
   */
  Optional<MulticastReport> report(String id, String mark) {
    Optional<Head> found = records.head(id);
    if (found.filter(head -> !head.mark().equals(mark)).isPresent()) {
      throw new RegistryException(
          Code.ALREADY_EXISTS,
          "another multicast was recorded as " + id + "; repeat that one, or take another id");
    }
    return found.map(head -> report(id, head));
  }

  private MulticastReport report(String id, Head head) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Page page : records.pages(head)) {
      for (int i = 0; i < page.fates().size(); i++) {
        DeliveryStatus fate = page.fates().get(i);
        for (String identity : page.recipients().get(i).identities()) {
          outcomes.add(outcome(identity, fate));
        }
      }
    }
    return new MulticastReport(id, outcomes, List.of(), Optional.empty());
  }

  private static Outcome outcome(String identity, DeliveryStatus fate) {
    if (fate.acknowledged().contains(identity)) {
      return new Outcome(identity, Status.ACKNOWLEDGED, "");
    }
    return switch (fate.state()) {
      case PENDING -> new Outcome(identity, Status.PENDING, "");
      case SENT -> new Outcome(identity, Status.SENT, "");
      case QUEUED -> new Outcome(identity, Status.QUEUED, "");
      case FAILED ->
          Outcome.failed(
              identity,
              Status.FAILED,
              new BackendException(
                  fate.failure().orElse(ErrorKind.UNKNOWN), Effect.NONE, fate.error(), null));
    };
  }

  private Duration look() {
    for (OpenMulticast claimed : recordings.claim()) {
      if (pool.trySubmit(() -> finish(claimed)).isEmpty()) {
        recordings.leave(claimed);
      }
    }
    return recordings.interval();
  }

  private boolean finish(OpenMulticast claimed) {
    try {
      return Deadline.after(timeout, context.clock())
          .run(() -> recordings.resume(claimed).map(this::finish).orElse(false));
    } catch (OperationException e) {
      LOG.log(
          Level.WARNING,
          "multicast {0} is not finished, and tried again: {1}",
          claimed.id(),
          e.getMessage());
      return false;
    }
  }

  private boolean finish(Recording recording) {
    try (recording) {
      Head head = recording.head();
      Message message = message(recording.id(), head);
      for (int number = 0; number < head.pages(); number++) {
        Page page = recording.read(number);
        if (!page.settled()) {
          boolean unused = recording.put(number, sent(page, message));
        }
      }
      finished.accept(1);
      return true;
    }
  }

  private static Message message(String id, Head head) {
    Message.Builder message =
        Message.builder(head.payload()).id(id).header(Headers.CONTENT_TYPE, head.contentType());
    return head.claim().isEmpty()
        ? message.build()
        : message.header(Claim.HEADER, head.claim()).build();
  }

  /** Sends to those of a page that are not reached, and returns what is known of all of it then. */
  private List<DeliveryStatus> sent(Page page, Message message) {
    List<DeliveryStatus> fates = new ArrayList<>(page.fates());
    List<Target> targets = new ArrayList<>();
    List<Integer> places = new ArrayList<>();
    Map<Status, Integer> totals = new EnumMap<>(Status.class);
    for (int i = 0; i < fates.size(); i++) {
      Recipient to = page.recipients().get(i);
      if (!fates.get(i).settled()) {
        if (to.durable() && !hasQueue.test(to.identities().getFirst())) {
          fates.set(i, DeliveryStatus.failed(ErrorKind.NOT_FOUND, "it is not registered any more"));
          totals.merge(Status.FAILED, to.identities().size(), Integer::sum);
        } else {
          targets.add(new Target("", to.topic(), to.identities(), to.durable()));
          places.add(i);
        }
      }
    }
    Outcomes outcomes = new Outcomes(targets, true);
    if (!targets.isEmpty()) {
      sender.send(targets, new Part(0, targets.size()), message, outcomes);
    }
    outcomes.all().forEach(outcome -> totals.merge(outcome.status(), 1, Integer::sum));
    sender.count(totals);
    for (int i = 0; i < places.size(); i++) {
      fates.set(places.get(i), outcomes.fate(i));
    }
    return fates;
  }
}
