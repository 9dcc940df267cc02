package io.patternsdk.multicast;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.multicast.MulticastRegistryProvider.DURABILITY;
import static io.patternsdk.multicast.MulticastRegistryProvider.MESSAGING;
import static io.patternsdk.multicast.MulticastRegistryProvider.REGISTRY;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.PeriodicTask;
import io.patternsdk.core.claimcheck.ClaimCheck;
import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.filter.FilterLimits;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.pattern.FilledSlot;
import io.patternsdk.core.pattern.Gate;
import io.patternsdk.core.pattern.Gate.State;
import io.patternsdk.core.pattern.Pattern;
import io.patternsdk.core.pattern.PatternContext;
import io.patternsdk.core.pattern.Unfinished;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.core.queue.QueueDeadLetter.DeadLetter;
import io.patternsdk.multicast.RegistryException.Code;
import io.patternsdk.multicast.Subscriptions.Environment;
import io.patternsdk.multicast.watch.RegistryWatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * A registry of identities with metadata, and multicast to those whose metadata match a filter.
 *
 * <p>What is registered lives in the backend of the {@code registry} slot, so any number of
 * processes share it and a restart forgets nobody. Each method throws {@link RegistryException} for
 * what it refuses and {@link io.patternsdk.core.OperationException} for what a backend failed.
 * Thread-safe.
 */
public final class MulticastRegistry implements Pattern {
  /** The name of the count of deliveries handed out and not acknowledged in {@link #unfinished}. */
  public static final String UNACKNOWLEDGED = "unacknowledged";

  private static final Duration HOURLY = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final String HANDED_OUT = "Deliveries handed out and not acknowledged";

  private final FilterLimits filterLimits;
  private final IdentityStore store;
  private final Checks checks;
  private final List<PeriodicTask> housekeeping = new ArrayList<>();
  private final Gate gate = new Gate();
  private final Optional<DurableQueue> queue;
  private final ClaimCheck payloads;
  private final Subscriptions subscriptions;
  private final Registrar registrar;
  private final IdentityWatches watches;
  private final Multicaster multicaster;

  /** Starts making a registry inside a program, without a runner. */
  public static RegistryBuilder builder() {
    return new RegistryBuilder();
  }

  MulticastRegistry(PatternContext context, RegistrySettings settings) {
    FilledSlot registry = context.slot(REGISTRY);
    PubSub messaging = context.slot(MESSAGING).require(PUBSUB_BASIC);
    Clock clock = context.clock();
    this.filterLimits = settings.filterLimits();
    this.checks = new Checks(settings);
    this.store = new IdentityStore(registry, settings, context);
    Quota quota = new Quota(registry.require(KEYVALUE_SCAN), settings.maxIdentities(), clock);
    this.queue =
        context
            .optionalSlot(DURABILITY)
            .map(slot -> new DurableQueue(slot, settings.visibilityTimeout()));
    this.payloads = MulticastRegistryProvider.payloads(context, settings);
    Confirmations confirmations = new Confirmations(messaging);
    this.subscriptions =
        new Subscriptions(
            new Environment(
                messaging, queue, confirmations, payloads, settings, context.budget(), clock));
    Optional<Absences> absences =
        queue.map(
            queues ->
                new Absences(
                    registry.require(KEYVALUE_BASIC),
                    registry.require(KEYVALUE_SCAN),
                    store,
                    queues,
                    settings.maxAbsence(),
                    clock));
    store.index().ifPresent(index -> keep("housekeeping-index", clock, index::maintain));
    absences.ifPresent(away -> keep("housekeeping-absences", clock, away::sweep));
    payloads.sweeper().ifPresent(housekeeping::add);
    this.registrar = new Registrar(store, checks, quota, queue, absences, subscriptions, clock);
    this.watches = new IdentityWatches(registry);
    this.multicaster =
        new Multicaster(
            store,
            new Sender(messaging, queue, context.meters()),
            confirmations,
            payloads,
            settings,
            id -> absences.map(away -> away.hasQueue(id)).orElse(true),
            registry,
            context);
    context
        .meters()
        .gauge("registry_subscriptions", "Open subscriptions", subscriptions::openCount);
    context.meters().gauge("registry_watches", "Open watches", watches::count);
    context.meters().gauge("registry_unacknowledged", HANDED_OUT, subscriptions::unacknowledged);
  }

  /** Has something done every hour, and sooner again while it says that it is not complete. */
  private void keep(String name, Clock clock, BooleanSupplier chore) {
    housekeeping.add(
        new PeriodicTask(name, clock, SOON, () -> chore.getAsBoolean() ? HOURLY : SOON));
  }

