package io.patternsdk.app.multicast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.testing.Installation;
import io.patternsdk.app.testing.Program;
import io.patternsdk.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive, as an operator uses it: unpacked, and nothing edited but the YAML file. */
class ArchiveIT {
  private static final String DRIVER =
      "<artifactId>driver-(\\S+)</artifactId>\\s*<version>(\\S+)</version>";

  private static final String FILE = "config.yaml";

  @TempDir private Path directory;
  private Installation installed;

  @BeforeEach
  void unpack() throws Exception {
    installed = Installation.unpack(directory);
  }

  @Test
  void anotherBackendIsAnotherLineInTheFile() throws Exception {
    try (Servers servers = new Servers()) {
      serves("{driver: embedded}", "embedded");
      serves(
          "{driver: \"redis\", config: {addresses: [\"redis://127.0.0.1:%d\"]}}"
              .formatted(servers.redis.port()),
          "redis");
      serves(
          "\n    driver: ${NOT_SET:nats}\n    config: {url: \"nats://127.0.0.1:%d\"}"
              .formatted(servers.nats.port()),
          "nats");
      assertServes(servers.yaml(), "nats", "redis");
    }
  }

  private void serves(String backend, String driver) throws IOException {
    assertServes(
        "pattern: {name: multicast-registry}\nbackends:\n  registry: %1$s\n  messaging: %1$s\n"
            .formatted(backend),
        driver);
  }

  private void assertServes(String yaml, String... drivers) throws IOException {
    try (Program program = Program.startAt(installed.home(), yaml);
        RegistryCalls calls = program.calls(RegistryCalls::new)) {
      calls.register("{\"id\":\"a\",\"metadata\":{\"to\":true}}");
      JsonObject report = calls.multicast("{\"filter\":{\"to\":true},\"payload\":1}").ok();
      assertThat(report.object("totals").number("sent").toInt()).isEqualTo(1);
      assertThat(program.openFiles().stream().filter(this::isOfADriver).map(this::driver))
          .containsOnly(drivers);
      assertThat(program.commandLine())
          .noneMatch(
              argument ->
                  absent(drivers).stream().anyMatch(d -> argument.contains("/drivers/" + d)));
      calls.delete("/v1/identities/a").ok();
      program.terminate();
      assertThat(program.exit()).as(program.log()).isZero();
    }
  }

