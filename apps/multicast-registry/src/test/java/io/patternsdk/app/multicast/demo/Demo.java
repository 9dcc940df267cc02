package io.patternsdk.app.multicast.demo;

import io.patternsdk.app.testing.Screen;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonValue;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What {@code script/demo} does with a registry that runs: a machine's services as identities. */
final class Demo {
  private static final int SHOWN = 3;

  private static final Pattern SHOWN_METRICS =
      Pattern.compile(
          "^(driver_operation_total.*\"(publish_all|set_if_absent)\"|registry_subscriptions"
              + "|registry_multicast_targets_total|circuit_breaker_state).* [^0]");

  private final RegistryClient client;
  private final URI metrics;
  private final Screen screen;

  private Demo(RegistryClient client, URI metrics, Screen screen) {
    this.client = client;
    this.metrics = metrics;
    this.screen = screen;
  }

  /** Arguments: the address of the registry, that of its metrics, a list of services. */
  public static void main(String[] args) throws Exception {
    run(URI.create(args[0]), URI.create(args[1]), Path.of(args[2]), System.out);
    System.exit(0); // rather than wait for streams that the server would have to end
  }

  static void run(URI registry, URI metrics, Path services, PrintStream out)
      throws IOException, InterruptedException {
    try (RegistryClient client = new RegistryClient(registry)) {
      Demo demo = new Demo(client, metrics, new Screen(out));
      demo.register(Service.list(services));
      demo.enumerate();
      demo.multicast();
      demo.watch();
    }
  }

  private void register(List<Service> services) throws IOException, InterruptedException {
    long start = System.nanoTime();
    for (Service service : services) {
      client.register(service);
    }
    screen.line("register", services.size() + " identities in " + millis(start) + " ms, such as");
    Service one = services.stream().filter(s -> !s.aliases().isEmpty()).findFirst().orElseThrow();
    screen.line("", one.id() + " " + one.metadata());
  }

  private void enumerate() throws IOException, InterruptedException {
    String step = "enumerate";
    for (String filter :
        List.of(
            "{\"protocol\":\"udp\"}",
            "{\"port.lt\":100}",
            "{\"aliases.contains\":\"www\"}",
            "{\"$not\":{\"protocol.in\":[\"tcp\",\"udp\"]}}")) {
      listing(step, filter, client.enumerate(filter, "limit=" + SHOWN));
      step = "";
    }
    listing("", "all, by port", client.enumerate("{}", "sort=port", "limit=" + SHOWN));
    listing(
        "", "all, by port, highest first", client.enumerate("{}", "sort=-port", "limit=" + SHOWN));
    pages();
  }

  private void pages() throws IOException, InterruptedException {
    JsonObject page = client.enumerate("{}", "limit=100", "metadata=false");
    int seen = page.array("identities").size();
    int pages = 1;
    while (page.has("next")) {
      String cursor = "cursor=" + RegistryClient.encoded(page.string("next"));
      page = client.enumerate("{}", "limit=100", "metadata=false", cursor);
      seen += page.array("identities").size();
      pages++;
    }
    screen.line("", "%-38s %3d  in %d pages".formatted("all, page by page", seen, pages));
  }

  private void listing(String step, String what, JsonObject listing) {
    String ids =
        listing.array("identities").values().stream()
            .map(identity -> shown((JsonObject) identity))
            .collect(Collectors.joining(", "));
    int total = listing.number("total").toInt();
    String more = total > SHOWN ? ", ..." : "";
    screen.line(step, "%-38s %3d  %s%s".formatted(what, total, ids, more));
  }

  private static String shown(JsonObject identity) {
    return identity.string("id") + " " + identity.object("metadata").number("port");
  }

  private void multicast() throws IOException, InterruptedException {
    List<Subscriber> subscribers = new ArrayList<>();
    for (String id : List.of("domain/udp", "ntp/udp", "syslog/udp", "http/tcp")) {
      subscribers.add(Subscriber.to(client, id));
    }
    screen.line(
        "subscribe", subscribers.stream().map(Subscriber::id).collect(Collectors.joining(", ")));
    send("multicast", "{\"filter\":{\"protocol\":\"udp\"},\"payload\":\"reload your zone\"}");
    for (Subscriber subscriber : subscribers.subList(0, 3)) {
      received(subscriber);
    }
    send("confirmed", "{\"filter\":{\"port\":80},\"payload\":{\"drain\":true},\"confirm\":true}");
    received(subscribers.getLast());
  }

  private void send(String step, String request) throws IOException, InterruptedException {
    JsonObject body = JsonObject.parse(request);
    long start = System.nanoTime();
    JsonObject report = client.multicast(body);
    long took = millis(start);
    screen.line(
        step,
        "%s to %s, targets: %d, in %d ms"
            .formatted(
                body.find("payload").orElseThrow(),
                body.object("filter"),
                report.number("targets").toInt(),
                took));
    List<String> totals = new ArrayList<>();
    report.object("totals").forEach((status, count) -> totals.add(status + " " + count));
    screen.line("", String.join(", ", totals));
  }

  private void received(Subscriber subscriber) throws IOException, InterruptedException {
    JsonObject got = subscriber.next();
    screen.line(
        "",
        "%-12s received %s (%s)"
            .formatted(
                subscriber.id(), got.find("payload").orElseThrow(), got.string("content_type")));
  }

  private void watch() throws IOException, InterruptedException {
    JsonObject ready = client.get("/ready");
    List<String> slots = new ArrayList<>();
    ready.object("slots").forEach((name, slot) -> slots.add(name + " " + slot(slot)));
    screen.line("ready", ready.string("status") + ": " + String.join(", ", slots));
    String step = "metrics";
    for (String line : client.text(metrics).lines().toList()) {
      if (SHOWN_METRICS.matcher(line).find()) {
        screen.line(step, line.replaceFirst("capability=.*?,driver=.*?,", ""));
        step = "";
      }
    }
  }

  private static String slot(JsonValue slot) {
    JsonObject object = (JsonObject) slot;
    return object.string("status") + " (" + object.string("driver") + ")";
  }

  private static long millis(long start) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }
}
