package io.patternsdk.testkit.server;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a Kafka of one node is started and recognised as ready.
 *
 * @param behind the port of the listener behind a proxy
 * @param proxy the port of the proxy, which that listener tells clients
 */
record KafkaRecipe(KafkaProfile profile, ReservedPort behind, ReservedPort proxy)
    implements ServerRecipe {
  private static final short API_VERSIONS = 18;
  private static final short NO_TEXT = -1;

  /** What the server needs to be a test's, before the profile's own settings. */
  private static final List<String> SETTINGS =
      List.of(
          "process.roles=broker,controller",
          "node.id=1",
          "controller.listener.names=CONTROLLER",
          "inter.broker.listener.name=BROKERS",
          "offsets.topic.replication.factor=1",
          "offsets.topic.num.partitions=1",
          "transaction.state.log.replication.factor=1",
          "transaction.state.log.min.isr=1",
          "transaction.state.log.num.partitions=1",
          "share.coordinator.state.topic.replication.factor=1",
          "share.coordinator.state.topic.min.isr=1",
          "auto.create.topics.enable=false",
          "log.index.size.max.bytes=65536",
          "log.cleaner.dedupe.buffer.size=2097152",
          "log.initial.task.delay.ms=500",
          "num.network.threads=2",
          "num.io.threads=4",
          "group.initial.rebalance.delay.ms=0",
          "group.min.session.timeout.ms=1000",
          "group.consumer.min.session.timeout.ms=1000",
          "group.consumer.session.timeout.ms=10000",
          "group.consumer.min.heartbeat.interval.ms=100",
          "group.consumer.heartbeat.interval.ms=300",
          "controlled.shutdown.enable=false");

  static KafkaRecipe of(KafkaProfile profile) {
    return new KafkaRecipe(profile, ReservedPort.next(), ReservedPort.next());
  }

  @Override
  public String name() {
    return "Kafka";
  }

  @Override
  public String program() {
    return "kafka-broker";
  }

  @Override
  public List<Path> directories() {
    return List.of(Machine.Here.cache().resolve("kafka").resolve("bin"));
  }

  @Override
  public int ports() {
    return 3;
  }

  @Override
  public String scheme() {
    return "kafka";
  }

  @Override
  public String remedy() {
    return "run script/setup";
  }

  @Override
  public void prepare(ServerSite site) throws IOException {
    List<String> lines = new ArrayList<>(SETTINGS);
    String clients = "CLIENTS://127.0.0.1:" + site.port();
    lines.add(
        "listeners=%s,BEHIND://127.0.0.1:%d,BROKERS://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
            .formatted(clients, behind.number(), site.port(2), site.port(1)));
    lines.add(
        "advertised.listeners=%s,BEHIND://127.0.0.1:%d,BROKERS://127.0.0.1:%d"
            .formatted(clients, proxy.number(), site.port(2)));
    lines.add("controller.quorum.voters=1@127.0.0.1:" + site.port(1));
    lines.add(
        "listener.security.protocol.map=CLIENTS:%s%s,BEHIND:PLAINTEXT,BROKERS:PLAINTEXT,CONTROLLER:PLAINTEXT"
            .formatted(profile.login() ? "SASL_" : "", profile.encrypted() ? "SSL" : "PLAINTEXT"));
    lines.add("log.dirs=" + site.file("data"));
    if (profile.encrypted()) {
      lines.add("ssl.keystore.location=" + TestCertificate.create(site.directory()).store());
      lines.add("ssl.keystore.type=PKCS12");
      lines.add("ssl.keystore.password=" + TestCertificate.STORE_PASSWORD);
    }
    if (profile.login()) {
      lines.addAll(login());
    }
    lines.addAll(profile.options());
    Files.write(site.file("kafka.properties"), lines);
  }

  private static List<String> login() {
    String user = KafkaProfile.USER;
    String password = KafkaProfile.PASSWORD;
    String listener = "listener.name.clients.";
    return List.of(
        listener + "sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256,SCRAM-SHA-512,OAUTHBEARER",
        listener
            + "plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule"
            + " required user_%s=\"%s\";".formatted(user, password),
        listener
            + "scram-sha-256.sasl.jaas.config="
            + "org.apache.kafka.common.security.scram.ScramLoginModule required;",
        listener
            + "scram-sha-512.sasl.jaas.config="
            + "org.apache.kafka.common.security.scram.ScramLoginModule required;",
        listener
            + "oauthbearer.sasl.jaas.config=org.apache.kafka.common.security.oauthbearer."
            + "OAuthBearerLoginModule required unsecuredLoginStringClaim_sub=\"%s\";"
                .formatted(user),
        "format.scram="
            + List.of("SCRAM-SHA-256", "SCRAM-SHA-512").stream()
                .map(kind -> "%s=[name=%s,password=%s]".formatted(kind, user, password))
                .collect(Collectors.joining(";")));
  }

  @Override
  public List<String> arguments(ServerSite site) {
    return List.of(site.file("kafka.properties").toString());
  }

  /** Asks for the versions of the protocol, which a broker answers once it takes requests. */
  @Override
  public void probe(ServerSite site) throws IOException {
    try (Socket socket = Probes.connect(behind.number())) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeInt(10);
      out.writeShort(API_VERSIONS);
      out.writeShort(0);
      out.writeInt(1);
      out.writeShort(NO_TEXT);
      out.flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] answer = in.readNBytes(in.readInt());
      if (answer.length < 6 || answer[4] != 0 || answer[5] != 0) {
        throw new IOException("Kafka answers " + answer.length + " bytes");
      }
    }
  }
}