  private Set<String> absent(String... drivers) {
    try {
      Set<String> absent = new TreeSet<>(installed.drivers());
      absent.removeAll(Set.of(drivers));
      return absent;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isOfADriver(Path file) {
    return file.startsWith(installed.home().resolve("drivers"));
  }

  private String driver(Path file) {
    return installed.home().resolve("drivers").relativize(file).getName(0).toString();
  }

  @Test
  void itHasEveryPublishedDriverInThePublishedVersion() throws Exception {
    String bom = Files.readString(Path.of("../../sdk-bom/pom.xml"));
    Set<String> published = new TreeSet<>();
    Matcher entry = Pattern.compile(DRIVER).matcher(bom);
    while (entry.find()) {
      published.add(entry.group(1));
      assertThat(installed.jars(entry.group(1)))
          .contains("driver-" + entry.group(1) + "-" + entry.group(2) + ".jar");
      assertThat(said("--version")).contains("driver " + entry.group(1) + " " + entry.group(2));
    }
    assertThat(installed.drivers()).isEqualTo(published);
    assertThat(published).contains("embedded", "redis", "s3");
  }

  @Test
  void aDriverMayHaveAnotherVersionThanTheCore() {
    List<String> lines = said("--version").lines().toList();
    String core = lines.get(1).replace("pattern SDK ", "");
    assertThat(lines.stream().filter(line -> line.startsWith("driver ")))
        .anyMatch(line -> !line.endsWith(" " + core))
        .noneMatch(line -> line.contains("unknown"));
  }

  @Test
  void noJarLiesInItTwice() throws IOException {
    Set<String> seen = new TreeSet<>();
    try (var files = Files.walk(installed.home())) {
      for (Path file : files.filter(path -> path.toString().endsWith(".jar")).toList()) {
        assertThat(seen.add(String.valueOf(file.getFileName()))).as(file.toString()).isTrue();
      }
    }
  }

  @Test
  void whatADriverNeedsIsBesideItOrInTheLibrary() throws IOException {
    Set<String> library = installed.library();
    for (String driver : installed.drivers()) {
      Set<String> jars = new TreeSet<>(installed.jars(driver));
      jars.addAll(library);
      assertThat(jars).as(driver).containsAll(installed.needed(driver));
    }
    assertThat(installed.needed("redis"))
        .anyMatch(jar -> jar.startsWith("reactive-streams-") && library.contains(jar));
  }

  @Test
  void anUnknownDriverIsAnsweredWithThoseHereAndWithWhereAnotherGoes() {
    assertThat(refusal("tape", 78))
        .contains("registry.driver is tape, and no driver here has that name")
        .containsPattern("or use .*embedded or .*redis")
        .contains(installed.home().resolve("drivers").toString());
    assertThat(refusal("rediss", 78)).contains("did you mean redis?");
  }

  @Test
  void whatAnotherDriverWouldHaveIsKnownThoughItIsNotLoaded() {
    String yaml =
        "pattern: {name: multicast-registry, slots: {registry: {required_interfaces:"
            + " [document_query]}}}\nbackends: {registry: {driver: redis}, messaging: {driver:"
            + " redis}}\n";
    try (Program program = Program.runAt(installed.home(), yaml, "validate", "--config", FILE)) {
      assertThat(program.exit()).isEqualTo(78);
      assertThat(program.log()).contains("needs document_query").contains("use embedded");
    }
  }

  @Test
  void aDriverForAnotherCoreIsRefusedByValidate() throws IOException {
    Path jar = installed.home().resolve("drivers/embedded");
    Path driver;
    try (var found = Files.newDirectoryStream(jar, "driver-*.jar")) {
      driver = found.iterator().next();
    }
    try (FileSystem inside = FileSystems.newFileSystem(driver)) {
      Path release = inside.getPath("META-INF/io.patternsdk/driver-embedded.properties");
      Files.writeString(release, "version=9.1\ncore=[9.0,10)\n");
    }
    assertThat(refusal("embedded", 78))
        .contains("driver embedded 9.1 needs a core in [9.0,10) and this is ")
        .doesNotContain("\tat ");
    assertThat(said("--version")).contains("driver embedded 9.1, which needs a core in [9.0,10)");
  }

  private String refusal(String driver, int exit) {
    String yaml =
        "pattern: {name: multicast-registry}\nbackends: {registry: {driver: %1$s}, messaging:"
            + " {driver: %1$s}}\n";
    try (Program program =
        Program.runAt(installed.home(), yaml.formatted(driver), "validate", "--config", FILE)) {
      assertThat(program.exit()).as(program.log()).isEqualTo(exit);
      return program.log();
    }
  }

  private String said(String argument) {
    try (Program program = Program.runAt(installed.home(), "", argument)) {
      assertThat(program.exit()).as(program.log()).isZero();
      return program.log();
    }
  }

  @Test
  void twoDriversMayNeedDifferentVersionsOfALibrary() throws IOException {
    Path other = Files.createDirectories(installed.home().resolve("drivers/nats"));
    Path client;
    try (var found =
        Files.newDirectoryStream(installed.home().resolve("drivers/embedded"), "h2-*.jar")) {
      client = found.iterator().next();
    }
    Files.copy(client, other.resolve("h2-mvstore-0.1.jar"));
    String yaml =
        "pattern: {name: multicast-registry}\nbackends: {registry: {driver: embedded}, messaging:"
            + " {driver: nats}}\n";
    try (Program program = Program.runAt(installed.home(), yaml, "validate", "--config", FILE)) {
      assertThat(program.exit()).as(program.log()).isZero();
      assertThat(program.log())
          .contains("driver nats has a class loader of its own: h2-mvstore-0.1.jar beside h2-")
          .contains("the configuration is valid");
    }
  }

  @Test
  void theScriptSaysWhatIsWrongWithTheConfigurationOnce() throws IOException {
    try (Program program =
        Program.runAt(installed.home(), "pattern: [", "validate", "--config", FILE)) {
      assertThat(program.exit()).isEqualTo(78);
      assertThat(program.log().lines()).hasSize(1);
    }
    assertThat(Files.readString(installed.home().resolve("LICENSE"), UTF_8)).contains("Apache");
  }
}
