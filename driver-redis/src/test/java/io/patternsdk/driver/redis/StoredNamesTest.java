package io.patternsdk.driver.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.pubsub.TopicPattern;
import java.util.List;
import org.junit.jupiter.api.Test;

class StoredNamesTest {

  @Test
  void namesAreStoredAsTheyAreAndReadBack() {
    for (String namespace : List.of("", "app:")) {
      StoredNames names = new StoredNames(namespace);
      for (String name : List.of("plain", "!", "!key:x", "!queue:jobs", "a!b", "key:!")) {
        assertThat(names.name(names.of(namespace + name))).isEqualTo(namespace + name);
      }
      assertThat(names.of(namespace + "plain")).isEqualTo(namespace + "plain");
    }
  }

  @Test
  void noNameIsStoredAsOneOfTheDrivers() {
    StoredNames names = new StoredNames("app:");
    String own = names.own("queue", names.rest("app:jobs"));
    assertThat(own).isEqualTo("app:!queue:jobs");
    assertThat(names.of("app:!queue:jobs")).isNotEqualTo(own);
    assertThat(names.name(own)).isNull();
    assertThat(names.name(names.own("layout"))).isNull();
  }

  @Test
  void aPrefixOfANameIsAPrefixOfWhatIsStored() {
    StoredNames names = new StoredNames("app:");
    assertThat(names.of("app:!queue:jobs")).startsWith(names.of("app:!qu"));
    assertThat(names.of("app:!x")).startsWith(names.of("app:"));
  }

  @Test
  void globsMatchWhatTheyShow() {
    assertThat(Globs.prefix("a*[b]?\\")).isEqualTo("a\\*\\[b\\]\\?\\\\*");
    assertThat(Globs.superset(TopicPattern.of("a.*.[b.>"))).isEqualTo("a.*.\\[b.*");
  }
}
