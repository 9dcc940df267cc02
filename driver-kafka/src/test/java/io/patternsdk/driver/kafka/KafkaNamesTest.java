package io.patternsdk.driver.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KafkaNamesTest {

  @Test
  void aNameThatATopicMayHaveIsItsOwn() {
    assertThat(KafkaNames.topic("orders-eu_1.v2")).isEqualTo("orders-eu_1.v2");
  }

  @Test
  void otherNamesAreEncodedAndKeptApart() {
    assertThat(KafkaNames.topic("app:orders")).isEqualTo("enc-app-3aorders");
    assertThat(KafkaNames.topic("enc-app-3aorders")).isNotEqualTo("enc-app-3aorders");
    assertThat(KafkaNames.topic("..")).startsWith("enc-");
    String one = KafkaNames.topic("x".repeat(400) + "1");
    assertThat(one).hasSizeLessThan(250).isNotEqualTo(KafkaNames.topic("x".repeat(400) + "2"));
  }

  @Test
  void groupsOfAStreamAreNoneOfAnother() {
    assertThat(KafkaNames.group("a", "b")).isEqualTo("a:b");
    assertThat(KafkaNames.group("a_b", "c")).doesNotStartWith(KafkaNames.groupsOf("a"));
  }
}
