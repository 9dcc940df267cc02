package io.patternsdk.http;

import io.patternsdk.lifecycle.config.HttpConfig;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/**
 * Listens on one address for so many connections. It ends those whose clients ask nothing for too
 * long or take too long to ask it, which is soon while others have no place because of them.
 */
final class ListeningSocket extends ServerConnector {
  private static final Logger LOG = System.getLogger(ListeningSocket.class.getName());
  private static final Duration CROWDED = Duration.ofSeconds(1);
  private static final int WAITING = 1024;
  private static final int LOOK_MILLIS = 200;

  private final Door door;
  private final HttpConfig http;
  private final NetworkConnectionLimit connections;
  private final String setting;
  private boolean full;

  /**
   * Creates it.
   *
   * @param most how many connections there may be at once
   * @param setting the setting that says so, for the log
   */
  ListeningSocket(
      Server server,
      Door door,
      HttpConfig http,
      int most,
      String setting,
      ConnectionFactory... factories) {
    super(server, 1, -1, factories);
    this.door = door;
    this.http = http;
    this.setting = setting;
    connections = new NetworkConnectionLimit(most, this);
    setAcceptQueueSize(WAITING);
    setIdleTimeout(0); // a client knows better since when it is waited for
    server.addBean(connections);
    server.addConnector(this);
  }

  /** Returns what is served. */
  Door door() {
    return door;
  }

  @Override
  protected SocketChannelEndPoint newEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key) {
    return new Client(channel, selector, key, getScheduler());
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    look();
  }

  private void look() {
    int count = connections.getNetworkConnectionCount();
    int most = connections.getMaxNetworkConnectionCount();
    boolean crowded = count >= most;
    tell(crowded, count, most);
    Duration idle = bounded(http.idleTimeout(), crowded);
    Duration head = bounded(http.readTimeout(), crowded);
    for (EndPoint end : getConnectedEndPoints()) {
      if (end instanceof Client client && client.slow(idle, head)) {
        client.close();
      }
    }
    if (isStarting() || isStarted()) {
      var unused = getScheduler().schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private static Duration bounded(Duration limit, boolean crowded) {
    return crowded && limit.compareTo(CROWDED) > 0 ? CROWDED : limit;
  }

  /** Says once that the limit is met, and once that it is over, which a few less are not. */
  private void tell(boolean crowded, int count, int most) {
    if (crowded && !full) {
      full = true;
      LOG.log(Level.WARNING, "all {0} connections are taken ({1}); others wait", count, setting);
    } else if (full && count < most * 9L / 10) {
      full = false;
      LOG.log(Level.INFO, "there are connections left again: {0} are taken ({1})", count, setting);
    }
  }
}
