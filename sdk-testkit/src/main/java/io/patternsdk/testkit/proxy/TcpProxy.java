package io.patternsdk.testkit.proxy;

import io.patternsdk.testkit.server.ReservedPort;
import io.patternsdk.testkit.server.TestServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A TCP proxy on a loopback port that passes everything on until it is told to do harm.
 *
 * <p>Faults add up and last until {@link #heal}; those of the moment ({@link #reset}) and those
 * that strike once ({@link #cutAfterSending}, {@link #cutAfterNextRequest}, {@link
 * #loseNextAnswer}) say so. Methods may be called from any thread at any time. A connection that is
 * taken while the target is down is reset at once.
 */
public final class TcpProxy implements AutoCloseable {
  private static final int CONNECT_MILLIS = 5_000;
  private static final String HOST = "127.0.0.1";

  private volatile InetSocketAddress target;
  private final Faults faults = new Faults();
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final AtomicLong accepted = new AtomicLong();
  private final LongAdder turns = new LongAdder();
  private final ReentrantLock lock = new ReentrantLock();
  private final Entrance entrance;
  private volatile boolean closed;

  private TcpProxy(int port, Runnable release, InetSocketAddress target) {
    this.entrance = new Entrance(port, release, this::take, this::start);
    this.target = target;
  }

  /** A proxy before {@code host} and {@code port} that listens already. */
  public static TcpProxy to(String host, int port) {
    ReservedPort own = ReservedPort.next();
    return listening(new TcpProxy(own.number(), own::close, new InetSocketAddress(host, port)));
  }

  /**
   * A proxy on a port that the caller has reserved, before {@code host} and {@code port}; it
   * listens already.
   */
  public static TcpProxy at(int own, String host, int port) {
    return listening(new TcpProxy(own, () -> {}, new InetSocketAddress(host, port)));
  }

  private static TcpProxy listening(TcpProxy proxy) {
    proxy.heal();
    return proxy;
  }

  /** A proxy before {@code server} that listens already. */
  public static TcpProxy to(TestServer server) {
    return to(server.host(), server.port());
  }

  /** The address for clients. */
  public String host() {
    return HOST;
  }

  /** The port for clients; stays the same for the proxy's life. */
  public int port() {
    return entrance.port();
  }

  /**
   * Delays what is passed on, in each direction. Bytes that arrive during a delay wait for the
   * next, so an exchange takes at least twice {@code each} and throughput suffers too.
   */
  public void latency(Duration each) {
    faults.latency(each);
  }

  /**
   * Takes bytes that go in {@code direction} but delivers none, on connections old and new, as long
   * as the kernel's buffers hold; nothing is lost when it heals.
   */
  public void stall(Direction direction) {
    faults.stall(direction);
  }

  /** Stalls both directions. */
  public void stall() {
    faults.stall(Direction.TO_SERVER);
    faults.stall(Direction.TO_CLIENT);
  }

  /** Resets every connection of this moment, on both sides. New ones are taken. */
  public void reset() {
    links.forEach(Link::reset);
  }

  /**
   * Loses the connections of this moment without a word: nothing passes any more, neither side
   * hears of it, and healing does not bring them back. New ones work.
   */
  public void silence() {
    links.forEach(Link::silence);
  }

  /** Leads new connections to another server; those that are open stay where they are. */
  public void redirect(TestServer server) {
    target = new InetSocketAddress(server.host(), server.port());
  }

  /**
   * Passes {@code bytes} more bytes on to the server, counted over all connections, then cuts,
   * once, the connection on which the last one was sent: the server gets all of them, the client a
   * reset and no answer.
   */
  public void cutAfterSending(long bytes) {
    faults.cut(new Cut.AfterBytes(bytes));
  }

  /**
   * Cuts, once, the connection of the next request as soon as it has been sent on. A request is
   * what the client sent until then, up to 64 KiB. It lands, if the server lives, at some later
   * moment.
   */
  public void cutAfterNextRequest() {
    faults.cut(new Cut.AfterRequest());
  }

  /**
   * Cuts, once, the connection of the next request when its answer begins to arrive: the server has
   * certainly taken the request and the client cannot know. For clients with one request under way.
   */
  public void loseNextAnswer() {
    faults.cut(new Cut.AtAnswer());
  }

  /** Refuses new connections; those that are open stay. */
  public void refuse() {
    exclusively(entrance::shut);
  }

  /** Ends every fault: takes connections, passes on what was held, forgets cuts to come. */
  public void heal() {
    exclusively(
        () -> {
          if (closed) {
            throw new IllegalStateException("the proxy is closed");
          }
          entrance.open();
        });
    faults.heal();
  }

  /** How many connections are open. */
  public int open() {
    return links.size();
  }

  /** How many connections have been taken since the proxy was made. */
  public long accepted() {
    return accepted.get();
  }

  /**
   * How often a request has followed an answer, or was the first of its connection: the round trips
   * of a client that waits for each answer before it sends more.
   */
  public long turns() {
    return turns.sum();
  }

  /** Closes every connection and returns when no thread is left; repeating it does nothing. */
  @Override
  public void close() {
    closed = true;
    exclusively(entrance::close);
    while (!threads.isEmpty()) {
      links.forEach(Link::close);
      threads.forEach(TcpProxy::join);
      threads.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
    }
  }

  private void exclusively(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }

  private void take(Socket client) {
    accepted.incrementAndGet();
    start(() -> serve(client));
  }

  private void serve(Socket client) {
    Socket server = new Socket();
    Link link = new Link(faults, turns::increment, client, server);
    links.add(link);
    if (closed) {
      link.close();
    }
    try {
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      server.connect(target, CONNECT_MILLIS);
      Thread requests = start(link::pumpRequests);
      link.pumpAnswers();
      join(requests);
    } catch (IOException e) {
      link.reset();
    } finally {
      link.close();
      links.remove(link);
    }
  }

  // Threads of the system: code under test that holds every carrier must not stop the proxy.
  private Thread start(Runnable task) {
    threads.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
    Thread thread = Thread.ofPlatform().daemon().name("testkit-proxy-" + port()).unstarted(task);
    threads.add(thread);
    thread.start();
    return thread;
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the proxy's threads end", e);
    }
  }
}
