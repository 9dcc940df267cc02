package io.patternsdk.driver.nats;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import io.patternsdk.driver.nats.NatsConnections.Answer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a connection. It is told in the thread in which it happens, so that whoever sees
 * something of a new connection can know that the old one was lost.
 */
final class NatsConnectionEvents implements ConnectionListener, ErrorListener {
  private static final Logger LOG = System.getLogger(NatsConnectionEvents.class.getName());
  private static final Pattern DENIED =
      Pattern.compile("permissions violation for [^\"]*\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);
  private static final int MANY = 10_000;

  private final String address;
  private final AtomicInteger epoch = new AtomicInteger();
  private final AtomicLong connected = new AtomicLong();
  private final Set<Answer> expected = ConcurrentHashMap.newKeySet();
  private final Map<String, String> refusals = new ConcurrentHashMap<>();
  private final Set<Runnable> onLoss = ConcurrentHashMap.newKeySet();
  private final Set<Runnable> onReturn = ConcurrentHashMap.newKeySet();
  private volatile Runnable onEnd = () -> {};
  private volatile @Nullable Exception failure;
  private volatile @Nullable String refusedLogin;

  NatsConnectionEvents(String address) {
    this.address = address;
  }

  /** Grows each time the connection is lost. */
  int epoch() {
    return epoch.get();
  }

  /** How often the connection was made again. */
  long reconnects() {
    return Math.max(0, connected.get() - 1);
  }

  /** Makes {@code answer} fail when the connection is lost, or was since {@code epoch}. */
  void expect(Answer answer, int epoch) {
    expected.add(answer);
    if (this.epoch.get() != epoch) {
      answer.future().completeExceptionally(NatsErrors.lost());
    }
  }

  void forget(Answer answer) {
    expected.remove(answer);
  }

  /** Runs {@code task} when the connection is lost or closed, until it is removed. */
  void onLoss(Runnable task) {
    onLoss.add(task);
  }

  void removeOnLoss(Runnable task) {
    onLoss.remove(task);
  }

  /** Runs {@code task} each time the connection and its subscriptions have been made again. */
  void onReturn(Runnable task) {
    onReturn.add(task);
  }

  /** Runs {@code task} when the client has given the connection up, or closed it. */
  void onEnd(Runnable task) {
    onEnd = task;
  }

  /** Says that the connection and its subscriptions have been made again. */
  void returned() {
    onReturn.forEach(task -> Thread.ofVirtual().start(task));
  }

  /** What the server said when it refused a subject on this connection; null if it did not. */
  @Nullable String refusal(String subject) {
    return refusals.isEmpty() ? null : refusals.get(subject);
  }

  /** The last reason for which there is no connection; null if none is known. */
  @Nullable Exception failure() {
    return failure;
  }

  /** What the server said when it last refused our credentials; null if it did not. */
  @Nullable String refusedLogin() {
    return refusedLogin;
  }

  @Override
  public void connectionEvent(Connection connection, Events type, Long time, String server) {
    switch (type) {
      case CONNECTED -> connected();
      case DISCONNECTED -> lost();
      case RECONNECTED -> connected();
      case RESUBSCRIBED -> returned();
      case CLOSED -> {
        lost();
        onEnd.run();
      }
      case DISCOVERED_SERVERS, LAME_DUCK -> LOG.log(Level.DEBUG, "{0}: {1}", address, type);
    }
  }

  @Override
  @Deprecated
  public void connectionEvent(Connection connection, Events type) {
    throw new UnsupportedOperationException("the client calls the newer form");
  }

  private void connected() {
    failure = null;
    refusedLogin = null;
    connected.incrementAndGet();
    LOG.log(epoch() == 0 ? Level.DEBUG : Level.INFO, "connected to {0}", address);
  }

  private void lost() {
    epoch.incrementAndGet();
    refusals.clear();
    expected.forEach(answer -> answer.future().completeExceptionally(NatsErrors.lost()));
    onLoss.forEach(Runnable::run);
  }

  @Override
  public void errorOccurred(Connection connection, String error) {
    Matcher denied = DENIED.matcher(error);
    if (denied.find()) {
      denied(denied.group(1), error);
    } else if (NatsErrors.refusesCredentials(error)) {
      refusedLogin = error;
    }
    LOG.log(Level.WARNING, "{0} says: {1}", address, error);
  }

  private void denied(String subject, String error) {
    if (refusals.size() < MANY) {
      refusals.put(subject, error);
    }
    expected.forEach(
        answer -> {
          if (answer.subject().equals(subject)) {
            answer.future().completeExceptionally(NatsErrors.denied(error));
          }
        });
  }

  @Override
  public void exceptionOccurred(Connection connection, Exception exception) {
    failure = exception;
    LOG.log(Level.DEBUG, "connection to " + address, exception);
  }
}
