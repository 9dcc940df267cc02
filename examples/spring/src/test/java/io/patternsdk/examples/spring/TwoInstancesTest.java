package io.patternsdk.examples.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.testkit.server.RedisServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of the shop over one Redis, of which one is killed. */
class TwoInstancesTest {
  @Test
  @Timeout(value = 6, unit = TimeUnit.MINUTES)
  void aUserStaysLoggedInWhenAnInstanceDiesAndIsLoggedOutOfAllAtOnce(@TempDir Path logs)
      throws Exception {
    try (RedisServer redis = RedisServer.start();
        Instance first = new Instance(logs.resolve("one.log"), redis.uri());
        Instance second = new Instance(logs.resolve("two.log"), redis.uri());
        Browser home = new Browser();
        Browser work = new Browser()) {
      URI one = first.uri();
      URI two = second.uri();

      assertThat(home.loggedIn(one)).isFalse();
      assertThat(home.login(one, "wrong")).hasValue(one.resolve("/login?error").toString());
      String before = home.session();
      assertThat(home.login(one, Instance.PASSWORD)).isPresent();
      assertThat(home.session()).isNotEqualTo(before);
      assertThat(home.get(two, "/").body()).isEqualTo("ann has []");
      assertThat(work.login(two, Instance.PASSWORD)).isPresent();
      assertThat(work.loggedIn(one)).isTrue();

      assertThat(home.post(one, "/logout-everywhere", "").body()).isEqualTo("2");
      assertThat(home.loggedIn(two)).isFalse();
      assertThat(work.loggedIn(one)).isFalse();
      assertThat(work.loggedIn(two)).isFalse();

      assertThat(home.login(one, Instance.PASSWORD)).isPresent();
      assertThat(home.post(one, "/cart", "item=book").body()).isEqualTo("[book]");
      first.kill();
      assertThat(home.post(two, "/cart", "item=pen").body()).isEqualTo("[book, pen]");
      assertThat(home.get(two, "/").body()).isEqualTo("ann has [book, pen]");
    }
  }
}
