package io.patternsdk.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Problem;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.pattern.Slot;
import io.patternsdk.core.table.TableUpsert.SchemaPolicy;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/cdc.md names the settings and slots that there are. */
class CdcPageTest {
  private static final Path PAGE =
      Path.of(System.getProperty("basedir", ".")).toAbsolutePath().resolve("../docs/cdc.md");

  private static List<String> first(String heading) throws IOException {
    List<String> lines = Files.readAllLines(PAGE);
    int from = lines.indexOf(heading);
    assertThat(from).as(heading).isNotNegative();
    Pattern row = Pattern.compile("\\| `([a-z_]+)` \\|.*");
    return lines.subList(from, lines.size()).stream()
        .dropWhile(line -> !line.startsWith("|"))
        .takeWhile(line -> line.startsWith("|"))
        .map(row::matcher)
        .filter(Matcher::matches)
        .map(matcher -> matcher.group(1))
        .toList();
  }

  @Test
  void eachSlotIsNamed() throws IOException {
    List<String> slots = new CdcProvider().slots().stream().map(Slot::name).toList();
    assertThat(first("# Change data capture")).isEqualTo(slots);
  }

  @Test
  void eachSettingIsNamedAndThereAreNoOthers() throws IOException {
    ConfigException refusal =
        catchThrowableOfType(
            ConfigException.class,
            () -> Settings.of(Map.of("tables", List.of("a"), "zzz", 1)).read(CdcSettings::from));
    for (String name : first("## Settings")) {
      if (!name.equals("tables")) {
        assertThat(refusal).hasMessageContaining(name);
      }
    }
    List<String> components =
        Arrays.stream(CdcSettings.class.getRecordComponents())
            .map(RecordComponent::getName)
            .toList();
    assertThat(first("## Settings")).hasSameSizeAs(components);
  }

  @Test
  void theBuilderHasAMethodForEachSettingThatIsNoSection() throws IOException {
    List<String> methods =
        Arrays.stream(CdcBuilder.class.getDeclaredMethods())
            .map(method -> method.getName().replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
            .toList();
    assertThat(first("## Settings").stream().filter(name -> !methods.contains(name)))
        .containsExactlyInAnyOrder("transforms", "step", "routes", "flatten", "retained");
  }

  /** What each method sets, told by what is refused when it is out of bounds. */
  @Test
  void theBuilderSetsWhatItsMethodsAreCalled() {
    try (Backend backend = DriverRegistry.load().open("embedded")) {
      CdcBuilder wrong =
          Cdc.builder()
              .source(backend)
              .state(backend)
              .destination(backend)
              .tables("..")
              .feed("f")
              .filter("no filter")
              .hashKey("short")
              .envelope("none")
              .compatibility("kafka")
              .decimalHandlingMode("exact")
              .timePrecisionMode("exact")
              .intervalHandlingMode("exact")
              .schemasEnable(true)
              .topicPrefix("p")
              .topic("{nothing}")
              .tombstones(false)
              .transactions(false)
              .schema(SchemaPolicy.REQUIRE)
              .batchSize(0)
              .buffer(0)
              .parkedLimit(-1)
              .snapshotChunk(0)
              .snapshotRate(0)
              .lease(Duration.ZERO);
      ConfigException refusal = catchThrowableOfType(ConfigException.class, wrong::build);
      assertThat(refusal.problems())
          .extracting(Problem::path)
          .containsExactlyInAnyOrder(
              "tables",
              "filter",
              "hash_key",
              "envelope",
              "compatibility",
              "decimal_handling_mode",
              "time_precision_mode",
              "interval_handling_mode",
              "topic",
              "batch_size",
              "buffer",
              "parked_limit",
              "snapshot_chunk",
              "snapshot_rate",
              "lease");
    }
  }
}
