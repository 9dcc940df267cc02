package io.patternsdk.http;

import io.helidon.common.buffers.BufferData;
import io.helidon.http.Headers;
import io.helidon.http.HttpPrologue;
import io.helidon.webserver.ConnectionContext;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http1.Http1ConnectionListener;
import io.helidon.webserver.http1.Http1ConnectionSelector;
import io.helidon.webserver.spi.ServerConnection;
import io.helidon.webserver.spi.ServerConnectionSelector;
import java.util.Set;

/** Puts a wire into each connection of one socket. */
final class Wires implements ServerConnectionSelector {
  private final Http1ConnectionSelector http1;
  private final Traffic traffic;
  private final long maxBody;

  Wires(Http1Config.Builder config, Traffic traffic, long maxBody) {
    this.http1 =
        Http1ConnectionSelector.builder()
            .config(
                config.addReceiveListener(new Requests()).addSendListener(new Answers()).build())
            .build();
    this.traffic = traffic;
    this.maxBody = maxBody;
  }

  @Override
  public int bytesToIdentifyConnection() {
    return http1.bytesToIdentifyConnection();
  }

  @Override
  public Support supports(BufferData data) {
    return http1.supports(data);
  }

  @Override
  public Set<String> supportedApplicationProtocols() {
    return http1.supportedApplicationProtocols();
  }

  @Override
  public ServerConnection connection(ConnectionContext context) {
    Wire wire = new Wire(context.serverSocket(), traffic.patience(), maxBody);
    traffic.add(wire);
    return http1.connection(new WireContext(context, wire));
  }

  private static Wire wire(ConnectionContext context) {
    return ((WireContext) context).wire();
  }

  private static final class Requests implements Http1ConnectionListener {
    @Override
    public void prologue(ConnectionContext context, HttpPrologue prologue) {
      wire(context).begun(prologue);
    }
  }

  private static final class Answers implements Http1ConnectionListener {
    @Override
    public void headers(ConnectionContext context, Headers headers) {
      wire(context).answering(headers);
    }
  }
}
