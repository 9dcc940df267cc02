package io.patternsdk.testkit.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.server.RedisServer;
import io.patternsdk.testkit.server.RedisText;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpProxyTest {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));

  private final RedisServer redis = RedisServer.shared();
  private final TcpProxy proxy = TcpProxy.to(redis);

  @BeforeEach
  void forgetEarlierTests() throws IOException {
    direct("DEL k");
  }

  @AfterEach
  void noThreadIsLeft() {
    proxy.close();
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().equals("testkit-proxy-" + proxy.port()));
  }

  @Test
  void passesRequestsAndAnswersOnAndCountsConnections() throws IOException {
    try (RedisText client = RedisText.connect(proxy.port())) {
      assertThat(client.ask("SET k v")).isEqualTo("+OK");
      assertThat(client.ask("GET k")).isEqualTo("v");
      assertThat(proxy.open()).isEqualTo(1);
      assertThat(proxy.accepted()).isEqualTo(1);
      assertThat(proxy.turns()).isEqualTo(2);
    }
    SOON.until("the connection is gone", () -> proxy.open() == 0);
  }

  @Test
  void latencyDelaysBothDirections() throws IOException {
    Duration each = Duration.ofMillis(30);
    try (RedisText client = RedisText.connect(proxy.port())) {
      proxy.latency(each);
      long start = System.nanoTime();
      assertThat(client.ask("PING")).isEqualTo("+PONG");
      assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(2 * each.toNanos());
    }
  }

  @Test
  void aStalledRequestArrivesWhenHealed() throws IOException {
    try (RedisText client = RedisText.connect(proxy.port())) {
      client.ask("PING");
      proxy.stall(Direction.TO_SERVER);
      CompletableFuture<String> answer = ask(client, "SET k v");
      assertThat(direct("GET k")).isEqualTo("$-1");
      proxy.heal();
      assertThat(answer.join()).isEqualTo("+OK");
    }
  }

  @Test
  void aStalledAnswerArrivesWhenHealed() throws IOException {
    try (RedisText client = RedisText.connect(proxy.port())) {
      proxy.stall(Direction.TO_CLIENT);
      CompletableFuture<String> answer = ask(client, "SET k v");
      SOON.check(() -> assertThat(direct("GET k")).isEqualTo("v"));
      assertThat(answer).isNotDone();
      proxy.heal();
      assertThat(answer.join()).isEqualTo("+OK");
    }
  }

  @Test
  void resetBreaksWhatIsOpenAndTakesNewOnes() throws IOException {
    try (RedisText client = RedisText.connect(proxy.port())) {
      client.ask("PING");
      proxy.reset();
      assertThatThrownBy(() -> client.ask("PING")).isInstanceOf(SocketException.class);
    }
    assertAnswersThroughTheProxy();
  }

  @Test
  void aCutAfterTheRequestLetsItLandAndLosesTheAnswer() throws IOException {
    try (RedisText client = RedisText.connect(proxy.port())) {
      client.ask("PING");
      proxy.cutAfterNextRequest();
      assertThatThrownBy(() -> client.ask("SET k v")).isInstanceOf(IOException.class);
    }
    SOON.check(() -> assertThat(direct("GET k")).isEqualTo("v"));
    assertAnswersThroughTheProxy();
  }

  @Test
  void aLostAnswerMeansThatTheRequestHasLanded() throws IOException {
    try (RedisText client = RedisText.connect(proxy.port())) {
      proxy.loseNextAnswer();
      assertThatThrownBy(() -> client.ask("SET k v")).isInstanceOf(IOException.class);
      assertThat(direct("GET k")).isEqualTo("v");
    }
    SOON.until("the server's side is closed too", () -> proxy.open() == 0);
  }

  @Test
  void aCutWithinTheRequestKeepsItFromLanding() throws IOException {
    try (RedisText client = RedisText.connect(proxy.port())) {
      proxy.cutAfterSending(5);
      assertThatThrownBy(() -> client.ask("SET k v")).isInstanceOf(IOException.class);
    }
    SOON.until("the connection is gone", () -> proxy.open() == 0);
    assertThat(direct("GET k")).isEqualTo("$-1");
  }

  @Test
  void refusesNewConnectionsAndKeepsOldOnesUntilHealed() throws IOException {
    try (RedisText client = RedisText.connect(proxy.port())) {
      client.ask("PING");
      proxy.refuse();
      assertThatThrownBy(() -> RedisText.connect(proxy.port()))
          .isInstanceOf(ConnectException.class);
      assertThat(client.ask("PING")).isEqualTo("+PONG");
    }
    proxy.heal();
    assertAnswersThroughTheProxy();
  }

  @Test
  void closesWithConnectionsThatAreStalled() throws IOException {
    try (RedisText client = RedisText.connect(proxy.port())) {
      client.ask("PING");
      proxy.stall();
      CompletableFuture<String> answer = ask(client, "PING");
      proxy.close();
      assertThatThrownBy(answer::join).hasRootCauseInstanceOf(IOException.class);
    }
    assertThatThrownBy(proxy::heal).isInstanceOf(IllegalStateException.class);
  }

  private void assertAnswersThroughTheProxy() throws IOException {
    try (RedisText client = RedisText.connect(proxy.port())) {
      assertThat(client.ask("PING")).isEqualTo("+PONG");
    }
  }

  private String direct(String command) throws IOException {
    try (RedisText client = RedisText.connect(redis)) {
      return client.ask(command);
    }
  }

  private static CompletableFuture<String> ask(RedisText client, String command) {
    CompletableFuture<String> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                answer.complete(client.ask(command));
              } catch (IOException e) {
                answer.completeExceptionally(e);
              }
            });
    return answer;
  }
}
