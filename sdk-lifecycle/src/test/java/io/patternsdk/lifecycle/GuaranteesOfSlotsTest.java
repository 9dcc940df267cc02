package io.patternsdk.lifecycle;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.capability.Traits.Durability;
import io.patternsdk.core.keyvalue.KeyValueTtl;
import io.patternsdk.core.pattern.Choice;
import io.patternsdk.core.pattern.Slot;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A slot takes no backend that guarantees less than code and file demand. */
class GuaranteesOfSlotsTest {
  private static final Slot REGISTRY = Slot.required("registry", KEYVALUE_BASIC);
  private static final Choice<String> CHOICE =
      Choice.of(String.class).or(QUEUE_BASIC, q -> "a queue").or(KEYVALUE_BASIC, v -> "values");

  @TempDir private Path directory;
  private final Stage stage = new Stage();

  private int run(Slot slot, String command, String yaml) {
    return stage
        .runner(new FakePattern.Provider(slot))
        .run(command, "--config", Stage.file(directory, yaml).toString());
  }

  private static String demanding(String guarantees) {
    return "fake: {slots: {registry: {guarantees: {"
        + guarantees
        + "}}}, backends: {registry: {driver: fake}}}";
  }

  @Test
  void whatTheBackendGivesIsTaken() {
    Slot slot = REGISTRY.requires(Durability.SYNCED);
    assertThat(run(slot, "--test-startup", demanding("consistency: linearizable"))).isZero();
  }

  @Test
  void whatTheServerDoesNotGiveIsRefusedWithTheReasonAndTheWayOut() {
    stage.fake.durability = Durability.PERIODIC;
    assertThat(run(REGISTRY, "--test-startup", demanding("durability: synced"))).isEqualTo(78);
    assertThat(stage.err())
        .contains(
            "fake.slots.registry.guarantees.durability needs durability synced, and the backend"
                + " registry (fake) gives on Fake 4 periodic (as a fake has it) for"
                + " keyvalue_basic; set it better");
  }

  @Test
  void whatTheCodeDemandsIsRefusedAtTheSlot() {
    stage.fake.durability = Durability.VOLATILE;
    Slot slot = REGISTRY.requires(Durability.PERIODIC);
    assertThat(run(slot, "--test-startup", Stage.yaml(""))).isEqualTo(78);
    assertThat(stage.err()).contains("fake.slots.registry needs durability periodic, and");
  }

  @Test
  void whatNoServerGivesIsRefusedByValidate() {
    stage.fake.most =
        Traits.builder().guarantee(Durability.PERIODIC, "at best", "buy another").build();
    FakeBackend better = new FakeBackend("better");
    better.most = Traits.builder().guarantee(Durability.SYNCED, "with a disk").build();
    stage.with(better);
    assertThat(run(REGISTRY, "validate", demanding("durability: synced"))).isEqualTo(78);
    assertThat(stage.err())
        .contains(
            "(fake) can give no more than periodic (at best) for keyvalue_basic; buy another, or"
                + " use better (with a disk)");
    assertThat(stage.fake.events).isEmpty();
    assertThat(run(REGISTRY, "validate", demanding("durability: periodic"))).isZero();
  }

  @Test
  void whatOnlyTheServerDecidesPassesValidate() {
    assertThat(run(REGISTRY, "validate", demanding("durability: synced"))).isZero();
  }

  @Test
  void unknownNamesAreAnsweredWithTheNearest() {
    assertThat(run(REGISTRY, "validate", demanding("durabilty: synced"))).isEqualTo(78);
    assertThat(stage.err()).contains("did you mean durability?");
    assertThat(run(REGISTRY, "validate", demanding("durability: synched"))).isEqualTo(78);
    assertThat(stage.err()).contains("expected one of volatile, periodic, synced");
  }

