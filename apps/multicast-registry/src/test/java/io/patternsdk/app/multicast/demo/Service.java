package io.patternsdk.app.multicast.demo;

import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A network service as {@code man 5 services} describes it. */
record Service(String name, int port, String protocol, List<String> aliases) {

  /** Reads a list of services. Of those of the same name and protocol the first counts. */
  static List<Service> list(Path file) throws IOException {
    Map<String, Service> services = new LinkedHashMap<>();
    for (String line : Files.readAllLines(file)) {
      String text = line.split("#", 2)[0].strip();
      if (!text.isEmpty()) {
        Service service = parse(text);
        services.putIfAbsent(service.id(), service);
      }
    }
    return new ArrayList<>(services.values());
  }

  private static Service parse(String text) {
    String[] words = text.split("\\s+");
    String[] place = words.length < 2 ? new String[0] : words[1].split("/");
    if (place.length != 2) {
      throw new IllegalArgumentException("not \"name port/protocol alias...\": " + text);
    }
    List<String> aliases = List.of(words).subList(2, words.length);
    return new Service(words[0], Integer.parseInt(place[0]), place[1], aliases);
  }

  String id() {
    return name + "/" + protocol;
  }

  JsonObject metadata() {
    return JsonObject.builder()
        .put("port", port)
        .put("protocol", protocol)
        .put("aliases", JsonArray.of(aliases))
        .build();
  }
}