  /**
   * Registers an identity. Repeating is safe if the request replaces.
   *
   * @throws RegistryException INVALID; ALREADY_EXISTS unless it replaces; QUOTA_EXCEEDED;
   *     UNSUPPORTED for a TTL or durability that the backends cannot keep
   */
  public Identity register(Registration registration) {
    return run(() -> registrar.register(registration));
  }

  /**
   * Gives an identity its TTL anew. Repeating is safe.
   *
   * @throws RegistryException NOT_FOUND if it is not registered any more
   */
  public Identity heartbeat(String id) {
    return run(() -> store.refresh(checks.id(id)).orElseThrow(() -> notFound(id)));
  }

  /**
   * Takes an identity out of the registry; false if it was not there. What waits for a durable one
   * and its dead letters are deleted, but for what is sent at this moment: whoever registers the id
   * anew begins afresh. Where that fails the identity stays. Repeating is safe.
   *
   * <p>An identity whose TTL has run out is not unregistered: its messages wait for it to register
   * again, for {@code max_absence} at most.
   */
  public boolean unregister(String id) {
    return run(() -> registrar.unregister(checks.id(id)));
  }

  /** Returns one identity; empty if it is not registered. */
  public Optional<Identity> find(String id) {
    return run(() -> store.find(checks.id(id)));
  }

  /**
   * Returns one page of the identities that match, as of now, or from a view that is as old as the
   * request allows.
   *
   * @throws RegistryException INVALID if the limit is out of range or the cursor is none; STALE
   */
  public Listing enumerate(Enumeration request) {
    return run(() -> store.list(request, checks.pageSize(request.limit())));
  }

  /**
   * Begins a watch of the identities whose metadata match, which the caller closes: those that are
   * there come first, then what becomes of them, without a gap between the two. Its first event is
   * a {@link io.patternsdk.multicast.watch.RegistryEvent.Resync}. Repeating is safe.
   *
   * @throws RegistryException UNSUPPORTED if the backend has no {@code keyvalue_watch}
   */
  public RegistryWatch watch(Filter filter) {
    return run(() -> watches.open(filter, Optional.empty()));
  }

  /**
   * Begins a watch where another with the same filter had come to, by the token of {@link
   * io.patternsdk.multicast.watch.RegistryChanges}. What had come already may come again. Where the
   * backend cannot tell any more what has changed since, or the token is none of a watch with this
   * filter, it begins as a new one does. {@link
   * io.patternsdk.core.keyvalue.KeyValueWatch#RESUMPTION} of the backend says which processes may
   * go on. Repeating is safe.
   *
   * @throws RegistryException as for {@link #watch(Filter)}
   */
  public RegistryWatch watch(Filter filter, String after) {
    return run(() -> watches.open(filter, Optional.of(after)));
  }

  /**
   * Reads a filter that comes from outside, such as {@code {"protocol": "udp"}}.
   *
   * @throws io.patternsdk.core.filter.FilterException if it is none, or larger than the settings
   *     allow
   */
  public Filter filter(JsonObject text) {
    return Filter.parse(text, filterLimits);
  }

  /** Does the same with a text of JSON. */
  public Filter filter(String text) {
    return Filter.parse(text, filterLimits);
  }

  /**
   * Sends a message to every identity that matches and reports on each. Repeating sends another
   * message, unless it is {@linkplain Multicast#recorded(String) recorded} under an id.
   *
   * @throws RegistryException INVALID, also if more match than the settings allow; STALE; nothing
   *     is sent then. Where it is recorded: UNSUPPORTED without {@code multicast_retention};
   *     ALREADY_EXISTS if another one has the id
   */
  public MulticastReport multicast(Multicast request) {
    return run(
        () -> {
          request.id().ifPresent(checks::multicast);
          checks.contentType(request.contentType());
          return multicaster.multicast(request, checks.timeout(request.timeout()));
        });
  }

  /**
   * Returns how far a recorded multicast has come, by its id, whichever process it was made by;
   * empty if none of this id is recorded, or not any more. It says nothing of what could not be
   * read when the targets were selected.
   *
   * @throws RegistryException INVALID; UNSUPPORTED without {@code multicast_retention}
   */
  public Optional<MulticastReport> report(String id) {
    return run(() -> multicaster.report(checks.id(id)));
  }

  /** Listens for an identity, acknowledging each delivery when the receiver returns. */
  public RegistrySubscription subscribe(String id, Receiver receiver) {
    return subscribe(id, AckMode.AUTO, receiver);
  }

  /**
   * Listens for an identity; returns when the backend has confirmed it. What closed subscriptions
   * of this process still hold for the identity is given back and delivered again.
   *
   * @throws RegistryException NOT_FOUND if the identity is not registered
   */
  public RegistrySubscription subscribe(String id, AckMode mode, Receiver receiver) {
    return run(() -> subscribeNow(id, mode, receiver));
  }

