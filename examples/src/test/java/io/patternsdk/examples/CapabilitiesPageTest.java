package io.patternsdk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Guarantee;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.standard.StandardCapabilities;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/capabilities.md lists the standard capabilities as they are. */
class CapabilitiesPageTest {
  private static final Page PAGE = new Page("docs/capabilities.md");

  /** Those of the examples are nobody's to choose from. */
  private static final Set<String> RELEASED = released();

  private static Set<String> released() {
    Path root = Path.of(System.getProperty("basedir")).getParent();
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .filter(folder -> Files.isDirectory(folder.resolve("src/main")))
          .map(folder -> String.valueOf(folder.getFileName()))
          .filter(name -> name.startsWith("driver-"))
          .map(name -> name.replace("driver-", ""))
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<List<String>> rows(String first) {
    return rows(first, row -> row.getFirst().startsWith("`"));
  }

  private static List<List<String>> rows(String first, Predicate<List<String>> within) {
    List<List<String>> rows = PAGE.rows();
    int from = rows.indexOf(rows.stream().filter(r -> r.getFirst().equals(first)).findAny().get());
    return rows.subList(from + 2, rows.size()).stream().takeWhile(within).toList();
  }

  private static List<List<String>> written(String first, int... columns) {
    return rows(first).stream()
        .map(row -> Arrays.stream(columns).mapToObj(row::get).toList())
        .toList();
  }

  private static String drivers(Capability<?> capability) {
    return DriverRegistry.load().providers().stream()
        .filter(provider -> RELEASED.contains(provider.name()))
        .filter(provider -> provider.canOffer().contains(capability.name()))
        .map(DriverProvider::name)
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static String link(Class<?> type) {
    return "[`%s`](../sdk-core/src/main/java/%s.java)"
        .formatted(type.getSimpleName(), type.getName().replace('.', '/'));
  }

  @Test
  void eachCapabilityHasItsInterfaceAndItsDrivers() {
    assertThat(written("Name", 0, 1, 3))
        .containsExactlyElementsOf(
            StandardCapabilities.all().stream()
                .map(c -> List.of("`" + c.name() + "`", link(c.type()), drivers(c)))
                .toList());
    assertThat(DriverRegistry.load().names()).containsAll(RELEASED);
  }

  @Test
  void eachOperationHasItsKind() {
    assertThat(rows("Operation"))
        .containsExactlyElementsOf(
            StandardCapabilities.all().stream()
                .flatMap(capability -> capability.operations().stream())
                .map(CapabilitiesPageTest::row)
                .toList());
  }

  private static List<String> row(Operation operation) {
    return List.of(
        "`" + operation + "`",
        operation.kind().name().toLowerCase(Locale.ROOT),
        operation.repeatable() ? "yes" : "no",
        operation.waits() ? "yes" : "no");
  }

  @Test
  void eachGuaranteeHasItsWordsAndMeanings() {
    assertThat(rows("Guarantee", row -> row.getFirst().startsWith("`") || row.getFirst().isEmpty()))
        .extracting(row -> row.subList(1, 3))
        .containsExactlyElementsOf(
            Traits.guarantees().stream()
                .flatMap(trait -> Guarantee.valuesOf(trait).stream())
                .map(value -> List.of("`" + value.word() + "`", value.meaning()))
                .toList());
    assertThat(written("Guarantee", 0).stream().map(List::getFirst))
        .isSubsetOf(Traits.guarantees().stream().map(trait -> "`" + trait.name() + "`").toList());
  }

  @Test
  void whatItPointsAtIsThere() {
    assertThat(PAGE.links()).isNotEmpty().allSatisfy(target -> assertThat(target).exists());
  }
}
