package io.patternsdk.lifecycle;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patternsdk.concurrency.config.BulkheadConfig;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Problems;
import io.patternsdk.core.pattern.Slot;
import io.patternsdk.lifecycle.internal.drivers.InstalledDrivers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SlotPlanTest {
  private static final Slot REGISTRY = Slot.required("registry", KEYVALUE_BASIC);
  private static final Slot DURABILITY = Slot.optional("durability", KEYVALUE_BASIC);
  private static final Slot REGIONS = Slot.many("regions", KEYVALUE_BASIC);

  private final DriverRegistry drivers =
      DriverRegistry.empty().with(new FakeBackend("fake")).with("other", new FakeBackend("other"));

  private SlotPlan plan(String yaml, boolean dev, Slot... slots) {
    Problems problems = new Problems();
    SlotPlan plan =
        new Planner(
                List.of(slots), Stage.config(yaml), drivers, InstalledDrivers.none(), dev, problems)
            .plan();
    problems.throwIfAny();
    return plan;
  }

  private String refusal(String yaml, Slot... slots) {
    return catchThrowableOfType(ConfigException.class, () -> plan(yaml, false, slots)).getMessage();
  }

  @Test
  void aSlotIsFilledByTheBackendOfItsName() {
    SlotPlan plan = plan("fake: {backends: {registry: {driver: fake}}}", false, REGISTRY);
    assertThat(plan.lines()).containsExactly("slot registry by backend registry (fake)");
  }

  @Test
  void slotsMayShareABackend() {
    String yaml =
        """
        fake:
          slots: {registry: {backend: one}, durability: {backend: one}}
          backends: {one: {driver: fake}}
        """;
    SlotPlan plan = plan(yaml, false, REGISTRY, DURABILITY);
    assertThat(plan.backends()).containsOnlyKeys("one");
    assertThat(plan.lines())
        .containsExactly(
            "slot registry by backend one (fake)", "slot durability by backend one (fake)");
  }

  @Test
  void aSlotForManyTakesThemInOrder() {
    String yaml =
        """
        fake:
          slots: {regions: {backends: [eu, us]}}
          backends: {us: {driver: fake}, eu: {driver: other}}
        """;
    assertThat(plan(yaml, false, REGIONS).lines())
        .containsExactly("slot regions by backend eu (other), by backend us (fake)");
  }

  @Test
  void aMemberIsCalledByItsSlotAndItselfButNotTwiceByOneName() {
    String yaml =
        """
        fake:
          slots: {regions: {backends: [regions, us]}}
          backends: {us: {driver: fake}, regions: {driver: other}}
        """;
    PlannedSlot slot = plan(yaml, false, REGIONS).slots().getFirst();
    assertThat(slot.backends())
        .extracting(slot::memberName)
        .containsExactly("regions", "regions.us");
  }

  @Test
  void anOptionalSlotMayStayEmpty() {
    assertThat(plan("fake: {backends: {registry: {driver: fake}}}", false, REGISTRY, DURABILITY))
        .extracting(SlotPlan::lines)
        .asString()
        .contains("slot durability stays empty");
  }

  @Test
  void theFileMayMakeAnOptionalSlotMandatory() {
    assertThat(
            refusal(
                "fake: {slots: {durability: {optional: false}}, backends: {registry: {driver:"
                    + " fake}}}",
                REGISTRY,
                DURABILITY))
        .isEqualTo(
            "c.yaml:1:16: fake.slots.durability is not filled, it needs keyvalue_basic;"
                + " expected backends.durability, or another backend in the slot");
  }

  @Test
  void theFileCannotDropWhatTheCodeRequires() {
    assertThat(
            refusal(
                "fake: {slots: {registry: {optional: true}}, backends: {registry: {driver: fake}}}",
                REGISTRY))
        .contains("fake.slots.registry.optional is true, but the pattern cannot work without");
  }

  @Test
  void aRequiredSlotMustBeFilled() {
    assertThat(refusal("fake: {backends: {}}", REGISTRY))
        .contains("fake.slots.registry is not filled, it needs keyvalue_basic");
  }

  @Test
  void aMissingCapabilityIsRefusedWithWhoHasIt() {
    assertThat(
            refusal(
                "fake: {backends: {registry: {driver: fake}}}",
                Slot.required("registry", KEYVALUE_SCAN)))
        .startsWith(
            "c.yaml:1:38: fake.slots.registry needs keyvalue_scan, which the backend registry"
                + " (fake) cannot have on any server; no other driver here has it, add the jar of"
                + " one that does (published are ")
        .contains("io.patternsdk:driver-embedded:", "io.patternsdk:driver-redis:")
        .endsWith("), on the class path or in a directory named by --drivers");
  }

  @Test
  void theFileMayRequireMoreAtItsPlace() {
    assertThat(
            refusal(
                """
                fake:
                  slots: {registry: {required_interfaces: [keyvalue_basic, pubsub_basic]}}
                  backends: {registry: {driver: fake}}
                """,
                REGISTRY))
        .startsWith("c.yaml:2:60: fake.slots.registry.required_interfaces[1] needs pubsub_basic");
  }

  @Test
  void aBackendMayBeHeldToMore() {
    assertThat(
            refusal(
                "fake: {backends: {registry: {driver: fake, interfaces: [pubsub_basic]}}}",
                REGISTRY))
        .contains("fake.backends.registry.interfaces[0] needs pubsub_basic");
  }

  @Test
  void unknownNamesAreAnsweredWithTheNearest() {
    String refusal =
        refusal(
            """
            fake:
              slots:
                regstry: {}
                registry: {required_interfaces: [keyvalue_basc]}
              backends: {registry: {driver: fak}}
            """,
            REGISTRY);
    assertThat(refusal.lines())
        .containsExactly(
            "c.yaml:3:5: fake.slots.regstry is no slot of fake; did you mean registry?",
            "c.yaml:4:38: fake.slots.registry.required_interfaces[0] names the interface"
                + " keyvalue_basc, which nobody knows; did you mean keyvalue_basic?",
            "c.yaml:5:33: fake.backends.registry.driver is fak, and no driver here has that"
                + " name; did you mean fake?");
  }

  @Test
  void anAbsentDriverIsAnsweredWithTheWaysToAddIt() {
    String where = " on the class path or in a directory named by --drivers, or use fake or other";
    assertThat(refusal("fake: {backends: {registry: {driver: redis}}}", REGISTRY))
        .contains("no driver here has that name; add io.patternsdk:driver-redis:0.")
        .endsWith(where);
    assertThat(refusal("fake: {backends: {registry: {driver: mainframe}}}", REGISTRY))
        .endsWith("no driver here has that name; add its jar" + where);
    assertThat(refusal("fake: {backends: {registry: {driver: rediss}}}", REGISTRY))
        .endsWith("no driver here has that name; did you mean redis?");
  }

  @Test
  void aBackendThatFillsNoSlotIsAnsweredWithTheNearestThatIsNotFilled() {
    assertThat(
            refusal(
                "fake: {backends: {registry: {driver: fake}, durabilty: {driver: fake}}}",
                REGISTRY,
                DURABILITY))
        .endsWith("fake.backends.durabilty fills no slot; did you mean durability?");
    assertThat(
            refusal(
                "fake: {backends: {registry: {driver: fake}, registry2: {driver: fake}}}",
                REGISTRY,
                DURABILITY))
        .endsWith(
            "fake.backends.registry2 fills no slot; name it in slots.<slot>.backend, or call it as"
                + " a slot: registry, durability");
  }

  @Test
  void anUnknownBackendIsAnsweredWithTheNearest() {
    assertThat(
            refusal(
                "fake: {slots: {registry: {backend: mian}}, backends: {main: {driver: fake}}}",
                REGISTRY))
        .contains("names the backend mian, which is not in backends; did you mean main?");
  }

  @Test
  void aSlotForOneTakesNoTwo() {
    assertThat(
            refusal(
                """
                fake:
                  slots: {registry: {backends: [a, b]}}
                  backends: {a: {driver: fake}, b: {driver: fake}}
                """,
                REGISTRY))
        .contains("is one too many");
  }

  private static String regions(String more) {
    return """
    fake:
      slots: {regions: {backends: [eu, us], %s}}
      backends: {us: {driver: fake}, eu: {driver: fake}}
    """
        .formatted(more);
  }

  @Test
  void theFileMayNeedMoreMembersThanTheCodeAndNeverFewer() {
    assertThat(plan(regions("at_least: 2"), false, REGIONS).slots().getFirst().needed())
        .isEqualTo(2);
    assertThat(refusal(regions("at_least: 1"), REGIONS.atLeast(2)))
        .endsWith(
            "fake.slots.regions.at_least is 1, but the pattern needs 2; leave it out; a file adds"
                + " to what the code requires");
    assertThat(refusal(regions("at_least: 3"), REGIONS))
        .endsWith(
            "fake.slots.regions is filled by 2, and at least 3 must work; add backends to it");
    assertThat(
            refusal(
                "fake: {slots: {registry: {at_least: 1}}, backends: {registry: {driver: fake}}}",
                REGISTRY))
        .contains("fake.slots.registry.at_least is given, and the slot takes a single backend");
  }

  @Test
  void aMemberMayHaveLimitsOfItsOwn() {
    String members = "concurrency: {bulkhead: {timeout: 1s}}, members: {us: {concurrency: %s}}";
    var slot =
        plan(regions(members.formatted("{bulkhead: {capacity: 7}}")), false, REGIONS)
            .slots()
            .getFirst()
            .config();
    assertThat(slot.guard("us").bulkhead())
        .contains(new BulkheadConfig(7, Duration.ofSeconds(1), true));
    assertThat(slot.guard("eu").bulkhead())
        .contains(new BulkheadConfig(100, Duration.ofSeconds(1), true));
  }

  @Test
  void whatIsNoMemberIsAnsweredWithTheNearest() {
    assertThat(refusal(regions("members: {uss: {}}"), REGIONS))
        .contains("fake.slots.regions.members.uss is no backend of the slot; did you mean us?");
    assertThat(
            refusal(
                "fake: {slots: {registry: {members: {registry: {}}}}, backends: {registry:"
                    + " {driver: fake}}}",
                REGISTRY))
        .contains("members.registry is written as a member, and the slot takes a single backend");
  }

  @Test
  void devStandsInAsOftenAsTheSlotNeeds() {
    SlotPlan plan =
        new Planner(
                List.of(REGIONS.atLeast(2)),
                Stage.config("fake: {}"),
                drivers.with(new FakeBackend("embedded")),
                InstalledDrivers.none(),
                true,
                new Problems())
            .plan();
    assertThat(plan.backends()).containsOnlyKeys("regions", "regions-2");
  }

  @Test
  void devFillsWhatIsEmptyWithTheEmbeddedDriver() {
    DriverRegistry embedded = drivers.with(new FakeBackend("embedded"));
    SlotPlan plan =
        new Planner(
                List.of(REGISTRY, DURABILITY),
                Stage.config("fake: {backends: {registry: {driver: fake}}}"),
                embedded,
                InstalledDrivers.none(),
                true,
                new Problems())
            .plan();
    assertThat(plan.standIns()).containsExactly("durability");
    assertThat(plan.lines()).contains("slot durability by backend durability (embedded)");
  }

  @Test
  void devWithoutTheEmbeddedDriverNamesItsArtifact() {
    assertThat(
            catchThrowableOfType(
                ConfigException.class,
                () -> plan("fake: {}", true, Slot.required("m", PUBSUB_BASIC))))
        .hasMessageContaining("add io.patternsdk:driver-embedded");
  }
}
