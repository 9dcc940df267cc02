package io.patternsdk.driver.nats;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.pubsub.TopicPattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How topics and keys are written as subjects. */
class SubjectsTest {
  private static final KeySubjects KEYS = new KeySubjects("$KV.ns.");

  @ParameterizedTest
  @ValueSource(strings = {"a", "a.b", "", ".", "a..b", "*", ">", "$JS.API", "=2E", "é .\n", "a:b"})
  void topicsComeBack(String topic) {
    assertThat(TopicSubjects.subject(topic)).matches("[-\\w:/@+=.]+").doesNotStartWith(".");
    assertThat(TopicSubjects.topic(TopicSubjects.subject(topic))).isEqualTo(topic);
  }

  @Test
  void plainTopicsStayAsTheyAre() {
    assertThat(TopicSubjects.subject("orders.eu-1.new_2")).isEqualTo("orders.eu-1.new_2");
    assertThat(TopicSubjects.subject(TopicPattern.of("a.*.b*.>"))).isEqualTo("a.*.b=2a.>");
  }

  @Test
  void subjectsOfOthersAreTheirOwnTopics() {
    assertThat(TopicSubjects.topic("a=zz.b")).isEqualTo("a=zz.b");
    assertThat(TopicSubjects.topic("a$.b")).isEqualTo("a$.b");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "ns:id:web", ":", "a::b", ":a", "a:", "a.b", "=", "*:>", "é", "a/b"})
  void keysComeBack(String key) {
    assertThat(KEYS.subject(key)).matches("\\$KV\\.ns\\.[-\\w/=]+(\\.[-\\w/=]+)*");
    assertThat(KEYS.key(KEYS.subject(key))).isEqualTo(key);
  }

  @Test
  void aPrefixIsAskedOfTheServerUpToItsLastColon() {
    assertThat(KEYS.filter("ns:identity:we")).isEqualTo("$KV.ns.ns.identity.>");
    assertThat(KEYS.filter("ns:")).isEqualTo("$KV.ns.ns.>");
    assertThat(KEYS.filter("n")).isEqualTo("$KV.ns.>");
  }

  @Test
  void namesTooLongForAReceiptAreHashed() {
    assertThat(QueueSubjects.brief("ns:jobs")).isEqualTo("ns=3ajobs");
    assertThat(QueueSubjects.brief("x".repeat(65))).hasSize(66).startsWith("h=");
    assertThat(QueueSubjects.brief("x".repeat(65)))
        .isNotEqualTo(QueueSubjects.brief("x".repeat(66)));
  }
}
