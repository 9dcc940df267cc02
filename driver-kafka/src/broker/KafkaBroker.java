import java.io.FileInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/**
 * A Kafka of one node that is broker and controller. {@code KafkaBroker FILE} formats the directory
 * that the settings in FILE name, unless it is, with the users of {@code format.scram}, and serves
 * until it is ended; {@code KafkaBroker --train FILE} ends by itself once it has started.
 */
public final class KafkaBroker {
  private KafkaBroker() {}

  public static void main(String[] arguments) throws Exception {
    boolean train = arguments[0].equals("--train");
    String file = arguments[arguments.length - 1];
    Properties settings = new Properties();
    try (InputStream in = new FileInputStream(file)) {
      settings.load(in);
    }
    if (!Files.exists(Path.of(settings.getProperty("log.dirs"), "meta.properties"))) {
      List<String> format =
          new ArrayList<>(List.of("format", "-t", Uuid.randomUuid().toString(), "-c", file));
      for (String user : settings.getProperty("format.scram", "").split(";")) {
        if (!user.isEmpty()) {
          format.addAll(List.of("--add-scram", user));
        }
      }
      if (StorageTool.execute(format.toArray(new String[0]), System.err) != 0) {
        System.exit(1);
      }
    }
    KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "kafka-shutdown"));
    try {
      server.startup();
    } catch (Throwable e) {
      e.printStackTrace();
      System.exit(1);
    }
    if (train) {
      System.exit(0);
    }
    server.awaitShutdown();
  }
}
