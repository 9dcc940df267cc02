package io.patternsdk.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Meters;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.proxy.TcpProxy;
import io.patternsdk.testkit.server.Breakable;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What one case of faults is about: a backend behind a proxy, in a namespace of its own. What it
 * hands out is opened when it is first asked for and closed after the case.
 */
public final class FaultSubject implements CaseSubject {
  static final Duration OPERATION_TIMEOUT = Duration.ofSeconds(2);
  private static final int ENOUGH = 200;
  private static final int TRIES = 20;
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));

  private final DriverProvider provider;
  private final Breakable server;
  private final BiFunction<String, Integer, Map<String, ?>> settings;
  private final boolean countsReconnects;
  private final boolean keepsLastAppends;
  private final Contracts contracts;
  private final String namespace = Session.randomName();
  private final Deque<Backend> backends = new ArrayDeque<>();
  private final TcpProxy proxy;

  FaultSubject(
      DriverProvider provider,
      Breakable server,
      BiFunction<String, Integer, Map<String, ?>> settings,
      boolean countsReconnects,
      boolean keepsLastAppends,
      Contracts contracts,
      TcpProxy proxy) {
    this.provider = provider;
    this.server = server;
    this.settings = settings;
    this.countsReconnects = countsReconnects;
    this.keepsLastAppends = keepsLastAppends;
    this.contracts = contracts;
    this.proxy = proxy;
  }

  /** Returns what stands between backend and server and does the harm. */
  public TcpProxy proxy() {
    return proxy;
  }

  /** Returns the server. */
  public Breakable server() {
    return server;
  }

  /** Opens a backend behind the proxy. */
  public Backend backend() {
    return kept(open());
  }

  /** Opens a backend past the proxy that sees the same. */
  public Backend direct() {
    return kept(open(server.host(), server.port(), Meters.none()));
  }

  /** Opens a backend behind the proxy that the caller closes. */
  public Backend open() {
    return open(Meters.none());
  }

  /** Like {@link #open()}, published to meters. */
  Backend open(Meters meters) {
    return open(proxy.host(), proxy.port(), meters);
  }

  private Backend open(String host, int port, Meters meters) {
    DriverContext context =
        BackendOptions.named("faults")
            .settings(settings.apply(host, port))
            .namespace(namespace)
            .operationTimeout(OPERATION_TIMEOUT)
            .meters(meters)
            .toContext();
    return Backend.of(provider.open(context), context);
  }

  private Backend kept(Backend backend) {
    backends.push(backend);
    return backend;
  }

  /** Tells whether the driver counts connections that it made again. */
  boolean countsReconnects() {
    return countsReconnects;
  }

  /** See {@link DriverFaults#keepsLastAppends}. */
  public boolean keepsLastAppends() {
    return keepsLastAppends;
  }

  /** Returns a call of each capability that a backend has, by the name of the capability. */
  Map<String, Runnable> samples(Backend backend) {
    return contracts.samples(backend);
  }

  /**
   * Makes a call whose answer is lost and returns the name under which its effect is open. A driver
   * that proves its connection before a call may lose the answer to that instead; the call has then
   * succeeded or certainly done nothing, and is made again under another name.
   *
   * @param before makes a call with a name that is answered
   * @param call makes the call with the same name
   * @throws AssertionError if a call fails in another way, or the answer to none is lost
   */
  public String loseAnswer(String name, Consumer<String> before, Consumer<String> call) {
    for (int tried = 0; tried < TRIES; tried++) {
      String each = name + "-" + tried;
      SOON.check(() -> before.accept(each));
      if (losingAnswer(() -> call.accept(each)) == Effect.UNKNOWN) {
        return each;
      }
    }
    throw new AssertionError("the effect of none of " + TRIES + " calls was open");
  }

  /**
   * Makes a call while an answer is lost, and returns what it says of its effect; nothing if it
   * succeeds, because the answer was to what proves its connection.
   */
  public @Nullable Effect losingAnswer(Runnable call) {
    proxy.loseNextAnswer();
    return broken(call);
  }

  private @Nullable Effect broken(Runnable call) {
    Throwable failure = catchThrowable(call::run);
    proxy.heal();
    return failure == null ? null : Expect.thrown(ErrorKind.UNAVAILABLE, failure).effect();
  }

  /**
   * Makes a write whose connection is cut after the next request.
   *
   * @param times counts how often the write has been done
   * @throws AssertionError if that is not what the write said
   */
  public void cutOff(Runnable write, Callable<Long> times) {
    proxy.cutAfterNextRequest();
    Effect told = broken(write);
    long least = told == null ? 1 : 0;
    long most = told == Effect.NONE ? 0 : 1;
    assertThat(SOON.value(times)).isBetween(least, most);
  }

  /**
   * Kills the server twice while several threads write without a pause, starts it again, and
   * returns what the writers were told when they can write once more. To be called by a thread that
   * is not virtual: while the server is gone the writers leave no carrier to others.
   *
   * @param write writes a text, another one each time, and returns when it is acknowledged
   * @throws AssertionError if writes failed for another reason than that the server was gone
   */
  public CrashLoad killUnder(Consumer<String> write) {
    CrashLoad load = new CrashLoad(write);
    load.run(() -> killTwice(load));
    load.checkFailures();
    return load;
  }

  private void killTwice(CrashLoad load) {
    for (int kills = 0; kills < 2; kills++) {
      int failed = kills;
      awaitMore(load);
      server.kill();
      SOON.until("that writes fail", () -> load.failures() > failed);
      server.restart();
    }
    awaitMore(load);
  }

  private static void awaitMore(CrashLoad load) {
    int before = load.kept().size();
    SOON.until("that writes succeed", () -> load.kept().size() >= before + ENOUGH);
  }

  /** Returns the bounded wait for what has to come back. */
  public Eventually eventually() {
    return SOON;
  }

  /** Returns a subscriber that records. */
  public Inbox inbox() {
    return new Inbox(SOON, text -> {});
  }

  @Override
  public void close() {
    backends.forEach(Backend::close);
    proxy.close();
  }
}