  @Test
  void whatNothingOfTheSlotHasIsAMistake() {
    assertThat(run(REGISTRY, "validate", demanding("ordering: key"))).isEqualTo(78);
    assertThat(stage.err())
        .contains(
            "guarantees.ordering is demanded, and nothing that the slot uses has it;"
                + " expected consistency, durability");
  }

  @Test
  void aSlotTakesWhicheverOfAChoiceTheBackendHas() throws InterruptedException {
    FakePattern.Provider provider =
        new FakePattern.Provider(Slot.required("registry").anyOf(CHOICE));
    RunningPattern<FakePattern> running =
        stage.runner(provider).start(Stage.config(Stage.yaml("")));
    try {
      assertThat(running.pattern().context.slot("registry").require(CHOICE)).isEqualTo("values");
    } finally {
      running.stop();
    }
  }

  @Test
  void aBackendWithNothingOfAChoiceIsRefusedWithWhoHasIt() {
    Slot slot =
        Slot.required("registry")
            .anyOf(Choice.of(String.class).or(QUEUE_BASIC, q -> "q").or(KEYVALUE_SCAN, s -> "s"));
    assertThat(run(slot, "validate", Stage.yaml(""))).isEqualTo(78);
    assertThat(stage.err())
        .contains(
            "fake.slots.registry needs one of queue_basic, keyvalue_scan, which the backend"
                + " registry (fake) cannot have",
            "add the jar of one that does",
            "io.patternsdk:driver-redis:");
  }

  @Test
  void aServerWithNothingOfAChoiceIsRefused() {
    stage.fake.lacksEverything = true;
    assertThat(run(Slot.required("registry").anyOf(CHOICE), "--test-startup", Stage.yaml("")))
        .isEqualTo(78);
    assertThat(stage.err()).contains("needs one of queue_basic, keyvalue_basic", "on Fake 4");
  }

  @Test
  void guaranteesArePrintedInPlainWordsWithWhatFollows() {
    assertThat(run(REGISTRY, "guarantees", Stage.yaml(""))).isZero();
    assertThat(stage.out())
        .isEqualTo(
            """
            slot registry is filled by registry (fake 1.2, fake client 3, Fake 4)
              durability is synced: what was acknowledged survives a crash at any moment (as a fake has it)
              consistency is linearizable: a read sees all earlier writes, whoever made them (one map)
            fake therefore promises:
              - values are synced, as a fake has it
            """);
    assertThat(stage.fake.events).containsExactly("open registry", "close registry");
  }

  @Test
  void aLimitOfTheBackendIsPrintedAmongThem() {
    stage.fake.limits =
        Traits.builder()
            .set(Traits.MAX_VALUE_BYTES, 1L << 20, "max_payload of the server")
            .set(KeyValueTtl.MIN_TTL, Duration.ofSeconds(1))
            .build();
    assertThat(run(REGISTRY, "guarantees", Stage.yaml(""))).isZero();
    assertThat(stage.out())
        .contains(
            "  largest value is 1MiB: the most bytes of a value or message body"
                + " (max_payload of the server)\n"
                + "  shortest TTL is 1s: "
                + KeyValueTtl.MIN_TTL.meaning()
                + "\n");
  }

  @Test
  void guaranteesArePrintedBesideTheDemandsThatAreNotMet() {
    stage.fake.durability = Durability.PERIODIC;
    assertThat(run(REGISTRY, "guarantees", demanding("durability: synced"))).isEqualTo(78);
    assertThat(stage.out()).contains("durability is periodic");
    assertThat(stage.err()).contains("needs durability synced");
  }

  @Test
  void anEmptySlotIsNamed() {
    Slot optional = Slot.optional("extra", KEYVALUE_BASIC);
    FakePattern.Provider provider = new FakePattern.Provider(REGISTRY, optional);
    String file = Stage.file(directory, Stage.yaml("")).toString();
    assertThat(stage.runner(provider).run("guarantees", "--config", file)).isZero();
    assertThat(stage.out()).contains("slot extra stays empty");
  }
}
