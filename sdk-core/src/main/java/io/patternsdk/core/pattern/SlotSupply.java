package io.patternsdk.core.pattern;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Health;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.pattern.MemberState.Status;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The other side of a {@link FilledSlot}: whoever runs a pattern opens it here, once, and says how
 * it is. Thread-safe.
 */
public final class SlotSupply {
  private final String name;
  private final String driver;
  private final Clock clock;
  private final Collection<? extends Capability<?>> required;
  private final FilledSlot slot = new FilledSlot(this);
  private final List<Announcement> listeners = new CopyOnWriteArrayList<>();
  private volatile @Nullable Capabilities open;
  private volatile Duration nextAttempt = Duration.ZERO;
  private volatile MemberState state;

  private SlotSupply(
      String name, String driver, Collection<? extends Capability<?>> required, Clock clock) {
    this.name = name;
    this.driver = driver;
    this.clock = clock;
    this.required = List.copyOf(required);
    this.state = MemberState.of(Status.OPENING, clock.now(), "");
  }

  /**
   * Returns one that is not open.
   *
   * @param name the name of the slot or member
   * @param driver the name of the driver
   * @param required what it has before it is open
   */
  public static SlotSupply of(
      String name, String driver, Collection<? extends Capability<?>> required, Clock clock) {
    return new SlotSupply(name, driver, required, clock);
  }

  /** Made only for those who ask before it is open, which few do. */
  private Capabilities promised() {
    Capabilities.Builder later = Capabilities.builder();
    for (Capability<?> capability : required) {
      add(later, capability);
    }
    return later.build();
  }

  private <T> void add(Capabilities.Builder later, Capability<T> capability) {
    later.add(capability, LateCapability.of(capability, this), Traits.defaults());
  }

  /** Returns the pattern's side. */
  public FilledSlot slot() {
    return slot;
  }

  /** Says why it could not be opened, and when that is tried again. */
  public void opening(String reason, Duration nextAttempt) {
    this.nextAttempt = nextAttempt;
    become(Status.OPENING, reason);
  }

  /** Opens it: from now on calls reach these capabilities, which have their layers. */
  public void open(Capabilities capabilities) {
    open = capabilities;
    become(Status.UP, "");
  }

  /** Says why it cannot be used although its backend answers, and when it is tried again. */
  public void refused(String reason, Duration nextAttempt) {
    this.nextAttempt = nextAttempt;
    become(Status.DOWN, reason);
  }

  /** Says how it was found; ignored before it is open. */
  public void report(Health health) {
    if (open != null) {
      become(status(health), health.detail());
    }
  }

  private static Status status(Health health) {
    return switch (health.status()) {
      case UP -> Status.UP;
      case DEGRADED -> Status.DEGRADED;
      case DOWN -> Status.DOWN;
    };
  }

  private synchronized void become(Status status, String reason) {
    boolean changed = state.status() != status;
    state = MemberState.of(status, changed ? clock.now() : state.since(), reason);
    if (changed) {
      listeners.forEach(Announcement::begin);
    }
  }

  /**
   * Returns the object of a capability behind its stand-in.
   *
   * @throws BackendException UNAVAILABLE if it is not open
   */
  <T> T opened(Capability<T> capability) {
    Capabilities capabilities = open;
    if (capabilities == null) {
      throw notOpen();
    }
    return capabilities.require(capability);
  }

  /**
   * Returns the best of a choice.
   *
   * @throws BackendException UNAVAILABLE if it is not open, UNSUPPORTED if nothing of it is there
   */
  <T> T require(Choice<T> choice) {
    Capabilities capabilities = open;
    if (capabilities == null) {
      throw notOpen();
    }
    return choice.require(capabilities);
  }

  private BackendException notOpen() {
    String reason = state.reason();
    BackendException failure =
        new BackendException(
                ErrorKind.UNAVAILABLE,
                Effect.NONE,
                reason.isEmpty() ? "not open yet" : "not open: " + reason,
                null)
            .retryAfter(nextAttempt);
    failure.locate(name, driver, "open");
    return failure;
  }

  String name() {
    return name;
  }

  String driver() {
    return driver;
  }

  Capabilities capabilities() {
    Capabilities capabilities = open;
    return capabilities == null ? promised() : capabilities;
  }

  MemberState state() {
    return state;
  }

  void onChange(Consumer<MemberState> listener) {
    Announcement announcement = new Announcement(name, this::state, listener);
    listeners.add(announcement);
    announcement.begin();
  }
}