  private RegistrySubscription subscribeNow(String id, AckMode mode, Receiver receiver) {
    Identity identity = store.find(checks.id(id)).orElseThrow(() -> notFound(id));
    if (identity.durable()) {
      DurableQueue unused = durability();
    }
    return subscriptions.open(identity, mode, receiver);
  }

  /**
   * Listens again for a receiver that lost its subscription, here or in another process.
   * Acknowledges the last delivery that it saw as {@link #ackUpTo} does. What else that
   * subscription still holds is delivered again with the same message ids, and it ends if nobody
   * has closed it yet; where its process cannot be reached, that takes the visibility timeout.
   *
   * @throws RegistryException INVALID as for {@link #ackUpTo}; NOT_FOUND if the identity is not
   *     registered
   */
  public RegistrySubscription resume(String id, String last, AckMode mode, Receiver receiver) {
    return run(
        () -> {
          DeliveryId seen = checks.delivery(id, last);
          subscriptions.ackUpTo(id, seen);
          subscriptions.takeOver(id, seen);
          return subscribeNow(id, mode, receiver);
        });
  }

  /**
   * Acknowledges one delivery by its id and nothing that came before. False if it is not held any
   * more. A durable one may have been handed out by any process, another by this one only.
   * Repeating is safe.
   *
   * @throws RegistryException INVALID as for {@link #ackUpTo}
   */
  public boolean ack(String id, String delivery) {
    return run(() -> subscriptions.ack(id, checks.delivery(id, delivery).receipt()));
  }

  /**
   * Acknowledges a delivery by its id, and all that the subscription which handed it out had handed
   * out before it; those that are not held any more are skipped. Durable ones may have been handed
   * out by any process, others by this one only. Repeating is safe.
   *
   * @throws RegistryException INVALID if it is no id of a delivery to this identity, or was cut;
   *     nothing is acknowledged then
   */
  public void ackUpTo(String id, String delivery) {
    run(
        () -> {
          subscriptions.ackUpTo(id, checks.delivery(id, delivery));
          return true;
        });
  }

  /**
   * Gives one delivery back by its id, to be delivered again. False if it is not held any more.
   *
   * @throws RegistryException INVALID as for {@link #ackUpTo}
   */
  public boolean nack(String id, String delivery) {
    return run(
        () -> {
          boolean nacked = subscriptions.nack(id, checks.delivery(id, delivery).receipt());
          subscriptions.wake(id);
          return nacked;
        });
  }

  /**
   * Reads up to {@code max} messages, 1 to 1000, to a durable identity that were delivered too
   * often.
   *
   * @throws RegistryException INVALID; UNSUPPORTED if the durability slot is empty
   */
  public List<DeadLetter> deadLetters(String id, int max) {
    return run(() -> durability().deadLetters(checks.id(id), checks.letters(max)));
  }

  /** Returns the payload of a dead letter, which may be kept elsewhere than with the letter. */
  public byte[] payload(DeadLetter letter) {
    return run(() -> payloads.body(letter.message()));
  }

  /** Puts dead letters back into delivery and returns how many; ids not there are skipped. */
  public int redrive(String id, Collection<String> letters) {
    return run(
        () -> {
          int redriven = durability().redrive(checks.id(id), letters);
          subscriptions.wake(id);
          return redriven;
        });
  }

  @Override
  public void start() {
    gate.openFirst("the registry");
    housekeeping.forEach(PeriodicTask::start);
    store.view().ifPresent(IdentityView::start);
    subscriptions.start();
    multicaster.start();
  }

  @Override
  public void shutdown(Deadline deadline) {
    if (gate.drain(deadline)) {
      watches.close();
      store.view().ifPresent(view -> view.close(deadline));
      housekeeping.forEach(each -> each.close(deadline));
      subscriptions.close(deadline);
      multicaster.close(deadline);
    }
  }

  @Override
  public Health health(Deadline deadline) {
    return gate.health();
  }

  @Override
  public Unfinished unfinished() {
    return Unfinished.inFlight(gate.count() + subscriptions.handling())
        .and(UNACKNOWLEDGED, subscriptions.unacknowledged(), HANDED_OUT);
  }

  private <T> T run(Supplier<T> operation) {
    return gate.run(
        operation,
        () ->
            new RegistryException(
                Code.NOT_RUNNING,
                gate.state() == State.CLOSED
                    ? "the registry is shutting down"
                    : "the registry is not started"));
  }

  private DurableQueue durability() {
    return DurableQueue.required(queue);
  }

  private static RegistryException notFound(String id) {
    return new RegistryException(Code.NOT_FOUND, id + " is not registered");
  }
}
