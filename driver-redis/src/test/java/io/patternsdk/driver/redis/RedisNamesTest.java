package io.patternsdk.driver.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RedisNamesTest {

  @Test
  void namesAreStoredAsTheyAreAndReadBack() {
    for (String namespace : List.of("", "app:")) {
      RedisNames names = new RedisNames(namespace);
      for (String name : List.of("plain", "!", "!key:x", "!queue:jobs", "a!b", "key:!")) {
        assertThat(names.name(names.of(namespace + name))).isEqualTo(namespace + name);
      }
      assertThat(names.of(namespace + "plain")).isEqualTo(namespace + "plain");
    }
  }

  @Test
  void noNameIsStoredAsOneOfTheDrivers() {
    RedisNames names = new RedisNames("app:");
    String own = names.own("queue", "app:jobs");
    assertThat(own).isEqualTo("app:!queue:jobs");
    assertThat(names.of("app:!queue:jobs")).isNotEqualTo(own);
    assertThat(names.name(own)).isNull();
    assertThat(names.name(names.own("layout"))).isNull();
  }

  @Test
  void aPrefixOfANameIsAPrefixOfWhatIsStored() {
    RedisNames names = new RedisNames("app:");
    assertThat(names.of("app:!queue:jobs")).startsWith(names.of("app:!qu"));
    assertThat(names.of("app:!x")).startsWith(names.of("app:"));
  }

  @Test
  void globsMatchWhatTheyShow() {
    RedisNames names = new RedisNames("app.");
    assertThat(names.startingWith("a*[b]?\\")).isEqualTo("a\\*\\[b\\]\\?\\\\*");
    assertThat(names.matching("app.*.[b.>")).isEqualTo("app.*.\\[b.*");
    assertThat(names.matching("app.!x.*")).isEqualTo(names.of("app.!x.") + "*");
    assertThat(names.startingWith("app.!x")).isEqualTo(names.of("app.!x") + "*");
  }
}
