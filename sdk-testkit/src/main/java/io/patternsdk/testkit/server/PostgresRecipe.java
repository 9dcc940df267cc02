package io.patternsdk.testkit.server;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a PostgreSQL is started and recognised as ready.
 *
 * @param primary the port of the server on this machine whose standby it is; null for its own one
 */
record PostgresRecipe(PostgresProfile profile, @Nullable Integer primary) implements ServerRecipe {
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");
  private static final Path ROOTS_CACHE = Path.of("/var/cache/patternsdk");

  /** What the server needs to be a test's, before the profile's own settings. */
  private static final List<String> SETTINGS =
      List.of(
          "wal_level=logical",
          "max_connections=300",
          "max_wal_size=256MB",
          "unix_socket_directories=",
          // what a killed server leaves lies in its directory, not in the machine's memory
          "dynamic_shared_memory_type=mmap");

  private static final int PROTOCOL = 3 << 16;

  @Override
  public String name() {
    return "PostgreSQL";
  }

  @Override
  public String program() {
    return "postgres";
  }

  @Override
  public Optional<String> user() {
    return Optional.of("postgres");
  }

  @Override
  public List<Path> directories() {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(DEBIAN)) {
      try (Stream<Path> versions = Files.list(DEBIAN)) {
        versions
            .sorted(Comparator.comparingInt(PostgresRecipe::number))
            .forEach(version -> found.add(version.resolve("bin")));
      } catch (IOException e) {
        throw new IllegalStateException("cannot look into " + DEBIAN + ": " + e, e);
      }
    }
    // Where script/setup keeps a newer one; the server's user does not see root's home.
    Path kept = ServerUser.of(this).name().isEmpty() ? Machine.Here.cache() : ROOTS_CACHE;
    found.add(kept.resolve("postgresql").resolve("bin"));
    return found;
  }

  private static int number(Path version) {
    String name = version.getFileName().toString();
    return name.matches("\\d{1,4}") ? Integer.parseInt(name) : Integer.MAX_VALUE;
  }

  @Override
  public ServerVersion least() {
    return profile.least();
  }

  @Override
  public String scheme() {
    return "postgresql";
  }

  @Override
  public String remedy() {
    return "run script/setup, or install the package postgresql";
  }

  @Override
  public String stopSignal() {
    return "INT"; // TERM waits for every client to leave
  }

  @Override
  public void prepare(ServerSite site) throws IOException {
    String data = data(site).toString();
    if (primary == null) {
      site.run("initdb", initialization(site, data));
    } else {
      String from =
          "host=127.0.0.1 port=%d user=%s application_name=standby"
              .formatted(primary, PostgresProfile.USER);
      site.run("pg_basebackup", List.of("-D", data, "-R", "-c", "fast", "-N", "-d", from));
    }
    if (encrypted()) {
      Path key = TestCertificate.create(site.directory()).key();
      Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    }
    Files.write(data(site).resolve("pg_hba.conf"), access());
  }

  private List<String> initialization(ServerSite site, String data) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of("-D", data, "-U", PostgresProfile.USER, "--no-sync", "--encoding=UTF8"));
    arguments.add("--locale=C.UTF-8");
    if (profile.password() == null) {
      arguments.add("--auth=trust");
    } else {
      Path file = site.file("password");
      Files.writeString(file, profile.password() + "\n");
      arguments.add("--auth=scram-sha-256");
      arguments.add("--pwfile=" + file);
    }
    return arguments;
  }

  /** Who may connect: to any database, and as a standby. */
  private List<String> access() {
    String how = profile.password() == null ? "trust" : "scram-sha-256";
    String line =
        switch (profile.access()) {
          case PLAIN -> "host %s all all " + how;
          case ENCRYPTED -> "hostssl %s all all " + how;
          case CERTIFIED -> "hostssl %s all all " + how + " clientcert=verify-ca";
        };
    return List.of(line.formatted("all"), line.formatted("replication"));
  }

  private boolean encrypted() {
    return profile.access() != PostgresProfile.Access.PLAIN;
  }

  private static Path data(ServerSite site) {
    return site.file("data");
  }

  @Override
  public List<String> arguments(ServerSite site) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-D", data(site).toString()));
    arguments.addAll(List.of("-p", Integer.toString(site.port()), "-h", site.bind()));
    List<String> settings = new ArrayList<>(SETTINGS);
    if (encrypted()) {
      TestCertificate made = site.certificate();
      settings.add("ssl=on");
      settings.add("ssl_cert_file=" + made.certificate());
      settings.add("ssl_key_file=" + made.key());
      settings.add("ssl_ca_file=" + made.certificate());
    }
    settings.addAll(profile.options());
    settings.forEach(setting -> arguments.addAll(List.of("-c", setting)));
    return arguments;
  }

  @Override
  public void probe(ServerSite site) throws IOException {
    try (Socket socket = Probes.connect(site)) {
      byte[] words =
          "user\0%s\0database\0%s\0\0"
              .formatted(PostgresProfile.USER, PostgresProfile.USER)
              .getBytes(StandardCharsets.US_ASCII);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeInt(8 + words.length);
      out.writeInt(PROTOCOL);
      out.write(words);
      out.flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      char kind = (char) in.readByte();
      String said = new String(in.readNBytes(in.readInt() - 4), StandardCharsets.UTF_8);
      // Any other refusal, as for want of a password or of TLS, comes from a server that is ready.
      if (kind == 'E' && Arrays.asList(said.split("\0", -1)).contains("C57P03")) {
        throw new IOException("PostgreSQL answers " + said.replace('\0', ' '));
      }
    }
  }

  /** The memory that tells a second server of the same data; a server that is killed leaves it. */
  @Override
  public void cleanUp(ServerSite site) throws IOException {
    Path file = data(site).resolve("postmaster.pid");
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    if (lines.size() > 6) {
      String id = lines.get(6).strip().replaceAll("^\\S+\\s+", "");
      Process removal =
          new ProcessBuilder("ipcrm", "-m", id)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      var unused = removal.onExit().join();
    }
  }
}
